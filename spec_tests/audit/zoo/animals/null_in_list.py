"""Has null in its list."""

from spec_tests.audit.zoo.plain import Answer, Asked, asgi, grant_if


@asgi
def app(asked: Asked) -> Answer:
    """Has null in its list."""
    return grant_if(("https://app.example.com", "null").__contains__, asked)
