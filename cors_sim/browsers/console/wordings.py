"""
Messages to be read: what they say, in whose words, and what that can mean.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from cors_sim._value import Value
from cors_sim.browsers.console.fields import FIELDS
from cors_sim.browsers.console.folding import folded
from cors_sim.browsers.console.templates import FIELD
from cors_sim.verdicts import Reason

# Where literals are cut, so that templates share what they have in common: not before they have so many
# letters that nothing else is likely to have them.
_CUT: Final = re.compile("(?<=[:.]) ")
_LONG_ENOUGH: Final = 8
_HEADER: Final = re.compile("(?:Access-Control|Cross-Origin)-[A-Z][A-Za-z-]+")


@attrs.frozen(repr=False)
class Option(Value):
    """
    One of the texts that a piece can be when it is read.

    Args:
        text: a template.
        reasons: what it narrows the reasons of the message to; None for no narrowing.
        versions: of the browser that say it.
    """

    text: str
    reasons: frozenset[Reason] | None = None
    versions: str = ""


Options = tuple[tuple[str, tuple[Option, ...]], ...]
"""By the names of pieces, what each can be."""


@attrs.frozen(repr=False)
class Wording(Value):
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

    def merged_with(self, other: "Wording") -> "Wording":
        """This wording, which *other* has the words of."""
        return attrs.evolve(
            self,
            browsers=tuple(dict.fromkeys((*self.browsers, *other.browsers))),
            reasons=self.reasons | other.reasons,
            initiator=self.initiator if self.initiator == other.initiator else None,
        )


@attrs.frozen(repr=False)
class Part(Value):
    """
    A part of a template.

    Args:
        text: letters that stand there, without blanks; or the name of the fact that does.
        is_fact: which of both.
    """

    text: str
    is_fact: bool


def variants(wording: Wording, options: Mapping[str, tuple[Option, ...]]) -> Iterator[Wording]:
    """*wording* with each combination of *options* for its pieces that can mean anything."""
    names = [name for name, is_piece in FIELD.findall(wording.template) if is_piece]
    for chosen in itertools.product(*(options[name] for name in names)):
        template, reasons, versions = wording.template, wording.reasons, wording.versions
        for name, option in zip(names, chosen, strict=True):
            template = template.replace(f"{{{name}?}}", option.text, 1)
            reasons = reasons if option.reasons is None else reasons & option.reasons
            versions = versions or option.versions
        if reasons or not wording.reasons:
            yield attrs.evolve(wording, template=template, reasons=reasons, versions=versions)


def parts(template: str) -> Iterator[Part]:
    """What *template*, which has no pieces, is made of."""
    position = 0
    for field in FIELD.finditer(template):
        yield from _literals(template[position : field.start()])
        name = field[1]
        yield Part(FIELDS[name].fact if name in FIELDS else name, is_fact=True)
        position = field.end()
    yield from _literals(template[position:])


def _literals(text: str) -> Iterator[Part]:
    letters = ""
    for piece in _CUT.split(text):
        letters += folded(piece)
        if len(letters) >= _LONG_ENOUGH:
            yield Part(letters, is_fact=False)
            letters = ""
    if letters:
        yield Part(letters, is_fact=False)
