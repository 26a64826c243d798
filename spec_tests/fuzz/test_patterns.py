"""No regular expression of the package takes more time than a text is long, whatever the text."""

import itertools
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from spec_tests.fuzz.patterns import Found, literals, nested

LENGTH = 20_000
"""So long that what looks at everything from everywhere takes longer than `SECONDS`."""

SECONDS = 0.15
"""Many times what all else takes."""


@pytest.fixture(scope="module")
def found() -> list[Found]:
    """All of them."""
    printed = subprocess.run(
        [sys.executable, "-m", "spec_tests.fuzz.patterns"], capture_output=True, text=True, check=True
    ).stdout
    return [Found(**json.loads(line)) for line in printed.splitlines()]


def texts(pattern: Found) -> Iterator[str]:
    """Long texts of what *pattern* is made of, which in the end it is not."""
    pieces = literals(pattern)[:24]
    pairs = ("".join(pair) for pair in itertools.permutations(pieces[:8], 2))
    for prefix, piece in itertools.product(["", *pieces[:5]], [*pieces, *pairs]):
        yield prefix + piece * (LENGTH // len(piece)) + "\0"


def measured(call: Callable[[], object]) -> float:
    """The seconds of this thread that *call* takes."""
    began = time.thread_time()
    call()
    return time.thread_time() - began


def slowest(pattern: Found) -> tuple[float, str]:
    """How long *pattern* takes at most, in seconds, and the beginning of the text for which it does."""
    compiled = pattern.compiled()
    tried = compiled.search if pattern.is_searched else compiled.fullmatch
    worst = (0.0, "")
    for text in texts(pattern):
        subject = text.encode("latin-1", "replace") if pattern.is_bytes else text
        took = measured(lambda: (tried(subject), compiled.match(subject)))  # noqa: B023 - called at once
        if took > SECONDS:
            took = min(took, measured(lambda: (tried(subject), compiled.match(subject))))  # noqa: B023 - at once
        worst = max(worst, (took, text[:60]))
        if worst[0] > SECONDS:
            break
    return worst


def test_all_are_found(found: list[Found]) -> None:
    """Those of the core, those that are put together, and those that are made when they are first used."""
    patterns = {pattern.pattern for pattern in found}

    assert len(patterns) > 70
    assert {"[0-9]+", '[^",]*', "[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+"} <= patterns
    assert any(r"Access\ to\ " in pattern or "Accessto" in pattern for pattern in patterns)


def test_no_nested_repeats(found: list[Found]) -> None:
    """Within a repeat without limit, nothing can be matched in more ways than one."""
    assert {pattern.pattern: problems for pattern in found if (problems := nested(pattern))} == {}


def test_time(found: list[Found]) -> None:
    """Each takes milliseconds for a long text made of its own pieces, wherever it is looked for."""
    slow = {pattern.pattern: worst for pattern in found if (worst := slowest(pattern))[0] > SECONDS}
    assert slow == {}


@pytest.mark.parametrize(
    "pattern",
    ["(?:a+)+b", "(?:a*)*b", "(?:ab|[a-c]b)+d", "(?:ab*|b)+c", r"(?:[^;]+;?)*\Z", "(?:(?:a|b)+,?)*;"],
)
def test_nested_repeats_are_seen(pattern: str) -> None:
    """Those that take time without end."""
    assert nested(Found(pattern, re.UNICODE, is_bytes=False, is_searched=False))


@pytest.mark.parametrize("pattern", ["(?:a+,)+b", r'"(?:[^"\\]|\\.)*"', "(?:-[a-z]+)*", "(?:a|b)+c"])
def test_sound_repeats_are_seen(pattern: str) -> None:
    """Those that end by another character than they begin."""
    assert nested(Found(pattern, re.UNICODE, is_bytes=False, is_searched=False)) == []


@pytest.mark.parametrize("pattern", ["[a-z]+://", "[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*:", " *\n"])
def test_slow_searches_are_seen(pattern: str) -> None:
    """Those that look at a run from each of its letters: the package had all three."""
    assert slowest(Found(pattern, re.UNICODE, is_bytes=False, is_searched=True))[0] > SECONDS
