"""The page of exercises: what `exercises.json` has, with the answers folded."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from cors_sim import Reason
from cors_sim.explain.reasons import MEANINGS
from docs.exercises import FILE, NAMES
from docs.markdown import code, text

_KINDS: Final = {
    "predict": "Predict the verdict",
    "flaw": "Find the flaw",
    "write": "Write the policy",
}
_SAID: Final = {
    "allowed": "script can read the response",
    "opaque": "the response is opaque, so that script reads nothing of it",
    "blocked": "it is blocked",
}


def exercises() -> str:
    """A section for each kind, and in it one for each exercise."""
    every = json.loads(FILE.read_text(encoding="utf-8"))
    lines: list[str] = []
    number = 0
    for kind, heading in _KINDS.items():
        lines += [f"## {heading}", ""]
        for exercise in every:
            if exercise["kind"] == kind:
                number += 1
                lines += [f"({exercise['id']})=", f"### {number}. {text(exercise['title'])}", ""]
                lines += _exercise(exercise)
    return "\n".join(lines)


def _exercise(exercise: Mapping[str, Any]) -> Iterator[str]:
    yield from ("```text", *_asked(exercise), "", *_answers(exercise["answers"]), "```", "")
    yield from (text(exercise["prompt"]), "")
    yield from ("<details>", "<summary>Answer</summary>", "", text(exercise["explanation"]), "")
    answer = exercise["answer"]
    if exercise["kind"] == "predict":
        yield from _verdicts(answer)
    elif exercise["kind"] == "flaw":
        yield from _flaw(answer)
    else:
        yield from ("```text", *_answers(answer["answers"]), "```", "")
    yield from (f"<p><small>From {escape(exercise['source'])}</small></p>", "", "</details>", "")


def _asked(exercise: Mapping[str, Any]) -> Iterator[str]:
    request = exercise["request"]
    origin = exercise["origin"]
    yield f"Page     {origin if origin != 'null' else 'with an opaque origin (null)'}"
    options = []
    for title, name, default in (
        ("mode", "mode", "cors"),
        ("credentials", "credentials_mode", "same-origin"),
        ("redirect", "redirect_mode", "follow"),
    ):
        if request[name] != default:
            options.append(f"{title}: {request[name]}")
    asked_for = f"  ({', '.join(options)})" if options else ""
    yield f"Request  {request['method']} {request['url']}{asked_for}"
    yield from (f"         {name}: {value}" for name, value in request["headers"])


def _answers(rules: list[dict[str, Any]]) -> Iterator[str]:
    for rule in rules:
        when, answer = rule["when"], rule["answer"]
        to = "a preflight" if when.get("is_preflight") else when.get("method", "")
        to = f"{to} {when.get('url', '')}".strip() or ("anything else" if len(rules) > 1 else "it")
        yield f"Answer to {to}"
        yield f"         {answer['status']}"
        yield from (f"         {name}: {value}" for name, value in answer["headers"])


def _verdicts(answer: Mapping[str, Any]) -> Iterator[str]:
    verdicts: dict[str, list[str]] = {}
    for name, verdict in answer["verdict"].items():
        verdicts.setdefault(verdict, []).append(NAMES[name])
    if len(verdicts) == 1:
        (verdict,) = verdicts
        yield from (f"By the standard and in all three browsers, {_SAID[verdict]}.", "")
    else:
        yield from (f"- In {_and(names)}: {_SAID[verdict]}." for verdict, names in verdicts.items())
        yield ""
    if answer.get("requests"):
        yield from (f"Sent: {', '.join(map(code, answer['requests']))}.", "")
    yield from _reason(answer.get("reason"))


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _flaw(answer: Mapping[str, Any]) -> Iterator[str]:
    yield from _reason(answer["reason"])
    yield f"It is in the answer to {code(answer['requests'][-1])}: [the standard]({answer['step']})."
    yield ""


def _reason(reason: str | None) -> Iterator[str]:
    if reason is not None:
        yield f"Reason: [`{reason}`](../reference/reasons.md#{reason}). {text(MEANINGS[Reason(reason)])}"
        yield ""
