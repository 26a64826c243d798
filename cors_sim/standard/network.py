"""
HTTP-network-or-cache fetch: what goes on the wire, and whether credentials go along.

There is no HTTP cache here: every request reaches the server.

Spec: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
"""

from typing import Final

from cors_sim._infra import ascii_lowercase
from cors_sim.browsers import STANDARD, Browser
from cors_sim.enums import CacheMode, CredentialsMode, ResponseTainting, ResponseType
from cors_sim.exchanges import Exchange
from cors_sim.requests import BodyWithoutSource, HTTPRequest, Request
from cors_sim.responses import Response
from cors_sim.standard import tables
from cors_sim.standard.fetch_params import Fetching, FetchParams
from cors_sim.standard.origin_header import append_a_request_origin_header
from cors_sim.standard.resource_policy import embedder_policy_allows_credentials
from cors_sim.verdicts import Algorithm, Blocked, Evidence, Reason

HTTP_NETWORK_OR_CACHE_FETCH: Final = Algorithm(
    "HTTP-network-or-cache fetch",
    "https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch",
)


_CONDITIONS: Final = frozenset(
    {"if-modified-since", "if-none-match", "if-unmodified-since", "if-match", "if-range"}
)


def includes_credentials(request: Request, browser: Browser = STANDARD) -> bool:
    """
    Whether cookies and stored authentication go along with *request*.

    Args:
        request: whose credentials mode, response tainting and page decide.
        browser: whose choices count.

    Spec: https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
    """
    # 8.3.
    include_credentials = request.credentials_mode is CredentialsMode.INCLUDE or (
        request.credentials_mode is CredentialsMode.SAME_ORIGIN
        and request.response_tainting is ResponseTainting.BASIC
    )
    # 8.4.
    return include_credentials and embedder_policy_allows_credentials(request, browser)


def blocked_from_the_network(request: Request, browser: Browser = STANDARD) -> Blocked | None:
    """
    Why *request* does not go over the wire, or None.

    Args:
        request: as it stands now.
        browser: whose choices count.

    Spec: https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
    """
    # 8.10.5.
    if request.keepalive and (_content_length(request) or 0) > tables.KEEPALIVE_LIMIT:
        evidence = Evidence(None, f"a body of {_content_length(request)} bytes", "at most 65536 bytes")
        step = HTTP_NETWORK_OR_CACHE_FETCH.step("8.10.5")
        return Blocked(Reason.KEEPALIVE_BODY_TOO_LARGE, step, evidence)
    # 11.1. There is no HTTP cache that could hold anything.
    if request.cache_mode is CacheMode.ONLY_IF_CACHED and not browser.only_if_cached_asks:
        evidence = Evidence(None, "an empty HTTP cache", "a stored response")
        return Blocked(Reason.ONLY_IF_CACHED, HTTP_NETWORK_OR_CACHE_FETCH.step("11.1"), evidence)
    # 11.2. Over plain http there is nothing but HTTP/1.1.
    streamed = isinstance(request.body, BodyWithoutSource) and request.body.length is None
    if streamed and request.current_url.scheme == "http" and not browser.streams_over_http_1:
        evidence = Evidence(None, "a streamed body over http", "https, and HTTP/2 or later")
        return Blocked(Reason.NETWORK_ERROR, HTTP_NETWORK_OR_CACHE_FETCH.step("11.2"), evidence)
    return None


def without_proxy_challenge(response: Response, browser: Browser) -> Response:
    """
    *response*, or a network error where a proxy asks for a password: nobody is there to be asked.

    Spec: https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
    """
    # 16.1.
    refused = response.status == 407 and not browser.reads_proxy_challenge
    return Response.network_error() if refused else response


def cache_mode_of(request: Request) -> CacheMode:
    """
    The cache mode that *request* goes with: its own conditions leave no use for what is stored.

    Spec: https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
    """
    # 8.16.
    if request.cache_mode is CacheMode.DEFAULT and not _CONDITIONS.isdisjoint(
        map(ascii_lowercase, request.headers.names())
    ):
        return CacheMode.NO_STORE
    return request.cache_mode


def _content_length(request: Request) -> int | None:
    """Bytes of the request's body, where there is one and they are known."""
    body = request.body
    if isinstance(body, BodyWithoutSource):
        return body.length
    return None if body is None else len(body)


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
    content_length = _content_length(request)
    if content_length is not None:
        headers = headers.append("Content-Length", str(content_length))
    elif request.body is None and request.method in {"POST", "PUT"}:
        headers = headers.append("Content-Length", "0")
    # 8.12.
    headers = append_a_request_origin_header(request, headers, params.browser)
    http_request = HTTPRequest(
        method=request.method,
        url=request.current_url.without_fragment,
        headers=headers,
        body=request.body,
        include_credentials=includes_credentials(request, params.browser),
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
