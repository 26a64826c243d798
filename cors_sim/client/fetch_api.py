"""
``fetch(url, init)``, up to the request.

Spec: https://fetch.spec.whatwg.org/#dom-request
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, TypedDict

from cors_sim import _infra
from cors_sim.browsers import STANDARD, Browser
from cors_sim.browsers.script.interface import Call, Refusal
from cors_sim.client.bodies import STREAM_AS_TEXT, BodyInit, Stream, extract
from cors_sim.client.errors import ClientError
from cors_sim.client.page import Page, page_of
from cors_sim.enums import CacheMode, CredentialsMode, Mode, RedirectMode, ReferrerPolicy
from cors_sim.errors import InvalidInput
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
from cors_sim.urls import URL


class RequestInit(TypedDict, total=False):
    """
    The second argument of ``fetch``. As in a browser, any other member is ignored.

    Spec: https://fetch.spec.whatwg.org/#dom-request
    """

    method: str
    headers: Mapping[str, Text] | Iterable[tuple[str, Text]]
    body: BodyInit | None
    referrer: str
    referrerPolicy: str
    mode: str
    credentials: str
    cache: str
    redirect: str
    integrity: str
    keepalive: bool
    duplex: str
    priority: str


def _values(words: type[StrEnum]) -> frozenset[str]:
    return frozenset(words)


_ENUMERATIONS: Final = MappingProxyType(
    {
        "cache": _values(CacheMode),
        "credentials": _values(CredentialsMode),
        "duplex": frozenset({"half"}),
        "mode": frozenset({Mode.CORS, Mode.NAVIGATE, Mode.NO_CORS, Mode.SAME_ORIGIN}),
        "priority": frozenset({"auto", "high", "low"}),
        "redirect": _values(RedirectMode),
        "referrerPolicy": _values(ReferrerPolicy),
    }
)


def fetch(
    url: str, init: RequestInit | None = None, *, origin: str | Origin | Page, browser: Browser = STANDARD
) -> Request:
    """
    The request that ``fetch(url, init)`` makes.

    Args:
        url: as script writes it; relative URLs are relative to the page.
        init: as script writes it. Of no effect on the request, if sound, are ``referrer``, ``priority``,
            and ``integrity``, which is not modelled.
        origin: of the page; or the `Page` itself.
        browser: whose choices count.

    Raises:
        ClientError: the promise is rejected without a request.

    Spec: https://fetch.spec.whatwg.org/#dom-request
    """
    page = page_of(origin)
    try:
        return _request(url, {} if init is None else init, page, browser)
    except ClientError as error:
        error.in_worker = page.in_worker
        raise


def _request(url: str, init: RequestInit, page: Page, browser: Browser) -> Request:
    """What the constructor of a Request makes; the order of its steps decides which error is thrown."""
    headers_given = _converted(init)
    parsed_url = _url(url, page)
    _check_referrer(init.get("referrer", ""), page)
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
    headers = fill(headers_given, no_cors=no_cors)
    body, body_init = None, _body_init(init, method, browser)
    if body_init is not None:
        body, content_type = extract(body_init)
        if content_type is not None and "content-type" not in headers:
            headers = append(headers, "Content-Type", content_type, no_cors=no_cors)
    is_stream = isinstance(body_init, Stream)
    if is_stream:
        _check_stream(init, mode, browser)
    return Request(
        parsed_url,
        method=method,
        headers=headers.delete(*browser.script.not_set_by_script),
        body=body,
        mode=mode,
        credentials_mode=init.get("credentials", "same-origin"),
        redirect_mode=init.get("redirect", "follow"),
        cache_mode=cache_mode,
        keepalive=init.get("keepalive", False),
        use_cors_preflight=is_stream,
        initiator_type="fetch",
        api="fetch",
        **page.request_fields(init.get("referrerPolicy", "")),
    )


def _converted(init: RequestInit) -> list[tuple[str, str]]:
    """
    The headers of *init*, once each member is found to be of its type.

    Spec: https://webidl.spec.whatwg.org/#es-dictionary
    """
    headers: list[tuple[str, str]] = []
    members: Mapping[str, Any] = init
    # JavaScript looks at the members in the order of the alphabet, and this decides which error is thrown.
    for member in (
        "cache",
        "credentials",
        "duplex",
        "headers",
        "method",
        "mode",
        "priority",
        "redirect",
        "referrerPolicy",
    ):
        if member not in members:
            continue
        value = members[member]
        if member == "headers":
            headers = _byte_strings(value)
        elif member == "method":
            byte_string(value, member="method")
        elif not (isinstance(value, str) and value in _ENUMERATIONS[member]):
            raise ClientError(Refusal.NOT_AN_ENUM_VALUE, str(value), member=member)
    return headers


def _byte_strings(headers: Mapping[str, Text] | Iterable[tuple[str, Text]]) -> list[tuple[str, str]]:
    if isinstance(headers, Mapping):
        return [
            (byte_string(name, member="headers/key"), byte_string(value, member="headers/value"))
            for name, value in headers.items()
        ]
    # All are converted before one is found to be no pair.
    pairs = [tuple(byte_string(part, member="headers") for part in pair) for pair in headers]
    for pair in pairs:
        if len(pair) != 2:
            raise ClientError(Refusal.HEADERS_NOT_PAIRS, ", ".join(pair), member="headers")
    return [(name, value) for name, value in pairs]


def byte_string(value: Text, *, member: str, call: Call = "fetch") -> str:
    """
    *value* as text of one character a byte.

    Spec: https://webidl.spec.whatwg.org/#es-ByteString
    """
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    if not isinstance(text, str):
        raise InvalidInput(member.partition("/")[0], value, "must be made of str or bytes")
    if any(character > "\xff" for character in text):
        raise ClientError(Refusal.NOT_A_BYTE_STRING, text, call=call, member=member)
    return text


def _url(text: str, page: Page) -> URL:
    url = page.url_or_none(text)
    if url is None:
        raise ClientError(Refusal.URL_INVALID, text)
    if url.includes_credentials:
        raise ClientError(Refusal.URL_INCLUDES_CREDENTIALS, text)
    return url


def _check_referrer(text: str, page: Page) -> None:
    if text and page.url_or_none(text) is None:
        raise ClientError(Refusal.REFERRER_INVALID, text)


def _method(text: str) -> str:
    if not _infra.is_token(text):
        raise ClientError(Refusal.METHOD_INVALID, text)
    if is_forbidden_method(text):
        raise ClientError(Refusal.METHOD_FORBIDDEN, text)
    return normalize_method(text)


def _body_init(init: RequestInit, method: str, browser: Browser) -> BodyInit | None:
    """What *init* has for a body, as *browser* takes it."""
    body = init.get("body")
    if body is not None and method in {"GET", "HEAD"}:
        raise ClientError(Refusal.BODY_WITH_GET, method)
    if not isinstance(body, Stream):
        return body
    if browser.script.streams == "as-text":
        return STREAM_AS_TEXT
    if init.get("keepalive", False):
        raise ClientError(Refusal.STREAM_WITH_KEEPALIVE, STREAM_AS_TEXT)
    return body


def _check_stream(init: RequestInit, mode: str, browser: Browser) -> None:
    """Find out whether a body without source can be sent."""
    if browser.script.streams == "refused":
        raise ClientError(Refusal.STREAM_NOT_SUPPORTED, STREAM_AS_TEXT, "NotSupportedError")
    if "duplex" not in init:
        raise ClientError(Refusal.STREAM_WITHOUT_DUPLEX, STREAM_AS_TEXT)
    if mode == Mode.NO_CORS:
        raise ClientError(Refusal.STREAM_WITH_NO_CORS, STREAM_AS_TEXT)


def fill(pairs: Iterable[tuple[str, str]], *, no_cors: bool) -> HeaderList:
    """
    A header list with each of *pairs* that the guard lets in.

    Args:
        pairs: names and values, one character a byte.
        no_cors: whether the guard is ``request-no-cors``, else ``request``.

    Raises:
        ClientError: a name is no header name, or a value no header value.

    Spec: https://fetch.spec.whatwg.org/#concept-headers-fill
    """
    headers = HeaderList()
    # 1.
    for name, value in pairs:
        # 1.2.
        headers = append(headers, name, value, no_cors=no_cors)
    # 2. (A mapping is pairs, too.)
    return headers


def append(headers: HeaderList, name: str, value: str, *, no_cors: bool) -> HeaderList:
    """
    *headers* with one more, if the guard lets it in.

    Spec: https://fetch.spec.whatwg.org/#concept-headers-append
    """
    # 1.
    value = _infra.strip_http_whitespace(value)
    # 2.
    if not _infra.is_token(name):
        raise ClientError(Refusal.HEADER_NAME_INVALID, name)
    if any(character in "\0\r\n" for character in value):
        raise ClientError(Refusal.HEADER_VALUE_INVALID, value, context=name)
    if not no_cors and is_forbidden_request_header(name, value):
        return headers
    # 3.
    if no_cors:
        # 3.1-3.3.
        earlier = headers.get(name)
        combined = value if earlier is None else f"{earlier}, {value}"
        # 3.4.
        if not is_no_cors_safelisted_request_header(name, combined):
            return headers
    # 4.
    headers = headers.append(name, value)
    # 5.
    return headers.delete(*tables.PRIVILEGED_NO_CORS_REQUEST_HEADER_NAMES) if no_cors else headers
