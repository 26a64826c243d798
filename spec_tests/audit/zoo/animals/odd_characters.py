"""Thinks that a host ends at an underscore."""

import re

from spec_tests.audit.zoo.plain import VARY, Answer, Asked, asgi, grant, resource


@asgi
def app(asked: Asked) -> Answer:
    """Thinks that a host ends at an underscore."""
    host = re.split(r"[^a-z0-9.:-]", asked.origin.removeprefix("https://"))[0]
    return resource(asked, grant(asked) if host == "app.example.com" else VARY)
