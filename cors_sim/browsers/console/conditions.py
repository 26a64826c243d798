"""
What rules ask of an incident. Each is a function of this module, or a value, so that rules can be pickled.
"""

from collections.abc import Callable
from typing import Final

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.browsers.console.incident import Incident, location_url
from cors_sim.enums import Mode, RedirectMode
from cors_sim.origins import same_origin
from cors_sim.responses import REDIRECT_STATUSES
from cors_sim.urls import url_or_none

Condition = Callable[[Incident], bool]
"""Something to ask of an incident."""

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


def has_no_url_in_its_location(incident: Incident) -> bool:
    """The last answer's ``Location`` cannot be read."""
    return incident.next_url is None


def is_a_permitted_put(incident: Incident) -> bool:
    """The last request is a ``PUT`` that was sent right after a preflight for it."""
    exchanges = incident.exchanges
    return (
        len(exchanges) > 1
        and exchanges[-2].request.is_preflight
        and exchanges[-1].request.method == "PUT"
        and not exchanges[-1].request.is_preflight
    )


def has_a_redirect_status(incident: Incident) -> bool:
    """The last answer's status is a redirect's."""
    return incident.response.status in REDIRECT_STATUSES


def has_an_unusable_location(incident: Incident) -> bool:
    """The last answer's ``Location`` is no URL, or more than one, or leads inside the browser."""
    locations = set(incident.response.headers.get_all("location"))
    inside = {"about", "blob", "chrome", "data", "file", "filesystem"}
    return len(locations) > 1 or incident.next_url is None or incident.next_url.scheme in inside


def taints_the_origin(incident: Incident) -> bool:
    """A redirect leads from one origin that is not the page's to another, which ``*`` alone would allow."""
    location = location_url(incident.exchanges[-1])
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
    if incident.response.is_network_error:
        return False
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


def by(*apis: str) -> By:
    """Script used one of *apis*."""
    return By(frozenset(apis))


def to(*schemes: str) -> To:
    """A redirect, or the request itself, goes to one of *schemes*."""
    return To(frozenset(schemes))
