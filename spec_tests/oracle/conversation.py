"""One conversation of the scope: what was asked for, what was answered, and what came of it."""

from collections.abc import Iterator

import attrs

from cors_sim import (
    STANDARD,
    Browser,
    Done,
    HTTPRequest,
    Outcome,
    PreflightCache,
    Request,
    Response,
    Send,
    simulate,
    start,
)
from spec_tests.oracle.scope import Earlier, Situation

UNASKED = Response(404)
"""To what the standard does not ask for and a browser does: it allows nothing."""


@attrs.frozen
class Conversation:
    """
    A fetch by the standard, with its answers.

    Args:
        request: what script asked for.
        answers: to what was asked on the wire, in order.
        outcome: what came of it.
        earlier: the fetch before it, if there was one.
        now: when it was asked for, in seconds since *earlier*.
    """

    request: Request
    answers: tuple[Response, ...]
    outcome: Outcome
    earlier: Earlier | None
    now: float

    def again(
        self,
        browser: Browser = STANDARD,
        *,
        cache: PreflightCache | None = None,
        request: Request | None = None,
    ) -> Outcome:
        """The outcome in *browser*, which gets the same answers to the same questions."""
        given: dict[tuple[bool, int], Response] = {}
        hop = 0
        for exchange, answer in zip(self.outcome.exchanges, self.answers, strict=True):
            given[exchange.request.is_preflight, hop] = answer
            hop += not exchange.request.is_preflight
        hop = 0

        def serve(asked: HTTPRequest) -> Response:
            nonlocal hop
            answer = given.get((asked.is_preflight, hop), UNASKED)
            hop += not asked.is_preflight
            return answer

        return simulate(request or self.request, serve, browser=browser, cache=cache, now=self.now)


def cache_after(earlier: Earlier, browser: Browser = STANDARD) -> PreflightCache:
    """What *earlier* leaves in the cache of *browser*."""
    return simulate(
        earlier.request,
        lambda asked: earlier.preflight if asked.is_preflight else earlier.response,
        browser=browser,
    ).cache


def conversations(situation: Situation) -> Iterator[Conversation]:
    """Every conversation in *situation*."""
    cache = PreflightCache() if situation.earlier is None else cache_after(situation.earlier)
    # Where nothing is kept, one time is as good as the others.
    for now in situation.times if cache.entries else situation.times[:1]:
        state = start(situation.request, cache=cache, now=now)
        yield from _follow(situation, state, (), 0, now)


def _follow(
    situation: Situation, state: Send | Done, answers: tuple[Response, ...], hop: int, now: float
) -> Iterator[Conversation]:
    if isinstance(state, Done):
        yield Conversation(situation.request, answers, state.outcome, situation.earlier, now)
        return
    if state.request.is_preflight:
        choice = situation.preflights_behind if hop else situation.preflights
    else:
        choice = situation.responses_behind if hop else situation.responses
        hop += 1
    for answer in choice:
        yield from _follow(situation, state.receive(answer), (*answers, answer), hop, now)
