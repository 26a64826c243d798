"""
What a console line can say of a fetch: which answer it was about, whose header, which value.

`Incident` looks at a request, its verdict and what went over the wire, and offers what templates have
fields for and rules have conditions on. It knows no browser.
"""

import functools
from collections.abc import Sequence
from typing import Final

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.enums import Mode
from cors_sim.exchanges import Exchange
from cors_sim.origins import same_origin
from cors_sim.requests import Request
from cors_sim.responses import REDIRECT_STATUSES, Response
from cors_sim.urls import URL, url_or_none
from cors_sim.verdicts import Allowed, Opaque, Reason, Verdict

CORS_CHECK: Final = frozenset(
    {
        Reason.ALLOW_ORIGIN_MISSING,
        Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS,
        Reason.ALLOW_ORIGIN_MULTIPLE_VALUES,
        Reason.ALLOW_ORIGIN_MISMATCH,
        Reason.ALLOW_CREDENTIALS_MISSING,
        Reason.ALLOW_CREDENTIALS_NOT_TRUE,
    }
)
"""Reasons of the CORS check of the response itself, or of a redirect on the way to it."""

PREFLIGHT: Final = frozenset(reason for reason in Reason if reason.startswith("preflight-"))
"""Reasons that arise in a preflight before it is read what its answer permits."""

BEFORE_SENDING: Final = frozenset(
    {
        Reason.BAD_PORT,
        Reason.MIXED_CONTENT,
        Reason.SAME_ORIGIN_MODE,
        Reason.NO_CORS_REDIRECT_MODE,
        Reason.SCHEME_NOT_HTTP,
        Reason.DATA_URL_INVALID,
        Reason.KEEPALIVE_BODY_TOO_LARGE,
        Reason.ONLY_IF_CACHED,
    }
)
"""Reasons that are about a request that nobody was asked."""

_ALLOW_ORIGIN: Final = "Access-Control-Allow-Origin"


@attrs.frozen(slots=False, repr=False)
class Incident(Value):
    """
    A fetch as its console lines see it.

    Args:
        request: as script asked at first.
        verdict: what came of it.
        exchanges: what went over the wire, in order. Where the verdict is about a response that a preflight
            came after, that preflight is left out.
    """

    request: Request
    verdict: Verdict
    exchanges: tuple[Exchange, ...]

    @classmethod
    def of(cls, request: Request, verdict: Verdict, exchanges: Sequence[Exchange]) -> "Incident":
        """
        The incident of a fetch.

        WebKit looks at a redirect once more when the preflight to where it leads has been answered.
        """
        behind = verdict.reason in CORS_CHECK and exchanges and exchanges[-1].request.is_preflight
        return cls(request, verdict, tuple(exchanges[:-1] if behind else exchanges))

    @property
    def reason(self) -> Reason | None:
        """Why the fetch failed; None where it did not."""
        verdict = self.verdict
        return None if isinstance(verdict, Allowed | Opaque) else verdict.reason

    @functools.cached_property
    def response(self) -> Response:
        """The last answer; a network error where nobody answered."""
        return self.exchanges[-1].response if self.exchanges else Response.network_error()

    @functools.cached_property
    def urls(self) -> tuple[URL, ...]:
        """The URLs that were on the wire in turn, with their fragments, the first as it was asked for."""
        urls = [self.request.current_url]
        fragment = urls[0].fragment
        for exchange, following in zip(self.exchanges, self.exchanges[1:], strict=False):
            location = location_url(exchange)
            if location is not None and not exchange.request.is_preflight:
                fragment = fragment if location.fragment is None else location.fragment
                urls.append(following.request.url.with_fragment(fragment))
        return tuple(urls)

    @functools.cached_property
    def next_url(self) -> URL | None:
        """Where the last answer redirects to; None where it does not."""
        if not self.exchanges or self.exchanges[-1].request.is_preflight:
            return None
        location = location_url(self.exchanges[-1])
        if location is None or location.fragment is not None:
            return location
        return location.with_fragment(self.urls[-1].fragment)

    @functools.cached_property
    def failed_url(self) -> URL:
        """The URL whose turn it was when the fetch ended."""
        if self.reason in BEFORE_SENDING and self.next_url is not None:
            return self.next_url
        return self.urls[-1]

    @property
    def redirects(self) -> bool:
        """Whether the last answer, not to a preflight, is a redirect with a ``Location``."""
        return (
            bool(self.exchanges)
            and not self.exchanges[-1].request.is_preflight
            and self.response.status in REDIRECT_STATUSES
            and "location" in self.response.headers
        )

    @property
    def preflighted(self) -> bool:
        """Whether the last answer is one to a preflight."""
        return bool(self.exchanges) and self.exchanges[-1].request.is_preflight

    @property
    def crosses_origins(self) -> bool:
        """Whether the request is a CORS request that has left the page's origin, or was about to."""
        if self.request.mode is not Mode.CORS:
            return False
        urls = self.urls if self.next_url is None else (*self.urls, self.next_url)
        return not all(same_origin(url.origin, self.request.origin) for url in urls)

    @property
    def header(self) -> str | None:
        """The header that the verdict rests on."""
        evidence = self.verdict.evidence
        return None if evidence is None else evidence.header

    @property
    def value(self) -> str:
        """What that header says in the last answer, empty where it is not there."""
        return "" if self.header is None else self.response.headers.get(self.header) or ""

    @property
    def allow_origin(self) -> str:
        """What ``Access-Control-Allow-Origin`` says in the last answer, empty where it is not there."""
        return self.response.headers.get(_ALLOW_ORIGIN) or ""

    @property
    def location(self) -> str:
        """The ``Location`` of the last answer as the server wrote it."""
        return self.response.headers.get("location") or ""

    @property
    def sent_origin(self) -> str:
        """The origin that the last request named; the page's where it named none."""
        named = self.exchanges[-1].request.headers.get("origin") if self.exchanges else None
        return self.request.origin.serialized if named is None else named

    @property
    def invalid_token(self) -> str:
        """The first item of the list in `value` that is no token."""
        items = (item for item in _infra.split_on_commas(self.value) if item)
        return next((item for item in items if not _infra.is_token(item)), "")

    @functools.cached_property
    def refused_names(self) -> tuple[str, ...]:
        """The header names that the last preflight asked for and was not granted, sorted."""
        if not self.preflighted:
            return ()
        asked = self.exchanges[-1].request.headers.get("access-control-request-headers") or ""
        granted = self.response.headers.get("access-control-allow-headers") or ""
        listed = {_infra.ascii_lowercase(item) for item in _infra.split_on_commas(granted)}
        return tuple(name for name in _infra.split_on_commas(asked) if name and name not in listed)

    @property
    def expected(self) -> str:
        """What would have passed, as the verdict says: a method or the name of a header, among others."""
        evidence = self.verdict.evidence
        return "" if evidence is None else evidence.expected

    @functools.cached_property
    def allow_origin_fields(self) -> int:
        """How many headers of the last answer are spelt exactly ``Access-Control-Allow-Origin``."""
        return self.response.headers.names().count(_ALLOW_ORIGIN)


def location_url(exchange: Exchange) -> URL | None:
    """Where the answer of *exchange* redirects to, if it does and can be read."""
    response = exchange.response
    location = response.headers.get("location")
    if location is None or response.status not in REDIRECT_STATUSES:
        return None
    return url_or_none(_infra.percent_encode_non_ascii(location), exchange.request.url)


def either(*reasons: Reason) -> frozenset[Reason]:
    """*reasons* of the CORS check, and the same of the check of a preflight's answer."""
    return frozenset({*reasons, *(Reason(f"preflight-{reason}") for reason in reasons)})
