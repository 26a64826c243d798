"""What three real browsers said to script, in some 1200 experiments each, is what the package says."""

from typing import Any

import attrs
import pytest

from cors_sim import Browser, Departure
from cors_sim.browsers.script.interface import STANDARD_SCRIPT
from spec_tests.client.experiments import (
    BROWSERS,
    differences,
    expected_differences,
    experiments,
)

EXPERIMENTS = experiments()
BY_ID = {experiment["id"]: experiment for experiment in EXPERIMENTS}
EXPECTED = expected_differences()
NOT_DEPARTURES = {"texts", "fetch_failed", "send_failed", "departures"}
"""Fields that the standards leave to browsers."""


@pytest.mark.parametrize("browser", BROWSERS.values(), ids=BROWSERS)
def test_experiments(browser: Browser) -> None:
    """Each comes out as recorded, but for those whose cause is known, which must not."""
    differing = {each["id"]: found for each in EXPERIMENTS if (found := list(differences(each, browser)))}
    unexpected = {each: found for each, found in differing.items() if each not in EXPECTED[browser.name]}
    assert unexpected == {}
    assert sorted(EXPECTED[browser.name]) == sorted(differing)


@pytest.mark.parametrize("browser", BROWSERS.values(), ids=BROWSERS)
def test_each_departure_is_told(browser: Browser) -> None:
    """Each field of `Browser.script` that is not the standards' has a departure that says so."""
    script = browser.script
    differing = {
        field.name
        for field in attrs.fields(type(script))
        if getattr(script, field.name) != getattr(STANDARD_SCRIPT, field.name)
    }
    assert differing - NOT_DEPARTURES == {departure.field for departure in script.departures}


CASES = [
    pytest.param(browser, departure, BY_ID[each], id=f"{browser.name}-{departure.field}-{each}")
    for browser in BROWSERS.values()
    for departure in browser.script.departures
    for each in departure.evidence
]


@pytest.mark.parametrize(("browser", "departure", "experiment"), CASES)
def test_each_departure_shows(browser: Browser, departure: Departure, experiment: dict[str, Any]) -> None:
    """With the standards' value in its place, the experiments that show it come out otherwise."""
    as_standard = {departure.field: getattr(STANDARD_SCRIPT, departure.field)}
    reformed = attrs.evolve(browser, script=attrs.evolve(browser.script, **as_standard))
    assert list(differences(experiment, reformed)) != []
