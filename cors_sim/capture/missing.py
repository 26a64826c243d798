"""What evidence does not show, and the commands whose output would show it."""

import re
from typing import Final

import attrs

from cors_sim._value import Value
from cors_sim.browsers import STANDARD, Browser
from cors_sim.flows import Answerer, Outcome, simulate
from cors_sim.requests import Body, HTTPRequest, Request
from cors_sim.responses import Response

_PLAIN_WORD: Final = re.compile(r"[A-Za-z0-9@%+=:,./_-]+")
# What a terminal would obey, or show as something else.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


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
    """An answer that is asked for and that nobody has seen."""

    def __init__(self, missing: Missing) -> None:
        super().__init__(missing.what)
        self.missing = missing


def not_shown(what: str, asked: HTTPRequest) -> NotShownError:
    """That the answer to *asked* was not seen, for the reason *what*, and what would show it."""
    return NotShownError(Missing(what, curl_command(asked), asked.is_preflight))


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
        What came of it, and what was missing, in order.
    """
    missing: list[Missing] = []

    def answer_or_leave(asked: HTTPRequest) -> Response:
        try:
            return answer(asked)
        except NotShownError as error:
            missing.append(error.missing)
            return leave(asked)

    return simulate(request, answer_or_leave, browser=browser, steps=True), tuple(missing)


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


def curl_command(asked: HTTPRequest) -> str:
    """The curl command that sends *asked* and shows both it and the head of the answer."""
    headers = [pair for pair in asked.headers if pair[0] != "Content-Length"]
    return _command(asked.method, str(asked.url), tuple(headers), asked.body)


def curl_command_of(request: Request) -> str:
    """The curl command that sends *request* itself, without what a browser may send before."""
    headers = (*request.headers, ("Origin", request.serialized_origin))
    return _command(request.method, str(request.url.without_fragment), headers, request.body)


def _command(method: str, url: str, headers: tuple[tuple[str, str], ...], body: Body) -> str:
    words = ["curl", "-sv", "-o", "/dev/null"]
    if method == "HEAD":
        words.append("--head")
    elif method != "GET":
        words += ["-X", method]
    for name, value in headers:
        words += ["-H", f"{name}: {value}" if value else f"{name};"]
    if body is not None:
        words += ["--data-binary", "@BODY"]
    return f"{' '.join(map(_shell_word, [*words, url]))} 2>&1"


def _shell_word(word: str) -> str:
    r"""*word* as a shell reads it; a control character is written as ``\x1b``, so that none is printed."""
    if _PLAIN_WORD.fullmatch(word):
        return word
    if not _CONTROL.search(word):
        return "'" + word.replace("'", "'\"'\"'") + "'"
    escaped = word.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", escaped) + "'"
