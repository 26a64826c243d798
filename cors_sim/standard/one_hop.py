"""
One hop in a straight line: what main fetch and HTTP fetch decide when nothing is cached or followed.

The same checks in the same order as in `main_fetch`, on answers that are there already, so that nothing
needs to be built for the wire or for script. A law in the tests holds the two together.

Spec: https://fetch.spec.whatwg.org/#main-fetch
"""

from typing import Final

from cors_sim.browsers import Browser
from cors_sim.enums import Mode, RedirectMode, ResponseTainting
from cors_sim.errors import PreflightNeeded
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.standard.blocking import blocked_by_its_type, with_mixed_content_upgraded
from cors_sim.standard.http_fetch_checks import (
    blocked_answer,
    is_redirect,
    opaque_redirect,
    opaque_response,
    redirect_mode_error,
    refused_again,
)
from cors_sim.standard.network_checks import blocked_from_the_network, without_proxy_challenge
from cors_sim.standard.preflight import permitted
from cors_sim.standard.redirect import HTTP_REDIRECT_FETCH, location_url, redirected
from cors_sim.standard.routing import route
from cors_sim.verdicts import ALLOWED, Blocked, Evidence, Reason, Verdict

_OPAQUE: Final = ResponseTainting.OPAQUE


def one_hop(request: Request, response: Response, preflight: Response | None, browser: Browser) -> Verdict:
    """
    Judge *response* to *request*, an http or https request.

    Args:
        request: what script asks for.
        response: the answer to it.
        preflight: the answer to the preflight, where there is one.
        browser: whose choices count.

    Raises:
        PreflightNeeded: there is a preflight, and no answer to it.
    """
    request = with_mixed_content_upgraded(request)
    routed = route(request, browser)
    if isinstance(routed, Blocked):
        return routed
    if routed.need is not None:
        if preflight is None:
            raise PreflightNeeded("preflight", None, f"must be given, because of {routed.need}")
        verdict = permitted(
            request, without_proxy_challenge(preflight, browser), routed.need.header_names, browser
        )
        if isinstance(verdict, Blocked):
            return verdict
    blocked = blocked_from_the_network(request, browser)
    response = without_proxy_challenge(response, browser)
    if blocked is None:
        blocked = blocked_answer(request, response, routed.tainting, browser)
    if blocked is not None:
        return blocked
    if is_redirect(request, response, browser):
        return _redirect(request.with_fields(response_tainting=routed.tainting), response, browser)
    return _readable(request, response, routed.tainting)


def _readable(request: Request, response: Response, tainting: ResponseTainting) -> Verdict:
    """What is left of the decision when the response is not a redirect to follow."""
    blocked = blocked_by_its_type(request, response)
    if blocked is not None:
        return blocked
    return opaque_response(request) if tainting is _OPAQUE else ALLOWED


def _redirect(request: Request, response: Response, browser: Browser) -> Verdict:
    """What the redirect mode makes of a redirect."""
    if request.redirect_mode is RedirectMode.ERROR:
        return redirect_mode_error(response)
    if request.redirect_mode is RedirectMode.MANUAL:
        verdict = _readable(request, response, request.response_tainting)
        manual = verdict.allowed and request.mode is not Mode.NAVIGATE
        return opaque_redirect(request) if manual else verdict
    return _followed(request, response, browser)


def _followed(request: Request, response: Response, browser: Browser) -> Verdict:
    """Why a redirect is not followed, here at the latest."""
    location = location_url(request, response, browser)
    if location is None:
        return _readable(request, response, request.response_tainting)
    if isinstance(location, Blocked):
        return location
    next_request = redirected(request, response, location, None, browser)
    if isinstance(next_request, Blocked):
        return next_request
    refusal = refused_again(request, response, browser)
    if refusal is not None:
        return refusal
    evidence = Evidence("Location", location.href, "no redirect")
    return Blocked(Reason.REDIRECT_NOT_FOLLOWED, HTTP_REDIRECT_FETCH.step("22"), evidence)
