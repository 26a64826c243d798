"""
Mending a fetch: run it, mend what it was refused for, run it again, until it goes through or nothing helps.

What is met on the way are the conditions, in the order in which a browser would meet them.
"""

from collections.abc import Sequence
from typing import Final

import attrs

from cors_sim.browsers import Browser
from cors_sim.exchanges import Exchange
from cors_sim.explain.answers import Answers, Patch, Session
from cors_sim.explain.repairs import CORS_REASONS, POLICY_REASONS, TYPE_REASONS, repair
from cors_sim.explain.values import Change, Showing, Target
from cors_sim.flows import Outcome, simulate
from cors_sim.requests import Request
from cors_sim.verdicts import Blocked, Reason

OF_A_RESPONSE: Final = (
    CORS_REASONS
    | POLICY_REASONS
    | TYPE_REASONS
    | {
        Reason.PREFLIGHT_NETWORK_ERROR,
        Reason.NETWORK_ERROR,
        Reason.REDIRECT_MODE_ERROR,
        Reason.REDIRECT_LOCATION_INVALID,
        Reason.REDIRECT_SCHEME_NOT_HTTP,
        Reason.REDIRECT_LIMIT,
        Reason.REDIRECT_URL_INCLUDES_CREDENTIALS,
        Reason.REDIRECT_BODY_WITHOUT_SOURCE,
    }
)
"""Reasons that the last response on the wire gives; the others are found before anything is sent."""

# A chain of twenty redirects, each with a preflight and some headers of its own, needs no more.
_LIMIT: Final = 400


@attrs.frozen
class Obstacle:
    """
    What a run was refused for, and what mends it.

    Args:
        outcome: of the run.
        verdict: the refusal.
        exchange: whose response was refused; None where nothing was sent.
        before: the changes that had been made to the response; None for none.
        change: these, with what mends the refusal; None where nothing on the server does.
        is_fit: whether that may be proposed.
        was_seen: whether the response is one that somebody has seen.
    """

    outcome: Outcome
    verdict: Blocked
    exchange: Exchange | None = None
    before: Change | None = None
    change: Change | None = None
    is_fit: bool = False
    was_seen: bool = True


@attrs.frozen
class Mended:
    """
    What came of mending.

    Args:
        outcome: of the last run.
        patch: all changes that were made.
        obstacles: what was mended, in order; the last one may be what nothing mends.
        is_shown: whether nothing hangs on an answer that nobody has and that no change is of.
    """

    outcome: Outcome
    patch: Patch
    obstacles: tuple[Obstacle, ...]
    is_shown: bool

    @property
    def works(self) -> bool:
        """Whether the last run went through, by changes that may be proposed."""
        return (
            self.is_shown
            and not isinstance(self.outcome.verdict, Blocked)
            and all(obstacle.is_fit for obstacle in self.obstacles)
        )


@attrs.frozen
class Fetch:
    """
    A fetch that can be run again, as often as need be.

    Args:
        request: what script asks for.
        answers: what is known of the server.
        outcome: what came of it at first: its preflight cache and its time are those of each run.
        header_names: of the response, which script wants to see.
    """

    request: Request
    answers: Answers
    outcome: Outcome
    header_names: tuple[str, ...] = ()

    def run(self, browser: Browser, patch: Patch, *, steps: bool = False) -> tuple[Outcome, Session]:
        """The outcome in *browser* with the changes of *patch* made, and what answered."""
        session = Session(self.answers, patch)
        cache, now = self.outcome.initial_cache, self.outcome.now
        outcome = simulate(self.request, session, browser=browser, cache=cache, now=now, steps=steps)
        return outcome, session

    def mend(self, browser: Browser, patch: Patch) -> Mended:
        """Add to *patch* what *browser* needs."""
        patch = dict(patch)
        obstacles: list[Obstacle] = []
        while True:
            outcome, session = self.run(browser, patch)
            obstacle = self._obstacle(outcome, session, patch)
            if obstacle is not None:
                obstacles.append(obstacle)
            if obstacle is None or obstacle.change is None or len(obstacles) > _LIMIT:
                is_shown = patch.keys() >= session.unseen.keys()
                return Mended(outcome, patch, tuple(obstacles), is_shown)
            patch[obstacle.change.target] = obstacle.change

    def _obstacle(self, outcome: Outcome, session: Session, patch: Patch) -> Obstacle | None:
        verdict = outcome.verdict
        if not isinstance(verdict, Blocked):
            return None
        exchange = responsible(outcome, verdict)
        if exchange is None:
            return Obstacle(outcome, verdict)
        target = Target.of(exchange.request)
        before = patch.get(target)
        repaired = repair(self.request, verdict, exchange, session, before)
        was_seen = target not in session.unseen
        # A change that changes nothing more helps no more.
        if repaired is None or repaired.change == before:
            return Obstacle(outcome, verdict, exchange, before, was_seen=was_seen)
        change, is_fit = repaired.change, repaired.is_fit
        return Obstacle(outcome, verdict, exchange, before, change, is_fit, was_seen)

    def runs(self, browsers: Sequence[Browser], patch: Patch) -> "Runs":
        """What the changes of *patch* come to in each of *browsers*."""
        return [self.run(browser, patch) for browser in browsers]

    def showing(self, outcome: Outcome, session: Session, patch: Patch) -> Showing:
        """What *outcome*, of a run with *patch*, shows."""
        if not patch.keys() >= session.unseen.keys():
            return Showing(outcome.browser, None, works=False)
        seen = all(name in outcome.response.headers for name in self.header_names)
        works = seen and not isinstance(outcome.verdict, Blocked)
        return Showing(outcome.browser, outcome.verdict, works=works)


Runs = list[tuple[Outcome, Session]]
"""What came of a fetch in several browsers, and what answered."""


def responsible(outcome: Outcome, blocked: Blocked) -> Exchange | None:
    """The exchange whose response was refused; None where the next request was, before it was sent."""
    if not outcome.exchanges or blocked.reason not in OF_A_RESPONSE:
        return None
    last = outcome.exchanges[-1]
    # A preflight that fails so has a reason of its own.
    return None if blocked.reason is Reason.NETWORK_ERROR and last.request.is_preflight else last
