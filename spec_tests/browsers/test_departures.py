"""Each departure is there because an experiment shows it: without it, the prediction is wrong."""

import attrs
import pytest

from cors_sim import BROWSERS, STANDARD, Browser, Departure
from spec_tests.browsers import corpora
from spec_tests.browsers.agreement import differences
from spec_tests.browsers.predict import predict, run
from spec_tests.browsers.scenarios import Observation, Scenario

PROFILES = [browser for browser in BROWSERS if browser != STANDARD]
# What a browser is called, says, and is like to script is not where it departs from the Fetch standard.
OTHER_FIELDS = {"name", "version", "departures", "console", "_script"}
DEPARTURES = [
    pytest.param(browser, departure, id=f"{browser.name}-{departure.name}")
    for browser in PROFILES
    for departure in browser.departures
]


def recorded(scenario_id: str, engine: str) -> tuple[Scenario, Observation]:
    """A scenario of any corpus, and what came of it."""
    for corpus in corpora.CORPORA:
        scenario = corpora.scenarios(corpus).get(scenario_id)
        if scenario is not None:
            return scenario, corpora.observations(corpus)[engine, scenario_id]
    pytest.fail(f"no corpus has the scenario {scenario_id}")


class TestFields:
    """What differs is accounted for, and nothing else is."""

    @pytest.mark.parametrize("browser", PROFILES, ids=lambda browser: browser.name)
    def test_each_field_that_differs_has_one_departure(self, browser: Browser) -> None:
        """No field differs without a departure, and no departure is of a field that does not."""
        differing = [
            field.name
            for field in attrs.fields(Browser)
            if field.name not in OTHER_FIELDS
            and getattr(browser, field.name) != getattr(STANDARD, field.name)
        ]
        assert sorted(differing) == sorted(departure.field for departure in browser.departures)

    @pytest.mark.parametrize("browser", PROFILES, ids=lambda browser: browser.name)
    def test_it_is_known_by_name_and_version(self, browser: Browser) -> None:
        """That is what it reads as."""
        assert repr(browser) == f"Browser('{browser.name} {browser.version}')"
        assert repr(STANDARD) == "Browser('standard')"
        assert len({hash(one) for one in BROWSERS}) == len(BROWSERS)

    def test_the_standard_has_none(self) -> None:
        """It is what the others depart from."""
        assert STANDARD.departures == ()


class TestEvidence:
    """The experiments that a departure names."""

    @pytest.mark.parametrize(("browser", "departure"), DEPARTURES)
    def test_there_is_some(self, browser: Browser, departure: Departure) -> None:
        """An experiment, or else the place that it is known from."""
        assert bool(departure.evidence) != bool(departure.source), browser.name

    @pytest.mark.parametrize(("browser", "departure"), DEPARTURES)
    def test_it_takes_the_departure(self, browser: Browser, departure: Departure) -> None:
        """With the field as the standard has it, the prediction is wrong; as it is, it is right."""
        without = attrs.evolve(browser, **{departure.field: getattr(STANDARD, departure.field)})
        for scenario_id in departure.evidence:
            scenario, observation = recorded(scenario_id, browser.name)
            wrong = {"scenario": scenario_id, "engine": browser.name, **run(scenario, without)}
            assert differences(scenario, observation, predict(scenario, browser.name)) == set()
            assert differences(scenario, observation, wrong) != set()
