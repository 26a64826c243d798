"""Has a slash too many."""

from spec_tests.audit.zoo.plain import Answer, Asked, grant, resource, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Has a slash too many."""
    return resource(asked, grant(asked, "https://app.example.com/"))
