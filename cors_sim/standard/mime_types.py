"""
MIME types, as far as a fetch asks: parsed, extracted from a header list, and what they block.

Spec: https://mimesniff.spec.whatwg.org/ and https://fetch.spec.whatwg.org/#content-type-header
"""

from typing import Final

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.headers import HeaderList, end_of_quoted_string
from cors_sim.standard.mime_essence import essence_of

_NO_SEMICOLON: Final = _infra.run_of("[^;]*")
_NO_SEMICOLON_OR_EQUALS: Final = _infra.run_of("[^;=]*")
_HTTP_WHITESPACE: Final = _infra.run_of("[\n\r\t ]*")
_QUOTED_STRING_TOKENS: Final = _infra.run_of("[\t\x20-\x7e\x80-\xff]*")


@attrs.frozen(repr=False)
class MIMEType(Value):
    """
    A MIME type.

    Args:
        essence: type and subtype, in lower case, as ``text/plain``.
        parameters: such as ``charset``; names in lower case, in order.
    """

    essence: str
    parameters: tuple[tuple[str, str], ...] = ()

    def parameter(self, name: str) -> str | None:
        """The value of the parameter of that name, or None."""
        return dict(self.parameters).get(name)

    def __str__(self) -> str:
        """
        The MIME type, serialized.

        Spec: https://mimesniff.spec.whatwg.org/#serialize-a-mime-type
        """
        parts = [self.essence]
        for name, value in self.parameters:
            quoted = value
            if not _infra.is_token(value):
                escaped = value.replace("\\", "\\\\").replace('"', '\\"')
                quoted = f'"{escaped}"'
            parts.append(f"{name}={quoted}")
        return ";".join(parts)


def parse_a_mime_type(text: str) -> MIMEType | None:
    """
    *text* as a MIME type; None for failure.

    Spec: https://mimesniff.spec.whatwg.org/#parse-a-mime-type
    """
    # 1.
    text = _infra.strip_http_whitespace(text)
    # 2-10.
    essence = essence_of(text)
    if essence is None:
        return None
    # 11-12. (A type has no semicolon, and so the first one ends the subtype.)
    return MIMEType(essence, tuple(_parameters(text, text.find(";")).items()))


def _parameters(text: str, position: int) -> dict[str, str]:
    """The parameters in *text* from the semicolon at *position* on (-1: there is none): step 11."""
    parameters: dict[str, str] = {}
    while 0 <= position < len(text):
        # 11.1-11.4.
        position = _infra.end_of_run(_HTTP_WHITESPACE, text, position + 1)
        start = position
        position = _infra.end_of_run(_NO_SEMICOLON_OR_EQUALS, text, position)
        name = _infra.ascii_lowercase(text[start:position])
        # 11.5-11.6. A name without "=" is passed over.
        if not text.startswith("=", position):
            continue
        position += 1
        if position >= len(text):
            break
        start = position
        # 11.8. What stands between a quoted string and the next semicolon is passed over.
        if text[position] == '"':
            position = end_of_quoted_string(text, position)
            value = _unquoted(text[start:position])
            position = _infra.end_of_run(_NO_SEMICOLON, text, position)
        # 11.9.
        else:
            position = _infra.end_of_run(_NO_SEMICOLON, text, position)
            value = _infra.strip_http_whitespace_end(text[start:position])
            if not value:
                continue
        # 11.10. The first of equal names counts.
        if (
            name not in parameters
            and _infra.is_token(name)
            and _infra.end_of_run(_QUOTED_STRING_TOKENS, value, 0) == len(value)
        ):
            parameters[name] = value
    return parameters


def _unquoted(quoted: str) -> str:
    """The value of a quoted string that may lack its closing quote."""
    pieces: list[str] = []
    position = 1
    while position < len(quoted):
        character = quoted[position]
        if character == "\\" and position + 1 < len(quoted):
            position += 1
            character = quoted[position]
        elif character == '"':
            break
        pieces.append(character)
        position += 1
    return "".join(pieces)


def extract_a_mime_type(headers: HeaderList) -> MIMEType | None:
    """
    What the ``Content-Type`` headers say together: the last that parses; None for failure.

    Spec: https://fetch.spec.whatwg.org/#concept-header-extract-mime-type
    """
    # 1-3.
    charset: str | None = None
    mime_type: MIMEType | None = None
    # 4-5.
    values = headers.get_decode_and_split("content-type")
    if values is None:
        return None
    # 6.
    for value in values:
        # 6.1-6.2.
        temporary = parse_a_mime_type(value)
        if temporary is None or temporary.essence == "*/*":
            continue
        # 6.3.
        # 6.4.1-6.4.3.
        if mime_type is None or temporary.essence != mime_type.essence:
            charset = temporary.parameter("charset")
        # 6.5. The charset of an earlier value of the same essence is kept.
        elif temporary.parameter("charset") is None and charset is not None:
            parameters = (*temporary.parameters, ("charset", charset))
            temporary = attrs.evolve(temporary, parameters=parameters)
        mime_type = temporary
    # 7-8.
    return mime_type
