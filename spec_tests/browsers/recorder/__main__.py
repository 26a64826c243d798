"""Record scenarios in real browsers: `python -m spec_tests.browsers.recorder SCENARIOS --out FILE`."""

import argparse
import asyncio
import gzip
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

from spec_tests.browsers.scenarios import read_scenarios

from .drivers import DRIVERS
from .recording import record


async def main() -> int:
    """Record, and say how many scenarios each browser completed; exit code 1 unless all completed all."""
    parser = argparse.ArgumentParser(prog="python -m spec_tests.browsers.recorder", description=__doc__)
    parser.add_argument(
        "scenarios", type=Path, help='lines of JSON, or one {"scenarios": [...]}; may be compressed'
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        help="where the observations go, as lines of JSON (.gz: compressed)",
    )
    parser.add_argument("--engines", default=",".join(DRIVERS), help="which browsers, separated by commas")
    parser.add_argument("--resolved", type=Path, help="where the scenarios go, without their placeholders")
    parser.add_argument("--only", default="", metavar="REGEX", help="only scenarios whose id matches")
    arguments = parser.parse_args()
    engines = arguments.engines.split(",")
    if unknown := set(engines) - DRIVERS.keys():
        parser.error(
            f"--engines: no such engine: {', '.join(sorted(unknown))}; there are {', '.join(DRIVERS)}"
        )
    scenarios = [
        scenario
        for scenario in read_scenarios(arguments.scenarios)
        if re.search(arguments.only, scenario["id"])
    ]
    if arguments.resolved:
        arguments.resolved.write_text("".join(json.dumps(scenario) + "\n" for scenario in scenarios))
    completed: Counter[str] = Counter()
    started = time.monotonic()
    opener = gzip.open if arguments.out.suffix == ".gz" else open
    with opener(arguments.out, "wt", encoding="ascii") as out:
        async for observation in record(scenarios, engines):
            completed[observation["engine"]] += observation["completed"]
            out.write(json.dumps(observation) + "\n")
    for engine in engines:
        print(f"{engine}: {completed[engine]} of {len(scenarios)} scenarios", file=sys.stderr)
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
    return int(any(completed[engine] < len(scenarios) for engine in engines))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
