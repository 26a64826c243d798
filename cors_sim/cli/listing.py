"""Several fetches at once: those that are alike are one, and each has a number to ask for it."""

from collections.abc import Iterable
from typing import Final

import attrs
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cors_sim._value import Value
from cors_sim.capture.evidence import Conclusion
from cors_sim.show.inert import short
from cors_sim.show.report import word_for

_URL_LIMIT: Final = 80
_MARKS: Final = {
    "readable": ("✓", "green"),
    "blocked": ("✗", "red"),
    "opaque": ("✗", "yellow"),
    "not-established": ("?", "yellow"),
}


@attrs.frozen(repr=False)
class Listed(Value):
    """
    Fetches that are alike.

    Args:
        number: to ask for it, from 1.
        conclusion: of the first of them.
        count: how many there are.
    """

    number: int
    conclusion: Conclusion
    count: int

    @property
    def word(self) -> str:
        """The conclusion in a word."""
        return word_for(self.conclusion.verdict)


def listed(conclusions: Iterable[Conclusion]) -> list[Listed]:
    """
    *conclusions* with numbers. Alike are those of one method and path, with one end.

    Args:
        conclusions: in order.
    """
    groups: dict[object, list[Conclusion]] = {}
    for conclusion in conclusions:
        request, verdict = conclusion.request, conclusion.verdict
        url = request.url
        key = (
            *(request.method, url.scheme, url.host, url.port, url.path, request.origin),
            *(word_for(verdict), None if verdict is None else verdict.reason),
        )
        groups.setdefault(key, []).append(conclusion)
    return [Listed(number, group[0], len(group)) for number, group in enumerate(groups.values(), start=1)]


def chosen(found: Iterable[Listed], number: int | None) -> list[Listed]:
    """
    What to explain: those that script cannot read, or the first where it can read all.

    Args:
        found: all.
        number: of the one that is asked for; None for no one in particular.
    """
    found = list(found)
    if number is not None:
        return [item for item in found if item.number == number]
    return [item for item in found if item.word != "readable"] or found[:1]


def print_listing(console: Console, found: Iterable[Listed]) -> None:
    """
    Print a line for each.

    Args:
        console: where to.
        found: without secrets, and fit to be shown.
    """
    table = Table.grid(padding=(0, 1, 0, 0))
    for item in found:
        request, verdict = item.conclusion.request, item.conclusion.verdict
        mark, style = _MARKS[item.word]
        times = f" ({item.count} times)" if item.count > 1 else ""
        line = Text(f"{request.method} {short(request.url.href, _URL_LIMIT)}{times}")
        if item.word != "readable":
            reason = None if verdict is None else verdict.reason
            line.append(f"\n  {reason or item.word}", style=style)
        table.add_row(str(item.number), Text(mark, style=style), line)
    console.print(table)
