"""Exposes a token."""

from spec_tests.audit.zoo.plain import VARY, Answer, Asked, grant, resource, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Exposes a token."""
    token = (("Access-Control-Expose-Headers", "X-Session-Token"), ("X-Session-Token", "0b5c7e1f9a"))
    trusted = asked.origin == "https://app.example.com"
    return resource(asked, (*grant(asked), *token) if trusted else VARY)
