"""pytest, run as a user runs it: in a folder and a process of its own, where it finds the plugin itself."""

import os
import subprocess
import sys
from pathlib import Path


def pytest_run(folder: Path, *arguments: str) -> tuple[int, str]:
    """The exit code and the output of pytest in *folder*, which gets settings if it has none."""
    settings = folder / "pytest.ini"
    if not settings.exists():
        settings.write_text("[pytest]\naddopts = --strict-markers -p no:cacheprovider\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"},  # are ours
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def summary(output: str) -> str:
    """The last line, without the seconds and what it is framed with."""
    return output.splitlines()[-1].rpartition(" in ")[0].strip("= ")
