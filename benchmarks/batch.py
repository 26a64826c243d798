"""
``python -m benchmarks.batch``: a million rows at once, against a loop over `decide` on the same columns.

Both start from the same Arrow table and are run in turn, round after round; the loop makes the values of
each row, decides, and keeps the verdicts. Times are of the processor, all threads together, and the best
of the rounds, so that other work on the machine counts less. Exit code 1 where a target is missed.
"""

import argparse
import itertools
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from cors_sim import Request, Response, Verdict, decide
from cors_sim.batch import COLUMNS, decide_table

PAGES = [f"https://app{number}.example" for number in range(5)]
ALLOW_ORIGINS: list[list[str] | None] = [
    *(None, ["*"], ["null"], ["https://other.example"], ["*", "*"], ["https://*.example"]),
    *([page] for page in PAGES),
]
SIMPLE: list[dict[str, Any]] = [
    {},
    {},
    {"method": "POST", "request_headers": [("Content-Type", "text/plain")]},
]
PREFLIGHTED: list[dict[str, Any]] = [
    *(
        {
            "method": method,
            "request_headers": [("Content-Type", "application/json"), *extra],
            "preflight_status": status,
            "preflight_access_control_allow_methods": methods,
            "preflight_access_control_allow_headers": names,
        }
        for method, extra, status, methods, names in itertools.product(
            ("POST", "PUT"),
            ([], [("Authorization", "Bearer 1")]),
            (204, 404),
            ("GET, POST, PUT", "*"),
            ("content-type, authorization", "*"),
        )
    ),
]
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("url", "origin", "method")),
        ("request_headers", pa.map_(pa.string(), pa.string())),
        ("credentials_mode", pa.string()),
        ("status", pa.int16()),
        *(
            (name, pa.list_(pa.string()))
            for name in ("access_control_allow_origin", "access_control_allow_credentials")
        ),
        *((name, pa.string()) for name in ("location", "content_type", "cross_origin_resource_policy")),
        ("preflight_status", pa.int16()),
        *(
            (f"preflight_access_control_allow_{name}", pa.string())
            for name in ("origin", "credentials", "methods", "headers")
        ),
    ]
)


def combination(chance: random.Random) -> dict[str, Any]:
    """One of the things that servers do, without its URL."""
    row = dict(chance.choice(PREFLIGHTED if chance.random() < 0.25 else SIMPLE))
    allow_origin, allow_credentials = (
        chance.choice(ALLOW_ORIGINS),
        chance.choice([None, ["true"], ["True"]]),
    )
    if "preflight_status" in row and allow_origin is not None:
        row["preflight_access_control_allow_origin"] = allow_origin[0]
        row["preflight_access_control_allow_credentials"] = allow_credentials and allow_credentials[0]
    redirect = chance.random() < 0.05
    return row | {
        "origin": chance.choice(PAGES),
        "credentials_mode": chance.choice(["omit", "same-origin", "include"]),
        "status": 301 if redirect else chance.choice([200, 200, 204, 404, 500]),
        "location": "https://www.example/moved" if redirect else None,
        "content_type": chance.choice(["application/json", "text/html; charset=utf-8", None]),
        "cross_origin_resource_policy": chance.choice([None, None, "cross-origin"]),
        "access_control_allow_origin": allow_origin,
        "access_control_allow_credentials": allow_credentials,
    }


def combinations(chance: random.Random, number: int) -> list[dict[str, Any]]:
    """*number* of them, no two alike."""
    found: dict[str, dict[str, Any]] = {}
    while len(found) < number:
        row = combination(chance)
        found[repr(sorted(row.items()))] = row
    return list(found.values())


def repeating(rows: int, hosts: int) -> pa.Table:
    """*rows* in 2,000 combinations, the n-th of them 1/n as common as the first; URLs all distinct."""
    chance = random.Random(6)  # noqa: S311 - chance is to be the same in every run
    some = combinations(chance, 2000)
    chance.shuffle(some)
    weights = [1 / number for number in range(1, len(some) + 1)]
    which = pa.array(chance.choices(range(len(some)), weights, k=rows), pa.int32())
    table = pa.Table.from_pylist(some, pa.schema([field for field in SCHEMA if field.name != "url"]))
    return table.take(which).add_column(0, "url", pa.array(urls(chance, rows, hosts))).combine_chunks()


def distinct(rows: int, hosts: int) -> pa.Table:
    """*rows*, no two of which are decided together: each request accepts something else."""
    chance = random.Random(6)  # noqa: S311 - chance is to be the same in every run
    some = [combination(chance) for _ in range(rows)]
    for number, (row, url) in enumerate(zip(some, urls(chance, rows, hosts), strict=True)):
        row["url"] = url
        row["request_headers"] = [*row.get("request_headers", ()), ("Accept", f"text/x-{number}")]
    return pa.Table.from_pylist(some, SCHEMA)


def urls(chance: random.Random, rows: int, hosts: int) -> list[str]:
    """Distinct URLs of *hosts* different hosts, one in twenty plain http."""
    return [
        f"{'http' if number % 20 == 7 else 'https'}://api{chance.randrange(hosts)}.example/items/{number}?from=list"
        for number in range(rows)
    ]


HEADERS = [
    (column.name, column.header) for column in COLUMNS if column.header and column.name in SCHEMA.names
]


def headers_of(row: dict[str, Any], *, preflight: bool) -> list[tuple[str, str]]:
    """The headers of the response in *row*, or of the answer to the preflight."""
    return [
        (header, value)
        for name, header in HEADERS
        if name.startswith("preflight_") is preflight and row[name] is not None
        for value in (row[name] if isinstance(row[name], list) else [row[name]])
    ]


def loop(table: pa.Table) -> list[Verdict]:
    """The verdict on each row of *table*, row by row."""
    verdicts = []
    for batch in table.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            request = Request(
                row["url"],
                origin=row["origin"],
                method=row["method"] or "GET",
                headers=row["request_headers"] or (),
                credentials_mode=row["credentials_mode"],
            )
            response = Response(row["status"], headers_of(row, preflight=False))
            preflight = None
            if row["preflight_status"] is not None:
                preflight = Response(row["preflight_status"], headers_of(row, preflight=True))
            verdicts.append(decide(request, response, preflight=preflight))
    return verdicts


MEMORY = """
import sys
from pathlib import Path
import pyarrow as pa
from cors_sim.batch import decide_table

def kilobytes(field):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field))

with open(sys.argv[1], "rb") as file:
    table = pa.ipc.open_file(file).read_all()
decide_table(table.slice(0, 1))
Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
before = kilobytes("VmRSS")
decided = decide_table(table)
print(((kilobytes("VmHWM") - before) * 1024 + table.nbytes) / table.nbytes)
"""


def memory(table: pa.Table) -> float:
    """How many times as much memory as *table* its decision takes at most, table and result included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.arrow")
        with pa.ipc.new_file(path, table.schema) as file:
            file.write_table(table)
        command = [sys.executable, "-c", MEMORY, str(path)]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def seconds(function: Callable[[pa.Table], object], table: pa.Table) -> float:
    """Seconds of the processor that *function* takes for a row of *table*."""
    started = time.process_time()
    function(table)
    return (time.process_time() - started) / len(table)


def measure(at_once: pa.Table, one_by_one: pa.Table, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds a row, of a table at once and of rows one by one, a round each in turn."""
    rows = [(seconds(decide_table, at_once), seconds(loop, one_by_one)) for _ in range(rounds)]
    return [first for first, _ in rows], [second for _, second in rows]


def measurements(options: argparse.Namespace) -> Iterator[tuple[str, str, str, str, bool]]:
    """What was measured: its name, at once, one by one, the figure, and whether the target is met."""
    rows, hosts = options.rows, options.hosts
    common = repeating(rows, hosts)
    every = distinct(rows // 10, hosts)
    for name, table, target in (("2,000 combinations", common, 30.0), ("all distinct", every, 0.8)):
        batch, row = measure(table, table.slice(0, rows // 20), options.rounds)
        ratio = min(row) / min(batch)
        at_once, by_itself = (f"{min(each) * 1e6:.2f} \N{MICRO SIGN}s" for each in (batch, row))
        yield (
            f"{len(table):,} rows, {name}",
            at_once,
            by_itself,
            f"{ratio:.2f} times as fast (\u2265 {target:g})",
            ratio >= target,
        )
    for name, table in (("2,000 combinations", common), ("all distinct", distinct(rows * 2 // 5, hosts))):
        factor = memory(table)
        yield (
            f"{len(table):,} rows, {name}",
            "",
            "",
            f"{factor:.2f} times the memory (\u2264 3)",
            factor <= 3,
        )


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, and say by the exit code whether all targets are met."""
    parser = argparse.ArgumentParser(description="Measure cors_sim.batch against a loop over decide.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--hosts", type=int, default=100_000, help="different ones in the URLs")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    table = Table("measurement", "a row at once", "a row by itself", "figure", "target")
    missed = 0
    for name, batch, row, figure, met in measurements(options):
        missed += not met
        table.add_row(name, batch, row, figure, "met" if met else "missed")
    Console(width=None if sys.stdout.isatty() else 110).print(table)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
