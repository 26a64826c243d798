"""Lets everybody's preflights pass."""

from spec_tests.audit.zoo.plain import VARY, Answer, Asked, grant, resource, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Lets everybody's preflights pass."""
    trusted = asked.is_preflight or asked.origin == "https://app.example.com"
    return resource(asked, grant(asked) if trusted else VARY)
