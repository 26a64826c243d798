"""The package agrees with recorded browsers at least as often as the ratchet says."""

import functools
import json
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

import pytest

from spec_tests.browsers import corpora
from spec_tests.browsers.agreement import FACETS, RATCHET, corpus_differences, differences, tally

_EXPECTED = Path(__file__).with_name("expected_differences.json")
_MOST_EXPECTED = 15  # for each engine

_differences = functools.cache(corpus_differences)


def _expected() -> list[dict[str, str]]:
    entries: list[dict[str, str]] = json.loads(_EXPECTED.read_text())
    return entries


class TestFigures:
    """The figures of each corpus and engine may only rise."""

    @pytest.mark.parametrize("engine", corpora.ENGINES)
    @pytest.mark.parametrize("corpus", corpora.CORPORA)
    def test_figures(self, corpus: str, engine: str) -> None:
        """The figures are those of the ratchet: no lower, and when higher, the ratchet is to be raised."""
        held = json.loads(RATCHET.read_text())[corpus][engine]
        counts = tally(_differences(corpus, engine).values())
        command = f"python -m spec_tests.browsers.agreement --corpus {corpus} --engine {engine}"
        lower = {name: (counts[name], held[name]) for name in counts if counts[name] < held[name]}
        assert not lower, f"fewer scenarios agree (now, before): {lower}; see `{command} --list 5`"
        higher = {name: (counts[name], held[name]) for name in counts if counts[name] > held[name]}
        assert not higher, f"more scenarios agree (now, before): {higher}; hold them: `{command} --raise`"


class TestExpectedDifferences:
    """Differences that stay have a cause that is written down."""

    def test_few(self) -> None:
        """There are at most fifteen for each engine, each with a cause."""
        entries = _expected()
        assert all(set(entry) == {"corpus", "scenario", "engine", "facet", "cause"} for entry in entries)
        assert all(entry["cause"] for entry in entries)
        assert max(Counter(entry["engine"] for entry in entries).values(), default=0) <= _MOST_EXPECTED

    def test_differ(self) -> None:
        """Each still differs: an entry that agrees is to be deleted."""
        agreeing = [
            entry
            for entry in _expected()
            if entry["facet"] not in _differences(entry["corpus"], entry["engine"])[entry["scenario"]]
        ]
        assert agreeing == []


class TestDifferences:
    """What counts as a difference."""

    SCENARIO: ClassVar[dict[str, Any]] = {
        "id": "a",
        "actions": [{"kind": "fetch", "url": "http://127.0.0.1:8802/r/a/a"}],
    }
    OBSERVATION: ClassVar[dict[str, Any]] = {
        "engine": "chromium",
        "results": [{"outcome": "rejected", "name": "TypeError", "message": "Failed to fetch"}],
        "requests": [
            {
                "method": "GET",
                "url": "http://127.0.0.1:8802/r/a/a",
                "headers": [["Host", "127.0.0.1:8802"], ["Origin", "http://127.0.0.1:8801"]],
            }
        ],
        "console": [
            {"text": "Access to fetch at …"},
            {"text": "Failed to load resource: net::ERR_FAILED"},
        ],
    }

    def _differences(self, **changes: object) -> set[str]:
        return differences(self.SCENARIO, self.OBSERVATION, self.OBSERVATION | changes)

    def test_none(self) -> None:
        """Headers that are no part of the protocol and other lines of the console are not compared."""
        request = self.OBSERVATION["requests"][0] | {"headers": [["origin", "http://127.0.0.1:8801"]]}
        console = [{"text": "Access to fetch at …"}]
        assert self._differences(requests=[request], console=console) == set()

    @pytest.mark.parametrize(
        ("changes", "facets"),
        [
            ({"results": [{"outcome": "rejected", "name": "TypeError", "message": "x"}]}, {"error"}),
            (
                {"results": [{"outcome": "resolved", "type": "cors", "headers": []}]},
                {"outcome", "error", "exposed"},
            ),
            ({"requests": []}, {"wire"}),
            ({"console": [{"text": "Access to fetch at …"}] * 2}, {"console"}),
            ({"unmodelled": "why"}, set(FACETS)),
        ],
    )
    def test_some(self, changes: dict[str, Any], facets: set[str]) -> None:
        """Each facet is seen to differ; what is not modelled differs in all."""
        assert self._differences(**changes) == facets
