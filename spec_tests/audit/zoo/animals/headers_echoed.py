"""Allows the headers that are asked for."""

from spec_tests.audit.zoo.plain import VARY, Answer, Asked, asgi, grant, resource


@asgi
def app(asked: Asked) -> Answer:
    """Allows the headers that are asked for."""
    if asked.origin != "https://app.example.com":
        return resource(asked, VARY)
    return resource(asked, grant(asked, names=asked.headers.get("access-control-request-headers", "")))
