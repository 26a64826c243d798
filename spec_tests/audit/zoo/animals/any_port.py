"""Does not look at the port."""

import re

from spec_tests.audit.zoo.plain import Answer, Asked, asgi, grant_if


@asgi
def app(asked: Asked) -> Answer:
    """Does not look at the port."""
    return grant_if(lambda origin: re.fullmatch(r"https://app\.example\.com(:[0-9]+)?", origin), asked)
