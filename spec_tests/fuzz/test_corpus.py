"""What the fuzzer has kept, tried again: nothing but a verdict or `InvalidInput` comes of it, and soon."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec_tests.architecture.source import ROOT
from spec_tests.fuzz import __main__ as command
from spec_tests.fuzz.targets import CORPUS, TARGETS, attempt, kept

SECONDS = 2.0
"""That one input may take, on a busy machine."""

TRIED = 200
"""Of a corpus, evenly; the command begins with all of it."""


@pytest.mark.parametrize("name", TARGETS)
def test_kept(name: str) -> None:
    """Each input that reached something new, or of thousands some."""
    corpus = kept(name)
    assert corpus
    for data in corpus[:: len(corpus) // TRIED + 1]:
        began = time.thread_time()
        attempt(TARGETS[name], data)
        assert time.thread_time() - began < SECONDS


@pytest.mark.parametrize("name", TARGETS)
def test_seeds(name: str) -> None:
    """What the fuzzer begins with is sound."""
    target = TARGETS[name]
    for data in list(target.seeds())[:10]:
        assert len(data) <= target.max_length
        attempt(target, data)


@pytest.mark.parametrize("name", TARGETS)
@given(data=st.binary(max_size=200))
def test_any_bytes(name: str, data: bytes) -> None:
    """And bytes that nobody has chosen."""
    attempt(TARGETS[name], data)


def test_each_target_was_attacked() -> None:
    """Each has a corpus and a result, with nothing found, and nothing is kept for what is no target."""
    results = json.loads(command.RESULTS.read_text(encoding="utf-8"))

    assert list(results) == list(TARGETS)
    assert {path.name for path in CORPUS.iterdir()} == {f"{name}.jsonl.gz" for name in TARGETS}
    assert {name: result["findings"] for name, result in results.items()} == dict.fromkeys(TARGETS, 0)


def test_the_page_says_so() -> None:
    """The table of the page has the results, and no more."""
    results = json.loads(command.RESULTS.read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "reference" / "assurance.md").read_text(encoding="utf-8")

    names = tuple(f"| `{name}` |" for name in TARGETS)
    assert [line for line in page.splitlines() if line.startswith(names)] == command.rows(results)
    assert {name: result["corpus"] for name, result in results.items()} == {
        name: len(kept(name)) for name in TARGETS
    }
