"""The front door: the names that `cors_sim` promises, and nothing else."""

import importlib
import inspect
import types
from pathlib import Path
from typing import Final

import pytest

import cors_sim
from spec_tests.architecture.source import modules

FRONT_DOORS = [module.name for module in modules() if "\n__all__ = " in module.text]


@pytest.mark.parametrize("name", FRONT_DOORS)
def test_what_is_promised_is_there(name: str) -> None:
    """Each name of ``__all__`` can be imported, at once or when asked for; each public name is in it."""
    door = importlib.import_module(name)
    public = {
        found
        for found in dir(door)
        if not (found.startswith("_") or found == "TYPE_CHECKING")
        if not (isinstance(value := getattr(door, found), types.ModuleType) or value is Final)
    }

    assert public == set(door.__all__)
    assert len(door.__all__) == len(set(door.__all__))


def test_the_package_is_a_front_door() -> None:
    """It imports and promises; what is promised is written elsewhere."""
    assert "cors_sim" in FRONT_DOORS
    assert [name for name in cors_sim.__all__ if getattr(cors_sim, name) is None] == []
    made_here = [
        name
        for name, value in vars(cors_sim).items()
        if inspect.isfunction(value) or inspect.isclass(value)
        if value.__module__ == "cors_sim" and name not in {"__getattr__", "__dir__"}
    ]
    assert made_here == []


@pytest.mark.parametrize("name", cors_sim.__all__)
def test_it_says_what_it_is(name: str) -> None:
    """Whatever can be called has a docstring of its own, and functions and methods are typed throughout."""
    value = getattr(cors_sim, name)
    if not (inspect.isfunction(value) or inspect.isclass(value)):
        return
    assert inspect.getdoc(value)
    functions = {name: value} if inspect.isfunction(value) else vars(value)
    for found, function in functions.items():
        if inspect.isfunction(function) and not found.startswith("_"):
            assert inspect.getdoc(function)
            parameters = set(inspect.signature(function).parameters) - {"self", "cls"}
            assert parameters <= function.__annotations__.keys()


def test_types_are_shipped() -> None:
    """The marker of PEP 561 lies beside the package."""
    assert Path(cors_sim.__path__[0], "py.typed").is_file()
