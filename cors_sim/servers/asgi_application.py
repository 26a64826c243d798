"""ASGI applications, in this process."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import unquote_to_bytes

import attrs
import httpx

from cors_sim import _infra
from cors_sim.exchanges import HTTPRequest
from cors_sim.flows import Answerer, AsyncAnswerer
from cors_sim.responses import Response
from cors_sim.servers import _wire
from cors_sim.servers._server import Failures, Server, run
from cors_sim.servers._streams import Stream

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApplication = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


def asgi(
    app: ASGIApplication,
    *,
    raise_app_exceptions: bool = True,
    timeout: float = _wire.TIMEOUT,
    max_body_bytes: int = _wire.MAX_BODY_BYTES,
    on_failure: Failures | None = None,
) -> Server:
    """
    The application *app*, whatever the host of the URL is.

    Lifespan events are not sent. Without `Server.awaited`, each answer comes from an event loop of its own.

    Args:
        app: the application.
        raise_app_exceptions: whether what it raises is passed on. If not, what it has sent until then is
            the answer, or a 500 without headers, as servers send it, which is what a browser gets to see.
        timeout: seconds that it may take; what has no head by then is a network error, a body is cut.
        max_body_bytes: a longer body is cut there. Whether script may read it is decided before.
        on_failure: called with the request and the exception where the answer is a network error.
    """
    return _ASGI(app, raise_app_exceptions, timeout, max_body_bytes, on_failure)


class _Enough(Exception):  # noqa: N818 - no error
    """The body has been cut."""


@attrs.frozen
class _ASGI(Server):
    app: ASGIApplication
    raise_app_exceptions: bool
    timeout: float
    max_body_bytes: int
    on_failure: Failures | None

    def session(self) -> Answerer:
        return lambda request: run(self._awaited(request))

    def awaited_session(self) -> AsyncAnswerer:
        return self._awaited

    async def _awaited(self, request: HTTPRequest) -> Response:
        answer = _wire.Answer(_wire.MAX_HEADER_BYTES, self.max_body_bytes)
        app = _Exact(self.app, request, answer)
        carrier = httpx.Request(request.method, "http://app/", stream=Stream(_wire.body_of(request)))
        limit = asyncio.timeout(self.timeout)
        try:
            async with limit:
                await httpx.ASGITransport(app).handle_async_request(carrier)
        except _Enough:
            pass
        except Exception as error:
            if limit.expired():
                if answer.status is None:
                    return _wire.failed(request, error, self.on_failure)
            elif self.raise_app_exceptions:
                raise
            elif answer.status is None:
                answer.head(500, ())
        return answer.response(request, self.on_failure)


@attrs.frozen
class _Exact:
    """The application, between what the browser wrote and what it answers, each to the byte."""

    app: ASGIApplication
    request: HTTPRequest
    answer: _wire.Answer

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        url = self.request.url
        path, _, query = _wire.path_and_query(url).partition("?")
        lines = [(_infra.ascii_lowercase(name), value) for name, value in _wire.headers_of(self.request)]
        scope = {
            **scope,
            "method": self.request.method,
            "scheme": url.scheme,
            "path": unquote_to_bytes(path).decode("utf-8", "replace"),
            "raw_path": path.encode("ascii"),
            "query_string": query.encode("ascii"),
            "headers": _wire.raw(lines),
            "server": (url.host, _wire.port(url)),
        }

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.answer.head(message["status"], message.get("headers", ()))
                message = {**message, "status": 200, "headers": []}
            elif message["type"] == "http.response.body":
                body = b"" if self.request.method == "HEAD" else message.get("body", b"")
                if not self.answer.more(body):
                    raise _Enough
                message = {**message, "body": b""}
            await send(message)

        await self.app(scope, receive, sent)
