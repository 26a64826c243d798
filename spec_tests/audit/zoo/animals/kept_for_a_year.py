"""Would have preflights kept for a year."""

from spec_tests.audit.zoo.plain import VARY, Answer, Asked, asgi, grant, resource


@asgi
def app(asked: Asked) -> Answer:
    """Would have preflights kept for a year."""
    headers = grant(asked)
    if asked.is_preflight:
        headers = (*headers, ("Access-Control-Max-Age", "31536000"))
    return resource(asked, headers if asked.origin == "https://app.example.com" else VARY)
