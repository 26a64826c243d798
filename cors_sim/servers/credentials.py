"""Who is logged in: what a browser adds where credentials go along."""

import attrs

from cors_sim.exchanges import HTTPRequest
from cors_sim.flows import Answerer, AsyncAnswerer
from cors_sim.headers import HeaderList, HeadersInput, header_list
from cors_sim.responses import Response
from cors_sim.servers._server import AnyServer, Server, opened, opened_awaited


def with_credentials(server: AnyServer, headers: HeadersInput) -> Server:
    """
    *server* as the browser of somebody who is logged in reaches it.

    Args:
        server: whatever answers; a session of it, to share that with others.
        headers: what the browser adds to each request with credentials, and to no other: ``Cookie``, or
            ``Authorization`` where the server asked for it. Script cannot set the one and need not the
            other, so they are not in `Request.headers`.

    Raises:
        InvalidInput: a header is impossible.
    """
    return _WithCredentials(server, header_list(headers))


@attrs.frozen
class _WithCredentials(Server):
    server: AnyServer
    headers: HeaderList

    def session(self) -> Answerer:
        answer = opened(self.server)
        return lambda request: answer(self._added(request))

    def awaited_session(self) -> AsyncAnswerer:
        answer = opened_awaited(self.server)

        async def awaited(request: HTTPRequest) -> Response:
            return await answer(self._added(request))

        return awaited

    def _added(self, request: HTTPRequest) -> HTTPRequest:
        if not request.include_credentials:
            return request
        # What script has set itself goes before what the browser would add.
        more = [(name, value) for name, value in self.headers if name not in request.headers]
        return attrs.evolve(request, headers=HeaderList.of_wire([*request.headers, *more]))
