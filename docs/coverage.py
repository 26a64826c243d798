"""How much of the standard is modelled: each algorithm, each of its steps, and what tests it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import cors_sim
from docs.markdown import text
from spec_tests.cases import runner
from spec_tests.docs.pages import ROOT
from spec_tests.standard.citations import Package, load_not_modelled, numbers, read_package
from spec_tests.standard.extract import StepsFile, load_steps

_PACKAGE: Final = Path(cors_sim.__file__).parent
_IMPORT: Final = re.compile(r"^from (cors_sim\.[a-z_.]+) import|^import (cors_sim\.[a-z_.]+)", re.MULTILINE)


def coverage() -> str:
    """All of it: a table of the algorithms, what is left out and why, and every step."""
    standard = load_steps()
    package = read_package(_PACKAGE)
    missing = left_out(standard)
    total = sum(len(algorithm["steps"]) for algorithm in standard["algorithms"].values())
    modelled = total - sum(map(len, missing.values()))
    cases = _cases()
    lines = [
        f"This is the Fetch standard at commit `{standard['commit'][:7]}` of {standard['date']}.",
        f"The package follows {len(standard['algorithms'])} of its algorithms, "
        f"with {total} steps, and models {modelled} of them.",
        "",
        "| Algorithm | Steps | Modelled | Cases | In |",
        "|---|---:|---:|---:|---|",
    ]
    for anchor, algorithm in standard["algorithms"].items():
        count = len(algorithm["steps"])
        places = _places(package, anchor)
        lines.append(
            f"| [{text(algorithm['name'])}]({standard['standard']}#{anchor}) | {count} "
            f"| {count - len(missing.get(anchor, ()))} | {len(_of(cases, anchor)) or ''} "
            f"| {_codes(places) or 'nowhere'} |"
        )
    lines += ["", *_reasons(standard), *_steps(standard, package, missing, cases)]
    return "\n".join(lines)


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _reasons(standard: StepsFile) -> Iterator[str]:
    yield from ("## Steps that are not modelled, and why", "")
    for anchor, listing in load_not_modelled().items():
        yield from (f"### {text(standard['algorithms'][anchor]['name'])}", "")
        yield from ("| Steps | Why not |", "|---|---|")
        for expression, why in listing.items():
            shown = "all" if expression == "*" else expression.replace("-", " to ")
            yield f"| {shown} | {text(why)} |"
        yield ""


def _steps(
    standard: StepsFile, package: Package, missing: Mapping[str, list[str]], cases: "Cases"
) -> Iterator[str]:
    """Every step: whether it is modelled, where, and the cases that come of it."""
    yield from ("## Every step, and what tests it", "")
    yield from ("Beside each step are the cases of `spec_tests/cases/` that say they come of it.", "")
    tests = _tests()
    for anchor, algorithm in standard["algorithms"].items():
        cited = _cited(package, anchor)
        tested_in = dict.fromkeys(
            file for place in _places(package, anchor) for file in tests.get(place, ())
        )
        yield from ("<details>", f"<summary>{algorithm['name'].replace('`', '')}</summary>", "")
        if tested_in:
            yield from (f"Tested by example in {_codes(tested_in)}.", "")
        yield from ("| Step | Modelled | Cases |", "|---:|---|---|")
        for step in algorithm["steps"]:
            left = step in missing.get(anchor, ())
            where = _codes(cited.get(step, ()))
            shown = _codes(cases.get((anchor, step), ()))
            yield f"| {step or 'all'} | {'no' if left else where or 'yes'} | {shown} |"
        yield from ("", "</details>", "")


def left_out(standard: StepsFile) -> dict[str, list[str]]:
    """By algorithm, the steps that are listed as not modelled, and those nested in them."""
    found: dict[str, list[str]] = {}
    for anchor, listing in load_not_modelled().items():
        steps = list(standard["algorithms"][anchor]["steps"])
        listed = {step for item in listing for step in (steps if item == "*" else numbers(item))}
        found[anchor] = [
            step for step in steps if any(step == other or step.startswith(f"{other}.") for other in listed)
        ]
    return found


def _places(package: Package, anchor: str) -> list[str]:
    """The modules of the package that have the algorithm, as a function or as a table."""
    found = [function.place for function in package.functions if anchor in function.anchors]
    found = found or [mention.place for mention in package.specs if mention.anchor == anchor]
    return list(dict.fromkeys(map(_module, found)))


def _module(place: str) -> str:
    return place.partition(".py:")[0].removeprefix("cors_sim/")


def _cited(package: Package, anchor: str) -> dict[str, dict[str, None]]:
    """The modules that take each step of the algorithm."""
    found: dict[str, dict[str, None]] = {}
    for function in package.functions:
        if anchor in function.anchors:
            for citation in function.citations:
                for step in numbers(citation.steps):
                    found.setdefault(step, {})[_module(citation.place)] = None
    return found


Cases = Mapping[tuple[str, str], list[str]]
"""By anchor and step, the cases whose source they are."""


def _cases() -> Cases:
    found: dict[tuple[str, str], list[str]] = {}
    for case in runner.load_cases():
        for step in case["source"]["steps"]:
            found.setdefault((step["anchor"], step["number"] or ""), []).append(case["id"])
    return found


def _of(cases: Cases, anchor: str) -> set[str]:
    return {case for (found, _), names in cases.items() if found == anchor for case in names}


def _tests() -> dict[str, list[str]]:
    """By module of the package, the files that import from it to test it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "spec_tests").rglob("test_*.py")):
        for match in _IMPORT.finditer(path.read_text(encoding="utf-8")):
            module = (match[1] or match[2]).removeprefix("cors_sim.").replace(".", "/")
            found.setdefault(module, []).append(path.relative_to(ROOT / "spec_tests").as_posix())
        named = f"{path.parent.name}/{path.stem.removeprefix('test_')}"
        if (_PACKAGE / f"{named}.py").is_file() and path.parent.parent.name == "spec_tests":
            found.setdefault(named, []).append(f"{path.parent.name}/{path.name}")
    return found
