"""A report on the terminal."""

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cors_sim.explain.snippets import Snippet
from cors_sim.explain.values import Condition, Explanation, Fix
from cors_sim.show import words
from cors_sim.show.diagram import diagram_of
from cors_sim.show.inert import inert
from cors_sim.show.report import Report
from cors_sim.show.terminal_diagram import SequenceDiagram
from cors_sim.verdicts import Verdict

_STYLES: Final = {
    "readable": "bold green",
    "blocked": "bold red",
    "opaque": "bold yellow",
    "not-established": "bold yellow",
}
_SIGN_STYLES: Final = {"-": "red", "+": "green"}


def print_report(console: Console, report: Report) -> None:
    """
    Print *report*.

    Args:
        console: where to.
        report: without secrets; what is written in it is shown, never obeyed.
    """
    report = inert(report)
    for part in _parts(report):
        console.print(part)
    for missing in report.missing:
        console.print(_heading("What is missing"))
        console.print(_indented(missing.what))
        console.print(_indented("This command shows it; give what it prints as evidence too:"))
        # In one piece, however long: it is to be copied.
        console.print(Text(f"    {missing.command}"), soft_wrap=True)
    if report.trusted:
        console.print(_heading("Taken on trust"))
        console.print(_listed(report.trusted))


def _parts(report: Report) -> Iterator[RenderableType]:
    verdict, explanation = report.verdict, report.explanation
    headline = Text(words.HEADLINES[report.word], style=_STYLES[report.word])
    if verdict is not None and verdict.reason is not None:
        headline.append(f"  {verdict.reason}", style="default not bold")
    yield headline
    yield _indented(words.sentence(report.request, verdict))
    if explanation is None:
        return
    yield _indented(explanation.cause)
    yield Text()
    yield Padding(_facts(explanation, verdict), (0, 0, 0, 2))
    yield _heading("What the console means" if report.is_reconstructed else "On the wire")
    yield SequenceDiagram(diagram_of(explanation.outcome))
    if len(explanation.conditions) > 1:
        yield _heading("In the way, in the order in which it is met")
        yield Padding(_conditions(explanation.conditions), (0, 0, 0, 2))
    if explanation.fixes:
        yield _heading("What helps")
    for number, fix in enumerate(explanation.fixes, start=1):
        yield from _fix(number, fix)
    for snippet in report.snippets:
        yield from _snippet(snippet)
    for title, texts in (
        ("What else to know", [remark.text for remark in explanation.remarks]),
        ("Besides", [remark.text for remark in explanation.advice]),
        ("Not the problem", explanation.not_the_problem),
        ("Not looked at here", [remark.text for remark in explanation.not_modelled]),
    ):
        if texts:
            yield _heading(title)
            yield _listed(texts)


def _snippet(snippet: Snippet) -> Iterator[RenderableType]:
    yield _heading(f"On {snippet.title}")
    yield _indented(words.SNIPPET_NOTE)
    for part in snippet.parts:
        yield _indented(f"{part.place}:")
        yield _indented(part.text, 4, "cyan")
    yield _indented(f"Run with {snippet.run_with}." if snippet.executed else "Not run here.", style="dim")
    if snippet.notes:
        yield _listed(snippet.notes)


def _heading(title: str) -> Text:
    return Text(f"\n{title}", style="bold")


def _indented(text: str, by: int = 2, style: str = "") -> Padding:
    return Padding(Text(text, style=style), (0, 0, 0, by))


def _listed(texts: Iterable[str], by: int = 2) -> Padding:
    table = Table.grid(padding=(0, 1, 0, 0))
    for text in texts:
        table.add_row("-", Text(text))
    return Padding(table, (0, 0, 0, by))


def _facts(explanation: Explanation, verdict: Verdict | None) -> Table:
    table = Table.grid(padding=(0, 2))
    if verdict is not None and verdict.step is not None and verdict.evidence is not None:
        table.add_row("Failing step", str(verdict.step))
        table.add_row("", Text(verdict.step.url, style="cyan"))
        table.add_row("Seen", Text(words.seen(verdict.evidence)))
        table.add_row("Would pass", Text(words.would_pass(verdict.evidence)))
    else:
        names = explanation.outcome.response.headers.sort_and_combine().names()
        table.add_row("Script can read", Text(", ".join(names) or "no header"))
    return table


def _conditions(conditions: Iterable[Condition]) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    for number, condition in enumerate(conditions, start=1):
        where = "" if condition.target is None else f", in the answer to {condition.target}"
        table.add_row(f"{number}.", Text.assemble((condition.reason, "bold"), where))
        table.add_row("", Text(condition.text))
    return table


def _fix(number: int, fix: Fix) -> Iterator[RenderableType]:
    title = Text(f"{number}. {fix.headline}", style="bold")
    if fix.is_public:
        title.append("  public: for every page there is", style="yellow")
    yield Padding(title, (0, 0, 0, 2))
    for change in fix.changes:
        yield _indented(f"{words.place(change)}:", 5)
        for line in words.diff(change):
            yield _indented(f"{line.sign} {line.text}", 7, _SIGN_STYLES[line.sign])
    for text in (fix.effect, words.shown_to_work(fix), *fix.assumes):
        yield _indented(text, 5)
    if fix.notes:
        yield _listed(fix.notes, 5)
