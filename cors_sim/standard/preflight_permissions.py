"""
Whether the answer to a preflight permits the request.

Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
"""

from collections.abc import Sequence
from typing import Final

from cors_sim import _infra
from cors_sim.browsers import Browser
from cors_sim.enums import CredentialsMode
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.standard.methods import is_cors_safelisted_method
from cors_sim.standard.safelists import is_cors_non_wildcard_request_header_name
from cors_sim.verdicts import ALLOWED, Algorithm, Allowed, Blocked, Evidence, Reason, Trace

CORS_PREFLIGHT_FETCH: Final = Algorithm(
    "CORS-preflight fetch", "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0"
)

ALLOW_METHODS: Final = "Access-Control-Allow-Methods"
ALLOW_HEADERS: Final = "Access-Control-Allow-Headers"

_INCLUDE: Final = CredentialsMode.INCLUDE


def permissions_check(
    request: Request,
    response: Response,
    unsafe_names: Sequence[str],
    browser: Browser,
    trace: Trace | None,
) -> Allowed | Blocked:
    """
    Whether method and headers of *request* are permitted.

    Args:
        request: that leave was asked for.
        response: the answer to the preflight, which has passed the CORS check and has an ok status.
        unsafe_names: the CORS-unsafe request-header names.
        browser: whose choices count.
        trace: where to note the steps taken, if anybody asked.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    # 7.1-7.2.
    methods = response.headers.extract_values("access-control-allow-methods")
    header_names = response.headers.extract_values("access-control-allow-headers")
    # 7.3.
    if methods == "failure":
        expected = "a comma-separated list of methods"
        return _refusal(Reason.ALLOW_METHODS_INVALID, "7.3", response, ALLOW_METHODS, expected)
    if header_names == "failure" and not browser.allow_methods_judged_first:
        return _unreadable_header_names(response)
    # 7.4-7.5.
    refusal = _method_refusal(request, response, methods, browser)
    if refusal is not None:
        return refusal
    if header_names == "failure":
        return _unreadable_header_names(response)
    # 7.6-7.7.
    refusal = _header_refusal(request, response, header_names or [], unsafe_names, browser)
    if refusal is not None:
        return refusal
    if trace is not None:
        allowed = response.headers.get(ALLOW_METHODS)
        evidence = Evidence(ALLOW_METHODS, allowed, request.method)
        trace.passed(CORS_PREFLIGHT_FETCH.step("7.5"), evidence, "the method is allowed")
        for name in unsafe_names:
            evidence = Evidence(ALLOW_HEADERS, response.headers.get(ALLOW_HEADERS), name)
            trace.passed(CORS_PREFLIGHT_FETCH.step("7.7"), evidence, "the header is allowed")
    return ALLOWED


def _unreadable_header_names(response: Response) -> Blocked:
    expected = "a comma-separated list of header names"
    return _refusal(Reason.ALLOW_HEADERS_INVALID, "7.3", response, ALLOW_HEADERS, expected)


def _method_refusal(
    request: Request, response: Response, methods: list[str] | None, browser: Browser
) -> Blocked | None:
    """Why *methods*, those of *response*, do not permit that of *request*, or None."""
    # 7.4. So a request that is preflighted for its flag, even a PUT, needs no mention of its method.
    if methods is None:
        methods = [request.method] if request.use_cors_preflight and browser.flag_allows_method else []
    # 7.5.
    if (
        request.method in methods
        or is_cors_safelisted_method(request.method)
        or (request.credentials_mode is not _INCLUDE and "*" in methods)
    ):
        return None
    return _refusal(Reason.METHOD_NOT_ALLOWED, "7.5", response, ALLOW_METHODS, request.method)


def _header_refusal(
    request: Request,
    response: Response,
    header_names: list[str],
    unsafe_names: Sequence[str],
    browser: Browser,
) -> Blocked | None:
    """Why *header_names*, those of *response*, do not permit *unsafe_names*, or None."""
    names = set(map(_infra.ascii_lowercase, header_names))
    wildcard = request.credentials_mode is not _INCLUDE and "*" in names
    # 7.6. (What is not covered by a wildcard is never safelisted either.)
    if not browser.authorization_covered_by_wildcard:
        for name in unsafe_names:
            if name not in names and is_cors_non_wildcard_request_header_name(name):
                return _refusal(Reason.AUTHORIZATION_NOT_LISTED, "7.6", response, ALLOW_HEADERS, name)
    # 7.7.
    if not wildcard:
        for name in unsafe_names:
            if name not in names:
                return _refusal(Reason.HEADER_NOT_ALLOWED, "7.7", response, ALLOW_HEADERS, name)
    return None


def _refusal(reason: Reason, number: str, response: Response, header: str, expected: str) -> Blocked:
    evidence = Evidence(header, response.headers.get(header), expected)
    return Blocked(reason, CORS_PREFLIGHT_FETCH.step(number), evidence)
