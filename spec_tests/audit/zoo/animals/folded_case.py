"""Compares without regard to case."""

from spec_tests.audit.zoo.plain import Answer, Asked, grant_if, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Compares without regard to case."""
    return grant_if(lambda origin: origin.lower() == "https://app.example.com", asked)
