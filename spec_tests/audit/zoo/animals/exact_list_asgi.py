"""Compares whole origins."""

from spec_tests.audit.zoo.plain import Answer, Asked, asgi, grant_if


@asgi
def app(asked: Asked) -> Answer:
    """Compares whole origins."""
    return grant_if(("https://app.example.com", "https://admin.example.com").__contains__, asked)
