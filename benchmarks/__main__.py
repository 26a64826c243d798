"""
``python -m benchmarks``: every measurement, as ratios.

Each row runs its subject and what it is compared with in turn, round after round, in this process; the
ratio is that of the medians of the rounds, the other that of the smallest. Times are of this machine
and this moment; ratios travel. Exit code 1 where a target is missed.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import attrs
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks import floor, samples
from cors_sim import HTTPRequest, Response, cors_check, decide, preflight_check, simulate


@attrs.frozen
class Row:
    """A subject, what it is measured against, and the ratio that is wanted."""

    name: str
    subject: Callable[[], object]
    against: str
    base: Callable[[], object]
    target: float | None


def rows() -> list[Row]:
    """What is measured."""
    request = samples.SIMPLE.request(samples.fresh_url())
    put = samples.PREFLIGHTED.request(samples.fresh_url())
    response, preflight = samples.response(), samples.preflight_response()
    f_request, f_put = samples.SIMPLE.floor_request(), samples.PREFLIGHTED.floor_request()
    f_response = samples.floor_response(samples.API_HEADERS, 200)
    f_preflight = samples.floor_response(samples.PREFLIGHT_HEADERS, 204)
    redirect = Response(302, {**samples.API_HEADERS, "Location": "/elsewhere"})

    def redirecting(asked: HTTPRequest) -> Response:
        return response if asked.url.href.endswith("/elsewhere") else redirect

    def preflighting(asked: HTTPRequest) -> Response:
        return preflight if asked.is_preflight else response

    def build(sample: samples.Sample) -> object:
        built = sample.request(samples.fresh_url()), samples.response()
        return (*built, samples.preflight_response()) if sample.preflight else built

    def decide_raw(sample: samples.Sample) -> object:
        asked = sample.request(samples.fresh_url())
        given = samples.preflight_response() if sample.preflight else None
        return decide(asked, samples.response(), preflight=given)

    def f_simple() -> bool:
        return floor.decide(f_request, f_response, None)

    def f_preflighted() -> bool:
        return floor.decide(f_put, f_response, f_preflight)

    assert cors_check(request, response).allowed is floor.cors_check(f_request, f_response["headers"])
    assert decide(request, response).allowed is f_simple() is True
    assert decide(put, response, preflight=preflight).allowed is f_preflighted() is True
    assert simulate(request, redirecting).verdict.allowed
    return [
        Row(
            "cors_check, ready values",
            lambda: cors_check(request, response),
            "floor",
            lambda: floor.cors_check(f_request, f_response["headers"]),
            3,
        ),
        Row(
            "cors_check with credentials, ready values",
            lambda: cors_check(put, response),
            "floor",
            lambda: floor.cors_check(f_put, f_response["headers"]),
            3,
        ),
        Row(
            "preflight_check, ready values",
            lambda: preflight_check(put, preflight),
            "floor",
            f_preflighted,
            None,
        ),
        Row("decide, simple, ready values", lambda: decide(request, response), "floor", f_simple, 10),
        Row(
            "decide, preflighted, ready values",
            lambda: decide(put, response, preflight=preflight),
            "floor",
            f_preflighted,
            10,
        ),
        Row(
            "decide, simple, from strings",
            lambda: decide_raw(samples.SIMPLE),
            "building",
            lambda: build(samples.SIMPLE),
            2,
        ),
        Row(
            "decide, preflighted, from strings",
            lambda: decide_raw(samples.PREFLIGHTED),
            "building",
            lambda: build(samples.PREFLIGHTED),
            2,
        ),
        Row(
            "simulate, preflighted",
            lambda: simulate(put, preflighting),
            "decide",
            lambda: decide(put, response, preflight=preflight),
            None,
        ),
        Row(
            "simulate, preflighted, with steps",
            lambda: simulate(put, preflighting, steps=True),
            "without",
            lambda: simulate(put, preflighting),
            None,
        ),
        Row(
            "simulate, one redirect",
            lambda: simulate(request, redirecting),
            "decide",
            lambda: decide(request, response),
            None,
        ),
    ]


def seconds(function: Callable[[], object], number: int) -> float:
    """Seconds that *number* calls take."""
    started = time.perf_counter()
    for _ in range(number):
        function()
    return time.perf_counter() - started


def calls_for(function: Callable[[], object], wanted: float) -> int:
    """How many calls take about *wanted* seconds."""
    number = 1
    while seconds(function, number) < wanted / 10:
        number *= 2
    return number * 10


def measure(row: Row, rounds: int, wanted: float) -> tuple[list[float], list[float]]:
    """Seconds a call, of the subject and of the base, a round each in turn."""
    numbers = calls_for(row.subject, wanted), calls_for(row.base, wanted)
    subject, base = [], []
    for _ in range(rounds):
        subject.append(seconds(row.subject, numbers[0]) / numbers[0])
        base.append(seconds(row.base, numbers[1]) / numbers[1])
    return subject, base


def import_seconds(statement: str) -> float:
    """Seconds that *statement* takes in a fresh interpreter."""
    program = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    # As installed: with the byte code that pip has written.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    return float(done.stdout)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, and say by the exit code whether all targets are met."""
    parser = argparse.ArgumentParser(description="Measure cors_sim side by side with its floor.")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.2, help="of each side of a round")
    options = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 110)
    table = Table("measurement", "µs", "against", "µs", "ratio", "of smallest", "target")
    missed = 0
    measured = [
        (row.name, row.against, row.target, *measure(row, options.rounds, options.seconds))
        for row in track(rows(), console=console, transient=True)
    ]
    imports = [
        (import_seconds("import cors_sim"), import_seconds("import attrs, ada_url"))
        for _ in range(2 * options.rounds)
    ]
    measured.append(
        ("import cors_sim", "attrs, ada_url", 1.5, [a for a, _ in imports], [b for _, b in imports])
    )
    for name, against, target, subject, base in measured:
        ratio = statistics.median(subject) / statistics.median(base)
        smallest = min(subject) / min(base)
        met = target is None or min(ratio, smallest) <= target
        missed += not met
        table.add_row(
            name,
            f"{statistics.median(subject) * 1e6:.2f}",
            against,
            f"{statistics.median(base) * 1e6:.2f}",
            f"{ratio:.2f}",
            f"{smallest:.2f}",
            "" if target is None else f"{'≤' if met else 'missed:'} {target:g}",
        )
    console.print(table)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
