"""A slice of the exhaustive comparison; ``python -m spec_tests.oracle.exhaustive`` runs all of it."""

from collections import Counter

import attrs
import pytest

from cors_sim import (
    BROWSERS,
    STANDARD,
    Allowed,
    PreflightCache,
    Reason,
    Request,
    Response,
    simulate,
)
from cors_sim.enums import ResponseType
from cors_sim.standard.preflight_cache import CacheEntry
from spec_tests.oracle import exhaustive
from spec_tests.oracle.conversation import Conversation, conversations
from spec_tests.oracle.departures import LICENCES
from spec_tests.oracle.invariants import broken
from spec_tests.oracle.scope import API, PAGE, Earlier

UNITS = exhaustive.UNITS
WELCOME = Response(200, {"Access-Control-Allow-Origin": "*"})


def conversation(request: Request, *answers: Response) -> Conversation:
    """The conversation that is of these *answers*."""
    rest = iter(answers)
    return Conversation(request, answers, simulate(request, lambda _: next(rest)), None, 0.0)


def read_all_the_same(fetch: Conversation) -> Conversation:
    """*fetch* as it would be if script could read what came."""
    outcome = attrs.evolve(
        fetch.outcome, verdict=Allowed(), response=WELCOME.with_fields(type=ResponseType.CORS)
    )
    return attrs.evolve(fetch, outcome=outcome)


class TestSlice:
    """Each unit can be run alone."""

    @pytest.mark.parametrize("unit", range(0, len(UNITS), 499))
    def test_nothing_is_wrong(self, unit: int) -> None:
        """No difference from the oracle, and no law broken."""
        number, part, count, wrong = exhaustive.run(unit)

        assert (number, part) == (unit, UNITS[unit].part)
        assert count > 0
        assert not wrong, "\n".join(wrong)

    def test_parts(self) -> None:
        """There are fetches answered directly, redirected, and behind others."""
        assert set(Counter(unit.part for unit in UNITS)) == {"direct", "redirected", "cached"}

    def test_hurrying_changes_no_answer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What the oracle's functions remember is what they say."""
        fetches = [fetch for situation in UNITS[-1].situations() for fetch in conversations(situation)][:50]
        slowly = [exhaustive.differences(fetch) for fetch in fetches]
        for module in exhaustive.ORACLE:  # they are put back afterwards
            for name, value in list(vars(module).items()):
                if value in exhaustive.REMEMBERED or name == "copy":
                    monkeypatch.setattr(module, name, value)
        exhaustive.hurry()

        assert [exhaustive.differences(fetch) for fetch in fetches] == slowly == [[]] * 50


class TestLaws:
    """Each law is broken by an outcome that it forbids."""

    def test_credentialed_read_under_a_wildcard(self) -> None:
        """The fetch that the standard blocks, read all the same."""
        fetch = conversation(Request(API, origin=PAGE, credentials_mode="include"), WELCOME)

        assert "a credentialed read under *" in broken(read_all_the_same(fetch))

    @pytest.mark.parametrize("leave", [None, f"{PAGE}/", "https://other.test"])
    def test_read_without_leave(self, leave: str | None) -> None:
        """No leave, leave that is nearly right, and another's."""
        headers = [] if leave is None else [("Access-Control-Allow-Origin", leave)]
        fetch = conversation(Request(API, origin=PAGE), Response(200, headers))

        assert any(law.startswith("a read of another origin with leave") for law in said(fetch))

    def test_read_of_another_origin_as_the_own(self) -> None:
        """A response of type basic from elsewhere."""
        fetch = conversation(Request(API, origin=PAGE), WELCOME)
        basic = fetch.outcome.response.with_fields(type=ResponseType.BASIC)
        wrong = attrs.evolve(fetch, outcome=attrs.evolve(fetch.outcome, response=basic))

        assert "a read of another origin as if it were the own" in broken(wrong)

    def test_spelling(self) -> None:
        """A verdict that another spelling does not have."""
        fetch = conversation(Request(API, origin=PAGE), Response())

        assert any(law.startswith("spelt otherwise it is") for law in said(fetch))

    def test_a_cache_that_allows_too_much(self) -> None:
        """A kept leave that the preflight did not give."""
        earlier = Earlier(Request(API, origin=PAGE, method="PUT"), WELCOME, WELCOME)
        request = earlier.request
        entry = CacheEntry(
            key=None,
            origin=PAGE,
            url=request.url,
            max_age=5,
            credentials=False,
            method="PUT",
            stored_at=0,
        )
        outcome = simulate(request, lambda _: WELCOME, cache=PreflightCache([entry]))

        assert any(
            law.startswith("the cache allows what is refused afresh")
            for law in broken(Conversation(request, (WELCOME,), outcome, earlier, 0.0))
        )

    def test_a_browser_that_differs_without_a_departure(self) -> None:
        """Script that reads in the standard what it reads in no browser."""
        fetch = conversation(Request(API, origin=PAGE), Response())
        told = [law for law in said(fetch) if law.startswith(tuple(browser.name for browser in BROWSERS))]

        assert len(told) == 3
        assert all(f"allowed is {Reason.ALLOW_ORIGIN_MISSING}" in law for law in told)

    def test_a_difference_from_the_oracle(self) -> None:
        """Where the package allows what the oracle blocks, verdict, type and status differ."""
        fetch = read_all_the_same(conversation(Request(API, origin=PAGE), Response()))
        differing = {said.partition(":")[0] for said in exhaustive.differences(fetch)}

        assert {"verdict", "type", "status"} <= differing

    def test_what_was_not_asked_for(self) -> None:
        """An exchange that the package left out is a difference."""
        fetch = conversation(Request(API, origin=PAGE, method="PUT"), Response(), Response())
        short = attrs.evolve(fetch.outcome, exchanges=())

        assert any(
            said.startswith("wire") for said in exhaustive.differences(attrs.evolve(fetch, outcome=short))
        )


def said(fetch: Conversation) -> list[str]:
    """The laws broken where *fetch* is read all the same."""
    return list(broken(read_all_the_same(fetch)))


class TestLicences:
    """What departures may change."""

    def test_each_is_of_a_departure(self) -> None:
        """A licence for what no browser does is for nothing."""
        departures = {departure.field for browser in BROWSERS for departure in browser.departures}

        assert {licence.departure for licence in LICENCES} <= departures

    def test_the_standard_has_none(self) -> None:
        """It does not differ from itself."""
        assert STANDARD.departures == ()


class TestJournal:
    """What is written down is not done again."""

    def test_a_run_that_is_taken_up(
        self, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The second time everything is done, and the figures are the same."""
        journal = tmp_path_factory.mktemp("exhaustive") / "journal"
        arguments = ["--slice", "6001/6500", "--jobs", "1", "--journal", str(journal)]
        assert exhaustive.main(arguments) == 0
        written, first = journal.read_text(), capsys.readouterr().out
        assert exhaustive.main(arguments) == 0

        assert journal.read_text() == written
        assert first.splitlines()[-2:] == capsys.readouterr().out.splitlines()[-2:]
        assert "no difference, no broken law" in first

    def test_of_other_sources(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        """Figures of two packages are not added up."""
        journal = tmp_path_factory.mktemp("exhaustive") / "journal"
        journal.write_text('{"unit": 0, "part": "direct", "conversations": 1, "sources": "other"}\n')

        with pytest.raises(SystemExit, match="is of other sources"):
            exhaustive.main(["--journal", str(journal)])
