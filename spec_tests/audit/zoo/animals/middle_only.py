"""Searches for a name between other labels."""

from spec_tests.audit.zoo.plain import Answer, Asked, asgi, grant_if


@asgi
def app(asked: Asked) -> Answer:
    """Searches for a name between other labels."""
    return grant_if(lambda origin: origin == "https://app.example.com" or ".example." in origin, asked)
