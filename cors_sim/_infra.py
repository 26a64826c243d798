"""
The Infra standard's words on isomorphic text.

Header text is a ``str`` of U+0000 to U+00FF, one character a byte. Python's own string methods know
more letters, digits and blanks than HTTP does, so this is the one module that may call them on such
text; everything else says what it means with these functions.

Spec: https://infra.spec.whatwg.org/
"""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Final

from cors_sim.errors import InvalidInput

HTTP_TAB_OR_SPACE: Final = "\t "
HTTP_WHITESPACE: Final = "\n\r\t "

TOKEN: Final = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"  # noqa: S105 - a pattern, no secret
"""A pattern for what methods and header names are made of."""

_TOKEN: Final = re.compile(TOKEN)
_ASCII_DIGITS: Final = re.compile(r"[0-9]+")
_LINE_END: Final = re.compile(r"\r?\n")
_LINE_END_OR_CR: Final = re.compile(r"\r?\n|\r")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_TO_LOWER: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_TO_UPPER: Final = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}


def isomorphic_text(value: object, argument: str) -> str:
    """
    Text of one character a byte, from ``str`` or ``bytes``.

    Raises:
        InvalidInput: *value* is neither, or has a code point above U+00FF.
    """
    if isinstance(value, str):
        if not value.isascii() and any(character > "\xff" for character in value):
            raise InvalidInput(argument, value, "must have no code point above U+00FF")
        return value
    if isinstance(value, bytes):
        return value.decode("latin-1")
    raise InvalidInput(argument, value, "must be str or bytes")


def isomorphic_encoded(text: str) -> str:
    """*text*, which a program has decoded, as one character a byte: as it is, or else as UTF-8."""
    return text if all(map("\u0100".__gt__, text)) else text.encode("utf-8", "replace").decode("latin-1")


def ascii_lowercase(text: str) -> str:
    """*text* with A to Z in lower case and nothing else changed."""
    return text.lower() if text.isascii() else text.translate(_TO_LOWER)


def ascii_uppercase(text: str) -> str:
    """*text* with a to z in upper case and nothing else changed."""
    return text.upper() if text.isascii() else text.translate(_TO_UPPER)


def combined_by_name(headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The values of *headers*, joined by a comma and a space, by their names (tokens) in lower case."""
    combined = {name.lower(): value for name, value in headers}
    if len(combined) == len(headers):
        return combined
    values: dict[str, list[str]] = {name: [] for name in combined}
    for name, value in headers:
        values[name.lower()].append(value)
    return {name: ", ".join(all_of_it) for name, all_of_it in values.items()}


def strip_http_tab_or_space(text: str) -> str:
    """*text* without tabs and spaces at its ends."""
    return text.strip(HTTP_TAB_OR_SPACE)


def strip_http_whitespace(text: str) -> str:
    """*text* without tabs, spaces and newlines at its ends."""
    return text.strip(HTTP_WHITESPACE)


def without_line_end(text: str) -> str:
    """*text* without the newlines and returns at its end."""
    return text.rstrip("\r\n")


def strip_http_whitespace_end(text: str) -> str:
    """*text* without tabs, spaces and newlines at its end."""
    return text.rstrip(HTTP_WHITESPACE)


def strip_http_tab_or_space_end(text: str) -> str:
    """*text* without tabs and spaces at its end."""
    return text.rstrip(HTTP_TAB_OR_SPACE)


def lines_of(text: str, *, bare_cr: bool) -> list[str]:
    r"""The lines of *text*, which end in ``\n`` or ``\r\n`` or, if *bare_cr*, in ``\r`` alone."""
    lines = (_LINE_END_OR_CR if bare_cr else _LINE_END).split(text)
    return lines[:-1] if lines[-1] == "" else lines


def strip_ascii_whitespace(text: str) -> str:
    """*text* without tabs, newlines, form feeds and spaces at its ends."""
    return text.strip("\t\n\f\r ")


def is_token(text: str) -> bool:
    """Whether *text* is an HTTP ``token``: what methods and header names are made of."""
    return _TOKEN.fullmatch(text) is not None


def are_tokens(texts: Iterable[str]) -> bool:
    """Whether each of *texts* is a token."""
    return all(map(_TOKEN.fullmatch, texts))


def is_ascii_digits(text: str) -> bool:
    """Whether *text* is one or more of 0 to 9."""
    return _ASCII_DIGITS.fullmatch(text) is not None


def percent_encode_non_ascii(text: str) -> str:
    """*text* with each byte above 0x7F written as ``%XX``."""
    if text.isascii():
        return text
    return "".join(byte if byte < "\x80" else f"%{ord(byte):02X}" for byte in text)


def percent_encode_controls(text: str) -> str:
    """*text* with each control byte written as ``%XX``."""
    return _CONTROL.sub(lambda match: f"%{ord(match[0]):02X}", text)


def decimal(digits: str) -> float:
    """
    The number that ASCII *digits* say: exact up to 300 of them, infinite beyond.

    A server may send any number of digits, and Python counts the cost of reading them all.
    """
    significant = digits.lstrip("0")
    return int(significant or "0") if len(significant) <= 300 else math.inf


def whole_number(digits: str) -> int:
    """The number that a few ASCII *digits* say, as those of a status or a port."""
    return int(digits)


def signed_integer(digits: str) -> int | None:
    """The number of 64 bits that ASCII *digits*, perhaps with a sign, say; None where it has more."""
    number = int(digits) if len(digits) <= 300 else 2**63
    return number if -(2**63) <= number < 2**63 else None


def split_on_commas(text: str) -> list[str]:
    """The pieces of *text* between its commas, each without tabs, spaces and returns at its ends."""
    # A return can only be there where a browser has left it in a value; it is no part of the piece.
    return [piece.strip("\t\r ") for piece in text.split(",")]


def items_between_commas(text: str) -> list[str]:
    """The pieces of `split_on_commas` that are not empty."""
    return [item for piece in text.split(",") if (item := piece.strip("\t\r "))]


def run_of(character_class: str) -> re.Pattern[str]:
    """A pattern for "collect a sequence of code points": one repeated character class."""
    return re.compile(character_class, re.DOTALL)


def end_of_run(run: re.Pattern[str], text: str, position: int) -> int:
    """
    The position behind the longest *run* that starts at *position* of *text*.

    Spec: https://infra.spec.whatwg.org/#collect-a-sequence-of-code-points
    """
    match = run.match(text, position)
    return position if match is None else match.end()
