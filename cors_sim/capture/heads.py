"""Heads of requests and responses in a transcript, and the capture that they are parts of."""

import re
from typing import Final

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.headers import HeaderList
from cors_sim.responses import Response

STATUS_LINE: Final = re.compile(r"HTTP/[0-9](?:\.[0-9])? ([0-9]{3})(?: (.*))?", re.DOTALL)
REQUEST_LINE: Final = re.compile(r"([^ ]+) ([^ ]+) HTTP/[0-9](?:\.[0-9])?")
# Where no mark says that it is one, a request's first line is told by its form.
BARE_REQUEST_LINE: Final = re.compile(
    r"([A-Za-z][A-Za-z-]*) (/[^ ]*|\*|[a-z]+://[^ ]+|[^ /]+:[0-9]+) HTTP/[0-9](?:\.[0-9])?"
)
# Bold names, and addresses as links.
_TERMINAL_ESCAPE: Final = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z]|\]8;[^\x1b\x07]*(?:\x1b\\|\x07))")


@attrs.frozen(repr=False)
class CapturedExchange(Value):
    """
    One answer, and what shows of the request.

    Args:
        response: the final answer, without its body; interim ones (1xx) are passed over. None where
            none is shown.
        method: as sent; None where it does not show, as all of these.
        target: as sent: a path and query.
        request_headers: as sent.
        has_body: whether anything stood behind the head.
        ignored_lines: lines of the head that are no headers by HTTP's grammar.
        scheme: ``http`` or ``https``; None where it does not show.
    """

    response: Response | None
    method: str | None = None
    target: str | None = None
    request_headers: HeaderList | None = None
    has_body: bool | None = None
    ignored_lines: tuple[str, ...] = ()
    scheme: str | None = None


@attrs.frozen(repr=False)
class Transcript(Value):
    """
    What a transcript of HTTP showed, as of a run of curl.

    Args:
        exchanges: in order. A proxy's answer to ``CONNECT`` is left out where another follows.
        giving_up: what curl said when it gave up, as ``(7) Failed to connect …``; else None.
        lines: how many lines were read.
        is_cut: whether the transcript ends within a head, so that headers may be missing.
    """

    exchanges: tuple[CapturedExchange, ...]
    giving_up: str | None
    lines: int
    is_cut: bool = False


@attrs.define(eq=False)
class Head:
    """The head of a request or response while it is read."""

    start: re.Match[str]
    headers: list[list[str]] = attrs.field(factory=list)
    ignored: list[str] = attrs.field(factory=list)
    scheme: str | None = None

    def take(self, line: str) -> None:
        """Take a header line, or the continuation of one."""
        if line.startswith((" ", "\t")) and self.headers:
            self.headers[-1].append(_infra.strip_http_whitespace(line))
            return
        name, colon, value = line.partition(":")
        value = _infra.strip_http_whitespace(value)
        if colon and _infra.is_token(name) and "\0" not in value and "\r" not in value:
            self.headers.append([name, value])
        else:
            self.ignored.append(line)

    def header_list(self) -> HeaderList:
        """The headers; a folded one is joined by spaces."""
        return HeaderList((name, " ".join(parts)) for name, *parts in self.headers)

    def response(self) -> Response:
        """The response that this is the head of."""
        message = _infra.strip_http_whitespace(self.start[2] or "")
        return Response(_infra.whole_number(self.start[1]), self.header_list(), status_message=message)

    def is_interim(self) -> bool:
        """Whether the answer proper is still to come."""
        return self.start[1].startswith("1")


def plain_line(raw: bytes) -> str:
    """The line without its end and a terminal's escapes."""
    line = _infra.without_line_end(raw.decode("latin-1"))
    return _TERMINAL_ESCAPE.sub("", line) if "\x1b" in line else line


def request_target(href: str) -> str:
    """What of *href* stands on a request line."""
    rest = href.partition("://")[2].partition("#")[0]
    slash = rest.find("/")
    return rest[slash:] if slash >= 0 else "/"
