"""
``XMLHttpRequest``, up to the request.

Spec: https://xhr.spec.whatwg.org/
"""

from collections.abc import Iterable

import attrs

from cors_sim import _infra
from cors_sim.client.bodies import BodyInit, Stream, extract
from cors_sim.client.errors import ClientError, Refusal
from cors_sim.client.page import Page, page_of
from cors_sim.enums import CredentialsMode
from cors_sim.headers import HeaderList
from cors_sim.origins import Origin
from cors_sim.requests import Request
from cors_sim.standard.methods import is_forbidden_method, normalize_method
from cors_sim.standard.mime_types import parse_a_mime_type
from cors_sim.standard.safelists import is_forbidden_request_header
from cors_sim.urls import url_or_none


def xhr(
    method: str,
    url: str,
    *,
    origin: str | Origin | Page,
    headers: Iterable[tuple[str, str]] = (),
    body: BodyInit | None = None,
    with_credentials: bool = False,
    upload_listener: bool = False,
) -> Request:
    """
    The request that ``open()``, ``setRequestHeader()`` for each of *headers*, and ``send()`` make.

    Whether it is synchronous makes no difference to the request.

    Args:
        method: the first argument of ``open()``.
        url: the second; relative URLs are relative to the page.
        origin: of the page; or the `Page` itself.
        headers: what ``setRequestHeader()`` is called with; equal names are combined.
        body: the argument of ``send()``; ignored with GET and HEAD.
        with_credentials: ``withCredentials``.
        upload_listener: whether ``upload`` has a listener.

    Raises:
        ClientError: one of the calls throws.

    Spec: https://xhr.spec.whatwg.org/#the-send()-method
    """
    page = page_of(origin)
    method = _opened(method)
    parsed_url = url_or_none(url, page.base_url)
    if parsed_url is None:
        raise ClientError(Refusal.URL_INVALID, url, "SyntaxError")
    author_headers = HeaderList()
    for name, value in headers:
        author_headers = set_request_header(author_headers, name, value)
    body_init = None if method in {"GET", "HEAD"} else body
    sent, content_type = (None, None) if body_init is None else extract(body_init)
    return Request(
        parsed_url,
        method=method,
        headers=_with_content_type(author_headers, body_init, content_type),
        body=sent,
        mode="cors",
        credentials_mode=CredentialsMode.INCLUDE if with_credentials else CredentialsMode.SAME_ORIGIN,
        use_cors_preflight=upload_listener or isinstance(body_init, Stream),
        initiator_type="xmlhttprequest",
        api="xhr",
        **page.request_fields(),
    )


def _opened(method: str) -> str:
    """
    The method that ``open()`` takes *method* for.

    Spec: https://xhr.spec.whatwg.org/#the-open()-method
    """
    if not (method.isascii() and _infra.is_token(method)):
        raise ClientError(Refusal.METHOD_INVALID, method, "SyntaxError")
    if is_forbidden_method(method):
        raise ClientError(Refusal.METHOD_FORBIDDEN, method, "SecurityError")
    return normalize_method(method)


def set_request_header(headers: HeaderList, name: str, value: str) -> HeaderList:
    """
    *headers* after ``setRequestHeader(name, value)``; a forbidden header changes nothing.

    Spec: https://xhr.spec.whatwg.org/#the-setrequestheader()-method
    """
    value = _infra.strip_http_whitespace(value)
    if not _infra.is_token(name):
        raise ClientError(Refusal.HEADER_NAME_INVALID, name, "SyntaxError")
    if any(character in "\0\r\n" or character > "\xff" for character in value):
        raise ClientError(Refusal.HEADER_VALUE_INVALID, value, "SyntaxError")
    return headers if is_forbidden_request_header(name, value) else headers.combine(name, value)


def _with_content_type(headers: HeaderList, body: BodyInit | None, content_type: str | None) -> HeaderList:
    """
    *headers* with the Content-Type that ``send()`` sets: the body's own, or the author's made UTF-8.

    Spec: https://xhr.spec.whatwg.org/#the-send()-method
    """
    author = headers.get("content-type")
    if author is None:
        return headers if content_type is None else headers.set("Content-Type", content_type)
    if not isinstance(body, str):
        return headers
    record = parse_a_mime_type(author)
    charset = None if record is None else record.parameter("charset")
    if record is None or charset is None or _infra.ascii_lowercase(charset) == "utf-8":
        return headers
    parameters = tuple((name, "UTF-8" if name == "charset" else value) for name, value in record.parameters)
    return headers.set("Content-Type", str(attrs.evolve(record, parameters=parameters)))
