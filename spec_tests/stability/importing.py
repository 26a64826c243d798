"""
What importing a module does besides importing: ``python -m spec_tests.stability.importing MODULE``.

Prints a line for each thing that happens. It is run by a fresh interpreter that has imported no more than
it needs to listen: Python's audit hook hears of files, sockets, processes and code, and the environment
is watched, for whose reading there is no hook.
"""

import os
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from importlib.machinery import all_suffixes

# What imports themselves do: find a folder, read a module there, unmarshal and run it.
_OF_IMPORTS = frozenset(
    {"compile", "exec", "import", "marshal.loads", "code.__new__", "object.__getattr__"}
)
# Harmless, and of Python's own machinery: classes made, frames looked at, types from C.
_HARMLESS = frozenset(
    {"sys._getframe", "object.__setattr__", "ctypes.dlsym", "builtins.id", "sys._getframemodulename"}
)


class Watched(MutableMapping[str, str]):
    """The environment, which says when it is asked."""

    def __init__(self, real: MutableMapping[str, str], heard: list[str]) -> None:
        self._real = real
        self._heard = heard

    def __getitem__(self, name: str) -> str:
        self._heard.append(f"environment {name}")
        return self._real[name]

    def __setitem__(self, name: str, value: str) -> None:
        self._heard.append(f"environment {name} set")
        self._real[name] = value

    def __delitem__(self, name: str) -> None:
        self._heard.append(f"environment {name} deleted")
        del self._real[name]

    def __iter__(self) -> Iterator[str]:
        self._heard.append("environment, all of it")
        return iter(self._real)

    def __len__(self) -> int:
        return len(self._real)


def heard_while_importing(name: str) -> list[str]:
    """Whatever happens while the module of that name is imported, but for imports themselves."""
    heard: list[str] = []
    folders = [os.path.abspath(folder or ".") for folder in sys.path]
    suffixes = (*all_suffixes(), ".pyc")
    listening = True

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if not listening or event in _OF_IMPORTS | _HARMLESS:
            return
        path = arguments[0] if arguments else None
        if isinstance(path, str):
            within = any(path == folder or path.startswith(f"{folder}{os.sep}") for folder in folders)
            if within and event in {"os.listdir", "os.scandir"}:
                return
            if within and event == "open" and _is_module(path, suffixes):
                return
        heard.append(f"{event} {arguments!r}"[:300])

    sys.addaudithook(hook)
    real, os.environ = os.environ, Watched(os.environ, heard)  # type: ignore[assignment]  # it is asked alike
    try:
        import_module(name)
    finally:
        listening = False
        os.environ = real  # noqa: B003 - it was never cleared
    return heard


def _is_module(path: str, suffixes: tuple[str, ...]) -> bool:
    """Whether the file at *path* is one that a module is read from, or its cache while it is written."""
    return path.endswith(suffixes) or ".pyc." in os.path.basename(path)


if __name__ == "__main__":
    for line in heard_while_importing(sys.argv[1]):
        sys.stdout.write(f"{line}\n")
