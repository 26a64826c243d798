"""
Origins and what relates them.

Two kinds: a tuple origin (scheme, host, port) and an opaque origin, which is equal to itself alone and
serializes to ``null`` (a sandboxed frame, a ``data:`` or ``file:`` page). `None` stands for the origin
of a URL that has an opaque one of its own: it is the same origin with nothing, not even itself.

Spec: https://html.spec.whatwg.org/multipage/browsers.html#origin
"""

import functools
import re
from collections.abc import Callable, Hashable
from typing import Final

import attrs

from cors_sim._value import Value

DEFAULT_PORTS: Final = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}
"""Ports that a URL or origin leaves out. Spec: https://url.spec.whatwg.org/#default-port"""

_IPV4: Final = re.compile(r"[0-9]+(?:\.[0-9]+){3}")


@attrs.frozen(slots=False, repr=False)
class TupleOrigin(Value):
    """
    Scheme, host and port: the origin of an ordinary page.

    Get one from text with `cors_sim.urls.parse_origin`, which knows how a browser writes hosts.

    Args:
        scheme: lower case, without a colon.
        host: as the URL standard serializes it (lower case, punycode, IPv6 in brackets).
        port: None where the scheme's default port is meant.
    """

    scheme: str
    host: str
    port: int | None = None

    @functools.cached_property
    def serialized(self) -> str:
        """
        The origin as in an ``Origin`` header: ``https://app.example.com``.

        Spec: https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
        """
        port = "" if self.port is None else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"

    def __str__(self) -> str:
        return self.serialized

    def __repr__(self) -> str:
        return f"TupleOrigin({self.serialized!r})"


@attrs.frozen(repr=False)
class OpaqueOrigin(Value):
    """
    An origin that is known by nothing but itself, as of a sandboxed frame or a ``data:`` page.

    Args:
        token: any hashable value; origins with equal tokens are the same origin.
    """

    token: Hashable = "opaque"  # noqa: S105 - a name, no secret

    @property
    def serialized(self) -> str:
        """Always ``null``: what a server gets to see of an opaque origin."""
        return "null"

    def __str__(self) -> str:
        return self.serialized


Origin = TupleOrigin | OpaqueOrigin


def same_origin(a: Origin | None, b: Origin | None) -> bool:
    """
    Whether *a* and *b* are the same origin.

    Spec: https://html.spec.whatwg.org/multipage/browsers.html#same-origin
    """
    return a is not None and a == b


def same_site(a: Origin | None, b: Origin | None) -> bool:
    """
    Whether *a* and *b* are schemelessly same site and, if tuples, of one scheme.

    Spec: https://html.spec.whatwg.org/multipage/browsers.html#same-site
    """
    if isinstance(a, TupleOrigin) and isinstance(b, TupleOrigin) and a.scheme != b.scheme:
        return False
    return schemelessly_same_site(a, b)


def schemelessly_same_site(a: Origin | None, b: Origin | None) -> bool:
    """
    Whether *a* and *b* share a registrable domain, or a host where there is none.

    Spec: https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site
    """
    if not (isinstance(a, TupleOrigin) and isinstance(b, TupleOrigin)):
        return same_origin(a, b)
    if a.host == b.host:
        return True
    domain = registrable_domain(a.host)
    return domain is not None and domain == registrable_domain(b.host)


def registrable_domain(host: str) -> str | None:
    """
    The part of *host* that somebody registered (``example.co.uk``), or None for an IP address.

    None, too, for a host that is a public suffix itself.

    Spec: https://url.spec.whatwg.org/#host-registrable-domain
    """
    if is_ip_address(host):
        return None
    trailing_dot = "." if host.endswith(".") else ""
    domain = _private_suffix()(host.removesuffix("."))
    return None if domain is None else domain + trailing_dot


def is_ip_address(host: str) -> bool:
    """Whether *host*, as the URL parser wrote it, is an IPv4 or IPv6 address."""
    return host.startswith("[") or _IPV4.fullmatch(host) is not None


def is_loopback(host: str) -> bool:
    """
    Whether *host* is this very machine: ``localhost``, a name below it, 127.0.0.0/8 or ``[::1]``.

    Spec: https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
    """
    if is_ip_address(host):
        return host == "[::1]" or host.startswith("127.")
    name = host.removesuffix(".")
    return name == "localhost" or name.endswith(".localhost")


@functools.cache
def _private_suffix() -> Callable[[str], str | None]:
    # The list is large: it is read when the first same-site question is asked, not on import.
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - see above

    lookup: Callable[[str], str | None] = PublicSuffixList().privatesuffix
    return lookup
