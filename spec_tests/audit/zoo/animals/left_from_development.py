"""Still knows the developers' machines."""

import re

from spec_tests.audit.zoo.plain import Answer, Asked, grant_if, wsgi

TRUSTED = re.compile(
    r"https://app\.example\.com|http://(localhost|127\.0\.0\.1|192\.168\.[0-9]+\.[0-9]+)(:[0-9]+)?"
)


@wsgi
def app(asked: Asked) -> Answer:
    """Still knows the developers' machines."""
    return grant_if(TRUSTED.fullmatch, asked)
