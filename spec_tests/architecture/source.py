"""The source of the package and of the project, for the tests that look at it."""

import ast
import tomllib
from pathlib import Path
from typing import Any

import attrs

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "cors_sim"


@attrs.frozen
class Module:
    """A module of the package: its name, as ``cors_sim.urls``, and its text."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        """The folder or single module right under ``cors_sim`` that it belongs to."""
        return ".".join(self.name.split(".")[:2])


def modules() -> list[Module]:
    """All modules of the package."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, path.read_text(encoding="utf-8")))
    return found


def python_files() -> list[Path]:
    """All Python files of the project, tests and documentation included."""
    folders = ("cors_sim", "spec_tests", "benchmarks", "docs", "examples")
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if {".venv", "node_modules"}.isdisjoint(path.parts)]


def project() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
