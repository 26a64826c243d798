"""From the bytes that a fuzzer makes to the fetches that they mean, so that what is found can be read."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from cors_sim import BodyWithoutSource, HTTPRequest, OpaqueOrigin, Request, Response
from cors_sim.enums import (
    DESTINATIONS,
    CacheMode,
    CredentialsMode,
    EmbedderPolicy,
    Mode,
    RedirectMode,
    ReferrerPolicy,
)

T = TypeVar("T")

Pairs = list[tuple[str, str]]
APIS: Final = ("fetch", "xhr", "img", "script", "module", "eventsource", "preload", "beacon", "worker")
_BODIES: Final = (None, b"", b"a=1", BodyWithoutSource(), BodyWithoutSource(3))


class Choices:
    """Choices that the characters of a text make, each among as many as there are."""

    def __init__(self, text: str) -> None:
        self._characters = iter(text)

    def of(self, options: Sequence[T]) -> T:
        """One of *options*; the first where nothing is left to choose by."""
        return options[ord(next(self._characters, "\0")) % len(options)]


class Answers:
    """A server that gives its answers in turn, and the last for ever."""

    def __init__(self, answers: Sequence[Response]) -> None:
        self._answers = answers or (Response(200),)

    def session(self) -> Callable[[HTTPRequest], Response]:
        """A fresh answerer."""
        left = iter(self._answers)
        return lambda _: next(left, self._answers[-1])


def fetch_of(data: bytes) -> tuple[Request, Answers]:
    r"""
    The fetch that *data* means: blocks of lines, with an empty line between them.

    The first block has a URL, an origin, a method, a line of choices, and the request's headers. Each other
    is an answer: a status, and headers. ``!`` for a status is no answer.

    Args:
        data: in any case.

    Raises:
        InvalidInput: no script can ask so.
    """
    asked, *answers = (block.split("\n") for block in data.decode("latin-1").split("\n\n"))
    url, origin, method, choices, *lines = [*asked, "", "", "", ""]
    return _request(url, origin, method, Choices(choices), lines), Answers(list(map(_response, answers)))


def _request(url: str, origin: str, method: str, choices: Choices, lines: Sequence[str]) -> Request:
    fields = {
        "mode": choices.of(tuple(Mode)),
        "credentials_mode": choices.of(tuple(CredentialsMode)),
        "redirect_mode": choices.of(tuple(RedirectMode)),
        "destination": choices.of(sorted(DESTINATIONS)),
        "api": choices.of(APIS),
        "cache_mode": choices.of(tuple(CacheMode)),
        "referrer_policy": choices.of(tuple(ReferrerPolicy)),
        "embedder_policy": choices.of(tuple(EmbedderPolicy)),
        "use_cors_preflight": choices.of((False, True)),
        "unsafe_request": choices.of((True, False)),
        "keepalive": choices.of((False, True)),
        "secure_context": choices.of((None, False, True)),
        "body": choices.of(_BODIES),
        "in_worker": choices.of((False, True)),
    }
    page = OpaqueOrigin() if origin == "null" else origin
    return Request(
        url,
        origin=page,
        method=method or "GET",
        headers=pairs_of(lines),
        **fields,
    )


def _response(block: Sequence[str]) -> Response:
    status, *lines = block
    if status == "!":
        return Response.network_error()
    is_status = status.isascii() and status.isdecimal() and len(status) <= 3
    return Response(int(status) if is_status else 200, pairs_of(lines))


def pairs_of(lines: Sequence[str]) -> Pairs:
    """The header lines among *lines* as names and values, unchecked."""
    pairs = (line.partition(":") for line in lines if ":" in line)
    return [(name, value) for name, _, value in pairs]
