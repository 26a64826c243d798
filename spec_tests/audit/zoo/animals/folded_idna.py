"""Reads accents away."""

import unicodedata

from spec_tests.audit.zoo.plain import VARY, Answer, Asked, asgi, grant, resource


@asgi
def app(asked: Asked) -> Answer:
    """Reads accents away."""
    host = asked.origin.removeprefix("https://").encode().decode("idna")
    plainest = unicodedata.normalize("NFKD", host).encode("ascii", "ignore").decode()
    return resource(asked, grant(asked) if plainest == "app.example.com" else VARY)
