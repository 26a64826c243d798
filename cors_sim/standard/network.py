"""
HTTP-network-or-cache fetch: the one algorithm that asks somebody.

Spec: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
"""

from cors_sim.enums import ResponseType
from cors_sim.exchanges import Exchange, HTTPRequest
from cors_sim.requests import BodyWithoutSource, Request
from cors_sim.standard.fetch_params import Fetching, FetchParams
from cors_sim.standard.network_checks import (
    blocked_from_the_network,
    content_length,
    includes_credentials,
    without_proxy_challenge,
)
from cors_sim.standard.origin_header import append_a_request_origin_header


def http_network_or_cache_fetch(
    params: FetchParams,
    request: Request,
    *,
    is_preflight: bool = False,
    is_new_connection_fetch: bool = False,
) -> Fetching:
    """
    Send *request* and return the answer.

    Spec: https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
    """
    # 1-4.
    blocked = blocked_from_the_network(request, params.browser)
    if blocked is not None:
        return blocked
    # 8.5-8.9.
    headers = request.headers
    length = content_length(request)
    if length is not None:
        headers = headers.append("Content-Length", str(length))
    elif request.body is None and request.method in {"POST", "PUT"}:
        headers = headers.append("Content-Length", "0")
    # 8.12.
    headers = append_a_request_origin_header(request, headers, params.browser)
    http_request = HTTPRequest(
        method=request.method,
        url=request.current_url.without_fragment,
        headers=headers,
        body=request.body,
        include_credentials=includes_credentials(request, request.response_tainting, params.browser),
        is_preflight=is_preflight,
    )
    # 11.2. An answer that comes later than the one before never makes the clock run backwards.
    response, now = yield http_request
    params.now = max(params.now, now)
    params.exchanges.append(Exchange(http_request, response))
    # Whatever type an answer calls itself: which view of it script gets is not for servers to say.
    if response.type is not ResponseType.DEFAULT and not response.is_network_error:
        response = response.with_fields(type=ResponseType.DEFAULT)
    # 11.5.1. (No cache has anything better.)
    # 12, 14. (Filled in for the view that script gets, and asked for again by the resource policy.)
    # 16.
    response = without_proxy_challenge(response, params.browser)
    # 17.
    can_be_sent_again = not isinstance(request.body, BodyWithoutSource)
    if response.status == 421 and can_be_sent_again and not is_new_connection_fetch:
        # 17.2.
        return (
            yield from http_network_or_cache_fetch(
                params, request, is_preflight=is_preflight, is_new_connection_fetch=True
            )
        )
    # 19.
    return response
