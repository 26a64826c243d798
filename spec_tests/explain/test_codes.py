"""What browsers themselves say in codes is what the reasons say, through the table in `codes.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from cors_sim import BROWSERS, Blocked, InvalidInput, Outcome, Reason
from spec_tests.browsers import corpora
from spec_tests.browsers.actions import Unmodelled
from spec_tests.browsers.predict import outcomes_of
from spec_tests.browsers.scenario_server import ScenarioServer

HERE: Final = Path(__file__).parent
TABLE: Final[Mapping[str, Any]] = json.loads((HERE / "codes.json").read_text(encoding="utf-8"))
CHROMIUM_CODES: Final[Mapping[str, str]] = json.loads(
    (HERE / "chromium_codes.json").read_text(encoding="utf-8")
)["codes"]
PROFILES: Final = {browser.name: browser for browser in BROWSERS}


class Said(NamedTuple):
    """What a browser said in codes of an experiment, and the reasons that the package gives."""

    engine: str
    scenario: str
    codes: tuple[str, ...]
    reasons: tuple[str, ...]


def reasons_of(corpus: str, scenario: str, engine: str) -> tuple[str, ...] | None:
    """Why each action of a scenario that is blocked is; None where that is not modelled."""
    experiment, browser = corpora.scenarios(corpus)[scenario], PROFILES[engine]
    try:
        outcomes = outcomes_of(experiment, ScenarioServer(experiment, browser), browser)
    except (Unmodelled, InvalidInput):
        return None
    verdicts = [outcome.verdict for outcome in outcomes if isinstance(outcome, Outcome)]
    return tuple(str(verdict.reason) for verdict in verdicts if isinstance(verdict, Blocked))


def said_by_chromium() -> Iterator[Said]:
    """The scenarios that people wrote and of which Chromium gave a ``corsError``."""
    for scenario, code in CHROMIUM_CODES.items():
        reasons = reasons_of("chosen", scenario, "chromium")
        if reasons is not None:
            yield Said("chromium", scenario, (code,), reasons)


def said_by_firefox() -> Iterator[Said]:
    """The scenarios of which Firefox has console messages with a category of CORS."""
    for corpus in corpora.CORPORA:
        for (engine, scenario), observation in corpora.observations(corpus).items():
            categories = [message.get("category") or "" for message in observation["console"]]
            codes = tuple(
                code
                for code in categories
                if code.startswith("CORS") and code not in TABLE["warnings"]["firefox"]
            )
            if engine == "firefox" and codes:
                reasons = reasons_of(corpus, scenario, engine)
                if reasons is not None:
                    yield Said(engine, scenario, codes, reasons)


SAID: Final = {"chromium": said_by_chromium, "firefox": said_by_firefox}


def agrees(said: Said) -> bool:
    """Whether the codes are those of the reasons, in order, each perhaps said again."""
    again = TABLE["said_again"].get(said.engine, [])
    repeated = f"(?:(?:{'|'.join(again)}) )*" if again else ""
    told = [code for code in map(codes_for(said.engine), said.reasons) if code]
    pattern = "".join(f"(?:{'|'.join(codes)}) {repeated}" for codes in told)
    return re.fullmatch(pattern, "".join(f"{code} " for code in said.codes)) is not None


def codes_for(engine: str) -> Any:  # noqa: ANN401 - a function of a reason
    """What gives the codes that may stand for a reason; none for one that has no code."""
    by_reason: dict[str, list[str]] = {}
    for code, reasons in TABLE[engine].items():
        for reason in reasons:
            by_reason.setdefault(reason, []).append(code)
    return lambda reason: by_reason.get(reason, [])


class TestTable:
    """The table is one of codes and reasons that there are."""

    @pytest.mark.parametrize("engine", ["chromium", "firefox"])
    def test_reasons(self, engine: str) -> None:
        """Each reason is one."""
        reasons = {reason for reasons in TABLE[engine].values() for reason in reasons}
        assert reasons <= {str(reason) for reason in Reason}

    def test_chromium_tells_all_of_cors(self) -> None:
        """Each reason of the CORS check and of the preflight has one code in Chromium, or several."""
        told = {reason for reasons in TABLE["chromium"].values() for reason in reasons}
        named = ("allow-", "preflight-", "method-", "header-", "authorization-")
        cors = {str(reason) for reason in Reason if reason.value.startswith(named)}
        assert cors - told == {"preflight-network-error"}

    @pytest.mark.parametrize("engine", ["chromium", "firefox"])
    def test_all_were_seen(self, engine: str) -> None:
        """Each code in the table is one that the browser has said."""
        assert {code for said in SAID[engine]() for code in said.codes} == set(TABLE[engine])


class TestAgreement:
    """What browsers say is what the package says, but for the differences that are listed."""

    @pytest.mark.parametrize("engine", ["chromium", "firefox"])
    def test_differences(self, engine: str) -> None:
        """The differences are those that are listed, each with a cause, and no others."""
        found = {said.scenario for said in SAID[engine]() if not agrees(said)}
        listed = [difference for difference in TABLE["differences"] if difference["engine"] == engine]
        assert found == {scenario for difference in listed for scenario in difference["scenarios"]}
        assert all(difference["why"] for difference in listed)

    @pytest.mark.parametrize(("engine", "least"), [("chromium", 400), ("firefox", 1500)])
    def test_many(self, engine: str, least: int) -> None:
        """There is something to compare."""
        assert len(list(SAID[engine]())) >= least
