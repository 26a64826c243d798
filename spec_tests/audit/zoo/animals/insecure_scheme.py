"""Compares the host alone."""

from spec_tests.audit.zoo.plain import Answer, Asked, grant_if, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Compares the host alone."""
    return grant_if(lambda origin: origin.partition("://")[2] == "app.example.com", asked)
