"""Wants preflights to log in."""

from spec_tests.audit.zoo.plain import Answer, Asked, asgi, grant, resource


@asgi
def app(asked: Asked) -> Answer:
    """Wants preflights to log in."""
    if "cookie" not in asked.headers:
        return Answer(401, grant(asked, "https://app.example.com"))
    return resource(asked, grant(asked, "https://app.example.com"))
