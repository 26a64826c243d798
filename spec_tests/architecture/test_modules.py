"""Modules are short: one concept each."""

import statistics

import pytest

from spec_tests.architecture.source import Module, modules


def lines(module: Module) -> int:
    """How many lines *module* has."""
    return module.text.count("\n")


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_none_is_long(module: Module) -> None:
    """What needs more than 500 lines is two things."""
    assert lines(module) <= 500


def test_most_are_short() -> None:
    """The median is under 200 lines."""
    assert statistics.median(map(lines, modules())) < 200
