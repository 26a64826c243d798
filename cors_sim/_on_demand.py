"""
Names that a package promises and that are imported when they are first asked for.

Deciding needs few modules. The others cost nothing until somebody uses them.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def names(
    package: str, places: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """
    The ``__getattr__`` and ``__dir__`` of *package*, of which some names are elsewhere.

    Args:
        package: its name; it has ``__all__``.
        places: for each such name the module that it is in, below the package.
    """

    def __getattr__(name: str) -> object:  # noqa: N807 - what it becomes
        if name not in places:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        value = getattr(import_module(f"{package}.{places[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    def __dir__() -> list[str]:  # noqa: N807 - what it becomes
        module = vars(sys.modules[package])
        return sorted({*module, *module["__all__"]})

    return __getattr__, __dir__
