"""
What a body is, from its first bytes and its last: enough to say whether an element can use it.

Spec: https://mimesniff.spec.whatwg.org/#matching-a-mime-type-pattern
"""

import re
from types import MappingProxyType
from typing import Final, Literal

Content = Literal["font", "image", "image-of-any-type", "media", "media-or-image"]


def _pattern(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL)


# A format is known by how it begins, and by how a whole one ends.
_WHOLE: Final = MappingProxyType(
    {
        "font": _pattern(rb"(?:\x00\x01\x00\x00|OTTO|wOFF|wOF2).{60,}"),
        "image": _pattern(
            rb"\x89PNG\r\n\x1a\n.*IEND.{4}|GIF8[79]a.*;|\xff\xd8\xff.*\xff\xd9",
        ),
        "media": _pattern(rb"RIFF.{4}WAVE.{32,}"),
    }
)
# What begins other formats, which some browsers can use.
_DOUBTFUL: Final = MappingProxyType(
    {
        "font": _pattern(rb"true|ttcf"),
        "image": _pattern(
            rb"BM|\x00\x00[\x01\x02]\x00|RIFF.{4}WEBP|.{4}ftypavif|\xff\x0a|\x00\x00\x00\x0cJXL "
        ),
        "media": _pattern(rb"OggS|\x1aE\xdf\xa3|.{4}ftyp|ID3|\xff[\xe0-\xfb]|fLaC|FORM.{4}AIFF"),
    }
)
_SVG: Final = _pattern(rb"[^<]*(?:<[?!][^>]*>[^<]*)*<svg[ />].*")


def is_content(body: bytes, kind: Content, essence: str | None) -> bool | None:
    """
    Whether *body* is a whole font, image, or sound or film; None where it may be one, for some browsers.

    Args:
        body: of a response.
        kind: what it should be.
        essence: of its Content-Type; None for none. SVG is an image by its type alone.
    """
    if kind == "media-or-image":
        image = True if _SVG.fullmatch(body) else _is(body, "image")
        # A film of one picture, for some formats of pictures.
        return _is(body, "media") if image is False else (None if body.startswith(b"GIF8") else image)
    if kind in {"image", "image-of-any-type"}:
        if essence == "image/svg+xml" and (kind == "image" or _SVG.fullmatch(body)):
            return _SVG.fullmatch(body) is not None
        return _is(body, "image")
    return _is(body, kind)


def _is(body: bytes, kind: str) -> bool | None:
    if _WHOLE[kind].fullmatch(body):
        return True
    return None if _DOUBTFUL[kind].match(body) else False


_MARKUP: Final = _pattern(rb"[\t\n\f\r ]*<[!/?a-zA-Z].*")
_JSON_OBJECT: Final = _pattern(rb'[\t\n\f\r ]*\{[\t\n\f\r ]*".*')
_JSON_VALUE: Final = _pattern(
    rb'[\t\n\r ]*(?:[\[{"].*|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)[\t\n\r ]*'
)


def shows_its_type(body: bytes, essence: str) -> bool:
    """Whether *body* begins as what *essence* says it is: markup, or an object in JSON."""
    return (_JSON_OBJECT if essence.endswith("json") else _MARKUP).fullmatch(body) is not None


def may_be_script_alone(body: bytes) -> bool:
    """Whether *body* is neither markup nor, as it begins, JSON."""
    return not (_MARKUP.fullmatch(body) or _JSON_VALUE.fullmatch(body))
