"""
What script can pass as a body, and the Content-Type that comes with it.

Spec: https://fetch.spec.whatwg.org/#bodyinit-unions
"""

import re
from collections.abc import Iterable
from typing import Final

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.errors import InvalidInput
from cors_sim.requests import Body, BodyWithoutSource

_BOUNDARY: Final = "----cors-sim"
_NEWLINE: Final = re.compile(r"\r\n|\r|\n")
_OUTSIDE_BLOB_TYPE: Final = re.compile(r"[^\x20-\x7e]")


def _blob_type(value: str) -> str:
    return "" if _OUTSIDE_BLOB_TYPE.search(value) else _infra.ascii_lowercase(value)


def _entries(value: "Iterable[tuple[str, str | Blob]]") -> "tuple[tuple[str, str | Blob], ...]":
    return tuple((name, entry) for name, entry in value)


@attrs.frozen(repr=False)
class Blob(Value):
    """
    Bytes with a type.

    Args:
        data: the bytes.
        type: as script gave it; an empty one implies no Content-Type.

    Spec: https://w3c.github.io/FileAPI/#dfn-type
    """

    data: bytes
    type: str = attrs.field(default="", converter=_blob_type)


@attrs.frozen(repr=False)
class URLSearchParams(Value):
    """A query, serialized: ``a=1&b=2``."""

    query: str


@attrs.frozen(repr=False)
class FormData(Value):
    """The entries of a form: names, and values that are text or a `Blob`."""

    entries: tuple[tuple[str, str | Blob], ...] = attrs.field(converter=_entries)


@attrs.frozen(repr=False)
class Stream(Value):
    """A ReadableStream: a body that can be sent once, of unknown length."""


STREAM_AS_TEXT: Final = "[object ReadableStream]"
"""What becomes of a stream where an API takes none: JavaScript makes text of it."""


@attrs.frozen(repr=False)
class Document(Value):
    """
    A document, which XMLHttpRequest alone can send.

    Args:
        markup: the document, serialized.
        xml: whether it is an XML document, not an HTML one.
    """

    markup: str
    xml: bool = False


BodyInit = str | bytes | Blob | URLSearchParams | FormData | Stream


def extract(body: BodyInit | Document) -> tuple[Body, str | None]:
    """
    The body to send, and the Content-Type that it implies; None for none.

    Spec: https://fetch.spec.whatwg.org/#concept-bodyinit-extract
    """
    match body:
        case str():
            return _encoded(body), "text/plain;charset=UTF-8"
        case bytes():
            return body, None
        case Blob():
            return body.data, body.type or None
        case URLSearchParams():
            return _encoded(body.query), "application/x-www-form-urlencoded;charset=UTF-8"
        case FormData():
            return _multipart(body), f"multipart/form-data; boundary={_BOUNDARY}"
        case Stream():
            return BodyWithoutSource(), None
        case Document():
            kind = "application/xml" if body.xml else "text/html"
            return _encoded(body.markup), f"{kind};charset=UTF-8"
        case _:
            raise InvalidInput(
                "body", body, "must be str, bytes, or one of the kinds of body in cors_sim.client"
            )


def _encoded(text: str) -> bytes:
    """*text*, with what JavaScript has for lone surrogates replaced, in UTF-8."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _multipart(form: FormData) -> bytes:
    """
    *form* as it is sent; the boundary, which browsers draw by lot, is always the same.

    Spec: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
    """
    parts: list[bytes] = []
    for name, entry in form.entries:
        disposition = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{_escaped(name)}"'
        if isinstance(entry, Blob):
            kind = entry.type or "application/octet-stream"
            parts += (
                _encoded(f'{disposition}; filename="blob"\r\nContent-Type: {kind}\r\n\r\n'),
                entry.data,
            )
        else:
            parts.append(_encoded(f"{disposition}\r\n\r\n{_with_crlf(entry)}"))
        parts.append(b"\r\n")
    return b"".join((*parts, _encoded(f"--{_BOUNDARY}--\r\n")))


def _with_crlf(text: str) -> str:
    return _NEWLINE.sub("\r\n", text)


def _escaped(name: str) -> str:
    return _with_crlf(name).replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
