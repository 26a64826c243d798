"""
Templates the other way round: from text to the message that it is.

All templates make one tree of literals and facts, so that what many begin with is compared once. A fact
ends at the first place where one of the literals behind it stands; no place in the tree is come to twice,
and no fact is longer than `_LONGEST` letters. So reading takes time in proportion to the text.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter, itemgetter
from typing import Final

import attrs

from cors_sim._value import Value
from cors_sim.browsers.console.folding import Folded
from cors_sim.browsers.console.wordings import Option, Part, Wording, parts, variants

WITH_BLANKS: Final = frozenset({"initiator", "other", "value"})
"""Facts that blanks can be part of."""

NUMBERS: Final = frozenset({"port", "status"})
"""Facts that are whole numbers."""

_DIGITS: Final = re.compile("[0-9]{1,5}")
_LONGEST: Final = 10_000
_NOT_SO_LONG: Final = {"error": 100, "header_name": 300, "initiator": 100, "method": 300, "origin": 300}
_MOST_LINES: Final = 40
# A literal with fewer letters may well stand in a value too: it is looked for from the end of the line.
_TELLING: Final = 4

Captures = tuple[tuple[str, int, int], ...]
"""By the names of facts, the positions from which to which they stand."""


@attrs.frozen(repr=False)
class Match(Value):
    """
    What a text was found to be.

    Args:
        wording: which.
        end: the position behind it.
        captures: the facts in it.
        letters: how many are the wording's own; the more, the surer.
    """

    wording: Wording
    end: int
    captures: Captures
    letters: int


class Node:
    """A place in the tree: what may follow here."""

    __slots__ = ("facts", "literals", "wording")

    def __init__(self) -> None:
        self.literals: dict[str, Node] = {}
        self.facts: dict[str, Node] = {}
        self.wording: Wording | None = None

    def add(self, wording: Wording, template: Iterable[Part]) -> None:
        """Let *wording*, whose template has these parts, be read here."""
        node = self
        for part in template:
            node = (node.facts if part.is_fact else node.literals).setdefault(part.text, Node())
        node.wording = wording if node.wording is None else node.wording.merged_with(wording)

    def match(self, text: Folded, position: int) -> Match | None:
        """The surest match at *position*."""
        return max(self._matches(text, position, (), 0), key=attrgetter("letters", "end"), default=None)

    def _matches(self, text: Folded, position: int, captures: Captures, letters: int) -> Iterator[Match]:
        if self.wording is not None:
            yield Match(self.wording, position, captures, letters)
        for literal, node in self.literals.items():
            if text.text.startswith(literal, position):
                end = position + len(literal)
                yield from node._matches(text, end, captures, letters + len(literal))
        for fact, node in self.facts.items():
            yield from node._behind(_Bounds(fact, text, position), captures, letters)

    def _behind(self, bounds: "_Bounds", captures: Captures, letters: int) -> Iterator[Match]:
        """The matches of a fact and of what follows it, which begins here."""
        fact, start = bounds.fact, bounds.start
        if self.wording is not None and bounds.last > start:
            yield Match(self.wording, bounds.last, (*captures, (fact, start, bounds.last)), letters)
        ends = sorted(
            (bounds.is_doubtful(literal), end, literal)
            for literal in self.literals
            if (end := bounds.end_before(literal)) >= start
        )
        for _, nearest in itertools.groupby(ends, key=itemgetter(0, 1)):
            matches = [
                match
                for _, end, literal in nearest
                for match in self.literals[literal]._matches(
                    bounds.text, end + len(literal), (*captures, (fact, start, end)), letters + len(literal)
                )
            ]
            if matches:
                yield from matches
                return


class _Bounds:
    """
    How far a fact can reach.

    Args:
        fact: its name.
        text: that it stands in.
        start: where it begins.
    """

    def __init__(self, fact: str, text: Folded, start: int) -> None:
        self.fact = fact
        self.text = text
        self.start = start
        self._limit = min(start + _NOT_SO_LONG.get(fact, _LONGEST), text.lines_on(start, _MOST_LINES))
        self.last = min(self._limit, text.lines_on(start, 1))
        if fact not in WITH_BLANKS:
            blank = text.next_blank(start)
            self._limit, self.last = min(self._limit, blank), min(self.last, blank)
        if fact in NUMBERS:
            self._limit = self._end_of_digits(self._limit)
            self.last = self._end_of_digits(self.last)

    def is_doubtful(self, literal: str) -> bool:
        """Whether *literal* may be a part of the word that the fact is."""
        return self.fact not in WITH_BLANKS and len(literal) < _TELLING

    def end_before(self, literal: str) -> int:
        """Where the fact ends if *literal* is behind it; -1 if it is not."""
        letters = self.text.text
        if self.fact in NUMBERS:
            there = self._limit > self.start and letters.startswith(literal, self._limit)
            return self._limit if there else -1
        if len(literal) >= _TELLING or self.fact in {"initiator", "other"}:
            return letters.find(literal, self.start, self._limit + len(literal))
        end = letters.rfind(literal, self.start, self.last)
        if self.fact != "value":
            return end if end + len(literal) == self.last else -1
        if end < 0:
            end = letters.find(literal, max(self.start, self.last - len(literal)), self._limit)
        return end

    def _end_of_digits(self, limit: int) -> int:
        digits = _DIGITS.match(self.text.text, self.start, limit)
        return self.start if digits is None else digits.end()


class Tree:
    """
    All messages, to be looked for.

    Args:
        wordings: those whose words are the same as an earlier one's add to what that can mean.
        options: by the names of pieces, all that each can be, nothing included where it can be nothing.
    """

    def __init__(self, wordings: Iterable[Wording], options: Mapping[str, tuple[Option, ...]]) -> None:
        self._root = Node()
        # By what messages begin with, behind how many letters there is a blank. Few texts have all of them
        # and are no message.
        self._blanks: dict[str, tuple[int, ...]] = {}
        for wording in wordings:
            for variant in variants(wording, options):
                template = tuple(parts(variant.template))
                self._root.add(variant, template)
                beginning = template[0].text
                self._blanks.setdefault(beginning, _blanks(variant.template, beginning))
        longest_first = sorted(self._blanks, key=len, reverse=True)
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


def _blanks(template: str, beginning: str) -> tuple[int, ...]:
    """Behind how many letters of *beginning*, which *template* begins with, there is a blank."""
    blanks: list[int] = []
    letters = 0
    for character in template:
        if letters > len(beginning):
            break
        if character == " ":
            blanks.append(letters)
        else:
            letters += 1
    return tuple(blanks)
