"""
The essence of a MIME type, which is all that a safelist asks for.

Spec: https://mimesniff.spec.whatwg.org/#mime-type-essence
"""

import re
from typing import Final

from cors_sim import _infra

# One or more code points of tokens on both sides of the slash; parameters behind them cannot fail.
_MIME_TYPE: Final = re.compile(rf"[\n\r\t ]*({_infra.TOKEN}/{_infra.TOKEN})[\n\r\t ]*(?:;.*)?", re.DOTALL)


def essence_of(text: str) -> str | None:
    """
    The essence of *text* as a MIME type, which fails for nothing in its parameters; None for failure.

    Spec: https://mimesniff.spec.whatwg.org/#parse-a-mime-type
    """
    # 1-10.
    match = _MIME_TYPE.fullmatch(text)
    return None if match is None else _infra.ascii_lowercase(match[1])
