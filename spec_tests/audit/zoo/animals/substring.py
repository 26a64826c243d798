"""Looks anywhere."""

from spec_tests.audit.zoo.plain import Answer, Asked, grant_if, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Looks anywhere."""
    return grant_if(lambda origin: "app.example.com" in origin, asked)
