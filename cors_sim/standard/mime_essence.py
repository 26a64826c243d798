"""
The essence of a MIME type, which is all that a safelist asks for.

Spec: https://mimesniff.spec.whatwg.org/#mime-type-essence
"""

from cors_sim import _infra


def essence_of(text: str) -> str | None:
    """The essence of *text* as a MIME type, which fails for nothing in its parameters; None for failure."""
    return essence_of_stripped(_infra.strip_http_whitespace(text))


def essence_of_stripped(text: str) -> str | None:
    """Steps 2 to 10 of parsing a MIME type, on text without blanks at its ends."""
    # 2-3.
    kind, slash, rest = text.partition("/")
    # 4-6.
    if not slash or not _infra.is_token(kind):
        return None
    # 7-9.
    subtype = _infra.strip_http_whitespace_end(rest.partition(";")[0])
    if not _infra.is_token(subtype):
        return None
    # 10.
    return _infra.ascii_lowercase(f"{kind}/{subtype}")
