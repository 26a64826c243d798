"""A report on the terminal. What servers wrote is shown, never obeyed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cors_sim.audit import Access, Cell, Matrix, Report, Severity
from cors_sim.cli.audit_page import snippets
from cors_sim.show.inert import inert

_STYLES: Final[Mapping[Severity, str]] = MappingProxyType(
    {
        Severity.CRITICAL: "bold white on red",
        Severity.HIGH: "bold red",
        Severity.MEDIUM: "bold yellow",
        Severity.LOW: "cyan",
        Severity.INFO: "dim",
    }
)
_WORDS: Final[Mapping[Access, str]] = MappingProxyType(
    {Access.READS: "reads", Access.SENDS: "sends", Access.BLOCKED: "-", Access.NOT_ASKED: "?"}
)
_PROBLEMS_LIMIT: Final = 5


def show(console: Console, report: Report, servers: tuple[str, ...]) -> None:
    """
    Print *report*.

    Args:
        console: where to.
        report: what was found.
        servers: the names of the servers that the fixes are to be written for.
    """
    for note in report.notes:
        console.print(Text(inert(note)), soft_wrap=False)
    if report.findings:
        table = Table(box=None, padding=(0, 2, 1, 0), show_header=False)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for finding in report.findings:
            told = Text(finding.id, style="bold")
            told.append(f"\n{inert(finding.text)}", style="default not bold")
            told.append(f"\n{finding.kind.remedy}", style="dim not bold")
            table.add_row(Text(str(finding.severity), style=_STYLES[finding.severity]), told)
        console.print(table)
    else:
        tried = "" if report.is_complete else " in what was tried, which was not all"
        console.print(f"Nothing was found{tried}.")
    for one in dict.fromkeys(one for finding in report.findings for one in snippets(finding, servers)):
        console.print(Text(f"\n{one.server}", style="bold"))
        console.print(Text(one.text), soft_wrap=True)
    if report.matrix is not None:
        console.print(_matrix(report.matrix))
    if report.problems:
        console.print("\nRequests without an answer", style="bold")
        for problem in report.problems[:_PROBLEMS_LIMIT]:
            line = f"  {problem.trouble}  {problem.method} {problem.url}  {problem.probe}  {problem.detail}"
            console.print(Text(inert(line)))
        if len(report.problems) > _PROBLEMS_LIMIT:
            console.print(f"  … ({len(report.problems)} in all; --json has them)")
    console.print(f"\n{report.requests_sent} requests sent.", highlight=False)


def _matrix(matrix: Matrix) -> Table:
    title = "Who may read what (without / with cookies)"
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 1, 0, 0))
    table.add_column("Origin", overflow="fold")
    methods = dict.fromkeys(method for method, _ in matrix.columns)
    for method in methods:
        table.add_column(method, no_wrap=True)
    for origin in matrix.origins:
        cells = [cell for cell in matrix.cells if cell.origin == origin]
        name = f"{origin} (trusted)" if any(cell.trusted for cell in cells) else origin
        pairs = ([cell for cell in cells if cell.method == method] for method in methods)
        table.add_row(Text(name), *(_pair(pair) for pair in pairs))
    return table


def _pair(cells: list[Cell]) -> Text:
    return Text(" / ").join(Text(_WORDS[cell.access], style=_style(cell)) for cell in cells)


def _style(cell: Cell) -> str:
    if cell.access not in {Access.READS, Access.SENDS}:
        return "dim"
    if not cell.trusted:
        return "bold red"
    return "green" if cell.access is Access.READS else "yellow"
