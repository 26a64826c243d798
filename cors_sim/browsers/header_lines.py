r"""
From the header lines that a server wrote to the header list that a browser makes of them.

The standard begins where the lines have become a list. Where the lines are in order, all browsers make
the same list of them; where they are not, each has its own way, which is data here. All of them take a
line feed alone for the end of a line, and pass over a line that is no header field.

Spec: https://www.rfc-editor.org/rfc/rfc9112#section-5
"""

from collections import Counter
from typing import Literal

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.headers import HeaderList

_ALLOW_ORIGIN = "Access-Control-Allow-Origin"


@attrs.frozen(kw_only=True, repr=False)
class HeaderSyntax(Value):
    r"""
    How a browser reads header lines that are not in order. The defaults are those of RFC 9112.

    Args:
        space_before_colon: whether a name may be followed by blanks.
        bare_cr: what a ``\r`` within a line is: a ``space``, the ``line-end``, or part of the value, where
            it is ``kept``.
        fold: how a line that begins with a blank continues the one before: behind one ``space``, ``as-is``,
            or behind ``one-space`` that does not add to others.
        nul_in_name_is_fatal: whether a NUL in a name makes the response a broken one, as one in a value
            does.
        drops_empty_repetition: whether an empty field is passed over where there is another of its name.
            (Not ``Location``, nor where both are spelt ``Access-Control-Allow-Origin``.)
        replaces_what_is_not_utf_8: whether bytes that are no UTF-8 become U+FFFD, in UTF-8.
    """

    space_before_colon: bool = False
    bare_cr: Literal["space", "line-end", "kept"] = "space"
    fold: Literal["space", "as-is", "one-space"] = "space"
    nul_in_name_is_fatal: bool = True
    drops_empty_repetition: bool = False
    replaces_what_is_not_utf_8: bool = False


def read_header_lines(lines: str, syntax: HeaderSyntax | None) -> HeaderList | None:
    r"""
    The header list that a browser makes of *lines*; None where it takes the whole response for broken.

    Args:
        lines: the header section behind the status line, one character a byte, each line with its
            ``\r\n``.
        syntax: of the browser; None for the way of RFC 9112.
    """
    syntax = syntax or HeaderSyntax()
    fields: list[tuple[str, str]] = []
    for line in _infra.lines_of(lines, bare_cr=syntax.bare_cr == "line-end"):
        if line[:1] in {" ", "\t"} and fields:
            fields[-1] = (fields[-1][0], _folded(fields[-1][1], line, syntax))
            continue
        name, colon, value = line.partition(":")
        if syntax.space_before_colon:
            name = _infra.strip_http_tab_or_space_end(name)
        if "\0" in line and (syntax.nul_in_name_is_fatal or _infra.is_token(name)):
            return None
        if colon and _infra.is_token(name):
            fields.append((name, value))
    read = [(name, _read(value, syntax)) for name, value in fields]
    return HeaderList.of_wire(_without_empty_repetitions(read) if syntax.drops_empty_repetition else read)


def _folded(value: str, line: str, syntax: HeaderSyntax) -> str:
    """*value* with *line*, which continues it."""
    if syntax.fold == "as-is":
        return value + line
    folded = f"{value} {_infra.strip_http_tab_or_space(line)}"
    return _infra.strip_http_tab_or_space(folded) if syntax.fold == "one-space" else folded


def _read(value: str, syntax: HeaderSyntax) -> str:
    """*value* as it comes to be in the list."""
    if syntax.bare_cr == "space":
        value = value.replace("\r", " ")
    value = _infra.strip_http_tab_or_space(value)
    if syntax.replaces_what_is_not_utf_8:
        value = value.encode("latin-1").decode("utf-8", "replace").encode("utf-8").decode("latin-1")
    return value


def _without_empty_repetitions(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """*fields* without those that are empty and not the only ones of their name."""
    fields_of = Counter(_infra.ascii_lowercase(name) for name, _ in fields)
    spelt_exactly = [name for name, _ in fields].count(_ALLOW_ORIGIN)
    return [
        (name, value)
        for name, value in fields
        if value
        or fields_of[_infra.ascii_lowercase(name)] == 1
        or (name == _ALLOW_ORIGIN and spelt_exactly > 1)
        or _infra.ascii_lowercase(name) == "location"
    ]
