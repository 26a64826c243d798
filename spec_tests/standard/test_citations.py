"""What the package says about the standard holds; and so do the rules that find out."""

# ruff: noqa: D103 - the name of a test says what it tests

import textwrap
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

import cors_sim
from spec_tests.standard.citations import (
    CitationError,
    Rules,
    load_not_modelled,
    numbers,
    read_package,
)
from spec_tests.standard.extract import StepsFile, load_steps

RULES = (
    Rules.unknown_anchors,
    Rules.ambiguous_functions,
    Rules.unknown_citations,
    Rules.backward_citations,
    Rules.missing_steps,
    Rules.listing_problems,
    Rules.unknown_step_calls,
)

STANDARD: StepsFile = {
    "standard": "https://fetch.spec.whatwg.org/",
    "commit": "",
    "date": "",
    "algorithms": {
        "a": {
            "name": "A",
            "steps": dict.fromkeys(["1", "2", "2.1", "2.2", "3", "3.b.1", "4", "10"], ""),
            "branches": ["3.a", "3.b"],
        },
        "one": {"name": "One", "steps": {"": ""}},
        "two": {"name": "Two", "steps": {"": ""}},
    },
    "anchors": ["a", "concept", "one", "two"],
}
# Says all there is to say.
COMPLETE = '''
"""A module.

Spec: https://fetch.spec.whatwg.org/#concept
"""

ALGORITHM = Algorithm("A", "https://fetch.spec.whatwg.org/#a")
NAMES = frozenset()
"""Names. Spec: https://fetch.spec.whatwg.org/#two"""

def first(x):
    """
    Do it.

    Spec: https://fetch.spec.whatwg.org/#a
    """
    # 1-2. Two steps at once.
    if x:
        # 2.1, 2.2.
        return ALGORITHM.step("2.2")
    # 3.a.
    x = 10  # 3.b.1.
    # 304 is not a step, and neither is 2.5 of anything.
    return x

def second(x):
    """
    Do the rest.

    Spec: https://fetch.spec.whatwg.org/#a
    """
    return x
    # 4.
    # 10.

def third():
    """Spec: https://fetch.spec.whatwg.org/#one"""

def other():
    """Spec: https://html.spec.whatwg.org/#other"""
    # 99.
'''


@cache
def package_rules() -> Rules:
    """Return the rules for the package itself."""
    return Rules(read_package(Path(cors_sim.__path__[0])), load_steps(), load_not_modelled())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_follows_the_standard(rule: Callable[[Rules], list[str]]) -> None:
    problems = rule(package_rules())
    assert not problems, "\n".join([rule.__doc__ or "", *problems])


def problems_of(
    directory: Path,
    source: str,
    not_modelled: Mapping[str, Mapping[str, str]] | None = None,
    **others: str,
) -> list[str]:
    """Return the problems of a package of the module ``source`` and of ``others`` by name."""
    package = directory / "package"
    package.mkdir()
    for name, text in {"module": source, **others}.items():
        (package / f"{name}.py").write_text(textwrap.dedent(text), encoding="utf-8")
    rules = Rules(read_package(package), STANDARD, not_modelled or {})
    return [problem for rule in RULES for problem in rule(rules)]


def test_a_package_that_cites_everything_has_no_problem(tmp_path: Path) -> None:
    assert problems_of(tmp_path, COMPLETE) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "#two",
            "#three",
            "package/module.py:9: the standard has no #three\n#two: neither cited nor listed: the whole",
        ),
        ("# 4.", "# 4. 5.", ""),
        (
            "# 3.a.",
            "# 3.c.",
            "package/module.py:21 first: #a has no step 3.c",
        ),
        (
            "# 1-2. Two",
            "# 1-2, 5. Two",
            "package/module.py:17 first: #a has no step 5",
        ),
        ("# 1-2. Two", "# 1-2 Two", "#a: neither cited nor listed: 1"),
        ("2.1, 2.2", "2.2", "#a: neither cited nor listed: 2.1"),
        (
            "# 2.1, 2.2.",
            "# 2.2, 2.1.",
            "package/module.py:19 first: step 2.1 is cited after step 2.2",
        ),
        (
            "# 2.1, 2.2.",
            "# 2.1-3.",
            "package/module.py:19 first: '2.1-3' is no range within one list of steps\n"
            "#a: neither cited nor listed: 2.1, 2.2",
        ),
        ("# 4.", "# four", "#a: neither cited nor listed: 4"),
        ("#one", "#two", "#one: neither cited nor listed: the whole"),
        (
            'step("2.2")',
            'step("2.3")',
            "package/module.py:20 ALGORITHM: #a has no step 2.3",
        ),
        ("304 is", "See https://fetch.spec.whatwg.org/#a, step 3.b.1:", ""),
        (
            "304 is",
            "See https://fetch.spec.whatwg.org/#a, step 3.b.2:",
            "package/module.py:23: #a has no step 3.b.2",
        ),
    ],
)
def test_each_problem_is_found(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert COMPLETE.count(old) == 1
    assert "\n".join(problems_of(tmp_path, COMPLETE.replace(old, new))) == problem


def test_steps_belong_to_the_innermost_algorithm(tmp_path: Path) -> None:
    source = '''
    class Thing:
        def outer(self):
            """Spec: https://fetch.spec.whatwg.org/#a"""
            # 1-2.
            def helper():
                # 2.1-2.2, 3.
                pass
            def inner():
                """
                Spec: https://fetch.spec.whatwg.org/#one
                Spec: https://fetch.spec.whatwg.org/#two
                """
            return helper  # 3.b.1, 4, 10.
    '''
    assert problems_of(tmp_path, source) == []


def test_only_algorithms_of_one_step_share_a_function(tmp_path: Path) -> None:
    source = '''
    def function():
        """
        Spec: https://fetch.spec.whatwg.org/#one
        Spec: https://fetch.spec.whatwg.org/#a
        """
    '''
    not_modelled = {"a": {"*": "why"}, "two": {"*": "why"}}
    assert problems_of(tmp_path, source, not_modelled) == [
        "package/module.py:2 function: names several algorithms, and #a has numbered steps"
    ]


def test_steps_of_imported_algorithms_are_checked(tmp_path: Path) -> None:
    source = """
    from package.module import ALGORITHM as SAMPLE
    from package import module

    SAMPLE.step("10")
    SAMPLE.step("11")
    module.ALGORITHM.step("12")
    unknown.step("13")
    """
    assert problems_of(tmp_path, COMPLETE, user=source) == [
        "package/user.py:6 SAMPLE: #a has no step 11",
        "package/user.py:7 ALGORITHM: #a has no step 12",
    ]


def test_algorithms_must_be_told_apart(tmp_path: Path) -> None:
    source = """
    ALGORITHM: Final = Algorithm(NAME, url="https://fetch.spec.whatwg.org/#one")
    COMPUTED = Algorithm("A", BASE + "#a")
    HTML = Algorithm("B", "https://html.spec.whatwg.org/#b")
    ALGORITHM.step("")
    COMPUTED.step("1")
    HTML.step("99")
    """
    user = "from package.other import ALGORITHM\nALGORITHM.step('1')\n"
    assert problems_of(tmp_path, COMPLETE, other=source, user=user) == [
        "package/other.py:6 COMPUTED: it is not clear which algorithm this is",
        "package/user.py:2 ALGORITHM: it is not clear which algorithm this is",
    ]


def test_what_is_listed_need_not_be_cited(tmp_path: Path) -> None:
    not_modelled = {"a": {"1": "why", "2-3": "why", "4": "why", "10": "why"}, "one": {"*": "why"}}
    source = '"""Spec: https://fetch.spec.whatwg.org/#two"""'
    assert problems_of(tmp_path, source, not_modelled) == []


def test_listings_are_checked(tmp_path: Path) -> None:
    not_modelled = {
        "gone": {"*": "why"},
        "one": {"*": "why"},
        "a": {"2": "why", "3.a-3.c": " ", "5": "why", "some": "why"},
    }
    assert problems_of(tmp_path, COMPLETE, not_modelled) == [
        "#gone: listed, but no algorithm of the standard",
        "#one: both cited and listed: the whole",
        "#a: 3.a-3.c is listed without a reason",
        "#a: step 3.c is listed, and there is none",
        "#a: step 5 is listed, and there is none",
        "#a: 'some' is no number or range of steps",
        "#a: both cited and listed: 2, 2.1, 2.2, 3.a, 3.b.1",
    ]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("4", ["4"]),
        ("12.d.1", ["12.d.1"]),
        ("12.a-12.c", ["12.a", "12.b", "12.c"]),
        ("7.8-7.10", ["7.8", "7.9", "7.10"]),
        ("1-3, 5, 5.1", ["1", "2", "3", "5", "5.1"]),
    ],
)
def test_numbers(expression: str, expected: list[str]) -> None:
    assert numbers(expression) == expected


@pytest.mark.parametrize("expression", ["", "x", "3-1", "1-2.2", "2.1-3.2", "12.a-12.2", "1,2"])
def test_what_is_no_number(expression: str) -> None:
    with pytest.raises(CitationError):
        numbers(expression)
