"""Answers preflights alone."""

from spec_tests.audit.zoo.plain import VARY, Answer, Asked, grant, resource, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Answers preflights alone."""
    trusted = asked.is_preflight and asked.origin == "https://app.example.com"
    return resource(asked, grant(asked) if trusted else VARY)
