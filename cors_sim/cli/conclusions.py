"""The four things that can be concluded, and the exit code of each."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

UNUSABLE: Final = 2
"""For input that cannot be used, or not all of it; a crash has another code than any of these."""

EXIT_CODES: Final = MappingProxyType({"readable": 0, "blocked": 1, "opaque": 1, "not-established": 3})


def exit_code(words: Iterable[str], problems: Iterable[str]) -> int:
    """
    What the program ends with.

    Args:
        words: the conclusions; of several, one that is not readable counts more than others.
        problems: what could not be used.
    """
    if any(problems):
        return UNUSABLE
    codes = {EXIT_CODES[word] for word in words}
    return next(code for code in (1, 3, 0) if code in codes)
