"""Looks at the beginning."""

from spec_tests.audit.zoo.plain import Answer, Asked, grant_if, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Looks at the beginning."""
    return grant_if(lambda origin: origin.startswith("https://app.example.com"), asked)
