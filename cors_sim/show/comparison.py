"""The same fetch in four browsers, side by side."""

from collections.abc import Iterator
from typing import Final

import attrs
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cors_sim._value import Value
from cors_sim.browsers import BROWSERS, Browser
from cors_sim.explain.answers import Answers
from cors_sim.explain.mending import Fetch
from cors_sim.flows import Outcome
from cors_sim.show import words
from cors_sim.show.diagram import error_of
from cors_sim.show.inert import inert, short
from cors_sim.show.report import word_for
from cors_sim.verdicts import Verdict

_STYLES: Final = {"readable": "green", "blocked": "red", "opaque": "yellow", "not-established": "yellow"}
_NARROW: Final = 100


@attrs.frozen(repr=False)
class Compared(Value):
    """
    What comes of a fetch in one browser.

    Args:
        browser: in which.
        outcome: None where it asks for an answer that nobody has recorded.
    """

    browser: Browser
    outcome: Outcome | None

    @property
    def verdict(self) -> Verdict | None:
        """None where it is not established."""
        return None if self.outcome is None else self.outcome.verdict

    @property
    def word(self) -> str:
        """The conclusion in a word."""
        return word_for(self.verdict)


def comparison(outcome: Outcome) -> tuple[Compared, ...]:
    """
    What comes of the fetch in each of `BROWSERS`, over the same answers.

    Args:
        outcome: what came of it in one.
    """
    fetch = Fetch(outcome.request, Answers(outcome, None), outcome)
    found = []
    for browser in BROWSERS:
        run, session = fetch.run(browser, {}, steps=True)
        found.append(Compared(browser, None if session.unseen else run))
    return tuple(found)


def print_comparison(console: Console, compared: tuple[Compared, ...]) -> None:
    """
    Print them side by side, or below each other where there is no room.

    Args:
        console: where to.
        compared: without secrets.
    """
    compared = inert(compared)
    columns = [dict(_rows(item)) for item in compared]
    titles = [title for title in columns[0] if any(column[title].plain for column in columns)]
    if console.width < _NARROW:
        for item, column in zip(compared, columns, strict=True):
            narrow = Table.grid(padding=(0, 2))
            for title in titles:
                narrow.add_row(Text(title, style="dim"), column[title])
            console.print(Text(_name(item), style="bold"))
            console.print(Padding(narrow, (0, 0, 1, 2)))
        return
    table = Table(expand=True, show_lines=True)
    for heading in ("", *map(_name, compared)):
        table.add_column(heading, overflow="fold", ratio=1 if heading else None)
    for title in titles:
        table.add_row(Text(title, style="dim"), *(column[title] for column in columns))
    console.print(table)


def _name(item: Compared) -> str:
    return f"{item.browser.name} {item.browser.version}" if item.browser.version else item.browser.name


def _rows(item: Compared) -> Iterator[tuple[str, Text]]:
    verdict, outcome = item.verdict, item.outcome
    yield "conclusion", Text(words.HEADLINES[item.word], style=_STYLES[item.word])
    yield "reason", Text("" if verdict is None or verdict.reason is None else verdict.reason)
    yield "failing step", Text("" if verdict is None or verdict.step is None else str(verdict.step))
    evidence = None if verdict is None else verdict.evidence
    yield "seen", Text("" if evidence is None else words.seen(evidence))
    yield "on the wire", Text("" if outcome is None else "\n".join(_wire(outcome)))
    yield (
        "script can read",
        Text("" if outcome is None or not outcome.verdict.allowed else _readable(outcome)),
    )
    yield "error", Text("" if outcome is None or outcome.error is None else error_of(outcome.error))
    yield "console", Text("" if outcome is None else "\n".join(short(line) for line in outcome.console))


def _wire(outcome: Outcome) -> Iterator[str]:
    for exchange in outcome.exchanges:
        status = "no answer" if exchange.response.is_network_error else str(exchange.response.status)
        yield f"{exchange.request.method} {short(exchange.request.url.href, 80)} → {status}"


def _readable(outcome: Outcome) -> str:
    return ", ".join(outcome.response.headers.sort_and_combine().names()) or "no header"
