"""Experiments with all that the APIs of real browsers refuse, and all kinds of answers to elements."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from cors_sim import CHROMIUM, FIREFOX, WEBKIT, Browser, Outcome, client, simulate
from cors_sim.client import ClientError
from spec_tests.browsers.actions import Unmodelled, page_of, request_of, result_of
from spec_tests.browsers.scenario_server import ScenarioServer

HERE: Final = Path(__file__).parent / "recorded"
DEAD_PORT: Final = 8899
BROWSERS: Final = {browser.name: browser for browser in (CHROMIUM, FIREFOX, WEBKIT)}


def experiments() -> list[dict[str, Any]]:
    """All of them, as `README.md` beside them describes."""
    with gzip.open(HERE / "experiments.jsonl.gz", "rt") as lines:
        return [json.loads(line) for line in lines]


def expected_differences() -> dict[str, dict[str, str]]:
    """By browser: the experiments that are known to come out differently, and why."""
    differences: dict[str, dict[str, str]] = json.loads((HERE / "differences.json").read_text())
    return differences


def what_came_of(experiment: dict[str, Any], browser: Browser) -> Outcome | ClientError:
    """The outcome of the experiment's request in *browser*, or what was thrown before there was one."""
    try:
        request = request_of(experiment["action"], page_of(experiment["page"]), browser)
    except ClientError as error:
        return error
    return simulate(request, ScenarioServer(experiment, browser).answer, browser=browser)


def differences(experiment: dict[str, Any], browser: Browser) -> Iterator[tuple[str, object, object]]:
    """What of an *experiment* the package says differently from what was seen: (what, seen, said)."""
    action, seen = experiment["action"], experiment[browser.name]
    try:
        came_of_it = what_came_of(experiment, browser)
        said = result_of(action, came_of_it, browser)
    except Unmodelled as unmodelled:
        yield "outcome", seen["outcome"], f"unmodelled: {unmodelled}"
        return
    yield from _unequal("outcome", seen["outcome"], said["outcome"])
    if seen["outcome"] == "rejected":
        yield from _unequal("name", seen["name"], said.get("name"))
        yield from _unequal("message", seen["message"], said.get("message"))
    if "error" in seen:
        yield from _unequal("error", seen["error"], _thrown(came_of_it, action, browser))
    yield from _unequal("header errors", seen.get("headerErrors", []), _header_errors(action, browser))
    if "requests" in seen:
        yield from _unequal("requests", seen["requests"], _requests(experiment, came_of_it))
    if isinstance(came_of_it, Outcome) and seen["outcome"] == "send-threw":
        fires_error = client.event(came_of_it, synchronous=True).fires_error
        yield from _unequal("events", seen.get("events", []), ["error"] if fires_error else [])


def _unequal(what: str, seen: object, said: object) -> Iterator[tuple[str, object, object]]:
    if seen != said:
        yield what, seen, said


def _requests(experiment: dict[str, Any], came_of_it: Outcome | ClientError) -> list[list[str | None]]:
    """What got to the server, as in `README.md`."""
    exchanges = came_of_it.exchanges if isinstance(came_of_it, Outcome) else ()
    requests = []
    for exchange in exchanges:
        sent, headers = exchange.request, exchange.request.headers
        if sent.url.port == DEAD_PORT or not sent.url.path.startswith(f"/r/{experiment['id']}/"):
            continue
        names = ("Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers")
        request = [sent.method, *map(headers.get, names)]
        if headers.get("User-Agent") == "x" and not sent.is_preflight:
            request.append("User-Agent: x")
        requests.append(request)
    return requests


def _thrown(
    came_of_it: Outcome | ClientError, action: dict[str, Any], browser: Browser
) -> dict[str, str] | None:
    if isinstance(came_of_it, ClientError):
        error = came_of_it.in_browser(browser)
    else:
        thrown = client.event(came_of_it, synchronous=action.get("async") is False).error
        if thrown is None:
            return None
        error = thrown
    return {"name": error.name, "message": error.message}


def _header_errors(action: dict[str, Any], browser: Browser) -> list[Any]:
    """What ``setRequestHeader()`` throws for each header that it refuses."""
    errors = []
    for name, value in action.get("headers", []) if action["kind"] == "xhr" else []:
        try:
            client.xhr(
                "GET", "https://api.example.com/", origin="https://app.example.com", headers=[(name, value)]
            )
        except ClientError as error:
            said = error.in_browser(browser)
            errors.append([name, {"name": said.name, "message": said.message}])
    return errors
