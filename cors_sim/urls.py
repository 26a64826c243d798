"""
URLs as the browser's parser reads them.

Parsing is ada-url's, the WHATWG URL parser; this module keeps of its result what CORS asks for.

Spec: https://url.spec.whatwg.org/
"""

import re
from collections.abc import Iterable
from typing import Final

import ada_url
import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.errors import InvalidInput
from cors_sim.origins import Origin, TupleOrigin

HTTP_SCHEMES: Final = frozenset({"http", "https"})
"""Spec: https://fetch.spec.whatwg.org/#http-scheme"""

_TUPLE_ORIGIN_SCHEMES: Final = frozenset({"http", "https", "ws", "wss", "ftp"})

# Splits what the URL serializer wrote, never what somebody typed: there, an "@", "/", "?" or "#" that is
# part of a name has been percent-encoded, so the first one is the delimiter.
_SERIALIZED: Final = re.compile(
    r"([a-z][a-z0-9+.\-]*):"
    r"(?://(?:([^/?#@]*)@)?(\[[^\]]*\]|[^/?#:@]*)(?::([0-9]+))?)?"
    r"([^#]*)(?:#(.*))?",
    re.DOTALL,
)


@attrs.frozen(slots=False, repr=False)
class URL(Value):
    """
    A parsed URL. Make one with `parse_url`.

    Args:
        href: the URL, serialized.
        scheme: without the colon.
        host: serialized, or None where the URL has none.
        port: None where it is the scheme's default.
        includes_credentials: whether it has a username or password.
        origin: the URL's origin; None for one that is opaque and so the same origin with nothing.
        fragment: what follows ``#``, or None.
    """

    href: str
    scheme: str = attrs.field(eq=False, repr=False)
    host: str | None = attrs.field(eq=False, repr=False)
    port: int | None = attrs.field(eq=False, repr=False)
    includes_credentials: bool = attrs.field(eq=False, repr=False)
    origin: Origin | None = attrs.field(eq=False, repr=False)
    fragment: str | None = attrs.field(eq=False, repr=False)

    @property
    def has_http_scheme(self) -> bool:
        """Whether the scheme is ``http`` or ``https``."""
        return self.scheme in HTTP_SCHEMES

    @property
    def without_fragment(self) -> "URL":
        """The URL as a server gets to see it."""
        if self.fragment is None:
            return self
        return attrs.evolve(self, href=self.href[: self.href.index("#")], fragment=None)

    def with_fragment(self, fragment: str | None) -> "URL":
        """The URL with *fragment*, already percent-encoded, in place of its own."""
        bare = self.without_fragment
        if fragment is None:
            return bare
        return attrs.evolve(bare, href=f"{bare.href}#{fragment}", fragment=fragment)

    @property
    def path(self) -> str:
        """The path, without query and fragment."""
        match = _SERIALIZED.fullmatch(self.href)
        rest = "" if match is None else match[5]
        return rest.partition("?")[0]

    def __str__(self) -> str:
        return self.href

    def __repr__(self) -> str:
        return f"URL({self.href!r})"


def parse_url(text: str | URL, base: URL | None = None, *, argument: str = "url") -> URL:
    """
    *text* as a URL, relative to *base* where one is given.

    Args:
        text: what somebody wrote; a `URL` passes through.
        base: what a relative URL is relative to.
        argument: the name that a failure is reported under.

    Raises:
        InvalidInput: *text* does not parse.

    Spec: https://url.spec.whatwg.org/#concept-url-parser
    """
    if isinstance(text, URL):
        return text
    if not isinstance(text, str):
        raise InvalidInput(argument, text, "must be a str or a URL")
    url = url_or_none(text, base)
    if url is None:
        kind = "an absolute URL" if base is None else f"a URL (relative to {base})"
        raise InvalidInput(argument, text, f"must be {kind}")
    return url


def url_or_none(text: str, base: URL | None = None) -> URL | None:
    """*text* as a URL, or None: for text that a server wrote, where failure is no exception."""
    try:
        href = ada_url.URL(text, None if base is None else base.href).href
    except ValueError:  # ada-url's word for failure, surrogates that cannot be encoded included
        return None
    match = _SERIALIZED.fullmatch(href)
    if match is None:  # pragma: no cover - the serializer writes nothing else
        return None
    scheme, userinfo, host, digits, _, fragment = match.groups()
    port = None if digits is None else _infra.whole_number(digits)
    origin: Origin | None = None
    if scheme in _TUPLE_ORIGIN_SCHEMES and host:
        origin = TupleOrigin(scheme, host, port)
    elif scheme == "blob":
        origin = _origin_of_blob(href)
    return URL(href, scheme, host, port, userinfo is not None, origin, fragment)


def _origin_of_blob(href: str) -> Origin | None:
    """
    The origin of a ``blob:`` URL, which is that of the URL inside.

    Spec: https://url.spec.whatwg.org/#concept-url-origin
    """
    inner = url_or_none(href[len("blob:") :])
    return inner.origin if inner is not None and inner.scheme in HTTP_SCHEMES else None


def list_of_urls(value: object) -> tuple[URL, ...] | None:
    """*value* as a tuple if it is a list of URLs, else None."""
    urls = tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else (None,)
    return urls if all(isinstance(url, URL) for url in urls) else None


def parse_origin(text: str | Origin, *, argument: str = "origin") -> Origin:
    """
    The origin that *text* writes, as ``https://app.example.com`` or ``http://localhost:8080``.

    Args:
        text: scheme, host and perhaps port, and nothing behind them; an origin passes through.
        argument: the name that a failure is reported under.

    Raises:
        InvalidInput: *text* is no such thing, or ``null``, which names no one origin.
    """
    if not isinstance(text, str):
        if isinstance(text, Origin):
            return text
        raise InvalidInput(argument, text, "must be a str, TupleOrigin or OpaqueOrigin")
    if text == "null":
        raise InvalidInput(argument, text, "must be a page's origin; an opaque one is OpaqueOrigin()")
    url = url_or_none(text)
    origin = None if url is None else url.origin
    if not isinstance(origin, TupleOrigin) or url is None:
        raise InvalidInput(argument, text, "must be an origin such as 'https://app.example.com'")
    if url.href != f"{origin}/" or not set("/\\?#@ ").isdisjoint(text.partition("://")[2]):
        raise InvalidInput(argument, text, f"must be an origin with nothing behind it, as {origin}")
    return origin
