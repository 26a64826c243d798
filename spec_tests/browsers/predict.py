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

import jsonschema

from cors_sim import (
    BROWSERS,
    Browser,
    Done,
    HTTPRequest,
    InvalidInput,
    Outcome,
    PreflightCache,
    Request,
    Send,
    simulate,
    start,
)
from cors_sim.client import ClientError, Page
from spec_tests.browsers.actions import (
    Unmodelled,
    lines_of,
    local_result,
    page_of,
    request_of,
    result_of,
)
from spec_tests.browsers.scenario_server import ScenarioServer

SCHEMA: Final = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).parent / "scenario.schema.json").read_text())
)
PROFILES: Final = {browser.name: browser for browser in BROWSERS}
ENGINES: Final = ("chromium", "firefox", "webkit")


class MalformedScenarioError(ValueError):
    """A line that is no scenario; its text names the member at fault."""


def read_scenario(line: str) -> dict[str, Any]:
    """
    The scenario on *line*.

    Raises:
        MalformedScenarioError: it is none.
    """
    try:
        scenario = json.loads(line)
    except ValueError as error:
        message = f"no JSON: {error}"
        raise MalformedScenarioError(message) from None
    fault = jsonschema.exceptions.best_match(SCHEMA.iter_errors(scenario))
    if fault is not None:
        raise MalformedScenarioError(f"{fault.json_path.removeprefix('$.')}: {fault.message[:200]}")
    assert isinstance(scenario, dict)
    return scenario


def predict(scenario: dict[str, Any], engine: str) -> dict[str, Any]:
    """
    The prediction for one *scenario* in one *engine*.

    Args:
        scenario: as `README.md` describes it, without placeholders.
        engine: the name of a profile.
    """
    prediction: dict[str, Any] = {"scenario": scenario["id"], "engine": engine}
    try:
        prediction |= run(scenario, PROFILES[engine])
    except (Unmodelled, InvalidInput) as unmodelled:
        prediction["unmodelled"] = str(unmodelled)
    return prediction


def run(scenario: dict[str, Any], browser: Browser) -> dict[str, Any]:
    """What comes of the actions of *scenario* in *browser*, one after the other or all at once."""
    page = page_of(scenario["page"])
    server = ScenarioServer(scenario, browser)
    outcomes = iter(outcomes_of(scenario, server, browser))
    results, console = [], []
    for action in scenario["actions"]:
        if action["kind"] == "eval":
            results.append(local_result(action, page))
            continue
        outcome = next(outcomes)
        results.append(result_of(action, outcome, browser))
        console += lines_of(action, outcome, browser)
    return {
        "results": results,
        "requests": [_on_the_wire(request) for request in server.received],
        "console": [{"text": line} for line in console],
    }


def outcomes_of(
    scenario: dict[str, Any], server: ScenarioServer, browser: Browser
) -> list[Outcome | ClientError]:
    """What comes of each action of *scenario* that makes a request, in order."""
    page = page_of(scenario["page"])
    actions = [action for action in scenario["actions"] if action["kind"] != "eval"]
    asked = [_asked(action, page, browser) for action in actions]
    return (_at_once if scenario.get("parallel") else _in_turn)(asked, server, browser)


Asked = tuple[dict[str, Any], Request | ClientError]
"""An action and what its API makes of it."""


def _asked(action: dict[str, Any], page: Page, browser: Browser) -> Asked:
    try:
        return action, request_of(action, page, browser)
    except ClientError as error:
        return action, error


def _in_turn(asked: list[Asked], server: ScenarioServer, browser: Browser) -> list[Outcome | ClientError]:
    cache, now = PreflightCache(), 0.0
    outcomes: list[Outcome | ClientError] = []
    for action, request in asked:
        now += action.get("delay_ms", 0) / 1000
        if isinstance(request, ClientError):
            outcomes.append(request)
            continue
        outcome = simulate(request, server.answer, browser=browser, cache=cache, now=now)
        cache = outcome.cache
        outcomes.append(outcome)
    return outcomes


def _at_once(asked: list[Asked], server: ScenarioServer, browser: Browser) -> list[Outcome | ClientError]:
    """Each asks once before any asks twice, and none knows what the others were allowed."""
    states: list[Send | Done | ClientError] = [
        request if isinstance(request, ClientError) else start(request, browser=browser)
        for _, request in asked
    ]
    while any(isinstance(state, Send) for state in states):
        states = [
            state.receive(server.answer(state.request)) if isinstance(state, Send) else state
            for state in states
        ]
    return [
        state.outcome if isinstance(state, Done) else state
        for state in states
        if not isinstance(state, Send)
    ]


def _on_the_wire(request: HTTPRequest) -> dict[str, Any]:
    return {
        "method": request.method,
        "url": request.url.href,
        "headers": [list(header) for header in request.headers],
    }


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of the file at *path*, with their numbers."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, line


def main(arguments: list[str] | None = None) -> int:
    """Write a prediction for each scenario and engine; 2 if a line was no scenario."""
    parser = argparse.ArgumentParser(prog="python -m spec_tests.browsers.predict")
    parser.add_argument("scenarios", type=Path, metavar="SCENARIOS", help=".jsonl or .jsonl.gz")
    parser.add_argument("--engine", choices=[*ENGINES, "all"], default="all")
    chosen = parser.parse_args(arguments)
    engines = ENGINES if chosen.engine == "all" else (chosen.engine,)
    exit_code = 0
    for number, line in _lines(chosen.scenarios):
        try:
            scenario = read_scenario(line)
        except MalformedScenarioError as malformed:
            exit_code = 2
            print(f"line {number}: {malformed}", file=sys.stderr)
            continue
        for engine in engines:
            print(json.dumps(predict(scenario, engine)))
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
