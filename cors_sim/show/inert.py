"""Text of others, such that it does nothing where it is shown: no terminal and no page obeys it."""

import re
from typing import Final

from cors_sim.explain.snippets import Snippet
from cors_sim.show.rewriting import T, rewritten

# Controls of C0 and C1; marks that turn the direction of text, or are not seen; halves of characters.
_CONTROL: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_SHOWN_LIMIT: Final = 300


def inert(value: T) -> T:
    r"""
    *value* with each control character in its texts spelt out, as ``\x1b``.

    Args:
        value: a text, or any value of this package, or a tuple of them.
    """
    # Snippets are ours, of checked names, and have lines.
    return rewritten(value, lambda _, text: _CONTROL.sub(_spelt, text), kept=(Snippet,))


def _spelt(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def short(text: str, limit: int = _SHOWN_LIMIT) -> str:
    """*text*, cut where it is longer than *limit* characters."""
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"
