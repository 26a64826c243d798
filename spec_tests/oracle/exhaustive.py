"""
Every conversation of a small scope, put to both models, and to the laws that hold of all.

``python -m spec_tests.oracle.exhaustive`` goes through all of `scope`, and ends with exit code 1 where
there was a difference or a broken law. ``--slice K/N`` takes every N-th unit of it from the K-th on, which
is what CI does. With ``--journal FILE`` what is done is written down, and is not done again.
"""

import argparse
import functools
import gc
import hashlib
import json
import multiprocessing
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TextIO

from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

import cors_sim
from spec_tests.oracle import naive, naive_checks, naive_headers, naive_network
from spec_tests.oracle.adapter import comparable, comparable_naive, naive_request, naive_response
from spec_tests.oracle.conversation import Conversation, conversations
from spec_tests.oracle.invariants import broken
from spec_tests.oracle.scope import Earlier, Situation, units

ORACLE = (naive, naive_checks, naive_headers, naive_network)
REMEMBERED = (
    naive_headers.byte_lowercase,
    naive_headers.is_cors_non_wildcard_request_header_name,
    naive_headers.is_cors_safelisted_request_header,
    naive_headers.is_forbidden_response_header_name,
    naive_headers.is_token,
    naive_checks.fragment,
    naive_checks.includes_credentials,
    naive_checks.registrable_domain,
    naive_checks.scheme,
    naive_checks.url_origin,
)
"""Functions of the oracle from strings to a string, a truth or None, which answer the same each time."""

_naive_request = functools.cache(naive_request)


def copied(value: Any) -> Any:  # noqa: ANN401 - dicts and lists of anything
    """A deep copy of what the oracle's values are made of."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def hurry() -> None:
    """
    Let the oracle's smallest functions answer from memory what they have answered before, and copy plainly.
    """
    for module in (naive, naive_network):
        vars(module)["copy"] = SimpleNamespace(deepcopy=copied)
    for function in REMEMBERED:
        remembering = functools.cache(function)
        for module in ORACLE:
            if getattr(module, function.__name__, None) is function:
                setattr(module, function.__name__, remembering)


@functools.lru_cache(maxsize=4)
def _naive_cache_after(earlier: Earlier) -> list[dict[str, Any]]:
    cache: list[dict[str, Any]] = []

    def serve(asked: dict[str, Any]) -> tuple[dict[str, Any], float]:
        return naive_response(earlier.preflight if asked["is_preflight"] else earlier.response), 0.0

    naive.fetch(naive_request(earlier.request), serve, cache, 0.0)
    return cache


def differences(conversation: Conversation) -> list[str]:
    """What the oracle says otherwise of *conversation*."""
    answers = iter(conversation.answers)
    now, earlier = conversation.now, conversation.earlier
    cache = [] if earlier is None else [dict(entry) for entry in _naive_cache_after(earlier)]

    def serve(_: dict[str, Any]) -> tuple[dict[str, Any], float]:
        # What the package has not asked for is no answer: what went over the wire differs then.
        return naive_response(next(answers, cors_sim.Response.network_error())), now

    outcome = naive.fetch(_naive_request(conversation.request), serve, cache, now)
    expected = comparable_naive(outcome, cache, now)
    actual = comparable(conversation.outcome, now)
    return [
        f"{key}: oracle {value!r}, package {actual[key]!r}"
        for key, value in expected.items()
        if value != actual[key]
    ]


def judged(situation: Situation) -> Iterator[tuple[Conversation, list[str]]]:
    """Each conversation in *situation*, and what is wrong with it."""
    for conversation in conversations(situation):
        yield conversation, [*differences(conversation), *broken(conversation)]


def run(unit: int) -> tuple[int, str, int, list[str]]:
    """
    Judge a unit of the scope.

    Returns:
        Its number, its part, how many conversations were judged, and what was wrong with the last of them.
    """
    gc.collect()  # what has cycles; the rest goes by itself
    gc.disable()
    judgements = 0
    part = UNITS[unit].part
    for situation in UNITS[unit].situations():
        for conversation, wrong in judged(situation):
            judgements += 1
            if wrong:
                said = [repr(conversation.earlier), repr(conversation.request), repr(conversation.now)]
                return unit, part, judgements, [*said, *map(repr, conversation.answers), *wrong]
    return unit, part, judgements, []


UNITS = units()


@functools.cache
def sources() -> str:
    """A hash of all that the figures depend on."""
    here = Path(__file__).parent
    package = Path(cors_sim.__file__).parent
    files = sorted([*here.glob("[!t]*.py"), *package.rglob("*.py")])
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def done_before(journal: Path) -> dict[int, tuple[str, int]]:
    """Part and conversations of the units that *journal* has."""
    if not journal.exists():
        return {}
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    if any(line["sources"] != sources() for line in lines):
        sys.exit(f"{journal} is of other sources: move it away to begin afresh")
    return {line["unit"]: (line["part"], line["conversations"]) for line in lines}


def write_down(journal: TextIO, unit: int, part: str, count: int) -> None:
    """Add a unit to *journal*."""
    line = {"unit": unit, "part": part, "conversations": count, "sources": sources()}
    journal.write(json.dumps(line) + "\n")
    journal.flush()


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code is 1 where the models differ or a law is broken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0] if __doc__ else None)
    parser.add_argument("--slice", default="1/1", help="K/N: every N-th unit from the K-th on")
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--journal", type=Path, default=Path("/dev/null"), help="what is done already")
    options = parser.parse_args(arguments)
    first, _, step = options.slice.partition("/")
    work = range(int(first) - 1, len(UNITS), int(step))
    print(f"sources {sources()[:12]}")
    done = done_before(options.journal) if options.journal.is_file() else {}
    counts: Counter[str] = Counter()
    units_with_something_wrong = 0
    for unit in set(work) & set(done):
        counts[done[unit][0]] += done[unit][1]
    # Spread, so that it has seen something of everything when it is ended early.
    left = sorted(set(work) - set(done), key=lambda unit: unit * 7919 % len(UNITS))
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with (
        multiprocessing.Pool(options.jobs, initializer=hurry) as pool,
        options.journal.open("a") as journal,
        Progress(*columns) as progress,
    ):
        task = progress.add_task("units", total=len(work), completed=len(work) - len(left))
        for unit, part, count, wrong in pool.imap_unordered(run, left):
            counts[part] += count
            progress.advance(task)
            if wrong:
                units_with_something_wrong += 1
                progress.console.print(f"unit {unit}:", *wrong, sep="\n", markup=False)
            else:
                write_down(journal, unit, part, count)
    print(*(f"{part}: {count}" for part, count in counts.items()), sep=", ")
    if units_with_something_wrong:
        print(f"{counts.total()} conversations, something wrong in {units_with_something_wrong} units")
        return 1
    print(f"{counts.total()} conversations, no difference, no broken law")
    return 0


if __name__ == "__main__":
    sys.exit(main())
