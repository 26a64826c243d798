"""
``fetch(url, init)``, up to the request.

Spec: https://fetch.spec.whatwg.org/#dom-request
"""

# ruff: noqa: SIM300 - expected == actual

from collections.abc import Mapping
from typing import Any, cast

import pytest

from cors_sim import (
    CHROMIUM,
    FIREFOX,
    STANDARD,
    WEBKIT,
    BodyWithoutSource,
    Browser,
    HeaderList,
    InvalidInput,
    parse_url,
)
from cors_sim.client import Blob, ClientError, Page, Refusal, RequestInit, Stream, URLSearchParams, fetch

API = "https://api.example.com/items"
APP = "https://app.example.com"


Init = Mapping[str, object]


def refused(
    init: Init, *, url: str = API, origin: str | Page = APP, browser: Browser = STANDARD
) -> ClientError:
    """The error that ``fetch(url, init)`` is rejected with."""
    with pytest.raises(ClientError) as raised:
        fetch(url, cast("RequestInit", init), origin=origin, browser=browser)
    return raised.value


class TestDefaults:
    """What a request is where script says nothing."""

    def test_get(self) -> None:
        """Mode cors, credentials same-origin, redirects followed, the unsafe-request flag set."""
        request = fetch(API, origin=APP)
        assert ("GET", "cors", "same-origin") == (request.method, request.mode, request.credentials_mode)
        assert ("follow", "default", "") == (
            request.redirect_mode,
            request.cache_mode,
            request.referrer_policy,
        )
        assert request.unsafe_request
        assert not request.keepalive
        assert not request.use_cors_preflight
        assert request.body is None
        assert HeaderList() == request.headers
        assert ("fetch", "fetch", "") == (request.api, request.initiator_type, request.destination)

    def test_other_members_are_ignored(self) -> None:
        """As a dictionary of Web IDL has it: ``withCredentials`` is XMLHttpRequest's, and no error here."""
        init: Any = {"withCredentials": True}
        assert fetch(API, origin=APP) == fetch(API, init, origin=APP)

    def test_members_of_no_effect(self) -> None:
        """Neither the referrer nor priority nor integrity changes what CORS sees."""
        init: RequestInit = {
            "referrer": "/x",
            "priority": "high",
            "integrity": "sha256-x",
            "duplex": "half",
        }
        assert fetch(API, origin=APP) == fetch(API, init, origin=APP)

    def test_members(self) -> None:
        """The others are the request's."""
        init: RequestInit = {
            "mode": "same-origin",
            "credentials": "omit",
            "cache": "only-if-cached",
            "redirect": "manual",
            "referrerPolicy": "origin",
            "keepalive": True,
        }
        request = fetch(API, init, origin=APP)
        assert ("same-origin", "omit", "only-if-cached", "manual", "origin", True) == (
            request.mode,
            request.credentials_mode,
            request.cache_mode,
            request.redirect_mode,
            request.referrer_policy,
            request.keepalive,
        )


class TestURL:
    """The first argument."""

    def test_relative(self) -> None:
        """It is relative to the page."""
        assert "https://app.example.com/a/c" == fetch("c", origin=Page(APP, base=f"{APP}/a/b")).url.href

    def test_parsed_already(self) -> None:
        """A URL passes through."""
        url: Any = parse_url(API)
        assert url == fetch(url, origin=APP).url

    @pytest.mark.parametrize("url", ["http://[", "https://", "https://a:99999/"])
    def test_invalid(self, url: str) -> None:
        """One that does not parse is a TypeError."""
        error = refused({}, url=url)
        assert (Refusal.URL_INVALID, url, "TypeError") == (error.refusal, error.value, error.name)

    @pytest.mark.parametrize("url", ["https://u:p@api.example.com/", "https://u@api.example.com/"])
    def test_credentials(self, url: str) -> None:
        """So is one with a username or password."""
        assert Refusal.URL_INCLUDES_CREDENTIALS is refused({}, url=url).refusal

    @pytest.mark.parametrize("url", [5, None, b"https://api.example.com/"])
    def test_no_url(self, url: object) -> None:
        """What is no text is no argument."""
        with pytest.raises(InvalidInput, match="url must be a str or a URL"):
            fetch(url, origin=APP)  # type: ignore[arg-type]  # the point

    def test_referrer(self) -> None:
        """A referrer must parse, too, even where it is not used."""
        assert Refusal.REFERRER_INVALID is refused({"referrer": "http://["}).refusal
        assert fetch(API, origin=APP) == fetch(API, {"referrer": ""}, origin=APP)


class TestEnumerations:
    """Spec: https://webidl.spec.whatwg.org/#es-enumeration"""

    @pytest.mark.parametrize(
        ("member", "value"),
        [
            ("mode", "CORS"),
            ("mode", "websocket"),
            ("credentials", "includes"),
            ("cache", ""),
            ("redirect", "none"),
            ("referrerPolicy", "none"),
            ("priority", "urgent"),
            ("duplex", "full"),
            ("mode", ["cors"]),
        ],
    )
    def test_other_values(self, member: str, value: object) -> None:
        """Any other value is a TypeError; case counts."""
        error = refused({member: value})
        assert (Refusal.NOT_AN_ENUM_VALUE, str(value), member) == (error.refusal, error.value, error.member)

    def test_navigate(self) -> None:
        """A mode that script may not use, though it is one."""
        assert Refusal.MODE_NAVIGATE is refused({"mode": "navigate"}).refusal

    @pytest.mark.parametrize("mode", ["cors", "no-cors"])
    def test_only_if_cached(self, mode: str) -> None:
        """It is for mode same-origin."""
        error = refused({"cache": "only-if-cached", "mode": mode})
        assert Refusal.ONLY_IF_CACHED_ACROSS_ORIGINS is error.refusal


class TestMethod:
    """Spec: https://fetch.spec.whatwg.org/#methods"""

    @pytest.mark.parametrize(
        ("given", "sent"), [("put", "PUT"), ("Post", "POST"), ("patch", "patch"), ("Foo", "Foo")]
    )
    def test_normalized(self, given: str, sent: str) -> None:
        """Six methods get capitals, whatever their case; ``patch`` is not among them."""
        assert sent == fetch(API, {"method": given}, origin=APP).method

    @pytest.mark.parametrize("method", ["", "A B", "GET\r\n", "P\xdcT"])
    def test_no_token(self, method: str) -> None:
        """A method is a token."""
        assert Refusal.METHOD_INVALID is refused({"method": method}).refusal

    @pytest.mark.parametrize("method", ["CONNECT", "trace", "Track"])
    def test_forbidden(self, method: str) -> None:
        """Three methods are forbidden, in any case."""
        assert Refusal.METHOD_FORBIDDEN is refused({"method": method}).refusal

    @pytest.mark.parametrize("method", ["PUT", "patch", "OPTIONS"])
    def test_no_cors(self, method: str) -> None:
        """In mode no-cors, only what a form could send."""
        assert Refusal.METHOD_NOT_FOR_NO_CORS is refused({"method": method, "mode": "no-cors"}).refusal
        assert "HEAD" == fetch(API, {"method": "head", "mode": "no-cors"}, origin=APP).method


class TestHeaders:
    """Spec: https://fetch.spec.whatwg.org/#concept-headers-append"""

    def test_both_forms(self) -> None:
        """A mapping and pairs are the same; values lose their blanks; a name keeps its first spelling."""
        pairs: list[tuple[str, str | bytes]] = [("X-B", " 1\r\n"), ("X-A", b"\xe9"), ("x-b", "2")]
        request = fetch(API, {"headers": pairs}, origin=APP)
        assert [("X-B", "1"), ("X-A", "\xe9"), ("X-B", "2")] == list(request.headers)
        assert fetch(API, {"headers": {"A": "b"}}, origin=APP) == fetch(
            API, {"headers": [("A", "b")]}, origin=APP
        )

    @pytest.mark.parametrize(
        "name", ["Host", "cookie", "Sec-Fetch-Mode", "Proxy-X", "Access-Control-Request-Method"]
    )
    def test_forbidden(self, name: str) -> None:
        """Forbidden headers are dropped without a word."""
        assert HeaderList() == fetch(API, {"headers": {name: "x"}}, origin=APP).headers

    def test_method_override(self) -> None:
        """One that would smuggle a forbidden method is dropped for its value."""
        headers = {"X-HTTP-Method-Override": "TRACE", "X-Method-Override": "PUT"}
        assert (
            HeaderList({"X-Method-Override": "PUT"}) == fetch(API, {"headers": headers}, origin=APP).headers
        )

    def test_no_cors(self) -> None:
        """In mode no-cors, only safelisted headers get in, and Range never."""
        headers = [
            ("Accept", "a/b"),
            ("X-A", "1"),
            ("Content-Type", "application/json"),
            ("Range", "bytes=0-1"),
        ]
        request = fetch(API, {"mode": "no-cors", "headers": headers}, origin=APP)
        assert [("Accept", "a/b")] == list(request.headers)

    def test_no_cors_takes_values_together(self) -> None:
        """A second value must leave the two together safelisted: 128 bytes are the most."""
        headers = [("Accept", "a" * 100), ("accept", "b" * 26), ("Accept", "c")]
        request = fetch(API, {"mode": "no-cors", "headers": headers}, origin=APP)
        assert ["a" * 100, "b" * 26] == [value for _, value in request.headers]

    @pytest.mark.parametrize("name", ["", "X Y", "X:", "X\xe9"])
    def test_bad_name(self, name: str) -> None:
        """A name is a token."""
        error = refused({"headers": [(name, "1")]})
        assert (Refusal.HEADER_NAME_INVALID, name) == (error.refusal, error.value)

    @pytest.mark.parametrize("value", ["a\nb", "a\rb", "a\0b"])
    @pytest.mark.parametrize("mode", ["cors", "no-cors"])
    def test_bad_value(self, value: str, mode: str) -> None:
        """A value has no newline and no NUL inside, even one of a header that would be dropped."""
        error = refused({"mode": mode, "headers": {"Host": f" {value} "}})
        assert (Refusal.HEADER_VALUE_INVALID, value, "Host") == (error.refusal, error.value, error.context)

    @pytest.mark.parametrize("headers", [{"X\u0100": "1"}, {"X-A": "\u0100"}, [("X-A", "\u0100")]])
    def test_no_bytes(self, headers: object) -> None:
        """Names and values are of bytes."""
        assert Refusal.NOT_A_BYTE_STRING is refused({"headers": headers}).refusal
        assert Refusal.NOT_A_BYTE_STRING is refused({"method": "P\u0100"}).refusal

    def test_no_pairs(self) -> None:
        """A sequence of headers is one of pairs."""
        assert Refusal.HEADERS_NOT_PAIRS is refused({"headers": [("A", "b"), ("C", "d", "e")]}).refusal

    @pytest.mark.parametrize("headers", [{"X-A": 1}, [("X-A", None)]])
    def test_no_text(self, headers: object) -> None:
        """What is neither text nor bytes is no argument."""
        with pytest.raises(InvalidInput, match="headers must be made of str or bytes"):
            fetch(API, cast("RequestInit", {"headers": headers}), origin=APP)


class TestBody:
    """Spec: https://fetch.spec.whatwg.org/#concept-bodyinit-extract"""

    def test_implied_type(self) -> None:
        """A body brings its Content-Type."""
        request = fetch(API, {"method": "POST", "body": URLSearchParams("a=1")}, origin=APP)
        assert (b"a=1", "application/x-www-form-urlencoded;charset=UTF-8") == (
            request.body,
            request.headers.get("content-type"),
        )

    def test_own_type(self) -> None:
        """Script's own stands."""
        init: RequestInit = {
            "method": "POST",
            "body": "{}",
            "headers": {"content-type": "application/json"},
        }
        assert [("content-type", "application/json")] == list(fetch(API, init, origin=APP).headers)

    def test_no_cors(self) -> None:
        """In mode no-cors, a type that is not safelisted is left out."""
        init: RequestInit = {"method": "POST", "mode": "no-cors", "body": Blob(b"{}", "application/json")}
        assert HeaderList() == fetch(API, init, origin=APP).headers

    @pytest.mark.parametrize("method", ["GET", "head"])
    @pytest.mark.parametrize("body", ["x", "", b"", Stream()])
    def test_with_get(self, method: str, body: object) -> None:
        """GET and HEAD have none, not even an empty one."""
        assert Refusal.BODY_WITH_GET is refused({"method": method, "body": body}).refusal
        assert fetch(API, {"method": method, "body": None}, origin=APP).body is None

    def test_unknown(self) -> None:
        """What is no body is no argument."""
        init: Any = {"method": "POST", "body": 5}
        with pytest.raises(InvalidInput, match="body must be"):
            fetch(API, init, origin=APP)


class TestStream:
    """A body without source."""

    def test_sent(self) -> None:
        """It sets the use-CORS-preflight flag, and needs ``duplex``."""
        request = fetch(API, {"method": "POST", "body": Stream(), "duplex": "half"}, origin=APP)
        assert request.use_cors_preflight
        assert BodyWithoutSource() == request.body
        assert HeaderList() == request.headers
        assert Refusal.STREAM_WITHOUT_DUPLEX is refused({"method": "POST", "body": Stream()}).refusal

    def test_refused_with(self) -> None:
        """Neither keepalive nor mode no-cors."""
        init = {"method": "POST", "body": Stream(), "duplex": "half"}
        assert Refusal.STREAM_WITH_KEEPALIVE is refused({**init, "keepalive": True}).refusal
        assert Refusal.STREAM_WITH_NO_CORS is refused({**init, "mode": "no-cors"}).refusal

    def test_in_browsers(self) -> None:
        """Firefox sends the text of its name, WebKit refuses it, as recorded (``cl-fetch-stream-post``)."""
        init: RequestInit = {"method": "POST", "body": Stream(), "duplex": "half"}
        request = fetch(API, init, origin=APP, browser=FIREFOX)
        assert (b"[object ReadableStream]", False) == (request.body, request.use_cors_preflight)
        error = refused(init, browser=WEBKIT)
        assert (Refusal.STREAM_NOT_SUPPORTED, "NotSupportedError") == (error.refusal, error.name)
        assert fetch(API, init, origin=APP, browser=CHROMIUM).use_cors_preflight


class TestOrder:
    """Which of two mistakes is reported: types in the order of the alphabet, then the steps in theirs."""

    @pytest.mark.parametrize(
        ("init", "refusal"),
        [
            ({"mode": "junk", "cache": "junk"}, Refusal.NOT_AN_ENUM_VALUE),
            ({"mode": "navigate", "method": "CONNECT"}, Refusal.MODE_NAVIGATE),
            ({"cache": "only-if-cached", "method": "CONNECT"}, Refusal.ONLY_IF_CACHED_ACROSS_ORIGINS),
            ({"method": "CONNECT", "headers": {"X Y": "1"}}, Refusal.METHOD_FORBIDDEN),
            ({"mode": "no-cors", "method": "PUT", "headers": {"X Y": "1"}}, Refusal.METHOD_NOT_FOR_NO_CORS),
            ({"headers": {"X Y": "1"}, "body": "x"}, Refusal.HEADER_NAME_INVALID),
            ({"headers": {"X Y": "a\nb"}}, Refusal.HEADER_NAME_INVALID),
        ],
    )
    def test_first_step(self, init: Init, refusal: Refusal) -> None:
        """The earlier step's."""
        assert refusal is refused(init).refusal
        if refusal is Refusal.NOT_AN_ENUM_VALUE:
            assert "cache" == refused(init).member

    def test_url(self) -> None:
        """Types are looked at before the URL, and the URL before all else."""
        assert Refusal.NOT_AN_ENUM_VALUE is refused({"mode": "junk"}, url="http://[").refusal
        assert Refusal.URL_INVALID is refused({"method": "CONNECT"}, url="http://[").refusal


class TestPage:
    """What of the page goes along."""

    def test_fields(self) -> None:
        """Origin, embedder and referrer policy, the page at the top, whether it is a worker."""
        page = Page(
            APP,
            embedder_policy="require-corp",
            referrer_policy="no-referrer",
            top_level_origin="https://top.example",
            in_worker=True,
        )
        request = fetch(API, origin=page)
        assert (APP, "require-corp", "no-referrer", "https://top.example", True) == (
            str(request.origin),
            request.embedder_policy,
            request.referrer_policy,
            str(request.top_level_origin),
            request.in_worker,
        )
        assert "origin" == fetch(API, {"referrerPolicy": "origin"}, origin=page).referrer_policy

    def test_worker(self) -> None:
        """An error knows that it was thrown in a worker."""
        assert refused({"method": "CONNECT"}, origin=Page(APP, in_worker=True)).in_worker
        assert not refused({"method": "CONNECT"}).in_worker


def test_headers_that_chromium_keeps_to_itself() -> None:
    """Script sets User-Agent in vain there, as recorded (``cl-fetch-useragent``)."""
    init: RequestInit = {"headers": {"User-Agent": "x", "X-A": "1"}}
    assert [("X-A", "1")] == list(fetch(API, init, origin=APP, browser=CHROMIUM).headers)
    assert [("User-Agent", "x"), ("X-A", "1")] == list(fetch(API, init, origin=APP).headers)
