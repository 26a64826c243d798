"""
HTTP-network-or-cache fetch, as far as nobody is asked: what goes out, with what, and what is no answer.

There is no HTTP cache here: every request reaches the server.

Spec: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
"""

from typing import Final

from cors_sim._infra import ascii_lowercase
from cors_sim.browsers import STANDARD, Browser
from cors_sim.enums import CacheMode, CredentialsMode, ResponseTainting
from cors_sim.requests import BodyWithoutSource, Request
from cors_sim.responses import Response
from cors_sim.standard import tables
from cors_sim.standard.resource_policy import embedder_policy_allows_credentials
from cors_sim.verdicts import Algorithm, Blocked, Evidence, Reason

HTTP_NETWORK_OR_CACHE_FETCH: Final = Algorithm(
    "HTTP-network-or-cache fetch",
    "https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch",
)

_ONLY_IF_CACHED: Final = CacheMode.ONLY_IF_CACHED
_CONDITIONS: Final = frozenset(
    {"if-modified-since", "if-none-match", "if-unmodified-since", "if-match", "if-range"}
)


def includes_credentials(request: Request, tainting: ResponseTainting, browser: Browser = STANDARD) -> bool:
    """
    Whether cookies and stored authentication go along with *request*.

    Args:
        request: whose credentials mode and page decide.
        tainting: the response tainting of *request*, which it need not say yet.
        browser: whose choices count.

    Spec: https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
    """
    # 8.3.
    include_credentials = request.credentials_mode is CredentialsMode.INCLUDE or (
        request.credentials_mode is CredentialsMode.SAME_ORIGIN and tainting is ResponseTainting.BASIC
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
    if request.keepalive and (content_length(request) or 0) > tables.KEEPALIVE_LIMIT:
        evidence = Evidence(None, f"a body of {content_length(request)} bytes", "at most 65536 bytes")
        step = HTTP_NETWORK_OR_CACHE_FETCH.step("8.10.5")
        return Blocked(Reason.KEEPALIVE_BODY_TOO_LARGE, step, evidence)
    # 11.1. There is no HTTP cache that could hold anything.
    if request.cache_mode is _ONLY_IF_CACHED and not browser.only_if_cached_asks:
        evidence = Evidence(None, "an empty HTTP cache", "a stored response")
        return Blocked(Reason.ONLY_IF_CACHED, HTTP_NETWORK_OR_CACHE_FETCH.step("11.1"), evidence)
    # 11.2. Over plain http there is nothing but HTTP/1.1.
    body = request.body
    streamed = isinstance(body, BodyWithoutSource) and body.length is None
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


def content_length(request: Request) -> int | None:
    """Bytes of the body of *request*, where there is one and they are known."""
    body = request.body
    if isinstance(body, BodyWithoutSource):
        return body.length
    return None if body is None else len(body)
