"""
From what curl showed to what a browser would do: what follows, what does not, and what would show it.

curl is not a browser. It sends the headers that it was told to send, without leave; it repeats them
behind a redirect, where a browser would say ``Origin: null`` or ask again; ``-I`` sends HEAD; and with
``-i`` nothing of what was sent is on the page. So each recorded answer is compared with the request that
the browser would have sent. Where they differ, nothing is concluded, and the command that would settle
it is given.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.browsers import STANDARD, Browser
from cors_sim.capture.heads import CapturedExchange, Transcript, request_target
from cors_sim.capture.missing import Missing, NotShownError, curl_command, simulate_with_gaps
from cors_sim.errors import InvalidInput
from cors_sim.exchanges import Exchange, HTTPRequest
from cors_sim.flows import Outcome
from cors_sim.headers import HeaderList
from cors_sim.requests import Request
from cors_sim.responses import NULL_BODY_STATUSES, REDIRECT_STATUSES, Response
from cors_sim.verdicts import Blocked, Reason, Verdict

# curl's numbers for: cannot resolve, cannot connect, empty reply, nothing received.
_NETWORK_ERRORS: Final = ("(6)", "(7)", "(52)")


@attrs.frozen(repr=False, kw_only=True)
class Conclusion(Value):
    """
    What follows from the evidence.

    Args:
        request: what script asks for.
        browser: whose choices counted.
        verdict: what the browser decides; None where that is not established.
        outcome: the fetch, where the verdict is established.
        missing: what would have to be known; empty where the verdict is established.
        trusted: what was taken on trust, in a sentence each.
        other_reasons: what else the evidence can mean.
        beyond: what the evidence shows of requests that the browser did not come to.
        is_reconstructed: whether the exchanges were made up to fit what a console says.
    """

    request: Request
    browser: Browser
    verdict: Verdict | None
    outcome: Outcome | None
    missing: tuple[Missing, ...] = ()
    trusted: tuple[str, ...] = ()
    other_reasons: tuple[Reason, ...] = ()
    beyond: tuple[Exchange, ...] = ()
    is_reconstructed: bool = False


def conclude(
    request: Request,
    capture: Transcript,
    preflight: Transcript | None = None,
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
    if not capture.exchanges and capture.giving_up is None:
        rule = "must be what curl -i or curl -v prints, with a line like 'HTTP/1.1 200 OK'"
        raise InvalidInput("capture", f"{capture.lines} lines without one", rule)
    outcome, missing = simulate_with_gaps(request, recorded.answer, browser)
    missing += recorded.left()
    if capture.is_cut:
        recorded.trusted.append(
            "That nothing is missing from the last head, within which the capture ends."
        )
    conclusion = concluded(outcome, missing, recorded.trusted)
    if conclusion.outcome is None or not any(each.request.is_preflight for each in outcome.exchanges[-1:]):
        return conclusion
    beyond, trusted = _beyond(request, capture, browser)
    return attrs.evolve(
        conclusion, beyond=beyond, trusted=tuple(dict.fromkeys([*conclusion.trusted, *trusted]))
    )


def _beyond(
    request: Request, capture: Transcript, browser: Browser
) -> tuple[tuple[Exchange, ...], list[str]]:
    """What *capture* shows of the requests behind a preflight that failed, and what is taken on trust."""
    recorded = _Recorded(request, capture, None)

    def answer(asked: HTTPRequest) -> Response:
        if asked.is_preflight:
            raise NotShownError("It is taken to allow everything.")
        return recorded.answer(asked)

    outcome, missing = simulate_with_gaps(request, answer, browser)
    if not all(item.is_preflight for item in missing):
        return (), []
    return tuple(each for each in outcome.exchanges if not each.request.is_preflight), recorded.trusted


def concluded(outcome: Outcome, missing: tuple[Missing, ...], trusted: Iterable[str]) -> Conclusion:
    """
    What follows from a fetch some of whose answers were made up.

    Args:
        outcome: what came of it.
        missing: the answers that were made up, as ones that allow everything.
        trusted: what was taken on trust.
    """
    request, browser, verdict = outcome.request, outcome.browser, outcome.verdict
    trusted = (*trusted,)
    if missing:
        if not isinstance(verdict, Blocked) or not all(item.is_preflight for item in missing):
            return Conclusion(request=request, browser=browser, verdict=None, outcome=None, missing=missing)
        # Even a yes would not help.
        trusted = (*trusted, "The preflight's answer is not known; this holds whatever it is.")
    return Conclusion(
        request=request,
        browser=browser,
        verdict=verdict,
        outcome=outcome,
        trusted=tuple(dict.fromkeys(trusted)),
    )


class _Answer(NamedTuple):
    """An exchange that has an answer, and the answer."""

    exchange: CapturedExchange
    response: Response


def _answers(exchanges: Iterable[CapturedExchange]) -> list[_Answer]:
    return [_Answer(exchange, exchange.response) for exchange in exchanges if exchange.response is not None]


class _Recorded:
    """Answers as recorded, as long as what was asked is what a browser would ask."""

    def __init__(self, request: Request, capture: Transcript, preflight: Transcript | None) -> None:
        self.request = request
        self.capture = capture
        self.trusted: list[str] = []
        given = preflight.exchanges if preflight is not None else ()
        self._preflights = _answers([*given, *filter(is_preflight, capture.exchanges)])
        self._preflights_asked = 0
        self.answers = self._own_answers()
        self._asked: list[HTTPRequest] = []

    def _own_answers(self) -> list[_Answer]:
        """The answers to the request itself and behind it, not those to other URLs before it."""
        if (self.capture.giving_up or "").startswith("(56)"):
            return []  # A proxy's answer: the server was not reached.
        answers = _answers(exchange for exchange in self.capture.exchanges if not is_preflight(exchange))
        target = request_target(self.request.url.href)
        starts = [index for index, answer in enumerate(answers) if answer.exchange.target == target]
        return answers[starts[0] :] if starts else answers

    def answer(self, asked: HTTPRequest) -> Response:
        """The recorded answer to *asked*."""
        if asked.is_preflight:
            return self._preflight_answer(asked)
        self._asked.append(asked)
        giving_up = self.capture.giving_up
        if not self.answers and giving_up is not None:
            if giving_up.startswith(_NETWORK_ERRORS):
                self.trusted.append(f"curl gave up: {giving_up}. A browser would fare alike.")
                return Response.network_error()
            raise NotShownError(f"curl gave up before there was an answer: {giving_up}")
        if len(self._asked) > len(self.answers):
            raise NotShownError(f"The answer of {asked.url} is not in the capture.")
        recorded = self.answers[len(self._asked) - 1]
        if (giving_up or "").startswith("(8)"):
            raise NotShownError("curl could not read all of the answer's head.")
        self._compare(recorded, asked, follows=len(self._asked) > 1)
        return recorded.response

    def _preflight_answer(self, asked: HTTPRequest) -> Response:
        self._preflights_asked += 1
        if self._preflights_asked > len(self._preflights):
            when = "first" if self._preflights_asked == 1 else "again behind the redirect"
            raise NotShownError(f"The browser asks with a preflight {when}, and its answer is not known.")
        recorded = self._preflights[self._preflights_asked - 1]
        self._compare(recorded, asked, follows=False)
        sent = recorded.exchange.request_headers
        for name in ("Access-Control-Request-Method", "Access-Control-Request-Headers"):
            if sent is not None and _items(asked.headers.get(name)) != _items(sent.get(name)):
                raise NotShownError(f"curl's preflight did not send {name} as a browser does.")
        return recorded.response

    def _compare(self, answer: _Answer, asked: HTTPRequest, *, follows: bool) -> None:
        """Take *answer* for the answer to *asked*, or say why not."""
        recorded, response = answer
        if recorded.method not in {None, asked.method}:
            raise NotShownError(f"The capture shows {recorded.method}, the browser sends {asked.method}.")
        if recorded.target not in {None, request_target(asked.url.href)}:
            raise NotShownError(f"The capture is of {recorded.target}, the browser asks for {asked.url}.")
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
        if sent != origin and not _is_the_same_for_all(response):
            shown = "no Origin" if sent is None else f"'Origin: {sent}'"
            would = "none" if origin is None else f"'Origin: {origin}'"
            raise NotShownError(f"curl sent {shown}, a browser would send {would}.")
        if sent != origin:
            self.trusted.append("That an answer for '*' that does not vary by origin is for all alike.")
        if recorded.request_headers is not None:
            self._compare_headers(recorded.request_headers, asked)
        if recorded.has_body is False and asked.method == "GET" and _has_a_body(response):
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

    def left(self) -> tuple[Missing, ...]:
        """What is not known where the capture holds answers to other requests."""
        used, held = len(self._asked), len(self.answers)
        # curl may have gone on where a browser stops: behind a redirect, or to log in.
        stops = REDIRECT_STATUSES | {401}
        if not 0 < used < held or self.answers[used - 1].response.status in stops:
            return ()
        what = f"The capture holds {held - used} more answers; which is that of {self.request.url}?"
        return (Missing(what, curl_command(self._asked)),)


def is_preflight(exchange: CapturedExchange) -> bool:
    """Whether *exchange* shows a CORS-preflight request."""
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
