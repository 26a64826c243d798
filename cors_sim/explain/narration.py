"""The steps that a browser took, told one after the other: for teaching, and for who wants to see it."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from cors_sim.exchanges import Exchange
from cors_sim.explain.reasons import MEANINGS
from cors_sim.explain.values import Narration
from cors_sim.explain.words import capitalized, quoted
from cors_sim.flows import Outcome
from cors_sim.standard.network_checks import HTTP_NETWORK_OR_CACHE_FETCH
from cors_sim.verdicts import Blocked, Evidence, TraceStep

_SENDS: Final = HTTP_NETWORK_OR_CACHE_FETCH.step("11.2")


def narrate(outcome: Outcome) -> tuple[Narration, ...]:
    """
    The steps of *outcome*, in order.

    Args:
        outcome: of a fetch whose steps were asked for.
    """
    return tuple(_narrate(outcome))


def _narrate(outcome: Outcome) -> Iterator[Narration]:
    wire = iter(outcome.exchanges)
    for taken, following in itertools.zip_longest(outcome.steps, outcome.steps[1:]):
        if not taken.passed:
            # What was refused is the answer to what was sent last.
            yield from map(_sending, wire)
        yield _told(outcome, taken)
        if _sends_after(_key(taken), None if following is None else _key(following)):
            yield from map(_sending, itertools.islice(wire, 1))
    yield from map(_sending, wire)


def _key(taken: TraceStep) -> str:
    return f"{taken.step.algorithm} {taken.step.number}"


_PREFLIGHT_PERMITS: Final = frozenset({"CORS-preflight fetch 7.5", "CORS-preflight fetch 7.7"})


def _sends_after(key: str, following: str | None) -> bool:
    """Whether the browser sends something between a step and the one *following* it."""
    if key == "main fetch 12":
        return following != "HTTP fetch 4.1"
    return key == "HTTP fetch 4.1" or (key in _PREFLIGHT_PERMITS and following not in _PREFLIGHT_PERMITS)


def _sending(exchange: Exchange) -> Narration:
    request, response = exchange.request, exchange.response
    origin = request.headers.get("origin")
    says = "" if origin is None else f", with Origin: {origin}"
    asks = " to ask for permission" if request.is_preflight else ""
    came = "No answer comes." if response.is_network_error else f"The answer has status {response.status}."
    text = f"It sends {request.method} {request.url}{says}{asks}. {came}"
    return Narration(text, _SENDS, None, passed=not response.is_network_error)


def _told(outcome: Outcome, taken: TraceStep) -> Narration:
    if not taken.passed and isinstance(outcome.verdict, Blocked):
        text = f"Here it ends. {MEANINGS[outcome.verdict.reason]}"
    else:
        words = _WORDS.get(_key(taken))
        text = f"{capitalized(taken.note)}." if words is None else words(taken)
    return Narration(text, taken.step, taken.evidence, taken.passed)


def _observed(evidence: Evidence) -> str:
    return quoted(evidence.observed or "")


def _route(taken: TraceStep) -> str:
    page, server = taken.evidence.expected, taken.evidence.observed
    return f"The page is {page}, the request goes to {server}: {taken.note}."


def _kept(taken: TraceStep) -> str:
    found = "still gives it" if taken.note.startswith("cached") else "does not give it"
    return f"That needs permission, for {taken.evidence.observed}. What is kept of earlier answers {found}."


_WORDS: Final[Mapping[str, Callable[[TraceStep], str]]] = MappingProxyType(
    {
        "main fetch 12": _route,
        "HTTP fetch 4.1": _kept,
        "CORS check 3": lambda _: (
            "Access-Control-Allow-Origin is *, and no credentials are included: every page may read it."
        ),
        "CORS check 4": lambda taken: (
            f"Access-Control-Allow-Origin is {_observed(taken.evidence)}, to the letter what the request "
            "says of its origin."
        ),
        "CORS check 7": lambda _: "Credentials are included, and Access-Control-Allow-Credentials is true.",
        "CORS-preflight fetch 7": lambda taken: (
            f"The preflight's answer has {taken.evidence.observed}, which is one from 200 to 299."
        ),
        "CORS-preflight fetch 7.5": lambda taken: (
            f"The method {taken.evidence.expected} is allowed: it is listed, covered by *, or needs no "
            "permission."
        ),
        "CORS-preflight fetch 7.7": lambda taken: (
            f"The header {taken.evidence.expected} is allowed by Access-Control-Allow-Headers: "
            f"{_observed(taken.evidence)}."
        ),
        "HTTP-redirect fetch 12": lambda taken: f"Because of {taken.evidence.observed}, {taken.note}.",
        "HTTP-redirect fetch 18": lambda taken: (
            f"The answer redirects to {taken.evidence.expected}: {taken.note}."
        ),
    }
)
