"""Matches the whole origin, escaped."""

import re

from spec_tests.audit.zoo.plain import Answer, Asked, grant_if, wsgi


@wsgi
def app(asked: Asked) -> Answer:
    """Matches the whole origin, escaped."""
    return grant_if(lambda origin: re.fullmatch(r"https://app\.example\.com", origin), asked)
