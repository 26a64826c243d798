"""
The CORS-preflight fetch: when it is needed, what it asks, and whether the answer permits the request.

Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import attrs

from cors_sim._value import Value
from cors_sim.browsers import STANDARD, Browser
from cors_sim.enums import CacheMode, CredentialsMode, Mode, ResponseTainting
from cors_sim.headers import HeaderList
from cors_sim.origins import same_origin
from cors_sim.requests import Request
from cors_sim.responses import REDIRECT_STATUSES, Response
from cors_sim.standard.blocking import with_mixed_content_upgraded
from cors_sim.standard.cors_check import cors_check
from cors_sim.standard.methods import is_cors_safelisted_method
from cors_sim.standard.preflight_permissions import CORS_PREFLIGHT_FETCH, permissions_check
from cors_sim.standard.safelists import (
    cors_unsafe_request_header_names,
)
from cors_sim.verdicts import ALLOWED, Allowed, Blocked, Evidence, Reason, Trace

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
    Why a browser asks first. At least one of the four is there.

    Args:
        method: the method, where it is not CORS-safelisted; else None.
        header_names: the CORS-unsafe request-header names.
        use_cors_preflight: whether the use-CORS-preflight flag asks for it.
        again: whether nothing of the request needs leave any more, and a browser asks all the same
            because something did before a redirect.
    """

    method: str | None
    header_names: tuple[str, ...]
    use_cors_preflight: bool
    again: bool = False

    def __str__(self) -> str:
        causes = []
        if self.method is not None:
            causes.append(f"the method {self.method}")
        if self.header_names:
            plural = "s" if len(self.header_names) > 1 else ""
            causes.append(f"the request header{plural} {', '.join(self.header_names)}")
        if self.use_cors_preflight:
            causes.append("an upload listener or a streamed body")
        if self.again:
            causes.append("what the request was before a redirect")
        return " and ".join(causes)


class Past(NamedTuple):
    """
    What a request was before redirects changed it, which some browsers remember.

    Args:
        headers: that it set out with.
        preflighted: whether an earlier hop needed a preflight.
        dropped: names of headers, in lower case, that the last redirect took from it.
    """

    headers: HeaderList
    preflighted: bool = False
    dropped: frozenset[str] = frozenset()


def preflight_needed(request: Request, *, browser: Browser = STANDARD) -> PreflightNeed | None:
    """
    Decide whether a browser that has nothing cached asks with a preflight before *request*.

    Args:
        request: what script asks for.
        browser: whose choices count.

    Returns:
        Why it does, or None: the request is not a cross-origin ``cors`` request, or one that needs no
        leave.

    Spec: https://fetch.spec.whatwg.org/#concept-main-fetch, step 12
    """
    url = with_mixed_content_upgraded(request).current_url
    if request.mode is not Mode.CORS or not url.has_http_scheme:
        return None
    untainted = request.response_tainting is ResponseTainting.BASIC
    if untainted and same_origin(url.origin, request.origin):
        return None
    return cors_preflight_need(request, browser)


def cors_preflight_need(
    request: Request, browser: Browser, past: Past | None = None
) -> PreflightNeed | None:
    """
    What of *request*, known to be a cross-origin ``cors`` request, needs leave; None for nothing.

    Args:
        request: as it will be sent.
        browser: whose choices count.
        past: what it was before redirects; None where there were none.
    """
    use_cors_preflight = request.use_cors_preflight and (
        browser.preflights_for_upload_without_body or request.body is not None
    )
    if not (use_cors_preflight or request.unsafe_request):
        return None
    safelisted = is_cors_safelisted_method(request.method)
    header_names = cors_unsafe_request_header_names(request.headers, browser)
    again = False
    if past is not None and browser.preflight_after_redirect != "as-sent":
        first_names = header_names
        if past.headers is not request.headers:
            first_names = cors_unsafe_request_header_names(past.headers, browser)
        header_names = _remembered(header_names, first_names, browser, past)
        again = past.preflighted or bool(first_names)
    if safelisted and not header_names and not use_cors_preflight and not again:
        return None
    return PreflightNeed(
        method=None if safelisted else request.method,
        header_names=tuple(header_names),
        use_cors_preflight=use_cors_preflight,
        again=again and safelisted and not header_names,
    )


def _remembered(names: list[str], first_names: list[str], browser: Browser, past: Past) -> list[str]:
    """*names* with *first_names*, those that the request set out with, as *browser* remembers them."""
    known = set(first_names)
    names = sorted([*first_names, *(name for name in names if name not in known)])
    if browser.preflight_after_redirect == "less-what-is-dropped":
        names = [name for name in names if name not in past.dropped]
    return names


def _as_the_preflight_sees(request: Request, browser: Browser) -> Request:
    """*request* with the origin that *browser* preflights it for."""
    if browser.preflight_origin_is_never_tainted and len(request.url_list) > 1:
        return request.with_fields(url_list=(request.current_url,))
    return request


def preflight_request(
    request: Request, header_names: Sequence[str], browser: Browser = STANDARD
) -> Request:
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
    return _as_the_preflight_sees(request, browser).with_fields(
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
    request: Request, response: Response, *, browser: Browser = STANDARD, trace: Trace | None = None
) -> Allowed | Blocked:
    """
    Decide whether *response*, the answer to the preflight, permits *request*.

    Args:
        request: the request that leave was asked for, not the preflight.
        response: the answer to the preflight.
        browser: whose choices count.
        trace: where to note the steps taken, if anybody asked.

    Returns:
        `Allowed`, or `Blocked` with the first step that failed.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    unsafe_names = cors_unsafe_request_header_names(request.headers, browser)
    return permitted(request, response, unsafe_names, browser, trace)


def permitted(
    request: Request,
    response: Response,
    unsafe_names: Sequence[str],
    browser: Browser,
    trace: Trace | None = None,
) -> Allowed | Blocked:
    """
    `preflight_check`, for callers who have the CORS-unsafe request-header names already.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    if response.is_network_error:
        evidence = Evidence(None, "no answer", "an answer to the preflight")
        return Blocked(Reason.PREFLIGHT_NETWORK_ERROR, CORS_PREFLIGHT_FETCH.step("6"), evidence)
    # 7. The check is of the request, whose credentials mode the preflight does not have.
    seen = _as_the_preflight_sees(request, browser)
    verdict: Allowed | Blocked = ALLOWED
    if seen is request or not same_origin(seen.origin, seen.current_url.origin):
        verdict = cors_check(seen, response, trace=trace)
    # 8. (The otherwise of 7, which does not say of which of the two a browser complains.)
    status = _status_check(response)
    if status is not None and (verdict.allowed or _status_comes_first(response, browser)):
        return status
    if not verdict.allowed:
        return attrs.evolve(verdict, reason=_IN_THE_PREFLIGHT[verdict.reason])
    if trace is not None:
        evidence = _status_evidence(response)
        trace.passed(CORS_PREFLIGHT_FETCH.step("7"), evidence, "the preflight's status is ok")
    return permissions_check(request, response, unsafe_names, browser, trace)


def _status_check(response: Response) -> Blocked | None:
    """Why the status of *response* gives no leave, or None."""
    if response.has_ok_status:
        return None
    redirect = response.status in REDIRECT_STATUSES
    reason = Reason.PREFLIGHT_REDIRECT if redirect else Reason.PREFLIGHT_STATUS_NOT_OK
    return Blocked(reason, CORS_PREFLIGHT_FETCH.step("8"), _status_evidence(response))


def _status_comes_first(response: Response, browser: Browser) -> bool:
    """Whether *browser* complains of the status of *response* before it makes the CORS check."""
    if browser.preflight_status_first == "redirect":
        return response.status in REDIRECT_STATUSES and "location" in response.headers
    return browser.preflight_status_first == "always"


def _status_evidence(response: Response) -> Evidence:
    return Evidence(None, f"status {response.status}", "a status from 200 to 299")
