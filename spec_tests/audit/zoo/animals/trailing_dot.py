"""Drops a dot at the end."""

from spec_tests.audit.zoo.plain import Answer, Asked, grant_if, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Drops a dot at the end."""
    return grant_if(lambda origin: origin.rstrip(".") == "https://app.example.com", asked)
