"""Looks at the end."""

from spec_tests.audit.zoo.plain import Answer, Asked, asgi, grant_if


@asgi
def app(asked: Asked) -> Answer:
    """Looks at the end."""
    return grant_if(lambda origin: origin.endswith("example.com"), asked)
