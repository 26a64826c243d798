"""
Templates the other way round: from text to the message that it is.

All templates make one tree of literals and fields, so that what many begin with is compared once. A field
ends at the first place where its next literal stands. Nothing is ever tried twice, and no field is longer
than `_LONG`, so that reading takes time in proportion to the text.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

from cors_sim.browsers.console.fields import FIELDS
from cors_sim.browsers.console.folding import Folded, folded
from cors_sim.browsers.console.templates import FIELD
from cors_sim.verdicts import Reason

# Letters of a field, and lines that it may be wrapped over.
_LONG: Final = 10_000
_LONGEST: Final = {"origin": 300, "header_name": 300, "method": 300, "initiator": 100, "error": 100}
_MOST_LINES: Final = 40
_WITH_BLANKS: Final = frozenset({"value", "initiator", "other"})
_NUMBERS: Final = frozenset({"status", "port"})
_DIGITS: Final = re.compile("[0-9]{1,5}")
# A literal so short may well stand in a value too: it is looked for from the end of the line.
_WEAK: Final = 4
# Where literals are cut, so that templates share what they have in common; not before they have as many
# letters as this.
_CUT: Final = re.compile("(?<=[:.]) ")
_STRONG: Final = 8
_HEADER: Final = re.compile("(?:Access-Control|Cross-Origin)-[A-Z][A-Za-z-]+")


@attrs.frozen
class Option:
    """
    One of the texts that a piece can be when it is read.

    Args:
        text: a template.
        reasons: that it narrows those of the line to; None for no narrowing.
        versions: of the browser that say it.
    """

    text: str
    reasons: frozenset[Reason] | None = None
    versions: str = ""


Options = tuple[tuple[str, tuple[Option, ...]], ...]
"""By the names of pieces, what each can be."""


@attrs.frozen
class Wording:
    """
    A message to be read.

    Args:
        template: as in `templates`.
        browsers: the names of those that say so.
        reasons: what it can mean.
        versions: of the browsers; empty for those that are modelled.
        note: what more there is to know.
        initiator: what it is about, if that is one thing alone.
    """

    template: str
    browsers: tuple[str, ...]
    reasons: frozenset[Reason] = frozenset()
    versions: str = ""
    note: str = ""
    initiator: str | None = None

    @property
    def header(self) -> str | None:
        """The response header that it is about."""
        header = _HEADER.search(self.template)
        return None if header is None else header[0]


@attrs.frozen
class Match:
    """
    What a text was found to be.

    Args:
        wording: which.
        end: the position behind it.
        captures: by the names of facts, the positions from which to which they stand.
        literals: how many letters are the wording's own; the more, the surer.
    """

    wording: Wording
    end: int
    captures: tuple[tuple[str, int, int], ...]
    literals: int


class Node:
    """A place in the tree: what may follow here."""

    __slots__ = ("fields", "literals", "wording")

    def __init__(self) -> None:
        self.literals: dict[str, Node] = {}
        self.fields: dict[str, Node] = {}
        self.wording: Wording | None = None

    def add(self, wording: Wording, parts: Iterable[tuple[str, bool]]) -> None:
        """Let *wording* be read here, as *parts*: texts, and whether each is a field's name."""
        node = self
        for text, is_field in parts:
            node = (node.fields if is_field else node.literals).setdefault(text, Node())
        node.wording = wording if node.wording is None else _both(node.wording, wording)

    def match(self, text: Folded, position: int) -> Match | None:
        """The surest match at *position*."""
        matches = self._matches(text, position, (), 0)
        return max(matches, key=lambda match: (match.literals, match.end), default=None)

    def _matches(
        self, text: Folded, position: int, captures: tuple[tuple[str, int, int], ...], literals: int
    ) -> Iterator[Match]:
        if self.wording is not None:
            yield Match(self.wording, position, captures, literals)
        for literal, node in self.literals.items():
            if text.text.startswith(literal, position):
                end = position + len(literal)
                yield from node._matches(text, end, captures, literals + len(literal))
        for fact, node in self.fields.items():
            yield from node._behind_field(fact, text, position, captures, literals)

    def _behind_field(
        self, fact: str, text: Folded, start: int, captures: tuple[tuple[str, int, int], ...], literals: int
    ) -> Iterator[Match]:
        letters = text.text
        digits = _DIGITS.match(letters, start) if fact in _NUMBERS else None
        limit = min(start + _LONGEST.get(fact, _LONG), text.lines_on(start, _MOST_LINES))
        line = min(limit, text.lines_on(start, 1))
        if fact not in _WITH_BLANKS:
            blank = text.next_blank(start)
            limit, line = min(limit, blank), min(line, blank)
        if self.wording is not None:
            end = line if fact not in _NUMBERS else start if digits is None else digits.end()
            if end > start:
                yield Match(self.wording, end, (*captures, (fact, start, end)), literals)
        for literal, node in self.literals.items():
            if fact in _NUMBERS:
                end = (
                    -1 if digits is None or not letters.startswith(literal, digits.end()) else digits.end()
                )
            elif len(literal) >= _WEAK:
                end = letters.find(literal, start, limit + len(literal))
            else:
                end = letters.rfind(literal, start, line)
                if fact not in _WITH_BLANKS:
                    end = end if end + len(literal) == line else -1
                elif end < 0:
                    end = letters.find(literal, line, limit)
            if end >= start:
                field = (fact, start, end)
                length = len(literal)
                yield from node._matches(text, end + length, (*captures, field), literals + length)


def _both(a: Wording, b: Wording) -> Wording:
    """*a*, which *b* is worded like."""
    return attrs.evolve(
        a,
        browsers=tuple(dict.fromkeys((*a.browsers, *b.browsers))),
        reasons=a.reasons | b.reasons,
        initiator=a.initiator if a.initiator == b.initiator else None,
    )


def tree_of(wordings: Iterable[Wording], options: Mapping[str, tuple[Option, ...]]) -> "Tree":
    """
    The tree that reads *wordings*.

    Args:
        wordings: those whose words are the same as an earlier one's add to what that can mean.
        options: by the names of pieces, all that each can be, nothing included where it can be nothing.
    """
    root = Node()
    blanks: dict[str, tuple[int, ...]] = {}
    for wording in wordings:
        for variant in _variants(wording, options):
            parts = tuple(_parts(variant.template))
            root.add(variant, parts)
            blanks.setdefault(parts[0][0], _blanks(variant.template, parts[0][0]))
    return Tree(root, blanks)


class Tree:
    """
    All messages, to be looked for.

    Args:
        root: what they are.
        blanks: by what messages begin with, behind how many of its letters there is a blank. Few texts
            that are no message have all of them.
    """

    def __init__(self, root: Node, blanks: dict[str, tuple[int, ...]]) -> None:
        self._root = root
        self._blanks = blanks
        longest_first = sorted(blanks, key=len, reverse=True)
        self._beginning = re.compile("|".join(map(re.escape, longest_first)))

    def matches(self, text: Folded) -> Iterator[tuple[int, Match]]:
        """Each message in *text*, and the position that it begins at."""
        position = 0
        while (beginning := self._beginning.search(text.text, position)) is not None:
            start = beginning.start()
            position = start + 1
            if all(text.follows_a_gap(start + blank) for blank in self._blanks[beginning[0]]):
                match = self._root.match(text, start)
                if match is not None:
                    yield start, match
                    position = match.end


def _blanks(template: str, literal: str) -> tuple[int, ...]:
    """Behind how many letters of *literal*, which *template* begins with, there is a blank."""
    blanks: list[int] = []
    letters = 0
    for character in template:
        if letters > len(literal):
            break
        if character == " ":
            blanks.append(letters)
        else:
            letters += 1
    return tuple(blanks)


def _variants(wording: Wording, options: Mapping[str, tuple[Option, ...]]) -> Iterator[Wording]:
    """*wording* with each combination of what its pieces can be."""
    names = [name for name, is_piece in FIELD.findall(wording.template) if is_piece]
    for chosen in itertools.product(*(options[name] for name in names)):
        template, reasons, versions = wording.template, wording.reasons, wording.versions
        for name, option in zip(names, chosen, strict=True):
            template = template.replace(f"{{{name}?}}", option.text, 1)
            reasons = reasons if option.reasons is None else reasons & option.reasons
            versions = versions or option.versions
        if reasons or not wording.reasons:
            yield attrs.evolve(wording, template=template, reasons=reasons, versions=versions)


def _parts(template: str) -> Iterator[tuple[str, bool]]:
    """What *template* is made of: texts, and whether each is a field's."""
    position = 0
    for field in FIELD.finditer(template):
        yield from _literals(template[position : field.start()])
        name = field[1]
        yield (FIELDS[name].fact if name in FIELDS else name), True
        position = field.end()
    yield from _literals(template[position:])


def _literals(text: str) -> Iterator[tuple[str, bool]]:
    literal = ""
    for piece in _CUT.split(text):
        literal += folded(piece)
        if len(literal) >= _STRONG:
            yield literal, False
            literal = ""
    if literal:
        yield literal, False
