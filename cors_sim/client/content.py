"""
What a body is, from its first bytes and its last: enough to say whether an element can use it.

Spec: https://mimesniff.spec.whatwg.org/#matching-a-mime-type-pattern
"""

import re
from typing import Final, Literal

Content = Literal["font", "image", "media"]

# A format is known by how it begins, and by how a whole one ends.
_IMAGES: Final = (
    re.compile(rb"\x89PNG\r\n\x1a\n.*IEND.{4}", re.DOTALL),
    re.compile(rb"GIF8[79]a.*;", re.DOTALL),
    re.compile(rb"\xff\xd8\xff.*\xff\xd9", re.DOTALL),
)
_FONTS: Final = (re.compile(rb"(?:\x00\x01\x00\x00|OTTO|wOFF|wOF2).{60,}", re.DOTALL),)
_MEDIA: Final = (re.compile(rb"RIFF.{4}WAVE.{32,}", re.DOTALL),)
# Other formats of their kinds, some of which some browsers can use.
_DOUBTFUL_IMAGE: Final = re.compile(
    rb"(?:BM|\x00\x00[\x01\x02]\x00|RIFF.{4}WEBP|.{4}ftypavif|\xff\x0a|\x00\x00\x00\x0cJXL )", re.DOTALL
)
_DOUBTFUL_FONT: Final = re.compile(rb"true|ttcf")
_DOUBTFUL_MEDIA: Final = re.compile(
    rb"(?:OggS|\x1a\x45\xdf\xa3|.{4}ftyp|ID3|\xff[\xe0-\xff]|fLaC|FORM.{4}AIFF|\x89PNG|GIF8|\s*<)",
    re.DOTALL,
)
_SVG: Final = re.compile(rb"[^<]*(?:<[?!][^>]*>\s*)*<svg[\s>/]")

_KNOWN: Final = {"font": _FONTS, "image": _IMAGES, "media": _MEDIA}
_DOUBTFUL: Final = {"font": _DOUBTFUL_FONT, "image": _DOUBTFUL_IMAGE, "media": _DOUBTFUL_MEDIA}


def is_content(body: bytes, kind: Content, essence: str | None) -> bool | None:
    """
    Whether *body* is a whole font, image, or sound or film; None where it may be one, for some browsers.

    Args:
        body: of a response.
        kind: what it should be.
        essence: of its Content-Type; None for none. SVG is an image by its type alone.
    """
    if kind == "image" and essence == "image/svg+xml":
        return True if _SVG.match(body) else (None if _begins_as_image(body) else False)
    if any(pattern.fullmatch(body) for pattern in _KNOWN[kind]):
        return True
    return None if _DOUBTFUL[kind].match(body) else False


def _begins_as_image(body: bytes) -> bool:
    return any(pattern.fullmatch(body) for pattern in _IMAGES)
