"""What all peers are asked: two requests to measure, and some whose verdict three browsers gave alike."""

from collections.abc import Iterator
from typing import Any, Final

import attrs

from spec_tests.browsers import corpora
from spec_tests.browsers.scenarios import ORIGINS, Scenario

PAGE: Final = str(ORIGINS["page"])
"""The page of the recorded scenarios; each peer's page, on a port of its own, takes its place."""

CROSS: Final = str(ORIGINS["cross"])

_ABOUT: Final = (
    "acao-",
    "acac-",
    "acam-",
    "acah-",
    "pf",
    "safe-ct-",
    "safe-accept-",
    "wild-",
    "authz-",
    "mismatch-",
)
_PLAIN: Final = {"kind", "url", "method", "headers", "credentials"}


@attrs.frozen
class Case:
    """
    One fetch, and what answers.

    Args:
        name: the scenario it comes from.
        init: what script passes to ``fetch()``: method, headers as pairs, credentials.
        response: status and headers as pairs.
        preflight: likewise.
        allowed: whether browsers let script read the response.
    """

    name: str
    init: dict[str, Any]
    response: tuple[int, list[tuple[str, str]]]
    preflight: tuple[int, list[tuple[str, str]]]
    allowed: bool


_WELCOME: Final = [
    ("Access-Control-Allow-Origin", PAGE),
    ("Access-Control-Allow-Methods", "GET, PUT"),
    ("Access-Control-Allow-Headers", "x-test"),
    ("Access-Control-Max-Age", "0"),
]
# Some peers preflight what needs no preflight; they shall be welcome as well.
SIMPLE: Final = Case("simple", {}, (200, _WELCOME[:1]), (204, _WELCOME), allowed=True)
PREFLIGHTED: Final = Case(
    "preflighted",
    {"method": "PUT", "headers": [["X-Test", "1"]]},
    (200, _WELCOME[:1]),
    (204, _WELCOME),
    allowed=True,
)


def recorded() -> list[Case]:
    """Recorded scenarios of one fetch without a body, in which three browsers came to the same."""
    return list(_recorded())


def _recorded() -> Iterator[Case]:
    seen = corpora.observations("chosen")
    for name, scenario in corpora.scenarios("chosen").items():
        if not _is_plain(scenario):
            continue
        outcomes = {seen[engine, name]["results"][0]["outcome"] for engine in corpora.ENGINES}
        if len(outcomes) == 1:
            [action] = scenario["actions"]
            answers = scenario["server"]["a"]
            yield Case(
                name,
                {
                    member: action[member]
                    for member in ("method", "headers", "credentials")
                    if member in action
                },
                _answer(answers["*"]),
                _answer(answers.get("OPTIONS", answers["*"])),
                outcomes == {"resolved"},
            )


def _is_plain(scenario: Scenario) -> bool:
    actions, page = scenario["actions"], scenario["page"]
    return (
        scenario["id"].startswith(_ABOUT)
        and [action["kind"] for action in actions] == ["fetch"]
        and actions[0].keys() <= _PLAIN
        and page == {"origin": PAGE, "kind": "top", "headers": []}
        and actions[0]["url"] == f"{CROSS}/r/{scenario['id']}/a"
        and all(map(_is_plain_answer, scenario["server"].get("a", {}).values()))
    )


def _is_plain_answer(answers: list[dict[str, Any]]) -> bool:
    [answer, *more] = answers
    headers = answer.get("headers", [])
    followed = 300 <= answer.get("status", 200) < 400
    return (
        not (more or followed)
        and answer.keys() <= {"status", "headers", "body"}
        and all(isinstance(header, list) for header in headers)
    )


def _answer(answers: list[dict[str, Any]]) -> tuple[int, list[tuple[str, str]]]:
    headers = [(name, value) for name, value in answers[0].get("headers", [])]
    return answers[0].get("status", 200), headers
