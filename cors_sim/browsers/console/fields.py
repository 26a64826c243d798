"""
The fields of templates: what of an incident each is filled with, and how it is written there.

Header text is one character a byte, and no two browsers show bytes above 0x7F alike.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.browsers.console.incident import Incident
from cors_sim.urls import URL

WEBKIT_HEADER_NAMES: Final = (
    *("Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Accept-Ranges"),
    *("Access-Control-Allow-Credentials", "Access-Control-Allow-Headers", "Access-Control-Allow-Methods"),
    *("Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Access-Control-Max-Age"),
    *("Age", "Authorization", "Cache-Control", "Content-Disposition", "Content-Encoding"),
    *("Content-Language", "Content-Location", "Content-Range", "Content-Security-Policy"),
    *("Content-Security-Policy-Report-Only", "Content-Type", "Cross-Origin-Embedder-Policy"),
    *("Cross-Origin-Embedder-Policy-Report-Only", "Cross-Origin-Opener-Policy"),
    *("Cross-Origin-Opener-Policy-Report-Only", "Cross-Origin-Resource-Policy", "Default-Style", "ETag"),
    *("Expires", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since"),
    *("Last-Event-ID", "Last-Modified", "Link", "Location", "Ping-From", "Ping-To", "Pragma", "Purpose"),
    *("Range", "Referrer-Policy", "Refresh", "Report-To", "Server", "Server-Timing", "Service-Worker"),
    *("SourceMap", "Timing-Allow-Origin", "Upgrade-Insecure-Requests", "User-Agent", "Vary"),
    *("X-Content-Type-Options", "X-DNS-Prefetch-Control", "X-Frame-Options", "X-SourceMap"),
    *("X-XSS-Protection",),
)
"""Headers that WebKit keeps ahead of others and in this spelling (its ``HTTPHeaderNames.in``)."""

_WEBKIT_SPELLINGS: Final = {_infra.ascii_lowercase(name): name for name in WEBKIT_HEADER_NAMES}


def escaped(text: str) -> str:
    r"""*text* with every byte that is not printable ASCII as ``\uXXXX``."""
    return "".join(byte if " " <= byte <= "~" else f"\\u{ord(byte):04X}" for byte in text)


def as_utf_8(text: str) -> str:
    """The bytes of *text* as UTF-8, with U+FFFD for what is none."""
    return text if text.isascii() else text.encode("latin-1").decode("utf-8", "replace")


def as_latin_1(text: str) -> str:
    """The bytes of *text* one character each, once U+FFFD has taken the place of what is no UTF-8."""
    return as_utf_8(text).encode().decode("latin-1")


def without_userinfo(url: URL) -> str:
    """*url* without a username and password."""
    if not url.includes_credentials:
        return url.href
    scheme, _, rest = url.href.partition("//")
    return f"{scheme}//{rest.partition('@')[2]}"


def refused_name_in_webkit(incident: Incident) -> str:
    """
    The refused header that WebKit names: of those it knows the first, in its own spelling, else as set.
    """
    refused = incident.refused_names
    names = incident.request.headers.names()
    lowered = [_infra.ascii_lowercase(name) for name in names]
    known = [_WEBKIT_SPELLINGS[name] for name in (*lowered, *refused) if name in _WEBKIT_SPELLINGS]
    for name in (*known, *names):
        if _infra.ascii_lowercase(name) in refused:
            return name
    return incident.expected


def _next_url(incident: Incident) -> str:
    """The URL that a redirect leads to, or the text that is none."""
    return incident.location if incident.next_url is None else incident.next_url.href


def _bare_next_url(incident: Incident) -> str:
    return incident.location if incident.next_url is None else without_userinfo(incident.next_url)


@attrs.frozen(repr=False)
class Field(Value):
    """
    What a field of a template is.

    Args:
        fact: what of a message it is, as `ConsoleMessage` calls it.
        fill: how it is written.
    """

    fact: str
    fill: Callable[[Incident], str]


FIELDS: Final[Mapping[str, Field]] = MappingProxyType(
    {
        "url": Field("url", lambda incident: incident.failed_url.href),
        "first_url": Field("url", lambda incident: incident.request.url.href),
        "url_without_fragment": Field("url", lambda incident: incident.failed_url.without_fragment.href),
        "first_url_without_fragment": Field(
            "url", lambda incident: incident.request.url.without_fragment.href
        ),
        "last_url": Field("url", lambda incident: incident.urls[-1].href),
        "target_url": Field("url", _next_url),
        "redirected_from": Field("redirected_from", lambda incident: incident.request.url.href),
        "next_url": Field("next_url", _next_url),
        "next_url_without_userinfo": Field("next_url", _bare_next_url),
        "scheme": Field("scheme", lambda incident: incident.failed_url.scheme),
        "port": Field("port", lambda incident: str(incident.failed_url.port)),
        "origin": Field("origin", lambda incident: incident.request.origin.serialized),
        "sent_origin": Field("origin", lambda incident: incident.sent_origin),
        "status": Field("status", lambda incident: str(incident.response.status)),
        "method": Field("method", lambda incident: incident.expected),
        "refused_name": Field("header_name", lambda incident: incident.expected),
        "refused_name_as_set": Field("header_name", refused_name_in_webkit),
        "value_escaped": Field("value", lambda incident: escaped(incident.value)),
        "value_as_latin_1": Field("value", lambda incident: as_latin_1(incident.value)),
        "allow_origin_as_utf_8": Field("value", lambda incident: as_utf_8(incident.allow_origin)),
        "invalid_token_as_utf_8": Field("value", lambda incident: as_utf_8(incident.invalid_token)),
    }
)
"""By name."""
