"""
HAR files: what is read of them, which requests belong together, and what follows.

The files in ``har/recorded`` were exported by real browsers, while the page of ``har/cases.py`` did what
stands there; beside each is what script saw.
"""

import io
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cors_sim import CHROMIUM, FIREFOX, STANDARD, WEBKIT, InvalidInput
from cors_sim.capture.asked import Said
from cors_sim.capture.browser_evidence import browser_of, conclude_recorded, went_through
from cors_sim.capture.evidence import Conclusion
from cors_sim.capture.fetches import RecordedFetch, fetches_of
from cors_sim.capture.har import Har, read_har
from cors_sim.show.report import word_for
from spec_tests.capture.har import recordings
from spec_tests.capture.har.cases import CASES, PAGE

# Of these, Chromium's developer tools are told too little.
NOT_ESTABLISHED = {
    ("chromium", "no-cors"): "it says net::ERR_ABORTED",
    ("chromium", "image"): "opaque-response blocking",
    ("chromium-sanitized", "no-cors"): "it says net::ERR_ABORTED",
    ("chromium-sanitized", "image"): "opaque-response blocking",
    ("firefox", "refused"): "does not show what http://localhost:8974/refused answered",
}


def read(name: str) -> Har:
    """The recorded HAR of that name."""
    return read_har(io.BytesIO(recordings.har(name)))


def fetches(name: str) -> Iterator[tuple[str, RecordedFetch]]:
    """The fetches of a recorded HAR, by the names of their cases."""
    seen: set[str] = set()
    for fetch in fetches_of(read(name)):
        case = fetch.hops[0].url.path.split("/")[1]
        yield (f"{case}-again" if case in seen else case), fetch
        seen.add(case)


FETCHES = [
    pytest.param(name, case, fetch, id=f"{name}:{case}")
    for name in recordings.NAMES
    for case, fetch in fetches(name)
]


class TestRecordings:
    """What follows from what a browser exported is what script saw."""

    @pytest.mark.parametrize(("name", "case", "fetch"), FETCHES)
    def test_conclusion(self, name: str, case: str, fetch: RecordedFetch) -> None:
        """Established is what script saw; where nothing is, the list says why."""
        conclusion = conclude_recorded(fetch)
        saw = recordings.saw(name)[case]

        if (name, case) in NOT_ESTABLISHED:
            assert conclusion.verdict is None
            assert NOT_ESTABLISHED[name, case] in conclusion.missing[0].what
            assert conclusion.missing[0].command.startswith("curl ")
        else:
            assert conclusion.verdict is not None, conclusion.missing
            assert saw in {None, word_for(conclusion.verdict)}

    @pytest.mark.parametrize("name", ["chromium", "chromium-sanitized", "firefox"])
    def test_every_case_is_there(self, name: str) -> None:
        """Each is one fetch, with its preflights and redirects."""
        assert [case for case, _ in fetches(name)] == list(CASES)

    def test_webkit_leaves_out_what_was_blocked(self) -> None:
        """Its inspector exports what came to an end, which a blocked request does not."""
        saw = recordings.saw("webkit")
        cases = {case for case, _ in fetches("webkit")}

        assert {case for case in cases if saw[case] == "blocked"} == set()
        assert {case for case, word in saw.items() if word in {"readable", "opaque"}} == cases - {"image"}

    @pytest.mark.parametrize(
        ("creator", "browser"),
        [
            ("WebInspector", CHROMIUM),
            ("Firefox", FIREFOX),
            ("WebKit Web Inspector", WEBKIT),
            ("Safari", WEBKIT),
            ("mitmproxy", None),
        ],
    )
    def test_creator(self, creator: str, browser: object) -> None:
        """The program that wrote it says whose requests they are."""
        assert browser_of(creator) is browser

    def test_preflight_is_paired_with_its_request(self) -> None:
        """Each has the other, also behind a redirect."""
        found = dict(fetches("chromium"))

        assert [hop.preflight is not None for hop in found["put"].hops] == [True]
        assert [hop.preflight is not None for hop in found["put-again"].hops] == [False]
        assert [hop.preflight is not None for hop in found["redirect-preflighted"].hops] == [True, True]
        assert [hop.preflight is not None for hop in found["redirect"].hops] == [False, False]

    def test_a_kept_preflight_is_told(self) -> None:
        """Where none is recorded and the request was sent, leave is taken on trust."""
        conclusion = conclude_recorded(dict(fetches("chromium"))["put-again"])

        assert "That the preflight passed" in conclusion.trusted[0]

    def test_credentials_of_a_sanitized_har(self) -> None:
        """Cookies are gone, so that it is told from what the browser did that they were to be included."""
        conclusion = conclude_recorded(dict(fetches("chromium-sanitized"))["star-credentials"])

        assert conclusion.request.credentials_mode == "include"
        assert "That script asked for credentials" in conclusion.trusted[0]

    def test_credentials_that_firefox_does_not_tell(self) -> None:
        """No cookies were sent, and Firefox says of no request whether it failed."""
        conclusion = conclude_recorded(dict(fetches("firefox"))["readable"])

        assert "That script asked for no credentials" in conclusion.trusted[0]

    def test_what_is_said_counts_more(self) -> None:
        """And another browser may be asked about."""
        fetch = dict(fetches("firefox"))["readable"]

        conclusion = conclude_recorded(fetch, Said(credentials_mode="include"), browser=STANDARD)

        assert conclusion.browser is STANDARD
        assert conclusion.verdict is not None
        assert conclusion.verdict.reason == "allow-credentials-missing"


def har_of(*entries: dict[str, Any], creator: str = "WebInspector", **log: object) -> bytes:
    """A HAR with these entries."""
    return json.dumps(
        {"log": {"version": "1.2", "creator": {"name": creator}, "entries": entries, **log}}
    ).encode()


def entry_of(
    url: str = "https://api.example.com/a",
    method: str = "GET",
    *,
    sent: dict[str, str] | None = None,
    status: object = 200,
    got: dict[str, str] | None = None,
    **fields: object,
) -> dict[str, Any]:
    """An entry of a HAR."""
    headers = {"Origin": "https://app.example.com", "Sec-Fetch-Mode": "cors", **(sent or {})}
    return {
        "request": {"method": method, "url": url, "headers": pairs(headers)},
        "response": {"status": status, "headers": pairs(got or {}), "headersSize": 10},
        **fields,
    }


def pairs(headers: dict[str, str]) -> list[dict[str, str]]:
    """Headers as a HAR has them."""
    return [{"name": name, "value": value} for name, value in headers.items()]


def concluded(*entries: dict[str, Any], **log: Any) -> list[Conclusion]:  # noqa: ANN401 - members of a log
    """What follows from a HAR with these entries."""
    return [conclude_recorded(fetch) for fetch in fetches_of(read_har(io.BytesIO(har_of(*entries, **log))))]


STAR = {"Access-Control-Allow-Origin": "*"}
PREFLIGHT = {"Access-Control-Request-Method": "PUT"}
PUT_ALLOWED = {**STAR, "Access-Control-Allow-Methods": "PUT"}


class TestReading:
    """What is taken out of a file, whatever is in it."""

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            (b"", "ends in the middle"),
            (b'{"log":', "ends in the middle"),
            (har_of(entry_of())[:-20], "ends in the middle; 0 requests"),
            (b"hello", "is no JSON"),
            (har_of(entry_of()) + b"x" * 100_000, "is no JSON; 1 requests"),
            (b'{"log": {"version": "\xff"}}', "is no JSON"),
            (b"[" * 100_000, "more than 100 levels"),
            (b"[]", "no member 'log'"),
            (b'{"log": {"entries": 1}}', "no member 'log'"),
            (har_of(version="2.0"), "this is HAR 2.0"),
            (har_of(version=3), "this is HAR 3"),
        ],
    )
    def test_problems(self, text: bytes, problem: str) -> None:
        """Each is told in one line."""
        har = read_har(io.BytesIO(text))

        assert har.problem is not None
        assert problem in har.problem
        assert "\n" not in har.problem

    def test_what_was_read_before_is_kept(self) -> None:
        """A file that ends in the middle has the entries ahead of that."""
        whole = recordings.har("chromium")
        har = read_har(io.BytesIO(whole[: len(whole) // 2]))

        assert 10 < len(har.entries) < len(read("chromium").entries)
        assert har.entries == read("chromium").entries[: len(har.entries)]

    def test_byte_order_mark(self) -> None:
        """Some programs write one."""
        assert read_har(io.BytesIO(b"\xef\xbb\xbf" + har_of(entry_of()))).problem is None

    def test_entries_that_are_none(self) -> None:
        """They are counted, and those over other schemes are none of ours."""
        text = har_of(
            {},
            {"request": {"method": "a b", "url": "https://a.test/"}},
            {"request": {"method": "GET", "url": "nothing"}},
            {"request": {"method": "GET", "url": "data:,x"}},
            entry_of(),
        )
        har = read_har(io.BytesIO(text))

        assert (len(har.entries), har.left_out) == (1, 3)

    def test_headers(self) -> None:
        """Pseudo-headers are none, joined values are several, and text is bytes again."""
        sent = {":path": "/a", "X-A": "1\n2", "X-B": "\u20ac", "X-C": "a\0b", "X-D": ""}
        entry = entry_of(sent=sent)
        entry["request"]["headers"] += [1, {"name": 2}]
        (read_entry,) = read_har(io.BytesIO(har_of(entry))).entries

        headers = read_entry.request_headers
        assert headers.get_all("x-a") == ("1", "2")
        assert headers.get("x-b") == "\xe2\x82\xac"
        assert headers.get("x-c") is None
        assert headers.get("x-d") == ""
        assert ":path" not in headers

    @pytest.mark.parametrize("status", [0, -1, None, "200", True, 1000, 200.5])
    def test_no_status_is_no_response(self, status: object) -> None:
        """Whatever tools write in its place."""
        (entry,) = read_har(io.BytesIO(har_of(entry_of(status=status)))).entries

        assert entry.response is None

    def test_headers_that_were_kept_from_the_tools(self) -> None:
        """A status without a head is no response that anything follows from."""
        entry = entry_of()
        entry["response"]["headersSize"] = -1
        (read_entry,) = read_har(io.BytesIO(har_of(entry))).entries

        assert read_entry.response is None

    def test_what_else_is_read(self) -> None:
        """Body, error, type, page, cache and service worker."""
        entry = entry_of(_resourceType="fetch", _fromCache="disk", pageref="page_1")
        entry["request"]["postData"] = {"text": "x"}
        entry["response"] |= {"_failureText": "net::ERR_FAILED", "_fetchedViaServiceWorker": True}
        pages = [
            {"id": "page_1", "title": "https://app.example.com/a"},
            {"id": "page_2", "title": "A page"},
        ]
        (read_entry,) = read_har(io.BytesIO(har_of(entry, pages=pages))).entries

        assert read_entry.page is None  # The pages came behind the entries.
        assert (read_entry.has_body, read_entry.is_cached, read_entry.is_from_service_worker) == (True,) * 3
        assert (read_entry.error, read_entry.resource_type) == ("net::ERR_FAILED", "fetch")

    def test_a_large_file_is_not_held(self) -> None:
        """Bodies of two hundred megabytes are read without being kept."""
        entry = entry_of()
        entry["response"]["content"] = {"text": "x" * 1_000_000}
        text = json.dumps(entry).encode()
        start, end = har_of().split(b"[]")

        class Pieces(io.RawIOBase):
            """A file that is made while it is read."""

            def __init__(self) -> None:
                self._pieces = iter([start + b"[", *[text + b","] * 199, text + b"]", end])
                self._rest = b""

            def read(self, size: int = -1) -> bytes:
                self._rest = self._rest or next(self._pieces, b"")
                piece, self._rest = self._rest[:size], self._rest[size:]
                return piece

        tracemalloc.start()
        har = read_har(Pieces())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert (har.problem, len(har.entries)) == (None, 200)
        assert peak < 20_000_000

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers(-1, 1000) | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(
                    st.sampled_from(
                        [
                            "log",
                            "entries",
                            "request",
                            "response",
                            "headers",
                            "name",
                            "value",
                            "url",
                            "method",
                            "status",
                        ]
                    ),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=30,
        )
    )
    def test_no_json_is_an_error(self, value: object) -> None:
        """Any JSON at all is read, as a HAR or as none, and so is any as an entry."""
        read_har(io.BytesIO(json.dumps(value).encode()))
        conclude_all(json.dumps({"log": {"entries": [value, entry_of()]}}).encode())

    @given(st.binary(max_size=200))
    @example(b"\xc0\x80")  # in a string: UTF-8 to the parser, and to nobody else
    @example(b"\xed\xa0\x80")
    def test_no_bytes_are_an_error(self, data: bytes) -> None:
        """Nor any bytes, alone or in the middle of a HAR."""
        whole = har_of(entry_of())
        read_har(io.BytesIO(data))
        conclude_all(whole[:40] + data + whole[40:])
        conclude_all(whole.replace(b"https://api", b"https://" + data, 1))


def conclude_all(text: bytes) -> None:
    """Conclude from all there is in *text*, as of one page."""
    for fetch in fetches_of(read_har(io.BytesIO(text))):
        conclude_recorded(fetch, Said(origin="https://app.example.com"))


class TestFetches:
    """Which requests belong together."""

    def test_proxies_list_the_preflight_first(self) -> None:
        """It was sent first; browsers list the request where script made it."""
        preflight = entry_of(method="OPTIONS", sent=PREFLIGHT, got=PUT_ALLOWED)
        put = entry_of(method="PUT", got=STAR)

        (of_proxy,) = fetches_of(read_har(io.BytesIO(har_of(preflight, put, creator="mitmproxy"))))
        (of_browser,) = fetches_of(read_har(io.BytesIO(har_of(put, preflight))))

        assert of_proxy.hops == of_browser.hops
        assert of_proxy.hops[0].preflight is not None

    def test_a_preflight_alone(self) -> None:
        """What it says of the request is all that is known, and enough to see a block."""
        refused, passed = concluded(
            entry_of(method="OPTIONS", sent=PREFLIGHT, got=STAR),
            entry_of(
                "https://api.example.com/b",
                method="OPTIONS",
                sent={**PREFLIGHT, "Access-Control-Request-Headers": "x-a,x-b"},
                got={**PUT_ALLOWED, "Access-Control-Allow-Headers": "*"},
            ),
        )

        assert refused.verdict is not None
        assert refused.verdict.reason == "method-not-allowed"
        assert passed.verdict is None
        assert passed.missing[-1].what == "The HAR shows the preflight, and not the request behind it."
        assert passed.request.headers.names() == ["x-a", "x-b"]

    def test_navigations_and_sockets_are_no_fetches(self) -> None:
        """By what the browser calls them, or by what it sent."""
        assert (
            concluded(
                entry_of(_resourceType="document"),
                entry_of(_resourceType="websocket"),
                entry_of(sent={"Sec-Fetch-Mode": "navigate"}),
            )
            == []
        )

    def test_redirects_lead_from_one_to_the_next(self) -> None:
        """Only those: a Location that is none, or with another status, leads nowhere."""
        first = entry_of(status=302, got={**STAR, "Location": "https://other.example.com/b#c"})
        second = entry_of("https://other.example.com/b", sent={"Origin": "null"}, got=STAR)
        (conclusion,) = concluded(first, second)
        unrelated = concluded(
            entry_of(status=302, got={**STAR, "Location": "http://"}),
            entry_of(got={**STAR, "Location": "/x"}),
        )

        assert conclusion.verdict is not None
        assert conclusion.verdict.allowed
        assert len(unrelated) == 2


class TestConclusions:
    """What follows from entries that no recording has."""

    def test_no_origin(self) -> None:
        """The page is found by Origin, Referer or the HAR's page, and else has to be said."""
        entry = entry_of(got=STAR)
        entry["request"]["headers"] = pairs({"Referer": "https://ref.example.com/x"})
        of_page = json.loads(json.dumps({**entry, "pageref": "p"}))
        of_page["request"]["headers"] = []
        nowhere = json.loads(json.dumps(entry))
        nowhere["request"]["headers"] = []

        text = {"log": {"pages": [{"id": "p", "title": "https://page.example.com/"}]}}
        text["log"]["entries"] = [entry, of_page]
        found = [
            conclude_recorded(fetch).request.origin.serialized
            for fetch in fetches_of(read_har(io.BytesIO(json.dumps(text).encode())))
        ]

        assert found == ["https://ref.example.com", "https://page.example.com"]
        with pytest.raises(InvalidInput, match="origin must be given"):
            concluded(nowhere)

    def test_a_network_error(self) -> None:
        """Nobody answered, says the browser."""
        entry = entry_of(status=0)
        entry["response"]["_error"] = "net::ERR_CONNECTION_REFUSED"
        (conclusion,) = concluded(entry)

        assert conclusion.verdict is not None
        assert conclusion.verdict.reason == "network-error"

    def test_a_hidden_response(self) -> None:
        """What the browser kept from its own tools is not shown, and may not be guessed."""
        entry = entry_of(status=0)
        entry["response"]["_error"] = "net::ERR_FAILED"
        (conclusion,) = concluded(entry)

        assert conclusion.verdict is None
        assert "it says net::ERR_FAILED" in conclusion.missing[0].what

    def test_a_hidden_response_behind_a_preflight_that_is_not_there(self) -> None:
        """Both are missing, and there is a command for each."""
        entry = entry_of(method="PUT", status=0)
        entry["response"]["_error"] = "net::ERR_FAILED"
        (conclusion,) = concluded(entry)

        assert conclusion.verdict is None
        assert [missing.is_preflight for missing in conclusion.missing] == [True, False]

    def test_another_method_than_a_browser_sends(self) -> None:
        """A tool that recorded POST behind a 303 recorded no browser."""
        first = entry_of(method="POST", status=303, got={**STAR, "Location": "/b"})
        second = entry_of("https://api.example.com/b", method="POST", got=STAR)
        (conclusion,) = concluded(first, second, creator="something")

        assert conclusion.verdict is None
        assert "The HAR shows POST" in conclusion.missing[0].what

    def test_not_modified(self) -> None:
        """The headers that count are those in the cache."""
        (conclusion,) = concluded(entry_of(status=304, got=STAR))

        assert conclusion.verdict is None
        assert "cache disabled" in conclusion.missing[0].what

    def test_from_the_cache(self) -> None:
        """It may have been stored for another page."""
        (conclusion,) = concluded(entry_of(got=STAR, _fromCache="memory"))

        assert conclusion.verdict is not None
        assert "came from the browser's cache" in conclusion.trusted[0]

    def test_from_a_service_worker(self) -> None:
        """What it made of the server's answer is not looked at."""
        entry = entry_of(got=STAR)
        entry["response"]["_fetchedViaServiceWorker"] = True
        (conclusion,) = concluded(entry)

        assert conclusion.verdict is None
        assert "service worker" in conclusion.missing[0].what

    def test_a_redirect_that_is_not_recorded_further(self) -> None:
        """It was not followed, or what followed is missing."""
        first = entry_of(status=302, got={**STAR, "Location": "/b"})
        (manual,) = concluded(first)
        (unknown,) = concluded({**first, "response": {**first["response"], "_error": "net::ERR_FAILED"}})

        assert manual.verdict is not None
        assert manual.verdict.reason == "opaque-redirect"
        assert unknown.verdict is None

    def test_a_block_that_nothing_explains(self) -> None:
        """The browser refused what is readable: something that is not looked at did."""
        entry = entry_of(got={**STAR, "Access-Control-Allow-Credentials": "true"})
        entry["response"]["_error"] = "net::ERR_BLOCKED_BY_CLIENT"
        preflighted = entry_of(
            method="PUT",
            got={
                "Access-Control-Allow-Origin": "https://app.example.com",
                "Access-Control-Allow-Credentials": "true",
            },
        )
        preflighted["response"]["_error"] = "net::ERR_BLOCKED_BY_CLIENT"
        sent = {"Cookie": "a=b"}
        entry["request"]["headers"] += pairs(sent)
        found = concluded(preflighted)

        assert found[0].verdict is None
        assert "Content Security Policy" in found[0].missing[0].what

    def test_a_pass_that_nothing_explains(self) -> None:
        """The browser went on where the standard ends."""
        first = entry_of(status=302, got={"Location": "/b"})
        (conclusion,) = concluded(first, entry_of("https://api.example.com/b", got=STAR))

        assert conclusion.verdict is None

    def test_cookies_tell_that_credentials_are_included(self) -> None:
        """Sent to another origin, at any hop; to the page's own they always go along."""
        cookie = {"Cookie": "a=b"}
        (included,) = concluded(entry_of(sent=cookie, got=STAR), creator="proxy")
        own = entry_of(
            "https://app.example.com/a",
            sent=cookie,
            status=302,
            got={"Location": "https://api.example.com/b"},
        )
        (later,) = concluded(
            own, entry_of("https://api.example.com/b", sent=cookie, got=STAR), creator="proxy"
        )
        (not_later,) = concluded(own, entry_of("https://api.example.com/b", got=STAR), creator="proxy")

        assert [found.request.credentials_mode for found in (included, later, not_later)] == [
            "include",
            "include",
            "same-origin",
        ]

    def test_an_opaque_origin(self) -> None:
        """Origin: null is a page whose origin is opaque."""
        (conclusion,) = concluded(entry_of(sent={"Origin": "null"}, got=STAR))

        assert conclusion.request.origin.serialized == "null"

    def test_went_through(self) -> None:
        """Only some programs say so."""
        whole, hidden = entry_of(got=STAR), entry_of(status=0)

        def told(entry: dict[str, Any], creator: str) -> bool | None:
            (fetch,) = fetches_of(read_har(io.BytesIO(har_of(entry, creator=creator))))
            return went_through(fetch)

        assert [told(whole, creator) for creator in ("WebInspector", "WebKit", "Firefox", "proxy")] == [
            True,
            True,
            None,
            None,
        ]
        assert [told(hidden, creator) for creator in ("Firefox", "proxy")] == [False, None]

    @pytest.mark.parametrize(
        ("sent", "fields", "mode", "destination", "api"),
        [
            ({"Sec-Fetch-Dest": "empty"}, {"_resourceType": "xhr"}, "cors", "", "xhr"),
            ({"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, {}, "no-cors", "image", "img"),
            ({"Sec-Fetch-Dest": "script"}, {}, "cors", "script", "script"),
            ({"Sec-Fetch-Mode": "nothing"}, {}, "cors", "", "fetch"),
        ],
    )
    def test_what_the_request_was_for(
        self, sent: dict[str, str], fields: dict[str, Any], mode: str, destination: str, api: str
    ) -> None:
        """By what the browser sent, or by what it calls it."""
        (conclusion,) = concluded(entry_of(sent=sent, got=STAR, **fields))
        request = conclusion.request

        assert (request.mode, request.destination, request.api) == (mode, destination, api)

    def test_an_element_without_cors(self) -> None:
        """No Origin, and the type of an element."""
        entry = entry_of(_resourceType="image")
        entry["request"]["headers"] = pairs({"Referer": f"{PAGE}/"})
        (conclusion,) = concluded(entry)

        assert (conclusion.request.mode, conclusion.request.destination) == ("no-cors", "image")
