"""
What script can pass as a body.

Spec: https://fetch.spec.whatwg.org/#concept-bodyinit-extract
"""

# ruff: noqa: SIM300 - expected == actual

import pytest

from cors_sim import BodyWithoutSource
from cors_sim.client import Blob, BodyInit, Document, FormData, Stream, URLSearchParams
from cors_sim.client.bodies import extract


class TestExtract:
    """Each kind of body, and the type that it implies."""

    @pytest.mark.parametrize(
        ("body", "sent", "content_type"),
        [
            ("\u00e9\u0100", "\u00e9\u0100".encode(), "text/plain;charset=UTF-8"),
            ("", b"", "text/plain;charset=UTF-8"),
            ("a\ud800", "a\ufffd".encode(), "text/plain;charset=UTF-8"),
            (b"\xff", b"\xff", None),
            (Blob(b"x", "A/B"), b"x", "a/b"),
            (Blob(b"x"), b"x", None),
            (URLSearchParams("a=1"), b"a=1", "application/x-www-form-urlencoded;charset=UTF-8"),
            (Stream(), BodyWithoutSource(), None),
            (Document("<p>"), b"<p>", "text/html;charset=UTF-8"),
            (Document("<p/>", xml=True), b"<p/>", "application/xml;charset=UTF-8"),
        ],
    )
    def test_kinds(self, body: BodyInit | Document, sent: bytes, content_type: str | None) -> None:
        """Text is UTF-8, and a lone surrogate U+FFFD; bytes imply no type."""
        assert (sent, content_type) == extract(body)


class TestBlob:
    """Spec: https://w3c.github.io/FileAPI/#constructorBlob"""

    @pytest.mark.parametrize(
        ("given", "type_"),
        [("Text/PLAIN;Charset=A", "text/plain;charset=a"), ("te xt", "te xt"), ("a/\u0100", "")],
    )
    def test_type(self, given: str, type_: str) -> None:
        """Capitals become small, and anything but printable ASCII makes it empty."""
        assert type_ == Blob(b"", given).type


class TestFormData:
    """Spec: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data"""

    def test_parts(self) -> None:
        """One part an entry; names are escaped, newlines in values are CR LF, a blob is a file."""
        form = FormData([('a"\n', "1\r2\n3"), ("f", Blob(b"\0", "a/b")), ("g", Blob(b"x"))])
        body, content_type = extract(form)
        assert "multipart/form-data; boundary=----cors-sim" == content_type
        assert (
            b'------cors-sim\r\nContent-Disposition: form-data; name="a%22%0D%0A"\r\n\r\n1\r\n2\r\n3\r\n'
            b'------cors-sim\r\nContent-Disposition: form-data; name="f"; filename="blob"\r\n'
            b"Content-Type: a/b\r\n\r\n\0\r\n"
            b'------cors-sim\r\nContent-Disposition: form-data; name="g"; filename="blob"\r\n'
            b"Content-Type: application/octet-stream\r\n\r\nx\r\n"
            b"------cors-sim--\r\n"
        ) == body

    def test_value(self) -> None:
        """Any iterable of entries will do, and the value can be hashed."""
        assert hash(FormData([("a", "b")])) == hash(FormData(iter([("a", "b")])))
