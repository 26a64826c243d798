"""A server at an address, over a real network."""

import asyncio
import ssl

import attrs
import httpx

from cors_sim.errors import InvalidInput
from cors_sim.exchanges import HTTPRequest
from cors_sim.flows import Answerer, AsyncAnswerer
from cors_sim.origins import Origin
from cors_sim.responses import Response
from cors_sim.servers import _wire
from cors_sim.servers._server import Failures, Server, Unanswered, run
from cors_sim.servers._streams import Stream
from cors_sim.urls import URL, parse_url


def live(
    base_url: str | URL,
    *,
    connect_to: str | URL | None = None,
    otherwise: Response | None = None,
    verify: bool | ssl.SSLContext = True,
    timeout: float = _wire.TIMEOUT,
    max_header_bytes: int = _wire.MAX_HEADER_BYTES,
    max_body_bytes: int = _wire.MAX_BODY_BYTES,
    on_failure: Failures | None = None,
) -> Server:
    """
    The server at the origin of *base_url*, asked over the network.

    Only what the browser would send is sent: no redirect is followed here and no cookie kept. Each
    request has a connection of its own, by HTTP/1.1, and no proxy. A request that fails is a network error.

    Args:
        base_url: any URL of the server. Requests for other origins, as a redirect can ask for, go nowhere.
        connect_to: where it really listens, as ``http://127.0.0.1:8000``; None for where its URL says. The
            server still hears of the host in *base_url*.
        otherwise: the answer to requests for other origins; None to raise `Unanswered`.
        verify: whether the certificate has to be good, or a context that says what is.
        timeout: seconds that an exchange may take; what has no head by then is a network error, a body is
            cut.
        max_header_bytes: a head of more is a network error; 100 KiB are the most that can be.
        max_body_bytes: a longer body is cut there. Whether script may read it is decided before.
        on_failure: called with the request and the exception where the answer is a network error.

    Raises:
        InvalidInput: *base_url* or *connect_to* is no http or https URL.
    """
    base = _http_url(base_url, "base_url")
    address = base if connect_to is None else _http_url(connect_to, "connect_to")
    context = httpx.create_ssl_context(verify=verify) if address.scheme == "https" else False
    limits = _Limits(timeout, max_header_bytes, max_body_bytes)
    return _Live(base.origin, address, otherwise, context, limits, on_failure)


def _http_url(text: str | URL, argument: str) -> URL:
    url = parse_url(text, argument=argument)
    if not url.has_http_scheme:
        raise InvalidInput(argument, str(url), "must be an http or https URL")
    return url


@attrs.frozen
class _Limits:
    timeout: float
    max_header_bytes: int
    max_body_bytes: int


@attrs.frozen
class _Live(Server):
    origin: Origin | None
    address: URL
    otherwise: Response | None
    verify: ssl.SSLContext | bool
    limits: _Limits
    on_failure: Failures | None

    def session(self) -> Answerer:
        return lambda request: run(self._awaited(request))

    def awaited_session(self) -> AsyncAnswerer:
        return self._awaited

    async def _awaited(self, request: HTTPRequest) -> Response:
        if request.url.origin != self.origin:
            if self.otherwise is None:
                raise Unanswered(request, f"it is not for {self.origin}")
            return self.otherwise
        answer = _wire.Answer(self.limits.max_header_bytes, self.limits.max_body_bytes)
        try:
            async with asyncio.timeout(self.limits.timeout):
                await self._exchange(request, answer)
        except (httpx.HTTPError, TimeoutError) as error:
            if answer.status is None:
                return _wire.failed(request, error, self.on_failure)
        return answer.response(request, self.on_failure)

    async def _exchange(self, request: HTTPRequest, answer: _wire.Answer) -> None:
        async with httpx.AsyncHTTPTransport(verify=self.verify) as transport:
            response = await transport.handle_async_request(self._sent(request))
            try:
                message = response.extensions.get("reason_phrase", b"")
                answer.head(response.status_code, response.headers.raw, message)
                async for piece in response.aiter_bytes():
                    if not answer.more(piece):
                        break
            finally:
                await response.aclose()

    def _sent(self, request: HTTPRequest) -> httpx.Request:
        sent = httpx.Request(
            request.method,
            f"{self.address.scheme}://{_wire.authority(self.address)}/",
            headers=_wire.raw(_wire.headers_of(request)),
            stream=Stream(_wire.body_of(request)),
            extensions={
                "sni_hostname": request.url.host,
                "target": _wire.path_and_query(request.url).encode("ascii"),
                "timeout": httpx.Timeout(self.limits.timeout).as_dict(),
            },
        )
        # httpx would have it in capitals, and "patch" is not "PATCH".
        sent.method = request.method
        return sent
