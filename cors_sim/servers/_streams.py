"""Bodies for httpx, which wants one kind for each of its two ways."""

from collections.abc import AsyncIterator, Iterator

import httpx


class Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The pieces of a body, once."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece
