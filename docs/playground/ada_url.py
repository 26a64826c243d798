"""
`ada_url` where there is none: in a page, whose browser has a URL parser of its own.

It has what cors_sim asks of `ada_url`, and no more. In the page it stands where the other would.
"""

from js import URL as BrowserURL  # noqa: N811 - a class, which no checker sees
from pyodide.ffi import JsException


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
        try:
            parsed = BrowserURL.new(url) if base is None else BrowserURL.new(url, base)
        except JsException as error:
            raise ValueError("Invalid input") from error
        self.href: str = parsed.href
