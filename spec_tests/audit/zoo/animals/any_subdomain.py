"""Lets every subdomain in."""

from spec_tests.audit.zoo.plain import Answer, Asked, asgi, grant_if


@asgi
def app(asked: Asked) -> Answer:
    """Lets every subdomain in."""
    return grant_if(lambda origin: origin.startswith("https://") and origin.endswith(".example.com"), asked)
