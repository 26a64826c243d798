"""Text as Markdown, for what is generated."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|$~])")


def text(words: str) -> str:
    """*words* as Markdown that shows them as they are."""
    return _SPECIAL.sub(r"\\\1", words)


def code(words: str) -> str:
    """*words* as code, behind more backticks than they have in a row."""
    fence = "`" * max([1, *(len(run) + 1 for run in re.findall("`+", words))])
    blank = " " if "`" in words or not words.strip() else ""
    return f"{fence}{blank}{words}{blank}{fence}"


def listed(items: Iterable[str]) -> Iterator[str]:
    """*items* as a list, if there are any, and an empty line."""
    lines = [f"- {item}" for item in items]
    if lines:
        yield from (*lines, "")


def number(count: int) -> str:
    """*count* as pages write it."""
    return f"{count:,}".replace(",", "\N{NO-BREAK SPACE}")
