"""
What of a preflight's answer is kept, and for how long.

Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
"""

from typing import Literal

from cors_sim import _infra
from cors_sim.browsers import STANDARD, Browser
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.standard import tables
from cors_sim.standard.preflight_cache import PreflightCache
from cors_sim.standard.preflight_permissions import ALLOW_HEADERS, ALLOW_METHODS


def permitted_methods(request: Request, response: Response, browser: Browser = STANDARD) -> list[str]:
    """
    The methods that *response*, a preflight's answer, permits *request* to use.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    # 7.1.
    methods = _values_of(response, ALLOW_METHODS)
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
        header_names=_values_of(response, ALLOW_HEADERS) or [],
        max_age=max_age_of(response, browser),
        now=now,
    )


def _values_of(response: Response, header: str) -> list[str] | None:
    values: list[str] | Literal["failure"] | None = response.headers.extract_values(header)
    return None if values == "failure" else values
