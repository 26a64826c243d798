"""
What a console line can say of a fetch: which answer it was about, whose header, which value.

`Incident` looks at a request, its verdict and what went over the wire, and offers what templates have
fields for and rules have conditions on. It knows no browser.
"""

import functools
from collections.abc import Callable
from typing import Final

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.enums import Mode, RedirectMode
from cors_sim.exchanges import Exchange
from cors_sim.origins import same_origin
from cors_sim.requests import Request
from cors_sim.responses import REDIRECT_STATUSES, Response
from cors_sim.urls import URL, url_or_none
from cors_sim.verdicts import Allowed, Opaque, Reason, Verdict

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

_JAVASCRIPT: Final = frozenset(
    f"{top_level}/{subtype}"
    for top_level, subtypes in {
        "application": ("ecmascript", "javascript", "x-ecmascript", "x-javascript"),
        "text": (
            *("ecmascript", "javascript", "jscript", "livescript", "x-ecmascript", "x-javascript"),
            *(f"javascript1.{minor}" for minor in range(6)),
        ),
    }.items()
    for subtype in subtypes
)
_ALLOW_ORIGIN: Final = "Access-Control-Allow-Origin"


@attrs.frozen(slots=False, repr=False)
class Incident(Value):
    """
    A fetch as its console lines see it.

    Args:
        request: as script asked at first.
        verdict: what came of it.
        exchanges: what went over the wire, in order.
    """

    request: Request
    verdict: Verdict
    exchanges: tuple[Exchange, ...]

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
            location = _location(exchange)
            if location is not None and not exchange.request.is_preflight:
                fragment = fragment if location.fragment is None else location.fragment
                urls.append(following.request.url.with_fragment(fragment))
        return tuple(urls)

    @functools.cached_property
    def next_url(self) -> URL | None:
        """Where the last answer redirects to; None where it does not."""
        if not self.exchanges or self.exchanges[-1].request.is_preflight:
            return None
        location = _location(self.exchanges[-1])
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
    def method(self) -> str:
        """The method that the fetch was to use."""
        if not self.exchanges:
            return self.request.method
        sent = self.exchanges[-1].request
        return sent.headers.get("access-control-request-method") or sent.method

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
    def refused_name(self) -> str:
        """The name that the verdict says was not granted."""
        evidence = self.verdict.evidence
        return "" if evidence is None else evidence.expected

    @functools.cached_property
    def allow_origin_fields(self) -> int:
        """How many headers of the last answer are spelt exactly ``Access-Control-Allow-Origin``."""
        return self.response.headers.names().count(_ALLOW_ORIGIN)


def _location(exchange: Exchange) -> URL | None:
    """Where the answer of *exchange* redirects to, if it does and can be read."""
    response = exchange.response
    location = response.headers.get("location")
    if location is None or response.status not in REDIRECT_STATUSES:
        return None
    return url_or_none(_infra.percent_encode_non_ascii(location), exchange.request.url)


Condition = Callable[[Incident], bool]
"""Something that a rule asks of an incident: a function of a module or a value, which can be pickled."""


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
"""Reasons that a preflight's answer is refused for before anything in it is read."""


def either(*reasons: Reason) -> frozenset[Reason]:
    """*reasons* of the CORS check, and the same of the check of a preflight's answer."""
    return frozenset({*reasons, *(Reason(f"preflight-{reason}") for reason in reasons)})


def in_the_page(incident: Incident) -> bool:
    """Script runs in a page, not in a worker."""
    return not incident.request.in_worker


def in_a_worker(incident: Incident) -> bool:
    """Script runs in a worker."""
    return incident.request.in_worker


def elsewhere(incident: Incident) -> bool:
    """The URL whose turn it was is not the one that was asked for at first."""
    return incident.failed_url != incident.request.url


def of_a_preflight(incident: Incident) -> bool:
    """The last answer is one to a preflight."""
    return incident.preflighted


def of_a_redirect(incident: Incident) -> bool:
    """The last answer, not to a preflight, is a redirect."""
    return incident.redirects


def follows_redirects(incident: Incident) -> bool:
    """The request's redirect mode is ``follow``."""
    return incident.request.redirect_mode is RedirectMode.FOLLOW


def has_a_location(incident: Incident) -> bool:
    """The last answer has a ``Location`` with something in it."""
    return incident.location != ""


def has_a_redirect_status(incident: Incident) -> bool:
    """The last answer's status is a redirect's."""
    return incident.response.status in REDIRECT_STATUSES


def has_an_unusable_location(incident: Incident) -> bool:
    """The last answer's ``Location`` is no URL, or more than one, or leads inside the browser."""
    locations = set(incident.response.headers.get_all("location"))
    inside = {"about", "blob", "data", "file", "filesystem"}
    return len(locations) > 1 or incident.next_url is None or incident.next_url.scheme in inside


def taints_the_origin(incident: Incident) -> bool:
    """A redirect leads from one origin that is not the page's to another, which ``*`` alone would allow."""
    location = _location(incident.exchanges[-1])
    from_origin = incident.urls[-1].origin
    return (
        location is not None
        and not same_origin(location.origin, from_origin)
        and not same_origin(from_origin, incident.request.origin)
        and incident.allow_origin != "*"
    )


def is_about_a_page(incident: Incident) -> bool:
    """The URL is of a page inside the browser, other than ``about:blank``."""
    return incident.failed_url.scheme == "about" and incident.failed_url.path != "blank"


def from_another_origin(incident: Incident) -> bool:
    """The last answer, or the want of one, is of another origin than the page's."""
    return not same_origin(incident.urls[-1].origin, incident.request.origin)


def across_origins(incident: Incident) -> bool:
    """The request is a CORS request that leaves the page's origin."""
    return incident.crosses_origins


def value_has_space_or_comma(incident: Incident) -> bool:
    """The header's value holds a space or a comma."""
    return not {" ", ","}.isdisjoint(incident.value)


def value_has_comma(incident: Incident) -> bool:
    """The header's value holds a comma."""
    return "," in incident.value


def value_is_no_url(incident: Incident) -> bool:
    """The header's value is neither ``null`` nor a URL, as Chromium sees it."""
    if incident.value == "null":
        return False
    url = url_or_none(_infra.percent_encode_non_ascii(incident.value))
    if url is None:
        return True
    # Schemes that are Chromium's own and need more than the URL standard knows.
    return url.scheme == "filesystem" or (url.scheme == "chrome" and not url.host)


def allow_origin_is_repeated(incident: Incident) -> bool:
    """``Access-Control-Allow-Origin``, spelt so, is there more than once."""
    return incident.allow_origin_fields > 1


def authorization_is_covered_by_a_wildcard(incident: Incident) -> bool:
    """The last preflight asked for ``Authorization`` and was answered ``*`` instead of its name."""
    return "authorization" in incident.refused_names


def in_cors_mode(incident: Incident) -> bool:
    """The request's mode is ``cors``."""
    return incident.request.mode is Mode.CORS


def is_of_no_use(incident: Incident) -> bool:
    """The last answer's type is none for a module, or with ``nosniff`` none for a script or style sheet."""
    headers = incident.response.headers
    content_type = headers.get("content-type") or ""
    essence = _infra.ascii_lowercase(_infra.strip_http_whitespace(content_type.partition(";")[0]))
    if incident.request.api in {"import", "module", "modulepreload"}:
        return essence not in _JAVASCRIPT
    options = headers.get_decode_and_split("x-content-type-options") or [""]
    if _infra.ascii_lowercase(options[0]) != "nosniff":
        return False
    destination = incident.request.destination
    return (destination == "script" and essence not in _JAVASCRIPT) or (
        destination == "style" and essence != "text/css"
    )


@attrs.frozen(repr=False)
class By(Value):
    """
    The condition that script used one of these.

    Args:
        apis: as `Request.api` names them.
    """

    apis: frozenset[str]

    def __call__(self, incident: Incident) -> bool:
        """Whether it did."""
        return incident.request.api in self.apis


@attrs.frozen(repr=False)
class For(Value):
    """
    The condition that the response is for one of these.

    Args:
        destinations: as `Request.destination` names them.
    """

    destinations: frozenset[str]

    def __call__(self, incident: Incident) -> bool:
        """Whether it is."""
        return incident.request.destination in self.destinations


@attrs.frozen(repr=False)
class To(Value):
    """
    The condition that the next URL, or the only one, has one of these schemes.

    Args:
        schemes: without the colon.
    """

    schemes: frozenset[str]

    def __call__(self, incident: Incident) -> bool:
        """Whether it has."""
        return (incident.next_url or incident.failed_url).scheme in self.schemes


@attrs.frozen(repr=False)
class Not(Value):
    """
    The condition that another does not hold.

    Args:
        condition: the other.
    """

    condition: Condition

    def __call__(self, incident: Incident) -> bool:
        """Whether it does not."""
        return not self.condition(incident)


@attrs.frozen(repr=False)
class AnyOf(Value):
    """
    The condition that one of several holds.

    Args:
        conditions: the several.
    """

    conditions: tuple[Condition, ...]

    def __call__(self, incident: Incident) -> bool:
        """Whether one does."""
        return any(condition(incident) for condition in self.conditions)


def by(*apis: str) -> By:
    """Script used one of *apis*."""
    return By(frozenset(apis))


def to(*schemes: str) -> To:
    """A redirect, or the request itself, goes to one of *schemes*."""
    return To(frozenset(schemes))
