"""
``python -m benchmarks.peers``: what else decides about CORS, in one sitting: how fast, and how right.

Reported, and no target: the figures depend on other people's code. What is not installed is said so. See
README.md for what has to be installed, and for what the columns mean.
"""

import argparse
import asyncio
import functools
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
from rich.console import Console
from rich.table import Table

from benchmarks import floor
from benchmarks.peers.cases import CROSS, PAGE, PREFLIGHTED, SIMPLE, Case, recorded
from benchmarks.peers.loopback import Loopback
from cors_sim import CHROMIUM, Request, Response, decide
from cors_sim.client import ClientError, fetch
from spec_tests.browsers.recorder.drivers.chromium import Chromium

HERE = Path(__file__).parent
PYTHON = HERE / ".venv" / "bin" / "python"
TIMED = (SIMPLE, PREFLIGHTED)


@attrs.frozen
class Result:
    """
    What a peer came to.

    Args:
        name: of the peer.
        decides: what it decides.
        version: of it.
        times: microseconds for each of the two that are measured.
        verdicts: on the recorded cases; None where it gives none.
        ready: whether it starts from objects that are there already, and not from strings.
    """

    name: str
    decides: str
    version: str = ""
    times: dict[str, float] = attrs.field(factory=dict)
    verdicts: dict[str, bool] | None = None
    ready: bool = attrs.field(default=True, kw_only=True)


def microseconds(function: Callable[[], object], calls: int = 5_000) -> float:
    """Microseconds of the processor that a call takes: the smallest of five rounds."""
    rounds = []
    for _ in range(5):
        started = time.process_time_ns()
        for _ in range(calls):
            function()
        rounds.append((time.process_time_ns() - started) / 1000 / calls)
    return min(rounds)


def values(case: Case) -> tuple[Request, Response, Response]:
    """*case* as values: script's request, and both answers."""
    init: Any = case.init
    request = fetch(f"{CROSS}/{case.name}", init, origin=PAGE)
    return request, Response(*case.response), Response(*case.preflight)


def verdict(case: Case) -> bool:
    """What the package says of *case*, in Chromium."""
    try:
        request, response, preflight = values(case)
    except ClientError:
        return False
    return bool(decide(request, response, preflight=preflight, browser=CHROMIUM))


def ours(cases: list[Case]) -> list[Result]:
    """The package, from strings and from ready values."""
    ready = {case.name: values(case) for case in TIMED}

    def decided(case: Case) -> object:
        request, response, preflight = ready[case.name]
        return decide(request, response, preflight=preflight)

    def from_strings(case: Case) -> object:
        request = Request(f"{CROSS}/a", origin=PAGE, **case.init)
        preflight = Response(*case.preflight) if case is PREFLIGHTED else None
        return decide(request, Response(*case.response), preflight=preflight)

    def result(name: str, function: Callable[[Case], object], *, ready: bool) -> Result:
        times = {case.name: microseconds(functools.partial(function, case)) for case in TIMED}
        verdicts = {case.name: verdict(case) for case in cases}
        return Result(name, "one hop, with reason, step and evidence", "", times, verdicts, ready=ready)

    return [
        result("cors_sim, from strings", from_strings, ready=False),
        result("cors_sim, ready values", decided, ready=True),
    ]


def hand_written() -> Result:
    """The floor of ``python -m benchmarks``: the same comparisons on dicts, and nothing else."""

    def answer(status: int, headers: list[tuple[str, str]]) -> dict[str, Any]:
        return {"status": status, "headers": {name.lower(): value for name, value in headers}}

    times = {}
    for case in TIMED:
        request = {
            "method": case.init.get("method", "GET"),
            "scheme": "http",
            "port": 8802,
            "secure": False,
            "url_origin": CROSS,
            "origin": PAGE,
            "credentials_mode": "same-origin",
            "mode": "cors",
            "headers": {name.lower(): value for name, value in case.init.get("headers", [])},
        }
        arguments = request, answer(*case.response), answer(*case.preflight)
        assert floor.decide(*arguments)
        times[case.name] = microseconds(functools.partial(floor.decide, *arguments))
    return Result("hand-written comparisons", "most of that, on dicts: yes or no", "", times)


def run(
    name: str, decides: str, command: list[str], job: dict[str, Any], *, judges: bool, ready: bool
) -> Result:
    """A peer in a process of its own."""
    done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, check=False)
    if done.returncode:
        why = [line for line in done.stderr.splitlines() if "Error" in line]
        return Result(name, decides, f"not run: {(why or ['no reason given'])[-1]}")
    found = json.loads(done.stdout.splitlines()[-1])
    verdicts = found["verdicts"] if judges else None
    return Result(name, decides, found["version"], found["times"], verdicts, ready=ready)


def chromium(cases: list[Case], calls: int) -> Result:
    """A real Chromium: a batch of fetches in one page."""

    async def batch(loopback: Loopback) -> dict[str, Any]:
        async with Chromium() as browser:
            await browser.open(f"{loopback.page}/")
            found = await asyncio.to_thread(loopback.wait, 300)
            return {**found, "version": browser.version}

    with Loopback(cases, TIMED, calls) as loopback:
        found = asyncio.run(batch(loopback))
    return Result(
        "Chromium",
        "all of it (wall clock, network included)",
        found["version"].removeprefix("Chrome/"),
        found["times"],
        found["verdicts"],
        ready=False,
    )


def peers(cases: list[Case], calls: int) -> list[Result]:
    """All others."""
    with Loopback(cases, TIMED, calls) as loopback:
        networked = [
            run(
                name,
                decides,
                ["node", str(HERE / "peers.mjs"), name],
                loopback.job,
                judges=True,
                ready=False,
            )
            for name, decides in (
                ("jsdom", "XMLHttpRequest (network included)"),
                ("happy-dom", "fetch (network included)"),
                ("undici", "nothing: the price of the network"),
            )
        ]
    # The others need no network: the page may stay where it was recorded.
    job = {
        "page": PAGE,
        "calls": 20 * calls,
        "cases": [described(case) for case in cases],
        "timed": [described(case) for case in TIMED],
    }
    halves = {**job, "cases": []}
    server = "the server's half: which headers to send"
    return [
        *networked,
        run(
            "cors.testing",
            "the checks alone, no network",
            [str(PYTHON), str(HERE / "python_peers.py"), "cors.testing"],
            job,
            judges=True,
            ready=True,
        ),
        run(
            "starlette",
            server,
            [str(PYTHON), str(HERE / "python_peers.py"), "starlette"],
            halves,
            judges=False,
            ready=True,
        ),
        run(
            "npm cors", server, ["node", str(HERE / "peers.mjs"), "cors"], halves, judges=False, ready=True
        ),
    ]


def described(case: Case) -> dict[str, Any]:
    """*case* for a peer that asks no server."""
    return {
        "name": case.name,
        "url": f"{CROSS}/{case.name}",
        "init": case.init,
        "response": case.response,
        "preflight": case.preflight,
    }


def row(result: Result, package: list[Result], cases: list[Case]) -> list[str]:
    """*result* as a row of the table, its times beside those of *package* that start from the same."""
    base = package[result.ready]
    times = []
    for name in (case.name for case in TIMED):
        taken = result.times.get(name)
        if taken is None:
            times.append("")
        else:
            ratio = taken / base.times[name]
            times.append(f"{taken:,.1f} ({ratio:,.2f})" if ratio < 10 else f"{taken:,.0f} ({ratio:,.0f})")
    right = ""
    if result.verdicts is not None:
        right = f"{sum(result.verdicts[case.name] is case.allowed for case in cases)}/{len(cases)}"
    return [" ".join(filter(None, (result.name, result.version))), result.decides, *times, right]


def main(arguments: list[str] | None = None) -> int:
    """Ask everybody, and print one table."""
    parser = argparse.ArgumentParser(description="Measure what else decides about CORS.")
    parser.add_argument("--calls", type=int, default=200, help="of a peer with a network, for each time")
    options = parser.parse_args(arguments)
    cases = recorded()
    package = ours(cases)
    results = [*package, hand_written(), *peers(cases, options.calls), chromium(cases, options.calls)]
    table = Table("who", "decides", "simple, µs (ratio)", "preflighted, µs (ratio)", "right")
    for result in results:
        table.add_row(*row(result, package, cases))
    Console(width=None if sys.stdout.isatty() else 140).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
