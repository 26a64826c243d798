"""
What there is to choose from: questions that people ask, and exercises, each as a form.

The questions are the cases of `spec_tests/cases/questions.json`, and the exercises those of
`docs/exercises.json`. This is run when the site is built, and the page gets what it makes.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal, NotRequired, TypedDict

from cors_sim import Reason
from cors_sim.explain.snippets import SERVERS
from docs.playground.form import Answer, Form, Recipient

ROOT: Final = Path(__file__).parents[2]
QUESTIONS: Final = ROOT / "spec_tests" / "cases" / "questions.json"
EXERCISES: Final = ROOT / "docs" / "exercises.json"

# What a form can say of a request.
_FIELDS: Final = frozenset(
    {"url", "origin", "method", "headers", "body", "mode", "credentials_mode", "redirect_mode"}
)


class Preset(TypedDict):
    """
    Something to choose.

    Args:
        id: a stable word; links have it.
        kind: a question is answered at once; the others are for somebody to find out.
        title: the question, or what the exercise is about.
        prompt: what is to be done; empty for a question.
        explanation: the answer.
        form: what it starts from.
        solution: answers that let script read the response, where those are to be written.
    """

    id: str
    kind: Literal["question", "predict", "flaw", "write"]
    title: str
    prompt: str
    explanation: str
    form: Form
    solution: NotRequired[list[Answer]]


class Presets(TypedDict):
    """
    All that the page offers.

    Args:
        presets: in order.
        reasons: that a fetch can fail for.
        servers: that a fix can be written for.
    """

    presets: list[Preset]
    reasons: list[str]
    servers: list[str]


def presets() -> Presets:
    """All that the page offers."""
    return Presets(
        presets=[*_questions(), *_exercises()],
        reasons=[reason.value for reason in Reason],
        servers=list(SERVERS),
    )


def _questions() -> Iterator[Preset]:
    for case in json.loads(QUESTIONS.read_text(encoding="utf-8"))["cases"]:
        if can_be_typed(case):
            yield Preset(
                id=case["id"],
                kind="question",
                title=case["question"],
                prompt="",
                explanation=case["explanation"],
                form=form_of(case["request"], case["request"]["origin"], case["server"]),
            )


def _exercises() -> Iterator[Preset]:
    exercises = json.loads(EXERCISES.read_text(encoding="utf-8")) if EXERCISES.exists() else []
    for exercise in exercises:
        preset = Preset(
            id=exercise["id"],
            kind=exercise["kind"],
            title=exercise["title"],
            prompt=exercise["prompt"],
            explanation=exercise["explanation"],
            form=form_of(exercise["request"], exercise["origin"], exercise["answers"]),
        )
        if exercise["kind"] == "write":
            preset["solution"] = [_answer(rule) for rule in exercise["answer"]["answers"]]
        yield preset


def can_be_typed(case: Mapping[str, Any]) -> bool:
    """Whether *case* is one `fetch()`, with answers that stay the same."""
    return (
        "request" in case
        and "earlier" not in case
        and set(case["request"]) <= _FIELDS
        and not isinstance(case["request"].get("body"), dict)
        and all("until" not in rule.get("when", {}) for rule in case["server"])
    )


def form_of(request: Mapping[str, Any], origin: str | Mapping[str, str], rules: list[Any]) -> Form:
    """
    The form that says the same.

    Args:
        request: as the cases write it.
        origin: of the page, as the cases write it, or ``null``.
        rules: what is answered, as the cases write it.
    """
    return Form(
        origin=origin if isinstance(origin, str) else "null",
        url=request["url"],
        method=request.get("method", "GET"),
        headers=_lines(request.get("headers", [])),
        body=request.get("body") or "",
        mode=request.get("mode", "cors"),
        credentials=request.get("credentials_mode", "same-origin"),
        redirect=request.get("redirect_mode", "follow"),
        answers=[_answer(rule) for rule in rules],
    )


def _answer(rule: Mapping[str, Any]) -> Answer:
    when, answer = rule.get("when", {}), rule["answer"]
    lost = answer == "network-error"
    to: Recipient = "any"
    if "is_preflight" in when:
        to = "preflight" if when["is_preflight"] else "request"
    return Answer(
        to=to,
        method=when.get("method", ""),
        url=when.get("url", ""),
        status="200" if lost else str(answer.get("status", 200)),
        headers="" if lost else _lines(answer.get("headers", [])),
        lost=lost,
    )


def _lines(headers: list[list[str]]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers)
