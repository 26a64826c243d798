"""
Where URLs lead, seen from their pages: what a decision asks of a URL, a column at a time.

A URL is cut behind its authority, for what follows says nothing of its origin. Of most authorities a
pattern can tell all that counts; the parser is asked about the others, each once.

Spec: https://url.spec.whatwg.org/#url-parsing
"""

import functools
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from cors_sim.errors import InvalidInput
from cors_sim.origins import (
    OpaqueOrigin,
    Origin,
    is_ip_address,
    is_loopback,
    schemelessly_same_site,
)
from cors_sim.standard import tables
from cors_sim.urls import parse_origin, url_or_none

_OPAQUE: Final = OpaqueOrigin()
# Up to the first character that ends an authority. There is none in it that the parser would leave out.
_START: Final = r'^(?P<start>https?://[!"$-.0->@-\[\]-~]+)(?:[/?#]|$)'
# Written as the serializer writes it: lower case, no port, no userinfo, no address, nothing to decode.
# (A label that begins with "xn" may be encoded; the last one of an address begins with a digit.)
_LABEL: Final = "(?:[a-wyz0-9_-][a-z0-9_-]*|x(?:[a-mo-z0-9_-][a-z0-9_-]*)?)"
_PLAIN: Final = rf"^https?://(?:{_LABEL}\.)*(?:[a-wyz][a-z0-9_-]*|x(?:[a-mo-z0-9_-][a-z0-9_-]*)?)$"
# And so is what follows: there is a path, without dots that lead up it, and nothing to encode.
_SERIALIZED: Final = (
    r"^https?://[^/?#]+(?:/(?:[A-Za-z0-9_~!$&()*+,;=:@-][A-Za-z0-9_~!$&()*+,;=:@%.-]*)?)+"
    r"(?:\?[A-Za-z0-9_~!$&()*+,;=:@%./?-]*)?(?:#[A-Za-z0-9_~!$&()*+,;=:@%./?-]*)?$"
)


class Places(NamedTuple):
    """
    What each row's URL is, by itself and to the page that asks.

    Args:
        place: all that counts of the URL by itself, equal where it is alike; null where that takes the
            whole of the URL and the parser.
        is_http: whether its scheme is ``http``.
        same_origin: whether URL and page are the same origin.
        origin: of the URL, serialized.
        start_is_serialized: whether it begins as the serializer writes it.
    """

    place: pa.Array
    is_http: pa.Array
    same_origin: pa.Array
    origin: pa.Array
    start_is_serialized: pa.Array


class _Start(NamedTuple):
    """What the parser says of the beginning of a URL: the same, of one."""

    place: str | None
    is_http: bool
    origin: str | None
    is_serialized: bool


def places_of(urls: pa.Array, pages: pa.Array) -> Places:
    """
    What each of *urls* is to the page beside it.

    Args:
        urls: as somebody wrote them.
        pages: the origins of the pages, serialized.
    """
    start = pc.struct_field(pc.extract_regex(urls, _START), "start")
    plain = pc.match_substring_regex(start, _PLAIN).fill_null(fill_value=True)
    plain = pc.and_not(plain, pc.ends_with(start, "localhost").fill_null(fill_value=False))
    others = start.filter(pc.invert(plain)).dictionary_encode()
    parsed = [_parsed(text) for text in others.dictionary.to_pylist()]

    def for_each_row(if_plain: pa.Array, if_parsed: list[str | None] | list[bool]) -> pa.Array:
        told = pa.array(if_parsed, if_plain.type).take(others.indices)
        return pc.replace_with_mask(if_plain, pc.invert(plain), told)

    is_http = pc.starts_with(start, "http:")
    origin = for_each_row(start, [one.origin for one in parsed])
    return Places(
        place=for_each_row(pc.if_else(is_http, "http", "https"), [one.place for one in parsed]),
        is_http=for_each_row(is_http, [one.is_http for one in parsed]).fill_null(fill_value=False),
        same_origin=pc.equal(origin, pages).fill_null(fill_value=False),
        origin=origin,
        start_is_serialized=for_each_row(plain, [one.is_serialized for one in parsed]),
    )


@functools.lru_cache(maxsize=1 << 12)
def _parsed(start: str) -> _Start:
    url = url_or_none(f"{start}/")
    if url is None:
        return _Start(None, is_http=False, origin=None, is_serialized=False)
    host = url.host or ""
    words = (
        url.scheme,
        f"port {url.port}" if url.port in tables.BAD_PORTS else "",
        "loopback" if is_loopback(host) else "",
        "address" if is_ip_address(host) else "",
    )
    return _Start(
        " ".join(filter(None, words)),
        is_http=url.scheme == "http",
        origin=str(url.origin),
        is_serialized=url.href == f"{start}/",
    )


@functools.lru_cache(maxsize=1 << 12)
def page_origin(text: str | None) -> Origin | None:
    """The origin that a page says it has; None where that is none."""
    try:
        return _OPAQUE if text == "null" else parse_origin(text or "")
    except InvalidInput:
        return None


def serialized_origins(pages: pa.Array) -> pa.Array:
    """Each of *pages* as its origin is serialized; null where it is none."""
    pages = pages.dictionary_encode()
    origins = map(page_origin, pages.dictionary.to_pylist())
    serialized = [None if origin is None else origin.serialized for origin in origins]
    return pa.array(serialized, pa.string()).take(pages.indices)


def are_serialized(urls: pa.Array) -> pa.Array:
    """Whether each of *urls*, if it starts as the serializer writes it, goes on like that."""
    return pc.match_substring_regex(urls, _SERIALIZED)


def same_site(origins: pa.Array, pages: pa.Array) -> pa.Array:
    """Whether each of *origins*, those of URLs, is schemelessly same site with the page beside it."""
    return pa.array(map(_is_same_site, origins.to_pylist(), pages.to_pylist()), pa.bool_())


@functools.lru_cache(maxsize=1 << 16)
def _is_same_site(origin: str | None, page: str | None) -> bool:
    return schemelessly_same_site(page_origin(origin), page_origin(page))
