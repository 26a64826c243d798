"""
``XMLHttpRequest``, up to the request.

Spec: https://xhr.spec.whatwg.org/
"""

from collections.abc import Iterable

import attrs

from cors_sim import _infra
from cors_sim.browsers import STANDARD, Browser
from cors_sim.browsers.script.interface import Refusal
from cors_sim.client.bodies import (
    STREAM_AS_TEXT,
    BodyInit,
    Document,
    Stream,
    URLSearchParams,
    extract,
)
from cors_sim.client.errors import ClientError
from cors_sim.client.fetch_api import byte_string
from cors_sim.client.page import Page, page_of
from cors_sim.enums import CredentialsMode
from cors_sim.headers import HeaderList
from cors_sim.origins import Origin
from cors_sim.requests import Request
from cors_sim.standard.methods import is_forbidden_method, normalize_method
from cors_sim.standard.mime_types import parse_a_mime_type
from cors_sim.standard.safelists import is_forbidden_request_header
from cors_sim.urls import URL


def xhr(
    method: str,
    url: str,
    *,
    origin: str | Origin | Page,
    headers: Iterable[tuple[str, str]] = (),
    body: BodyInit | Document | None = None,
    with_credentials: bool = False,
    upload_listener: bool = False,
    synchronous: bool = False,
    browser: Browser = STANDARD,
) -> Request:
    """
    The request that ``open()``, ``setRequestHeader()`` for each of *headers*, and ``send()`` make.

    Args:
        method: the first argument of ``open()``.
        url: the second; relative URLs are relative to the page.
        origin: of the page; or the `Page` itself.
        headers: what ``setRequestHeader()`` is called with; equal names are combined.
        body: the argument of ``send()``; ignored with GET and HEAD.
        with_credentials: ``withCredentials``.
        upload_listener: whether ``upload`` has a listener.
        synchronous: whether ``open()`` was told so.
        browser: whose choices count.

    Raises:
        ClientError: one of the calls throws.

    Spec: https://xhr.spec.whatwg.org/#the-send()-method
    """
    page = page_of(origin)
    method, parsed_url = _opened(method, url, page)
    author_headers = HeaderList()
    for name, value in headers:
        author_headers = set_request_header(author_headers, name, value)
    body_init = None if method in {"GET", "HEAD"} else body
    if isinstance(body_init, Stream):
        body_init = STREAM_AS_TEXT
    sent, content_type = (None, None) if body_init is None else extract(body_init)
    sent_headers = _with_content_type(author_headers, body_init, content_type, browser)
    listens = browser.script.synchronous_upload_listens or not synchronous
    return Request(
        parsed_url,
        method=method,
        headers=sent_headers.delete(*browser.script.not_set_by_script),
        body=sent,
        mode="cors",
        credentials_mode=CredentialsMode.INCLUDE if with_credentials else CredentialsMode.SAME_ORIGIN,
        use_cors_preflight=upload_listener and listens,
        initiator_type="xmlhttprequest",
        api="xhr",
        **page.request_fields(),
    )


def _opened(method: str, url: str, page: Page) -> tuple[str, URL]:
    """
    The method and the URL that ``open()`` takes *method* and *url* for.

    Spec: https://xhr.spec.whatwg.org/#the-open()-method
    """
    byte_string(method, call="open", member="1")
    if not _infra.is_token(method):
        raise ClientError(Refusal.METHOD_INVALID, method, "SyntaxError", call="open")
    if is_forbidden_method(method):
        raise ClientError(Refusal.METHOD_FORBIDDEN, method, "SecurityError", call="open")
    parsed_url = page.url_or_none(url)
    if parsed_url is None:
        raise ClientError(Refusal.URL_INVALID, url, "SyntaxError", call="open")
    return normalize_method(method), parsed_url


def set_request_header(headers: HeaderList, name: str, value: str) -> HeaderList:
    """
    *headers* after ``setRequestHeader(name, value)``; a forbidden header changes nothing.

    Raises:
        ClientError: the call throws.

    Spec: https://xhr.spec.whatwg.org/#the-setrequestheader()-method
    """
    byte_string(name, call="setRequestHeader", member="1")
    value = _infra.strip_http_whitespace(byte_string(value, call="setRequestHeader", member="2"))
    if not _infra.is_token(name):
        raise ClientError(Refusal.HEADER_NAME_INVALID, name, "SyntaxError", call="setRequestHeader")
    if any(character in "\0\r\n" for character in value):
        raise ClientError(
            Refusal.HEADER_VALUE_INVALID, value, "SyntaxError", call="setRequestHeader", context=name
        )
    return headers if is_forbidden_request_header(name, value) else headers.combine(name, value)


def _with_content_type(
    headers: HeaderList, body: BodyInit | Document | None, content_type: str | None, browser: Browser
) -> HeaderList:
    """
    *headers* with the Content-Type that ``send()`` sets: the body's own, or the author's made UTF-8.

    Spec: https://xhr.spec.whatwg.org/#the-send()-method
    """
    author = headers.get("content-type")
    if author is None:
        return headers if content_type is None else headers.set("Content-Type", content_type)
    if not (browser.script.sets_charset_first and isinstance(body, str | URLSearchParams | Document)):
        return headers
    record = parse_a_mime_type(author)
    charset = None if record is None else record.parameter("charset")
    if record is None or charset is None or _infra.ascii_lowercase(charset) == "utf-8":
        return headers
    parameters = tuple((name, "UTF-8" if name == "charset" else value) for name, value in record.parameters)
    return headers.set("Content-Type", str(attrs.evolve(record, parameters=parameters)))
