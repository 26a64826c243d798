"""A server at an address: what is sent to it, what it may answer, and that nothing hangs."""

# ruff: noqa: SIM300 - expected == actual

import asyncio
import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator

import attrs
import httpx
import pytest

from cors_sim import (
    CHROMIUM,
    HTTPRequest,
    InvalidInput,
    Reason,
    Request,
    Response,
    simulate,
    simulate_async,
)
from cors_sim.servers import Unanswered, live

APP = "http://app.example.com"
PREFLIGHT = (
    b"HTTP/1.1 204 No\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: patch\r\n\r\n"
)
FOUND = b"HTTP/1.1 302 Found\r\nAccess-Control-Allow-Origin: *\r\nLocation: "
OK = b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n"


@attrs.define
class Listener:
    """A server that answers each connection with given bytes, piece by piece, and remembers what came."""

    port: int
    answers: list[tuple[bytes, ...]]
    pause: float = 0.0
    received: list[bytes] = attrs.Factory(list)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def serve(self, listening: socket.socket) -> None:
        """Take connections until there are no more answers."""
        for pieces in self.answers:
            connection, _ = listening.accept()
            with connection, contextlib.suppress(OSError):
                received = b""
                while b"\r\n\r\n" not in received:
                    received += connection.recv(65536)
                self.received.append(received)
                for piece in pieces:
                    connection.sendall(piece)
                    time.sleep(self.pause)


@contextlib.contextmanager
def listener(*answers: tuple[bytes, ...], pause: float = 0.0) -> Iterator[Listener]:
    """A server on a free port that answers so many connections."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        found = Listener(listening.getsockname()[1], list(answers), pause)
        thread = threading.Thread(target=found.serve, args=(listening,))
        thread.start()
        yield found
        thread.join(timeout=20)
        assert not thread.is_alive()


def asked(url: str, **fields: str) -> HTTPRequest:
    """What goes over the wire for a GET."""
    return simulate(Request(url, origin=APP, **fields), lambda _: Response()).exchanges[-1].request  # type: ignore[arg-type]  # fields of text


class TestSent:
    """What is sent is what the browser wrote."""

    def test_bytes(self) -> None:
        """Method and target as they are spelt, each header line by itself, nothing twice."""
        with listener((PREFLIGHT,), (OK, b"\r\n")) as server:
            request = Request(
                f"{server.url}/a%20b?x=1|2",
                origin=APP,
                method="patch",
                headers=[("Accept-Language", "de"), ("Accept-Language", "en")],
                body=b"hi",
            )
            outcome = simulate(request, live(server.url))
        assert outcome
        lines = server.received[1].partition(b"\r\n\r\n")[0].split(b"\r\n")
        assert b"patch /a%20b?x=1|2 HTTP/1.1" == lines[0]
        assert f"Host: 127.0.0.1:{server.port}".encode() == lines[1]
        assert {b"Accept-Language: de", b"Accept-Language: en", b"Content-Length: 2"} < set(lines)
        assert f"Origin: {APP}".encode() in lines
        assert len(set(lines)) == len(lines)
        assert server.received[0].startswith(b"OPTIONS /a%20b?x=1|2 HTTP/1.1\r\n")

    def test_length_of_nothing(self) -> None:
        """Is said once."""
        with listener((OK, b"\r\n")) as server:
            assert simulate(Request(server.url, origin=APP, method="POST"), live(server.url))
        assert 1 == server.received[0].count(b"Content-Length: 0\r\n")

    def test_connect_to(self) -> None:
        """The server hears of the host that it is for, wherever it listens."""
        with listener((OK, b"\r\n")) as server:
            assert simulate(
                Request("http://api.example.com/x", origin=APP),
                live("http://api.example.com", connect_to=server.url),
            )
        assert server.received[0].startswith(b"GET /x HTTP/1.1\r\nHost: api.example.com\r\n")

    def test_redirects_are_the_models(self) -> None:
        """Each hop is one exchange, and a cookie that is set is not sent back."""
        found = FOUND + b"/next\r\nSet-Cookie: a=b\r\n\r\n"
        with listener((found,), (OK, b"\r\n")) as server:
            outcome = simulate(Request(server.url, origin=APP), live(server.url), browser=CHROMIUM)
        assert outcome
        assert [302, 200] == [exchange.response.status for exchange in outcome.exchanges]
        assert not [received for received in server.received if b"ookie" in received]

    def test_elsewhere(self) -> None:
        """A redirect to somebody else goes nowhere: it raises, or has the answer for that."""
        found = FOUND + b"http://other.test/\r\n\r\n"
        with listener((found,), (found,)) as server:
            request = Request(server.url, origin=APP)
            with pytest.raises(Unanswered, match=f"it is not for {server.url}"):
                simulate(request, live(server.url))
            outcome = simulate(request, live(server.url, otherwise=Response(404)))
        assert Reason.ALLOW_ORIGIN_MISSING == outcome.verdict.reason

    @pytest.mark.parametrize("url", ["no URL", "ftp://api.example.com"])
    def test_no_url(self, url: str) -> None:
        """What is no http or https URL is refused by name."""
        with pytest.raises(InvalidInput, match="base_url"):
            live(url)
        with pytest.raises(InvalidInput, match="connect_to"):
            live("http://api.example.com", connect_to=url)


class TestAnswered:
    """What comes back."""

    def test_headers(self) -> None:
        """Each line by itself, byte for byte, with the status message."""
        with listener((b"HTTP/1.1 404 Not caf\xe9\r\nX-A: 1\r\nx-a: caf\xe9\r\n\r\nhello",)) as server:
            response = live(server.url).session()(asked(server.url))
        assert (404, "Not caf\xe9", b"hello") == (response.status, response.status_message, response.body)
        assert [("X-A", "1"), ("x-a", "caf\xe9")] == list(response.headers)

    def test_awaited(self) -> None:
        """The two ways have the same outcome."""
        answer = (OK, b"\r\nhello")
        with listener(answer, answer) as server:
            request = Request(server.url, origin=APP)
            outcome = simulate(request, live(server.url))
            assert outcome == asyncio.run(simulate_async(request, live(server.url).awaited))

    def test_body_is_cut(self) -> None:
        """Where it is longer than wanted, and where the connection breaks; script could read the rest."""
        with listener((OK, b"\r\nhello"), (OK, b"Content-Length: 9\r\n\r\nhello")) as server:
            assert b"hel" == live(server.url, max_body_bytes=3).session()(asked(server.url)).body
            assert b"hello" == live(server.url).session()(asked(server.url)).body

    @pytest.mark.parametrize(
        "answer",
        [
            (),
            (b"garbage\r\n\r\n",),
            (b"HTTP/1.1 200 OK\r\nX-A",),
            (OK, b"X-B: " + b"b" * 200_000, b"\r\n\r\n"),
        ],
        ids=["nothing", "garbage", "half", "large"],
    )
    def test_no_answer(self, answer: tuple[bytes, ...]) -> None:
        """Is a network error, and whoever asked is told why."""
        told: list[Exception] = []
        with listener(answer) as server:
            outcome = simulate(
                Request(server.url, origin=APP),
                live(server.url, on_failure=lambda _, error: told.append(error)),
            )
        assert Reason.NETWORK_ERROR == outcome.verdict.reason
        assert [httpx.RemoteProtocolError] == [type(error) for error in told]

    def test_large_head(self) -> None:
        """Of more than one wants is one."""
        with listener((OK, b"\r\n")) as server:
            response = live(server.url, max_header_bytes=10).session()(asked(server.url))
        assert response.is_network_error

    def test_nobody_listens(self) -> None:
        """Is one."""
        with listener() as server:
            pass
        assert live(server.url).session()(asked(server.url)).is_network_error


class TestTime:
    """A server that takes its time, a byte now and then."""

    def test_head(self) -> None:
        """Has no more time than it is given for all of its answer, and not for each byte."""
        told: list[Exception] = []
        with listener(tuple(bytes([byte]) for byte in OK[:20]), pause=0.05) as server:
            start = time.monotonic()
            server_at = live(server.url, timeout=0.3, on_failure=lambda _, error: told.append(error))
            assert server_at.session()(asked(server.url)).is_network_error
            assert time.monotonic() - start < 0.8
        assert [TimeoutError] == [type(error) for error in told]

    def test_body(self) -> None:
        """Has answered; its body is cut."""
        with listener((OK + b"\r\n", *[b"a"] * 20), pause=0.05) as server:
            response = live(server.url, timeout=0.3).session()(asked(server.url))
        assert 200 == response.status
        assert response.body is not None
        assert 1 <= len(response.body) < 20


class TestHTTPS:
    """A certificate."""

    def test_bad(self) -> None:
        """Where nothing speaks TLS, or the certificate is not good, there is no answer."""
        with listener() as server:
            pass
        url = f"https://127.0.0.1:{server.port}"
        for verify in (True, ssl.create_default_context()):
            assert live(url, verify=verify).session()(asked(url)).is_network_error
