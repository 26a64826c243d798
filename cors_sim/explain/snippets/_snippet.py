"""What a snippet is, and the words that its renderers share. Values and text; no server by name."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import attrs

from cors_sim._value import Value
from cors_sim.explain.grant import Grant

_COMMENTS: Final = {
    "apacheconf": "#",
    "caddyfile": "#",
    "csharp": "//",
    "go": "//",
    "java": "//",
    "javascript": "//",
    "json": "",
    "nginx": "#",
    "python": "#",
}
_PERCENT_ENCODED: Final = re.compile(rb"%([0-9A-Fa-f]{2})")
_PLAIN: Final = re.compile(r"[A-Za-z0-9/_.~-]")

CORS_RESPONSE_HEADERS: Final = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Expose-Headers",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Max-Age",
)
"""What a service behind a gateway may say itself, and no longer is to."""


@attrs.frozen(repr=False)
class Part(Value):
    """
    Lines for one place.

    Args:
        place: where the lines go, as a phrase.
        text: the lines, without a newline at the end.
    """

    place: str
    text: str


@attrs.frozen(kw_only=True, repr=False)
class Snippet(Value):
    """
    How one server is told a ``Grant``.

    Args:
        server: its name, one of `SERVERS`.
        title: the same for people.
        language: of the lines, as syntax highlighters call it.
        parts: the lines, by the places where they go.
        notes: what else there is to know: whole sentences.
        run_with: the versions that the lines were run with; empty where they never were.
    """

    server: str
    title: str
    language: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
    run_with: str = ""

    @property
    def executed(self) -> bool:
        """Whether the lines were run on a real server, and what it answered was judged."""
        return bool(self.run_with)

    @property
    def text(self) -> str:
        """All lines, with a comment ahead of each part that says where it goes."""
        comment = _COMMENTS[self.language]
        return "\n\n".join(
            f"{comment} {part.place}:\n{part.text}" if comment else part.text for part in self.parts
        )


def lines(*pieces: str | Iterable[str]) -> str:
    """The lines that *pieces* are, each a line or several of them."""
    return "\n".join(
        line for piece in pieces for line in ((piece,) if isinstance(piece, str) else tuple(piece))
    )


def indented(pieces: Iterable[str], indent: str = "    ") -> Iterator[str]:
    """*pieces* with *indent* ahead of each."""
    return (f"{indent}{piece}" for piece in pieces)


def quoted(text: str) -> str:
    """
    *text* in double quotes.

    Names, origins and paths as URLs have them hold no quote and no backslash, so that this is right
    in every language.
    """
    return f'"{text}"'


def quoted_list(texts: Iterable[str], separator: str = ", ") -> str:
    """*texts*, each in double quotes, behind each other."""
    return separator.join(map(quoted, texts))


def decoded_path(grant: Grant, encoding: str = "utf-8") -> str:
    """
    The path of *grant* as servers give it to applications, without percent-encoding.

    Args:
        grant: what has the path.
        encoding: ``latin-1`` for one character a byte.
    """
    return _PERCENT_ENCODED.sub(_byte, grant.path.encode("ascii")).decode(encoding, "replace")


def _byte(encoded: re.Match[bytes]) -> bytes:
    return bytes.fromhex(encoded[1].decode("ascii"))


def python_path(grant: Grant, encoding: str = "utf-8") -> str:
    """The same as a Python literal."""
    path = decoded_path(grant, encoding)
    return quoted(path) if all(map(_PLAIN.fullmatch, path)) else ascii(path)


def path_pattern(grant: Grant, escape: Callable[[int], str], encoding: str = "utf-8") -> str:
    """
    A regular expression for the decoded path of *grant* and nothing else.

    Args:
        grant: what has the path.
        escape: how the expression says a code point that is not plain, so that no configuration can take
            it for its own.
        encoding: ``latin-1`` for a matcher that reads the path byte by byte.
    """
    path = decoded_path(grant, encoding)
    return f"^{''.join(_piece(character, escape) for character in path)}$"


def _piece(character: str, escape: Callable[[int], str]) -> str:
    if character == ".":
        return "\\."
    return character if _PLAIN.fullmatch(character) else escape(ord(character))


def has_plain_path(grant: Grant) -> bool:
    """Whether the path is made of letters, digits and ``/``, ``_``, ``.``, ``~``, ``-`` alone."""
    return all(map(_PLAIN.fullmatch, grant.path))


def all_headers(grant: Grant) -> list[tuple[str, str]]:
    """
    What every answer is to have beside ``Access-Control-Allow-Origin``.

    Of an answer to a preflight and of any other, browsers ignore what is meant for the other.
    """
    return list(dict((*grant.response_headers, *grant.preflight_headers)).items())
