"""Forgot to escape the dots."""

import re

from spec_tests.audit.zoo.plain import Answer, Asked, grant_if, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Forgot to escape the dots."""
    return grant_if(lambda origin: re.fullmatch("https://app.example.com", origin), asked)
