"""
From what a browser recorded in a HAR to why it did what it did.

A browser recorded what it sent and got, though not all of it: some leave out preflights, or the responses
that they kept from script, and none says whether credentials were to be included. So the fetch is run
again over the recorded answers, and what comes of it has to be what the browser did. Where it is not, or
where an answer is needed that was not recorded, nothing is concluded.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import attrs

from cors_sim.browsers import BROWSERS, STANDARD, Browser
from cors_sim.capture.asked import Said, Sent, request_of
from cors_sim.capture.evidence import Conclusion, concluded
from cors_sim.capture.fetches import Hop, RecordedFetch
from cors_sim.capture.har import HarEntry
from cors_sim.capture.missing import Missing, NotShownError, all_missing, leave, simulate_with_gaps
from cors_sim.enums import CredentialsMode, RedirectMode
from cors_sim.exchanges import HTTPRequest
from cors_sim.flows import Outcome
from cors_sim.origins import same_origin
from cors_sim.requests import Request
from cors_sim.responses import REDIRECT_STATUSES, Response
from cors_sim.verdicts import Blocked

_BROWSERS_BY_CREATOR: Final = (
    *(("WebInspector", "chromium"), ("Chrom", "chromium"), ("chromium", "chromium")),
    *(("Edg", "chromium"), ("Firefox", "firefox"), ("firefox", "firefox")),
    *(("WebKit", "webkit"), ("webkit", "webkit"), ("Safari", "webkit")),
)
_GIVEN_UP: Final = "net::ERR_ABORTED"
# Errors of the network itself; a browser writes others for what it refuses.
_NETWORK_ERRORS: Final = (
    *("net::ERR_ADDRESS_", "net::ERR_CONNECTION_", "net::ERR_EMPTY_RESPONSE", "net::ERR_INTERNET_"),
    *(
        "net::ERR_NAME_NOT_",
        "net::ERR_NETWORK_CHANGED",
        "net::ERR_TIMED_OUT",
        "NS_ERROR_CONNECTION_REFUSED",
    ),
    *("NS_ERROR_NET_", "NS_ERROR_UNKNOWN_HOST"),
)
_NOT_MODELLED: Final = (
    "By what is recorded, the browser should not have done what it did. "
    "Content Security Policy, extensions, access to the local network and opaque-response blocking "
    "stop requests too, and are not looked at."
)


def browser_of(creator: str) -> Browser | None:
    """The browser whose requests the program of that name records; None where that is not known."""
    names = {browser.name: browser for browser in BROWSERS}
    return next((names[name] for start, name in _BROWSERS_BY_CREATOR if creator.startswith(start)), None)


def went_through(fetch: RecordedFetch) -> bool | None:
    """Whether the browser let the fetch go through; None where the HAR does not tell."""
    last = fetch.hops[-1].entry
    if last is None or last.error == _GIVEN_UP:
        return None
    if last.error is not None:
        return False
    browser = browser_of(fetch.creator)
    if last.response is None:
        return None if browser is None else False
    # Chromium says of each request whether it failed, and WebKit lists none that did.
    return True if fetch.creator.startswith(("WebInspector", "WebKit")) else None


def conclude_recorded(
    fetch: RecordedFetch, said: Said | None = None, *, browser: Browser | None = None
) -> Conclusion:
    """
    Why a browser did what it did with *fetch*.

    Args:
        fetch: as recorded.
        said: what is known of it besides.
        browser: whose choices count; None for the browser that recorded it, or else the standard.

    Raises:
        InvalidInput: the page's origin is not known, or what is said is impossible.
    """
    said = said or Said()
    browser = browser or browser_of(fetch.creator) or STANDARD
    first = fetch.hops[0]
    base = request_of(_sent(first.entry), _sent(first.preflight), said)
    if said.credentials_mode is None and any(_sends_cookies(hop, base) for hop in fetch.hops):
        base = attrs.evolve(base, credentials_mode=CredentialsMode.INCLUDE)
    did_go_through = went_through(fetch)
    plain, *others = (_attempt(fetch, guess, browser) for guess in _guesses(base, fetch, said))
    # Where an answer is missing, what it would have been may explain as much as another request.
    guessed = [other for other in others if not plain.missing or other.guess.explains_missing]
    fitting = [attempt for attempt in (plain, *guessed) if attempt.fits(did_go_through=did_go_through)]
    if fitting:
        return _conclusion(fitting, did_go_through=did_go_through)
    missing = plain.missing or all_missing(base, _NOT_MODELLED, browser)
    return Conclusion(request=base, browser=browser, verdict=None, outcome=None, missing=missing)


class _Guess(NamedTuple):
    """What script may have asked, and what is then taken on trust."""

    request: Request
    trusted: str | None
    explains_missing: bool = False
    """Whether it explains that an answer was not recorded."""


class _Attempt(NamedTuple):
    """What comes of a guess."""

    guess: _Guess
    outcome: Outcome
    missing: tuple[Missing, ...]
    trusted: tuple[str, ...]
    is_followed_on: bool
    """Whether the browser went on from where the simulation ended."""

    def fits(self, *, did_go_through: bool | None) -> bool:
        """Whether this is what the browser did, as far as that is known."""
        conclusion = concluded(self.outcome, self.missing, ())
        is_blocked = isinstance(conclusion.verdict, Blocked)
        if conclusion.verdict is None or (is_blocked and self.is_followed_on):
            return False
        return did_go_through is None or did_go_through is not is_blocked


def _conclusion(fitting: list[_Attempt], *, did_go_through: bool | None) -> Conclusion:
    """What follows from guesses that fit, the likeliest first."""
    best = fitting[0]
    trusted = list(best.trusted)
    if best.guess.trusted is not None:
        trusted.append(best.guess.trusted)
    elif did_go_through is None and len({attempt.outcome.verdict.allowed for attempt in fitting}) > 1:
        trusted.append("That script asked for no credentials: none were sent, and the HAR does not say.")
    return concluded(best.outcome, best.missing, trusted)


def _guesses(base: Request, fetch: RecordedFetch, said: Said) -> Iterator[_Guess]:
    yield _Guess(base, None)
    answers = [hop.entry.response for hop in fetch.hops if hop.entry is not None]
    shown = [response for response in answers if response is not None]
    if shown and shown[-1].status in REDIRECT_STATUSES and went_through(fetch) is not False:
        yield _Guess(
            attrs.evolve(base, redirect_mode=RedirectMode.MANUAL),
            "That script asked with redirect: 'manual': the browser did not follow the redirect.",
            explains_missing=True,
        )
    if said.credentials_mode is None and base.credentials_mode is not CredentialsMode.INCLUDE:
        yield _Guess(
            attrs.evolve(base, credentials_mode=CredentialsMode.INCLUDE),
            "That script asked for credentials: the HAR does not say so, and what the browser did fits "
            "nothing else.",
        )


def _sends_cookies(hop: Hop, request: Request) -> bool:
    """Whether cookies went to another origin, as only requests that include credentials send them."""
    sent = hop.entry is not None and "cookie" in hop.entry.request_headers
    return sent and not same_origin(hop.url.origin, request.origin)


def _attempt(fetch: RecordedFetch, guess: _Guess, browser: Browser) -> _Attempt:
    answers = _Answers(fetch)
    outcome, missing = simulate_with_gaps(guess.request, answers.answer, browser)
    return _Attempt(guess, outcome, missing, tuple(answers.trusted), answers.are_left())


class _Answers:
    """The recorded answers."""

    def __init__(self, fetch: RecordedFetch) -> None:
        self._hops = fetch.hops
        self._next = 0
        self.trusted: list[str] = []

    def answer(self, asked: HTTPRequest) -> Response:
        """The recorded answer to *asked*."""
        hop = self._hops[self._next] if self._next < len(self._hops) else None
        if hop is None or hop.url != asked.url:
            raise NotShownError(f"The answer of {asked.url} is not in the HAR.")
        if asked.is_preflight:
            return self._preflight_answer(hop, asked)
        self._next += 1
        if hop.entry is None:
            raise NotShownError("The HAR shows the preflight, and not the request behind it.")
        if hop.entry.method != asked.method:
            what = f"The HAR shows {hop.entry.method} {asked.url}, the browser sends {asked.method}."
            raise NotShownError(what)
        return self._shown(hop.entry, asked)

    def _preflight_answer(self, hop: Hop, asked: HTTPRequest) -> Response:
        if hop.preflight is not None:
            return self._shown(hop.preflight, asked)
        if hop.entry is not None and hop.entry.response is not None:
            self.trusted.append(
                "That the preflight passed: the HAR does not show it, but the request was sent, for which "
                "leave had to be given, or kept from before."
            )
            return leave(asked)
        raise NotShownError("The browser asks with a preflight first, which is not in the HAR.")

    def _shown(self, entry: HarEntry, asked: HTTPRequest) -> Response:
        if entry.is_from_service_worker:
            raise NotShownError(f"A service worker answered {asked.url}, not the server.")
        if entry.response is None:
            if entry.error is not None and entry.error.startswith(_NETWORK_ERRORS):
                return Response.network_error()
            said = "" if entry.error is None else f" (it says {entry.error})"
            raise NotShownError(f"The HAR does not show what {asked.url} answered{said}.")
        if entry.response.status == 304:
            raise NotShownError(
                f"{asked.url} answered 304: the headers that count are in the browser's cache. "
                "Record again with the cache disabled."
            )
        if entry.is_cached:
            self.trusted.append(
                f"That the answer of {asked.url}, which came from the browser's cache, is still right. "
                "It may have been meant for another page."
            )
        return entry.response

    def are_left(self) -> bool:
        """Whether more hops were answered than were asked for."""
        left = self._hops[self._next :]
        return any(hop.entry is not None and hop.entry.response is not None for hop in left)


def _sent(entry: HarEntry | None) -> Sent | None:
    if entry is None:
        return None
    return Sent(
        method=entry.method,
        url=entry.url,
        headers=entry.request_headers,
        has_body=entry.has_body,
        resource_type=entry.resource_type,
        page=entry.page,
    )
