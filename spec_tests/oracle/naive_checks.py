"""The naive oracle, the checks.

Origins and sites, what a request's or a response's fields say, and the blocking checks (ports, MIME
types, nosniff, CORP, CORS check, TAO check).

Transcribed from the text of the WHATWG Fetch standard (commit 586cd2a), of URL, HTML ("same site")
and Mixed Content; see naive.py for what the oracle is and the rules it keeps.  A check returns None
when it passes and otherwise the step that failed, as [anchor id of the algorithm, step number].
"""

from typing import Any

from ada_url import URL
from publicsuffixlist import PublicSuffixList

from .naive_headers import (
    ASCII_DIGITS,
    HeaderList,
    byte_case_insensitive_match,
    extract_a_mime_type,
    extract_header_list_values,
    get,
    get_decode_and_split,
    is_cors_safelisted_response_header_name,
    is_forbidden_response_header_name,
    is_javascript_mime_type,
    solely_contains,
    words,
)

Request = dict[str, Any]
Response = dict[str, Any]
Where = list[str]

LITERAL_COEP_STEP_5 = False
PUBLIC_SUFFIX_LIST = PublicSuffixList(accept_unknown=True)


# --- URL: scheme, host, port, fragment, origin -------------------------------------------------


def url_list(request: Request) -> list[str]:
    if "url_list" in request:
        result: list[str] = request["url_list"]
        return result
    return [request["url"]]


def current_url(request: Request) -> str:
    return url_list(request)[-1]


def scheme(url: str) -> str:
    return URL(url).protocol[:-1]  # the getter's last code point is ":"


def fragment(url: str) -> str | None:
    serialized = URL(url).href  # "#" occurs in a serialized URL only before its fragment
    return serialized[serialized.index("#") + 1 :] if "#" in serialized else None


def includes_credentials(url: str) -> bool:
    return URL(url).username != "" or URL(url).password != ""


def has_http_scheme(url: str) -> bool:
    return scheme(url) in ["http", "https"]


def url_origin(url: str) -> str | None:
    """A URL's origin: the serialization of a tuple origin, or None for a fresh opaque origin."""
    serialized = URL(url).origin
    return None if serialized == "null" else serialized


def is_an_ip_address(host: str) -> bool:
    if host.startswith("["):
        return True
    parts = host.split(".")
    return len(parts) == 4 and all(p != "" and solely_contains(p, ASCII_DIGITS) for p in parts)


def is_loopback(host: str) -> bool:
    # Decision: localhost, *.localhost (each with an optional trailing dot), 127.0.0.0/8, [::1]
    if is_an_ip_address(host):
        return host == "[::1]" or host.startswith("127.")
    return ("." + host).endswith((".localhost", ".localhost."))


# --- HTML: same origin, same site --------------------------------------------------------------
# An origin is a str (a tuple origin, serialized), {"opaque": token}, or None (a URL's own opaque
# origin, which is the same as no other).


def same_origin(a: Any, b: Any) -> bool:
    if a is None or b is None:
        return False
    return bool(a == b)


def origin_scheme(origin: str) -> str:
    return origin[: origin.index("://")]


def origin_host(origin: str) -> str:
    host = origin[origin.index("://") + 3 :]
    if host.startswith("["):
        return host[: host.index("]") + 1]
    return host[: host.index(":")] if ":" in host else host


def registrable_domain(host: str) -> str | None:
    if is_an_ip_address(host):
        return None
    trailing_dot = "." if host.endswith(".") else ""
    domain = host[:-1] if trailing_dot == "." else host
    private_suffix = PUBLIC_SUFFIX_LIST.privatesuffix(domain)
    return None if private_suffix is None else private_suffix + trailing_dot


def schemelessly_same_site(a: Any, b: Any) -> bool:
    if isinstance(a, dict) and isinstance(b, dict):  # 1. the same opaque origin
        return same_origin(a, b)
    if isinstance(a, str) and isinstance(b, str):  # 2. both tuple origins
        host_a = origin_host(a)
        host_b = origin_host(b)
        if host_a == host_b and registrable_domain(host_a) is None:
            return True
        if registrable_domain(host_a) == registrable_domain(host_b):
            return registrable_domain(host_a) is not None
    return False  # 3.


def same_site(a: Any, b: Any) -> bool:
    if not schemelessly_same_site(a, b):
        return False
    if isinstance(a, str) and isinstance(b, str):
        return origin_scheme(a) == origin_scheme(b)
    return True


# --- Requests ----------------------------------------------------------------------------------


def redirect_taint(request: Request) -> str:
    origin = request["origin"]  # 1. never "client" here
    last_url: str | None = None  # 2.
    taint = "same-origin"  # 3.
    for url in url_list(request):  # 4.
        if last_url is None:  # 4.1
            last_url = url
            continue
        if not same_site(url_origin(url), url_origin(last_url)) and not same_site(
            origin, url_origin(last_url)
        ):  # 4.2
            return "cross-site"
        if not same_origin(url_origin(url), url_origin(last_url)) and not same_origin(
            origin, url_origin(last_url)
        ):  # 4.3
            taint = "same-site"
        last_url = url  # 4.4
    return taint  # 5.


def serialize_a_request_origin(request: Request) -> str:
    # 1. never "client" here
    if redirect_taint(request) != "same-origin":  # 2.
        return "null"
    if isinstance(request["origin"], dict):  # 3. an opaque origin serializes to "null"
        return "null"
    origin: str = request["origin"]
    return origin


def cross_origin_embedder_policy_allows_credentials(request: Request) -> bool:
    # 1. never "client" here
    if request["mode"] != "no-cors":  # 2.
        return True
    # 3. every modelled request has a client
    if request["embedder_policy"] != "credentialless":  # 4.
        return True
    # 5. The text does say "is not": likely an erratum (an untainted same-origin request is denied
    # its credentials, a tainted one keeps them).
    # Decision: False reads it as "is", which is what the taint's older form said; True is the text.
    # 6. otherwise false
    return same_origin(request["origin"], url_origin(current_url(request))) and (
        (redirect_taint(request) == "same-origin") is not LITERAL_COEP_STEP_5
    )


# --- Responses ---------------------------------------------------------------------------------


def network_error(where: Where) -> Response:
    """A network error that remembers the innermost step it came from."""
    return {
        "type": "error",
        "status": 0,
        "headers": [],
        "body": None,
        "url_list": [],
        "timing_allow_passed": False,
        "where": where,
    }


def is_network_error(response: Response) -> bool:
    return bool(response.get("type") == "error" or response.get("error"))


def is_filtered_response(response: Response) -> bool:
    return "internal_response" in response


def filtered_response(type_: str, internal_response: Response) -> Response:
    headers: HeaderList = []
    status = 0  # stays so for opaque and opaqueredirect, as do the empty headers
    if type_ in ["basic", "cors"]:
        status = internal_response["status"]
        for name, value in internal_response["headers"]:
            if type_ == "basic" and is_forbidden_response_header_name(name):
                continue
            exposed = internal_response["cors_exposed_header_names"]
            if type_ == "cors" and not is_cors_safelisted_response_header_name(name, exposed):
                continue
            headers.append([name, value])
    return {
        "type": type_,
        "status": status,
        "headers": headers,
        "internal_response": internal_response,
    }


def location_url(response: Response, request_fragment: str | None) -> str | None:
    """Null is None, failure is "failure" (which no URL is)."""
    if response["status"] not in [301, 302, 303, 307, 308]:  # 1.
        return None
    location = extract_header_list_values("Location", response["headers"])  # 2.
    if location is None:
        return None
    if isinstance(location, str):
        return "failure"
    # 3. Decision: bytes above 0x7F are kept, percent-encoded; the text names no decoding.
    text = "".join(byte if byte < "\x80" else f"%{ord(byte):02X}" for byte in location[0])
    try:
        url: str = URL(text, response["url_list"][-1]).href
    except ValueError:
        return "failure"
    if fragment(url) is None and request_fragment is not None:  # 4.
        url = url + "#" + request_fragment
    return url  # 5.


# --- Port blocking, mixed content, MIME type blocking, nosniff ---------------------------------

BAD_PORTS = words("""
0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113
115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556
563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666
6667 6668 6669 6679 6697 10080
""")

SCRIPT_LIKE = ["audioworklet", "paintworklet", "script", "serviceworker", "sharedworker", "worker"]


def block_bad_port(request: Request) -> Where | None:
    url = current_url(request)  # 1.
    if has_http_scheme(url) and URL(url).port in BAD_PORTS:  # 2.
        return ["block-bad-port", "2"]
    return None  # 3.


def is_mixed_content(request: Request) -> bool:
    # Decision: what Mixed Content says of the modelled requests
    if not request["mixed_content_prohibited"]:
        return False
    url = current_url(request)
    return scheme(url) == "http" and not is_loopback(URL(url).hostname)


def upgrade_a_mixed_content_request(request: Request) -> None:
    url = current_url(request)
    if (
        is_mixed_content(request)
        and request["destination"] in ["image", "audio", "video"]
        and not is_an_ip_address(URL(url).hostname)
    ):
        request["url_list"][-1] = URL("https" + url[len("http") :]).href


def should_fetching_request_be_blocked_as_mixed_content(request: Request) -> Where | None:
    return ["mixed-content", "request"] if is_mixed_content(request) else None


def should_response_be_blocked_due_to_mime_type(response: Response, request: Request) -> Where | None:
    mime_type = extract_a_mime_type(response["headers"])  # 1.
    if mime_type is None:  # 2.
        return None
    destination = request["destination"]  # 3.
    if destination in SCRIPT_LIKE:  # 4.
        essence = mime_type["essence"]
        if essence.startswith(("audio/", "image/", "video/")) or essence == "text/csv":
            where = "should-response-to-request-be-blocked-due-to-mime-type?"
            return [where, "4"]
    return None  # 5.


def determine_nosniff(headers: HeaderList) -> bool:
    values = get_decode_and_split("X-Content-Type-Options", headers)  # 1.
    if values is None:  # 2.
        return False
    return byte_case_insensitive_match(values[0], "nosniff")  # 3. and 4.


def should_response_be_blocked_due_to_nosniff(response: Response, request: Request) -> Where | None:
    where = "should-response-to-request-be-blocked-due-to-nosniff?"
    if not determine_nosniff(response["headers"]):  # 1.
        return None
    mime_type = extract_a_mime_type(response["headers"])  # 2.
    destination = request["destination"]  # 3.
    javascript = mime_type is not None and is_javascript_mime_type(mime_type)
    css = mime_type is not None and mime_type["essence"] == "text/css"
    if destination in SCRIPT_LIKE and not javascript:  # 4.
        return [where, "4"]
    if destination == "style" and not css:  # 5.
        return [where, "5"]
    return None  # 6.


# --- Cross-origin resource policy --------------------------------------------------------------


def cross_origin_resource_policy_internal_check(
    origin: Any, embedder_policy_value: str, response: Response, url: str
) -> Where | None:
    blocked = ["cross-origin-resource-policy-internal-check", "5"]
    # 1. forNavigation is always false here
    policy = get("Cross-Origin-Resource-Policy", response["headers"])  # 2.
    if policy not in ["same-origin", "same-site", "cross-origin"]:  # 3.
        policy = None
    if policy is None:  # 4.
        if embedder_policy_value == "credentialless":
            if response.get("request_includes_credentials", True):
                policy = "same-origin"
        elif embedder_policy_value == "require-corp":
            policy = "same-origin"
    if policy == "same-origin":  # 5.
        if same_origin(origin, url_origin(url)):
            return None
        return blocked
    if policy == "same-site":
        if schemelessly_same_site(origin, url_origin(url)) and (
            origin_scheme(origin) == "https" or scheme(url) != "https"
        ):
            return None
        return blocked
    return None


def where_cross_origin_resource_policy_check_blocks(request: Request, response: Response) -> Where | None:
    origin = request["origin"]
    # The response's URL; a response without one came for the request's current URL.
    url = response["url_list"][-1] if response.get("url_list") else current_url(request)
    url = response.get("url", url)
    # 1. forNavigation is false
    embedder_policy = request["embedder_policy"]  # 2.
    where = cross_origin_resource_policy_internal_check(origin, "unsafe-none", response, url)  # 3.
    if where is not None:
        return where
    # 4. reports are not modelled
    # 5. to 7.
    return cross_origin_resource_policy_internal_check(origin, embedder_policy, response, url)


def cross_origin_resource_policy_check(request: Request, response: Response) -> bool:
    return where_cross_origin_resource_policy_check_blocks(request, response) is None


# --- CORS check, TAO check ---------------------------------------------------------------------


def cors_check(request: Request, response: Response) -> Where | None:
    headers = response.get("headers", [])  # a network error's header list is empty
    origin = get("Access-Control-Allow-Origin", headers)  # 1.
    if origin is None:  # 2.
        return ["concept-cors-check", "2"]
    if request["credentials_mode"] != "include" and origin == "*":  # 3.
        return None
    if serialize_a_request_origin(request) != origin:  # 4.
        return ["concept-cors-check", "4"]
    if request["credentials_mode"] != "include":  # 5.
        return None
    credentials = get("Access-Control-Allow-Credentials", headers)  # 6.
    if credentials == "true":  # 7.
        return None
    return ["concept-cors-check", "8"]  # 8.


def tao_check(request: Request, response: Response) -> bool:
    # 1. never "client" here
    if request.get("timing_allow_failed", False):  # 2.
        return False
    values = get_decode_and_split("Timing-Allow-Origin", response.get("headers", []))  # 3.
    if values is not None and "*" in values:  # 4.
        return True
    if values is not None and serialize_a_request_origin(request) in values:  # 5.
        return True
    if request["mode"] == "navigate" and not same_origin(
        url_origin(current_url(request)), request["origin"]
    ):  # 6.
        return False
    return bool(request["response_tainting"] == "basic")  # 7. and 8.
