"""Verdicts: only one of the three is true, and the others say why, where and on what evidence."""

# ruff: noqa: SIM300 - expected == actual

import re
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from cors_sim import Allowed, Blocked, Evidence, Opaque, Reason, Step, TraceStep, Verdict
from cors_sim.verdicts import ALLOWED, Algorithm, Trace
from spec_tests.values import evaluated, pickled

STEP = Step("CORS check", "2", "https://fetch.spec.whatwg.org/#concept-cors-check")
EVIDENCE = Evidence("Access-Control-Allow-Origin", None, "https://app.example.com")
BLOCKED = Blocked(Reason.ALLOW_ORIGIN_MISSING, STEP, EVIDENCE)
OPAQUE = Opaque(Reason.OPAQUE_RESPONSE, STEP, EVIDENCE)
TRACE_STEP = TraceStep(STEP, EVIDENCE, passed=True, note="names the request's origin")
ALGORITHM = Algorithm("CORS check", "https://fetch.spec.whatwg.org/#concept-cors-check")


class TestAllowed:
    """Script can read the response."""

    def test_it_is_true(self) -> None:
        """As no other verdict is."""
        assert ALLOWED.allowed is True
        assert bool(ALLOWED) is True

    def test_nothing_stood_in_the_way(self) -> None:
        """It has what the others have, all None."""
        assert ALLOWED.reason is None
        assert ALLOWED.step is None
        assert ALLOWED.evidence is None

    def test_all_are_equal(self) -> None:
        """There is but one thing to say."""
        assert Allowed() == ALLOWED
        assert hash(Allowed()) == hash(ALLOWED)


@pytest.mark.parametrize("verdict", [BLOCKED, OPAQUE])
class TestOthers:
    """Script cannot."""

    def test_they_are_false(self, verdict: Blocked | Opaque) -> None:
        """A careless ``if`` fails closed."""
        assert verdict.allowed is False
        assert bool(verdict) is False

    def test_they_say_why(self, verdict: Blocked | Opaque) -> None:
        """Reason, step and evidence."""
        assert isinstance(verdict.reason, Reason)
        assert STEP == verdict.step
        assert EVIDENCE == verdict.evidence

    @pytest.mark.parametrize(
        "fields",
        [
            {"reason": Reason.BAD_PORT},
            {"step": ALGORITHM.step("3")},
            {"evidence": Evidence(None, None, "")},
        ],
    )
    def test_they_differ_by_each_field(self, verdict: Blocked | Opaque, fields: dict[str, Any]) -> None:
        """And from each other."""
        others: list[Verdict] = [Opaque(Reason.BAD_PORT, STEP, EVIDENCE), ALLOWED]

        assert verdict != attrs.evolve(verdict, **fields)
        assert Blocked(Reason.BAD_PORT, STEP, EVIDENCE) not in others


class TestReason:
    """A closed set of stable strings."""

    def test_their_form(self) -> None:
        """Kebab case, as the name of the member says it."""
        assert [reason.name.lower().replace("_", "-") for reason in Reason] == [
            str(reason) for reason in Reason
        ]
        assert all(re.fullmatch("[a-z]+(-[a-z]+)*", reason) for reason in Reason)

    def test_each_reason_of_the_cors_check_has_its_like_in_the_preflight(self) -> None:
        """The check is made of the preflight's answer, too."""
        of_the_check = [reason for reason in Reason if re.match("allow-(origin|credentials)-", reason)]

        assert 6 == len(of_the_check)
        assert all(f"preflight-{reason}" in set(Reason) for reason in of_the_check)


class TestStep:
    """Where in which standard."""

    def test_it_reads_as_people_cite_it(self) -> None:
        """Algorithm and number."""
        assert "CORS check, step 2" == str(STEP)

    def test_an_algorithm_cites_its_steps(self) -> None:
        """By number."""
        assert STEP == ALGORITHM.step("2")
        assert ALGORITHM.step("2") is ALGORITHM.step("2")
        assert ALGORITHM.step("2") != ALGORITHM.step("2.1")


class TestTrace:
    """The steps that were taken, for those who asked."""

    def test_it_is_empty_at_first(self) -> None:
        """No step was taken."""
        assert [] == Trace().steps

    def test_steps_are_in_order(self) -> None:
        """Those that let the fetch go on, and the one that ended it."""
        trace = Trace()
        trace.passed(STEP, EVIDENCE, "names the request's origin")
        trace.failed(BLOCKED)

        failed = TraceStep(STEP, EVIDENCE, passed=False, note="allow-origin-missing")
        assert [TRACE_STEP, failed] == trace.steps


class TestValues:
    """All of them are values."""

    @pytest.mark.parametrize("value", [ALLOWED, BLOCKED, OPAQUE, STEP, EVIDENCE, TRACE_STEP])
    def test_they_can_be_pickled(self, value: object) -> None:
        """And are hashed by what they say."""
        assert value == pickled(value)
        assert hash(value) == hash(pickled(value))

    @pytest.mark.parametrize("value", [ALLOWED, BLOCKED, OPAQUE, STEP, EVIDENCE, TRACE_STEP])
    def test_they_read_as_the_call_that_makes_them(self, value: object) -> None:
        """With all fields by name."""
        assert value == evaluated(value)

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (ALLOWED, "Allowed()"),
            (
                EVIDENCE,
                f"Evidence(header='{EVIDENCE.header}', observed=None, expected='{EVIDENCE.expected}')",
            ),
            (STEP, f"Step(algorithm='CORS check', number='2', url='{STEP.url}')"),
            (BLOCKED, f"Blocked(reason='allow-origin-missing', step={STEP!r}, evidence={EVIDENCE!r})"),
        ],
    )
    def test_their_repr(self, value: object, expected: str) -> None:
        """A reason shows as its string."""
        assert expected == repr(value)

    @pytest.mark.parametrize("value", [BLOCKED, OPAQUE, STEP, EVIDENCE, TRACE_STEP])
    def test_they_are_frozen(self, value: Any) -> None:  # noqa: ANN401 - attrs classes of all kinds
        """No field can be set."""
        for field in attrs.fields(type(value)):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(value, field.name, None)

    @pytest.mark.parametrize("kind", [Allowed, Blocked, Opaque, Step, Evidence, TraceStep])
    def test_they_have_no_subclasses(self, kind: type) -> None:
        """A subclass could change what a decision means."""
        with pytest.raises(TypeError, match="is a value of cors_sim and cannot be subclassed"):
            type("Special", (kind,), {})

    @pytest.mark.parametrize("judge", [bool, lambda verdict: verdict.allowed])
    def test_verdicts_are_judged_alike(self, judge: Callable[[Verdict], bool]) -> None:
        """By truth or by name."""
        assert [True, False, False] == [judge(verdict) for verdict in (ALLOWED, OPAQUE, BLOCKED)]
