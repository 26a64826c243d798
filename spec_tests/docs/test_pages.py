"""The pages of the documentation are complete: nothing public is without its place."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cors_sim
from cors_sim import Reason, audit, batch, client
from cors_sim.cli import conclusions
from cors_sim.cli.__main__ import CRASHED, UNWRITTEN, cli
from cors_sim.cli.conclusions import UNUSABLE
from docs import generated
from spec_tests.capture.har import example
from spec_tests.docs.pages import DOCS, PAGES, ROOT, name_of
from spec_tests.standard.extract import load_steps

EXAMPLES = DOCS / "examples"
RECORDED = ROOT / "spec_tests" / "capture" / "recorded"
CAPTURES = sorted(EXAMPLES.glob("*.txt"))


def text(page: str) -> str:
    """The source of a page of the documentation."""
    return (DOCS / page).read_text(encoding="utf-8")


class TestReference:
    """What the package has is what the reference has."""

    @pytest.mark.parametrize("name", cors_sim.__all__)
    def test_public_name(self, name: str) -> None:
        """Each public name is documented once, where it is imported from."""
        directive = rf"^\.\. (?:auto\w+:: cors_sim\.|py:data:: ){name}$"
        found = re.findall(directive, text("reference/api.md"), re.MULTILINE)
        assert len(found) == 1

    @pytest.mark.parametrize("name", sorted(set(client.__all__) - set(cors_sim.__all__)))
    def test_public_name_of_client(self, name: str) -> None:
        """So is each of `cors_sim.client`."""
        directive = rf"^\.\. auto\w+:: cors_sim\.client\.{name}$"
        assert len(re.findall(directive, text("reference/api.md"), re.MULTILINE)) == 1

    @pytest.mark.parametrize("name", audit.__all__)
    def test_public_name_of_audit(self, name: str) -> None:
        """And of `cors_sim.audit`."""
        directive = rf"^\.\. (?:auto\w+|py:data):: cors_sim\.audit\.{name}$"
        assert len(re.findall(directive, text("reference/api.md"), re.MULTILINE)) == 1

    @pytest.mark.parametrize("name", batch.__all__)
    def test_public_name_of_batch(self, name: str) -> None:
        """And of `cors_sim.batch`."""
        directive = rf"^\.\. (?:auto\w+|py:data):: cors_sim\.batch\.{name}$"
        assert len(re.findall(directive, text("reference/api.md"), re.MULTILINE)) == 1

    def test_options(self) -> None:
        """The page for the command line has each command with each option."""
        page = text("reference/cli.md")
        for name, command in cli.commands.items():
            _, section = page.split(f"## cors-sim {name}\n")
            section, _, _ = section.partition("\n## ")
            for parameter in command.params:
                is_option = parameter.param_type_name == "option"
                shown = parameter.opts if is_option else [f"{parameter.name}".upper()]
                assert [option for option in shown if f"`{option}" not in section] == []

    def test_exit_codes(self) -> None:
        """The table of exit codes has them all."""
        codes = {int(code) for code in re.findall(r"^\| (\d+) \|", text("reference/cli.md"), re.MULTILINE)}
        assert codes == {*conclusions.EXIT_CODES.values(), UNUSABLE, CRASHED, UNWRITTEN}


class TestGenerated:
    """The parts that are made from the package."""

    def test_reasons(self) -> None:
        """Each reason has one section, with its word for an anchor and a step at which it arises."""
        page = generated.reasons()
        anchors = re.findall(r"^\((.*)\)=\n### `(.*)`$", page, re.MULTILINE)
        assert sorted(anchors) == sorted((reason, reason) for reason in Reason)
        assert len(re.findall(r"^Arises in: \[", page, re.MULTILINE)) == len(Reason)

    def test_coverage(self) -> None:
        """Each algorithm has one row, with no more steps modelled than there are, and they add up."""
        page = generated.PARTS["coverage"]()
        rows = re.findall(r"^\| \[.*?\]\(\S+#(\S+)\) \| (\d+) \| (\d+) \|", page, re.MULTILINE)
        algorithms = load_steps()["algorithms"]
        assert [anchor for anchor, _, _ in rows] == list(algorithms)
        for anchor, steps, modelled in rows:
            assert 0 <= int(modelled) <= int(steps) == len(algorithms[anchor]["steps"])
        total, modelled = sum(int(row[1]) for row in rows), sum(int(row[2]) for row in rows)
        assert f"with {total} steps, and models {modelled} of them" in page

    def test_findings(self) -> None:
        """Each kind of finding has one row, with how bad it is."""
        rows = re.findall(
            r"^\| `(.*?)` \| .+ \| ([a-z]+)(?:; ([a-z]+) if .*?)? \| ", generated.findings(), re.MULTILINE
        )
        assert rows == [
            (
                kind.id,
                kind.severity,
                "" if kind.severity_if_inferred == kind.severity else kind.severity_if_inferred,
            )
            for kind in audit.KINDS.values()
        ]

    def test_batch(self) -> None:
        """Each column of tables has one row, as has each that is added."""
        rows = re.findall(r"^\| `(.*?)`(, needed)? \|", generated.batch_columns(), re.MULTILINE)
        added = re.findall(r"^\| `(.*?)`", generated.batch_added(), re.MULTILINE)

        assert [(name, needed != "") for name, needed in rows] == [
            (column.name, column.required) for column in batch.COLUMNS
        ]
        assert added == [column.name for column in batch.ADDED]

    def test_modules(self) -> None:
        """Each module has a row, and says something of itself."""
        rows = re.findall(r"^\| `(.*?)` \| (.+) \|$", generated.modules(), re.MULTILINE)
        assert len(rows) == len(list(Path(cors_sim.__file__).parent.rglob("*.py")))

    @pytest.mark.parametrize("path", [pytest.param(path, id=name_of(path)) for path in PAGES])
    def test_places(self, path: Path) -> None:
        """A page asks only for parts that there are."""
        assert set(generated.PLACE.findall(path.read_text(encoding="utf-8"))) <= generated.PARTS.keys()


class TestExamples:
    """The captures that the documentation uses."""

    @pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in CAPTURES])
    def test_copy(self, path: Path) -> None:
        """Each is a copy of a recorded capture, made as its list says."""
        assert path.read_bytes() == (RECORDED / path.name).read_bytes()
        recorded = json.loads((RECORDED / "index.json").read_text(encoding="utf-8"))[path.stem]
        row = next(line for line in text("examples/README.md").splitlines() if f"`{path.name}`" in line)
        assert recorded["server"] in row
        assert recorded["url"] in row
        assert recorded["curl"] in text("examples/README.md")
        assert recorded["date"] in text("examples/README.md")

    def test_har(self) -> None:
        """The HAR is a part of a recorded one."""
        assert example.PATH.read_text(encoding="utf-8") == example.example()

    def test_used(self) -> None:
        """Each is used by some page, so that the tests of the pages run it."""
        pages = "".join(path.read_text(encoding="utf-8") for path in PAGES if path.parent != EXAMPLES)
        used = [*CAPTURES, example.PATH, EXAMPLES / "console.log"]
        assert [path.name for path in used if f"docs/examples/{path.name}" not in pages] == []


def test_changelog_names_the_standard() -> None:
    """The changes say which version of the standard is followed."""
    steps = load_steps()
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"`{steps['commit'][:7]}`](https://github.com/whatwg/fetch/commit/{steps['commit']})" in changes
    assert steps["date"] in changes


def test_build(tmp_path: Path) -> None:
    """The pages are built without a warning, where Sphinx is installed."""
    for needed in ("sphinx", "myst_parser", "furo"):
        if importlib.util.find_spec(needed) is None:
            pytest.skip(f"{needed} is not installed: it comes with the extra [docs]")
    command = [sys.executable, "-m", "sphinx", "-n", "-W", "-q", "-b", "html"]
    done = subprocess.run(
        [*command, "-d", str(tmp_path / "doctrees"), str(DOCS), str(tmp_path / "html")],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "html" / "reference" / "reasons.html").read_text(encoding="utf-8")
    assert all(f'id="{reason}"' in page for reason in Reason)
