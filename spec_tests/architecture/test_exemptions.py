"""Whoever silences a tool says why, on the same line."""

import io
import re
import tokenize
from pathlib import Path

import pytest

from spec_tests.architecture.source import ROOT, python_files

SILENCED = re.compile(r"#\s*(?:(?:ruff:\s*)?noqa|type:\s*ignore|pragma:\s*no)\b")
WITH_REASON = re.compile(
    r"""
      \#\ (?:ruff:\ )?noqa:\ [A-Z]+[0-9]+(?:,\ [A-Z]+[0-9]+)*\ -\ \w.*
    | \#\ type:\ ignore\[[a-z-]+(?:,\ [a-z-]+)*\]\ \ \#\ \w.*
    | \#\ pragma:\ no\ (?:cover|branch)\ -\ \w.*
    """,
    re.VERBOSE,
)


def without_reason(source: str) -> list[str]:
    """The comments in *source* that silence a tool and do not say why, each with its line."""
    return [
        f"{token.start[0]}: {token.string}"
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
        if SILENCED.search(token.string) and not WITH_REASON.fullmatch(token.string)
    ]


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_each_has_its_reason(path: Path) -> None:
    """In the package, in the tests and in the documentation."""
    assert without_reason(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# noqa: ANN401",
        "# noqa: ANN401 -",
        "# ruff: noqa: D103",
        "# type: ignore",
        "# type: ignore[misc]",
        "# type: ignore  # of any kind",
        "# pragma: no cover",
        "#pragma: no cover - why",
    ],
)
def test_the_rule_finds_it(comment: str) -> None:
    """Without a reason, or without what exactly is silenced."""
    assert without_reason(f"x = 1  {comment}\n") == [f"1: {comment}"]


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: ANN401 - of any wrong type",
        "# ruff: noqa: SIM300, D103 - expected == actual",
        "# type: ignore[misc]  # to see it refused",
        "# pragma: no cover - the serializer writes nothing else",
        "# No QA here",
    ],
)
def test_the_rule_is_content(comment: str) -> None:
    """What is silenced, and why."""
    assert without_reason(f"x = 1  {comment}\n") == []
