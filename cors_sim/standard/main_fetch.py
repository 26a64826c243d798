"""
Main fetch and what it calls: the one place where a request, its preflight and its redirects meet.

The algorithms that ask a server are generators. They yield an `HTTPRequest`, are sent the response and
the time, and return a response or a network error; they call one another by ``yield from``. So the
whole of a fetch reads in one piece, and whoever drives it decides where answers come from.

Spec: https://fetch.spec.whatwg.org/#main-fetch
"""

from collections.abc import Sequence
from typing import Final

from cors_sim._infra import ascii_lowercase
from cors_sim.enums import Mode, RedirectMode, ResponseTainting, ResponseType
from cors_sim.origins import same_origin
from cors_sim.requests import Request
from cors_sim.responses import NULL_BODY_STATUSES, Response
from cors_sim.standard import tables
from cors_sim.standard.blocking import blocked_by_its_type, with_mixed_content_upgraded
from cors_sim.standard.fetch_params import Fetching, FetchParams, FetchResult
from cors_sim.standard.filtering import filtered_response, opaque_redirect_filtered_response
from cors_sim.standard.http_fetch_checks import (
    HTTP_FETCH,
    blocked_answer,
    is_redirect,
    redirect_mode_error,
    refused_again,
)
from cors_sim.standard.network import http_network_or_cache_fetch
from cors_sim.standard.network_checks import cache_mode_of
from cors_sim.standard.preflight import Past, PreflightNeed, permitted, preflight_request
from cors_sim.standard.preflight_keeping import cache_preflight
from cors_sim.standard.redirect import location_url, redirected
from cors_sim.standard.routing import MAIN_FETCH, route
from cors_sim.standard.timing import tao_check
from cors_sim.verdicts import Algorithm, Blocked, Evidence, Reason

SCHEME_FETCH: Final = Algorithm("scheme fetch", "https://fetch.spec.whatwg.org/#concept-scheme-fetch")
_REFUSALS: Final = frozenset(
    {Reason.METHOD_NOT_ALLOWED, Reason.HEADER_NOT_ALLOWED, Reason.AUTHORIZATION_NOT_LISTED}
)


def main_fetch(params: FetchParams, *, recursive: bool = False) -> Fetching:
    """
    Fetch the request of *params* from where it stands now.

    Args:
        params: its request, cache and exchanges are changed.
        recursive: whether this follows a redirect; the response is then left unfiltered.

    Returns:
        The response that script gets to see, or why it gets none.

    Spec: https://fetch.spec.whatwg.org/#concept-main-fetch
    """
    # 1-2, 6.
    params.request = with_mixed_content_upgraded(params.request)
    # 7-8. (7 in `routing`; the referrer policy is read in `origin_header` alone.)
    # 12.
    result = yield from _routed_fetch(params)
    # 13.
    if recursive or isinstance(result, Blocked):
        return result
    return _main_fetch_response(params, result)


def _routed_fetch(params: FetchParams) -> Fetching:
    """
    Step 12: fetch in the way that the request goes.

    Spec: https://fetch.spec.whatwg.org/#concept-main-fetch
    """
    routed = route(params.request, params.browser, params.past)
    if isinstance(routed, Blocked):
        return routed
    request = params.request
    if request.response_tainting is not routed.tainting:
        params.request = request.with_fields(response_tainting=routed.tainting)
    if params.trace is not None:
        evidence = Evidence(None, str(request.current_url.origin), request.origin.serialized)
        params.trace.passed(MAIN_FETCH.step("12"), evidence, routed.note)
    # 12.b.2, 12.d.3.
    if routed.tainting is not ResponseTainting.CORS:
        return (yield from scheme_fetch(params))
    # 12.f.2.
    result = yield from http_fetch(params, routed.need)
    # 12.f.3. For the request as redirects have left it.
    failed = routed.need is not None and isinstance(result, Blocked)
    if failed and params.browser.failure_clears_cache:
        params.cache = params.cache.clear(params.request, params.browser)
    # 12.f.4, 12.g.2.
    return result


def _main_fetch_response(params: FetchParams, response: Response) -> FetchResult:
    """
    Steps 14 to 22: what script gets to see of *response*.

    Spec: https://fetch.spec.whatwg.org/#concept-main-fetch
    """
    request = params.request
    internal_response = response
    # 14. (Its steps are in `filtering`, as is the view of a redirect that is not followed.)
    if response.type is ResponseType.OPAQUEREDIRECT:
        response = opaque_redirect_filtered_response(response)
    else:
        response = filtered_response(request, response, params.browser)
    # 15-16, 19.
    response = response.with_fields(
        url_list=() if response.type is ResponseType.OPAQUE else request.url_list,
        timing_allow_passed=not request.timing_allow_failed,
    )
    # 20.
    blocked = blocked_by_its_type(request, internal_response)
    if blocked is not None:
        return blocked
    # 22.
    if request.method in {"HEAD", "CONNECT"} or response.status in NULL_BODY_STATUSES:
        response = response.with_fields(body=None)
    return response


def scheme_fetch(params: FetchParams) -> Fetching:
    """
    Fetch by the scheme of the current URL.

    Spec: https://fetch.spec.whatwg.org/#concept-scheme-fetch
    """
    # 2.
    url = params.request.current_url
    # 3.
    if url.has_http_scheme:
        return (yield from http_fetch(params))
    if url.scheme == "about" and url.path == "blank":
        content_type = {"Content-Type": "text/html;charset=utf-8"}
        return Response(200, content_type, status_message="OK", body=b"")
    if url.scheme == "data":
        # Few fetches get here, and every import would pay for it.
        from cors_sim.standard.data_urls import data_url_response  # noqa: PLC0415 - see above

        # 3.c.1.
        response = data_url_response(url, params.browser)
        # 3.c.2.
        if response is None:
            evidence = Evidence(None, url.href, "a data: URL with a comma, and with base64 as announced")
            return Blocked(Reason.DATA_URL_INVALID, SCHEME_FETCH.step("3.c.2"), evidence)
        # 3.c.3-3.c.4.
        return response
    # 4.
    evidence = Evidence(None, f"{url.scheme}: URL", "an http or https URL")
    return Blocked(Reason.SCHEME_NOT_HTTP, SCHEME_FETCH.step("4"), evidence)


def http_fetch(params: FetchParams, need: PreflightNeed | None = None) -> Fetching:
    """
    Fetch over HTTP, behind a preflight if need be.

    Args:
        params: its request, cache and exchanges are changed.
        need: what of the request needs leave; the standard's *makeCORSPreflight* is that there is any.

    Spec: https://fetch.spec.whatwg.org/#concept-http-fetch
    """
    # 1-2.
    request = params.request
    # 4.1.
    params.preflighted |= need is not None
    if need is not None and not _is_cached(params, need):
        # 4.1.1.
        preflight_response = yield from cors_preflight_fetch(params, need.header_names)
        # 4.1.2.
        if isinstance(preflight_response, Blocked):
            return preflight_response
    if params.refused_again is not None:
        return params.refused_again
    # 4.3.
    response = yield from http_network_or_cache_fetch(params, request)
    if isinstance(response, Blocked):
        return response
    # 4.4. (And 5, which can come first: the TAO check blocks nothing.)
    blocked = blocked_answer(request, response, request.response_tainting, params.browser, params.trace)
    if blocked is not None:
        return blocked
    # 4.5.
    if not tao_check(request, response):
        params.request = request.with_fields(timing_allow_failed=True)
    # 6.
    if is_redirect(request, response, params.browser):
        return (yield from _answer_to_redirect(params, response))
    # 7.
    return response


def _is_cached(params: FetchParams, need: PreflightNeed) -> bool:
    """
    Whether earlier preflights gave leave for all that needs it: the conditions of step 4.1.

    Spec: https://fetch.spec.whatwg.org/#concept-http-fetch
    """
    request, cache, now, browser = params.request, params.cache, params.now, params.browser
    asks_for_method = request.method not in browser.cached_methods_without_leave or (
        need.use_cors_preflight and browser.flag_allows_method
    )
    cached = (
        (not asks_for_method or cache.method_match(request.method, request, now, browser))
        and cache.header_names_match(need.header_names, request, now, browser)
        and (browser.flag_allows_method or cache.has_answer(request, now, browser))
    )
    if cache_mode_of(request) in browser.cache_modes_past_preflight_cache:
        cached = False
    elif not cached and browser.cached_by == "answer":
        params.cache = cache.clear(request, browser)
    if params.trace is not None:
        evidence = Evidence(None, str(need), "an entry of the preflight cache for each")
        note = "cached: no preflight" if cached else "not cached: a preflight is sent"
        params.trace.passed(HTTP_FETCH.step("4.1"), evidence, note)
    return cached


def _answer_to_redirect(params: FetchParams, response: Response) -> Fetching:
    """
    Step 6.3: what the redirect mode makes of a redirect.

    Spec: https://fetch.spec.whatwg.org/#concept-http-fetch
    """
    # 6.3.
    redirect_mode = params.request.redirect_mode
    # 6.3.a.1.
    if redirect_mode is RedirectMode.ERROR:
        return redirect_mode_error(response)
    # 6.3.b.2.
    if redirect_mode is RedirectMode.MANUAL:
        if params.request.mode is Mode.NAVIGATE:
            return response
        return response.with_fields(type=ResponseType.OPAQUEREDIRECT)
    # 6.3.c.2.
    return (yield from http_redirect_fetch(params, response))


def http_redirect_fetch(params: FetchParams, response: Response) -> Fetching:
    """
    Follow *response* to where it leads, if the request may.

    Spec: https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
    """
    # 1-5.
    location = location_url(params.request, response, params.browser)
    if location is None:
        return response
    if isinstance(location, Blocked):
        return location
    # 6-13. (And 18 to 19, in `redirect`.)
    request = redirected(params.request, response, location, params.trace, params.browser)
    if isinstance(request, Blocked):
        return request
    params.refused_again = refused_again(params.request, response, params.browser)
    if params.browser.preflight_after_redirect != "as-sent":
        params.past = _past(params, request)
    params.request = request
    # 20, 22.
    return (yield from main_fetch(params, recursive=True))


def _past(params: FetchParams, request: Request) -> Past:
    """What is remembered of the request of *params* when *request* takes its place."""
    before = params.request
    dropped: frozenset[str] = frozenset()
    if not same_origin(before.current_url.origin, request.current_url.origin):
        dropped |= tables.CORS_NON_WILDCARD_REQUEST_HEADER_NAMES
    if before.method != request.method:
        dropped |= frozenset(map(ascii_lowercase, tables.REQUEST_BODY_HEADER_NAMES))
    return Past(
        headers=before.headers if params.past is None else params.past.headers,
        preflighted=params.preflighted,
        dropped=dropped,
    )


def cors_preflight_fetch(params: FetchParams, header_names: Sequence[str]) -> Fetching:
    """
    Ask for leave, among others to send *header_names*, the CORS-unsafe request-header names.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    request = params.request
    # 6.
    response = yield from http_network_or_cache_fetch(
        params, preflight_request(request, header_names, params.browser), is_preflight=True
    )
    if isinstance(response, Blocked):  # pragma: no cover - a preflight has no body to be too large
        return response
    # 7. And 8, which is its otherwise.
    verdict = permitted(request, response, header_names, params.browser, params.trace)
    # 7.12-7.15.
    if verdict.allowed or (params.browser.caches_refusals and verdict.reason in _REFUSALS):
        params.cache = cache_preflight(params.cache, request, response, params.now, params.browser)
    if not verdict.allowed:
        return verdict
    # 7.16.
    return response
