"""Small words: how a list, a value or a number of things is said."""

import re
from collections.abc import Sequence, Sized
from typing import Final

from cors_sim import _infra

_SHOWN_LIMIT: Final = 120
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\xa0\xad]")
_USERINFO: Final = re.compile(r"(?<=://)[^/?#]*@")


def and_list(words: Sequence[str]) -> str:
    """*words* as a list in a sentence: ``a, b and c``."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def plural(things: Sized) -> str:
    """The ending of a noun for so many *things*."""
    return "" if len(things) == 1 else "s"


def quoted(value: str) -> str:
    """*value*, which somebody else wrote, in quotes: no password in it, and not too long."""
    value = _USERINFO.sub("…@", value)
    return f"'{shown(value if len(value) <= _SHOWN_LIMIT else f'{value[:_SHOWN_LIMIT]}…')}'"


def shown(value: str) -> str:
    """*value*, which somebody else wrote, with nothing in it that a terminal obeys."""
    return _CONTROL.sub(_spelt_out, value)


def _spelt_out(match: re.Match[str]) -> str:
    return f"\\x{ord(match[0]):02x}"


def capitalized(words: str) -> str:
    """*words* with a capital at the start."""
    return f"{_infra.ascii_uppercase(words[:1])}{words[1:]}"
