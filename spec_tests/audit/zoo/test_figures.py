"""The figures of the audit on the zoo: every planted flaw is found, and no alarm is false."""

import pytest

from cors_sim.audit import KINDS
from spec_tests.audit.zoo.figures import SAME, Audited, Figures, figures, ours, scanned
from spec_tests.audit.zoo.records import RECORDS

ENOUGH = 100
"""Requests: half of what an audit may send where nobody says how many."""


@pytest.fixture(
    scope="module",
    params=[pytest.param(True, id="in-process"), pytest.param(False, id="all", marks=pytest.mark.servers)],
)
def results(request: pytest.FixtureRequest) -> list[Audited]:
    """What the audit says of the zoo."""
    return ours(in_process=request.param)


class TestOurs:
    """Our own audit."""

    def test_found(self, results: list[Audited]) -> None:
        """Every planted flaw is found, called what it is, and taken as seriously as it is."""
        flawed = {record.id for record in RECORDS if not record.is_safe}
        assert [result for result in results if result.id in flawed and not result.named] == []

    def test_no_false_alarm(self, results: list[Audited]) -> None:
        """Nothing of medium severity or above is said of a safe server."""
        safe = {record.id for record in RECORDS if record.is_safe}
        assert [result for result in results if result.id in safe and result.serious] == []

    def test_requests(self, results: list[Audited]) -> None:
        """No server gets more requests than are needed."""
        assert max(result.requests for result in results) <= ENOUGH

    def test_all_animals(self, results: list[Audited]) -> None:
        """There are flawed animals and safe ones, and none is left out."""
        found = figures(results)
        in_process = sum(not record.needs_software for record in RECORDS)
        assert found.flawed + found.safe == len(results)
        assert len(results) in {in_process, len(RECORDS)}
        assert min(found.flawed, found.safe) > 10


class TestNames:
    """What the zoo's flaws are called by the audit."""

    def test_flaws(self) -> None:
        """Every flaw of the zoo has a name there, and no other has."""
        assert set(SAME) == {record.flaw for record in RECORDS} - {"safe"}

    def test_kinds(self) -> None:
        """They are names of kinds of findings."""
        assert {name for names in SAME.values() for name in names} - set(KINDS) == set()


@pytest.mark.servers
def test_corscanner() -> None:
    """CORScanner's figures are those that README.md has."""
    found = figures(scanned("corscanner"))
    assert found == Figures(
        flawed=49, named=25, flagged=25, safe=18, alarms=2, requests=74, requests_in_all=1694
    )
