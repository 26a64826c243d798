"""
What script gets to hear, by the standards.

What browsers do otherwise is held to recorded experiments in `test_recorded.py`.
"""

# ruff: noqa: SIM300 - expected == actual

import base64
from typing import Literal

import pytest

from cors_sim import (
    FIREFOX,
    STANDARD,
    Browser,
    HTTPRequest,
    Outcome,
    Request,
    Response,
    ScriptError,
    simulate,
)
from cors_sim.client import (
    Event,
    Page,
    element,
    event,
    event_source,
    fetch,
    module_import,
    send_beacon,
    worker,
    xhr,
)

API = "https://api.example.com/a"
APP = "https://app.example.com"
ALLOWED = {"Access-Control-Allow-Origin": "*"}
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
JAVASCRIPT = {"Content-Type": "text/javascript"}


def outcome_of(request: Request, response: Response, browser: Browser = STANDARD) -> Outcome:
    """What comes of *request* where *response* answers it."""
    return simulate(request, lambda _: response, browser=browser)


class TestFetch:
    """Spec: https://fetch.spec.whatwg.org/#fetch-method"""

    def test_promise(self) -> None:
        """It is resolved, whatever the status, or rejected with a TypeError."""
        request = fetch(API, origin=APP)
        assert Event("resolve") == event(outcome_of(request, Response(404, ALLOWED)))
        assert Event("reject", ScriptError("TypeError", "")) == event(outcome_of(request, Response(200)))
        said = ScriptError("TypeError", "NetworkError when attempting to fetch resource.")
        assert Event("reject", said) == event(outcome_of(request, Response(200), FIREFOX))

    def test_opaque(self) -> None:
        """A response of which script can read nothing resolves it, too."""
        request = fetch(API, {"mode": "no-cors"}, origin=APP)
        assert "resolve" == event(outcome_of(request, Response(200))).name


class TestXMLHttpRequest:
    """Spec: https://xhr.spec.whatwg.org/#request-error-steps"""

    def test_asynchronous(self) -> None:
        """``load``, whatever the status, or ``error``."""
        request = xhr("GET", API, origin=APP)
        assert Event("load") == event(outcome_of(request, Response(500, ALLOWED)))
        assert Event("error") == event(outcome_of(request, Response(200)))

    def test_synchronous(self) -> None:
        """``send()`` returns, or throws a NetworkError; no event is fired then."""
        request = xhr("GET", API, origin=APP)
        assert Event("return") == event(outcome_of(request, Response(200, ALLOWED)), synchronous=True)
        expected = Event("throw", ScriptError("NetworkError", ""))
        assert expected == event(outcome_of(request, Response(200)), synchronous=True)

    @pytest.mark.parametrize("url", [API, "foo:bar"])
    def test_synchronous_in_worker(self, url: str) -> None:
        """In a worker it is the same."""
        outcome = outcome_of(xhr("GET", url, origin=Page(APP, in_worker=True)), Response(200))
        assert "throw" == event(outcome, synchronous=True).name


def test_beacon() -> None:
    """The call has returned long before there is an answer."""
    for response in (Response(200), Response.network_error()):
        assert Event("return") == event(outcome_of(send_beacon(API, origin=APP), response))


class TestEventSource:
    """Spec: https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model"""

    @pytest.mark.parametrize(
        ("status", "content_type", "name"),
        [
            (200, "text/event-stream", "open"),
            (200, "TEXT/Event-Stream; charset=latin1", "open"),
            (204, "text/event-stream", "error"),
            (404, "text/event-stream", "error"),
            (200, "text/plain", "error"),
        ],
    )
    def test_status_and_type(self, status: int, content_type: str, name: str) -> None:
        """It opens for the status 200 and its own type alone."""
        response = Response(status, {**ALLOWED, "Content-Type": content_type})
        assert name == event(outcome_of(event_source(API, origin=APP), response)).name

    def test_blocked(self) -> None:
        """Without leave there is an error."""
        response = Response(200, {"Content-Type": "text/event-stream"})
        assert "error" == event(outcome_of(event_source(API, origin=APP), response)).name


class TestScripts:
    """Spec: https://html.spec.whatwg.org/multipage/webappapis.html#fetching-scripts"""

    @pytest.mark.parametrize(
        ("status", "name"), [(200, "load"), (204, "load"), (300, "error"), (404, "error")]
    )
    def test_status(self, status: int, name: str) -> None:
        """A script loads for an ok status; what is in it is of no matter."""
        response = Response(status, body=b"][")
        assert name == event(outcome_of(element("script", API, origin=APP), response)).name

    @pytest.mark.parametrize(
        ("content_type", "name"),
        [("text/javascript", "load"), ("text/plain", "error"), ("application/json", "error")],
    )
    @pytest.mark.parametrize("kind", ["module", "modulepreload"])
    def test_type(self, content_type: str, name: str, kind: Literal["module", "modulepreload"]) -> None:
        """A module must be of a JavaScript type."""
        response = Response(200, {**ALLOWED, "Content-Type": content_type})
        assert name == event(outcome_of(element(kind, API, origin=APP), response)).name

    def test_import(self) -> None:
        """An import is a promise."""
        good = Response(200, {**ALLOWED, **JAVASCRIPT})
        assert "resolve" == event(outcome_of(module_import(API, origin=APP), good)).name
        assert "reject" == event(outcome_of(module_import(API, origin=APP), Response(200, JAVASCRIPT))).name

    def test_worker(self) -> None:
        """A worker runs, without an event."""
        request = worker("/worker.js", origin=APP)
        assert "run" == event(outcome_of(request, Response(200, JAVASCRIPT))).name
        assert "error" == event(outcome_of(request, Response(404, JAVASCRIPT))).name
        assert "error" == event(outcome_of(worker(API, origin=APP), Response(200, JAVASCRIPT))).name


class TestStylesheet:
    """Spec: https://html.spec.whatwg.org/multipage/links.html#link-type-stylesheet"""

    @pytest.mark.parametrize(
        ("status", "content_type", "name"),
        [
            (200, "text/css", "load"),
            (200, "TEXT/CSS;x=y", "load"),
            (200, "text/plain", "error"),
            (404, "text/css", "error"),
        ],
    )
    def test_status_and_type(self, status: int, content_type: str, name: str) -> None:
        """It loads for an ok status and its own type."""
        response = Response(status, {"Content-Type": content_type})
        assert name == event(outcome_of(element("stylesheet", API, origin=APP), response)).name


class TestImage:
    """Spec: https://html.spec.whatwg.org/multipage/images.html#update-the-image-data"""

    @pytest.mark.parametrize(
        ("status", "body", "name"),
        [
            (200, PNG, "load"),
            (404, PNG, "load"),
            (200, b"<p>", "error"),
            (200, None, "error"),
            (204, PNG, "error"),
        ],
    )
    def test_body(self, status: int, body: bytes | None, name: str) -> None:
        """It loads if it is one, whatever the status, and whatever its type says."""
        response = Response(status, {"Content-Type": "text/plain"}, body=body)
        assert name == event(outcome_of(element("img", API, origin=APP), response)).name

    def test_data(self) -> None:
        """From a ``data:`` URL, too."""
        url = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
        outcome = outcome_of(element("img", url, origin=APP), Response.network_error())
        assert "load" == event(outcome).name

    def test_blocked(self) -> None:
        """With ``crossorigin`` it needs leave."""
        outcome = outcome_of(element("img", API, origin=APP, crossorigin=""), Response(200, body=PNG))
        assert "error" == event(outcome).name

    def test_doubtful(self) -> None:
        """Formats that not every browser knows are not decided."""
        outcome = outcome_of(element("img", API, origin=APP), Response(200, body=b"RIFF1234WEBPVP8 "))
        assert event(outcome).name is None
        assert "body" in event(outcome).unmodelled


class TestPreload:
    """Spec: https://html.spec.whatwg.org/multipage/links.html#link-type-preload"""

    @pytest.mark.parametrize("destination", ["fetch", "font", "image", "script", "style", "track"])
    def test_any_response(self, destination: str) -> None:
        """It loads for any response, and fails without one."""
        request = element("preload", API, origin=APP, destination=destination)
        assert "load" == event(outcome_of(request, Response(404, body=b"x"))).name
        assert "error" == event(outcome_of(request, Response.network_error())).name


class TestUnmodelled:
    """What is not known is said so."""

    def test_api(self) -> None:
        """Of a request that none of the functions made."""
        outcome = outcome_of(Request(API, origin=APP, api="track"), Response(200, ALLOWED))
        assert Event(None, unmodelled="what comes of 'track' is not known") == event(outcome)

    def test_opaque_response_blocking(self) -> None:
        """Whether HTML that may be a script is one, only a parser of scripts can say."""
        response = Response(200, {"Content-Type": "text/html"}, body=b"f()")
        request = element("script", API, origin=APP)
        assert "load" == event(outcome_of(request, response)).name
        assert "parser" in event(outcome_of(request, response, FIREFOX)).unmodelled

    @pytest.mark.parametrize(("kind", "name"), [("video", "load"), ("img", "error")])
    def test_partial(self, kind: Literal["video", "img"], name: str) -> None:
        """Firefox takes partial responses for media alone, in mode no-cors (``random-b-525``)."""
        body = b"RIFF....WAVE" + bytes(40) if kind == "video" else PNG
        response = Response(206, {"Content-Range": "bytes 0-9/9"}, body=body)
        assert name == event(outcome_of(element(kind, API, origin=APP), response, FIREFOX)).name


def test_what_the_server_is_asked() -> None:
    """An element asks once, without a preflight."""
    asked: list[HTTPRequest] = []

    def answer(request: HTTPRequest) -> Response:
        asked.append(request)
        return Response(200, ALLOWED, body=PNG)

    simulate(element("img", API, origin=APP, crossorigin=""), answer)
    assert [("GET", APP)] == [(request.method, request.headers.get("Origin")) for request in asked]
