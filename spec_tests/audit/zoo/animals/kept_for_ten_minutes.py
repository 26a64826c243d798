"""Has preflights kept for ten minutes."""

from spec_tests.audit.zoo.plain import VARY, Answer, Asked, asgi, grant, resource


@asgi
def app(asked: Asked) -> Answer:
    """Has preflights kept for ten minutes."""
    headers = grant(asked)
    if asked.is_preflight:
        headers = (*headers, ("Access-Control-Max-Age", "600"))
    return resource(asked, headers if asked.origin == "https://app.example.com" else VARY)
