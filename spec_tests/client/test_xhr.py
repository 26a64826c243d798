"""
``XMLHttpRequest``, up to the request.

Spec: https://xhr.spec.whatwg.org/
"""

# ruff: noqa: SIM300 - expected == actual

import pytest

from cors_sim import CHROMIUM, FIREFOX, WEBKIT, Browser, HeaderList
from cors_sim.client import (
    Blob,
    BodyInit,
    ClientError,
    Document,
    Refusal,
    Stream,
    URLSearchParams,
    set_request_header,
    xhr,
)

API = "https://api.example.com/items"
APP = "https://app.example.com"


class TestOpen:
    """Spec: https://xhr.spec.whatwg.org/#the-open()-method"""

    def test_get(self) -> None:
        """Mode cors, credentials same-origin, the unsafe-request flag set."""
        request = xhr("get", API, origin=APP)
        assert ("GET", "cors", "same-origin") == (request.method, request.mode, request.credentials_mode)
        assert request.unsafe_request
        assert not request.use_cors_preflight
        assert ("xhr", "xmlhttprequest") == (request.api, request.initiator_type)

    @pytest.mark.parametrize(
        ("method", "refusal", "name"),
        [
            ("A B", Refusal.METHOD_INVALID, "SyntaxError"),
            ("", Refusal.METHOD_INVALID, "SyntaxError"),
            ("connect", Refusal.METHOD_FORBIDDEN, "SecurityError"),
            ("P\u0100", Refusal.NOT_A_BYTE_STRING, "TypeError"),
        ],
    )
    def test_method(self, method: str, refusal: Refusal, name: str) -> None:
        """What throws has a name that says which of the reasons it was."""
        with pytest.raises(ClientError) as raised:
            xhr(method, API, origin=APP)
        error = raised.value
        assert (refusal, name, "open", "throw") == (error.refusal, error.name, error.call, error.event)

    def test_url(self) -> None:
        """A URL that does not parse throws, after the method; one with a password does not."""
        with pytest.raises(ClientError) as raised:
            xhr("GET", "http://[", origin=APP)
        assert (Refusal.URL_INVALID, "SyntaxError") == (raised.value.refusal, raised.value.name)
        with pytest.raises(ClientError) as raised:
            xhr("TRACE", "http://[", origin=APP)
        assert Refusal.METHOD_FORBIDDEN is raised.value.refusal
        assert xhr("GET", "https://u:p@api.example.com/", origin=APP).url.includes_credentials

    def test_with_credentials(self) -> None:
        """They are included if script says so."""
        assert "include" == xhr("GET", API, origin=APP, with_credentials=True).credentials_mode


class TestSetRequestHeader:
    """Spec: https://xhr.spec.whatwg.org/#the-setrequestheader()-method"""

    def test_combined(self) -> None:
        """Equal names are combined, under the first spelling; blanks around values go."""
        headers = [("X-A", " 1"), ("x-a", "2\t"), ("Accept", "a/b")]
        assert [("X-A", "1, 2"), ("Accept", "a/b")] == list(
            xhr("GET", API, origin=APP, headers=headers).headers
        )

    def test_forbidden(self) -> None:
        """A forbidden header changes nothing, and nothing is thrown."""
        headers = HeaderList({"X-A": "1"})
        assert headers == set_request_header(headers, "Host", "x")
        assert headers == set_request_header(headers, "X-Method-Override", "a, trace")

    @pytest.mark.parametrize(
        ("name", "value", "refusal", "exception", "argument"),
        [
            ("X Y", "1", Refusal.HEADER_NAME_INVALID, "SyntaxError", ""),
            ("", "1", Refusal.HEADER_NAME_INVALID, "SyntaxError", ""),
            ("X-A", "a\nb", Refusal.HEADER_VALUE_INVALID, "SyntaxError", ""),
            ("X-A", "a\0b", Refusal.HEADER_VALUE_INVALID, "SyntaxError", ""),
            ("X\u0100", "1", Refusal.NOT_A_BYTE_STRING, "TypeError", "1"),
            ("X-A", "\u0100", Refusal.NOT_A_BYTE_STRING, "TypeError", "2"),
        ],
    )
    def test_throws(self, name: str, value: str, refusal: Refusal, exception: str, argument: str) -> None:
        """A bad name or value throws, and a text that is not of bytes throws before."""
        with pytest.raises(ClientError) as raised:
            xhr("GET", API, origin=APP, headers=[(name, value)])
        error = raised.value
        assert (refusal, exception, argument) == (error.refusal, error.name, error.member)


class TestSend:
    """Spec: https://xhr.spec.whatwg.org/#the-send()-method"""

    @pytest.mark.parametrize("method", ["GET", "head"])
    def test_no_body_with_get(self, method: str) -> None:
        """The argument is ignored."""
        request = xhr(method, API, origin=APP, body="x")
        assert (None, HeaderList()) == (request.body, request.headers)

    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            ("x", "text/plain;charset=UTF-8"),
            (URLSearchParams("a=1"), "application/x-www-form-urlencoded;charset=UTF-8"),
            (Blob(b"x", "a/b"), "a/b"),
            (Blob(b"x"), None),
            (b"x", None),
            (Document("<p>"), "text/html;charset=UTF-8"),
            (Document("<p/>", xml=True), "application/xml;charset=UTF-8"),
        ],
    )
    def test_implied_type(self, body: BodyInit | Document, content_type: str | None) -> None:
        """A body brings its Content-Type."""
        assert content_type == xhr("POST", API, origin=APP, body=body).headers.get("content-type")

    def test_stream(self) -> None:
        """A stream is none of the bodies: the text of its name is sent."""
        request = xhr("POST", API, origin=APP, body=Stream())
        assert b"[object ReadableStream]" == request.body

    @pytest.mark.parametrize(
        ("author", "sent"),
        [
            ("text/plain;charset=latin1", "text/plain;charset=UTF-8"),
            ('text/plain; x="a b"; charset=q; y=2', 'text/plain;x="a b";charset=UTF-8;y=2'),
            ("text/plain; charset=utf-8", "text/plain; charset=utf-8"),
            ("text/plain; CHARSET=Utf-8", "text/plain; CHARSET=Utf-8"),
            ("application/json", "application/json"),
            ("x;charset=q", "x;charset=q"),
            ("", ""),
        ],
    )
    @pytest.mark.parametrize("body", ["x", URLSearchParams("a=1"), Document("<p>")])
    def test_author_type(self, author: str, sent: str, body: BodyInit | Document) -> None:
        """The author's stands, but for a charset other than UTF-8, which the text is not in."""
        request = xhr("POST", API, origin=APP, body=body, headers=[("Content-Type", author)])
        assert [("Content-Type", sent)] == list(request.headers)

    @pytest.mark.parametrize("body", [b"x", Blob(b"x", "a/b")])
    def test_author_type_of_bytes(self, body: BodyInit) -> None:
        """Of bytes, nobody knows the charset but the author."""
        headers = [("Content-Type", "text/plain;charset=q")]
        assert headers == list(xhr("POST", API, origin=APP, body=body, headers=headers).headers)

    def test_author_type_in_firefox(self) -> None:
        """There, what needs leave is judged before (``cl-xhr-ct-safe-after``)."""
        headers = [("Content-Type", 'text/plain;charset="("')]
        assert headers == list(
            xhr("POST", API, origin=APP, body="x", headers=headers, browser=FIREFOX).headers
        )

    def test_headers_that_chromium_keeps_to_itself(self) -> None:
        """Script sets User-Agent in vain there (``cl-xhr-useragent``)."""
        headers = [("User-Agent", "x")]
        assert HeaderList() == xhr("GET", API, origin=APP, headers=headers, browser=CHROMIUM).headers


class TestUploadListener:
    """It sets the use-CORS-preflight flag."""

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_flag(self, method: str) -> None:
        """Whether there is anything to upload or not."""
        assert xhr(method, API, origin=APP, upload_listener=True).use_cors_preflight
        assert not xhr(method, API, origin=APP).use_cors_preflight

    @pytest.mark.parametrize(("browser", "listens"), [(CHROMIUM, False), (FIREFOX, True), (WEBKIT, False)])
    def test_synchronous(self, browser: Browser, listens: bool) -> None:
        """In Firefox and the standard it counts in a synchronous one, too (``cl-xhr-sync-upload``)."""
        request = xhr(
            "POST", API, origin=APP, body="x", upload_listener=True, synchronous=True, browser=browser
        )
        assert listens is request.use_cors_preflight
        assert xhr("POST", API, origin=APP, upload_listener=True, synchronous=True).use_cors_preflight
