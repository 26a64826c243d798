"""The exercises have the answers that they say, and come from where they say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from cors_sim import (
    BROWSERS,
    Allowed,
    Browser,
    HTTPRequest,
    OpaqueOrigin,
    Outcome,
    Request,
    Response,
    simulate,
)
from docs import exercises
from spec_tests.cases import runner
from spec_tests.docs.pages import ROOT

EXERCISES: Final = json.loads(exercises.FILE.read_text(encoding="utf-8"))
PROFILES: Final = {browser.name: browser for browser in BROWSERS}

each = pytest.mark.parametrize("exercise", EXERCISES, ids=[exercise["id"] for exercise in EXERCISES])


def of_kind(kind: str) -> pytest.MarkDecorator:
    """Each exercise of *kind*."""
    chosen = [exercise for exercise in EXERCISES if exercise["kind"] == kind]
    return pytest.mark.parametrize("exercise", chosen, ids=[exercise["id"] for exercise in chosen])


def server(rules: list[dict[str, Any]]) -> Callable[[HTTPRequest], Response]:
    """What answers by *rules*, as the file says that they are read."""

    def answer(asked: HTTPRequest) -> Response:
        facts = {"method": asked.method, "url": asked.url.href, "is_preflight": asked.is_preflight}
        for rule in rules:
            if all(facts[name] == value for name, value in rule["when"].items()):
                told = rule["answer"]
                return Response(told["status"], [tuple(pair) for pair in told["headers"]])
        raise LookupError(f"{asked.method} {asked.url}: that must not be sent")

    return answer


def run(exercise: dict[str, Any], rules: list[dict[str, Any]], browser: Browser) -> Outcome:
    """What comes of the request of *exercise* where the servers answer by *rules*."""
    asked = exercise["request"]
    origin = exercise["origin"]
    request = Request(
        asked["url"],
        origin=OpaqueOrigin("page") if origin == "null" else origin,
        method=asked["method"],
        headers=[tuple(pair) for pair in asked["headers"]],
        mode=asked["mode"],
        credentials_mode=asked["credentials_mode"],
        redirect_mode=asked["redirect_mode"],
        body=None if asked["body"] is None else asked["body"].encode(),
    )
    return simulate(request, server(rules), browser=browser)


def requests(outcome: Outcome) -> list[str]:
    """What was sent, as the file writes it."""
    return [f"{exchange.request.method} {exchange.request.url}" for exchange in outcome.exchanges]


class TestFile:
    """The file as a whole."""

    def test_generated(self) -> None:
        """It is what the generator makes of its sources."""
        assert exercises.FILE.read_text(encoding="utf-8") == exercises.document()

    def test_enough(self) -> None:
        """There are at least thirty, some of each kind, each with a name and a title of its own."""
        assert len(EXERCISES) >= 30
        assert {exercise["kind"] for exercise in EXERCISES} == {"predict", "flaw", "write"}
        assert len({exercise["id"] for exercise in EXERCISES}) == len(EXERCISES)
        assert len({exercise["title"] for exercise in EXERCISES}) == len(EXERCISES)

    @each
    def test_complete(self, exercise: dict[str, Any]) -> None:
        """Each says all that somebody needs who does it, and where it is from."""
        assert all(exercise[name] for name in ("title", "prompt", "explanation", "answers", "answer"))
        file, _, name = exercise["source"].partition(": ")
        assert (ROOT / file).is_file()
        assert name in exercise["id"]


class TestPredict:
    """The verdicts, which are the standard's or recorded."""

    @of_kind("predict")
    def test_verdicts(self, exercise: dict[str, Any]) -> None:
        """Each browser comes to the verdict that the file has from the tables or recordings."""
        for name, verdict in exercise["answer"]["verdict"].items():
            outcome = run(exercise, exercise["answers"], PROFILES[name])
            assert verdict == runner.verdict_name(outcome.verdict), name

    @of_kind("predict")
    def test_requests(self, exercise: dict[str, Any]) -> None:
        """Where the table has the requests and the reason of the standard, so does the package."""
        answer = exercise["answer"]
        if "standard" in answer["verdict"]:
            outcome = run(exercise, exercise["answers"], PROFILES["standard"])
            assert answer["requests"] == requests(outcome)
            assert answer["reason"] == outcome.verdict.reason

    def test_browsers_differ(self) -> None:
        """Some are about what browsers do apart."""
        apart = [
            exercise
            for exercise in EXERCISES
            if exercise["kind"] == "predict" and len(set(exercise["answer"]["verdict"].values())) > 1
        ]
        assert len(apart) >= 5


class TestFlaw:
    """What is wrong."""

    @of_kind("flaw")
    def test_flaw(self, exercise: dict[str, Any]) -> None:
        """It is the table's reason, at its step, behind its requests; and no browser lets it pass."""
        answer = exercise["answer"]
        for browser in BROWSERS:
            assert not run(exercise, exercise["answers"], browser).verdict.allowed
        outcome = run(exercise, exercise["answers"], PROFILES["standard"])
        assert outcome.verdict.step is not None
        assert answer == {
            "reason": outcome.verdict.reason,
            "step": outcome.verdict.step.url,
            "requests": requests(outcome),
        }


class TestWrite:
    """The policies, which the table of questions says."""

    @of_kind("write")
    def test_was_needed(self, exercise: dict[str, Any]) -> None:
        """With the answers as they are, script does not get all that it wants in each browser."""
        assert not all(served(exercise, exercise["answers"], browser) for browser in BROWSERS)

    @of_kind("write")
    def test_works(self, exercise: dict[str, Any]) -> None:
        """With the answers as they should be, it does."""
        assert all(served(exercise, exercise["answer"]["answers"], browser) for browser in BROWSERS)

    @of_kind("write")
    def test_nothing_too_much(self, exercise: dict[str, Any]) -> None:
        """Nothing that was changed could stay as it was, but for `Vary`, which is for caches."""
        for index, rule in enumerate(exercise["answer"]["answers"]):
            before = exercise["answers"][index]["answer"]
            for pair in rule["answer"]["headers"]:
                if pair in before["headers"] or pair[0] == "Vary":
                    continue
                kept = [other for other in before["headers"] if other[0] == pair[0]]
                headers = [other for other in rule["answer"]["headers"] if other != pair] + kept
                rules = list(exercise["answer"]["answers"])
                rules[index] = {**rule, "answer": {**rule["answer"], "headers": headers}}
                assert not all(served(exercise, rules, browser) for browser in BROWSERS), pair


def served(exercise: dict[str, Any], rules: list[dict[str, Any]], browser: Browser) -> bool:
    """Whether script can read the response, with the headers of its own (``X-``) that it has."""
    outcome = run(exercise, rules, browser)
    own = {
        name.lower()
        for rule in rules
        for name, _ in rule["answer"]["headers"]
        if name.startswith("X-") and not rule["when"].get("is_preflight")
    }
    return isinstance(outcome.verdict, Allowed) and own <= {
        name.lower() for name in outcome.response.headers.names()
    }


def test_page_has_each() -> None:
    """The page has a place for them."""
    page = (ROOT / "docs" / "tutorial" / "exercises.md").read_text(encoding="utf-8")
    assert "<!-- generated: exercises -->" in page
    assert Path(exercises.FILE).name in page
