"""Says * with credentials."""

from spec_tests.audit.zoo.plain import Answer, Asked, grant, resource, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Says * with credentials."""
    return resource(asked, grant(asked, "*"))
