"""Event sources, beacons and workers, up to the request."""

# ruff: noqa: SIM300 - expected == actual

import pytest

from cors_sim import CHROMIUM, FIREFOX, WEBKIT, Browser, HeaderList, OpaqueOrigin
from cors_sim.client import (
    Blob,
    BodyInit,
    ClientError,
    FormData,
    Page,
    Refusal,
    Stream,
    event_source,
    send_beacon,
    worker,
)

API = "https://api.example.com/a"
APP = "https://app.example.com"
PASSWORD = "https://u:p@api.example.com/"  # noqa: S105 - of nobody


class TestEventSource:
    """Spec: https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource"""

    @pytest.mark.parametrize(("given", "credentials"), [(False, "same-origin"), (True, "include")])
    def test_request(self, given: bool, credentials: str) -> None:
        """Always a CORS request, for a stream of events, past all caches, which never needs leave."""
        request = event_source(API, origin=APP, with_credentials=given)
        assert ("cors", credentials, "no-store") == (
            request.mode,
            request.credentials_mode,
            request.cache_mode,
        )
        assert HeaderList({"Accept": "text/event-stream"}) == request.headers
        assert not request.unsafe_request
        assert ("eventsource", "other", "") == (request.api, request.initiator_type, request.destination)

    def test_url(self) -> None:
        """One that does not parse throws."""
        with pytest.raises(ClientError) as raised:
            event_source("http://[", origin=APP)
        error = raised.value
        assert ("SyntaxError", "EventSource", "throw") == (error.name, error.call, error.event)

    def test_password(self) -> None:
        """Chromium fires ``error`` for one, and asks nobody (``ce-eventsource-userinfo``)."""
        assert event_source(PASSWORD, origin=APP).url.includes_credentials
        with pytest.raises(ClientError) as raised:
            event_source(PASSWORD, origin=APP, browser=CHROMIUM)
        assert "error" == raised.value.event


class TestSendBeacon:
    """Spec: https://w3c.github.io/beacon/#sendbeacon-method"""

    @pytest.mark.parametrize(
        ("body", "mode", "content_type"),
        [
            (None, "no-cors", None),
            (b"x", "no-cors", None),
            ("x", "no-cors", "text/plain;charset=UTF-8"),
            (Blob(b"{}", "application/json"), "cors", "application/json"),
            (Blob(b"x", "text/plain;charset=q"), "no-cors", "text/plain;charset=q"),
            (FormData([("a", "b")]), "no-cors", "multipart/form-data; boundary=----cors-sim"),
        ],
    )
    def test_request(self, body: BodyInit | None, mode: str, content_type: str | None) -> None:
        """A POST with credentials that outlives the page; a type that is not safelisted needs leave."""
        request = send_beacon(API, body, origin=APP)
        assert ("POST", mode, "include", True) == (
            request.method,
            request.mode,
            request.credentials_mode,
            request.keepalive,
        )
        assert content_type == request.headers.get("content-type")
        assert ("beacon", "beacon") == (request.api, request.initiator_type)

    @pytest.mark.parametrize(
        ("url", "refusal"),
        [
            ("http://[", Refusal.URL_INVALID),
            ("ftp://api.example.com/", Refusal.URL_SCHEME_NOT_HTTP),
            ("data:,x", Refusal.URL_SCHEME_NOT_HTTP),
        ],
    )
    def test_url(self, url: str, refusal: Refusal) -> None:
        """It must be one of http or https."""
        with pytest.raises(ClientError) as raised:
            send_beacon(url, origin=APP)
        assert (refusal, "TypeError", "throw") == (
            raised.value.refusal,
            raised.value.name,
            raised.value.event,
        )

    def test_stream(self) -> None:
        """A stream throws, as with keepalive; Firefox sends the text of its name (``cb-stream``)."""
        with pytest.raises(ClientError) as raised:
            send_beacon(API, Stream(), origin=APP)
        assert Refusal.STREAM_WITH_KEEPALIVE is raised.value.refusal
        assert b"[object ReadableStream]" == send_beacon(API, Stream(), origin=APP, browser=FIREFOX).body

    def test_password(self) -> None:
        """Chromium returns false for one, and asks nobody (``cb-userinfo``)."""
        assert send_beacon(PASSWORD, origin=APP).url.includes_credentials
        with pytest.raises(ClientError) as raised:
            send_beacon(PASSWORD, origin=APP, browser=CHROMIUM)
        assert "return" == raised.value.event

    def test_no_limit_in_firefox(self) -> None:
        """There a beacon may be of any size (``cb-big``)."""
        assert not send_beacon(API, "x", origin=APP, browser=FIREFOX).keepalive


class TestWorker:
    """Spec: https://html.spec.whatwg.org/multipage/workers.html#dom-worker"""

    def test_request(self) -> None:
        """Its script is fetched in mode same-origin."""
        request = worker("/worker.js", origin=APP)
        assert ("same-origin", "worker", "worker") == (request.mode, request.destination, request.api)

    def test_url(self) -> None:
        """One that does not parse throws."""
        with pytest.raises(ClientError) as raised:
            worker("http://[", origin=APP)
        assert ("SyntaxError", "Worker", "throw") == (
            raised.value.name,
            raised.value.call,
            raised.value.event,
        )

    @pytest.mark.parametrize("browser", [CHROMIUM, WEBKIT])
    @pytest.mark.parametrize("origin", [APP, OpaqueOrigin()])
    def test_elsewhere(self, browser: Browser, origin: str | OpaqueOrigin) -> None:
        """The standard's fetch fails; Chromium and WebKit throw at once (``cw-cross``)."""
        assert API == worker(API, origin=Page(origin)).url.href
        with pytest.raises(ClientError) as raised:
            worker(API, origin=origin, browser=browser)
        error = raised.value
        assert (Refusal.WORKER_ACROSS_ORIGINS, "SecurityError", API) == (
            error.refusal,
            error.name,
            error.value,
        )
        assert Page(origin).origin.serialized == error.context

    def test_data(self) -> None:
        """A ``data:`` URL is nowhere else (``cw-data``)."""
        assert "data" == worker("data:text/javascript,1", origin=APP, browser=CHROMIUM).url.scheme
