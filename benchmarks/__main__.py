"""
``python -m benchmarks``: every measurement, as ratios.

Each row runs its subject and what it is compared with in turn, round after round, in this process. One
ratio is the median of those of the rounds, the other that of the smallest times. Times are of this machine
and this moment; ratios travel. Rounds are short and many, so that what else the machine does falls into
few of them. Exit code 1 where a target is missed: where neither ratio meets it.
"""

import argparse
import sys

from rich.box import HEAVY_HEAD, MARKDOWN, Box
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.measuring import Measured, measure
from benchmarks.suites import adversarial, deciding, fetching, memory, starting, telling, values

SUITES = {
    "values": values.rows,
    "deciding": deciding.rows,
    "fetching": fetching.rows,
    "telling": telling.rows,
    "adversarial": adversarial.rows,
}


def time_of(measured: Measured) -> str:
    """The median of the subject's rounds, in the unit that suits it."""
    median = sorted(measured.subject)[len(measured.subject) // 2]
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if median >= size:
            return f"{median / size:.1f} {unit}"
    return f"{median / 1e-9:.0f} ns"


def table_of(name: str, rows: list[Measured], box: Box) -> Table:
    """The rows of a suite as a table."""
    table = Table(name, "time", "against", "ratio", "of smallest", "target", box=box)
    for measured in rows:
        row = measured.row
        ratios = [f"{each:.2f}" if each else "" for each in (measured.ratio, measured.smallest)]
        target = "" if row.target is None else f"{'missed:' if measured.missed else '≤'} {row.target:g}"
        table.add_row(row.name, time_of(measured), row.against, *ratios, target)
    return table


def memory_table(box: Box) -> Table:
    """What values hold and decisions take."""
    table = Table("memory", "bytes", box=box)
    for name, size in memory.held():
        table.add_row(name, f"{size:,.0f}")
    for name, most in memory.taken():
        table.add_row(f"while it runs: {name}", f"{most:,}")
    return table


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the tables, and say by the exit code whether all targets are met."""
    names = [*SUITES, "starting", "memory"]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure cors_sim side by side with its floor."
    )
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"{', '.join(names)}; all by default")
    parser.add_argument("--rounds", type=int, default=101)
    parser.add_argument("--seconds", type=float, default=0.002, help="of each side of a round")
    parser.add_argument("--markdown", action="store_true", help="print tables for a page")
    options = parser.parse_args(arguments)
    chosen = options.suites or names
    if unknown := set(chosen) - set(names):
        parser.error(f"no such suite: {', '.join(sorted(unknown))}")
    console = Console(width=None if sys.stdout.isatty() else 120)
    box = MARKDOWN if options.markdown else HEAVY_HEAD
    missed = 0
    for name in chosen:
        if name == "memory":
            console.print(memory_table(box))
            continue
        if name == "starting":
            measured = starting.measured(max(5, options.rounds // 4))
        else:
            rows = list(SUITES[name]())
            progress = track(rows, name, console=console, transient=True)
            measured = [measure(row, options.rounds, options.seconds) for row in progress]
        console.print(table_of(name, measured, box))
        missed += sum(each.missed for each in measured)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
