"""The same input gives the same bytes, in every process and in every form."""

import os
import subprocess
import sys

from spec_tests.stability.commands import EXAMPLES


def printed(seed: str) -> bytes:
    """What the commands print where strings are hashed by *seed*."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "spec_tests.stability.commands"],
        env=environment,
        cwd=EXAMPLES.parents[1],
        capture_output=True,
        check=True,
    ).stdout


def test_whatever_the_hashes() -> None:
    """Strings are hashed by 0, by 1, or by chance, so that sets are gone through in other orders."""
    first = printed("0")

    assert first.count(b"\n$ ") > 30
    assert b"Traceback" not in first
    assert printed("1") == first
    assert printed("random") == first
