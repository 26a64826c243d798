"""What is generated and kept is what its command makes."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from docs import figures, picture
from spec_tests import datapackage
from spec_tests.docs.pages import PAGES, ROOT, name_of
from spec_tests.standard.extract import load_steps

# Pages with figures of their own, each made by a command that it names.
ELSEWHERE = {"performance.md", "scale.md", "batch.md", "peers.md", "assurance.md", "playground.md"}
_PERCENT = re.compile(r"\b\d+(?:\.\d+)?[\s\N{NO-BREAK SPACE}]?%")
_BLOCK = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)


class TestFigures:
    """The figures on the pages."""

    def test_right(self) -> None:
        """Each is what it is computed to be."""
        actual = figures.figures(figures.held())
        wrong = {
            (name_of(figure.page), figure.name): (figure.value, actual[figure.name])
            for figure in figures.quoted()
            if figure.value != actual[figure.name]
        }
        assert wrong == {}, "python -m docs.figures --write"

    def test_quoted(self) -> None:
        """There are some in the README."""
        assert len({figure.name for figure in figures.quoted() if figure.page.name == "README.md"}) >= 10

    @pytest.mark.parametrize(
        "path", [pytest.param(path, id=name_of(path)) for path in PAGES if path.name not in ELSEWHERE]
    )
    def test_percentages_are_marked(self, path: Path) -> None:
        """A percentage without a mark would not be compared."""
        if path.is_relative_to(ROOT / "spec_tests"):
            return
        page = figures.MARK.sub("", _BLOCK.sub("", path.read_text(encoding="utf-8")))
        assert [found for found in _PERCENT.findall(page) if found != "100 %"] == []

    def test_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The command prints each, and ends with 0."""
        assert figures.main([]) == 0
        printed = capsys.readouterr().out
        assert all(f"{name_of(figure.page)}: {figure.name} = " in printed for figure in figures.quoted())

    def test_a_wrong_figure_is_found(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The command ends with 1 and can put it right."""
        page = tmp_path / "page.md"
        page.write_text("<!-- figure: chosen -->12<!-- end --> experiments\n", encoding="utf-8")
        monkeypatch.setattr(figures, "PAGES", [page])
        monkeypatch.setattr(figures, "name_of", str)
        assert figures.main([]) == 1
        assert figures.main(["--write"]) == 0
        assert figures.main([]) == 0
        assert page.read_text(encoding="utf-8") == "<!-- figure: chosen -->961<!-- end --> experiments\n"

    def test_foreign(self) -> None:
        """What is not computed here says how and when it was."""
        for entry in figures.foreign().values():
            assert entry.keys() == {"value", "command", "last_run"}


class TestPicture:
    """The picture in the README."""

    def test_drawn(self) -> None:
        """It is what the package draws."""
        assert picture.FILE.read_text(encoding="utf-8") == picture.picture(), "python -m docs.picture"

    def test_alone(self) -> None:
        """It is well-formed, says what it shows, and loads nothing."""
        drawn = ElementTree.fromstring(picture.picture())  # noqa: S314 - our own
        assert drawn.get("aria-label") == picture.explained().cause
        assert "href" not in picture.picture()
        assert "url(" not in picture.picture()

    def test_shown(self) -> None:
        """The README shows it."""
        assert f"](docs/pictures/{picture.FILE.name})" in (ROOT / "README.md").read_text(encoding="utf-8")


class TestData:
    """The description of the data sets."""

    def test_generated(self) -> None:
        """It is what the command makes of the files."""
        assert datapackage.FILE.read_text(encoding="utf-8") == datapackage.text(), (
            "python -m spec_tests.datapackage"
        )

    @pytest.mark.parametrize(
        "resource", json.loads(datapackage.FILE.read_text())["resources"], ids=lambda r: r["name"]
    )
    def test_files(self, resource: dict[str, Any]) -> None:
        """Each file is there, as described, and so is the page that describes it."""
        content = (datapackage.HERE / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
        described = (datapackage.HERE / resource["describedIn"]).read_text(encoding="utf-8")
        assert Path(resource["path"]).name.split(".")[0] in described

    def test_every_corpus(self) -> None:
        """Nothing that was recorded of browsers is left out."""
        paths = {resource.path for resource in datapackage.RESOURCES}
        for path in (datapackage.HERE / "browsers" / "recorded").glob("*.jsonl.gz"):
            assert path.relative_to(datapackage.HERE).as_posix() in paths


class TestCitation:
    """`CITATION.cff`, which reference managers read."""

    def test_says_what_the_project_says(self) -> None:
        """The version, licence and commit of the standard are those of the project."""
        citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        assert f"\nversion: {project['version']}\n" in citation
        assert f"\nlicense: {project['license']}\n" in citation
        assert all(f"  - name: {author['name']}\n" in citation for author in project["authors"])
        assert load_steps()["commit"] in citation

    def test_form(self) -> None:
        """It has what the format requires, where a YAML parser is installed."""
        if importlib.util.find_spec("yaml") is None:
            pytest.skip("PyYAML is not installed: it comes with the extra [docs]")
        import yaml

        citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
        assert citation.keys() >= {"cff-version", "message", "title", "authors"}
        hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
        assert {repository["repo"] for repository in hooks["repos"]} == {"local"}
