"""Every case there is has an explanation, with its server at hand and with only a record of it."""

from __future__ import annotations

from typing import Final

import pytest

from cors_sim import BROWSERS, Blocked, Outcome, explain, simulate
from spec_tests.cases import runner
from spec_tests.cases.runner import Case
from spec_tests.explain.mended import Changed, Record

CASES: Final = runner.load_cases()

each_case = pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])


class TestEveryCase:
    """Each case is explained, and what is offered for it works."""

    @each_case
    @pytest.mark.parametrize("live", [False, True])
    def test_fixes_work(self, case: Case, live: bool) -> None:
        """Where a fix is said to work, it does, when somebody else makes the changes."""
        _, outcome = runner.run(case)
        server = runner.build_server(case["server"], case.get("at", 0.0))
        try:
            explanation = explain(outcome, server if live else None)
        except runner.NoRuleError:
            # The case's server does not say what it answers to anything but the question.
            return
        for fix in explanation.fixes:
            assert not isinstance(fix.outcome.verdict, Blocked)
            for showing in fix.showings:
                changed = Changed(server if live else Record(outcome.exchanges), fix.changes)
                again = simulate(
                    fix.request or outcome.request,
                    changed,
                    browser=showing.browser,
                    cache=outcome.initial_cache,
                    now=outcome.now,
                )
                assert showing.verdict in {None, again.verdict}

    @each_case
    def test_text(self, case: Case) -> None:
        """The text says the cause and each fix, in lines that fit a terminal."""
        _, outcome = runner.run(case)
        explanation = explain(outcome)
        text = str(explanation)
        joined = " ".join(text.split())
        assert explanation.headline in joined
        assert explanation.cause in joined
        assert [fix.headline for fix in explanation.fixes if fix.headline not in joined] == []
        assert text.isprintable() or set(text) - {"\n"} == {c for c in text if c.isprintable()}

    @each_case
    def test_narration(self, case: Case) -> None:
        """Each request on the wire is told of, in order, and a block ends the story."""
        _, outcome = runner.run(case)
        explanation = explain(outcome)
        sent = [told.text for told in explanation.narration if told.text.startswith("It sends ")]
        assert len(outcome.exchanges) == len(sent)
        for exchange, text in zip(outcome.exchanges, sent, strict=True):
            assert text.startswith(f"It sends {exchange.request.method} {exchange.request.url}")
        ends = [told.text.startswith("Here it ends.") for told in explanation.narration]
        assert ends == [False] * (len(ends) - 1) + [isinstance(outcome.verdict, Blocked)]


def every_outcome() -> list[Outcome]:
    """What each case comes to in each browser."""
    outcomes = []
    for case in CASES:
        _, outcome = runner.run(case)
        server = runner.build_server(case["server"], case.get("at", 0.0))
        for browser in BROWSERS:
            try:
                outcomes.append(simulate(outcome.request, server, browser=browser))
            except runner.NoRuleError:
                continue
    return outcomes


class TestEveryBrowser:
    """Each browser's outcome of each case is explained."""

    def test_explained(self) -> None:
        """The first condition is the reason, and the fixes work in the browser that was asked about."""
        for outcome in every_outcome():
            explanation = explain(outcome)
            reasons = [condition.reason for condition in explanation.conditions[:1]]
            assert reasons == ([] if explanation.reason is None else [explanation.reason])
            for fix in explanation.fixes:
                works = {showing.browser: showing.works for showing in fix.showings}
                assert works[outcome.browser]
