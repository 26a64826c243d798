"""
What holds of every conversation of the scope, whoever is right about the rest.

Each law is asked of the outcome alone, or of the outcome and another run of the same fetch; none asks
the oracle.
"""

from collections.abc import Iterator
from functools import cache

from cors_sim import BROWSERS, STANDARD, HeaderList, Outcome, Request, Response, Verdict, simulate
from spec_tests.oracle.conversation import Conversation, cache_after
from spec_tests.oracle.departures import accounted_for

PROFILES = tuple(browser for browser in BROWSERS if browser != STANDARD)
_cache_after = cache(cache_after)


def broken(conversation: Conversation) -> Iterator[str]:
    """The laws that *conversation* breaks, each with what breaks it."""
    yield from _reads(conversation)
    yield from _spelling(conversation)
    yield from _cached(conversation)
    yield from _departures(conversation)


def _reads(conversation: Conversation) -> Iterator[str]:
    """Whoever may read something of another origin has leave, and with credentials leave by name."""
    outcome = conversation.outcome
    if not outcome.verdict.allowed:
        return
    request = conversation.request
    if outcome.response.type == "basic":
        if any(url.origin != request.origin for url in outcome.response.url_list):
            yield "a read of another origin as if it were the own"
        return
    is_elsewhere = False
    for exchange in outcome.exchanges:
        is_elsewhere |= exchange.request.url.origin != request.origin
        if not is_elsewhere:
            continue
        leave = [
            value for name, value in exchange.response.headers if name == "Access-Control-Allow-Origin"
        ]
        if leave == ["*"]:
            if request.credentials_mode == "include":
                yield "a credentialed read under *"
        elif leave != [exchange.request.headers.get("origin")]:
            yield f"a read of another origin with leave for {leave}"
        elif leave[0] not in {request.origin.serialized, "null"}:
            yield f"a read with leave for another origin, {leave}"


@cache
def spelt_otherwise(response: Response) -> Response:
    """*response* with names in another case, in another order, and one more that nobody knows."""
    if response.is_network_error:
        return response
    headers = _spelt_otherwise(response.headers)
    return Response(response.status, [("X-Unrelated", "*"), *headers])


@cache
def asked_otherwise(request: Request) -> Request:
    """*request* with the names of its headers in another case and order."""
    return request.with_fields(headers=_spelt_otherwise(request.headers))


def _spelt_otherwise(headers: HeaderList) -> HeaderList:
    """Those of one name stay in the order that they are in."""
    pairs = sorted(headers, key=lambda pair: pair[0].lower(), reverse=True)
    return HeaderList([(name.swapcase(), value) for name, value in pairs])


def _spelling(conversation: Conversation) -> Iterator[str]:
    """Order and case of names, and a header that nobody knows, count for nothing."""
    answers = iter(conversation.answers)
    other = simulate(
        asked_otherwise(conversation.request),
        lambda _: spelt_otherwise(next(answers)),
        cache=conversation.outcome.initial_cache,
        now=conversation.now,
    )
    if gist(other.verdict) != gist(conversation.outcome.verdict):
        yield f"spelt otherwise it is {other.verdict}"
    elif len(other.exchanges) != len(conversation.answers):
        yield "spelt otherwise it asks for something else"


def gist(verdict: Verdict) -> tuple[str, object, object]:
    """What of *verdict* is the same for the same reason."""
    return type(verdict).__name__, verdict.reason, verdict.step


def _cached(conversation: Conversation) -> Iterator[str]:
    """
    What is kept allows nothing that the same answer, given afresh, would refuse.

    But for one case of the standard's own: a method that the use-CORS-preflight flag was allowed without
    being listed is kept as if it had been (CORS-preflight fetch, steps 7.4 and 7.13).
    """
    earlier, outcome = conversation.earlier, conversation.outcome
    if earlier is None or not outcome.verdict.allowed:
        return
    if any(exchange.request.is_preflight for exchange in outcome.exchanges):
        return
    fresh = simulate(
        conversation.request,
        lambda asked: earlier.preflight if asked.is_preflight else conversation.answers[-1],
    )
    if not fresh.verdict.allowed and not earlier.request.use_cors_preflight:
        yield f"the cache allows what is refused afresh: {fresh.verdict}"


def _departures(conversation: Conversation) -> Iterator[str]:
    """A browser's verdict is another only where a departure of its own says so."""
    before = conversation.outcome.verdict
    for browser in PROFILES:
        kept = None if conversation.earlier is None else _cache_after(conversation.earlier, browser)
        after = conversation.again(browser, cache=kept)
        if before.reason is not after.verdict.reason and not accounted_for(conversation, after):
            yield f"{browser.name}: {_told(before)} is {_told(after.verdict)}: {_wire(after)}"


def _told(verdict: Verdict) -> str:
    return str(verdict.reason or "allowed")


def _wire(outcome: Outcome) -> list[str]:
    return [f"{exchange.request.method} {exchange.request.url}" for exchange in outcome.exchanges]
