"""Exposes a number."""

from spec_tests.audit.zoo.plain import VARY, Answer, Asked, grant, resource, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Exposes a number."""
    count = (("Access-Control-Expose-Headers", "X-Total-Count"), ("X-Total-Count", "42"))
    trusted = asked.origin == "https://app.example.com"
    return resource(asked, (*grant(asked), *count) if trusted else VARY)
