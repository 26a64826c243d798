"""
ASGI and WSGI applications in this process: what they are asked, to the byte, and what they answer.
"""

# ruff: noqa: SIM300 - expected == actual

import asyncio
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

import pytest
from hypothesis import given

from cors_sim import (
    BodyWithoutSource,
    HTTPRequest,
    InvalidInput,
    Request,
    Response,
    simulate,
    simulate_async,
)
from cors_sim.headers import HeaderList
from cors_sim.servers import Server, asgi, server_of, with_credentials, wsgi
from spec_tests.strategies import fresh_requests

Message = MutableMapping[str, Any]
Headers = list[tuple[str, str]]
APP = "https://app.example.com"
URL = "https://api.example.com:8443/a%20b/caf%C3%A9?x=1|2"
WELCOME = [("Access-Control-Allow-Origin", APP), ("X-A", "1"), ("X-A", "caf\xe9")]


class Application:
    """An application that speaks both protocols, answers as told, and remembers what it was asked."""

    def __init__(
        self, status: int = 200, headers: Headers | None = None, body: tuple[bytes, ...] = ()
    ) -> None:
        self.status = status
        self.headers = WELCOME if headers is None else headers
        self.body = body
        self.asked: list[dict[str, Any]] = []
        self.received: list[bytes] = []

    async def asgi(
        self, scope: Message, receive: Callable[[], Any], send: Callable[[Message], Any]
    ) -> None:
        """The ASGI application."""
        self.asked.append(dict(scope))
        received = b""
        while (message := await receive()).get("more_body"):
            received += message["body"]
        self.received.append(received)
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in self.headers]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.something"})
        for piece in self.body:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body"})

    def wsgi(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The WSGI application."""
        self.asked.append(environ)
        self.received.append(environ["wsgi.input"].read())
        start_response(f"{self.status} Fine", self.headers)
        yield from self.body


def both(application: Application, **options: Any) -> list[Server]:  # noqa: ANN401 - options of many types
    """The application by each protocol."""
    return [asgi(application.asgi, **options), wsgi(application.wsgi, **options)]


def asked(**fields: Any) -> HTTPRequest:  # noqa: ANN401 - fields of many types
    """What goes over the wire for a request with these fields, which needs no preflight."""
    return simulate(Request(URL, origin=APP, **fields), lambda _: Response()).exchanges[-1].request


class TestAsked:
    """What the application is asked is what the browser wrote."""

    def test_asgi(self) -> None:
        """Method, target and host, and each header line by itself."""
        application = Application()
        request = asked(
            method="POST", headers=[("Accept-Language", "de"), ("Accept-Language", "en")], body=b"hi"
        )
        asgi(application.asgi).session()(request)
        [scope] = application.asked

        assert ("POST", "https") == (scope["method"], scope["scheme"])
        assert ("/a b/caf\xe9", b"/a%20b/caf%C3%A9") == (scope["path"], scope["raw_path"])
        assert b"x=1|2" == scope["query_string"]
        assert ("api.example.com", 8443) == scope["server"]
        assert [b"hi"] == application.received
        assert (b"host", b"api.example.com:8443") == scope["headers"][0]
        assert (b"origin", APP.encode()) in scope["headers"]
        assert [b"de", b"en"] == [value for name, value in scope["headers"] if name == b"accept-language"]
        assert [b"2"] == [value for name, value in scope["headers"] if name == b"content-length"]

    def test_wsgi(self) -> None:
        """The same, with lines of one name joined, for there is one variable a name."""
        application = Application()
        headers = [("Accept-Language", "de"), ("Accept-Language", "en"), ("Content-Type", "text/plain")]
        request = asked(method="POST", headers=headers, body=b"hi", credentials_mode="include")
        with_credentials(wsgi(application.wsgi), [("Cookie", "a=b"), ("Cookie", "c=d")]).session()(request)
        [environ] = application.asked

        assert ("POST", "https") == (environ["REQUEST_METHOD"], environ["wsgi.url_scheme"])
        assert ("/a b/caf\xc3\xa9", "x=1|2") == (environ["PATH_INFO"], environ["QUERY_STRING"])
        assert ("api.example.com", "8443") == (environ["SERVER_NAME"], environ["SERVER_PORT"])
        assert [b"hi"] == application.received
        assert ("api.example.com:8443", APP) == (environ["HTTP_HOST"], environ["HTTP_ORIGIN"])
        assert ("de, en", "a=b; c=d") == (environ["HTTP_ACCEPT_LANGUAGE"], environ["HTTP_COOKIE"])
        assert ("2", "text/plain") == (environ["CONTENT_LENGTH"], environ["CONTENT_TYPE"])

    @pytest.mark.parametrize(
        ("body", "length", "received"),
        [
            (None, b"0", b""),
            (b"", b"0", b""),
            (BodyWithoutSource(70_000), b"70000", bytes(70_000)),
            (BodyWithoutSource(), None, b""),
        ],
    )
    def test_length(self, body: Any, length: bytes | None, received: bytes) -> None:  # noqa: ANN401 - bodies
        """Said once, by whoever knows it; a body that nobody knows is zeros."""
        application = Application()
        asgi(application.asgi).session()(asked(method="POST", body=body))
        headers = application.asked[0]["headers"]

        expected = [] if length is None else [length]
        assert expected == [value for name, value in headers if name == b"content-length"]
        assert (length is None) is ((b"transfer-encoding", b"chunked") in headers)
        assert [received] == application.received

    def test_default_port(self) -> None:
        """Is not said, but known."""
        application = Application()
        for url in ("https://api.example.com", "http://api.example.com/?"):
            request = simulate(Request(url, origin=APP, secure_context=False), lambda _: Response())
            asgi(application.asgi).session()(request.exchanges[0].request)
        first, second = application.asked

        assert [("api.example.com", 443), ("api.example.com", 80)] == [first["server"], second["server"]]
        assert (b"host", b"api.example.com") == first["headers"][0]
        assert ("/", b"") == (second["path"], second["query_string"])

    @given(fresh_requests())
    def test_whatever_is_asked(self, request: Request) -> None:
        """No request of a browser is too odd."""
        for server in both(Application()):
            assert not [
                exchange.response
                for exchange in simulate(request, server).exchanges
                if exchange.response.status != 200
            ]


class TestAnswered:
    """What the application answers is what the browser gets."""

    def test_headers(self) -> None:
        """Each line by itself, byte for byte."""
        for server in both(Application()):
            response = server.session()(asked())
            assert (200, HeaderList(WELCOME), b"") == (response.status, response.headers, response.body)

    def test_status_message(self) -> None:
        """Which WSGI has."""
        assert "Fine" == wsgi(Application().wsgi).session()(asked()).status_message

    def test_body(self) -> None:
        """In any number of pieces, and cut where it is longer than wanted."""
        application = Application(body=(b"ab", b"cd", b"ef"))
        assert [b"abcdef"] * 2 == [server.session()(asked()).body for server in both(application)]
        cut = both(application, max_body_bytes=3)
        assert [b"abc"] * 2 == [server.session()(asked()).body for server in cut]

    def test_head(self) -> None:
        """Has no body, whatever the application thinks."""
        application = Application(body=(b"ab",))
        assert [b""] * 2 == [server.session()(asked(method="HEAD")).body for server in both(application)]

    def test_written(self) -> None:
        """WSGI's old way to write is heard."""

        def application(_: object, start_response: Callable[..., Any]) -> list[bytes]:
            start_response("200 OK", [])(b"ab")
            return [b"cd"]

        assert b"abcd" == wsgi(application).session()(asked()).body

    @pytest.mark.parametrize(
        "headers",
        [[("X A", "1")], [("X-A", "1\r\nX-B: 2")], [("X-A", "a" * 200_000)]],
        ids=["name", "value", "size"],
    )
    def test_no_answer(self, headers: Headers) -> None:
        """What no server would send is a network error, and whoever asked is told."""
        told: list[Exception] = []
        servers = both(Application(headers=headers), on_failure=lambda _, error: told.append(error))

        assert [True] * 2 == [server.session()(asked()).is_network_error for server in servers]
        assert [InvalidInput] * 2 == [type(error) for error in told]

    def test_bad_status(self) -> None:
        """So is a status that is none."""

        def application(_: object, start_response: Callable[..., Any]) -> list[bytes]:
            start_response("fine", [])
            return []

        assert wsgi(application).session()(asked()).is_network_error


class TestCrash:
    """An application that raises."""

    @staticmethod
    def early(*_: object) -> Any:  # noqa: ANN401 - it never returns
        """Raise before anything is sent."""
        raise ZeroDivisionError

    @staticmethod
    async def late_asgi(_: object, __: object, send: Callable[[Message], Any]) -> None:
        """Raise behind the head."""
        await send({"type": "http.response.start", "status": 203, "headers": []})
        await send({"type": "http.response.body", "body": b"ab", "more_body": True})
        raise ZeroDivisionError

    @staticmethod
    def late_wsgi(_: object, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Raise behind the head."""
        start_response("203 OK", [])
        yield b"ab"
        raise ZeroDivisionError

    def test_is_passed_on(self) -> None:
        """Unless told otherwise."""
        for server in (asgi(self.early), wsgi(self.early), asgi(self.late_asgi), wsgi(self.late_wsgi)):
            with pytest.raises(ZeroDivisionError):
                server.session()(asked())

    def test_is_answered(self) -> None:
        """With what had been sent, or with 500 and no header of CORS, as real servers do."""
        for server in (
            asgi(self.early, raise_app_exceptions=False),
            wsgi(self.early, raise_app_exceptions=False),
        ):
            assert Response(500, body=b"") == server.session()(asked())
        late = asgi(self.late_asgi, raise_app_exceptions=False).session()(asked())
        assert (203, b"ab") == (late.status, late.body)
        late = wsgi(self.late_wsgi, raise_app_exceptions=False).session()(asked())
        assert (203, b"ab") == (late.status, late.body)


class TestTime:
    """An ASGI application that does not end."""

    @staticmethod
    async def silent(*_: object) -> None:
        """Say nothing."""
        await asyncio.sleep(60)

    @staticmethod
    async def endless(_: object, __: object, send: Callable[[Message], Any]) -> None:
        """Send a body for ever."""
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while True:
            await send({"type": "http.response.body", "body": b"ab", "more_body": True})
            await asyncio.sleep(0.01)

    def test_silent(self) -> None:
        """Is a network error, and whoever asked is told."""
        told: list[Exception] = []
        server = asgi(self.silent, timeout=0.05, on_failure=lambda _, error: told.append(error))

        assert server.session()(asked()).is_network_error
        assert [TimeoutError] == [type(error) for error in told]

    def test_endless(self) -> None:
        """Has answered; its body is cut."""
        response = asgi(self.endless, timeout=0.1).session()(asked())
        assert 200 == response.status
        assert response.body is not None
        assert response.body.startswith(b"ab")


class TestTwoWays:
    """`simulate` and `simulate_async`."""

    @pytest.mark.parametrize("kind", [0, 1])
    def test_awaited(self, kind: int) -> None:
        """Give the same outcome."""
        server = both(Application(body=(b"ab",)))[kind]
        request = Request(URL, origin=APP)
        assert simulate(request, server) == asyncio.run(simulate_async(request, server.awaited))

    def test_in_a_loop(self) -> None:
        """What is not awaited can be asked where an event loop runs, as in a notebook."""

        async def ask() -> bool:
            return bool(simulate(Request(URL, origin=APP), asgi(Application().asgi)))

        assert asyncio.run(ask())


class TestServerOf:
    """What somebody has at hand."""

    def test_kinds(self) -> None:
        """An application is told by the arguments that it needs."""
        application = Application()
        request = Request(URL, origin=APP)

        def function(asked: HTTPRequest, /, *more: object, status: int = 200, **named: object) -> Response:
            assert asked.url.port == 8443
            return Response(status, [*WELCOME, *more, *named])  # type: ignore[list-item]  # there are none

        for thing in (application.asgi, application.wsgi, function, wsgi(application.wsgi)):
            assert simulate(request, server_of(thing))
        assert type(server_of("http://127.0.0.1:1")).__name__ == "_Live"

    @pytest.mark.parametrize(
        "thing", [None, 7, lambda: None, lambda _, __, ___, ____: None, "no URL", type]
    )
    def test_no_server(self, thing: object) -> None:
        """Anything else is refused."""
        with pytest.raises(InvalidInput):
            server_of(thing)
