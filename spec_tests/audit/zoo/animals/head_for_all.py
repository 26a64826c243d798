"""Echoes whoever asks with HEAD."""

from spec_tests.audit.zoo.plain import VARY, Answer, Asked, grant, resource, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Echoes whoever asks with HEAD."""
    trusted = asked.method == "HEAD" or asked.origin == "https://app.example.com"
    return resource(asked, grant(asked) if trusted else VARY)
