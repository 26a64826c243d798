"""Echoes whoever asks."""

from spec_tests.audit.zoo.plain import Answer, Asked, grant, resource, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Echoes whoever asks."""
    return resource(asked, grant(asked))
