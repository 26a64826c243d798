"""
From what curl showed to what a browser would do: what follows, what does not, and what would show it.

curl is not a browser. It sends the headers that it was told to send, without leave; it repeats them
behind a redirect, where a browser would say ``Origin: null`` or ask again; ``-I`` sends HEAD; and with
``-i`` nothing of what was sent is on the page. So each recorded answer is compared with the request that
the browser would have sent. Where they differ, nothing is concluded, and the command that would settle
it is given.
"""

import shlex
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.browsers import STANDARD, Browser
from cors_sim.capture.curl import CapturedExchange, CurlCapture
from cors_sim.errors import InvalidInput
from cors_sim.flows import Outcome, simulate
from cors_sim.headers import HeaderList
from cors_sim.requests import HTTPRequest, Request
from cors_sim.responses import NULL_BODY_STATUSES, REDIRECT_STATUSES, Response
from cors_sim.verdicts import Blocked, Verdict

# curl's numbers for: cannot resolve, cannot connect, empty reply, nothing received.
_NETWORK_ERRORS: Final = ("(6)", "(7)", "(52)")


@attrs.frozen(repr=False)
class Missing(Value):
    """
    Something that the evidence does not show.

    Args:
        what: in a sentence.
        command: the command whose output would show it.
        is_preflight: whether that is the output for a preflight.
    """

    what: str
    command: str
    is_preflight: bool = False


@attrs.frozen(repr=False, kw_only=True)
class Conclusion(Value):
    """
    What follows from the evidence.

    Args:
        verdict: what the browser decides; None where that is not established.
        outcome: the fetch, as far as it could be followed.
        missing: what would have to be known; empty where the verdict is established.
        trusted: what was taken on trust, in a sentence each.
    """

    verdict: Verdict | None
    outcome: Outcome | None
    missing: tuple[Missing, ...] = ()
    trusted: tuple[str, ...] = ()


class _NotShownError(Exception):
    """Ends a simulation whose next answer nobody has seen."""

    def __init__(self, missing: Missing) -> None:
        super().__init__(missing.what)
        self.missing = missing


def conclude(
    request: Request,
    capture: CurlCapture,
    preflight: CurlCapture | None = None,
    *,
    browser: Browser = STANDARD,
) -> Conclusion:
    """
    What a browser would decide about *request*, by what curl showed.

    Args:
        request: what script asks for.
        capture: of the request itself, with its redirects if they were followed; of its preflight too
            if both went through one run of ``curl -v``.
        preflight: of the preflight.
        browser: whose choices count.

    Raises:
        InvalidInput: *capture* holds no answer and no word of curl's about why.
    """
    recorded = _Recorded(request, capture, preflight)
    if not recorded.answers and capture.giving_up is None:
        rule = "must be what curl -i or curl -v prints, with a line like 'HTTP/1.1 200 OK'"
        got = f"{capture.lines} lines without one"
        if capture.exchanges:
            rule = "must hold the answer to the request itself"
            got = "answers to preflights only"
        raise InvalidInput("capture", got, rule)
    try:
        outcome = simulate(request, recorded.answer, browser=browser, steps=True)
        recorded.expect_nothing_left()
    except _NotShownError as error:
        return _blocked_either_way(request, recorded, error.missing, browser)
    return Conclusion(
        verdict=outcome.verdict, outcome=outcome, trusted=tuple(dict.fromkeys(recorded.trusted))
    )


def _blocked_either_way(
    request: Request, recorded: "_Recorded", missing: Missing, browser: Browser
) -> Conclusion:
    """
    What follows without a preflight's answer: the request is blocked if even a yes would not help.
    """
    assumed = _Recorded(request, recorded.capture, recorded.preflight, assume_leave=True)
    try:
        outcome = simulate(request, assumed.answer, browser=browser, steps=True)
        assumed.expect_nothing_left()
    except _NotShownError:
        return Conclusion(verdict=None, outcome=None, missing=(missing,))
    if not isinstance(outcome.verdict, Blocked):
        return Conclusion(verdict=None, outcome=None, missing=(missing,))
    trusted = (*assumed.trusted, "The preflight's answer is not known; this holds whatever it is.")
    return Conclusion(verdict=outcome.verdict, outcome=outcome, trusted=tuple(dict.fromkeys(trusted)))


class _Recorded:
    """Answers as recorded, as long as what was asked is what a browser would ask."""

    def __init__(
        self,
        request: Request,
        capture: CurlCapture,
        preflight: CurlCapture | None,
        *,
        assume_leave: bool = False,
    ) -> None:
        self.request = request
        self.capture = capture
        self.preflight = preflight
        self.trusted: list[str] = []
        self._assume_leave = assume_leave
        given = preflight.exchanges if preflight is not None else ()
        self._preflights = [*given, *filter(_is_preflight, capture.exchanges)]
        self._asked_preflights: list[HTTPRequest] = []
        self.answers = self._own_answers()
        self._asked: list[HTTPRequest] = []

    def _own_answers(self) -> list[CapturedExchange]:
        """The answers to the request itself and behind it, not those to other URLs before it."""
        if (self.capture.giving_up or "").startswith("(56)"):
            return []  # A proxy's answer: the server was not reached.
        answers = [exchange for exchange in self.capture.exchanges if not _is_preflight(exchange)]
        target = _target(self.request.url.href)
        starts = [index for index, answer in enumerate(answers) if answer.target == target]
        return answers[starts[0] :] if starts else answers

    def answer(self, asked: HTTPRequest) -> Response:
        """The recorded answer to *asked*."""
        if asked.is_preflight:
            return self._preflight_answer(asked)
        self._asked.append(asked)
        if not self.answers:
            giving_up = self.capture.giving_up or ""
            if giving_up.startswith(_NETWORK_ERRORS):
                self.trusted.append(f"curl gave up: {giving_up}. A browser would fare alike.")
                return Response.network_error()
            raise self._not_shown(f"curl gave up before there was an answer: {giving_up}")
        if len(self._asked) > len(self.answers):
            raise self._not_shown(f"The answer of {asked.url} is not in the capture.")
        recorded = self.answers[len(self._asked) - 1]
        if (self.capture.giving_up or "").startswith("(8)"):
            raise self._not_shown("curl could not read all of the answer's head.")
        self._compare(recorded, asked, follows=len(self._asked) > 1)
        return recorded.response

    def _preflight_answer(self, asked: HTTPRequest) -> Response:
        if self._assume_leave:
            return _leave(asked)
        self._asked_preflights.append(asked)
        number = len(self._asked_preflights)
        if number > len(self._preflights):
            when = "first" if number == 1 else "again behind the redirect"
            what = f"The browser asks with a preflight {when}, and its answer is not known."
            raise self._not_shown(what, is_preflight=True)
        recorded = self._preflights[number - 1]
        self._compare(recorded, asked, follows=False)
        sent = recorded.request_headers
        for name in ("Access-Control-Request-Method", "Access-Control-Request-Headers"):
            if sent is not None and _items(asked.headers.get(name)) != _items(sent.get(name)):
                what = f"curl's preflight did not send {name} as a browser does."
                raise self._not_shown(what, is_preflight=True)
        return recorded.response

    def _compare(self, recorded: CapturedExchange, asked: HTTPRequest, *, follows: bool) -> None:
        """Take *recorded* for the answer to *asked*, or say why not."""
        is_preflight = asked.is_preflight
        if recorded.method not in {None, asked.method}:
            what = f"The capture shows {recorded.method}, the browser sends {asked.method}."
            raise self._not_shown(what, is_preflight=is_preflight)
        if recorded.target not in {None, _target(asked.url.href)}:
            what = f"The capture is of {recorded.target}, the browser asks for {asked.url}."
            raise self._not_shown(what, is_preflight=is_preflight)
        origin = asked.headers.get("Origin")
        if recorded.request_headers is not None:
            sent = recorded.request_headers.get("Origin")
        elif follows:
            sent = self.request.origin.serialized
        else:
            sent = origin
            if origin is not None:
                self.trusted.append(
                    f"That curl sent 'Origin: {origin}', which curl -i does not show (curl -v does)."
                )
        if sent != origin and not _is_the_same_for_all(recorded.response):
            shown = "no Origin" if sent is None else f"'Origin: {sent}'"
            would = "none" if origin is None else f"'Origin: {origin}'"
            what = f"curl sent {shown}, a browser would send {would}."
            raise self._not_shown(what, is_preflight=is_preflight)
        if sent != origin:
            self.trusted.append("That an answer for '*' that does not vary by origin is for all alike.")
        if recorded.request_headers is not None:
            self._compare_headers(recorded.request_headers, asked)
        if recorded.has_body is False and asked.method == "GET" and _has_a_body(recorded.response):
            self.trusted.append("That this answers GET: no body was printed, as with curl -I (HEAD).")
        for line in recorded.ignored_lines:
            self.trusted.append(f"That the browser passes over a line that is no header: {line!r}.")

    def _compare_headers(self, sent: HeaderList, asked: HTTPRequest) -> None:
        """Note where curl's headers were not the browser's, which a server may have looked at."""
        for name in asked.headers.names():
            if name not in sent and name not in {"Origin", "Content-Length"}:
                self.trusted.append(f"That the server does not mind: curl sent no {name}, a browser would.")
        for name in ("Authorization", "Cookie"):
            if name in sent and name not in asked.headers and not asked.include_credentials:
                self.trusted.append(
                    f"That the server does not mind: curl sent {name}, a browser would not."
                )

    def expect_nothing_left(self) -> None:
        """Refuse a capture that holds answers to other requests."""
        used, held = len(self._asked), len(self.answers)
        # curl may have gone on where a browser stops: behind a redirect, or to log in.
        stops = REDIRECT_STATUSES | {401}
        if 0 < used < held and self.answers[used - 1].response.status not in stops:
            what = f"The capture holds {held - used} more answers; which is that of {self.request.url}?"
            raise self._not_shown(what)

    def _not_shown(self, what: str, *, is_preflight: bool = False) -> _NotShownError:
        """What is missing, with a command for all that a browser asks up to there."""
        asked = self._asked_preflights if is_preflight else self._asked
        return _NotShownError(Missing(what, curl_command(asked), is_preflight))


def _is_preflight(exchange: CapturedExchange) -> bool:
    headers = exchange.request_headers
    return (
        exchange.method == "OPTIONS" and headers is not None and "access-control-request-method" in headers
    )


def _is_the_same_for_all(response: Response) -> bool:
    """Whether the answer is shared with any origin and does not say that it varies by it."""
    varies = {"*", "origin"} & _items(response.headers.get("vary"))
    return response.headers.get("access-control-allow-origin") == "*" and not varies


def _items(value: str | None) -> set[str]:
    """What a header lists, in lower case."""
    return set(map(_infra.ascii_lowercase, _infra.split_on_commas(value or "")))


def _has_a_body(response: Response) -> bool:
    """Whether the answer to GET would have a body, or have had one printed."""
    bodiless = NULL_BODY_STATUSES | REDIRECT_STATUSES
    return response.status not in bodiless and response.headers.get("content-length") != "0"


def _leave(asked: HTTPRequest) -> Response:
    """An answer to the preflight *asked* that allows all it asks."""
    headers = {
        "Access-Control-Allow-Origin": asked.headers.get("Origin") or "",
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Methods": asked.headers.get("Access-Control-Request-Method") or "",
        "Access-Control-Allow-Headers": asked.headers.get("Access-Control-Request-Headers") or "",
    }
    return Response(204, headers)


def _target(href: str) -> str:
    """What of *href* stands on a request line."""
    rest = href.partition("://")[2].partition("#")[0]
    slash = rest.find("/")
    return rest[slash:] if slash >= 0 else "/"


def curl_command(asked: Sequence[HTTPRequest]) -> str:
    """The curl command that sends all that is *asked*, and shows it and the heads of the answers."""
    words = ["curl", "-sv"]
    for number, request in enumerate(asked):
        words += ["--next"] if number else []
        words += ["-o", "/dev/null", *_options(request), request.url.href]
    return f"{shlex.join(words)} 2>&1"


def _options(asked: HTTPRequest) -> Iterator[str]:
    if not {"[", "]", "{", "}"}.isdisjoint(asked.url.href):
        yield "--globoff"
    if asked.method == "HEAD":
        yield "--head"
    elif asked.method != "GET":
        yield from ("-X", asked.method)
    for name, value in asked.headers:
        if name != "Content-Length":
            yield from ("-H", f"{name}: {value}" if value else f"{name};")
    if asked.body is not None:
        yield from ("--data-binary", "@BODY")
