"""Has no Vary, and needs none."""

from spec_tests.audit.zoo.plain import Answer, Asked, asgi, resource


@asgi
def app(asked: Asked) -> Answer:
    """Has no Vary, and needs none."""
    caching = (("Cache-Control", "no-store"),)
    if asked.origin not in {"https://app.example.com", "https://admin.example.com"}:
        return resource(asked, caching)
    return resource(asked, (("Access-Control-Allow-Origin", asked.origin), *caching))
