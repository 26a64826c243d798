"""
What the answer to a preflight permits: whether it is this request, and what of it is kept for how long.

Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
"""

from collections.abc import Sequence
from typing import Final, Literal

from cors_sim import _infra
from cors_sim.browsers import STANDARD, Browser
from cors_sim.enums import CredentialsMode
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.standard import tables
from cors_sim.standard.methods import is_cors_safelisted_method
from cors_sim.standard.preflight_cache import PreflightCache
from cors_sim.standard.safelists import is_cors_non_wildcard_request_header_name
from cors_sim.verdicts import ALLOWED, Algorithm, Allowed, Blocked, Evidence, Reason, Trace

CORS_PREFLIGHT_FETCH: Final = Algorithm(
    "CORS-preflight fetch", "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0"
)

_ALLOW_METHODS: Final = "Access-Control-Allow-Methods"
_ALLOW_HEADERS: Final = "Access-Control-Allow-Headers"


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
    methods = response.headers.extract_values(_ALLOW_METHODS)
    header_names = response.headers.extract_values(_ALLOW_HEADERS)
    # 7.3.
    if methods == "failure":
        expected = "a comma-separated list of methods"
        return _refusal(Reason.ALLOW_METHODS_INVALID, "7.3", response, _ALLOW_METHODS, expected)
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
        allowed = response.headers.get(_ALLOW_METHODS)
        evidence = Evidence(_ALLOW_METHODS, allowed, request.method)
        trace.passed(CORS_PREFLIGHT_FETCH.step("7.5"), evidence, "the method is allowed")
        for name in unsafe_names:
            evidence = Evidence(_ALLOW_HEADERS, response.headers.get(_ALLOW_HEADERS), name)
            trace.passed(CORS_PREFLIGHT_FETCH.step("7.7"), evidence, "the header is allowed")
    return ALLOWED


def _unreadable_header_names(response: Response) -> Blocked:
    expected = "a comma-separated list of header names"
    return _refusal(Reason.ALLOW_HEADERS_INVALID, "7.3", response, _ALLOW_HEADERS, expected)


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
        or (request.credentials_mode is not CredentialsMode.INCLUDE and "*" in methods)
    ):
        return None
    return _refusal(Reason.METHOD_NOT_ALLOWED, "7.5", response, _ALLOW_METHODS, request.method)


def _header_refusal(
    request: Request,
    response: Response,
    header_names: list[str],
    unsafe_names: Sequence[str],
    browser: Browser,
) -> Blocked | None:
    """Why *header_names*, those of *response*, do not permit *unsafe_names*, or None."""
    names = set(map(_infra.ascii_lowercase, header_names))
    wildcard = request.credentials_mode is not CredentialsMode.INCLUDE and "*" in names
    # 7.6. (What is not covered by a wildcard is never safelisted either.)
    if not browser.authorization_covered_by_wildcard:
        for name in unsafe_names:
            if is_cors_non_wildcard_request_header_name(name) and name not in names:
                return _refusal(Reason.AUTHORIZATION_NOT_LISTED, "7.6", response, _ALLOW_HEADERS, name)
    # 7.7.
    if not wildcard:
        for name in unsafe_names:
            if name not in names:
                return _refusal(Reason.HEADER_NOT_ALLOWED, "7.7", response, _ALLOW_HEADERS, name)
    return None


def _refusal(reason: Reason, number: str, response: Response, header: str, expected: str) -> Blocked:
    evidence = Evidence(header, response.headers.get(header), expected)
    return Blocked(reason, CORS_PREFLIGHT_FETCH.step(number), evidence)


def permitted_methods(request: Request, response: Response, browser: Browser = STANDARD) -> list[str]:
    """
    The methods that *response*, a preflight's answer, permits *request* to use.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    # 7.1.
    methods = _values_of(response, _ALLOW_METHODS)
    # 7.4.
    if methods is None and request.use_cors_preflight and browser.flag_allows_method:
        return [request.method]
    return methods or []


def max_age_of(response: Response, browser: Browser = STANDARD) -> float:
    """
    Seconds that a preflight's answer may be kept for.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    # 7.8-7.9. (Empty is unreadable by the text, which comes to the same.)
    value = response.headers.get("access-control-max-age")
    max_age: float | None = None
    if not value:
        max_age = tables.DEFAULT_MAX_AGE
    elif browser.max_age_syntax is not None:
        match = browser.max_age_syntax.fullmatch(value)
        max_age = None if match is None else _infra.signed_integer(match[1])
    elif _infra.is_ascii_digits(value):
        max_age = _infra.decimal(value)
    if max_age is None:
        max_age = browser.unreadable_max_age
    # 7.10.
    return max_age if browser.max_age_limit is None else min(max_age, browser.max_age_limit)


def cache_preflight(
    cache: PreflightCache, request: Request, response: Response, now: float, browser: Browser
) -> PreflightCache:
    """
    *cache* with what *response*, a preflight's answer that passed, permits.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    # 7.12-7.15.
    return cache.store(
        request,
        browser,
        methods=permitted_methods(request, response, browser),
        header_names=_values_of(response, _ALLOW_HEADERS) or [],
        max_age=max_age_of(response, browser),
        now=now,
    )


def _values_of(response: Response, header: str) -> list[str] | None:
    values: list[str] | Literal["failure"] | None = response.headers.extract_values(header)
    return None if values == "failure" else values
