from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import jsonschema
import pytest

from cors_sim.verdicts import Reason
from spec_tests.cases import runner
from spec_tests.cases.runner import Case, StepSpec

STEPS_FILE = Path(__file__).parents[1] / "standard" / "steps.json"

CASES: Final = runner.load_cases()
ENTRIES: Final = [entry for path in runner.CASE_FILES for entry in runner.load(path)["cases"]]

# Why no case has it.
NOT_IN_A_CASE: Final = {Reason.REDIRECT_NOT_FOLLOWED: "only `decide` gives it, which judges one hop"}

# Definitions without steps that the extracted standard does not list.
OTHER_ANCHORS: Final = {"concept-cache-max-age", "http-new-header-syntax"}


class TestCase:
    """cors_sim does what each case expects."""

    @pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
    def test_outcome(self, case: Case) -> None:
        """The outcome has all that is expected of it."""
        _, outcome = runner.run(case)
        assert runner.differences(case["expect"], outcome) == {}

    @pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES if "earlier" in c])
    def test_earlier(self, case: Case) -> None:
        """The requests made before end as the case says."""
        outcomes, _ = runner.run(case)
        expected = [before["verdict"] for before in case["earlier"]]
        assert expected == [runner.verdict_name(outcome.verdict) for outcome in outcomes]

    def test_every_reason(self) -> None:
        """Each `Reason` that a case can have is what some case comes to."""
        reasons = {runner.run(case)[1].verdict.reason for case in CASES} - {None}
        assert set(Reason) - NOT_IN_A_CASE.keys() == reasons

    def test_schema(self) -> None:
        """The schema is one."""
        schema = json.loads(runner.SCHEMA_FILE.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)

    @pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in runner.CASE_FILES])
    def test_valid(self, path: Path) -> None:
        """Each file is valid by it."""
        schema = json.loads(runner.SCHEMA_FILE.read_text(encoding="utf-8"))
        errors = jsonschema.Draft202012Validator(schema).iter_errors(runner.load(path))
        assert [f"{error.json_path}: {error.message}" for error in errors] == []

    def test_all_files(self) -> None:
        """No file of cases is left out."""
        assert {*runner.HERE.glob("*.json")} == {runner.SCHEMA_FILE, *runner.CASE_FILES}

    def test_ids(self) -> None:
        """No id is there twice."""
        counts = Counter(entry["id"] for entry in ENTRIES)
        assert [name for name, count in counts.items() if count > 1] == []

    def test_thirty_two_questions(self) -> None:
        """Each of the thirty-two questions is there, if only to say why it cannot be asked."""
        found = {match[1] for entry in ENTRIES if (match := re.match(r"q([0-9]{2})[a-z]?-", entry["id"]))}
        assert {f"{number:02}" for number in range(1, 33)} == found

    def test_sources(self) -> None:
        """Each case has a source."""
        assert [case["id"] for case in CASES if not case["source"]["steps"]] == []

    def test_steps_exist(self) -> None:
        """Each step that is cited is in the standard, by the numbers that the extracted standard has."""
        algorithms = json.loads(STEPS_FILE.read_text(encoding="utf-8"))["algorithms"]

        def exists(step: StepSpec) -> bool:
            anchor, number = step["anchor"], step["number"]
            if anchor in algorithms:
                return (number or "") in algorithms[anchor]["steps"]
            if anchor in OTHER_ANCHORS:
                return number is None
            return anchor.startswith("https://") and not anchor.startswith(runner.FETCH)

        assert [(case["id"], step) for case in CASES for step in _steps(case) if not exists(step)] == []

    def test_reasons_exist(self) -> None:
        """Each reason that is expected, of a departure too, is a `Reason`."""
        reasons = {outcome.get("reason") for case in CASES for outcome in _outcomes(case)} - {None}
        assert reasons <= {reason.value for reason in Reason}

    def test_allowed_alone_has_no_reason(self) -> None:
        """What is allowed has neither reason nor step, and all else has both."""
        for case in CASES:
            refused = case["expect"]["verdict"] != "allowed"
            said = [case["expect"][member] is not None for member in ("reason", "step")]
            assert [refused, refused] == said, case["id"]

    def test_exposed_is_sorted(self) -> None:
        """Exposed names are in order."""
        lists = [(case["id"], outcome.get("exposed", [])) for case in CASES for outcome in _outcomes(case)]
        assert [name for name, exposed in lists if sorted(exposed) != exposed] == []

    def test_seen_and_departed_from(self) -> None:
        """What all engines were seen to do none of them departs from."""
        both = [case["id"] for case in CASES if case["source"]["observed"] and "departures" in case]
        assert both == []

    def test_departures_depart(self) -> None:
        """A departure, or a letter that is not followed, says nothing that is expected anyway."""
        for case in CASES:
            expect, *others = _outcomes(case)
            for other in others:
                assert [item for item in other.items() if item not in expect.items()] != [], case["id"]

    def test_letters_have_a_note(self) -> None:
        """Where the letter of the standard is not followed, the source says why."""
        assert [case["id"] for case in CASES if "letter" in case and "note" not in case["source"]] == []

    def test_readme_lists_reasons(self) -> None:
        """`README.md` has every word that a reason can be."""
        readme = (runner.HERE / "README.md").read_text(encoding="utf-8")
        listed = re.findall(r"^\| `([a-z-]+)` \|", readme, re.MULTILINE)
        assert [reason.value for reason in Reason if reason not in NOT_IN_A_CASE] == listed


def _outcomes(case: Case) -> list[runner.ExpectSpec]:
    """What is expected of *case*, then what the letter and the engines would have."""
    departures = [departure for departure in case.get("departures", {}).values() if departure is not None]
    return [case["expect"], *([case["letter"]] if "letter" in case else []), *departures]


def _steps(case: Case) -> Iterator[StepSpec]:
    yield from case["source"]["steps"]
    for outcome in _outcomes(case):
        step = outcome.get("step")
        if step is not None:
            yield step


class TestRunner:
    """The runner does not let a case pass for the wrong cause."""

    def test_no_rule(self) -> None:
        """A request that no rule fits is an error."""
        case = _some_case()
        case["server"] = []
        with pytest.raises(runner.NoRuleError, match=r"GET https://api\.example\.com/items"):
            runner.run(case)

    def test_differences(self) -> None:
        """Each member that is expected otherwise is named, with what is there."""
        case = _some_case()
        expect: runner.ExpectSpec = {
            "verdict": "allowed",
            "reason": "allow-origin-missing",
            "exposed": ["x-a"],
            "exchanges": [],
            "response": {"status": 200},
        }
        _, outcome = runner.run(case)
        found = runner.differences(expect, outcome)
        assert found == {
            "verdict": ("allowed", "blocked"),
            "exposed": (["x-a"], []),
            "exchanges": ([], case["expect"]["exchanges"]),
            "response": ({"status": 200}, {"status": 0}),
        }


def _some_case() -> Case:
    return copy.deepcopy(next(case for case in CASES if case["id"] == "q01-works-in-curl"))
