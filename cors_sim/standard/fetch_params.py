"""
What a fetch carries along while it runs, and what it leaves behind.

Spec: https://fetch.spec.whatwg.org/#fetch-params
"""

from collections.abc import Generator

import attrs

from cors_sim.browsers import Browser
from cors_sim.exchanges import Exchange, HTTPRequest
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.standard.preflight import Past
from cors_sim.standard.preflight_cache import PreflightCache
from cors_sim.verdicts import Blocked, Trace

Answer = tuple[Response, float]
"""A server's response and when it came, in seconds on the caller's clock."""

FetchResult = Response | Blocked
"""A response, or a network error, which here says what it is: `Blocked`."""

Fetching = Generator[HTTPRequest, Answer, FetchResult]
"""An algorithm that asks servers: it yields each request and is sent the answer."""


@attrs.define(eq=False)
class FetchParams:
    """
    The state of one fetch: the only thing that changes while it runs. Never shared, never returned.

    Args:
        request: the request as it stands now; redirects and tainting change it.
        browser: whose choices count.
        cache: the preflight cache as it stands now.
        now: seconds on the caller's clock.
        trace: where steps are noted, if anybody asked.
        exchanges: what went over the wire so far.
        preflighted: whether a hop so far needed a preflight, cached or not.
        past: what the request was before redirects; None where there were none.
        refused_again: what a second check of the redirect behind us found, for browsers that make one.
    """

    request: Request
    browser: Browser
    cache: PreflightCache
    now: float
    trace: Trace | None
    exchanges: list[Exchange] = attrs.field(factory=list)
    preflighted: bool = False
    past: Past | None = None
    refused_again: Blocked | None = None
