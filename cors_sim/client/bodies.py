"""
What script can pass as a body, and the Content-Type that comes with it.

Spec: https://fetch.spec.whatwg.org/#bodyinit-unions
"""

import attrs

from cors_sim._value import Value
from cors_sim.requests import Body, BodyWithoutSource

_BOUNDARY = "----cors-sim"


@attrs.frozen(repr=False)
class Blob(Value):
    """Bytes with a type; an empty one implies no Content-Type."""

    data: bytes
    type: str = ""


@attrs.frozen(repr=False)
class URLSearchParams(Value):
    """A query, serialized: ``a=1&b=2``."""

    query: str


@attrs.frozen(repr=False)
class FormData(Value):
    """The entries of a form, names and values."""

    entries: tuple[tuple[str, str], ...]


@attrs.frozen(repr=False)
class Stream(Value):
    """A ReadableStream: a body that can be sent once, of unknown length."""


BodyInit = str | bytes | Blob | URLSearchParams | FormData | Stream


def extract(body: BodyInit) -> tuple[Body, str | None]:
    """
    The body to send, and the Content-Type that it implies; None for none.

    Spec: https://fetch.spec.whatwg.org/#concept-bodyinit-extract
    """
    match body:
        case str():
            return body.encode("utf-8", "replace"), "text/plain;charset=UTF-8"
        case bytes():
            return body, None
        case Blob():
            return body.data, body.type or None
        case URLSearchParams():
            return body.query.encode(), "application/x-www-form-urlencoded;charset=UTF-8"
        case FormData():
            parts = [
                f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                for name, value in body.entries
            ]
            whole = "".join((*parts, f"--{_BOUNDARY}--\r\n"))
            return whole.encode("utf-8", "replace"), f"multipart/form-data; boundary={_BOUNDARY}"
        case Stream():
            return BodyWithoutSource(), None
