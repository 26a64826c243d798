"""Meant a list, and wrote a string."""

from spec_tests.audit.zoo.plain import Answer, Asked, asgi, grant_if


@asgi
def app(asked: Asked) -> Answer:
    """Meant a list, and wrote a string."""
    trusted = "https://app.example.com"
    return grant_if(trusted.__contains__, asked)
