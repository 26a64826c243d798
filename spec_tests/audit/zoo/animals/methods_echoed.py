"""Allows the method that is asked for."""

from spec_tests.audit.zoo.plain import VARY, Answer, Asked, grant, resource, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Allows the method that is asked for."""
    if asked.origin != "https://app.example.com":
        return resource(asked, VARY)
    return resource(asked, grant(asked, methods=asked.headers.get("access-control-request-method", "")))
