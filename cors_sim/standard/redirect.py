"""
HTTP-redirect fetch: where a redirect leads, whether the request may follow, and what it loses on the way.

Spec: https://fetch.spec.whatwg.org/#http-redirect-fetch
"""

from typing import Final, Literal

from cors_sim import _infra
from cors_sim.browsers import STANDARD, Browser
from cors_sim.enums import Mode, ReferrerPolicy, ResponseTainting
from cors_sim.origins import same_origin
from cors_sim.requests import BodyWithoutSource, Request
from cors_sim.responses import REDIRECT_STATUSES, Response
from cors_sim.standard import tables
from cors_sim.urls import URL, url_or_none
from cors_sim.verdicts import Algorithm, Blocked, Evidence, Reason, Trace

HTTP_REDIRECT_FETCH: Final = Algorithm(
    "HTTP-redirect fetch", "https://fetch.spec.whatwg.org/#concept-http-redirect-fetch"
)

_REFERRER_POLICIES: Final = frozenset(ReferrerPolicy) - {ReferrerPolicy.DEFAULT}


def location_url(request: Request, response: Response, browser: Browser = STANDARD) -> URL | Blocked | None:
    """
    Where *response* sends *request*: None for nowhere, `Blocked` where it cannot be read.

    Args:
        request: as it stands now.
        response: a redirect, or any other.
        browser: whose choices count.

    Spec: https://fetch.spec.whatwg.org/#concept-response-location-url
    """
    # 1.
    if response.status not in REDIRECT_STATUSES:
        return None
    # 2.
    location = response.headers.extract_values("location")
    if location == "failure":
        location = _one_of_several(response, browser)
    if location == [""] and browser.empty_location != "itself":
        location = None if browser.empty_location == "none" else "failure"
    if location is None:
        return None
    # 3. The text does not say how bytes become a string; we keep them, as Chromium and Firefox do.
    url = None
    if location != "failure":
        text = location[0]
        if browser.location_bytes == "non-printable":
            text = _infra.percent_encode_controls(text)
        if browser.location_bytes != "characters":
            text = _infra.percent_encode_non_ascii(text)
        url = url_or_none(text, request.current_url)
    if url is None:
        evidence = Evidence("Location", response.headers.get("location"), "one URL")
        return Blocked(Reason.REDIRECT_LOCATION_INVALID, HTTP_REDIRECT_FETCH.step("5"), evidence)
    # 4-5.
    return url.with_fragment(request.current_url.fragment) if url.fragment is None else url


def _one_of_several(response: Response, browser: Browser) -> list[str] | Literal["failure"]:
    """What *browser* makes of several ``Location`` headers."""
    locations = response.headers.get_all("location")
    if browser.repeated_location == "joined":
        return [", ".join(locations)]
    if browser.repeated_location == "if-equal" and len(set(locations)) == 1:
        return [locations[0]]
    return "failure"


def redirected(
    request: Request,
    response: Response,
    location: URL,
    trace: Trace | None,
    browser: Browser = STANDARD,
) -> Request | Blocked:
    """
    *request* as it follows *response* to *location*, or why it does not.

    Args:
        request: as it stands now.
        response: the redirect.
        location: where it leads.
        trace: where to note the steps taken, if anybody asked.
        browser: whose choices count.

    Spec: https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
    """
    header = response.headers.get("location")
    # 6.
    if not location.has_http_scheme:
        evidence = Evidence("Location", header, "an http or https URL")
        return Blocked(Reason.REDIRECT_SCHEME_NOT_HTTP, HTTP_REDIRECT_FETCH.step("6"), evidence)
    # 7-8.
    if request.redirect_count >= tables.REDIRECT_LIMIT:
        evidence = Evidence(None, f"{request.redirect_count + 1} redirects", "at most 20 redirects")
        return Blocked(Reason.REDIRECT_LIMIT, HTTP_REDIRECT_FETCH.step("7"), evidence)
    # 9-10.
    leaves_origin = not same_origin(request.origin, location.origin)
    tainted = request.response_tainting is ResponseTainting.CORS
    if location.includes_credentials and (
        (request.mode is Mode.CORS and leaves_origin) or tainted or browser.refuses_redirect_url_credentials
    ):
        step = HTTP_REDIRECT_FETCH.step("9" if leaves_origin else "10")
        evidence = Evidence("Location", header, "a URL without a username and password")
        return Blocked(Reason.REDIRECT_URL_INCLUDES_CREDENTIALS, step, evidence)
    # 11.
    if response.status != 303 and isinstance(request.body, BodyWithoutSource):
        evidence = Evidence(None, "a body that was sent once", "a body that can be sent again")
        step = HTTP_REDIRECT_FETCH.step("11")
        return Blocked(Reason.REDIRECT_BODY_WITHOUT_SOURCE, step, evidence)
    method, body, headers = request.method, request.body, request.headers
    # 12.
    elsewhere = not same_origin(request.current_url.origin, location.origin)
    if (
        (response.status in {301, 302} and method == "POST")
        or (response.status == 303 and method not in {"GET", "HEAD"})
        or (method == "DELETE" and elsewhere and browser.delete_becomes_get_across_origins)
    ):
        if trace is not None:
            evidence = Evidence(None, f"{method}, status {response.status}", "GET without a body")
            trace.passed(HTTP_REDIRECT_FETCH.step("12"), evidence, "the method becomes GET")
        # 12.1-12.2.
        method, body = "GET", None
        headers = headers.delete(*tables.REQUEST_BODY_HEADER_NAMES)
        if request.mode is not Mode.CORS and browser.keeps_origin_on_redirect:
            headers = headers.append("Origin", request.serialized_origin)
    # 13.
    if elsewhere:
        headers = headers.delete("origin", *tables.CORS_NON_WILDCARD_REQUEST_HEADER_NAMES)
    headers = headers.delete(*browser.headers_dropped_on_redirect)
    # 14. (A body that has a source is sent from it again.)
    # 18-19.
    followed = request.with_fields(
        method=method,
        body=body,
        headers=headers,
        redirect_count=request.redirect_count + 1,
        url_list=(*request.url_list, location),
        referrer_policy=referrer_policy_on_redirect(request, response),
    )
    if trace is not None:
        evidence = Evidence("Location", header, str(location))
        origin = followed.serialized_origin
        trace.passed(HTTP_REDIRECT_FETCH.step("18"), evidence, f"followed, with origin {origin}")
    return followed


def referrer_policy_on_redirect(request: Request, response: Response) -> ReferrerPolicy:
    """
    The referrer policy of *request* behind *response*: the last that it names and we know.

    Spec: https://w3c.github.io/webappsec-referrer-policy/#set-requests-referrer-policy-on-redirect
    """
    tokens = response.headers.extract_values("referrer-policy")
    policy = request.referrer_policy
    if tokens is not None and tokens != "failure":
        for token in tokens:
            if token in _REFERRER_POLICIES:
                policy = ReferrerPolicy(token)
    return policy
