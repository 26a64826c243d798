"""
What a browser prints, as data: templates, and the rules by which it chooses among them.

A template is a line with fields: ``{url}`` is filled from the incident, and ``{hint?}`` is a `Piece`, which
is there or not. Nothing here knows a browser; each has its data in a module of its name.
"""

import re
from collections.abc import Iterator
from typing import Final

import attrs

from cors_sim._value import Value
from cors_sim.browsers.console.conditions import (
    Condition,
)
from cors_sim.browsers.console.fields import FIELDS
from cors_sim.browsers.console.incident import Incident
from cors_sim.verdicts import Reason

FIELD: Final = re.compile(r"\{([a-z0-9_]+)(\??)\}")
"""A field of a template; behind a question mark, the name of a piece."""


@attrs.frozen(repr=False)
class Piece(Value):
    """
    A part of a template, printed for its reasons where all its conditions hold.

    Args:
        text: a template itself.
        when: the conditions.
        reasons: None for whatever reason there is.
    """

    text: str
    when: tuple[Condition, ...] = ()
    reasons: frozenset[Reason] | None = None


@attrs.frozen(repr=False)
class Rule(Value):
    """
    When a line is printed: for its reasons, where all its conditions hold.

    Args:
        template: the line; None for none at all.
        reasons: why the fetch failed; None for a line that comes of no failure.
        when: the conditions.
    """

    template: str | None
    reasons: frozenset[Reason] | None
    when: tuple[Condition, ...] = ()


Place = tuple[Rule, ...]
"""The rules for one place on the console; the first that applies has its line printed."""

Pieces = tuple[tuple[str, tuple[Piece, ...]], ...]
"""By name, the pieces of which the first that applies is printed."""


@attrs.frozen(kw_only=True, repr=False)
class Console(Value):
    """
    How a browser reports what comes of a fetch.

    Args:
        places: the rules for each line, in the order on the console.
        pieces: what templates call by name.
        after_each_exchange: the rules for a line behind each exchange but the last.
        forbidden_request_header: what ``setRequestHeader()`` has printed for a header that it leaves out,
            with ``{header_name}``. It is no line of a fetch, so ``console_lines`` does not print it.
        tainted_canvas: what script that reads the pixels of an opaque image has printed, if anything; no
            line of a fetch either.
    """

    places: tuple[Place, ...]
    pieces: Pieces = ()
    after_each_exchange: Place = ()
    forbidden_request_header: str
    tainted_canvas: str | None = None


def lines(console: Console, incident: Incident) -> Iterator[str]:
    """What *console* prints of *incident*."""
    for _, line in printed(console, incident):
        yield line


def printed(console: Console, incident: Incident) -> Iterator[tuple[Rule, str]]:
    """What *console* prints of *incident*, each line behind the rule that has it printed."""
    for number in range(1, len(incident.exchanges)):
        earlier = Incident(incident.request, incident.verdict, incident.exchanges[:number])
        yield from _line(console, console.after_each_exchange, earlier)
    for place in console.places:
        yield from _line(console, place, incident)


def _line(console: Console, place: Place, incident: Incident) -> Iterator[tuple[Rule, str]]:
    for rule in place:
        if _applies(rule, incident):
            if rule.template is not None:
                yield rule, _filled(rule.template, console, incident)
            return


def _applies(rule: Rule | Piece, incident: Incident) -> bool:
    for_the_reason = rule.reasons is None or incident.reason in rule.reasons
    return for_the_reason and all(condition(incident) for condition in rule.when)


def _filled(template: str, console: Console, incident: Incident) -> str:
    """*template* with its fields and pieces filled in."""

    def fill(field: re.Match[str]) -> str:
        name, is_piece = field.groups()
        if not is_piece:
            return FIELDS[name].fill(incident)
        for piece in dict(console.pieces)[name]:
            if _applies(piece, incident):
                return _filled(piece.text, console, incident)
        return ""

    return FIELD.sub(fill, template)
