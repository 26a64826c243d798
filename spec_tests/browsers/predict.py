"""
What the package says that a browser does in an experiment.

    python -m spec_tests.browsers.predict SCENARIOS [--engine chromium|firefox|webkit|all]

reads scenarios (``.jsonl`` or ``.jsonl.gz``) and writes one prediction a line. It knows nothing of any
observation. What it cannot model it says so of: ``"unmodelled": "why"``. `README.md` has both schemas.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from cors_sim import (
    BROWSERS,
    Browser,
    Exchange,
    Outcome,
    PreflightCache,
    simulate,
)
from cors_sim.client import ClientError
from spec_tests.browsers.actions import Unmodelled, page_of, request_of, result_of
from spec_tests.browsers.scenario_server import ScenarioServer

PROFILES: Final = {browser.name: browser for browser in BROWSERS}
ENGINES: Final = ("chromium", "firefox", "webkit")


def predict(scenario: dict[str, Any], engine: str) -> dict[str, Any]:
    """
    The prediction for one *scenario* in one *engine*.

    Args:
        scenario: as `README.md` describes it, without placeholders.
        engine: the name of a profile.
    """
    prediction: dict[str, Any] = {"scenario": scenario["id"], "engine": engine}
    try:
        prediction |= _run(scenario, PROFILES[engine])
    except Unmodelled as unmodelled:
        prediction["unmodelled"] = str(unmodelled)
    return prediction


def _run(scenario: dict[str, Any], browser: Browser) -> dict[str, Any]:
    """What comes of the actions, one after the other, in *browser*."""
    page = page_of(scenario["page"])
    server = ScenarioServer(scenario, browser)
    cache, now = PreflightCache(), 0.0
    results: list[dict[str, Any]] = []
    exchanges: list[Exchange] = []
    console: list[str] = []
    for action in scenario["actions"]:
        now += action.get("delay_ms", 0) / 1000
        outcome: Outcome | ClientError
        try:
            request = request_of(action, page, browser)
        except ClientError as error:
            outcome = error
        else:
            outcome = simulate(request, server.answer, browser=browser, cache=cache, now=now)
            cache = outcome.cache
            exchanges += outcome.exchanges
            console += outcome.console
        results.append(result_of(action, outcome, browser))
    return {
        "results": results,
        "requests": [_on_the_wire(exchange) for exchange in exchanges if server.reaches(exchange)],
        "console": [{"text": line} for line in console],
    }


def _on_the_wire(exchange: Exchange) -> dict[str, Any]:
    request = exchange.request
    return {
        "method": request.method,
        "url": request.url.href,
        "headers": [list(header) for header in request.headers],
    }


def _scenarios(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of the file at *path*, with their numbers."""
    opened = gzip.open(path, "rt") if path.suffix == ".gz" else path.open()
    with opened as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, line


def main(arguments: list[str] | None = None) -> int:
    """Write a prediction for each scenario and engine; 2 if a line was none."""
    parser = argparse.ArgumentParser(prog="python -m spec_tests.browsers.predict")
    parser.add_argument("scenarios", type=Path, metavar="SCENARIOS", help=".jsonl or .jsonl.gz")
    parser.add_argument("--engine", choices=[*ENGINES, "all"], default="all")
    chosen = parser.parse_args(arguments)
    engines = ENGINES if chosen.engine == "all" else (chosen.engine,)
    failed = 0
    for number, line in _scenarios(chosen.scenarios):
        try:
            scenario = json.loads(line)
            for engine in engines:
                print(json.dumps(predict(scenario, engine)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            failed = 2
            print(f"line {number}: {type(error).__name__} {error}", file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main())
