"""
What a body is, from how it begins and ends.

Spec: https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern
"""

import pytest

from cors_sim.client.content import Content, is_content, may_be_script_alone, shows_its_type

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR....IEND\xaeB`\x82"
GIF = b"GIF89a\1\0\1\0;"
JPEG = b"\xff\xd8\xff\xe0JFIF\xff\xd9"
WAVE = b"RIFF\x44\3\0\0WAVEfmt " + bytes(40)
SVG = b"<?xml version='1.0'?>\n<!-- x -->\n<svg xmlns='http://www.w3.org/2000/svg'/>"


class TestIsContent:
    """Whole ones are, others are not, and some may be."""

    @pytest.mark.parametrize(
        ("body", "kind", "expected"),
        [
            (PNG, "image", True),
            (GIF, "image", True),
            (JPEG, "image", True),
            (PNG[:20], "image", False),
            (GIF[:-1], "image", False),
            (b"", "image", False),
            (b"<p>", "image", False),
            (SVG, "image", False),
            (b"RIFF....WEBP", "image", None),
            (b"BM....", "image", None),
            (WAVE, "media", True),
            (WAVE[:12], "media", False),
            (b"OggS", "media", None),
            (PNG, "media", False),
            (PNG, "media-or-image", True),
            (SVG, "media-or-image", True),
            (GIF, "media-or-image", None),
            (WAVE, "media-or-image", True),
            (b"OggS", "media-or-image", None),
            (b"x", "media-or-image", False),
            (b"\0\1\0\0" + bytes(60), "font", True),
            (b"wOF2" + bytes(60), "font", True),
            (b"\0\1\0\0", "font", False),
            (b"ttcf", "font", None),
        ],
    )
    def test_by_its_bytes(self, body: bytes, kind: Content, expected: bool | None) -> None:
        """The type says nothing of it."""
        assert expected is is_content(body, kind, None)
        assert expected is is_content(body, kind, "text/plain")

    @pytest.mark.parametrize(
        ("body", "kind", "expected"),
        [
            (SVG, "image", True),
            (PNG, "image", False),
            (SVG, "image-of-any-type", True),
            (PNG, "image-of-any-type", True),
            (b"<svgx>", "image", False),
            (b"<p>", "image-of-any-type", False),
        ],
    )
    def test_svg(self, body: bytes, kind: Content, expected: bool) -> None:
        """But SVG is an image by its type alone."""
        assert expected is is_content(body, kind, "image/svg+xml")


class TestTellingTypes:
    """What opaque response blocking looks for."""

    @pytest.mark.parametrize(
        ("body", "essence", "expected"),
        [
            (b"<!doctype html>", "text/html", True),
            (b"\n <p>x", "text/html", True),
            (b"1 < 2", "text/html", False),
            (b"<?xml?>", "application/xml", True),
            (b'{ "a": 1}', "application/json", True),
            (b"{}", "application/json", False),
            (b"<p>", "application/json", False),
        ],
    )
    def test_shows_its_type(self, body: bytes, essence: str, expected: bool) -> None:
        """Markup, or an object with a member."""
        assert expected is shows_its_type(body, essence)

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (b"f()", True),
            (b"-x", True),
            (b"1", False),
            (b"[f()]", False),
            (b"true ", False),
            (b"<p>", False),
        ],
    )
    def test_may_be_script_alone(self, body: bytes, expected: bool) -> None:
        """What is no JSON and no markup."""
        assert expected is may_be_script_alone(body)
