"""Compares whole origins."""

from spec_tests.audit.zoo.plain import Answer, Asked, grant_if, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Compares whole origins."""
    return grant_if(lambda origin: origin == "https://app.example.com", asked)
