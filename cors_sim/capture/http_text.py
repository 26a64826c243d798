"""
HTTP as text: a request's head, perhaps a body, the head of its response, perhaps a body, and so on.

Proxies and test tools show it so, and people paste it. As with curl's output, what belongs to no exchange
is passed over.
"""

from collections.abc import Iterable

import attrs

from cors_sim.capture.heads import (
    BARE_REQUEST_LINE,
    STATUS_LINE,
    CapturedExchange,
    Head,
    Transcript,
    plain_line,
)


def read_http(lines: Iterable[bytes]) -> Transcript:
    """
    Read HTTP.

    Args:
        lines: a line at a time, line ends included or not.
    """
    reader = _Reader()
    count = 0
    for raw in lines:
        count += 1
        reader.take(plain_line(raw))
    return Transcript(tuple(reader.exchanges()), None, count, is_cut=reader.is_in_head)


@attrs.define(eq=False)
class _Exchange:
    """A request, or its response, or both."""

    request: Head | None
    response: Head | None = None

    def captured(self) -> CapturedExchange:
        """The same as a value."""
        request, response = self.request, self.response
        return CapturedExchange(
            None if response is None or response.is_interim() else response.response(),
            method=None if request is None else request.start[1],
            target=None if request is None else request.start[2],
            request_headers=None if request is None else request.header_list(),
            ignored_lines=() if response is None else tuple(response.ignored),
        )


class _Reader:
    """Reads heads. Bodies are often left out, so that a line which begins a head always begins one."""

    def __init__(self) -> None:
        self._exchanges: list[_Exchange] = []
        self._head: Head | None = None

    @property
    def is_in_head(self) -> bool:
        """Whether a head has begun, and no empty line has ended it."""
        return self._head is not None

    def take(self, line: str) -> None:
        """Take *line*."""
        if self._head is not None and line:
            self._head.take(line)
        else:
            self._head = self._begun(line)

    def _begun(self, line: str) -> Head | None:
        """The head that *line* begins."""
        request = BARE_REQUEST_LINE.fullmatch(line)
        if request is not None:
            exchange = _Exchange(Head(request))
            self._exchanges.append(exchange)
            return exchange.request
        response = STATUS_LINE.fullmatch(line)
        return None if response is None else self._answer(Head(response))

    def _answer(self, head: Head) -> Head:
        last = self._exchanges[-1] if self._exchanges else None
        if last is not None and (last.response is None or last.response.is_interim()):
            last.response = head
        else:
            self._exchanges.append(_Exchange(None, head))
        return head

    def exchanges(self) -> list[CapturedExchange]:
        """What was read."""
        return [exchange.captured() for exchange in self._exchanges]
