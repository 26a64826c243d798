"""
A fetch as a sequence: who says what to whom, in order, and where it ends.

Three parties at least: the page's script, its browser, and each server. That script and browser are two is
the point of CORS: the browser has the answer, and script does not get it.
"""

import textwrap
from collections.abc import Iterator
from typing import Final, Literal

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.browsers.script.interface import ScriptError
from cors_sim.exchanges import Exchange
from cors_sim.flows import Outcome
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.urls import URL
from cors_sim.verdicts import Blocked, Opaque, Verdict

PAGE: Final = 0
BROWSER: Final = 1
# More than these are drawn as one.
_SERVER_LIMIT: Final = 3
_LINES_LIMIT: Final = 20

_SHOWN_OF_REQUESTS: Final = (
    *("access-control-request-headers", "access-control-request-method", "authorization", "origin"),
)
_SHOWN_OF_RESPONSES: Final = ("location", "vary", "cross-origin-resource-policy")


@attrs.frozen(repr=False)
class Line(Value):
    """
    A header in the diagram.

    Args:
        name: of the header.
        value: None where it is missing, which is what decided.
        decided: whether the verdict rests on it.
    """

    name: str
    value: str | None
    decided: bool = False

    def __str__(self) -> str:
        return f"no {self.name}" if self.value is None else f"{self.name}: {self.value}"


@attrs.frozen(repr=False, kw_only=True)
class Arrow(Value):
    """
    Something that is said.

    Args:
        source: who says it, by its place among the parties.
        target: to whom.
        text: what.
        kind: ``call`` and ``result`` are between script and browser, the others on the wire.
        is_preflight: whether it belongs to a preflight.
        lines: the headers that bear on CORS.
        failed: whether nothing came, or what came is kept from script.
    """

    source: int
    target: int
    text: str
    kind: Literal["call", "request", "response", "result"]
    is_preflight: bool = False
    lines: tuple[Line, ...] = ()
    failed: bool = False


@attrs.frozen(repr=False)
class Stop(Value):
    """
    Where the browser ends the fetch.

    Args:
        text: the reason.
        step: where in the standard.
    """

    text: str
    step: str


@attrs.frozen(repr=False)
class Diagram(Value):
    """
    The sequence.

    Args:
        parties: script, browser, and the servers by their origins.
        rows: what is said, and where it ends.
    """

    parties: tuple[str, ...]
    rows: tuple[Arrow | Stop, ...]


def diagram_of(outcome: Outcome) -> Diagram:
    """
    The sequence that *outcome* is.

    Args:
        outcome: fit to be shown.
    """
    origins = list(dict.fromkeys(_origin_of(exchange.request.url) for exchange in outcome.exchanges))
    if len(origins) > _SERVER_LIMIT:
        origins = ["servers"]
    if not origins:
        origins = [_origin_of(outcome.request.url)]
    page = outcome.request.origin.serialized
    parties = (
        f"script at {page}",
        outcome.browser.name if outcome.browser.version else "browser",
        *origins,
    )
    return Diagram(parties, tuple(_rows(outcome, origins)))


def _origin_of(url: URL) -> str:
    return url.scheme if url.origin is None else url.origin.serialized


def _rows(outcome: Outcome, origins: list[str]) -> Iterator[Arrow | Stop]:
    request, verdict = outcome.request, outcome.verdict
    yield Arrow(source=PAGE, target=BROWSER, text=_call(request), kind="call")
    last = len(outcome.exchanges) - 1
    for index, exchange in enumerate(outcome.exchanges):
        origin = _origin_of(exchange.request.url)
        server = 2 + (origins.index(origin) if origin in origins else 0)
        yield _request_arrow(exchange, server)
        yield _response_arrow(exchange, server, verdict if index == last else None)
    if isinstance(verdict, Blocked):
        yield Stop(verdict.reason, str(verdict.step))
    yield Arrow(
        source=BROWSER,
        target=PAGE,
        text=_result(outcome),
        kind="result",
        failed=not verdict.allowed,
    )


def _call(request: Request) -> str:
    credentials = (
        "" if request.credentials_mode == "same-origin" else f", credentials: {request.credentials_mode}"
    )
    return f"{request.api}: {request.method}{credentials}"


def _result(outcome: Outcome) -> str:
    if outcome.verdict.allowed:
        return f"the response, status {outcome.response.status}"
    if isinstance(outcome.verdict, Opaque):
        return "an opaque response: nothing to read"
    return "an error" if outcome.error is None else error_of(outcome.error)


def error_of(error: ScriptError) -> str:
    """*error* as a console shows it."""
    return f"{error.name}: {error.message}" if error.message else error.name


def _request_arrow(exchange: Exchange, server: int) -> Arrow:
    request = exchange.request
    lines = [
        Line(name, value)
        for name, value in request.headers
        if _infra.ascii_lowercase(name) in _SHOWN_OF_REQUESTS
    ]
    return Arrow(
        source=BROWSER,
        target=server,
        text=f"{request.method} {target_of(request.url)}",
        kind="request",
        is_preflight=request.is_preflight,
        lines=tuple(lines),
    )


def _response_arrow(exchange: Exchange, server: int, verdict: Verdict | None) -> Arrow:
    """The answer; *verdict* where it is the last."""
    response = exchange.response
    return Arrow(
        source=server,
        target=BROWSER,
        text="no answer" if response.is_network_error else status_of(response),
        kind="response",
        is_preflight=exchange.request.is_preflight,
        lines=tuple(lines_of(response, verdict)),
        failed=response.is_network_error or isinstance(verdict, Blocked),
    )


def target_of(url: URL) -> str:
    """The path and query of *url*."""
    query = url.href.partition("#")[0].partition("?")
    return f"{url.path}{query[1]}{query[2]}"


def status_of(response: Response) -> str:
    """The status of *response*, in figures and words."""
    return (
        f"{response.status} {response.status_message}" if response.status_message else str(response.status)
    )


def lines_of(response: Response, verdict: Verdict | None) -> Iterator[Line]:
    """
    The headers of *response* that bear on CORS.

    Args:
        response: of an exchange.
        verdict: where it is the one that the verdict is about; None elsewhere.
    """
    deciding = deciding_header_names(verdict)
    count = 0
    for name, value in response.headers:
        lowered = _infra.ascii_lowercase(name)
        decided = lowered in deciding
        if decided or lowered.startswith("access-control-") or lowered in _SHOWN_OF_RESPONSES:
            count += 1
            if count <= _LINES_LIMIT:
                yield Line(name, value, decided)
    if count > _LINES_LIMIT:
        yield Line("…", f"{count} such lines")
    evidence = None if verdict is None else verdict.evidence
    if evidence is not None and evidence.header is not None and evidence.header not in response.headers:
        yield Line(evidence.header, None, decided=True)


def deciding_header_names(verdict: Verdict | None) -> frozenset[str]:
    """The names of the headers that *verdict* rests on, in lower case."""
    if verdict is None:
        return frozenset()
    if verdict.evidence is None:
        return frozenset({"access-control-allow-origin", "access-control-allow-credentials"})
    name = verdict.evidence.header
    return frozenset() if name is None else frozenset({_infra.ascii_lowercase(name)})


def wrapped(text: str, room: int, *, at_hyphens: bool = False) -> list[str]:
    """
    *text* in pieces, broken at blanks where there are any, the later ones indented.

    Args:
        text: a line.
        room: how many characters a piece has at most.
        at_hyphens: whether it may be broken behind a hyphen too.
    """
    return textwrap.wrap(text, room, subsequent_indent="  ", break_on_hyphens=at_hyphens) or [""]


def fitted(text: str, room: int) -> str:
    """*text*, cut where there is no room for all of it."""
    return text if len(text) <= room else f"{text[: max(room - 1, 0)]}…"
