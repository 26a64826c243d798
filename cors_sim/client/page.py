"""The page or worker that script runs in: what of it goes into every request."""

import re
from collections.abc import Hashable
from typing import Any, Final

import attrs

from cors_sim._value import Value
from cors_sim.enums import EmbedderPolicy, ReferrerPolicy, word
from cors_sim.headers import HeadersInput, header_list
from cors_sim.origins import OpaqueOrigin, Origin
from cors_sim.urls import URL, parse_origin, parse_url, url_or_none

# A structured field's item, as far as its being a token matters: the token, then any parameters.
_TOKEN: Final = r"[A-Za-z*][!#$%&'*+\-.^_`|~0-9A-Za-z:/]*"  # noqa: S105 - a grammar, no secret
_BARE_ITEM: Final = (
    rf'(?:{_TOKEN}|"(?:[ !#-\[\]-~]|\\["\\])*"|-?[0-9]{{1,15}}(?:\.[0-9]{{1,3}})?|:[A-Za-z0-9+/=]*:|\?[01]'
    r'|@-?[0-9]{1,15}|%"(?:[ !#$&-~]|%[0-9a-f]{2})*")'
)
_TOKEN_ITEM: Final = re.compile(rf" *({_TOKEN})(?:; *[a-z*][a-z0-9_\-.*]*(?:={_BARE_ITEM})?)* *")


def embedder_policy(headers: HeadersInput) -> EmbedderPolicy:
    """
    What the ``Cross-Origin-Embedder-Policy`` among a page's *headers* means; ``unsafe-none`` for nonsense.

    Browsers take it from pages in a secure context alone: over https, or from this very machine.

    Args:
        headers: a mapping, or pairs where a name may be repeated.

    Spec: https://html.spec.whatwg.org/multipage/browsers.html#obtain-an-embedder-policy
    """
    value = header_list(headers).get("Cross-Origin-Embedder-Policy")
    item = None if value is None else _TOKEN_ITEM.fullmatch(value)
    if item is not None and item[1] in {EmbedderPolicy.REQUIRE_CORP, EmbedderPolicy.CREDENTIALLESS}:
        return EmbedderPolicy(item[1])
    return EmbedderPolicy.UNSAFE_NONE


def _base(value: str | URL | None) -> URL | None:
    return None if value is None else parse_url(value, argument="base")


def _embedder_policy(value: str) -> EmbedderPolicy:
    return word(EmbedderPolicy, value, "embedder_policy")


def _referrer_policy(value: str) -> ReferrerPolicy:
    return word(ReferrerPolicy, value, "referrer_policy")


def _top_level_origin(value: str | Origin | None) -> Origin | None:
    return None if value is None else parse_origin(value, argument="top_level_origin")


@attrs.frozen(repr=False)
class Page(Value):
    """
    Where script runs.

    Args:
        origin: its origin; an `OpaqueOrigin` for a sandboxed frame, a ``data:`` or a ``file:`` page. A
            ``srcdoc`` or ``blob:`` frame and a dedicated worker have the origin of what made them.
        base: what relative URLs are relative to; None for the root of *origin*.
        embedder_policy: of its ``Cross-Origin-Embedder-Policy`` header, which the function
            `embedder_policy` reads.
        referrer_policy: of the page, for requests that have none of their own.
        secure_context: as in `Request`.
        network_partition_key: as in `Request`.
        top_level_origin: of the page at the top, where this is a frame in it.
        in_worker: whether this is a worker.
    """

    origin: Origin = attrs.field(converter=parse_origin)
    base: URL | None = attrs.field(default=None, converter=_base, kw_only=True)
    embedder_policy: EmbedderPolicy = attrs.field(
        default=EmbedderPolicy.UNSAFE_NONE, converter=_embedder_policy, kw_only=True
    )
    referrer_policy: ReferrerPolicy = attrs.field(
        default=ReferrerPolicy.DEFAULT, converter=_referrer_policy, kw_only=True
    )
    secure_context: bool | None = attrs.field(default=None, kw_only=True)
    network_partition_key: Hashable = attrs.field(default=None, kw_only=True)
    top_level_origin: Origin | None = attrs.field(default=None, converter=_top_level_origin, kw_only=True)
    in_worker: bool = attrs.field(default=False, kw_only=True)

    @property
    def base_url(self) -> URL | None:
        """What relative URLs are relative to; None where the page has no such URL."""
        if self.base is not None or isinstance(self.origin, OpaqueOrigin):
            return self.base
        return parse_url(f"{self.origin}/", argument="origin")

    def url_or_none(self, url: str | URL) -> URL | None:
        """
        *url*, relative to the page, or None if it does not parse.

        Raises:
            InvalidInput: *url* is neither text nor a URL.
        """
        if isinstance(url, str):
            return url_or_none(url, self.base_url)
        return parse_url(url)

    def request_fields(self, referrer_policy: str = "") -> dict[str, Any]:
        """
        What of a `Request` the page decides.

        Args:
            referrer_policy: that the request has of its own.
        """
        return {
            "origin": self.origin,
            "embedder_policy": self.embedder_policy,
            "referrer_policy": referrer_policy or self.referrer_policy,
            "secure_context": self.secure_context,
            "network_partition_key": self.network_partition_key,
            "top_level_origin": self.top_level_origin,
            "in_worker": self.in_worker,
        }


def page_of(origin: str | Origin | Page) -> Page:
    """*origin* as the page that it is of."""
    return origin if isinstance(origin, Page) else Page(origin)
