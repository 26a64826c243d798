"""Echoes everybody, without credentials."""

from spec_tests.audit.zoo.plain import VARY, Answer, Asked, resource, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Echoes everybody, without credentials."""
    return resource(asked, (("Access-Control-Allow-Origin", asked.origin), *VARY))
