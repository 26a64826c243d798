"""Open to every page."""

from spec_tests.audit.zoo.plain import Answer, Asked, asgi, resource


@asgi
def app(asked: Asked) -> Answer:
    """Open to every page."""
    return resource(asked, (("Access-Control-Allow-Origin", "*"),))
