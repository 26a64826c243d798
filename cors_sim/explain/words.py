"""Small words: how a list, a value or a number of things is said."""

import re
from collections.abc import Sequence, Sized
from typing import Final

_SHOWN_LIMIT: Final = 120
_USERINFO: Final = re.compile(r"(?<=://)[^/?#]*@")


def and_list(words: Sequence[str]) -> str:
    """*words* as a list in a sentence: ``a, b and c``."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def plural(things: Sized) -> str:
    """The ending of a noun for so many *things*."""
    return "" if len(things) == 1 else "s"


def quoted(value: str) -> str:
    """*value*, which somebody else wrote, in quotes: no password, and nothing that a terminal obeys."""
    value = _USERINFO.sub("…@", value)
    shown = value if len(value) <= _SHOWN_LIMIT else f"{value[:_SHOWN_LIMIT]}…"
    return (
        "'" + "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in shown) + "'"
    )
