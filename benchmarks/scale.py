"""
``python -m benchmarks.scale``: how the cost of deciding tables grows with rows, combinations and cores.

Rows and combinations are measured in seconds of the processor; cores by the clock, each with a table of its
own in a process of its own. Reported, and no target.
"""

import argparse
import multiprocessing
import sys
import time
from collections.abc import Iterator
from multiprocessing.synchronize import Barrier

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from benchmarks.batch import distinct, repeating, seconds
from cors_sim.batch import decide_table

HOSTS = 100_000


def of(combinations: int, rows: int) -> pa.Table:
    """*rows* in so many *combinations*, each as common as the others; URLs all distinct."""
    some = distinct(combinations, HOSTS)
    which = pa.array([number % combinations for number in range(rows)], pa.int32())
    return some.take(which).set_column(0, "url", repeating(rows, HOSTS)["url"])


def in_its_own_process(rows: int) -> None:
    """Decide a table; what making it takes is waited for by all."""
    table = repeating(rows, HOSTS)
    BARRIERS[0].wait()
    decide_table(table)
    BARRIERS[0].wait()


BARRIERS: list[Barrier] = []
"""In a process: the one that all wait at."""


def side_by_side(processes: int, rows: int) -> float:
    """Seconds by the clock until *processes* have each decided *rows*."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(processes + 1)
    with context.Pool(processes, BARRIERS.append, [barrier]) as pool:
        working = pool.map_async(in_its_own_process, [rows] * processes, chunksize=1)
        barrier.wait()
        begun = time.perf_counter()
        barrier.wait()
        passed = time.perf_counter() - begun
        working.get()
    return passed


def measurements(rows: int) -> Iterator[tuple[str, float, int]]:
    """What was measured, the seconds it took, and the rows that were decided in them."""
    for number in (rows // 10, rows // 3, rows):
        yield (
            f"{number:,} rows, 2,000 combinations",
            seconds(decide_table, repeating(number, HOSTS)) * number,
            number,
        )
    for number in (20, 2_000, 20_000, rows // 10, rows // 3):
        some = rows // 3
        taken = seconds(decide_table, of(number, some)) * some
        yield f"{some:,} rows, {number:,} combinations", taken, some
    for processes in (1, 2):
        yield (
            f"{processes} \N{MULTIPLICATION SIGN} {rows:,} rows, by the clock",
            side_by_side(processes, rows),
            processes * rows,
        )


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="Measure how the cost of deciding tables grows.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args(arguments)
    table = Table("measurement", "seconds", "\N{MICRO SIGN}s a row")
    for name, taken, rows in measurements(options.rows):
        table.add_row(name, f"{taken:.2f}", f"{taken / rows * 1e6:.2f}")
    Console(width=None if sys.stdout.isatty() else 110).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
