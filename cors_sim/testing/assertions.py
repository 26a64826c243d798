"""Assertions about outcomes, which explain themselves when they fail."""

from collections.abc import Iterable, Iterator
from typing import Final

from cors_sim._infra import ascii_lowercase
from cors_sim.explain.explanation import explain
from cors_sim.explain.words import shown
from cors_sim.flows import Answerer, Outcome, Server

_SHOWN_BODY: Final = 200
_SHOWN_HEADERS: Final = ("access-control-", "location", "vary")


class _UnexpectedError(AssertionError):
    """A failure that is explained when it is shown, for Hypothesis has many that nobody sees."""

    def __init__(
        self, what: str, outcome: Outcome, header_names: tuple[str, ...], server: Answerer | Server | None
    ) -> None:
        super().__init__(what)
        self.what = what
        self.outcome = outcome
        self.header_names = header_names
        self.server = server

    def __str__(self) -> str:
        wire = "\n".join(_conversation(self.outcome))
        explanation = explain(self.outcome, self.server, header_names=self.header_names)
        return f"{self.what}\n\n{wire}\n\n{explanation}"


def assert_readable(
    outcome: Outcome, *, header_names: Iterable[str] = (), server: Answerer | Server | None = None
) -> None:
    """
    Fail, and say why and what would help, unless script can read the response.

    Args:
        outcome: what came of a fetch.
        header_names: of response headers that script has to see as well.
        server: what answered, so that what helps can be tried on it: see `cors_sim.explain`.

    Raises:
        AssertionError: script cannot.
    """
    __tracebackhide__ = True
    names = tuple(header_names)
    hidden = [name for name in names if name not in outcome.response.headers]
    if not outcome:
        raise _UnexpectedError("script cannot read the response", outcome, names, server)
    if hidden:
        raise _UnexpectedError(f"script cannot see {', '.join(hidden)}", outcome, names, server)


def assert_not_readable(outcome: Outcome, *, server: Answerer | Server | None = None) -> None:
    """
    Fail, and say what script got and how, if it can read the response.

    Args:
        outcome: what came of a fetch.
        server: what answered: see `cors_sim.explain`.

    Raises:
        AssertionError: script can.
    """
    __tracebackhide__ = True
    if outcome:
        raise _UnexpectedError("script can read the response", outcome, (), server)


def _conversation(outcome: Outcome) -> Iterator[str]:
    """What went over the wire, as far as it bears on CORS."""
    yield f"The page at {outcome.request.serialized_origin}, in the browser {outcome.browser.name}:"
    for exchange in outcome.exchanges:
        request, response = exchange.request, exchange.response
        credentials = ", with credentials" if request.include_credentials else ""
        yield f"  {request.method} {request.url}{credentials}"
        yield from (f"    {name}: {shown(value)}" for name, value in request.headers)
        yield "  -> no answer" if response.is_network_error else f"  -> {response.status}"
        for name, value in response.headers:
            if ascii_lowercase(name).startswith(_SHOWN_HEADERS):
                yield f"    {name}: {shown(value)}"
    if outcome and outcome.response.body:
        yield f"Script reads {outcome.response.body[:_SHOWN_BODY]!r}"
