"""What a browser's request and a server's answer are on the wire, beyond what CORS looks at."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs

from cors_sim.errors import InvalidInput
from cors_sim.exchanges import HTTPRequest
from cors_sim.headers import HeaderList
from cors_sim.requests import BodyWithoutSource
from cors_sim.responses import Response
from cors_sim.servers._server import Failures
from cors_sim.urls import URL

MAX_HEADER_BYTES: Final = 100 * 1024
"""What the transport itself allows; browsers give up at 256 KiB."""

MAX_BODY_BYTES: Final = 1024 * 1024

TIMEOUT: Final = 10.0

# Fetch, "HTTP-network-or-cache fetch", 20 and "fetch", 13: what each request says besides.
_USUAL: Final = (("User-Agent", "Mozilla/5.0 (cors_sim)"), ("Accept", "*/*"))

RawHeaders = list[tuple[bytes, bytes]]


def authority(url: URL) -> str:
    """The host of *url*, with a port that is not the usual one."""
    return f"{url.host}" if url.port is None else f"{url.host}:{url.port}"


def port(url: URL) -> int:
    """The port that *url* is asked at."""
    if url.port is not None:
        return url.port
    return 443 if url.scheme == "https" else 80


def path_and_query(url: URL) -> str:
    """What of *url* stands in the first line of a request, as the browser writes it."""
    _, _, rest = url.href.partition("://")
    start = min(index for index in (rest.find("/"), rest.find("?"), len(rest)) if index >= 0)
    return rest[start:] if rest.startswith("/", start) else f"/{rest[start:]}"


def headers_of(request: HTTPRequest) -> HeaderList:
    """All headers of *request* as they are sent, each line of its own."""
    headers = request.headers
    first = [] if "Host" in headers else [("Host", authority(request.url))]
    more = [(name, value) for name, value in _USUAL if name not in headers]
    if request.body is not None and "Content-Length" not in headers:
        more.append(("Transfer-Encoding", "chunked"))
    return HeaderList.of_wire([*first, *headers, *more])


def raw(headers: Iterable[tuple[str, str]]) -> RawHeaders:
    """*headers* as bytes."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def body_of(request: HTTPRequest) -> Iterator[bytes]:
    """What is sent: as many zeros as a body has whose bytes are not known."""
    if isinstance(request.body, BodyWithoutSource):
        left = request.body.length or 0
        while left > 0:
            yield bytes(min(left, 64 * 1024))
            left -= 64 * 1024
    elif request.body:
        yield request.body


@attrs.define
class Answer:
    """
    An answer as it comes in.

    Args:
        max_header_bytes: a head of more is no answer.
        max_body_bytes: a body is cut there.
    """

    max_header_bytes: int
    max_body_bytes: int
    status: Any = None
    headers: RawHeaders = attrs.Factory(list)
    message: bytes = b""
    body: bytearray = attrs.Factory(bytearray)

    def head(
        self, status: int | None, headers: Iterable[tuple[bytes, bytes]], message: bytes = b""
    ) -> None:
        """The head has come."""
        self.status, self.headers, self.message = status, list(headers), message

    def more(self, piece: bytes) -> bool:
        """A piece of the body has come: whether there is room for more."""
        self.body += piece[: self.max_body_bytes - len(self.body)]
        return len(self.body) < self.max_body_bytes

    def response(self, request: HTTPRequest, on_failure: Failures | None) -> Response:
        """The response that it is; a network error where no browser would take it for one."""
        size = sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > self.max_header_bytes:
            rule = f"must be at most {self.max_header_bytes} bytes"
            return failed(request, InvalidInput("headers", size, rule), on_failure)
        try:
            return Response(
                self.status,
                HeaderList(self.headers),
                body=bytes(self.body),
                status_message=self.message,
            )
        except InvalidInput as error:
            return failed(request, error, on_failure)


def failed(request: HTTPRequest, error: Exception, on_failure: Failures | None) -> Response:
    """No answer: whoever wants to know why is told."""
    if on_failure is not None:
        on_failure(request, error)
    return Response.network_error()
