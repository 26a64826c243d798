"""Applications in process, and servers on a port, as the server that `cors_sim.simulate` asks."""

import asyncio
import io
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

from cors_sim import HTTPRequest, Response
from cors_sim.flows import Answerer
from spec_tests.explain.servers import wire

COOKIE = ("Cookie", "session=1")


def _sent(request: HTTPRequest) -> list[tuple[str, str]]:
    cookie = [COOKIE] if request.include_credentials else []
    return [("Host", request.url.href.split("/")[2]), *request.headers, *cookie]


def _target(request: HTTPRequest) -> str:
    return "/" + request.url.href.partition("://")[2].partition("/")[2]


def _body(request: HTTPRequest) -> bytes:
    assert request.body is None or isinstance(request.body, bytes)
    return request.body or b""


def wsgi(application: Callable[..., Iterable[bytes]]) -> Answerer:
    """A WSGI application, called as PEP 3333 says."""

    def answer(request: HTTPRequest) -> Response:
        path, _, query = _target(request).partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": request.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(path, "latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "api.example.com",
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(_body(request)),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "CONTENT_LENGTH": str(len(_body(request))),
        }
        for name, value in _sent(request):
            key = name.upper().replace("-", "_")
            environ["CONTENT_TYPE" if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
        started: list[tuple[int, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _info: object = None) -> None:
            started.append((int(status[:3]), headers))

        chunks = application(environ, start_response)
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        return Response(*started[-1], body=body)

    return answer


def asgi(application: Callable[..., Any]) -> Answerer:
    """An ASGI application; where it raises after it has answered, the answer stands."""

    def answer(request: HTTPRequest) -> Response:
        path, _, query = _target(request).partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "https",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(n.lower().encode(), v.encode("latin-1")) for n, v in _sent(request)],
            "client": ("127.0.0.1", 1),
            "server": ("api.example.com", 443),
        }
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(0)
            return {"type": "http.request", "body": _body(request), "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            await asyncio.sleep(0)
            sent.append(message)

        try:
            asyncio.run(application(scope, receive, send))
        except Exception:
            # Starlette answers 500 and passes on what was raised, for the server to log.
            if not sent:
                raise
        headers = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in sent[0]["headers"]]
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return Response(sent[0]["status"], headers, body=body)

    return answer


def port(number: int) -> Answerer:
    """Whoever listens on a port, as behind something that ends TLS for it."""

    def answer(request: HTTPRequest) -> Response:
        headers = [pair for pair in _sent(request) if pair[0] != "Host"]
        return wire.exchange(number, request.method, _target(request), headers, _body(request) or None)

    return answer
