"""What earlier versions wrote is read: values from pickles, and documents by the schemas of today."""

import copy
import json
import pickle
from pathlib import Path
from typing import Any, Final

import attrs
import jsonschema
import pytest
from click.testing import CliRunner

from cors_sim import BROWSERS, CHROMIUM, STANDARD, Browser, Evidence, Explanation, Outcome, Request, explain
from cors_sim._value import Value, restored
from cors_sim.cli.__main__ import cli
from spec_tests.stability.kept import FOLDER, VERSION, documents, values, write

FOLDERS: Final = sorted(path for path in FOLDER.iterdir() if path.is_dir())
DOCUMENTS: Final = [path for folder in FOLDERS for path in sorted(folder.glob("*.json"))]


def read(folder: Path) -> dict[str, Any]:
    """The values that were pickled in *folder*."""
    found: dict[str, Any] = pickle.loads((folder / "values.pickle").read_bytes())  # noqa: S301 - our own
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
class TestPickles:
    """Those of each version."""

    def test_all_are_read(self, folder: Path) -> None:
        """Each is a value of today: its fields are there, and it can be shown, hashed and compared."""
        for value in read(folder).values():
            assert repr(value)
            assert hash(value) == hash(copy.deepcopy(value))
            assert {field.name for field in attrs.fields(type(value))} <= set(dir(value))

    def test_they_are_used(self, folder: Path) -> None:
        """An outcome is explained, a state goes on, a request is asked again."""
        found = read(folder)
        outcome, state = found["outcome-standard"], found["state-later"]

        assert isinstance(outcome, Outcome)
        assert isinstance(explain(outcome), Explanation)
        assert isinstance(found["request"], Request)
        assert state.receive(outcome.exchanges[1].response) is not None
        assert found["outcome-chromium"].browser is CHROMIUM

    def test_what_was_decided_then(self, folder: Path) -> None:
        """The same is decided today; where that is to be another thing, the changelog says so."""
        made = values()
        for name, value in read(folder).items():
            if isinstance(value, Outcome):
                assert value.verdict == made[name].verdict
                assert value.exchanges == made[name].exchanges


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_documents(path: Path) -> None:
    """Each is valid by the schema of today: who reads today's reads those as well."""
    document = json.loads(path.read_text(encoding="utf-8"))
    if path.stem == "sarif":
        assert document["version"] == "2.1.0"
        return
    schema = json.loads(CliRunner().invoke(cli, ["schema", path.stem]).output)
    jsonschema.Draft202012Validator(schema).validate(document)


def test_this_version_is_kept(tmp_path: Path) -> None:
    """This version's are there, and have what it writes: no fewer values, and no fewer documents."""
    write(tmp_path / "now", values(), documents())

    assert VERSION in {folder.name for folder in FOLDERS}
    assert read(FOLDER / VERSION).keys() == read(tmp_path / "now").keys()
    for path in (tmp_path / "now").glob("*.json"):
        kept = json.loads((FOLDER / VERSION / path.name).read_text(encoding="utf-8"))
        assert kept.keys() <= json.loads(path.read_text(encoding="utf-8")).keys()


class TestRestored:
    """How a value is made of what was pickled."""

    def test_a_field_that_is_new(self) -> None:
        """It has its default, also where one is made for each."""

        @attrs.frozen(repr=False)
        class Later(Value):
            name: str
            number: int = 1
            names: list[str] = attrs.field(factory=list)

        assert restored(Later, {"name": "a"}) == Later("a")

    def test_a_field_without_default(self) -> None:
        """Nothing is made up."""
        with pytest.raises(TypeError, match="a version that knew no 'expected'"):
            restored(Evidence, {"header": "A", "observed": None})

    def test_a_field_that_is_gone(self) -> None:
        """It is let go."""
        request = Request("https://a.example/", origin="https://a.example")
        kind, state = request.__reduce__()[1]

        assert restored(kind, {**state, "gone": 1}) == request

    @pytest.mark.parametrize("browser", BROWSERS, ids=lambda browser: browser.name)
    def test_our_browsers(self, browser: Browser) -> None:
        """Each is itself, by its name."""
        assert pickle.loads(pickle.dumps(browser)) is browser  # noqa: S301 - of bytes made on this line

    def test_another_browser(self) -> None:
        """One that somebody has made of ours is equal."""
        made = attrs.evolve(STANDARD, max_age_limit=10.0)
        assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - of bytes made on this line
