"""Real HTTP exchanges, as the server that `cors_sim.simulate` asks."""

import http.client

from cors_sim import HTTPRequest, Response

Headers = list[tuple[str, str]]


def exchange(port: int, method: str, target: str, headers: Headers, body: bytes | None = None) -> Response:
    """One exchange with whoever listens on *port*: every header as it came, repeated ones too."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        return Response(answer.status, answer.getheaders(), body=answer.read())
    finally:
        connection.close()


def answer(request: HTTPRequest) -> Response:
    """What the real server says to *request*; with a cookie, where credentials go along."""
    assert request.url.port is not None
    assert request.body is None or isinstance(request.body, bytes)
    origin_form = request.url.href.partition("://")[2].partition("/")[2]
    cookie = [("Cookie", "session=1")] if request.include_credentials else []
    headers = [*request.headers, *cookie]
    return exchange(request.url.port, request.method, f"/{origin_form}", headers, request.body)
