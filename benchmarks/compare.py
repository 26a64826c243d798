"""
``python -m benchmarks.compare BEFORE AFTER``: two checkouts, measured in turn in fresh processes.

Each is a folder that has ``cors_sim`` in it, or a revision of this repository. Both are measured with the
suites of this checkout, which ask for names of the front door alone.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.__main__ import SUITES
from benchmarks.measuring import LEAST_ROUNDS, calls_for, seconds
from benchmarks.suites import starting

HERE = Path(__file__).resolve().parent
Times = Mapping[str, float]
"""Seconds that a call takes, at the least, by the name of what was measured."""


def prepared(checkout: str, folder: Path) -> Path:
    """*folder*, with the package of *checkout* and the suites of this one in it."""
    folder.mkdir()
    package = Path(checkout) / "cors_sim"
    if package.is_dir():
        (folder / "cors_sim").symlink_to(package.resolve())
    else:
        archive = subprocess.run(
            ["git", "-C", str(HERE.parent), "archive", "--format=tar", checkout, "cors_sim"],
            capture_output=True,
            check=False,
        )
        if archive.returncode:
            message = f"{checkout} is neither a folder with cors_sim in it nor a revision: "
            raise SystemExit(message + archive.stderr.decode(errors="replace").strip())
        with tarfile.open(fileobj=BytesIO(archive.stdout)) as files:
            files.extractall(folder, filter="data")
    (folder / "benchmarks").symlink_to(HERE)
    return folder


def times(folder: Path, suites: list[str], rounds: int) -> Times:
    """What a fresh process that imports from *folder* measures."""
    command = [sys.executable, "-m", "benchmarks.compare", "--measure", *suites, "--rounds", str(rounds)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: Times = json.loads(done.stdout)
    return found


def measured_here(suites: list[str], rounds: int) -> Iterator[tuple[str, float]]:
    """The same, of the package that this process imports."""
    for suite in suites:
        if suite == "starting":
            for name, (statement, _target) in starting.STATEMENTS.items():
                yield name, min(starting.seconds(statement) for _ in range(rounds))
            continue
        for row in SUITES[suite]():
            number = calls_for(row.subject, 0.005, row.fresh)
            yield (
                f"{suite}: {row.name}",
                min(seconds(row.subject, number, row.fresh) / number for _ in range(rounds)),
            )


def table_of(before: list[Times], after: list[Times]) -> Table:
    """The ratios, after to before: the median of those of each round, and that of the smallest."""
    table = Table("measurement", "before, µs", "after, µs", "ratio", "of smallest")
    for name in before[0]:
        befores, afters = [each[name] for each in before], [each[name] for each in after]
        ratio = statistics.median(b / a for a, b in zip(befores, afters, strict=True))
        smallest = min(afters) / min(befores)
        micro = [f"{min(each) * 1e6:,.2f}" for each in (befores, afters)]
        table.add_row(name, *micro, f"{ratio:.2f}", f"{smallest:.2f}")
    return table


def main(arguments: list[str] | None = None) -> int:
    """Measure both in turn and print the ratios."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.compare", description=(__doc__ or "").strip()
    )
    parser.add_argument("checkouts", nargs="*", metavar="CHECKOUT", help="BEFORE and AFTER")
    parser.add_argument("--suite", action="append", choices=[*SUITES, "starting"], help="all by default")
    parser.add_argument("--rounds", type=int, default=7, help="of a process each; at least 5")
    parser.add_argument("--measure", nargs="*", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure is not None:
        sys.stdout.write(json.dumps(dict(measured_here(options.measure, options.rounds))))
        return 0
    if len(options.checkouts) != 2:
        parser.error("two checkouts are compared: BEFORE and AFTER")
    if options.rounds < LEAST_ROUNDS:
        parser.error(f"fewer than {LEAST_ROUNDS} rounds say little")
    suites = options.suite or [*SUITES, "starting"]
    console = Console(width=None if sys.stdout.isatty() else 110)
    with tempfile.TemporaryDirectory() as scratch:
        folders = [
            prepared(each, Path(scratch) / side) for each, side in zip(options.checkouts, "ab", strict=True)
        ]
        rounds = track(range(options.rounds), "rounds", console=console, transient=True)
        taken = [[times(folder, suites, 20) for folder in folders] for _ in rounds]
    console.print(table_of([each[0] for each in taken], [each[1] for each in taken]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
