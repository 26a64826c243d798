"""Every example in the documentation runs, and prints what is shown."""

import doctest
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from spec_tests.docs.pages import PAGES, ROOT, blocks, commands, name_of, plain

# What is run, and what need not be: see `pages`.
LANGUAGES = {
    *("pycon", "console", "sh", "text", "json"),
    *("toctree", "include", "literalinclude", "eval-rst", "raw"),
}
SHELL = shutil.which("sh")

README = ROOT / "README.md"
SET_UP = "python3 -m venv .venv"

each_page = pytest.mark.parametrize("path", [pytest.param(path, id=name_of(path)) for path in PAGES])


def run(command: str, last_exit_code: int = 0) -> tuple[int, str]:
    """Run *command* in the shell, at the top of the repository: its exit code, and what it printed."""
    scripts = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    # What is ours, and what has pytest print at full length: pages show what a person sees.
    others = {name: value for name, value in os.environ.items() if name not in {"PYTEST_ADDOPTS", "CI"}}
    done = subprocess.run(
        [str(SHELL), "-c", f"(exit {last_exit_code}); {command}"],
        cwd=ROOT,
        env={**others, "PATH": scripts, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    return done.returncode, plain(done.stdout)


@each_page
def test_languages(path: Path) -> None:
    """Each block is in a language that says how it is tested."""
    unknown = {
        word
        for block in blocks(path)
        if (word := re.sub(r"^\{?([a-z-]*)\}?.*", r"\1", block.language)) not in LANGUAGES
    }
    assert unknown <= {""}, unknown
    if path.is_relative_to(ROOT / "docs") or path == README:
        assert not unknown


@each_page
def test_python(path: Path) -> None:
    """The Python blocks of a page print what is shown."""
    names: dict[str, Any] = {"__name__": "__main__"}
    runner = doctest.DocTestRunner(verbose=False)
    problems: list[str] = []
    for block in blocks(path, "pycon"):
        test = doctest.DocTestParser().get_doctest(
            block.text, names, f"line {block.line}", name_of(path), block.line
        )
        # Not a copy: a function of an earlier block sees what a later one changes.
        test.globs = names
        runner.run(test, out=problems.append, clear_globs=False)
        assert test.examples, f"{name_of(path)}:{block.line}: no example"
    assert not problems, "".join(problems)


@each_page
@pytest.mark.skipif(SHELL is None, reason="there is no sh here")
def test_console(path: Path) -> None:
    """The commands of a page print what is shown."""
    for block in blocks(path, "console"):
        exit_code = 0
        for command in commands(block):
            exit_code, printed = run(command.command, exit_code)
            assert printed == plain(command.shown), f"{name_of(path)}: {command.command}"


@pytest.mark.skipif(SHELL is None, reason="there is no sh here")
class TestFirstCommands:
    """The two commands of the README: what can be tested without installing anything."""

    def test_two(self) -> None:
        """There are two, and each starts with an environment of its own."""
        texts = [block.text for block in blocks(README, "sh")]
        assert len(texts) == 2
        for text in texts:
            assert text.startswith(f"{SET_UP} && .venv/bin/pip install ")
            assert text.count("\n") == 1

    def test_extras(self) -> None:
        """What they install exists, by names that any pip knows."""
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        named = re.findall(r"'\.\[([a-z,]+)\]'", README.read_text(encoding="utf-8"))
        extras = {extra for names in named for extra in names.split(",")}
        assert {"cli", "test"} <= extras <= project["optional-dependencies"].keys()

    def test_main_job(self) -> None:
        """The first prints what is shown behind it, how it begins and how it ends."""
        command = blocks(README, "sh")[0].text.split(" && ")[-1]
        _, printed = run(command.replace(".venv/bin/", ""))
        beginning, end = plain(blocks(README, "text")[0].text).split("\n…\n")
        assert printed.startswith(f"{beginning}\n")
        assert printed.endswith(f"\n{end}")
