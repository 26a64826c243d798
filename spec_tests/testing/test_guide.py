"""The guide's example: it finds the planted flaw as one exchange, and passes when that is mended."""

# ruff: noqa: SIM300 - expected == actual

import shutil
from pathlib import Path

import pytest

from spec_tests.docs.pages import DOCS
from spec_tests.testing.runs import pytest_run, summary

EXAMPLE = DOCS / "examples" / "fuzz"
FLAW = "origin.startswith(TRUSTED)"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example."""
    return shutil.copytree(EXAMPLE, tmp_path / "fuzz", ignore=shutil.ignore_patterns("__pycache__"))


def test_flaw(example: Path) -> None:
    """Found, as one exchange with credentials and without a preflight."""
    code, output = pytest_run(example)

    assert (1, "1 failed, 1 passed") == (code, summary(output))
    assert 1 == output.count("E         -> 200\n")
    assert "E         GET https://api.example.com/orders, with credentials\n" in output
    assert "E           Origin: https://app.example.com" in output
    assert "E         OPTIONS" not in output
    assert 'E       Script reads b\'{"orders": ["a book"]}\'\n' in output


def test_mended(example: Path) -> None:
    """With an exact comparison nothing is found."""
    shop = example / "shop.py"
    text = shop.read_text(encoding="utf-8")
    assert FLAW in text
    shop.write_text(text.replace(FLAW, "origin == TRUSTED"), encoding="utf-8")
    code, output = pytest_run(example)

    assert (0, "2 passed") == (code, summary(output))
