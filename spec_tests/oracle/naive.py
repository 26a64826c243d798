"""The naive oracle: the CORS parts of the WHATWG Fetch standard, transcribed word for word.

This is a slow and literal rendering of the standard's source at whatwg/fetch commit 586cd2a
(2026-07-02) on plain dicts, lists and strs.  Another implementation is checked against it by
differential tests, so its whole worth is that it was written from the standard's text alone.  Its
rules: every function is named after the standard's algorithm; its steps stand in the standard's
order, each with its number in a comment; nothing is optimised, shared or made clever; nothing is
imported from the implementation under test, ever.  Where the text leaves something open a comment
starting with "Decision" says what was decided.  All header names and values are isomorphic text.
The header lists, safelists, MIME types and ABNF values are in naive_headers.py, the checks on
requests and responses in naive_checks.py, what is sent and the cache's entries in naive_network.py;
every public name is to be had from here.
"""

import copy
from typing import Any

from ada_url import URL

from .naive_checks import (
    Request,
    Response,
    block_bad_port,
    cors_check,
    cross_origin_resource_policy_check,
    current_url,
    filtered_response,
    fragment,
    has_http_scheme,
    includes_credentials,
    is_filtered_response,
    is_network_error,
    location_url,
    network_error,
    redirect_taint,
    same_origin,
    scheme,
    serialize_a_request_origin,
    should_fetching_request_be_blocked_as_mixed_content,
    should_response_be_blocked_due_to_mime_type,
    should_response_be_blocked_due_to_nosniff,
    tao_check,
    upgrade_a_mixed_content_request,
    url_list,
    url_origin,
    where_cross_origin_resource_policy_check_blocks,
)
from .naive_headers import (
    REQUEST_BODY_HEADER_NAMES,
    append,
    byte_case_insensitive_match,
    contains,
    cors_unsafe_request_header_names,
    delete,
    extract_a_mime_type,
    extract_header_list_values,
    get,
    get_decode_and_split,
    get_decode_and_split_value,
    interpret_as_decimal_number,
    is_cors_non_wildcard_request_header_name,
    is_cors_safelisted_method,
    is_cors_safelisted_request_header,
    is_cors_safelisted_response_header_name,
    is_forbidden_method,
    is_forbidden_request_header,
    is_forbidden_response_header_name,
    is_no_cors_safelisted_request_header,
    matches_one_of,
    normalize_method,
    parse_a_mime_type,
    parse_a_single_range_header_value,
)
from .naive_network import (
    CacheEntry,
    FetchParams,
    Server,
    cache_entry_match,
    clear_cache_entries,
    create_a_new_cache_entry,
    http_network_or_cache_fetch,
    remove_expired_cache_entries,
    request,
    set_requests_referrer_policy_on_redirect,
)

__all__ = [
    "LITERAL_STAR_FOR_CREDENTIALS",
    "cors_check",
    "cors_unsafe_request_header_names",
    "cross_origin_resource_policy_check",
    "extract_a_mime_type",
    "extract_header_list_values",
    "fetch",
    "get",
    "get_decode_and_split",
    "get_decode_and_split_value",
    "is_cors_non_wildcard_request_header_name",
    "is_cors_safelisted_method",
    "is_cors_safelisted_request_header",
    "is_cors_safelisted_response_header_name",
    "is_forbidden_method",
    "is_forbidden_request_header",
    "is_forbidden_response_header_name",
    "is_no_cors_safelisted_request_header",
    "normalize_method",
    "parse_a_mime_type",
    "parse_a_single_range_header_value",
    "redirect_taint",
    "request",
    "serialize_a_request_origin",
    "tao_check",
]

# Decision: True gives `*` of a cache entry no wildcard meaning for a request whose credentials mode
# is "include" (it then matches only the method or header named `*`); False is exactly the text.
LITERAL_STAR_FOR_CREDENTIALS = True

# The policy container is not modelled: a new one has HTML's default referrer policy.
POLICY_CONTAINER_REFERRER_POLICY = "strict-origin-when-cross-origin"


# --- CORS-preflight cache: matches -------------------------------------------------------------


def star_is_a_wildcard(request: Request) -> bool:
    return not (LITERAL_STAR_FOR_CREDENTIALS and request["credentials_mode"] == "include")


def method_cache_entry_matches(params: FetchParams, method: str, request: Request) -> list[CacheEntry]:
    """Every entry that makes a method cache entry match; there is a match if there is any."""
    remove_expired_cache_entries(params)
    matching: list[CacheEntry] = []
    for entry in params["cache"]:
        if cache_entry_match(entry, request):
            star = entry["method"] == "*" and star_is_a_wildcard(request)
            if entry["method"] == method or star:
                matching.append(entry)
    return matching


def header_name_cache_entry_matches(
    params: FetchParams, header_name: str, request: Request
) -> list[CacheEntry]:
    """Every entry that makes a header-name cache entry match."""
    remove_expired_cache_entries(params)
    matching: list[CacheEntry] = []
    for entry in params["cache"]:
        if cache_entry_match(entry, request) and entry["header_name"] is not None:
            star = entry["header_name"] == "*" and star_is_a_wildcard(request)
            if is_cors_non_wildcard_request_header_name(header_name):
                star = False
            if byte_case_insensitive_match(entry["header_name"], header_name) or star:
                matching.append(entry)
    return matching


# --- Main fetch --------------------------------------------------------------------------------


def main_fetch(params: FetchParams, recursive: bool = False) -> Response:
    request = params["request"]  # 1.
    response: Response | None = None  # 2.
    # 3. to 5. the local-URLs-only flag and CSP are not modelled
    upgrade_a_mixed_content_request(request)  # 6.
    where = block_bad_port(request)  # 7.
    if where is None:
        where = should_fetching_request_be_blocked_as_mixed_content(request)
    if where is not None:
        response = network_error(where)
    if request["referrer_policy"] == "":  # 8.
        request["referrer_policy"] = POLICY_CONTAINER_REFERRER_POLICY
    # 9. to 11. the referrer, HSTS and parallelism are not modelled
    if response is None:  # 12.
        response = main_fetch_step_12(params)
    if recursive:  # 13.
        return response
    if not is_network_error(response) and not is_filtered_response(response):  # 14.
        if request["response_tainting"] == "cors":  # 14.1
            # 14.1.1
            names = extract_header_list_values("Access-Control-Expose-Headers", response["headers"])
            include = request["credentials_mode"] == "include"
            if not include and isinstance(names, list) and "*" in names:  # 14.1.2
                response["cors_exposed_header_names"] = [name for name, _ in response["headers"]]
            elif names is not None:  # 14.1.3 Decision: failure exposes nothing extra
                response["cors_exposed_header_names"] = names if isinstance(names, list) else []
        response = filtered_response(request["response_tainting"], response)  # 14.2
    # 15.
    internal = response if is_network_error(response) else response["internal_response"]
    if internal["url_list"] == []:  # 16.
        internal["url_list"] = list(url_list(request))
    # 17. and 18. nothing modelled reads the redirect taint or navigation timing of a response
    if not request["timing_allow_failed"]:  # 19.
        internal["timing_allow_passed"] = True
    if not is_network_error(response):  # 20.
        # Mixed content: the request check of the last hop already answered for the response's URL.
        where = should_response_be_blocked_due_to_mime_type(internal, request)
        if where is None:
            where = should_response_be_blocked_due_to_nosniff(internal, request)
        if where is not None:
            response = internal = network_error(where)
    if (  # 21.
        response["type"] == "opaque"
        and internal["status"] in [206, 416]
        and internal["range_requested"]
        and not contains("Range", request["headers"])
    ):
        response = internal = network_error(["concept-main-fetch", "21"])
    # 22. and 23. bodies and integrity are not modelled
    return response  # 24. what fetch response handover hands over


def main_fetch_step_12(params: FetchParams) -> Response:
    """The switch of main fetch's step 12: the first matching statement."""
    request = params["request"]
    # Preloaded responses are not modelled.
    if (
        (
            same_origin(url_origin(current_url(request)), request["origin"])
            and request["response_tainting"] == "basic"
        )
        or scheme(current_url(request)) == "data"
        or request["mode"] in ["navigate", "websocket", "webtransport"]
    ):
        request["response_tainting"] = "basic"  # 1.
        return scheme_fetch(params)  # 2.
    if request["mode"] == "same-origin":
        return network_error(["concept-main-fetch", "12"])
    if request["mode"] == "no-cors":
        if request["redirect_mode"] != "follow":  # 1.
            return network_error(["concept-main-fetch", "12"])
        request["response_tainting"] = "opaque"  # 2.
        return scheme_fetch(params)  # 3.
    if not has_http_scheme(current_url(request)):
        return network_error(["concept-main-fetch", "12"])
    if request["use_cors_preflight"] or (
        request["unsafe_request"]
        and (
            not is_cors_safelisted_method(request["method"])
            or cors_unsafe_request_header_names(request["headers"]) != []
        )
    ):
        request["response_tainting"] = "cors"  # 1.
        cors_with_preflight_response = http_fetch(params, True)  # 2.
        if is_network_error(cors_with_preflight_response):  # 3.
            clear_cache_entries(params, request)
        return cors_with_preflight_response  # 4.
    request["response_tainting"] = "cors"  # 1.
    return http_fetch(params)  # 2.


def scheme_fetch(params: FetchParams) -> Response:
    if has_http_scheme(current_url(params["request"])):  # 3.
        return http_fetch(params)
    # Decision: any other scheme is a network error of step 3 (the text: 3. or 4., by scheme).
    return network_error(["concept-scheme-fetch", "3"])


# --- HTTP fetch --------------------------------------------------------------------------------


def http_fetch(params: FetchParams, make_cors_preflight: bool = False) -> Response:
    request = params["request"]  # 1.
    # 2. and 3. service workers are not modelled, so response stays null until step 4
    if make_cors_preflight:  # 4.1
        method = request["method"]
        no_method_match = method_cache_entry_matches(params, method, request) == [] and (
            not is_cors_safelisted_method(method) or request["use_cors_preflight"]
        )
        no_header_name_match = False
        for name in cors_unsafe_request_header_names(request["headers"]):
            if header_name_cache_entry_matches(params, name, request) == []:
                no_header_name_match = True
        if no_method_match or no_header_name_match:
            preflight_response = cors_preflight_fetch(params, request)  # 4.1.1
            if is_network_error(preflight_response):  # 4.1.2
                return preflight_response
    # 4.2 nothing: service workers
    response = http_network_or_cache_fetch(params, request, False)  # 4.3
    internal_response = response
    if request["response_tainting"] == "cors":  # 4.4
        if is_network_error(response):
            return response  # Decision: no CORS check; on its empty header list it would fail
        where = cors_check(request, response)
        if where is not None:
            return network_error(where)
    if not tao_check(request, response):  # 4.5
        request["timing_allow_failed"] = True
    if is_network_error(response):
        return response  # neither step 5 nor step 6 can make anything else of it
    if request["response_tainting"] == "opaque":  # 5.
        where = where_cross_origin_resource_policy_check_blocks(request, internal_response)
        if where is not None:
            return network_error(where)
    if internal_response["status"] in [301, 302, 303, 307, 308]:  # 6.
        # 6.1 and 6.2 navigation timing and RST_STREAM are not modelled
        if request["redirect_mode"] == "error":  # 6.3
            response = network_error(["concept-http-fetch", "6.3"])
        elif request["redirect_mode"] == "manual":
            if request["mode"] != "navigate":  # "navigate": the caller may follow by hand
                response = filtered_response("opaqueredirect", internal_response)
        else:
            response = http_redirect_fetch(params, response)
    return response  # 7.


# --- HTTP-redirect fetch -----------------------------------------------------------------------


def http_redirect_fetch(params: FetchParams, response: Response) -> Response:
    anchor = "concept-http-redirect-fetch"
    request = params["request"]  # 1.
    internal_response = response  # 2. never a filtered response here
    location = location_url(internal_response, fragment(current_url(request)))  # 3.
    if location is None:  # 4.
        return response
    if location == "failure":  # 5.
        return network_error([anchor, "5"])
    if not has_http_scheme(location):  # 6.
        return network_error([anchor, "6"])
    if request["redirect_count"] == 20:  # 7.
        return network_error([anchor, "7"])
    request["redirect_count"] += 1  # 8.
    if (  # 9.
        request["mode"] == "cors"
        and includes_credentials(location)
        and not same_origin(request["origin"], url_origin(location))
    ):
        return network_error([anchor, "9"])
    if request["response_tainting"] == "cors" and includes_credentials(location):  # 10.
        return network_error([anchor, "10"])
    status = internal_response["status"]
    source_is_null = not isinstance(request["body"], str)
    if status != 303 and request["body"] is not None and source_is_null:  # 11.
        return network_error([anchor, "11"])
    if (status in [301, 302] and request["method"] == "POST") or (  # 12.
        status == 303 and request["method"] not in ["GET", "HEAD"]
    ):
        request["method"] = "GET"  # 12.1
        request["body"] = None
        for header_name in REQUEST_BODY_HEADER_NAMES:  # 12.2
            delete(header_name, request["headers"])
    if not same_origin(url_origin(current_url(request)), url_origin(location)):  # 13.
        delete("Authorization", request["headers"])
    # 14. to 17. a body with a source stays as it is; timing is not modelled
    request["url_list"].append(location)  # 18.
    set_requests_referrer_policy_on_redirect(request, internal_response)  # 19.
    # 20. and 21. recursive is true: redirect mode "manual" does not come here
    return main_fetch(params, True)  # 22.


# --- CORS-preflight fetch ----------------------------------------------------------------------


def cors_preflight_fetch(params: FetchParams, the_request: Request) -> Response:
    anchor = "cors-preflight-fetch-0"
    preflight = request(  # 1.
        the_request["url"],
        the_request["origin"],
        method="OPTIONS",
        url_list=list(url_list(the_request)),
        destination=the_request["destination"],
        referrer_policy=the_request["referrer_policy"],
        mode="cors",
        response_tainting="cors",
        unsafe_request=False,
    )
    append("Accept", "*/*", preflight["headers"])  # 2.
    append("Access-Control-Request-Method", the_request["method"], preflight["headers"])  # 3.
    headers = cors_unsafe_request_header_names(the_request["headers"])  # 4.
    if headers != []:  # 5.
        value = ",".join(headers)  # 5.1
        append("Access-Control-Request-Headers", value, preflight["headers"])  # 5.2
    response = http_network_or_cache_fetch(params, preflight, True)  # 6.
    if is_network_error(response):
        return response  # Decision: no CORS check; on its empty header list it would fail
    where = cors_check(the_request, response)  # 7.
    if where is not None:
        return network_error(where)
    if not 200 <= response["status"] <= 299:  # 8. the otherwise of step 7
        return network_error([anchor, "8"])
    # 7.1
    extracted_methods = extract_header_list_values("Access-Control-Allow-Methods", response["headers"])
    # 7.2
    extracted_header_names = extract_header_list_values("Access-Control-Allow-Headers", response["headers"])
    # 7.3
    if isinstance(extracted_methods, str) or isinstance(extracted_header_names, str):
        return network_error([anchor, "7.3"])
    if extracted_methods is None and the_request["use_cors_preflight"]:  # 7.4
        extracted_methods = [the_request["method"]]
    # Decision: null counts as an empty list from here on.
    methods = extracted_methods if extracted_methods is not None else []
    header_names = extracted_header_names if extracted_header_names is not None else []
    include = the_request["credentials_mode"] == "include"
    method = the_request["method"]
    if (  # 7.5
        method not in methods and not is_cors_safelisted_method(method) and (include or "*" not in methods)
    ):
        return network_error([anchor, "7.5"])
    for name, _ in the_request["headers"]:  # 7.6
        listed = matches_one_of(name, header_names)
        if is_cors_non_wildcard_request_header_name(name) and not listed:
            return network_error([anchor, "7.6"])
    for unsafe_name in cors_unsafe_request_header_names(the_request["headers"]):  # 7.7
        listed = matches_one_of(unsafe_name, header_names)
        if not listed and (include or "*" not in header_names):
            return network_error([anchor, "7.7"])
    extracted = extract_header_list_values("Access-Control-Max-Age", response["headers"])  # 7.8
    max_age = 5  # 7.9
    if isinstance(extracted, list):
        max_age = interpret_as_decimal_number(extracted[0])
    # 7.10 and 7.11 Decision: no imposed limit, and there is a cache
    # Several entries can match at once: "set matching entry's max-age" is done to each of them.
    for method in methods:  # 7.12
        for entry in method_cache_entry_matches(params, method, the_request):
            entry["max_age"] = max_age
    for method in methods:  # 7.13 Decision: a duplicate sees the entry of the first as a match
        if method_cache_entry_matches(params, method, the_request) == []:
            create_a_new_cache_entry(params, the_request, max_age, method, None)
    for header_name in header_names:  # 7.14
        for entry in header_name_cache_entry_matches(params, header_name, the_request):
            entry["max_age"] = max_age
    for header_name in header_names:  # 7.15
        if header_name_cache_entry_matches(params, header_name, the_request) == []:
            create_a_new_cache_entry(params, the_request, max_age, None, header_name)
    return response  # 7.16


# --- Fetch -------------------------------------------------------------------------------------


def fetch(request: Request, server: Server, cache: list[CacheEntry], now: float) -> dict[str, Any]:
    """Run main fetch on a copy of `request` and say what came of it."""
    request = copy.deepcopy(request)
    request["url_list"] = [URL(url).href for url in url_list(request)]
    request["headers"] = [[name, value] for name, value in request["headers"]]
    request["timing_allow_failed"] = request.get("timing_allow_failed", False)
    params: FetchParams = {
        "request": request,
        "server": server,
        "cache": cache,
        "now": now,
        "wire": [],
    }
    response = main_fetch(params)
    remove_expired_cache_entries(params)
    internal = response if is_network_error(response) else response["internal_response"]
    verdict = "blocked"
    if response["type"] in ["basic", "cors"]:
        verdict = "allowed"
    elif response["type"] in ["opaque", "opaqueredirect"]:
        verdict = "opaque"
    return {
        "verdict": verdict,
        "where": response.get("where"),
        "type": response["type"],
        "status": response["status"],
        "headers": response["headers"],
        "wire": params["wire"],
        "url_list": list(request["url_list"]),
        "timing_allow_passed": internal["timing_allow_passed"],
    }
