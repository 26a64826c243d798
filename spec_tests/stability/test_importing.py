"""Importing the package imports modules and does nothing else: no file, no network, no environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from spec_tests.architecture.source import ROOT

MODULES = (
    "cors_sim",
    "cors_sim.browsers.console.reading",
    "cors_sim.client",
    "cors_sim.explain.explanation",
    "cors_sim.explain.snippets",
    "cors_sim.servers",
    "cors_sim.capture.evidence",
)


def heard(module: str, *folders: Path) -> list[str]:
    """What a fresh interpreter does while it imports *module*."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders))}
    run = subprocess.run(
        [sys.executable, "-m", "spec_tests.stability.importing", module],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.splitlines()


@pytest.mark.parametrize("module", MODULES)
def test_nothing_but_modules(module: str) -> None:
    """Neither by it nor by what it depends on."""
    assert heard(module) == []


@pytest.mark.parametrize(
    ("source", "event"),
    [
        ("open('/etc/hostname').close()", "open ('/etc/hostname'"),
        ("open(__file__[:-3] + '.txt', 'w').close()", "open "),
        ("import socket; socket.socket().close()", "socket.__new__"),
        ("import socket; socket.gethostbyname('localhost')", "socket.gethostbyname"),
        ("import os; os.environ.get('HOME')", "environment HOME"),
        ("import os; os.getenv('HOME')", "environment HOME"),
        ("import os; list(os.environ)", "environment, all of it"),
        ("import os; os.environ['A_NAME'] = 'a'", "environment A_NAME set"),
        ("import os; os.listdir('/')", "os.listdir ('/',)"),
        ("import subprocess; subprocess.run(['true'])", "subprocess.Popen"),
    ],
)
def test_all_else_is_heard(tmp_path: Path, source: str, event: str) -> None:
    """A module that does something else is found out."""
    (tmp_path / "suspect.py").write_text(source, encoding="utf-8")
    assert any(line.startswith(event) for line in heard("suspect", tmp_path))
