"""What evidence does not show, and the commands whose output would show it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from cors_sim._value import Value
from cors_sim.browsers import STANDARD, Browser
from cors_sim.exchanges import HTTPRequest
from cors_sim.flows import Answerer, Outcome, simulate
from cors_sim.requests import Request
from cors_sim.responses import Response

NOT_SHOWN: Final = "(not shown)"
"""Stands for the value of a header that nobody recorded; as such values mostly do, it needs leave."""

_PLAIN_WORD: Final = re.compile(r"[A-Za-z0-9@%+=:,./_-]+")
# What a terminal would obey or show as something else, and bytes that it would send as other ones.
_NOT_TYPED: Final = re.compile(r"[^ -~]")


@attrs.frozen(repr=False)
class Missing(Value):
    """
    Something that the evidence does not show.

    Args:
        what: in a sentence.
        command: the command whose output would show it.
        is_preflight: whether that is the output for a preflight.
    """

    what: str
    command: str
    is_preflight: bool = False


class NotShownError(Exception):
    """Says in a sentence why an answer that is asked for is not known."""


def simulate_with_gaps(
    request: Request, answer: Answerer, browser: Browser = STANDARD
) -> tuple[Outcome, tuple[Missing, ...]]:
    """
    A fetch over recorded answers, where those that were not recorded are taken to allow everything.

    Args:
        request: what script asks for.
        answer: gives the recorded answers, and raises `NotShownError` for others.
        browser: whose choices count.

    Returns:
        What came of it, and what was missing, in order. A command is for all that a browser asks up to
        there: preflights, or else the others.
    """
    missing: list[Missing] = []
    asked_so_far: dict[bool, list[HTTPRequest]] = {True: [], False: []}

    def answer_or_leave(asked: HTTPRequest) -> Response:
        so_far = asked_so_far[asked.is_preflight]
        so_far.append(asked)
        try:
            return answer(asked)
        except NotShownError as error:
            missing.append(Missing(str(error), curl_command(so_far), asked.is_preflight))
            return leave(asked)

    return simulate(request, answer_or_leave, browser=browser, steps=True), tuple(missing)


def all_missing(request: Request, what: str, browser: Browser = STANDARD) -> tuple[Missing, ...]:
    """
    All that a browser asks to get what *request* is for, as if nothing had been recorded.

    Args:
        request: what script asks for.
        what: why it is missing, in a sentence.
        browser: whose choices count.
    """

    def answer(_: HTTPRequest) -> Response:
        raise NotShownError(what)

    return simulate_with_gaps(request, answer, browser)[1]


def leave(asked: HTTPRequest) -> Response:
    """An answer to *asked* that allows all it asks."""
    headers = {
        "Access-Control-Allow-Origin": asked.headers.get("Origin") or "*",
        "Access-Control-Allow-Credentials": "true",
    }
    if not asked.is_preflight:
        return Response(200, headers)
    return Response(
        204,
        {
            **headers,
            "Access-Control-Allow-Methods": asked.headers.get("Access-Control-Request-Method") or "",
            "Access-Control-Allow-Headers": asked.headers.get("Access-Control-Request-Headers") or "",
        },
    )


def curl_command(asked: Sequence[HTTPRequest]) -> str:
    """The curl command that sends all that is *asked*, and shows it and the heads of the answers."""
    words = ["curl", "-sv"]
    for number, request in enumerate(asked):
        words += ["--next"] if number else []
        words += ["-o", "/dev/null", *_options(request), request.url.href]
    return f"{' '.join(map(_shell_word, words))} 2>&1"


def _options(asked: HTTPRequest) -> Iterator[str]:
    if not {"[", "]", "{", "}"}.isdisjoint(asked.url.href):
        yield "--globoff"
    if asked.method == "HEAD":
        yield "--head"
    elif asked.method != "GET":
        yield from ("-X", asked.method)
    for name, value in asked.headers:
        if name != "Content-Length":
            yield from ("-H", f"{name}: {value}" if value else f"{name};")
    if asked.body is not None:
        yield from ("--data-binary", "@BODY")


def _shell_word(word: str) -> str:
    r"""*word* as a shell reads it; a control character is written as ``\x1b``, so that none is printed."""
    if _PLAIN_WORD.fullmatch(word):
        return word
    if not _NOT_TYPED.search(word):
        return "'" + word.replace("'", "'\"'\"'") + "'"
    escaped = word.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + _NOT_TYPED.sub(lambda match: f"\\x{ord(match[0]):02x}", escaped) + "'"
