"""The naive oracle, the network half: request dicts, what is sent for them, cache entries.

Transcribed from the text of the WHATWG Fetch standard (commit 586cd2a) and of Referrer Policy; see
naive.py for what the oracle is and the rules it keeps.
"""

import copy
from collections.abc import Callable
from typing import Any

from .naive_checks import (
    Request,
    Response,
    cross_origin_embedder_policy_allows_credentials,
    current_url,
    network_error,
    origin_scheme,
    same_origin,
    scheme,
    serialize_a_request_origin,
    url_list,
    url_origin,
)
from .naive_headers import append, contains, extract_header_list_values, words

FetchParams = dict[str, Any]
CacheEntry = dict[str, Any]
Server = Callable[[dict[str, Any]], tuple[Response, float]]


def request(url: str, origin: Any, **fields: Any) -> Request:
    """A request dict with the defaults filled in."""
    result: Request = {
        "method": "GET",
        "url": url,
        "origin": origin,
        "headers": [],
        "body": None,
        "mode": "cors",
        "credentials_mode": "same-origin",
        "redirect_mode": "follow",
        "referrer_policy": "",
        "destination": "",
        "use_cors_preflight": False,
        "unsafe_request": True,
        "keepalive": False,
        "embedder_policy": "unsafe-none",
        "mixed_content_prohibited": False,
        "network_partition_key": None,
        "redirect_count": 0,
        "response_tainting": "basic",
    }
    result.update(fields)
    return result


# --- Referrer Policy: set request's referrer policy on redirect --------------------------------

REFERRER_POLICIES = words("""
no-referrer no-referrer-when-downgrade same-origin origin strict-origin origin-when-cross-origin
strict-origin-when-cross-origin unsafe-url
""")


def set_requests_referrer_policy_on_redirect(request: Request, response: Response) -> None:
    """Referrer Policy's algorithm, with its "parse a referrer policy" in line."""
    policy = ""
    tokens = extract_header_list_values("Referrer-Policy", response["headers"])
    if isinstance(tokens, list):
        for token in tokens:
            if token in REFERRER_POLICIES:
                policy = token
    if policy != "":
        request["referrer_policy"] = policy


# --- HTTP-network-or-cache fetch ---------------------------------------------------------------


def append_a_request_origin_header(request: Request) -> None:
    # 1. never "client" here
    serialized_origin = serialize_a_request_origin(request)  # 2.
    if request["response_tainting"] == "cors" or request["mode"] in ["websocket", "webtransport"]:
        append("Origin", serialized_origin, request["headers"])  # 3.
    elif request["method"] not in ["GET", "HEAD"]:  # 4.
        if request["mode"] != "cors":  # 4.1
            origin = request["origin"]
            url = current_url(request)
            if request["referrer_policy"] == "no-referrer":
                serialized_origin = "null"
            elif request["referrer_policy"] in [
                "no-referrer-when-downgrade",
                "strict-origin",
                "strict-origin-when-cross-origin",
            ]:
                secure_origin = isinstance(origin, str) and origin_scheme(origin) == "https"
                if secure_origin and scheme(url) != "https":
                    serialized_origin = "null"
            elif request["referrer_policy"] == "same-origin" and not same_origin(origin, url_origin(url)):
                serialized_origin = "null"
        append("Origin", serialized_origin, request["headers"])  # 4.2


def http_network_or_cache_fetch(
    params: FetchParams, request: Request, is_preflight: bool, is_new_connection_fetch: bool = False
) -> Response:
    # 1. to 7. the HTTP cache is not modelled
    # 8.1 and 8.2 always a clone: request's headers are not read again where it would differ
    http_request = copy.deepcopy(request)
    include_credentials = request["credentials_mode"] == "include" or (  # 8.3
        request["credentials_mode"] == "same-origin" and request["response_tainting"] == "basic"
    )
    if not cross_origin_embedder_policy_allows_credentials(request):  # 8.4
        include_credentials = False
    content_length: int | None = None  # 8.5
    body = http_request["body"]
    if isinstance(body, str):
        content_length = len(body)
    elif body is not None:
        content_length = body["length"]
    content_length_header_value: str | None = None  # 8.6
    if body is None and http_request["method"] in ["POST", "PUT"]:  # 8.7
        content_length_header_value = "0"
    if content_length is not None:  # 8.8
        content_length_header_value = str(content_length)
    if content_length_header_value is not None:  # 8.9
        append("Content-Length", content_length_header_value, http_request["headers"])
    if content_length is not None and http_request["keepalive"]:  # 8.10
        inflight_keepalive_bytes = 0  # 8.10.1 to 8.10.4 no other fetch is in flight
        if content_length + inflight_keepalive_bytes > 64 * 1024:  # 8.10.5
            return network_error(["concept-http-network-or-cache-fetch", "8.10.5"])
    # 8.11 Referer
    append_a_request_origin_header(http_request)  # 8.12
    # 8.13 to 10. other headers, credentials and the HTTP cache are not modelled
    response = http_network_fetch(params, http_request, include_credentials, is_preflight)  # 11.2
    response["url_list"] = list(url_list(http_request))  # 12.
    if contains("Range", http_request["headers"]):  # 13.
        response["range_requested"] = True
    response["request_includes_credentials"] = include_credentials  # 14.
    # 15. authentication is not modelled
    if response["status"] == 407:  # 16.
        return network_error(["network", ""])  # 16.1. Decision: there is nobody to prompt.
    if (  # 17.
        response["status"] == 421
        and not is_new_connection_fetch
        and (request["body"] is None or isinstance(request["body"], str))
    ):
        # 17.1. nothing is ever canceled
        response = http_network_or_cache_fetch(params, request, is_preflight, True)  # 17.2.
    # 18. authentication is not modelled
    return response  # 19.


def http_network_fetch(
    params: FetchParams, request: Request, include_credentials: bool, is_preflight: bool
) -> Response:
    """One HTTP exchange with the server; a network error is that of anchor "network"."""
    exchange: dict[str, Any] = {
        "method": request["method"],
        "url": current_url(request),
        "headers": [[name, value] for name, value in request["headers"]],
        "include_credentials": include_credentials,
        "is_preflight": is_preflight,
    }
    params["wire"].append(exchange)
    answer, now = params["server"](copy.deepcopy(exchange))
    params["now"] = max(params["now"], now)  # the latest time known
    if answer.get("error"):
        return network_error(["network", ""])
    return {
        "type": "default",
        "status": answer["status"],
        "headers": [[name, value] for name, value in answer["headers"]],
        "body": answer.get("body"),
        "url_list": [],
        "cors_exposed_header_names": [],
        "range_requested": False,
        "request_includes_credentials": True,
        "timing_allow_passed": False,
    }


# --- CORS-preflight cache: entries -------------------------------------------------------------


def remove_expired_cache_entries(params: FetchParams) -> None:
    # Decision: at exactly max-age seconds after storing an entry is gone.
    params["cache"][:] = [
        entry for entry in params["cache"] if params["now"] - entry["stored_at"] < entry["max_age"]
    ]


def create_a_new_cache_entry(
    params: FetchParams, request: Request, max_age: int, method: str | None, header_name: str | None
) -> None:
    entry: CacheEntry = {  # 1.
        "key": request["network_partition_key"],
        "origin": serialize_a_request_origin(request),
        "url": current_url(request),
        "max_age": max_age,
        "credentials": request["credentials_mode"] == "include",
        "method": method,
        "header_name": header_name,
        "stored_at": params["now"],
    }
    params["cache"].append(entry)  # 2.


def clear_cache_entries(params: FetchParams, request: Request) -> None:
    params["cache"][:] = [
        entry
        for entry in params["cache"]
        if not (
            entry["key"] == request["network_partition_key"]
            and entry["origin"] == serialize_a_request_origin(request)
            and entry["url"] == current_url(request)
        )
    ]


def cache_entry_match(entry: CacheEntry, request: Request) -> bool:
    if entry["key"] != request["network_partition_key"]:
        return False
    if entry["origin"] != serialize_a_request_origin(request):
        return False
    if entry["url"] != current_url(request):
        return False
    if entry["credentials"] is True:
        return True
    return bool(request["credentials_mode"] != "include")
