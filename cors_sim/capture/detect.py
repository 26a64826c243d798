"""What a piece of evidence is, told by how it begins."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from cors_sim import _infra
from cors_sim.browsers.console.reading import read_console
from cors_sim.capture.heads import BARE_REQUEST_LINE, REQUEST_LINE, STATUS_LINE, plain_line

SAMPLE_SIZE: Final = 1 << 16
"""So many bytes from the beginning tell what it is."""

_BYTE_ORDER_MARKS: Final = ("\ufeff", "\xef\xbb\xbf")
_WORDS_OF_CONSOLES: Final = ("Access-Control-", "CORS", "Cross-Origin", "cross-origin", "Same Origin")


class Kind(StrEnum):
    """The kinds of evidence that are read."""

    CONSOLE = "console"
    CURL = "curl"
    HAR = "har"
    HTTP = "http"


def detect(text: str) -> Kind | None:
    """
    What *text* is the beginning of; None for nothing that is known.

    Args:
        text: one character a byte, or decoded; `SAMPLE_SIZE` of it are enough.
    """
    for mark in _BYTE_ORDER_MARKS:
        text = text.removeprefix(mark)
    if _infra.strip_ascii_whitespace(text).startswith(("{", "[")):
        return Kind.HAR
    lines = [plain_line(line.encode("latin-1", "replace")) for line in _infra.lines_of(text, bare_cr=False)]
    return _kind_of_transcript(lines) or (Kind.CONSOLE if is_console(text) else None)


def _kind_of_transcript(lines: Iterable[str]) -> Kind | None:
    """Of what begins with the head of a request, of a response, or with what curl says of itself."""
    for line in lines:
        if line.startswith("curl: (") or STATUS_LINE.fullmatch(line):
            return Kind.CURL
        if line.startswith(("> ", "< ")) and (
            REQUEST_LINE.fullmatch(line[2:]) or STATUS_LINE.fullmatch(line[2:])
        ):
            return Kind.CURL
        if BARE_REQUEST_LINE.fullmatch(line):
            return Kind.HTTP
    return None


def is_console(text: str) -> bool:
    """Whether *text* has a console message, in words that are known or in others."""
    return bool(read_console(text).messages) or any(word in text for word in _WORDS_OF_CONSOLES)
