"""WSGI applications, in this process."""

import asyncio
import sys
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any
from urllib.parse import unquote_to_bytes

import attrs
import httpx

from cors_sim import _infra
from cors_sim.exchanges import HTTPRequest
from cors_sim.flows import Answerer, AsyncAnswerer
from cors_sim.responses import Response
from cors_sim.servers import _wire
from cors_sim.servers._server import Failures, Server
from cors_sim.servers._streams import Stream

ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]
WSGIApplication = Callable[..., Iterable[bytes]]


def wsgi(
    app: WSGIApplication,
    *,
    raise_app_exceptions: bool = True,
    max_body_bytes: int = _wire.MAX_BODY_BYTES,
    on_failure: Failures | None = None,
) -> Server:
    """
    The application *app*, whatever the host of the URL is. `Server.awaited` runs it in a thread.

    Args:
        app: the application.
        raise_app_exceptions: whether what it raises is passed on. If not, what it has sent until then is
            the answer, or a 500 without headers, as servers send it, which is what a browser gets to see.
        max_body_bytes: a longer body is cut there. Whether script may read it is decided before.
        on_failure: called with the request and the exception where the answer is a network error.
    """
    return _WSGI(app, raise_app_exceptions, max_body_bytes, on_failure)


@attrs.frozen
class _WSGI(Server):
    app: WSGIApplication
    raise_app_exceptions: bool
    max_body_bytes: int
    on_failure: Failures | None

    def session(self) -> Answerer:
        return self._answer

    def awaited_session(self) -> AsyncAnswerer:
        async def awaited(request: HTTPRequest) -> Response:
            return await asyncio.to_thread(self._answer, request)

        return awaited

    def _answer(self, request: HTTPRequest) -> Response:
        answer = _wire.Answer(_wire.MAX_HEADER_BYTES, self.max_body_bytes)
        transport = httpx.WSGITransport(_Exact(self.app, request, answer), wsgi_errors=sys.stderr)
        carrier = httpx.Request("GET", "http://app/", stream=Stream(_wire.body_of(request)))
        try:
            response = transport.handle_request(carrier)
            try:
                for piece in response.iter_raw():
                    if request.method == "HEAD" or not answer.more(piece):
                        break
            finally:
                response.close()
        except Exception:
            if self.raise_app_exceptions:
                raise
            if answer.status is None:
                answer.head(500, ())
        return answer.response(request, self.on_failure)


@attrs.frozen
class _Exact:
    """The application, between what the browser wrote and what it answers, each to the byte."""

    app: WSGIApplication
    request: HTTPRequest
    answer: _wire.Answer

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def started(
            status: str, headers: Iterable[tuple[str, str]], exc_info: ExcInfo | None = None
        ) -> Callable[[bytes], object]:
            code, _, message = status.partition(" ")
            self.answer.head(
                _infra.whole_number(code) if len(code) == 3 and _infra.is_ascii_digits(code) else None,
                [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers],
                message.encode("latin-1"),
            )
            start_response("200 OK", [], exc_info)
            return self.answer.more

        return self.app(self._environ(environ), started)

    def _environ(self, environ: dict[str, Any]) -> dict[str, Any]:
        url = self.request.url
        path, _, query = _wire.path_and_query(url).partition("?")
        headers = _wire.headers_of(self.request)
        # PEP 3333: one variable a name. A server joins lines of one name, cookies as cookies are joined.
        fields = {name: headers.get(name) or "" for name in headers.names()}
        if "Cookie" in headers:
            fields["Cookie"] = "; ".join(headers.get_all("Cookie"))
        return {
            **{name: value for name, value in environ.items() if not name.startswith("HTTP_")},
            **{_variable(name): value for name, value in fields.items()},
            "wsgi.url_scheme": url.scheme,
            "REQUEST_METHOD": self.request.method,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": url.host,
            "SERVER_PORT": f"{_wire.port(url)}",
        }


def _variable(name: str) -> str:
    variable = _infra.ascii_uppercase(name).replace("-", "_")
    return variable if variable in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{variable}"
