"""Says the same to everybody."""

from spec_tests.audit.zoo.plain import Answer, Asked, resource, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Says the same to everybody."""
    constant = (
        ("Access-Control-Allow-Origin", "https://app.example.com"),
        ("Cache-Control", "public, max-age=60"),
    )
    return resource(asked, constant)
