"""Lets previews in, wherever they are hosted."""

import re

from spec_tests.audit.zoo.plain import Answer, Asked, grant_if, wsgi

TRUSTED = re.compile(r"https://app\.example\.com|https://[a-z0-9-]+\.github\.io")


@wsgi
def app(asked: Asked) -> Answer:
    """Lets previews in, wherever they are hosted."""
    return grant_if(TRUSTED.fullmatch, asked)
