"""
`explain`: from what came of a fetch to why, and to what was shown to help.

It decides nothing. It runs the fetch again, with and without changes, and puts into words what comes of it.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence

import attrs

from cors_sim import _infra
from cors_sim.browsers import BROWSERS
from cors_sim.errors import InvalidInput
from cors_sim.exchanges import Exchange
from cors_sim.explain.advice import advice, not_modelled
from cors_sim.explain.answers import Answers
from cors_sim.explain.causes import cause, headline
from cors_sim.explain.cleared import not_the_problem
from cors_sim.explain.findings import finding
from cors_sim.explain.fixes import fixes
from cors_sim.explain.mending import Fetch, Mended, Obstacle
from cors_sim.explain.narration import narrate
from cors_sim.explain.reasons import MEANINGS
from cors_sim.explain.triage import remarks
from cors_sim.explain.values import Change, Condition, Explanation, Fix, Showing, Target
from cors_sim.flows import Answerer, Outcome, Server
from cors_sim.verdicts import Blocked, Opaque


def explain(
    outcome: Outcome,
    server: Answerer | Server | None = None,
    *,
    recorded: Iterable[Exchange] = (),
    header_names: Iterable[str] = (),
) -> Explanation:
    """
    Why *outcome* is what it is, what else is in the way, and what was shown to help.

    Args:
        outcome: what `simulate` gave.
        server: what answered, to be asked again; as for `simulate`. Without one, what nobody has
            recorded is answered with a fix's own headers, and the fix says so (``Fix.assumes``).
        recorded: exchanges with the server that *outcome* does not have, such as the answer to the request
            itself where its preflight failed. A server that can be asked is asked instead.
        header_names: of the response, which script wants to see. For none, each header that it cannot
            see, or of many the first twenty, is taken by itself.

    Raises:
        InvalidInput: an argument is impossible; the error names it and the rule it breaks.
    """
    if not isinstance(outcome, Outcome):
        raise InvalidInput("outcome", outcome, "must be an Outcome, as simulate() gives")
    if not (server is None or callable(server) or hasattr(server, "session")):
        raise InvalidInput("server", server, "must be callable or have a session() that is, or be None")
    fetch = Fetch(outcome.request, Answers(outcome, server, _exchanges(recorded)), outcome)
    mended = fetch.mend(outcome.browser, {})
    found = fixes(fetch, mended, _names(header_names))
    told, _ = fetch.run(outcome.browser, {}, steps=True)
    return Explanation(
        outcome=outcome,
        headline=headline(outcome),
        cause=cause(outcome),
        conditions=tuple(_conditions(fetch, mended, found)),
        fixes=found,
        advice=tuple(advice(outcome)),
        remarks=tuple(remarks(outcome, _elsewhere(fetch))),
        not_the_problem=tuple(not_the_problem(outcome)),
        not_modelled=tuple(not_modelled(outcome)),
        narration=narrate(told),
    )


def _exchanges(recorded: object) -> tuple[Exchange, ...]:
    if isinstance(recorded, Iterable):
        exchanges = tuple(recorded)
        if all(isinstance(exchange, Exchange) for exchange in exchanges):
            return exchanges
    raise InvalidInput("recorded", recorded, "must be a list of Exchange")


def _names(header_names: object) -> tuple[str, ...]:
    if isinstance(header_names, Iterable) and not isinstance(header_names, str | bytes):
        names = tuple(header_names)
        if all(isinstance(name, str) and _infra.is_token(name) for name in names):
            return names
    raise InvalidInput("header_names", header_names, "must be a list of header names")


def _elsewhere(fetch: Fetch) -> list[Showing]:
    """What comes of *fetch* in other browsers."""
    others = [browser for browser in BROWSERS if browser != fetch.outcome.browser]
    return [fetch.showing(outcome, session, {}) for outcome, session in fetch.runs(others, {})]


def _conditions(fetch: Fetch, mended: Mended, found: Sequence[Fix]) -> Iterator[Condition]:
    """All that stands in the way, in order: on the server, and behind what script has to change first."""
    verdict = fetch.outcome.verdict
    if isinstance(verdict, Opaque):
        meaning = MEANINGS[verdict.reason]
        yield Condition(verdict.reason, verdict.step, verdict.evidence, meaning, None, None)
    yield from map(_condition, mended.obstacles)
    if isinstance(mended.outcome.verdict, Blocked | Opaque):
        others = (fix.request for fix in found if fix.request is not None)
        for request in itertools.islice(others, 1):
            behind = attrs.evolve(fetch, request=request).mend(fetch.outcome.browser, {})
            yield from map(_condition, behind.obstacles)


def _condition(obstacle: Obstacle) -> Condition:
    verdict, exchange = obstacle.verdict, obstacle.exchange
    if obstacle.was_seen:
        text = finding(verdict, exchange, obstacle.outcome)
    else:
        text = f"Nobody has seen this answer. It will need {_needed(obstacle)}."
    return Condition(
        reason=verdict.reason,
        step=verdict.step,
        evidence=verdict.evidence,
        text=text,
        target=None if exchange is None else Target.of(exchange.request),
        change=_increment(obstacle),
        is_assumed=not obstacle.was_seen,
    )


def _needed(obstacle: Obstacle) -> str:
    """What an answer that nobody has seen needs, in a phrase."""
    header, needed = obstacle.verdict.evidence.header, obstacle.verdict.evidence.expected
    items = obstacle.change.headers if obstacle.change is not None and obstacle.is_fit else ()
    return f"{header}: {next((item.after for item in items if item.name == header), needed)}"


def _increment(obstacle: Obstacle) -> Change | None:
    """What mends *obstacle* alone, without what had been changed before."""
    change, before = obstacle.change, obstacle.before
    if change is None or not obstacle.is_fit:
        return None
    if before is None:
        return change
    headers = tuple(item for item in change.headers if item not in before.headers)
    return attrs.evolve(change, headers=headers, status=None if before.status else change.status)
