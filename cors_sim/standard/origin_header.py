"""
The ``Origin`` request header: when it is sent, and when it says ``null``.

Spec: https://fetch.spec.whatwg.org/#origin-header
"""

import itertools
from typing import Final

from cors_sim.browsers import STANDARD, Browser
from cors_sim.enums import CredentialsMode, Mode, ReferrerPolicy, ResponseTainting
from cors_sim.headers import HeaderList
from cors_sim.origins import OpaqueOrigin, TupleOrigin, same_origin
from cors_sim.requests import Request

POLICY_CONTAINER_REFERRER_POLICY: Final = ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN
"""What a page that says nothing has: the policy that main fetch, step 8, takes for an empty one.

Spec: https://w3c.github.io/webappsec-referrer-policy/#default-referrer-policy
"""

_DOWNGRADE_POLICIES: Final = frozenset(
    {
        ReferrerPolicy.NO_REFERRER_WHEN_DOWNGRADE,
        ReferrerPolicy.STRICT_ORIGIN,
        ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
    }
)


def append_a_request_origin_header(
    request: Request, headers: HeaderList, browser: Browser = STANDARD
) -> HeaderList:
    """
    *headers*, those of *request* so far, with ``Origin`` where one is sent.

    Args:
        request: as it stands now.
        headers: of it.
        browser: whose choices count.

    Spec: https://fetch.spec.whatwg.org/#append-a-request-origin-header
    """
    # 1-2.
    serialized_origin = request.serialized_origin
    # 3.
    if request.response_tainting is ResponseTainting.CORS or request.mode in {
        Mode.WEBSOCKET,
        Mode.WEBTRANSPORT,
    }:
        return headers.append("Origin", serialized_origin)
    # 4.
    if request.method not in {"GET", "HEAD"}:
        # 4.1.
        if request.mode is not Mode.CORS and browser.withholds_origin and _is_withheld(request):
            serialized_origin = "null"
        if request.mode is not Mode.CORS and browser.null_origin_behind_redirects and _has_moved(request):
            serialized_origin = "null"
        # 4.2.
        return headers.append("Origin", serialized_origin)
    if (request.mode is Mode.CORS and _names_own_origin(request, browser)) or (
        browser.null_origin_with_stored_cookies and _may_have_stored_cookies(request)
    ):
        return headers.append("Origin", serialized_origin)
    return headers


def _has_moved(request: Request) -> bool:
    """Whether a redirect has led *request* from one origin to another."""
    return any(
        not same_origin(before.origin, after.origin)
        for before, after in itertools.pairwise(request.url_list)
    )


def _names_own_origin(request: Request, browser: Browser) -> bool:
    """Whether *browser* names the page's origin to the very server that the page is of."""
    return request.is_of_element and request.destination in browser.destinations_that_name_own_origin


def _may_have_stored_cookies(request: Request) -> bool:
    """Whether an opaque frame asks the host of the page at its top, cookies included."""
    return (
        isinstance(request.origin, OpaqueOrigin)
        and request.credentials_mode is CredentialsMode.INCLUDE
        and isinstance(request.top_level_origin, TupleOrigin)
        and request.top_level_origin.host == request.url.host
        and request.api != "beacon"
    )


def _is_withheld(request: Request) -> bool:
    """Whether the referrer policy keeps the origin from the server: the switch of step 4.1."""
    policy = request.referrer_policy or POLICY_CONTAINER_REFERRER_POLICY
    if policy is ReferrerPolicy.NO_REFERRER:
        return True
    if policy in _DOWNGRADE_POLICIES:
        secure = isinstance(request.origin, TupleOrigin) and request.origin.scheme == "https"
        return secure and request.current_url.scheme != "https"
    if policy is ReferrerPolicy.SAME_ORIGIN:
        return not same_origin(request.origin, request.current_url.origin)
    return False
