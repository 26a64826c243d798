"""Looks at the end, with the dot."""

from spec_tests.audit.zoo.plain import Answer, Asked, asgi, grant_if


@asgi
def app(asked: Asked) -> Answer:
    """Looks at the end, with the dot."""
    return grant_if(lambda origin: origin.startswith("https://") and origin.endswith(".example.com"), asked)
