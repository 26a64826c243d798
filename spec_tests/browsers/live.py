"""Do the browsers of this machine still do what the package says?

    python -m spec_tests.browsers.live [--engine NAME] [--fresh-seed SEED]

Runs some scenarios of the chosen corpus and random ones from a committed seed in each browser, and
compares with `predict`. A difference counts when it recurs in two reruns, in each of which the scenario
has a page to itself. Exit code 1 when a figure is below the ratchet's. Random scenarios of a fresh seed
are run too: their differences are printed, with the seed, and do not count. Nor does any in a browser
newer than the recorded one.

May import everything here.
"""

import argparse
import asyncio
import itertools
import json
import re
import secrets
import sys
import time
from collections.abc import Iterable, Sequence

from . import corpora
from .agreement import FACETS, RATCHET, differences, facts, tally
from .predict import predict
from .random_scenarios import Draw, random_scenario
from .recorder.recording import record
from .scenarios import Observation, Scenario, resolve

_SEED = "live"
_RANDOM, _CHOSEN, _FRESH = 200, 100, 60  # how many scenarios of each


def live_scenarios() -> list[Scenario]:
    """The scenarios that count: the same ones every time."""
    chosen = [s for s in corpora.scenarios("chosen").values() if not s.get("slow") and not _aborts(s)]
    return Draw(_SEED).sample(chosen, _CHOSEN) + random_scenarios(_SEED, _RANDOM)


def random_scenarios(seed: str, count: int) -> list[Scenario]:
    """The first scenarios of a seed in which no server closes a connection without an answer.

    How often a browser then asks again is chance.
    """
    made = (resolve(random_scenario(seed, number)) for number in itertools.count())
    return list(itertools.islice((scenario for scenario in made if not _aborts(scenario)), count))


def _aborts(scenario: Scenario) -> bool:
    rules = scenario["server"].values()
    return any(response.get("abort") for rule in rules for answers in rule.values() for response in answers)


def is_newer(version: str, recorded: str) -> bool:
    """Whether a browser is above the recorded one, each as in observations: `Chrome/156.0.8078.79`."""
    numbers, recorded_numbers = (tuple(map(int, re.findall(r"\d+", text))) for text in (version, recorded))
    return numbers > recorded_numbers


async def observe(scenarios: Sequence[Scenario], engine: str, together: int = 60) -> dict[str, Observation]:
    """What a browser makes of some scenarios, by their id."""
    return {o["scenario"]: o async for o in record(scenarios, [engine], together)}


async def recurring(
    scenarios: Sequence[Scenario], engine: str, first: dict[str, Observation]
) -> dict[str, set[str]]:
    """For each scenario, the facets in which the prediction differs now and in two reruns.

    Args:
        scenarios: All that were run.
        engine: In which browser.
        first: What came of it.
    """
    found = {s["id"]: _differences(s, engine, first.get(s["id"])) for s in scenarios}
    for _ in range(2):
        again = [scenario for scenario in scenarios if found[scenario["id"]]]
        rerun = await observe(again, engine, together=1) if again else {}
        for scenario in again:
            found[scenario["id"]] &= _differences(scenario, engine, rerun.get(scenario["id"]))
    return found


def _differences(scenario: Scenario, engine: str, observation: Observation | None) -> set[str]:
    if observation is None or not observation["completed"]:
        return set(FACETS)
    return differences(scenario, observation, predict(scenario, engine))


def report(
    scenario: Scenario, engine: str, facets: Iterable[str], observation: Observation | None
) -> list[str]:
    """Lines that show in what a scenario differs."""
    prediction = predict(scenario, engine)
    if observation is None or not observation["completed"]:
        return [f"  {scenario['id']}: the browser did not complete it"]
    if "unmodelled" in prediction:
        return [f"  {scenario['id']}: unmodelled: {prediction['unmodelled']}"]
    seen, predicted = facts(scenario, observation, engine), facts(scenario, prediction, engine)
    lines = [f"  {scenario['id']}:"]
    for facet in sorted(facets):
        lines += [f"    {facet}", f"      seen       {seen[facet]}", f"      predicted  {predicted[facet]}"]
    return lines


async def check(engine: str, fresh_seed: str) -> bool:
    """Run one browser, print what differs, and say whether its figures are as high as the ratchet's."""
    started = time.monotonic()
    counted = live_scenarios()
    fresh = random_scenarios(fresh_seed, _FRESH)
    first = await observe(counted + fresh, engine)
    found = await recurring(counted + fresh, engine, first)
    version = next(iter(first.values()))["version"]
    recorded = next(
        o["version"] for (name, _), o in corpora.observations("chosen").items() if name == engine
    )
    counts = tally(found[scenario["id"]] for scenario in counted)
    floor = json.loads(RATCHET.read_text())["live"][engine]
    print(f"\n{version} (recorded: {recorded}), {time.monotonic() - started:.0f} s")
    for scenarios, title in ((counted, "counted"), (fresh, f"seed {fresh_seed}, not counted")):
        differing = [scenario for scenario in scenarios if found[scenario["id"]]]
        print(f" {title}: {len(differing)} of {len(scenarios)} scenarios differ, and do so again and again")
        for scenario in differing:
            print("\n".join(report(scenario, engine, found[scenario["id"]], first.get(scenario["id"]))))
    low = [name for name in (*FACETS, "all") if counts[name] < floor[name]]
    for name in (*FACETS, "all"):
        mark = "  TOO LOW" if name in low else ""
        print(f" {name:8} {counts[name]:4} of {counts['scenarios']}, at least {floor[name]}{mark}")
    if low and is_newer(version, recorded):
        print(f" {version} is newer than the recorded browser: reported, not held against the package")
        return True
    return not low


async def main() -> int:
    """Check one browser after the other; 1 if one is below the ratchet."""
    parser = argparse.ArgumentParser(
        prog="python -m spec_tests.browsers.live", description="See the module."
    )
    parser.add_argument("--engine", choices=corpora.ENGINES, action="append", help="default: all")
    parser.add_argument(
        "--fresh-seed", default=secrets.token_hex(4), help="letters and digits; default: a new one"
    )
    arguments = parser.parse_args()
    passed = [await check(engine, arguments.fresh_seed) for engine in arguments.engine or corpora.ENGINES]
    return int(not all(passed))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
