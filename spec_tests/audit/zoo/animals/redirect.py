"""Redirects without the headers."""

from spec_tests.audit.zoo.plain import Answer, Asked, asgi, grant_if


@asgi
def app(asked: Asked) -> Answer:
    """Redirects without the headers."""
    if asked.path == "/data":
        return Answer(307, (("Location", "/data/"),))
    here = Asked(asked.method, asked.path.rstrip("/"), asked.headers)
    return grant_if(lambda origin: origin == "https://app.example.com", here)
