"""Text that wants to be more than text, wherever it is shown."""

from typing import Final

from hypothesis import strategies as st

MARKER: Final = "http://127.0.0.1:1/obeyed"
"""What a page asks for that obeys: somebody listens there, in the test with a real browser."""


def payloads(marker: str = MARKER) -> tuple[str, ...]:
    """
    Attempts, each of which asks for *marker* where it is obeyed.

    Args:
        marker: an address.
    """
    return (
        f'"><script>fetch("{marker}")</script>',
        f"'><img src={marker} onerror=fetch('{marker}')>",
        f"</style><link rel=stylesheet href={marker}><style>@import '{marker}';",
        f"</textarea></title></pre><iframe src={marker}></iframe>",
        f'</text><image href="{marker}"/><foreignObject><img src="{marker}"></foreignObject>',
        f"<svg onload=fetch('{marker}')>",
        f"javascript:fetch('{marker}')",
        f"![a]({marker})",
        f"[a]({marker}) <{marker}> [b]: {marker}",
        f"``` </code><img src={marker}> ```",
        f"|a|b|\\n|-|-|\\n![a]({marker})",
        f'%%{{init: {{"themeCSS": "a{{}} @import \'{marker}\'"}}}}%%',
        f'; click p0 href "{marker}"',
        f"end; <img src={marker}>",
        f"\x1b]8;;{marker}\x07link\x1b]8;;\x07\x1b[2J\x9b31m",
        f"\x1b]0;{marker}\x07\x1b[6n\x1bP+q\x1b\\",
        f"'; touch obeyed; curl {marker} #",
        f"$(curl {marker}) `curl {marker}`",
        f"&lt;img src={marker}&gt; &#60;img src={marker}&#62;",
        "{{7*7}} {% include 'a' %} ${7*7} #{7*7}",
        "@everyone #1 GH-1 **bold** ~~x~~ <!-- ",
        "\x85\xad\xa0\x80\x9f",
    )


BIDI: Final = "\u202eobeyed\u202c\u2066\u2067\u2069\u200f\u061c\ufeff\u200b"
"""Turns what stands beside it round; no header can hold it, but a console and a command line can."""

HOSTILE: Final = st.lists(
    st.one_of(
        st.sampled_from(payloads()),
        st.sampled_from(
            ["<", ">", '"', "'", "`", "```", "[", "](", ")", "!", "\\", "|", "%%", ";", "#", "&"]
        ),
        st.sampled_from(
            ["\x1b[", "\x9b", "\x07", "\x85", "\xad", "<!--", "]]>", "://", "//", "*", "_", "~~"]
        ),
        st.text(st.characters(max_codepoint=0xFF, exclude_characters="\0\r\n"), max_size=20),
    ),
    min_size=1,
    max_size=6,
).map("".join)
"""Header values made of those, and of their pieces."""
