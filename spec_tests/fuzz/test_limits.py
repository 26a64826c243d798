"""What `docs/reference/limits.md` says: where there is an end; and that all else takes as long as it is."""

import io
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import pytest

from cors_sim import (
    CHROMIUM,
    HTTPRequest,
    PreflightCache,
    Request,
    Response,
    explain,
    read_console,
    simulate,
)
from cors_sim.capture.asked import Said
from cors_sim.capture.console import incidents_of
from cors_sim.capture.curl import read_curl
from cors_sim.capture.fetches import fetches_of
from cors_sim.capture.har import read_har
from cors_sim.capture.http_text import read_http
from cors_sim.cli.gathering import gather
from cors_sim.cli.reading import read_evidence
from cors_sim.servers import _wire
from cors_sim.show.report import report_of_explanation
from spec_tests.architecture.source import ROOT
from spec_tests.fuzz.whole import forms

PAGE: Final = "https://app.example.com"
REQUEST: Final = Request("https://api.example.com/a", origin=PAGE, method="PUT", headers={"X-A": "1"})
GOOD: Final = (
    ("Access-Control-Allow-Origin", PAGE),
    ("Access-Control-Allow-Methods", "PUT"),
    ("Access-Control-Allow-Headers", "x-a"),
)
TOLD: Final = (ROOT / "docs" / "reference" / "limits.md").read_text(encoding="utf-8")
LONG: Final = 100_000
"""Bytes: as many as a live server's head can have. What looks at each from each takes minutes."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What takes longer, of this thread's own time, fails."""
    began = time.thread_time()
    yield
    assert time.thread_time() - began < seconds


@pytest.mark.parametrize("piece", ["a", "a-", "eyJ", "%3F", "?a=", "a, ", '"', "a://", "\xe9", "Bearer "])
@pytest.mark.parametrize("name", ["Access-Control-Allow-Origin", "X-Other"])
def test_a_long_value_is_explained(name: str, piece: str) -> None:
    """And masked, and shown in every form."""
    headers = [*(pair for pair in GOOD if pair[0] != name), (name, piece * (LONG // len(piece)))]
    with within(10):
        outcome = simulate(REQUEST, lambda _: Response(200, headers), browser=CHROMIUM, steps=True)
        forms(report_of_explanation(explain(outcome)))


@pytest.mark.parametrize("name", ["x-a", "set-cookie", "access-control-expose-headers", "x-{}"])
def test_many_lines_are_explained(name: str) -> None:
    """Of one name, or of as many names; of hidden ones, twenty are each offered by itself."""
    headers = [*GOOD, *((name.format(number), f"a=b{number}") for number in range(1000))]
    with within(10):
        explanation = explain(simulate(REQUEST, lambda _: Response(200, headers), browser=CHROMIUM))
        forms(report_of_explanation(explanation))

    assert len(explanation.fixes) == {"x-{}": 20, "x-a": 1}.get(name, 0)


class TestEvidence:
    """However much was recorded."""

    def test_messages(self) -> None:
        """Five thousand failures on one console."""
        line = "Access to fetch at 'https://api.example.com/{}' from origin '{}' has been blocked by CORS "
        why = "policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
        with within(10):
            incidents = incidents_of(read_console("".join(line.format(n, PAGE) + why for n in range(5000))))

        assert len(incidents) == 5000

    def test_blanks_in_a_message(self) -> None:
        """A value of a hundred thousand blanks."""
        value = " " * LONG
        line = (
            f"Access to fetch at 'https://api.example.com/a' from origin '{PAGE}' has been blocked by CORS "
            f"policy: The 'Access-Control-Allow-Origin' header has a value 'a{value}b' that is not equal "
            "to the supplied origin."
        )
        with within(5):
            (message,) = read_console(line).messages

        assert message.value == f"a{value}b"

    def test_preflights(self) -> None:
        """Five thousand of one address, each with its request."""

        def entry(method: str, *headers: tuple[str, str]) -> dict[str, object]:
            listed = [{"name": name, "value": value} for name, value in headers]
            return {
                "request": {"method": method, "url": "https://api.example.com/a", "headers": listed},
                "response": {"status": 200, "headers": []},
            }

        asked = entry("OPTIONS", ("Access-Control-Request-Method", "PUT"))
        entries = [asked] * 5000 + [entry("PUT")] * 5000
        har = json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()
        with within(10):
            fetches = fetches_of(read_har(io.BytesIO(har)))

        assert len(fetches) == 5000
        assert all(fetch.hops[0].preflight is not None for fetch in fetches)

    @pytest.mark.parametrize("line", [b" ", b"1", b"1111111 ", b"--:--:-- ", b"a", b"\x1b[1m", b"\x1b]8;;"])
    @pytest.mark.parametrize("read", [read_curl, read_http])
    def test_a_line(self, read: Callable[[list[bytes]], object], line: bytes) -> None:
        """Of a megabyte, which curl's progress meter or a terminal could have written."""
        with within(5):
            read([b"HTTP/1.1 200 OK\r\n", b"\r\n", line * (LONG * 10 // len(line)) + b"\rx\r\n"])

    @pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"log":{"entries":[['])
    def test_depth(self, opening: bytes) -> None:
        """JSON is read no deeper than a hundred levels."""
        with within(5):
            har = read_har(io.BytesIO(opening * LONG))

        assert har.problem == "no HAR has more than 100 levels"
        assert "100 levels" in TOLD

    def test_nothing_but_bytes(self) -> None:
        """A megabyte of anything is read as something."""
        for data in (b"\0" * LONG * 10, bytes(range(256)) * 4000, b"\xff\xfe" * LONG):
            with within(10):
                read = read_evidence([io.BytesIO(data)])
            assert read.consoles or read.transcripts or read.hars


def test_redirects() -> None:
    """Twenty are followed, as the standard says."""
    allowed = [("Access-Control-Allow-Origin", "*"), ("Location", "?")]
    outcome = simulate(Request("https://a.example/", origin=PAGE), lambda _: Response(302, allowed))

    assert (outcome.verdict.reason, len(outcome.exchanges)) == ("redirect-limit", 21)
    assert "| Redirects of one fetch | 20 |" in TOLD


def test_cache() -> None:
    """A thousand entries are kept, or as many as the caller says."""
    methods = ", ".join(f"M{number}" for number in range(3000))

    def server(_: HTTPRequest) -> Response:
        return Response(200, [*GOOD, ("Access-Control-Allow-Methods", methods)])

    assert len(simulate(REQUEST, server).cache.entries) == PreflightCache().max_entries == 1000
    assert "| Entries of a `PreflightCache` | 1000, or `max_entries` |" in TOLD


def test_numbers_of_servers() -> None:
    """Those of the page are those of the package."""
    assert f"| Bytes of a head | {_wire.MAX_HEADER_BYTES:,} |" in TOLD
    assert f"| Bytes of a body | {_wire.MAX_BODY_BYTES:,}" in TOLD
    assert f"| Seconds of an exchange | {_wire.TIMEOUT:g}" in TOLD


def test_digits() -> None:
    """A server may send any number of them; beyond three hundred a number is infinite."""
    headers = [*GOOD, ("Access-Control-Max-Age", "9" * LONG)]
    outcome = simulate(REQUEST, lambda _: Response(200, headers))

    assert outcome.cache.entries[0].max_age == float("inf")


def test_said() -> None:
    """Evidence that is too little is refused in a line, however long what was said."""
    read = read_evidence([io.BytesIO(b"HTTP/1.1 200 OK\r\n\r\n")])
    with pytest.raises(ValueError, match="url") as refused:
        gather(read, None, Said(url="x" * LONG, origin=PAGE), None)

    assert len(re.sub(r"\s", "", str(refused.value))) < 300
