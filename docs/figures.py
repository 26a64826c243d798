"""
Every figure that a page quotes, computed.

    python -m docs.figures              prints each figure on each page; 1 where a page has another
    python -m docs.figures --recompute  computes from recordings what is otherwise held by tests
    python -m docs.figures --write      puts the right ones on the pages

On a page, a figure stands between ``<!-- figure: NAME -->`` and ``<!-- end -->``. A test compares them
all, and fails where a percentage stands unmarked. What needs other people's software is in
`figures.json`, with the command that gives it and the day on which it last did.
"""

import argparse
import functools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import attrs

from cors_sim import BROWSERS, Reason
from cors_sim.audit import KINDS
from cors_sim.explain.snippets import SERVERS, snippet
from docs import exercises
from docs.coverage import left_out
from docs.generated import GRANT
from docs.markdown import number
from docs.messages import messages
from spec_tests.audit.zoo.records import RECORDS
from spec_tests.browsers import corpora
from spec_tests.browsers.agreement import RATCHET, corpus_differences, tally
from spec_tests.cases import runner
from spec_tests.docs.pages import PAGES, name_of
from spec_tests.standard.extract import load_steps

MARK: Final = re.compile(r"<!-- figure: ([a-z0-9-]+) -->(.*?)<!-- end -->")
FOREIGN: Final = Path(__file__).with_name("figures.json")


@attrs.frozen
class Quoted:
    """
    A figure on a page.

    Args:
        page: where.
        name: of the figure.
        value: as the page has it.
    """

    page: Path
    name: str
    value: str


def quoted() -> Iterator[Quoted]:
    """All figures on all pages."""
    for page in PAGES:
        for name, value in MARK.findall(page.read_text(encoding="utf-8")):
            yield Quoted(page, name, value)


def share(part: int, whole: int) -> str:
    """*part* of *whole* as pages write it; what is not all of it is never 100 %."""
    percent = min(round(1000 * part / whole), 999 if part < whole else 1000)
    return f"{percent / 10:.1f}\N{NO-BREAK SPACE}%"


Tallies = Mapping[str, Mapping[str, Mapping[str, int]]]
"""By corpus and engine, how many scenarios there are and how many agree, facet by facet."""


def held() -> Tallies:
    """What `spec_tests/browsers/test_agreement.py` holds the package to, exactly."""
    tallies = json.loads(RATCHET.read_text(encoding="utf-8"))
    return {corpus: tallies[corpus] for corpus in corpora.CORPORA}


def recomputed() -> Tallies:
    """The same, from the recordings."""
    return {
        corpus: {engine: tally(corpus_differences(corpus, engine).values()) for engine in corpora.ENGINES}
        for corpus in corpora.CORPORA
    }


def figures(tallies: Tallies) -> dict[str, str]:
    """All figures by name, with the agreement that *tallies* say."""
    found = {name: number(count()) for name, count in _COUNTS.items()}
    found |= {f"version-{browser.name}": browser.version for browser in BROWSERS if browser.version}
    for corpus, engines in tallies.items():
        sizes = [counts["scenarios"] for counts in engines.values()]
        found[f"{corpus}-least"] = number(min(sizes))
        found[f"{corpus}-observations"] = number(sum(sizes))
        for engine, counts in engines.items():
            for facet in counts.keys() - {"scenarios"}:
                suffix = "" if facet == "all" else f"-{facet}"
                found[f"agreement-{corpus}-{engine}{suffix}"] = share(counts[facet], counts["scenarios"])
    total = [counts for engines in tallies.values() for counts in engines.values()]
    found["observations"] = number(sum(counts["scenarios"] for counts in total))
    found["agreeing-observations"] = number(sum(counts["all"] for counts in total))
    return found | {name: entry["value"] for name, entry in foreign().items()}


@functools.cache
def foreign() -> dict[str, dict[str, str]]:
    """The figures that need other people's software."""
    entries: dict[str, dict[str, str]] = json.loads(FOREIGN.read_text(encoding="utf-8"))
    return entries


def _steps() -> int:
    return sum(len(algorithm["steps"]) for algorithm in load_steps()["algorithms"].values())


def _modelled() -> int:
    return _steps() - sum(map(len, left_out(load_steps()).values()))


def _departures() -> int:
    return sum(len(browser.departures) for browser in BROWSERS)


_COUNTS: Final[Mapping[str, Callable[[], int]]] = MappingProxyType(
    {
        "chosen": lambda: len(corpora.scenarios("chosen")),
        "probes": lambda: len(corpora.scenarios("probes")),
        "random": lambda: len(corpora.scenarios("random")),
        "cases": lambda: len(runner.load_cases()),
        "questions": lambda: len(runner.load_cases(runner.HERE / "questions.json")),
        "exercises": lambda: len(exercises.exercises()),
        "algorithms": lambda: len(load_steps()["algorithms"]),
        "steps": _steps,
        "steps-modelled": _modelled,
        "departures": _departures,
        "departing-fields": lambda: len(
            {departure.field for browser in BROWSERS for departure in browser.departures}
        ),
        "reasons": lambda: len(Reason),
        "messages": lambda: len(messages()),
        "findings": lambda: len(KINDS),
        "servers": lambda: len(SERVERS),
        "servers-executed": lambda: sum(snippet(GRANT, server).executed for server in SERVERS),
        "zoo": lambda: len(RECORDS),
        "zoo-flawed": lambda: sum(not record.is_safe for record in RECORDS),
        "zoo-safe": lambda: sum(record.is_safe for record in RECORDS),
    }
)


def main(arguments: list[str] | None = None) -> int:
    """Compare, or write; 1 if a page has another figure than there is."""
    parser = argparse.ArgumentParser(prog="python -m docs.figures")
    parser.add_argument(
        "--recompute", action="store_true", help="from the recordings, not from what tests hold"
    )
    parser.add_argument("--write", action="store_true", help="put the figures on the pages")
    chosen = parser.parse_args(arguments)
    actual = figures(recomputed() if chosen.recompute else held())
    wrong = 0
    for figure, count in Counter(quoted()).items():
        value = actual[figure.name]
        how = f"; {foreign()[figure.name]['command']}" if figure.name in foreign() else ""
        differs = "" if value == figure.value else f"  on the page: {figure.value}"
        wrong += bool(differs) * count
        print(f"{name_of(figure.page)}: {figure.name} = {value}{differs}{how}")
    if chosen.write:
        for page in PAGES:
            before = page.read_text(encoding="utf-8")
            after = MARK.sub(
                lambda mark: f"<!-- figure: {mark[1]} -->{actual[mark[1]]}<!-- end -->", before
            )
            if before != after:
                page.write_text(after, encoding="utf-8")
        return 0
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
