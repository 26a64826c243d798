"""Browsers differ by data: an algorithm asks a `Browser` for its fields, never which one it is."""

import ast

import pytest

import cors_sim
from spec_tests.architecture.source import Module, modules

NAMES = {name for name in cors_sim.__all__ if isinstance(getattr(cors_sim, name), cors_sim.Browser)}


def identities(source: str) -> list[int]:
    """The lines of *source* that ask which browser something is."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                text = ast.unparse(side)
                if text.rpartition(".")[2] in NAMES or text.endswith("browser.name"):
                    found.append(node.lineno)
        elif isinstance(node, ast.Match) and ast.unparse(node.subject).endswith(
            ("browser", "browser.name")
        ):
            found.append(node.lineno)
    return found


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_nobody_asks_which_browser_it_is(module: Module) -> None:
    """No comparison with a browser, or of a browser's name."""
    assert identities(module.text) == []


@pytest.mark.parametrize(
    "source",
    [
        "browser is FIREFOX",
        "params.browser != browsers.CHROMIUM",
        "browser.name == 'firefox'",
        "'webkit' in outcome.browser.name",
        "browser in {'a': 1} or WEBKIT == browser",
        "match browser.name:\n case 'firefox': pass",
    ],
)
def test_the_rule_finds_it(source: str) -> None:
    """Whichever way round."""
    assert identities(source) == [1]


@pytest.mark.parametrize(
    "module", [m for m in modules() if m.room == "cors_sim.standard"], ids=lambda module: module.name
)
def test_the_algorithms_know_none_by_name(module: Module) -> None:
    """They take a browser as an argument; the standard itself is the one that they may fall back to."""
    named = {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)} | {
        alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert named & NAMES <= {"STANDARD"}
