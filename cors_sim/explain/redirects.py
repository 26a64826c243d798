"""Redirects of a fetch: where they lead, whether to a login, and what becomes of the origin."""

import re
from typing import Final

from cors_sim import _infra
from cors_sim.exchanges import Exchange
from cors_sim.explain.repairs import ALLOW_CREDENTIALS_REASONS, ALLOW_ORIGIN_REASONS, LIST_REASONS
from cors_sim.flows import Outcome
from cors_sim.origins import same_origin
from cors_sim.responses import REDIRECT_STATUSES
from cors_sim.urls import URL, parse_url, url_or_none

MENDABLE: Final = ALLOW_ORIGIN_REASONS | ALLOW_CREDENTIALS_REASONS | LIST_REASONS
"""Reasons that permission given in headers mends, whatever the way to the server is."""

_LOGIN: Final = re.compile(
    r"(?:^|[/._\-])(?:log-?in|sign-?in|sso|saml2?|oauth2?|authorize|auth|oidc|openid|adfs|cas|accounts?)(?:$|[/._\-?])"
)


def redirecting(outcome: Outcome) -> list[Exchange]:
    """The exchanges of *outcome* that were answered with a redirect."""
    return [
        exchange
        for exchange in outcome.exchanges
        if exchange.response.status in REDIRECT_STATUSES and location(exchange) is not None
    ]


def location(exchange: Exchange) -> URL | None:
    """Where the answer of *exchange* leads, as far as its ``Location`` can be read."""
    value = exchange.response.headers.extract_values("location")
    if value is None or value == "failure":
        return None
    return url_or_none(_infra.percent_encode_non_ascii(value[0]), exchange.request.url)


def final_url(outcome: Outcome) -> URL | None:
    """The last URL that the redirects of *outcome* led to, without a password; None for no redirect."""
    hops = redirecting(outcome)
    url = location(hops[-1]) if hops else None
    if url is None or not url.has_http_scheme:
        return None
    if url.includes_credentials:
        scheme, _, rest = url.href.partition("://")
        authority, slash, path = rest.partition("/")
        url = parse_url(f"{scheme}://{authority.rpartition('@')[2]}{slash}{path}")
    return url


def login(outcome: Outcome) -> URL | None:
    """The URL of a page to log in at that a redirect led to; None where none looks like one."""
    if _is_login(outcome.request.url):
        return None
    urls = map(location, redirecting(outcome))
    return next((url for url in urls if url is not None and _is_login(url)), None)


def _is_login(url: URL) -> bool:
    return _LOGIN.search(_infra.ascii_lowercase(f"{url.host}{url.path}")) is not None


def tainting(outcome: Outcome) -> Exchange | None:
    """The redirect behind which the origin of the request is ``null``; None where there is none."""
    origin = outcome.request.origin
    for hop in redirecting(outcome):
        url, here = location(hop), hop.request.url.origin
        if url is not None and not same_origin(url.origin, here) and not same_origin(origin, here):
            return hop
    return None


def makes_origin_null(outcome: Outcome) -> bool:
    """Whether a redirect takes from a page the origin that it has."""
    return outcome.request.origin.serialized != "null" and tainting(outcome) is not None
