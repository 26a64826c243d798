"""Each animal is what its record says: by real exchanges, as every browser takes them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cors_sim import HTTPRequest, Outcome, Response, compare, simulate
from cors_sim.flows import Answerer
from spec_tests.audit.zoo import harness
from spec_tests.audit.zoo.records import ANIMALS, RECORDS, Record, asked

STRANGERS = (
    *("https://evil.example", "https://evil.example:8443", "http://evil.example", "http://localhost:3000"),
    *("https://app.example.com.evil.example", "https://evilapp.example.com.evil.example"),
    *("https://evilexample.com", "https://appxexample.com", "https://app-example.com"),
    *("https://app.example.com_.evil.example", "https://app.xn--xample-9ua.com", "https://example.com"),
    *("http://app.example.com", "https://app.example.com:8443", "https://app.example.com."),
)
"""Nobody's friends: no policy of the zoo trusts them, but for what is public."""


def _parameter(record: Record) -> Any:  # noqa: ANN401 - pytest's ParameterSet
    return pytest.param(record, id=record.id, marks=[pytest.mark.servers] if record.needs_software else [])


@pytest.fixture(scope="module", params=[_parameter(record) for record in RECORDS])
def animal(request: pytest.FixtureRequest) -> Iterator[tuple[Record, Answerer]]:
    """An animal that runs."""
    with harness.running(request.param) as server:
        yield request.param, server


def in_every_browser(
    record: Record,
    server: Answerer,
    origin: str | None,
    **fields: Any,  # noqa: ANN401 - those of Request
) -> set[bool]:
    """Whether a page at *origin* reads, in each browser; with credentials where the policy has them."""
    fields.setdefault("credentials_mode", "include" if record.policy.credentials else "omit")
    return {bool(outcome) for outcome in compare(asked(origin, **fields), server).values()}


def shared_cache(server: Answerer, record: Record) -> Answerer:
    """What a shared cache answers that has stored the answer to another page."""
    shown = record.shown
    other = asked(shown.stored_for, path=shown.path, credentials_mode=shown.credentials)
    stored = simulate(other, server).exchanges[-1]
    kept = stored.response.headers
    assert kept.get("cache-control") == "public, max-age=60"
    assert kept.get("vary") is None

    def answer(request: HTTPRequest) -> Response:
        assert (request.method, request.url) == (stored.request.method, stored.request.url)
        return stored.response

    return answer


def check(record: Record, outcome: Outcome) -> None:
    """That *outcome* is what the record shows."""
    shown = record.shown
    assert bool(outcome) is shown.readable
    assert outcome.verdict.reason == shown.reason
    said = [
        (
            exchange.request.method,
            exchange.response.status,
            {name: exchange.response.headers.get(name) for name in expected.headers},
        )
        for exchange, expected in zip(outcome.exchanges, shown.exchanges, strict=True)
    ]
    assert said == [(expected.method, expected.status, expected.headers) for expected in shown.exchanges]
    assert [name for name in shown.exposed if name not in outcome.response.headers] == []


class TestAnimals:
    """What they do."""

    def test_shown(self, animal: tuple[Record, Answerer]) -> None:
        """The fetch of the record goes as it says, in every browser."""
        record, server = animal
        answerer = server if record.shown.stored_for is None else shared_cache(server, record)
        for outcome in compare(record.shown.request(), answerer).values():
            check(record, outcome)

    def test_refused(self, animal: tuple[Record, Answerer]) -> None:
        """The flaw is the one that is named, and not a wider one: these origins read nothing."""
        record, server = animal
        for origin in record.refused:
            assert in_every_browser(record, server, None if origin == "null" else origin) == {False}, origin

    def test_trusted(self, animal: tuple[Record, Answerer]) -> None:
        """Trusted pages read, but where the flaw is that they do not."""
        record, server = animal
        fails = {"works-for-nobody", "wildcard-with-credentials"}
        for item in record.policy.trusted:
            origin = "https://anybody.example" if item == "*" else item.replace("*.", "www.")
            wanted = [
                {"method": method, "headers": dict.fromkeys(names, "application/json")}
                for method in ("GET", *record.policy.methods)
                for names in ((), record.policy.headers)
            ]
            reads = [in_every_browser(record, server, origin, **fields) == {True} for fields in wanted]
            assert all(reads) is (record.flaw not in fails)


class TestSafe:
    """What the safe ones do not do."""

    def test_strangers(self, animal: tuple[Record, Answerer]) -> None:
        """Nobody reads with credentials who is not trusted; without, only what is public."""
        record, server = animal
        if not record.is_safe:
            return
        public = record.policy.trusted == ("*",)
        for origin in (*STRANGERS, None):
            for method, path in (
                ("GET", "/data"),
                ("HEAD", "/data"),
                ("PUT", "/data"),
                ("GET", "/nowhere"),
            ):
                fields = {"method": method, "path": path}
                assert in_every_browser(record, server, origin, credentials_mode="include", **fields) == {
                    False
                }
                if not public:
                    assert in_every_browser(record, server, origin, credentials_mode="omit", **fields) == {
                        False
                    }

    def test_errors(self, animal: tuple[Record, Answerer]) -> None:
        """Trusted pages read error responses, too."""
        record, server = animal
        if record.is_safe:
            origin = record.policy.trusted[0].replace("*.", "www.")
            page = "https://anybody.example" if origin == "*" else origin
            assert in_every_browser(record, server, page, path="/nowhere") == {True}


class TestRecords:
    """The files."""

    def test_schema(self) -> None:
        """Each record has the form that ``schema.json`` describes."""
        schema = json.loads((Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))
        for path in ANIMALS.glob("*.json"):
            jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), schema)

    def test_files(self) -> None:
        """Each animal has a record, and each record an animal."""
        found = {path.stem for path in ANIMALS.iterdir() if path.is_file()} - {"__init__"}
        assert found == {record.file.stem for record in RECORDS if record.file.exists()}
        assert len(RECORDS) == len(found)

    def test_twins(self) -> None:
        """A twin is a safe animal."""
        safe = {record.id for record in RECORDS if record.is_safe}
        assert {record.twin for record in RECORDS} - {None} <= safe
        assert [record.id for record in RECORDS if record.is_safe and record.twin is not None] == []

    @pytest.mark.servers
    def test_versions(self) -> None:
        """The versions in the records are those that are installed."""
        said = {pair for record in RECORDS for pair in record.software.items()}
        assert said == {(name, harness.installed(name)) for name, _ in said}
