"""Assertions about outcomes, which explain themselves when they fail."""

from collections.abc import Iterable

from cors_sim._infra import ascii_lowercase
from cors_sim.flows import Answerer, Outcome, Server

_SHOWN_BODY = 200


def assert_readable(
    outcome: Outcome, *, header_names: Iterable[str] = (), server: Answerer | Server | None = None
) -> None:
    """
    Fail, and say why and what would help, unless script can read the response.

    Args:
        outcome: what came of a fetch.
        header_names: of response headers that script has to see as well.
        server: what answered, so that what helps can be tried on it; see `cors_sim.explain`.

    Raises:
        AssertionError: script cannot.
    """
    __tracebackhide__ = True
    names = tuple(header_names)
    hidden = [name for name in names if name not in outcome.response.headers]
    if not outcome or hidden:
        what = ", ".join(hidden) if outcome else "the response"
        raise AssertionError(f"script cannot read {what}\n\n{_explained(outcome, names, server)}")


def assert_not_readable(outcome: Outcome, *, server: Answerer | Server | None = None) -> None:
    """
    Fail, and say what script got and how, if it can read the response.

    Args:
        outcome: what came of a fetch.
        server: what answered; see `cors_sim.explain`.

    Raises:
        AssertionError: script can.
    """
    __tracebackhide__ = True
    if outcome:
        raise AssertionError(f"script can read the response\n\n{_explained(outcome, (), server)}")


def _explained(outcome: Outcome, names: tuple[str, ...], server: Answerer | Server | None) -> str:
    # Explaining is much to load, and tests mostly pass.
    from cors_sim.explain.explanation import explain  # noqa: PLC0415 - see above

    wire = "\n".join(_line(outcome))
    return f"{wire}\n\n{explain(outcome, server, header_names=names)}"


def _line(outcome: Outcome) -> Iterable[str]:
    yield f"The page at {outcome.request.serialized_origin}, in the browser {outcome.browser.name}:"
    for exchange in outcome.exchanges:
        request, response = exchange.request, exchange.response
        credentials = ", with credentials" if request.include_credentials else ""
        yield f"  {request.method} {request.url}{credentials}"
        for name, value in request.headers:
            yield f"    {name}: {value}"
        if response.is_network_error:
            yield "  -> no answer"
            continue
        yield f"  -> {response.status}"
        for name, value in response.headers:
            if ascii_lowercase(name).startswith(("access-control-", "vary", "location")):
                yield f"    {name}: {value}"
    if outcome and outcome.response.body:
        yield f"Script reads {outcome.response.body[:_SHOWN_BODY]!r}"
