"""
``data:`` URLs, which need no server: the URL is the response.

Spec: https://fetch.spec.whatwg.org/#data-urls
"""

import re
from typing import Final

from cors_sim import _infra
from cors_sim.browsers import STANDARD, Browser
from cors_sim.responses import Response
from cors_sim.standard.mime_types import MIMEType, parse_a_mime_type
from cors_sim.urls import URL

_PERCENT_ENCODED: Final = re.compile(rb"%([0-9A-Fa-f]{2})")
_BASE64_SUFFIX: Final = re.compile(r"; *base64\Z", re.IGNORECASE | re.ASCII)
_ASCII_WHITESPACE: Final = re.compile(rb"[\t\n\f\r ]")
_US_ASCII: Final = MIMEType("text/plain", (("charset", "US-ASCII"),))


def data_url_response(url: URL, browser: Browser = STANDARD) -> Response | None:
    """
    What the ``data:`` URL *url* holds; None for failure.

    Spec: https://fetch.spec.whatwg.org/#data-url-processor
    """
    # 1-7.
    mime_type, comma, encoded = url.without_fragment.href.removeprefix("data:").partition(",")
    if not comma:
        return None
    # 8-10.
    mime_type = _infra.strip_ascii_whitespace(mime_type)
    body = _PERCENT_ENCODED.sub(lambda match: bytes.fromhex(match[1].decode()), encoded.encode())
    # 11.1-11.6.
    suffix = _BASE64_SUFFIX.search(mime_type)
    if suffix is not None:
        decoded = _forgiving_base64_decode(body)
        if decoded is None:
            return None
        body, mime_type = decoded, mime_type[: suffix.start()]
    # 12-15.
    if mime_type.startswith(";"):
        mime_type = f"text/plain{mime_type}"
    record = parse_a_mime_type(mime_type) or _US_ASCII
    headers = {"Content-Type": str(record)}
    if browser.data_url_has_length:
        headers["Content-Length"] = str(len(body))
    return Response(200, headers, status_message="OK", body=body)


def _forgiving_base64_decode(data: bytes) -> bytes | None:
    """Spec: https://infra.spec.whatwg.org/#forgiving-base64-decode"""
    # Few fetches get here, and every import would pay for it.
    import base64  # noqa: PLC0415 - see above

    data = _ASCII_WHITESPACE.sub(b"", data)
    if len(data) % 4 == 0:
        data = data.removesuffix(b"=").removesuffix(b"=")
    if b"=" in data or len(data) % 4 == 1:
        return None
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4), validate=True)
    except ValueError:
        return None
