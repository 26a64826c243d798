"""
From the requests of a HAR to the fetches that they were parts of.

A preflight belongs to a request, and a redirect leads from one request to the next. A HAR does not say
what belongs together, so it is found by address, method and order.
"""

from bisect import bisect
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from cors_sim._value import Value
from cors_sim.capture.har import Har, HarEntry
from cors_sim.responses import REDIRECT_STATUSES
from cors_sim.urls import URL, url_or_none

_NO_FETCHES: Final = frozenset({"document", "websocket"})
# Browsers list a request where script made it, and so before its preflight; proxies, where it was sent.
_REQUEST_COMES_FIRST: Final = ("WebInspector", "Firefox", "WebKit")


@attrs.frozen(repr=False)
class Hop(Value):
    """
    One stage of a fetch, as recorded.

    Args:
        entry: the request itself; None where only its preflight was recorded.
        preflight: None where none was recorded, which need not mean that there was none.
    """

    entry: HarEntry | None
    preflight: HarEntry | None = None

    @property
    def url(self) -> URL:
        """Where it leads."""
        known = self.entry or self.preflight
        assert known is not None  # noqa: S101 - a hop has one of the two
        return known.url


@attrs.frozen(repr=False)
class RecordedFetch(Value):
    """
    A fetch, as recorded.

    Args:
        hops: one, and one more for each redirect that was followed.
        creator: the program that recorded it.
    """

    hops: tuple[Hop, ...]
    creator: str


def fetches_of(har: Har) -> tuple[RecordedFetch, ...]:
    """
    The fetches that *har* shows, in order. Navigations and WebSockets are none.

    Args:
        har: as read.
    """
    return tuple(RecordedFetch(tuple(chain), har.creator) for chain in _chains(_hops(har)))


def is_preflight(entry: HarEntry) -> bool:
    """Whether *entry* is a CORS-preflight request."""
    return entry.resource_type == "preflight" or (
        entry.method == "OPTIONS" and "access-control-request-method" in entry.request_headers
    )


def _hops(har: Har) -> list[Hop]:
    """The requests, each with its preflight; preflights without a request have a hop of their own."""
    requests: dict[tuple[str, str], list[int]] = defaultdict(list)
    hops: dict[int, Hop] = {}
    preflights: list[int] = []
    for index, entry in enumerate(har.entries):
        if is_preflight(entry):
            preflights.append(index)
        elif not _is_no_fetch(entry):
            hops[index] = Hop(entry)
            requests[entry.url.href, entry.method].append(index)
    for index in preflights:
        preflight = har.entries[index]
        method = preflight.request_headers.get("access-control-request-method") or ""
        unpaired = requests[preflight.url.href, method]
        own = _own_request(
            index, unpaired, request_comes_first=har.creator.startswith(_REQUEST_COMES_FIRST)
        )
        if own is None:
            hops[index] = Hop(None, preflight)
        else:
            request = unpaired.pop(own)
            hops[request] = Hop(har.entries[request], preflight)
    return [hops[index] for index in sorted(hops)]


def _own_request(index: int, unpaired: Sequence[int], *, request_comes_first: bool) -> int | None:
    """Where among the *unpaired* requests, in order, the one is that the preflight at *index* was for."""
    behind = bisect(unpaired, index)
    own = behind - 1 if request_comes_first else behind
    return own if 0 <= own < len(unpaired) else None


def _is_no_fetch(entry: HarEntry) -> bool:
    mode = entry.request_headers.get("sec-fetch-mode")
    return entry.resource_type in _NO_FETCHES or mode in {"navigate", "websocket"}


def _chains(hops: Iterable[Hop]) -> list[list[Hop]]:
    """The hops, joined where one redirects to the next."""
    chains: list[list[Hop]] = []
    expecting: dict[str, deque[list[Hop]]] = defaultdict(deque)
    for hop in hops:
        waiting = expecting[hop.url.href]
        if waiting:
            chain = waiting.popleft()
            chain.append(hop)
        else:
            chain = [hop]
            chains.append(chain)
        following = _location(hop)
        if following is not None:
            expecting[following.href].append(chain)
    return chains


def _location(hop: Hop) -> URL | None:
    """Where the response redirects to, without a fragment."""
    response = None if hop.entry is None else hop.entry.response
    location = None if response is None else response.headers.get("location")
    if response is None or location is None or response.status not in REDIRECT_STATUSES:
        return None
    url = url_or_none(location, hop.url)
    return None if url is None else url.without_fragment
