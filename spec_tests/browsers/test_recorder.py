"""The recorder's parts that need no browser: bytes, pages, and who a console line belongs to."""

import asyncio
import base64
import json
import re
from typing import Any, ClassVar

import pytest

from spec_tests.browsers import corpora
from spec_tests.browsers.recorder.drivers import Line
from spec_tests.browsers.recorder.drivers.base import MARK
from spec_tests.browsers.recorder.pages import make_pages
from spec_tests.browsers.recorder.recording import attribute
from spec_tests.browsers.recorder.wire import WireRequest, read_request, response_bytes
from spec_tests.browsers.scenarios import resolve


def _read(raw: bytes) -> WireRequest:
    async def read() -> WireRequest:
        reader = asyncio.StreamReader()
        reader.feed_data(raw)
        reader.feed_eof()
        return await read_request(reader, "http", "127.0.0.1:8802")

    return asyncio.run(read())


class TestResponseBytes:
    """A response goes out byte for byte as the scenario has it."""

    def test_adds_a_length_alone(self) -> None:
        """The only header that a scenario does not write itself is `Content-Length`."""
        raw, keeps_open = response_bytes({"headers": [["X-A", "1"]], "body": "ok"}, "GET")
        assert raw == b"HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 2\r\n\r\nok"
        assert keeps_open

    def test_raw_lines(self) -> None:
        """A line that is no pair goes out as it is: folded, without a colon, with any byte."""
        line = "Access-Control-Allow-Origin:\r\n \u00e9*\u0001"
        raw, _ = response_bytes({"headers": [line, "nonsense"], "status": 204}, "GET")
        assert (
            raw
            == b"HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin:\r\n \xe9*\x01\r\nnonsense\r\n\r\n"
        )

    @pytest.mark.parametrize("header", [["content-length", "9"], "Transfer-Encoding : chunked"])
    def test_own_length(self, header: list[str] | str) -> None:
        """A scenario that gives a length, right or wrong, gets no second one."""
        raw, _ = response_bytes({"headers": [header], "body": "ok"}, "GET")
        assert raw.lower().count(b"content-length") == int(isinstance(header, list))

    def test_no_length(self) -> None:
        """Without a length the end of the body is the end of the connection."""
        raw, keeps_open = response_bytes({"no_length": True, "body": "ok"}, "GET")
        assert raw == b"HTTP/1.1 200 OK\r\n\r\nok"
        assert not keeps_open

    @pytest.mark.parametrize(("status", "method"), [(204, "GET"), (304, "GET"), (200, "HEAD")])
    def test_no_body(self, status: int, method: str) -> None:
        """These responses have no body, whatever the scenario says."""
        assert response_bytes({"status": status, "body": "ok"}, method)[0].endswith(b"\r\n\r\n")

    def test_before(self) -> None:
        """What comes before the response comes before it."""
        raw, _ = response_bytes(
            {"before": "HTTP/1.1 103 Early Hints\r\n\r\n", "status": 599, "reason": ""}, "GET"
        )
        assert raw.startswith(b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 599 \r\n")

    def test_binary_body(self) -> None:
        """A body can be given in base64."""
        body = base64.b64encode(b"\x00\xff").decode()
        assert response_bytes({"body_b64": body}, "GET")[0].endswith(b"\r\n\r\n\x00\xff")


class TestReadRequest:
    """A request is kept as it arrived."""

    def test_headers(self) -> None:
        """Order, case and repetition of header lines are kept, and the bytes above 0x7F."""
        request = _read(b"GET /r/a/b?q HTTP/1.1\r\nhost: localhost:8802\r\nX-b: 1\r\nx-B:\xe9 2 \r\n\r\n")
        assert request.url == "http://localhost:8802/r/a/b?q"
        assert request.path == "/r/a/b"
        assert request.headers == [["host", "localhost:8802"], ["X-b", "1"], ["x-B", "\u00e9 2 "]]

    @pytest.mark.parametrize(
        "body",
        [
            b"Content-Length: 5\r\n\r\nhello",
            b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x\r\nllo\r\n0\r\n\r\n",
        ],
    )
    def test_body(self, body: bytes) -> None:
        """A body is read by its length or by its chunks."""
        assert _read(b"POST / HTTP/1.1\r\n" + body).body == b"hello"

    def test_nothing(self) -> None:
        """A connection that ends before a request is an end, and no request."""
        with pytest.raises(EOFError):
            _read(b"GET / HT")


class TestMakePages:
    """Scenarios that want the same page share it."""

    def test_every_scenario_runs_once(self) -> None:
        """Each scenario is in exactly one page, with no more than its number beside it."""
        scenarios = list(corpora.scenarios("chosen").values())
        pages = list(make_pages(scenarios, 60))
        ids = [scenario["id"] for page in pages for scenario in page.scenarios]
        assert sorted(ids) == sorted(scenario["id"] for scenario in scenarios)
        assert max(len(page.scenarios) for page in pages) == 60
        assert all(
            len({json.dumps(s["page"], sort_keys=True) for s in page.scenarios}) == 1 for page in pages
        )

    def test_markup_in_a_scenario(self) -> None:
        """A scenario's text cannot end the script that it stands in."""
        action = {"kind": "fetch", "url": "</script><!--"}
        page = next(make_pages([resolve({"id": "a", "actions": [action]})], 1))
        html = page.documents[page.key]["html"]
        assert "</script><!--" not in html
        job = re.search(r"self\.__job=(\{.*\})</script>", html)
        assert job is not None
        assert json.loads(job[1].replace("<\\/", "</").replace("<\\!--", "<!--"))["scenarios"][0][
            "actions"
        ] == [action]


class TestAttribute:
    """A console line belongs to one scenario."""

    REPORTS: ClassVar[dict[str, dict[str, Any]]] = {
        "a": {"started": 100, "ended": 110},
        "b": {"started": 120, "ended": 130},
    }

    def _whose(self, *lines: Line) -> dict[str, list[str]]:
        found = attribute(lines, ["a", "b"], self.REPORTS)
        return {name: [line.text for line in attributed] for name, attributed in found.items()}

    def test_by_url(self) -> None:
        """A line that names a scenario's URL belongs to it, whenever it came."""
        named = Line("at 'http://127.0.0.1:8802/r/a/x' from", 125, "error")
        attached = Line("failed", 105, "error", url="http://127.0.0.1:8802/r/b/x")
        assert self._whose(named, attached) == {"a": [named.text], "b": ["failed"]}

    def test_by_mark(self) -> None:
        """In a console with marks, order decides."""
        marks = [Line(MARK + name, 0, "LOG", is_mark=True) for name in "ab"]
        lines = [marks[0], Line("one", 0, "ERROR"), marks[1], Line("two", 0, "ERROR")]
        assert self._whose(*lines) == {"a": ["one"], "b": ["two"]}

    def test_by_time(self) -> None:
        """In a console without marks, time decides; a line between two scenarios belongs to none."""
        lines = [Line("one", 101, "error"), Line("none", 115, "error"), Line("two", 131, "error")]
        assert self._whose(*lines) == {"a": ["one"], "b": ["two"]}
