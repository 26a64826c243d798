"""
`ada_url` where there is none: in a page, which has a URL parser in JavaScript.

It has what cors_sim asks of `ada_url`, and no more. In the page it stands where the other would.
"""

from js import standardHref as standard_href  # noqa: N813 - whatwg-url's; a browser's may depart
from pyodide.ffi import jsnull


class URL:
    """
    A parsed URL.

    Args:
        url: what somebody wrote.
        base: what a relative URL is relative to.

    Attributes:
        href: the URL, serialized.

    Raises:
        ValueError: it does not parse, or holds halves of characters, which JavaScript would replace.
    """

    def __init__(self, url: str, base: str | None = None) -> None:
        url.encode()
        href = standard_href(url, jsnull if base is None else base)
        if not isinstance(href, str):
            raise ValueError("Invalid input")  # noqa: TRY004 - as `ada_url` has it
        self.href = href
