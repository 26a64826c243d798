"""
What curl printed, read back: ``-i``, ``-I`` and ``-v``, with or without ``-L``, as real curls write it.

Two kinds of lines can be on the page. With ``-i`` or ``-I``, the heads of responses stand bare in front
of bodies. With ``-v``, lines of requests begin with ``>``, those of responses with ``<``, and the rest is
curl's own talk. Where both are there the second count: they show what was sent.

Input is read line by line and bodies are let go, so a capture may be of any size. Nothing in it is an
error: what belongs to no exchange is passed over.
"""

import math
import re
from collections.abc import Iterable
from typing import Final

import attrs

from cors_sim import _infra
from cors_sim.capture.command_lines import CommandLine, command_line, is_continued, starts_command
from cors_sim.capture.heads import (
    REQUEST_LINE,
    STATUS_LINE,
    CapturedExchange,
    Head,
    Transcript,
    plain_line,
    request_target,
)
from cors_sim.responses import REDIRECT_STATUSES

_GIVING_UP: Final = re.compile(r"curl: (\([0-9]+\) .*)", re.DOTALL)
# The progress meter writes over itself; a line may follow its last number on the same line.
_TIMES: Final = r"(?:[-:0-9]{7,9} +){3}[0-9.]+"
_METER: Final = re.compile(_TIMES)
_PROGRESS: Final = re.compile(rf"[ 0-9.kMGTP]*{_TIMES}[kMGTP]?")
# What curl says when it opens a connection, and when that is one of TLS.
_CONNECTING: Final = "*   Trying "
_SECURED: Final = "* SSL connection using "
_MAY_BE_FOLLOWED: Final = REDIRECT_STATUSES | {401, 407}


def read_curl(lines: Iterable[bytes]) -> Transcript:
    """
    Read what curl printed.

    Args:
        lines: its output, a line at a time, line ends included or not.
    """
    bare, verbose = _BareReader(), _VerboseReader()
    giving_up: str | None = None
    count = 0
    for raw in lines:
        count += 1
        line = _plain(raw)
        said = _GIVING_UP.fullmatch(line)
        if said is not None:
            giving_up = said[1]
        elif not verbose.take(line):
            bare.take(line, len(raw))
    exchanges = verbose.exchanges() or bare.exchanges()
    if not exchanges and giving_up is None and verbose.refused_tunnel is not None:
        giving_up = f"(56) CONNECT tunnel failed, response {verbose.refused_tunnel}"
    is_cut = giving_up is None and (verbose.is_cut if verbose.has_begun else bare.is_cut)
    return Transcript(tuple(exchanges), giving_up, count, is_cut)


def _plain(raw: bytes) -> str:
    """The line without its end, a terminal's escapes, and the progress meter in front of it."""
    line = plain_line(raw)
    before, _, after = line.rpartition("\r")
    if before or after != line:
        line = after if not before or _METER.search(before) else line
    meter = _PROGRESS.match(line)
    return line if meter is None else line[meter.end() :]


class _VerboseReader:
    """Reads lines that begin with ``>`` or ``<``. What curl says in between never ends a head."""

    def __init__(self) -> None:
        self._request: Head | None = None
        self._open: Head | None = None
        self._answered = False
        self._scheme: str | None = None
        self._answers: list[tuple[Head, Head | None]] = []

    def take(self, line: str) -> bool:
        """Take *line* if it is one of ours."""
        if line.startswith(_CONNECTING):
            self._scheme = "http"
        elif line.startswith(_SECURED):
            self._scheme = "https"
        if line.startswith(">"):
            self._take(line[2:], REQUEST_LINE.fullmatch(line[2:]), is_request=True)
            return True
        if line.startswith("<") and self._request is not None:
            # Behind its answer, what looks like another one is in a body.
            start = None if self._answered else STATUS_LINE.fullmatch(line[2:])
            if start is not None or self._open is not None:
                self._take(line[2:], start, is_request=False)
                return True
        return line.startswith(("* ", "{ [", "} [")) and self._request is not None

    def _take(self, line: str, start: re.Match[str] | None, *, is_request: bool) -> None:
        if start is not None:
            self._open = Head(start)
            if is_request:
                self._open.scheme = self._scheme
                self._request = self._open
                self._answered = False
            elif not self._open.is_interim():
                self._answers.append((self._open, self._request))
                self._answered = True
        elif not line:
            self._open = None
        elif self._open is not None:
            self._open.take(line)

    @property
    def has_begun(self) -> bool:
        """Whether there was any line of ours."""
        return self._request is not None

    @property
    def is_cut(self) -> bool:
        """Whether the end came within a head, or before the answer."""
        return self._open is not None or not self._answered

    @property
    def refused_tunnel(self) -> str | None:
        """The status that a proxy refused a tunnel with, if all ended there."""
        return self._answers[-1][0].start[1] if self._answers else None

    def exchanges(self) -> list[CapturedExchange]:
        """What was read, but for a proxy's answers to ``CONNECT``."""
        found = [
            (answer, request)
            for answer, request in self._answers
            if request is None or request.start[1] != "CONNECT"
        ]
        return [
            CapturedExchange(
                answer.response(),
                method=None if request is None else request.start[1],
                target=None if request is None else request.start[2],
                request_headers=None if request is None else request.header_list(),
                ignored_lines=tuple(answer.ignored),
                scheme=None if request is None else request.scheme,
            )
            for answer, request in found
        ]


class _BareReader:
    """
    Reads heads that stand bare, and tells them from bodies that look like heads.

    Another head can stand right behind one that curl did not stop at (an interim answer, a redirect, a
    request for credentials, a proxy's word that a tunnel is open), or behind a body of known length.
    There, the command line can stand that somebody has copied with what it printed.
    """

    def __init__(self) -> None:
        self._found: list[tuple[Head, bool, CommandLine | None]] = []
        self._command: CommandLine | None = None
        self._command_lines: list[str] = []
        self._head: Head | None = None
        self._in_head = False
        self._has_body = False
        self._may_follow = True
        self._left: float = 0

    def take(self, line: str, size: int) -> None:
        """Take *line*, which came as *size* bytes."""
        if self._in_head and self._head is not None:
            if line:
                self._head.take(line)
            else:
                self._in_head = False
                self._may_follow = _may_be_followed(self._head)
                self._left = _body_length(self._head)
            return
        start = None
        ended = self._may_follow or self._left <= 0
        if self._takes_command(line, may_start=ended or not self._has_body):
            return
        if ended:
            start = STATUS_LINE.fullmatch(line)
        elif self._left < size:
            # A body without a newline at its end has the next head on its last line.
            start = STATUS_LINE.fullmatch(line, max(0, line.find("HTTP/")))
        if start is None:
            self._has_body = self._has_body or size > 0
            self._may_follow = False
            self._left = max(0, self._left - size)
            return
        self._finish(followed_at_once=self._may_follow)
        self._head = Head(start)
        self._in_head = True
        self._has_body = False

    def _takes_command(self, line: str, *, may_start: bool) -> bool:
        """Take *line* if it is of a command line."""
        goes_on = bool(self._command_lines)
        if not goes_on and not (may_start and starts_command(line)):
            return False
        if not goes_on:
            self._finish(followed_at_once=False)
            self._may_follow = True
        self._command_lines.append(line)
        if not is_continued(line):
            self._command = command_line(self._command_lines)
            self._command_lines.clear()
        return True

    def _finish(self, *, followed_at_once: bool) -> None:
        head = self._head
        is_tunnel = followed_at_once and head is not None and head.start[1].startswith("2")
        if head is not None and not head.is_interim() and not is_tunnel:
            self._found.append((head, self._has_body, self._command))
        self._head = None

    @property
    def is_cut(self) -> bool:
        """Whether the end came within a head."""
        return self._in_head

    def exchanges(self) -> list[CapturedExchange]:
        """What was read."""
        self._finish(followed_at_once=False)
        found: list[CapturedExchange] = []
        before: CommandLine | None = None
        for head, has_body, command in self._found:
            exchange = CapturedExchange(
                head.response(), has_body=has_body, ignored_lines=tuple(head.ignored)
            )
            if command is not None:
                exchange = attrs.evolve(exchange, request_headers=command.headers)
            # Behind a redirect, curl repeats the headers, and where it went does not show.
            if command is not None and command is not before:
                scheme, target = command.url.scheme, request_target(command.url.href)
                exchange = attrs.evolve(exchange, method=command.method, target=target, scheme=scheme)
            found.append(exchange)
            before = command
        return found


def _body_length(head: Head) -> float:
    """Bytes of body behind *head*; infinite where that is not known."""
    length = head.header_list().get("content-length")
    known = length is not None and _infra.is_ascii_digits(length)
    return _infra.decimal(length) if length is not None and known else math.inf


def _may_be_followed(head: Head) -> bool:
    """Whether curl may have gone on to another answer without printing a body."""
    status = _infra.whole_number(head.start[1])
    if status < 200 or status in _MAY_BE_FOLLOWED:
        return True
    headers = head.header_list()
    framing = ("content-length", "transfer-encoding", "content-type")
    return status < 300 and not any(name in headers for name in framing)
