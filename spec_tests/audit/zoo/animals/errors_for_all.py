"""Echoes whoever asks, in its error pages."""

from spec_tests.audit.zoo.plain import VARY, Answer, Asked, asgi, grant, resource


@asgi
def app(asked: Asked) -> Answer:
    """Echoes whoever asks, in its error pages."""
    trusted = asked.path != "/data" or asked.origin == "https://app.example.com"
    return resource(asked, grant(asked) if trusted else VARY)
