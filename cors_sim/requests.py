"""
Requests: what script asks for.

Spec: https://fetch.spec.whatwg.org/#requests
"""

import functools
from collections.abc import Hashable, Iterable
from typing import Any, Literal

import attrs

from cors_sim import _infra, _value
from cors_sim._value import Value
from cors_sim.enums import (
    DESTINATIONS,
    INITIATOR_TYPES,
    CacheMode,
    CredentialsMode,
    EmbedderPolicy,
    Mode,
    RedirectMode,
    ReferrerPolicy,
    ResponseTainting,
    one_of,
    word,
)
from cors_sim.errors import InvalidInput
from cors_sim.headers import NO_HEADERS, HeaderList, header_list
from cors_sim.origins import Origin, TupleOrigin, same_origin, same_site
from cors_sim.urls import URL, list_of_urls, parse_origin, parse_url

_SCRIPT_APIS = frozenset({"fetch", "xhr", "eventsource", "beacon"})


def _whole_number(value: object, argument: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise InvalidInput(argument, value, "must be a whole number, zero or more")


def _length(value: object) -> int | None:
    return None if value is None else _whole_number(value, "length")


@attrs.frozen(repr=False)
class BodyWithoutSource(Value):
    """
    A request body that can be sent only once, as a stream is: its source is null.

    Args:
        length: in bytes, or None where it is not known.
    """

    length: int | None = attrs.field(default=None, converter=_length)


Body = bytes | BodyWithoutSource | None
RedirectTaint = Literal["same-origin", "same-site", "cross-site"]


def _url_list(value: str | URL | Iterable[URL]) -> tuple[URL, ...]:
    urls = (parse_url(value),) if isinstance(value, str | URL) else list_of_urls(value)
    if not urls:
        raise InvalidInput("url", value, "must be a URL, or the non-empty list of URLs so far")
    if urls[0].scheme == "blob":
        raise InvalidInput("url", str(urls[0]), "must not be a blob: URL, whose store is not modelled")
    return urls


def _method(value: str | bytes) -> str:
    method = _infra.isomorphic_text(value, "method")
    if not _infra.is_token(method):
        raise InvalidInput("method", method, "must be an HTTP token")
    return method


def _body(value: object) -> Body:
    if value is None or isinstance(value, bytes | BodyWithoutSource):
        return value
    raise InvalidInput("body", value, "must be bytes, BodyWithoutSource or None")


def _mode(value: str) -> Mode:
    return word(Mode, value, "mode")


def _credentials_mode(value: str) -> CredentialsMode:
    return word(CredentialsMode, value, "credentials_mode")


def _redirect_mode(value: str) -> RedirectMode:
    return word(RedirectMode, value, "redirect_mode")


def _cache_mode(value: str) -> CacheMode:
    return word(CacheMode, value, "cache_mode")


def _referrer_policy(value: str) -> ReferrerPolicy:
    return word(ReferrerPolicy, value, "referrer_policy")


def _destination(value: str) -> str:
    return one_of(DESTINATIONS, value, "destination")


def _initiator_type(value: str | None) -> str | None:
    return None if value is None else one_of(INITIATOR_TYPES, value, "initiator_type")


def _response_tainting(value: str) -> ResponseTainting:
    return word(ResponseTainting, value, "response_tainting")


def _redirect_count(value: object) -> int:
    return _whole_number(value, "redirect_count")


def _embedder_policy(value: str) -> EmbedderPolicy:
    return word(EmbedderPolicy, value, "embedder_policy")


def _top_level_origin(value: str | Origin | None) -> Origin | None:
    return None if value is None else parse_origin(value, argument="top_level_origin")


@attrs.frozen(slots=False, repr=False)
class Request(Value):
    """
    What script asks a browser for: the standard's *request*, with what bears on CORS.

    The defaults are those of ``fetch(url)`` in a page at *origin*.

    Args:
        url: an absolute URL; or, midway in a chain of redirects, all URLs so far.
        origin: the page's origin: ``"https://app.example.com"``, a `TupleOrigin` or an `OpaqueOrigin`.
        method: a token; case-sensitive, and not normalized here (``fetch()`` in script does that).
        headers: what script set, as a mapping or pairs.
        body: bytes, `BodyWithoutSource`, or None.
        mode: ``cors`` unless said otherwise.
        credentials_mode: ``omit``, ``same-origin`` or ``include``.
        redirect_mode: ``follow``, ``error`` or ``manual``.
        cache_mode: how the HTTP cache, which is not modelled, would be used.
        referrer_policy: empty for the page's, taken to be the web's default.
        destination: what the response is for; empty for ``fetch()`` and XMLHttpRequest.
        initiator_type: what started it in the standard's words, as ``fetch`` or ``xmlhttprequest``.
        api: what script really used (``fetch``, ``xhr``, ``img``, …). Only console messages and the
            departures of single browsers look at it.
        use_cors_preflight: the use-CORS-preflight flag, which upload listeners and streams set.
        unsafe_request: the unsafe-request flag: whether method and headers can ask for a preflight.
        keepalive: whether the request may outlive its page.
        response_tainting: bookkeeping of the fetch algorithm.
        redirect_count: bookkeeping of the fetch algorithm.
        timing_allow_failed: bookkeeping of the fetch algorithm.
        embedder_policy: the page's ``Cross-Origin-Embedder-Policy``.
        secure_context: whether the page must not load plain http (mixed content). None means that it
            must not where *origin* is https; the text of Mixed Content would have it for
            ``http://localhost`` as well, where no browser does: pass True for that.
        network_partition_key: what the preflight cache keeps apart; any hashable value.
        top_level_origin: of the page at the top, where the request comes from a frame; None where it is
            *origin*. Only the departures of single browsers look at it.
        in_worker: whether script runs in a worker. Only console messages and departures look at it.

    Raises:
        InvalidInput: an argument is impossible; the error names it and the rule it breaks.

    Spec: https://fetch.spec.whatwg.org/#concept-request
    """

    url_list: tuple[URL, ...] = attrs.field(alias="url", converter=_url_list)
    origin: Origin = attrs.field(converter=parse_origin, kw_only=True)
    method: str = attrs.field(default="GET", converter=_method, kw_only=True)
    headers: HeaderList = attrs.field(default=NO_HEADERS, converter=header_list, kw_only=True)
    body: Body = attrs.field(default=None, converter=_body, kw_only=True)
    mode: Mode = attrs.field(default=Mode.CORS, converter=_mode, kw_only=True)
    credentials_mode: CredentialsMode = attrs.field(
        default=CredentialsMode.SAME_ORIGIN, converter=_credentials_mode, kw_only=True
    )
    redirect_mode: RedirectMode = attrs.field(
        default=RedirectMode.FOLLOW, converter=_redirect_mode, kw_only=True
    )
    cache_mode: CacheMode = attrs.field(default=CacheMode.DEFAULT, converter=_cache_mode, kw_only=True)
    referrer_policy: ReferrerPolicy = attrs.field(
        default=ReferrerPolicy.DEFAULT, converter=_referrer_policy, kw_only=True
    )
    destination: str = attrs.field(default="", converter=_destination, kw_only=True)
    initiator_type: str | None = attrs.field(default=None, converter=_initiator_type, kw_only=True)
    api: str = attrs.field(default="fetch", kw_only=True)
    use_cors_preflight: bool = attrs.field(default=False, kw_only=True)
    unsafe_request: bool = attrs.field(default=True, kw_only=True)
    keepalive: bool = attrs.field(default=False, kw_only=True)
    response_tainting: ResponseTainting = attrs.field(
        default=ResponseTainting.BASIC, converter=_response_tainting, kw_only=True
    )
    redirect_count: int = attrs.field(default=0, converter=_redirect_count, kw_only=True)
    timing_allow_failed: bool = attrs.field(default=False, kw_only=True)
    embedder_policy: EmbedderPolicy = attrs.field(
        default=EmbedderPolicy.UNSAFE_NONE, converter=_embedder_policy, kw_only=True
    )
    secure_context: bool | None = attrs.field(default=None, kw_only=True)
    network_partition_key: Hashable = attrs.field(default=None, kw_only=True)
    top_level_origin: Origin | None = attrs.field(default=None, converter=_top_level_origin, kw_only=True)
    in_worker: bool = attrs.field(default=False, kw_only=True)

    @property
    def url(self) -> URL:
        """
        The URL that was asked for first.

        Spec: https://fetch.spec.whatwg.org/#concept-request-url
        """
        return self.url_list[0]

    @property
    def current_url(self) -> URL:
        """
        The URL of the present hop: the last of the URL list.

        Spec: https://fetch.spec.whatwg.org/#concept-request-current-url
        """
        return self.url_list[-1]

    @property
    def restricts_mixed_content(self) -> bool:
        """
        Whether the page must not load plain http.

        Spec: https://w3c.github.io/webappsec-mixed-content/#categorize-settings-object
        """
        if self.secure_context is not None:
            return self.secure_context
        return isinstance(self.origin, TupleOrigin) and self.origin.scheme == "https"

    @property
    def is_of_element(self) -> bool:
        """Whether an element or a module asks, and not script by an API of its own."""
        return self.api not in _SCRIPT_APIS

    @functools.cached_property
    def redirect_taint(self) -> RedirectTaint:
        """
        How far the redirects so far have left the hands of the page's origin.

        Spec: https://fetch.spec.whatwg.org/#concept-request-tainted-origin
        """
        # 1-3.
        taint: RedirectTaint = "same-origin"
        # 4. From each URL to the next: a hop taints when it goes elsewhere from a place not the page's own.
        for last_url, url in zip(self.url_list, self.url_list[1:], strict=False):
            # 4.1-4.2.
            if not same_site(url.origin, last_url.origin) and not same_site(self.origin, last_url.origin):
                return "cross-site"
            # 4.3-4.4.
            if not same_origin(url.origin, last_url.origin) and not same_origin(
                self.origin, last_url.origin
            ):
                taint = "same-site"
        # 5.
        return taint

    @functools.cached_property
    def serialized_origin(self) -> str:
        """
        What the request says its origin is: ``null`` after a tainting redirect.

        Spec: https://fetch.spec.whatwg.org/#serializing-a-request-origin
        """
        # 1-2.
        if len(self.url_list) > 1 and self.redirect_taint != "same-origin":
            return "null"
        # 3.
        return self.origin.serialized

    def __repr__(self) -> str:
        urls = self.url.href if len(self.url_list) == 1 else [url.href for url in self.url_list]
        rest = [
            argument for argument in _value.arguments(self) if not argument.startswith(("url=", "origin="))
        ]
        origin = self.origin.serialized if isinstance(self.origin, TupleOrigin) else self.origin
        return f"Request({', '.join([repr(urls), f'origin={origin!r}', *rest])})"

    def with_fields(self, **fields: Any) -> "Request":  # noqa: ANN401 - fields of many types
        """
        The request with some fields changed, by their names here; values are taken as they are.

        For the algorithms, which change requests as they go and have nothing to validate anew.
        """
        state = self.__dict__ | fields
        if "url_list" in fields or "origin" in fields:
            # Computed from these.
            state.pop("redirect_taint", None)
            state.pop("serialized_origin", None)
        new = object.__new__(Request)
        object.__setattr__(new, "__dict__", state)
        return new
