"""Two engines find the same, and what they find is what the archive was made of."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from examples import archive
from spec_tests.architecture.source import ROOT

RESPONSES = 40_000


def found(module: str, *arguments: str) -> str:
    """What a study prints."""
    done = subprocess.run(
        [sys.executable, "-m", f"examples.{module}", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": ""},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def policies(report: str) -> Counter[str]:
    """The policies in what was printed, with how many responses show them."""
    lines = re.findall(r"^ *([0-9,]+)  +[0-9.]+%  (.+?) \(", report, re.MULTILINE)
    return Counter({policy: int(number.replace(",", "")) for number, policy in lines})


class TestArchive:
    """What is studied."""

    def test_it_is_always_the_same(self, tmp_path: Path) -> None:
        """The same seed makes the same files, byte by byte, and another seed others."""
        written = [
            archive.write(tmp_path / name, 500, seed=seed)
            for name, seed in zip("abc", (1, 1, 2), strict=True)
        ]
        files = [(tmp_path / name / "part-00000.parquet").read_bytes() for name in "abc"]

        assert written[0] == written[1]
        assert files[0] == files[1] != files[2]

    def test_every_policy_is_in_it(self, tmp_path: Path) -> None:
        """Even in a small one."""
        assert archive.write(tmp_path, 5_000).keys() == {site.policy for site in archive.SITES}


@pytest.mark.engines
def test_two_engines_find_what_there_is(tmp_path: Path) -> None:
    """DuckDB, with less memory than the archive would take, and Spark with two workers."""
    made = archive.write(tmp_path, RESPONSES, rows_a_file=10_000)
    on_duckdb = found("duckdb_study", str(tmp_path), "--memory", "16MB")
    on_spark = found("spark_study", str(tmp_path), "--master", "local[2]")

    assert policies(on_duckdb) == made
    assert on_duckdb == on_spark
