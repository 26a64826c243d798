"""The live stage's parts that need no browser."""

import pytest

from spec_tests.browsers.live import is_newer, live_scenarios, report


class TestLiveScenarios:
    """What the live stage counts."""

    def test_the_same_every_time(self) -> None:
        """A hundred chosen and two hundred random scenarios, always the same, each once."""
        scenarios = live_scenarios()
        assert scenarios == live_scenarios()
        ids = {scenario["id"] for scenario in scenarios}
        assert len(ids) == 300
        assert sum(scenario_id.startswith("random-") for scenario_id in ids) == 200

    def test_no_aborts(self) -> None:
        """In none does a server close the connection without an answer."""
        rules = (rule for scenario in live_scenarios() for rule in scenario["server"].values())
        assert not any(
            response.get("abort") for rule in rules for answers in rule.values() for response in answers
        )


class TestIsNewer:
    """Only a browser above the recorded one is excused."""

    @pytest.mark.parametrize(
        ("version", "newer"),
        [
            ("Chrome/156.0.8078.79", False),
            ("Chrome/156.0.8078.9", False),
            ("Chrome/156.0.8079.0", True),
            ("Chrome/1000.0.0.0", True),
            ("Chrome/99.0.0.0", False),
        ],
    )
    def test_numbers(self, version: str, newer: bool) -> None:
        """Versions are compared number by number."""
        assert is_newer(version, "Chrome/156.0.8078.79") is newer


class TestReport:
    """What is printed of a difference."""

    def test_not_completed(self) -> None:
        """A scenario that the browser did not complete is said to be one."""
        scenario = live_scenarios()[0]
        assert report(scenario, "firefox", ["wire"], None) == [
            f"  {scenario['id']}: the browser did not complete it"
        ]
