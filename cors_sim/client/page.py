"""The page or worker that script runs in: what of it goes into every request."""

from collections.abc import Hashable
from typing import Any

import attrs

from cors_sim._value import Value
from cors_sim.enums import EmbedderPolicy, word
from cors_sim.origins import OpaqueOrigin, Origin
from cors_sim.urls import URL, parse_origin, parse_url


def _base(value: str | URL | None) -> URL | None:
    return None if value is None else parse_url(value, argument="base")


def _embedder_policy(value: str) -> EmbedderPolicy:
    return word(EmbedderPolicy, value, "embedder_policy")


@attrs.frozen(repr=False)
class Page(Value):
    """
    Where script runs.

    Args:
        origin: its origin; an `OpaqueOrigin` for a sandboxed frame, a ``data:`` or a ``file:`` page. A
            ``srcdoc`` or ``blob:`` frame and a dedicated worker have the origin of what made them.
        base: what relative URLs are relative to; None for the root of *origin*.
        embedder_policy: of its ``Cross-Origin-Embedder-Policy`` header.
        secure_context: as in `Request`.
        network_partition_key: as in `Request`.
    """

    origin: Origin = attrs.field(converter=parse_origin)
    base: URL | None = attrs.field(default=None, converter=_base, kw_only=True)
    embedder_policy: EmbedderPolicy = attrs.field(
        default=EmbedderPolicy.UNSAFE_NONE, converter=_embedder_policy, kw_only=True
    )
    secure_context: bool | None = attrs.field(default=None, kw_only=True)
    network_partition_key: Hashable = attrs.field(default=None, kw_only=True)

    @property
    def base_url(self) -> URL | None:
        """What relative URLs are relative to; None where the page has no such URL."""
        if self.base is not None or isinstance(self.origin, OpaqueOrigin):
            return self.base
        return parse_url(f"{self.origin}/")

    def request_fields(self) -> dict[str, Any]:
        """What of a `Request` the page decides."""
        return {
            "origin": self.origin,
            "embedder_policy": self.embedder_policy,
            "secure_context": self.secure_context,
            "network_partition_key": self.network_partition_key,
        }


def page_of(origin: str | Origin | Page) -> Page:
    """*origin* as the page that it is of."""
    return origin if isinstance(origin, Page) else Page(origin)
