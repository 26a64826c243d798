"""
``fetch(url, init)``, up to the request.

Spec: https://fetch.spec.whatwg.org/#dom-request
"""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from cors_sim import _infra
from cors_sim.client.bodies import BodyInit, Stream, extract
from cors_sim.client.errors import ClientError, Refusal
from cors_sim.client.page import Page, page_of
from cors_sim.enums import CacheMode, Mode
from cors_sim.headers import HeaderList, Text
from cors_sim.origins import Origin
from cors_sim.requests import Request
from cors_sim.standard import tables
from cors_sim.standard.methods import (
    is_cors_safelisted_method,
    is_forbidden_method,
    normalize_method,
)
from cors_sim.standard.safelists import (
    is_forbidden_request_header,
    is_no_cors_safelisted_request_header,
)
from cors_sim.urls import URL, url_or_none


class RequestInit(TypedDict, total=False):
    """The second argument of ``fetch``, as far as a request depends on it."""

    method: str
    headers: Mapping[str, Text] | Iterable[tuple[str, Text]]
    body: BodyInit | None
    mode: str
    credentials: str
    cache: str
    redirect: str
    referrerPolicy: str
    integrity: str
    keepalive: bool


def fetch(url: str, init: RequestInit | None = None, *, origin: str | Origin | Page) -> Request:
    """
    The request that ``fetch(url, init)`` makes.

    Args:
        url: as script writes it; relative URLs are relative to the page.
        init: as script writes it. ``integrity`` is not modelled, and does not stop a request.
        origin: of the page; or the `Page` itself.

    Raises:
        ClientError: the promise is rejected without a request.
        InvalidInput: a member of *init* has a value that no browser has heard of.

    Spec: https://fetch.spec.whatwg.org/#dom-request
    """
    page, init = page_of(origin), init or {}
    parsed_url = _url(url, page)
    mode = init.get("mode", "cors")
    if mode == Mode.NAVIGATE:
        raise ClientError(Refusal.MODE_NAVIGATE, mode)
    cache_mode = init.get("cache", "default")
    if cache_mode == CacheMode.ONLY_IF_CACHED and mode != Mode.SAME_ORIGIN:
        raise ClientError(Refusal.ONLY_IF_CACHED_ACROSS_ORIGINS, mode)
    method = _method(init.get("method", "GET"))
    no_cors = mode == Mode.NO_CORS
    if no_cors and not is_cors_safelisted_method(method):
        raise ClientError(Refusal.METHOD_NOT_FOR_NO_CORS, method)
    given = init.get("headers", ())
    pairs = given.items() if isinstance(given, Mapping) else given
    headers = fill(pairs, no_cors=no_cors)
    body_init = init.get("body")
    keepalive = init.get("keepalive", False)
    if body_init is not None and method in {"GET", "HEAD"}:
        raise ClientError(Refusal.BODY_WITH_GET, method)
    if isinstance(body_init, Stream) and keepalive:
        raise ClientError(Refusal.STREAM_WITH_KEEPALIVE, body_init)
    body, content_type = (None, None) if body_init is None else extract(body_init)
    if content_type is not None and "content-type" not in headers:
        headers = append(headers, "Content-Type", content_type, no_cors=no_cors)
    return Request(
        parsed_url,
        method=method,
        headers=headers,
        body=body,
        mode=mode,
        credentials_mode=init.get("credentials", "same-origin"),
        redirect_mode=init.get("redirect", "follow"),
        cache_mode=cache_mode,
        referrer_policy=init.get("referrerPolicy", ""),
        keepalive=keepalive,
        use_cors_preflight=isinstance(body_init, Stream),
        initiator_type="fetch",
        api="fetch",
        **page.request_fields(),
    )


def _url(text: str, page: Page) -> URL:
    url = url_or_none(text, page.base_url)
    if url is None:
        raise ClientError(Refusal.URL_INVALID, text)
    if url.includes_credentials:
        raise ClientError(Refusal.URL_INCLUDES_CREDENTIALS, text)
    return url


def _method(text: str) -> str:
    if not (text.isascii() and _infra.is_token(text)):
        raise ClientError(Refusal.METHOD_INVALID, text)
    if is_forbidden_method(text):
        raise ClientError(Refusal.METHOD_FORBIDDEN, text)
    return normalize_method(text)


def fill(pairs: Iterable[tuple[str, Text]], *, no_cors: bool) -> HeaderList:
    """
    A header list with each of *pairs* that the guard lets in.

    Args:
        pairs: names and values, as script writes them.
        no_cors: whether the guard is ``request-no-cors``, else ``request``.

    Raises:
        ClientError: a name is no header name, or a value no header value.

    Spec: https://fetch.spec.whatwg.org/#concept-headers-fill
    """
    headers = HeaderList()
    # 1.2, 2.
    for name, value in pairs:
        headers = append(headers, name, value, no_cors=no_cors)
    return headers


def append(headers: HeaderList, name: str, value: Text, *, no_cors: bool) -> HeaderList:
    """
    *headers* with one more, if the guard lets it in.

    Spec: https://fetch.spec.whatwg.org/#concept-headers-append
    """
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    # 1.
    text = _infra.strip_http_whitespace(text)
    # 2.
    if not _infra.is_token(name):
        raise ClientError(Refusal.HEADER_NAME_INVALID, name)
    if any(character in "\0\r\n" or character > "\xff" for character in text):
        raise ClientError(Refusal.HEADER_VALUE_INVALID, text)
    if not no_cors and is_forbidden_request_header(name, text):
        return headers
    # 3.1-3.4.
    if no_cors:
        earlier = headers.get(name)
        combined = text if earlier is None else f"{earlier}, {text}"
        if not is_no_cors_safelisted_request_header(name, combined):
            return headers
    # 4.
    headers = headers.append(name, text)
    # 5.
    return headers.delete(*tables.PRIVILEGED_NO_CORS_REQUEST_HEADER_NAMES) if no_cors else headers
