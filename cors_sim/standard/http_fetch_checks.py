"""
HTTP fetch, as far as nobody is asked: what an answer comes to.

Spec: https://fetch.spec.whatwg.org/#http-fetch
"""

from typing import Final

from cors_sim.browsers import Browser
from cors_sim.enums import CredentialsMode, RedirectMode, ResponseTainting, ResponseType
from cors_sim.origins import same_origin
from cors_sim.requests import Request
from cors_sim.responses import REDIRECT_STATUSES, Response
from cors_sim.standard.cors_check import cors_check
from cors_sim.standard.network_checks import includes_credentials
from cors_sim.standard.resource_policy import cross_origin_resource_policy_check
from cors_sim.standard.routing import MAIN_FETCH
from cors_sim.verdicts import Algorithm, Blocked, Evidence, Opaque, Reason, Trace

HTTP_FETCH: Final = Algorithm("HTTP fetch", "https://fetch.spec.whatwg.org/#concept-http-fetch")

# Members are looked up once: each time would cost a tenth of a CORS check.
_ERROR: Final = ResponseType.ERROR
_CORS: Final = ResponseTainting.CORS
_OPAQUE: Final = ResponseTainting.OPAQUE


def blocked_answer(
    request: Request,
    response: Response,
    tainting: ResponseTainting,
    browser: Browser,
    trace: Trace | None = None,
) -> Blocked | None:
    """
    Why *response*, redirect or not, is kept from script, or None.

    Args:
        request: as it stands now.
        response: the answer to it.
        tainting: the response tainting of *request*, which it need not say yet.
        browser: whose choices count.
        trace: where to note the steps taken, if anybody asked.

    Spec: https://fetch.spec.whatwg.org/#concept-http-fetch
    """
    # 4.3.
    if response.type is _ERROR:
        evidence = Evidence(None, "no answer", "an answer")
        return Blocked(Reason.NETWORK_ERROR, HTTP_FETCH.step("4.3"), evidence)
    # 4.4.
    if tainting is _CORS:
        verdict = cors_check(request, response, trace=trace)
        return verdict if isinstance(verdict, Blocked) else None
    # 5.
    if tainting is _OPAQUE:
        return cross_origin_resource_policy_check(
            request,
            response,
            request_includes_credentials=includes_credentials(request, tainting, browser),
            browser=browser,
        )
    return None


def refused_again(request: Request, response: Response, browser: Browser) -> Blocked | None:
    """Why *browser* refuses *response*, a redirect that has passed the CORS check, after all; or None."""
    if (
        browser.redirects_checked_again_with_credentials
        and request.response_tainting is _CORS
        and request.credentials_mode is CredentialsMode.SAME_ORIGIN
        and (same_origin(request.url.origin, request.origin) or request.api == "modulepreload")
    ):
        verdict = cors_check(request.with_fields(credentials_mode=CredentialsMode.INCLUDE), response)
        return None if verdict.allowed else verdict
    return None


def is_redirect(request: Request, response: Response, browser: Browser) -> bool:
    """
    Whether the redirect mode of *request* has something to say of *response*.

    Spec: https://fetch.spec.whatwg.org/#concept-http-fetch, step 6
    """
    if response.status not in REDIRECT_STATUSES:
        return False
    return (
        request.redirect_mode is not RedirectMode.ERROR
        or not browser.redirect_needs_location
        or bool(response.headers.get("location"))
    )


def redirect_mode_error(response: Response) -> Blocked:
    """What redirect mode ``error`` makes of a redirect."""
    evidence = Evidence(None, f"status {response.status}", "no redirect")
    return Blocked(Reason.REDIRECT_MODE_ERROR, HTTP_FETCH.step("6.3.a.1"), evidence)


def opaque_redirect(request: Request) -> Opaque:
    """What redirect mode ``manual`` makes of a redirect, for script."""
    evidence = Evidence(None, f"redirect mode {request.redirect_mode}", "redirect mode follow")
    return Opaque(Reason.OPAQUE_REDIRECT, HTTP_FETCH.step("6.3.b.2"), evidence)


def opaque_response(request: Request) -> Opaque:
    """What mode ``no-cors`` makes of a response from another origin, for script."""
    evidence = Evidence(None, f"mode {request.mode}", "mode cors")
    return Opaque(Reason.OPAQUE_RESPONSE, MAIN_FETCH.step("14.2"), evidence)
