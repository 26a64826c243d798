"""Random scenarios are what their seed says, and as varied as they are meant to be."""

from collections import Counter

from spec_tests.browsers import corpora
from spec_tests.browsers.random_scenarios import generate, random_scenario
from spec_tests.browsers.random_scenarios.vocabulary import KINDS, PAGES
from spec_tests.browsers.scenarios import resolve

_SEED = "b"  # of the recorded corpus


class TestRandomScenarios:
    """`random_scenario` makes the n-th scenario of a seed."""

    def test_recorded_corpus(self) -> None:
        """The recorded corpus is what its seed makes, so that a difference can be looked at and varied."""
        for scenario in corpora.scenarios("random").values():
            number = int(scenario["id"].rpartition("-")[2])
            assert resolve(random_scenario(_SEED, number)) == scenario

    def test_independent(self) -> None:
        """A scenario does not depend on those before it."""
        assert list(generate("x", 3, start=5))[2] == random_scenario("x", 7)

    def test_variety(self) -> None:
        """Every kind of initiator and every kind of page occurs in a corpus."""
        scenarios = corpora.scenarios("random").values()
        kinds = Counter(action["kind"] for scenario in scenarios for action in scenario["actions"])
        pages = Counter(scenario["page"]["kind"] for scenario in scenarios)
        assert kinds.keys() == KINDS.keys()
        assert pages.keys() == {kind for kind, _ in PAGES}
