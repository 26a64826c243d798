"""The thirty-two questions people ask: each has the right cause and, where there is one, a fix."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from cors_sim import BROWSERS, Allowed, Change, Explanation, Fix, Outcome, explain, simulate
from spec_tests.cases import runner
from spec_tests.cases.runner import Case
from spec_tests.explain.mended import Changed, Record

QUESTIONS: Final = {
    case["id"]: case
    for case in runner.load_cases(runner.HERE / "questions.json")
    if case["id"].startswith("q")
}
ANSWERS: Final[Mapping[str, Mapping[str, Any]]] = json.loads(
    Path(__file__).with_name("questions.json").read_text(encoding="utf-8")
)["answers"]

each_question = pytest.mark.parametrize("question", list(QUESTIONS))


def explained(question: str, *, live: bool) -> tuple[Outcome, Explanation]:
    """The outcome that the question is about, and its explanation."""
    case: Case = QUESTIONS[question]
    _, outcome = runner.run(case)
    server = runner.build_server(case["server"], case.get("at", 0.0))
    return outcome, explain(outcome, server if live else None)


class TestQuestions:
    """Each question has the answer that `questions.json` says."""

    def test_all(self) -> None:
        """There is an answer for each, but for the one that asks for a shared cache."""
        assert set(ANSWERS) == set(QUESTIONS)
        assert {f"q{number:02}" for number in range(1, 33)} - {"q31"} == {name[:3] for name in QUESTIONS}

    @each_question
    def test_cause(self, question: str) -> None:
        """The cause says what matters."""
        outcome, explanation = explained(question, live=False)
        assert [words for words in ANSWERS[question]["cause"] if words not in explanation.cause] == []
        assert explanation.verdict == outcome.verdict

    @each_question
    @pytest.mark.parametrize("kind", ["remarks", "advice", "not_modelled"])
    def test_remarks(self, question: str, kind: str) -> None:
        """What it is recognized as is said, and nothing of the kind that it is not."""
        _, explanation = explained(question, live=False)
        wanted = ANSWERS[question].get(kind, [])
        said = [remark.kind for remark in getattr(explanation, kind)]
        if kind == "remarks":
            assert set(said) - {"works-in-curl"} == set(wanted) - {"works-in-curl"}
        assert set(wanted) <= set(said)

    @each_question
    @pytest.mark.parametrize("live", [False, True])
    def test_fix(self, question: str, live: bool) -> None:
        """The first fix is the one that is wanted; where the answer is that all is well there is none."""
        _, explanation = explained(question, live=live)
        wanted = ANSWERS[question]["fix"]
        if wanted is None:
            assert explanation.fixes == ()
            return
        fix = explanation.fixes[0]
        assert wanted.get("public", False) == fix.is_public
        assert ("request" in wanted) == (fix.request is not None)
        for field, value in wanted.get("request", {}).items():
            assert fix.request is not None
            actual = getattr(fix.request, field)
            assert value == (list(actual) if field == "headers" else str(actual))
        if "changes" in wanted and not (live and wanted.get("request")):
            assert wanted["changes"] == [spec for change in fix.changes for spec in specs(change)]

    @each_question
    @pytest.mark.parametrize("live", [False, True])
    def test_fixes_work(self, question: str, live: bool) -> None:
        """Each fix works in all browsers, when somebody else makes the changes."""
        outcome, explanation = explained(question, live=live)
        case = QUESTIONS[question]
        server = (
            runner.build_server(case["server"], case.get("at", 0.0)) if live else Record(outcome.exchanges)
        )
        for fix in explanation.fixes:
            for browser in BROWSERS:
                again = simulate(
                    fix.request or outcome.request, Changed(server, fix.changes), browser=browser
                )
                assert isinstance(again.verdict, Allowed), (fix.headline, browser)
                assert set(exposed(fix)) <= {name.lower() for name in again.response.headers.names()}


def specs(change: Change) -> list[dict[str, Any]]:
    """*change* as the file writes it, if the answer that it changes was seen."""
    kind = "preflight" if change.target.is_preflight else "answer"
    if not change.was_seen:
        return []
    status = [] if change.status is None else [{"to": kind, "name": "status", "after": str(change.status)}]
    return [*status, *({"to": kind, "name": item.name, "after": item.after} for item in change.headers)]


def exposed(fix: Fix) -> list[str]:
    """Names of headers that *fix* is to let script see."""
    lists = [
        item.after or ""
        for change in fix.changes
        for item in change.headers
        if item.name == "Access-Control-Expose-Headers"
    ]
    return [name.strip().lower() for value in lists for name in value.split(",") if name.strip() != "*"]
