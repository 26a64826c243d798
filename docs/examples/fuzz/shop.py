"""An API of a shop: the application that the guide tests. Its check of origins has a hole."""

TRUSTED = "https://app.example.com"


def is_trusted(origin):
    """Whether pages at *origin* may read what customers see."""
    return origin.startswith(TRUSTED)


async def app(scope, receive, send):
    """Answer each request with what its customer ordered."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    origin = headers.get(b"origin", "")
    answer = [(b"content-type", b"application/json"), (b"vary", b"Origin")]
    if is_trusted(origin):
        answer += [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"access-control-allow-methods", b"GET, PUT, DELETE"),
            (b"access-control-allow-headers", b"Content-Type"),
        ]
    await send({"type": "http.response.start", "status": 200, "headers": answer})
    await send({"type": "http.response.body", "body": b'{"orders": ["a book"]}'})
