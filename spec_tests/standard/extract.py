"""
Read the algorithms and tables the package follows out of the source of the Fetch standard.

Usage::

    python -m spec_tests.standard.extract [--check] PATH_TO_FETCH_CHECKOUT

The path is a checkout of whatwg/fetch, with a work tree or bare; what is read is ``fetch.bs`` of
its HEAD commit. Two files are written beside this module:

``steps.json``
    for each algorithm of ``ALGORITHMS`` the number of every step and a hash of its text, and the
    branches of its switches; and all anchors of the standard;
``tables.json``
    the standard's lists, tables, limits and worked examples as data.

With ``--check`` nothing is written: what changed is printed, and the exit status is 1 when a step
or a table did. That is the list of things to look at when the standard moves. A new commit that
changes none of them is mentioned and is no failure.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NotRequired, TypedDict

from spec_tests.standard.document import Document, ExtractionError
from spec_tests.standard.tables import extract_tables

STANDARD = "https://fetch.spec.whatwg.org/"
STEPS_FILE = Path(__file__).with_name("steps.json")
TABLES_FILE = Path(__file__).with_name("tables.json")

# The algorithms the package follows, by anchor, in the order of the standard.
ALGORITHMS = (
    "collect-an-http-quoted-string",
    "cors-safelisted-method",
    "forbidden-method",
    "concept-method-normalize",
    "header-list-contains",
    "concept-header-list-get",
    "concept-header-list-get-decode-split",
    "header-value-get-decode-and-split",
    "concept-header-list-append",
    "concept-header-list-delete",
    "concept-header-list-set",
    "concept-header-list-combine",
    "convert-header-names-to-a-sorted-lowercase-set",
    "concept-header-list-sort-and-combine",
    "concept-header-value-normalize",
    "cors-safelisted-request-header",
    "cors-unsafe-request-header-byte",
    "cors-unsafe-request-header-names",
    "cors-non-wildcard-request-header-name",
    "cors-safelisted-response-header-name",
    "no-cors-safelisted-request-header-name",
    "no-cors-safelisted-request-header",
    "forbidden-request-header",
    "forbidden-response-header-name",
    "request-body-header-name",
    "extract-header-values",
    "extract-header-list-values",
    "simple-range-header-value",
    "concept-request-tainted-origin",
    "serializing-a-request-origin",
    "byte-serializing-a-request-origin",
    "cross-origin-embedder-policy-allows-credentials",
    "concept-filtered-response-basic",
    "concept-filtered-response-cors",
    "concept-filtered-response-opaque",
    "concept-filtered-response-opaque-redirect",
    "concept-response-location-url",
    "request-determine-the-network-partition-key",
    "block-bad-port",
    "should-response-to-request-be-blocked-due-to-mime-type?",
    "append-a-request-origin-header",
    "concept-header-extract-mime-type",
    "determine-nosniff",
    "should-response-to-request-be-blocked-due-to-nosniff?",
    "cross-origin-resource-policy-check",
    "cross-origin-resource-policy-internal-check",
    "concept-main-fetch",
    "concept-override-fetch",
    "concept-scheme-fetch",
    "concept-http-fetch",
    "concept-http-redirect-fetch",
    "concept-http-network-or-cache-fetch",
    "cors-preflight-fetch-0",
    "concept-cache-create-entry",
    "concept-cache-clear",
    "concept-cache-match",
    "concept-cache-match-method",
    "concept-cache-match-header",
    "concept-cors-check",
    "concept-tao-check",
    "concept-headers-append",
    "concept-headers-fill",
    "data-url-processor",
)


class AlgorithmSteps(TypedDict):
    """
    An algorithm of steps.json.

    It has its name; by number the hash of each step's text; and the branches of its switches.
    """

    name: str
    steps: dict[str, str]
    branches: NotRequired[list[str]]


class StepsFile(TypedDict):
    """What steps.json holds."""

    standard: str
    commit: str
    date: str
    algorithms: dict[str, AlgorithmSteps]
    anchors: list[str]


class TablesFile(TypedDict):
    """What tables.json holds."""

    standard: str
    commit: str
    date: str
    tables: dict[str, object]


def extract(checkout: Path) -> tuple[StepsFile, TablesFile]:
    """
    Return what steps.json and tables.json hold for the HEAD commit of ``checkout``.

    Raises:
        ExtractionError: git cannot read the checkout, an algorithm of ``ALGORITHMS`` is not in the
            standard, or something in it has an unexpected shape.
    """
    commit = _git(checkout, "rev-parse", "HEAD").strip()
    date = _git(checkout, "show", "--no-patch", "--format=%cs", "HEAD").strip()
    # The file of the commit rather than that of the work tree, which may have been edited.
    document = Document(_git(checkout, "show", "HEAD:fetch.bs"))
    return (
        {
            "standard": STANDARD,
            "commit": commit,
            "date": date,
            "algorithms": extract_steps(document, ALGORITHMS),
            "anchors": document.anchors(),
        },
        {"standard": STANDARD, "commit": commit, "date": date, "tables": extract_tables(document)},
    )


def extract_steps(document: Document, anchors: Iterable[str]) -> dict[str, AlgorithmSteps]:
    """
    Return the algorithms with ``anchors``, sorted by anchor; steps are in the algorithm's order.

    Raises:
        ExtractionError: the document does not define one of them; the message names it.
    """
    algorithms: dict[str, AlgorithmSteps] = {}
    for anchor in sorted(anchors):
        steps, branches = document.algorithm(anchor)
        algorithms[anchor] = {
            "name": document.definition(anchor).name,
            "steps": {
                number: hashlib.sha256(text.encode()).hexdigest()[:12] for number, text in steps.items()
            },
        }
        if branches:
            algorithms[anchor]["branches"] = branches
    return algorithms


def load_steps() -> StepsFile:
    """Return what the stored steps.json holds."""
    loaded: StepsFile = json.loads(STEPS_FILE.read_text(encoding="utf-8"))
    return loaded


def load_tables() -> TablesFile:
    """Return what the stored tables.json holds."""
    loaded: TablesFile = json.loads(TABLES_FILE.read_text(encoding="utf-8"))
    return loaded


def differences(old: tuple[StepsFile, TablesFile], new: tuple[StepsFile, TablesFile]) -> list[str]:
    """Return one line for each step and each table that differs, and for each lost anchor."""
    gone = set(old[0]["anchors"]) - set(new[0]["anchors"])
    return [
        *_algorithm_differences(old[0]["algorithms"], new[0]["algorithms"]),
        *(f"#{anchor}: no longer in the standard" for anchor in sorted(gone)),
        *_table_differences(old[1]["tables"], new[1]["tables"]),
    ]


def _algorithm_differences(
    old: Mapping[str, AlgorithmSteps], new: Mapping[str, AlgorithmSteps]
) -> list[str]:
    lines: list[str] = []
    for anchor in sorted(old.keys() | new.keys()):
        if anchor not in new:
            lines.append(f"#{anchor}: no longer extracted")
        elif anchor not in old:
            lines.append(f"#{anchor}: newly extracted")
        else:
            if old[anchor]["name"] != new[anchor]["name"]:
                lines.append(f"#{anchor}: the name is now {new[anchor]['name']!r}")
            found = _step_differences(old[anchor]["steps"], new[anchor]["steps"])
            lines += [f"#{anchor}: {line}" for line in found]
    return lines


def _step_differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return one line for each step of an algorithm that changed, moved, came or went."""
    lines: list[str] = []
    numbers, new_numbers = list(old), list(new)
    matcher = difflib.SequenceMatcher(None, list(old.values()), list(new.values()), autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        before, after = numbers[start:end], new_numbers[new_start:new_end]
        if kind == "equal":
            lines += [
                f"step {number} is now step {moved}"
                for number, moved in zip(before, after, strict=True)
                if number != moved
            ]
        else:
            lines += [f"step {number or '(only)'} changed" for number in after if number in before]
            lines += [f"step {number or '(only)'} is gone" for number in before if number not in after]
            lines += [f"step {number or '(only)'} is new" for number in after if number not in before]
    return lines


def _table_differences(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """Return one line for each table that differs, with the members that came and went."""
    lines: list[str] = []
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        if isinstance(before, list) and isinstance(after, list):
            gone = [member for member in before if member not in after]
            come = [member for member in after if member not in before]
            lines.append(f"table {name}: gone {gone}, new {come}")
        else:
            lines.append(f"table {name}: was {before!r}, is {after!r}")
    return lines


def _git(checkout: Path, *arguments: str) -> str:
    """Return what git prints, run in ``checkout``. Raises ExtractionError when it fails."""
    try:
        done = subprocess.run(
            ["git", "-C", str(checkout), *arguments],
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
    except subprocess.CalledProcessError as error:
        raise ExtractionError(f"git {' '.join(arguments)}: {error.stderr.strip()}") from error
    return done.stdout


def _write(path: Path, content: StepsFile | TablesFile) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def _report(old: tuple[StepsFile, TablesFile], new: tuple[StepsFile, TablesFile]) -> int:
    """Print what differs between what is stored and what was read; return the exit status."""
    if old[0]["commit"] != new[0]["commit"]:
        print(f"stored: {old[0]['date']} {old[0]['commit']}")
        print(f"read:   {new[0]['date']} {new[0]['commit']}")
    found = differences(old, new)
    print("\n".join([*found, f"{len(found)} differences"]))
    return 1 if found else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command.

    Args:
        arguments: those of the command line when not given.

    Returns:
        The exit status: 0; 1 when a check found differences; 2 when the standard cannot be read.
    """
    parser = argparse.ArgumentParser(
        prog="python -m spec_tests.standard.extract",
        description="Read the algorithms and tables the package follows out of the standard.",
    )
    parser.add_argument("checkout", type=Path, help="a checkout of whatwg/fetch, bare or not")
    parser.add_argument("--check", action="store_true", help="only compare with what is stored")
    options = parser.parse_args(arguments)
    try:
        steps, tables = extract(options.checkout)
    except ExtractionError as error:
        print(f"extract: {error}", file=sys.stderr)
        return 2
    if options.check:
        return _report((load_steps(), load_tables()), (steps, tables))
    _write(STEPS_FILE, steps)
    _write(TABLES_FILE, tables)
    return 0


if __name__ == "__main__":
    sys.exit(main())
