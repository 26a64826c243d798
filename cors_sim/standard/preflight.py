"""
The CORS-preflight fetch: when it is needed, what it asks, and whether the answer permits the request.

Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch
"""

from collections.abc import Sequence
from typing import Final, Literal

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.browsers import STANDARD, Browser
from cors_sim.enums import CacheMode, CredentialsMode, Mode, ResponseTainting
from cors_sim.headers import HeaderList
from cors_sim.origins import same_origin
from cors_sim.requests import Request
from cors_sim.responses import REDIRECT_STATUSES, Response
from cors_sim.standard import tables
from cors_sim.standard.blocking import upgraded_mixed_content_url
from cors_sim.standard.cors_check import cors_check
from cors_sim.standard.methods import is_cors_safelisted_method
from cors_sim.standard.preflight_cache import PreflightCache
from cors_sim.standard.safelists import (
    cors_unsafe_request_header_names,
)
from cors_sim.verdicts import ALLOWED, Algorithm, Allowed, Blocked, Evidence, Reason, Trace

CORS_PREFLIGHT_FETCH: Final = Algorithm(
    "CORS-preflight fetch", "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0"
)

_ALLOW_METHODS: Final = "Access-Control-Allow-Methods"
_ALLOW_HEADERS: Final = "Access-Control-Allow-Headers"

_IN_THE_PREFLIGHT: Final = {
    Reason.ALLOW_ORIGIN_MISSING: Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING,
    Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS: (
        Reason.PREFLIGHT_ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS
    ),
    Reason.ALLOW_ORIGIN_MULTIPLE_VALUES: Reason.PREFLIGHT_ALLOW_ORIGIN_MULTIPLE_VALUES,
    Reason.ALLOW_ORIGIN_MISMATCH: Reason.PREFLIGHT_ALLOW_ORIGIN_MISMATCH,
    Reason.ALLOW_CREDENTIALS_MISSING: Reason.PREFLIGHT_ALLOW_CREDENTIALS_MISSING,
    Reason.ALLOW_CREDENTIALS_NOT_TRUE: Reason.PREFLIGHT_ALLOW_CREDENTIALS_NOT_TRUE,
}


@attrs.frozen(kw_only=True, repr=False)
class PreflightNeed(Value):
    """
    Why a browser asks first. At least one of the three is there.

    Args:
        method: the method, where it is not CORS-safelisted; else None.
        header_names: the CORS-unsafe request-header names.
        use_cors_preflight: whether the use-CORS-preflight flag asks for it.
    """

    method: str | None
    header_names: tuple[str, ...]
    use_cors_preflight: bool

    def __str__(self) -> str:
        causes = []
        if self.method is not None:
            causes.append(f"the method {self.method}")
        if self.header_names:
            plural = "s" if len(self.header_names) > 1 else ""
            causes.append(f"the request header{plural} {', '.join(self.header_names)}")
        if self.use_cors_preflight:
            causes.append("an upload listener or a streamed body")
        return " and ".join(causes)


def preflight_needed(request: Request) -> PreflightNeed | None:
    """
    Decide whether a browser that has nothing cached asks with a preflight before *request*.

    Returns:
        Why it does, or None: the request is not a cross-origin ``cors`` request, or one that needs no
        leave.

    Spec: https://fetch.spec.whatwg.org/#concept-main-fetch, step 12
    """
    url = upgraded_mixed_content_url(request)
    if request.mode is not Mode.CORS or not url.has_http_scheme:
        return None
    untainted = request.response_tainting is ResponseTainting.BASIC
    if untainted and same_origin(url.origin, request.origin):
        return None
    return cors_preflight_need(request)


def cors_preflight_need(request: Request) -> PreflightNeed | None:
    """What of *request*, known to be a cross-origin ``cors`` request, needs leave; None for nothing."""
    if not (request.use_cors_preflight or request.unsafe_request):
        return None
    safelisted = is_cors_safelisted_method(request.method)
    header_names = cors_unsafe_request_header_names(request.headers)
    if safelisted and not header_names and not request.use_cors_preflight:
        return None
    return PreflightNeed(
        method=None if safelisted else request.method,
        header_names=tuple(header_names),
        use_cors_preflight=request.use_cors_preflight,
    )


def preflight_request(request: Request, header_names: Sequence[str]) -> Request:
    """
    The CORS-preflight request that asks leave for *request* and its CORS-unsafe *header_names*.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    # 1. (Made below, when its headers are known.)
    # 2-3.
    pairs = [("Accept", "*/*"), ("Access-Control-Request-Method", request.method)]
    # 4-5.
    # 5.1-5.2. Joined by a comma alone, unlike everything else that is combined.
    if header_names:
        pairs.append(("Access-Control-Request-Headers", ",".join(header_names)))
    return request.with_fields(
        method="OPTIONS",
        headers=HeaderList(pairs),
        body=None,
        mode=Mode.CORS,
        credentials_mode=CredentialsMode.SAME_ORIGIN,
        response_tainting=ResponseTainting.CORS,
        use_cors_preflight=False,
        unsafe_request=False,
        keepalive=False,
        cache_mode=CacheMode.DEFAULT,
    )


def preflight_check(
    request: Request, response: Response, *, trace: Trace | None = None
) -> Allowed | Blocked:
    """
    Decide whether *response*, the answer to the preflight, permits *request*.

    Args:
        request: the request that leave was asked for, not the preflight.
        response: the answer to the preflight.
        trace: where to note the steps taken, if anybody asked.

    Returns:
        `Allowed`, or `Blocked` with the first step that failed.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    return permitted(request, response, cors_unsafe_request_header_names(request.headers), trace)


def permitted(
    request: Request, response: Response, unsafe_names: Sequence[str], trace: Trace | None = None
) -> Allowed | Blocked:
    """
    `preflight_check`, for callers who have the CORS-unsafe request-header names already.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    if response.is_network_error:
        evidence = Evidence(None, "no answer", "an answer to the preflight")
        return Blocked(Reason.PREFLIGHT_NETWORK_ERROR, CORS_PREFLIGHT_FETCH.step("6"), evidence)
    # 7. The check is of the request, whose credentials mode the preflight does not have.
    verdict = cors_check(request, response, trace=trace)
    if not verdict.allowed:
        return attrs.evolve(verdict, reason=_IN_THE_PREFLIGHT[verdict.reason])
    # 8. (The otherwise of 7.)
    if not response.has_ok_status:
        evidence = _status_evidence(response)
        redirect = response.status in REDIRECT_STATUSES
        reason = Reason.PREFLIGHT_REDIRECT if redirect else Reason.PREFLIGHT_STATUS_NOT_OK
        return Blocked(reason, CORS_PREFLIGHT_FETCH.step("8"), evidence)
    if trace is not None:
        evidence = _status_evidence(response)
        trace.passed(CORS_PREFLIGHT_FETCH.step("7"), evidence, "the preflight's status is ok")
    return _permissions_check(request, response, unsafe_names, trace)


def _status_evidence(response: Response) -> Evidence:
    return Evidence(None, f"status {response.status}", "a status from 200 to 299")


def _permissions_check(
    request: Request, response: Response, unsafe_names: Sequence[str], trace: Trace | None
) -> Allowed | Blocked:
    """
    Whether method and headers of *request* are permitted.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    # 7.1-7.2.
    methods = response.headers.extract_values(_ALLOW_METHODS)
    header_names = response.headers.extract_values(_ALLOW_HEADERS)
    # 7.3.
    if methods == "failure":
        expected = "a comma-separated list of methods"
        return _refusal(Reason.ALLOW_METHODS_INVALID, "7.3", response, _ALLOW_METHODS, expected)
    if header_names == "failure":
        expected = "a comma-separated list of header names"
        return _refusal(Reason.ALLOW_HEADERS_INVALID, "7.3", response, _ALLOW_HEADERS, expected)
    # 7.4. So a request that is preflighted for its flag, even a PUT, needs no mention of its method.
    if methods is None:
        methods = [request.method] if request.use_cors_preflight else []
    wildcard = request.credentials_mode is not CredentialsMode.INCLUDE
    # 7.5.
    if (
        request.method not in methods
        and not is_cors_safelisted_method(request.method)
        and not (wildcard and "*" in methods)
    ):
        return _refusal(Reason.METHOD_NOT_ALLOWED, "7.5", response, _ALLOW_METHODS, request.method)
    # 7.6. (What is not covered by a wildcard is never safelisted either.)
    names = set(map(_infra.ascii_lowercase, header_names or ()))
    for name in tables.CORS_NON_WILDCARD_REQUEST_HEADER_NAMES:
        if name in unsafe_names and name not in names:
            return _refusal(Reason.AUTHORIZATION_NOT_LISTED, "7.6", response, _ALLOW_HEADERS, name)
    # 7.7.
    for name in unsafe_names:
        if name not in names and not (wildcard and "*" in names):
            return _refusal(Reason.HEADER_NOT_ALLOWED, "7.7", response, _ALLOW_HEADERS, name)
    if trace is not None:
        allowed = response.headers.get(_ALLOW_METHODS)
        evidence = Evidence(_ALLOW_METHODS, allowed, request.method)
        trace.passed(CORS_PREFLIGHT_FETCH.step("7.5"), evidence, "the method is allowed")
        for name in unsafe_names:
            evidence = Evidence(_ALLOW_HEADERS, response.headers.get(_ALLOW_HEADERS), name)
            trace.passed(CORS_PREFLIGHT_FETCH.step("7.7"), evidence, "the header is allowed")
    return ALLOWED


def _refusal(reason: Reason, number: str, response: Response, header: str, expected: str) -> Blocked:
    evidence = Evidence(header, response.headers.get(header), expected)
    return Blocked(reason, CORS_PREFLIGHT_FETCH.step(number), evidence)


def permitted_methods(request: Request, response: Response) -> list[str]:
    """
    The methods that *response*, a preflight's answer, permits *request* to use.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    # 7.1.
    methods = _values_of(response, _ALLOW_METHODS)
    # 7.4.
    if methods is None and request.use_cors_preflight:
        return [request.method]
    return methods or []


def max_age_of(response: Response, browser: Browser = STANDARD) -> float:
    """
    Seconds that a preflight's answer may be kept for.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    # 7.8-7.9.
    values = _values_of(response, "Access-Control-Max-Age")
    max_age = tables.DEFAULT_MAX_AGE if values is None else _infra.decimal(values[0])
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
        methods=permitted_methods(request, response),
        header_names=_values_of(response, _ALLOW_HEADERS) or [],
        max_age=max_age_of(response, browser),
        now=now,
    )


def _values_of(response: Response, header: str) -> list[str] | None:
    values: list[str] | Literal["failure"] | None = response.headers.extract_values(header)
    return None if values == "failure" else values
