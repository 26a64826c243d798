"""
What follows from real captures is what a real browser did.

Each capture was printed by curl for a real server, and Chromium then made the request that the capture
stands for (see README.md). A verdict that we call established has to be Chromium's. Where we establish
none, the capture is in a list here, with the reason: it neither grows nor shrinks by itself.
"""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_sim import InvalidInput, OpaqueOrigin, Request, Response, preflight_check, preflight_needed
from cors_sim.capture.curl import read_curl
from cors_sim.capture.evidence import Conclusion, conclude
from cors_sim.capture.heads import Transcript

RECORDED = Path(__file__).parent / "recorded"
INDEX: dict[str, dict[str, Any]] = json.loads((RECORDED / "index.json").read_text())
CHROMIUM: dict[str, dict[str, Any]] = json.loads((RECORDED / "chromium.json").read_text())

# Chromium lets `*` cover Authorization, and reads a header with a space in front of its colon.
DEPARTURES = {"star-authorization", "preflight-star-authorization", "space-before-colon"}


PIECES = [
    *(b"HTTP/1.1 200 OK\r\n", b"HTTP/2 204 \n", b"HTTP/1.1 302\n", b"HTTP/1.1 100 Continue\n", b"\r\n"),
    *(b"< HTTP/1.1 200 OK\r\n", b"> GET /a HTTP/1.1\r\n", b"> \r\n", b"< \r\n", b"* Connected\n"),
    *(b"> CONNECT a:1 HTTP/1.1\n", b"> OPTIONS /a HTTP/1.1\n", b"> Access-Control-Request-Method: X\n"),
    *(b"Access-Control-Allow-Origin: *\r\n", b"Content-Length: 5\n", b"Location: /b\n", b" folded\n"),
    *(
        b"< Location: https://b.test/\n",
        b"> Origin: https://app.example.com\n",
        b"a: \0\n",
        b"\xff: \xfe\n",
    ),
    *(b"curl: (7) Failed\n", b"curl: (8) x\n", b"curl: (56) CONNECT\n", b"{ [5 bytes data]\n"),
]


def capture_of(name: str) -> Transcript:
    """The capture of that name, as it is on disk."""
    path = RECORDED / f"{name}.txt"
    if name.endswith("utf16"):
        text = path.read_bytes().decode("utf-16")
        return read_curl(line.encode("latin-1") for line in text.splitlines(keepends=True))
    with path.open("rb") as file:
        return read_curl(file)


def responses_of(name: str) -> list[Response]:
    """The answers in the capture of that name, which are all shown."""
    return [exchange.response for exchange in capture_of(name).exchanges if exchange.response is not None]


def request_of(entry: dict[str, Any]) -> Request:
    """The browser's request that a capture stands for."""
    return Request(
        entry["url"],
        origin=OpaqueOrigin() if entry["origin"] == "null" else entry["origin"],
        method=entry["method"],
        headers=[tuple(pair) for pair in entry["headers"]],
        credentials_mode=entry["credentials"],
        body=b"x" * entry["body_bytes"] or None,
    )


def test_index_and_observations_are_of_the_same_captures() -> None:
    """No capture is without an observation."""
    assert set(INDEX) == set(CHROMIUM) - {"_browser"}


# Why nothing follows from these, though something was shown.
NOT_ESTABLISHED = {
    "bad-certificate": "curl did not trust the server's certificate; a browser may",
    "to-star": "the redirect was not followed",
    "to-plain-followed": "behind the redirect curl repeated the origin, a browser says null",
    "to-reflect-followed": "behind the redirect curl repeated the origin, a browser says null",
    "to-reflect-followed-verbose": "behind the redirect curl repeated the origin, a browser says null",
    "post-303-repeated": "-X repeats POST behind a 303, a browser sends GET",
    "newer-post-303-repeated": "-X repeats POST behind a 303, a browser sends GET",
    "to-itself": "curl stopped after three redirects",
    "no-origin-verbose": "-v shows that no Origin was sent",
    "connect-403": "a proxy refused the tunnel",
    "connect-403-verbose": "a proxy refused the tunnel",
    "two-urls": "two answers, and which URL is whose does not show",
    "no-colon": "curl could not read the head",
    "newer-no-colon": "curl could not read the head",
}

# Only what the capture cannot show is against these verdicts, and it is said to be taken on trust.
TAKEN_ON_TRUST = {
    "head-differs": "no body was printed",
    "no-origin": "which curl -i does not show",
}


def conclusion_of(name: str) -> Conclusion:
    """What follows from the capture of that name, with that of its preflight if it has one."""
    entry = INDEX[name]
    preflight = entry["preflight"]
    return conclude(
        request_of(entry), capture_of(name), None if preflight is None else capture_of(preflight)
    )


def base_of(name: str) -> str:
    """The capture that one recorded by a newer curl is of."""
    return name.removeprefix("newer-")


RESPONSES = [name for name, entry in INDEX.items() if entry["stands_for"] == "response"]
PREFLIGHTS = [name for name, entry in INDEX.items() if entry["stands_for"] == "preflight"]


@pytest.mark.parametrize("name", RESPONSES)
def test_response(name: str) -> None:
    """What is established about a response is what Chromium did with it."""
    conclusion = conclusion_of(name)

    if name in NOT_ESTABLISHED:
        assert conclusion.verdict is None
        assert conclusion.missing[0].command.startswith("curl ")
        return
    assert conclusion.verdict is not None, conclusion.missing
    if name in TAKEN_ON_TRUST:
        assert TAKEN_ON_TRUST[name] in " ".join(conclusion.trusted)
        return
    if base_of(name) in DEPARTURES:
        assert conclusion.verdict.allowed is not CHROMIUM[name]["readable"]
        return
    assert CHROMIUM[name]["readable"] == conclusion.verdict.allowed


READABLE = [
    name
    for name in RESPONSES
    if CHROMIUM[name]["readable"]
    and name not in NOT_ESTABLISHED | TAKEN_ON_TRUST
    and base_of(name) not in DEPARTURES
]


@pytest.mark.parametrize("name", READABLE)
def test_exposed_headers(name: str) -> None:
    """Script reads the headers that Chromium let it read."""
    conclusion = conclusion_of(name)
    assert conclusion.outcome is not None

    exposed = conclusion.outcome.response.headers.sort_and_combine().names()

    assert sorted(CHROMIUM[name]["exposed"]) == exposed


@pytest.mark.parametrize("name", PREFLIGHTS)
def test_preflight(name: str) -> None:
    """A preflight passes where Chromium's did."""
    entry = INDEX[name]
    request = request_of(entry)

    passed = preflight_check(request, responses_of(name)[0]).allowed

    assert (CHROMIUM[name]["preflight"] == "passed") == (passed or name in DEPARTURES)


class TestLineEnds:
    """Captures that only differ in how lines end, or in what surrounds them, are the same."""

    @pytest.mark.parametrize(
        "name", [name for name, entry in INDEX.items() if entry["derived_from"] is not None]
    )
    def test_derived_capture_reads_as_its_original(self, name: str) -> None:
        """Responses and methods are those of the capture that it was made from, if it shows them."""
        derived = capture_of(name).exchanges
        original = capture_of(INDEX[name]["derived_from"]).exchanges

        assert [e.response for e in original] == [e.response for e in derived]
        assert all(e.method in {None, d.method} for e, d in zip(original, derived, strict=True))


class TestReading:
    """What single forms of output come to."""

    def test_interim_responses_are_passed_over(self) -> None:
        """100, 101 and 103 are no answers."""
        for name in ("continue", "continue-verbose", "early-hints", "upgrade", "upgrade-verbose"):
            assert [response.status for response in responses_of(name)] == [200]

    def test_a_tunnel_is_no_answer(self) -> None:
        """A proxy's answer to CONNECT is left out."""
        for name in ("connect", "connect-verbose"):
            assert [response.status for response in responses_of(name)] == [200]

    def test_a_body_that_looks_like_http_is_a_body(self) -> None:
        """Status lines in a body begin no response."""
        for name in ("looks-like-http", "looks-like-http-verbose", "looks-like-http-lf"):
            headers = [response.headers for response in responses_of(name)]

            assert [found.get("access-control-allow-origin") for found in headers] == [None]

    def test_folded_header(self) -> None:
        """The lines of a folded header are joined by a space."""
        for name in ("obs-fold", "obs-fold-verbose"):
            (response,) = responses_of(name)

            assert any(value.count(" ") >= 1 for _, value in response.headers)

    def test_bytes_that_are_not_utf_8(self) -> None:
        """Header values keep their bytes, one character each."""
        (response,) = responses_of("latin-1")

        assert any(not value.isascii() for _, value in response.headers)

    def test_what_was_sent_shows_with_verbose(self) -> None:
        """-v shows method, target and headers of the request."""
        (exchange,) = capture_of("star-verbose").exchanges

        assert (exchange.method, exchange.target) == ("GET", "/star.json")
        assert exchange.request_headers is not None
        assert exchange.request_headers.get("origin") == "http://localhost:8960"

    def test_giving_up(self) -> None:
        """Curl's word on why there is no answer is kept."""
        capture = capture_of("refused-verbose")

        assert capture.exchanges == ()
        assert capture.giving_up is not None
        assert capture.giving_up.startswith("(7)")

    def test_a_body_is_not_held(self) -> None:
        """Two hundred megabytes of body are read without being kept."""
        head = b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n\r\n"
        piece = b"x" * 1_000_000
        pieces = [*head.splitlines(keepends=True), *(piece for _ in range(200))]

        tracemalloc.start()
        capture = read_curl(iter(pieces))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert len(capture.exchanges) == 1
        assert peak < 20_000_000

    @given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=40), max_size=30))
    def test_nothing_in_a_capture_is_an_error(self, lines: list[bytes]) -> None:
        """Any lines at all are read, and are either concluded from or refused as no capture."""
        request = Request("https://api.example.com/a", origin="https://app.example.com")
        capture = read_curl(lines)
        if capture.exchanges or capture.giving_up is not None:
            conclude(request, capture, capture)
        else:
            with pytest.raises(InvalidInput, match="capture must be"):
                conclude(request, capture, capture)


class TestConclusions:
    """What follows from pieces of evidence that no recording shows."""

    def test_preflight_in_the_same_run(self) -> None:
        """Curl -v of an OPTIONS and the request behind it is evidence for both."""
        conclusion = conclusion_of("preflight-and-put")

        assert conclusion.verdict is not None
        assert conclusion.verdict.allowed

    def test_missing_preflight(self) -> None:
        """Without the preflight's answer nothing follows from an answer that would be readable."""
        request = request_of(INDEX["put-express"])
        assert preflight_needed(request) is not None

        conclusion = conclude(request, capture_of("put-express"))

        assert conclusion.verdict is None
        (missing,) = conclusion.missing
        assert missing.is_preflight
        assert "-X OPTIONS" in missing.command
        assert "Access-Control-Request-Method: PUT" in missing.command

    def test_blocked_whatever_the_preflight_says(self) -> None:
        """An answer that is blocked by itself is blocked behind any preflight."""
        request = request_of({**INDEX["no-cors"], "method": "PUT"})

        conclusion = conclude(request, capture_of("no-cors"))

        assert conclusion.verdict is not None
        assert conclusion.verdict.reason == "allow-origin-missing"
        assert "whatever it is" in conclusion.trusted[-1]

    def test_no_capture_at_all(self) -> None:
        """Text that curl never printed is refused, with what was expected."""
        with pytest.raises(InvalidInput, match=r"HTTP/1\.1 200 OK"):
            conclude(request_of(INDEX["star"]), read_curl([b"hello\n"]))

    def test_preflight_that_did_not_ask_for_the_method(self) -> None:
        """A preflight that curl sent without Access-Control-Request-Method shows nothing."""
        request = request_of(INDEX["put-express"])
        lines = [
            b"> OPTIONS /default HTTP/1.1\r\n",
            b"> Origin: http://localhost:8960\r\n",
            b"> \r\n",
            b"< HTTP/1.1 204 No Content\r\n",
            b"< Access-Control-Allow-Origin: *\r\n",
            b"< \r\n",
        ]

        conclusion = conclude(request, capture_of("put-express"), read_curl(lines))

        assert conclusion.verdict is None
        assert "Access-Control-Request-Method" in conclusion.missing[0].what

    def test_headers_that_curl_did_not_send(self) -> None:
        """A header that script sets and curl did not send is taken on trust."""
        request = request_of({**INDEX["star-verbose"], "headers": [["Accept-Language", "en"]]})

        conclusion = conclude(request, capture_of("star-verbose"))

        assert conclusion.verdict is not None
        assert "curl sent no Accept-Language" in " ".join(conclusion.trusted)

    def test_capture_of_another_url(self) -> None:
        """-v shows which path was asked for; another one shows nothing."""
        request = request_of({**INDEX["star-verbose"], "url": "http://localhost:8961/other"})

        conclusion = conclude(request, capture_of("star-verbose"))

        assert conclusion.verdict is None
        assert "/star.json" in conclusion.missing[0].what

    def test_a_preflight_is_of_one_url(self) -> None:
        """Behind a redirect the browser asks again, and what it was told is not in the capture."""
        request = request_of({**INDEX["put-express"], "headers": []})
        lines = [
            b"HTTP/1.1 307 Temporary Redirect\r\n",
            b"Location: /elsewhere\r\n",
            b"Access-Control-Allow-Origin: *\r\n",
            b"\r\n",
            b"HTTP/1.1 200 OK\r\n",
            b"Access-Control-Allow-Origin: *\r\n",
            b"\r\n",
        ]
        preflight = [
            b"HTTP/1.1 204 No Content\r\n",
            b"Access-Control-Allow-Origin: *\r\n",
            b"Access-Control-Allow-Methods: PUT\r\n",
            b"\r\n",
        ]

        conclusion = conclude(request, read_curl(lines), read_curl(preflight))

        assert conclusion.verdict is None
        (missing,) = conclusion.missing
        assert "again behind the redirect" in missing.what
        assert missing.is_preflight
        assert missing.command.count("-X OPTIONS") == 2
        assert "/elsewhere" in missing.command

        asked = [
            b"> OPTIONS %s HTTP/1.1\r\n",
            b"> Origin: http://localhost:8960\r\n",
            b"> Access-Control-Request-Method: PUT\r\n",
            b"> \r\n",
        ]
        both = [
            line % path if b"%s" in line else line
            for path in (b"/default", b"/elsewhere")
            for line in [*asked, *(b"< " + line for line in preflight)]
        ]
        conclusion = conclude(request, read_curl(lines), read_curl(both))

        assert conclusion.verdict is not None
        assert conclusion.verdict.allowed

    def test_headers_that_a_browser_would_not_send(self) -> None:
        """A cookie that curl sent and a fetch without credentials does not is taken on trust."""
        lines = [
            b"> GET /star.json HTTP/1.1\r\n",
            b"> Origin: http://localhost:8960\r\n",
            b"> Cookie: sid=1\r\n",
            b"> \r\n",
            b"< HTTP/1.1 200 OK\r\n",
            b"< Access-Control-Allow-Origin: *\r\n",
            b"< \r\n",
        ]

        conclusion = conclude(request_of(INDEX["star-verbose"]), read_curl(lines))

        assert conclusion.verdict is not None
        assert "curl sent Cookie, a browser would not" in " ".join(conclusion.trusted)

    def test_the_command_goes_as_far_as_a_browser(self) -> None:
        """Hop by hop, with the origin that a browser sends at each."""
        conclusion = conclusion_of("to-reflect-followed-verbose")

        (missing,) = conclusion.missing
        first, second = missing.command.split(" --next ")
        assert "-H 'Origin: http://localhost:8960' http://localhost:8961/to-reflect" in first
        assert "-H 'Origin: null' http://127.0.0.1:8968/reflect.json" in second

    def test_the_command_takes_the_url_as_it_is(self) -> None:
        """Curl would take braces and brackets for patterns."""
        url = "http://localhost:8961/star.json?{a,b}=[1-3]"

        conclusion = conclude(request_of({**INDEX["star"], "url": url}), read_curl([b"curl: (35) TLS\n"]))

        (missing,) = conclusion.missing
        assert f" --globoff -H 'Origin: http://localhost:8960' '{url}' " in missing.command

    @pytest.mark.parametrize(
        ("method", "body_bytes", "words"), [("HEAD", 0, " --head "), ("POST", 5, " -X POST ")]
    )
    def test_the_command_makes_the_same_request(self, method: str, body_bytes: int, words: str) -> None:
        """With its method, and a place for its body."""
        request = request_of({**INDEX["star-verbose"], "method": method, "body_bytes": body_bytes})

        conclusion = conclude(request, capture_of("star-verbose"))

        (missing,) = conclusion.missing
        assert words in missing.command
        assert (body_bytes > 0) == (" --data-binary @BODY " in missing.command)
