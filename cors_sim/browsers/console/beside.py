"""
What stands in a console beside messages of CORS: other causes, and what script is told of any failure.

What is not modelled has no reason, and says so.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from cors_sim.browsers.console.wordings import Option, Options, Wording
from cors_sim.verdicts import Reason

_CHROMIUM, _FIREFOX, _WEBKIT = ("chromium",), ("firefox",), ("webkit",)
_NONE: Final = frozenset[Reason]()
COMPANION: Final = "What script or the network is told of any failure. Another message has the reason."
"""What there is to know of messages that have no reason of their own."""
_CONTENT_POLICY: Final = "The page's own Content-Security-Policy forbids it, which is not modelled."
_OPAQUE: Final = (
    "Opaque response blocking, which is not modelled: the response is not what the element is for."
)
_NETWORK: Final = "The network or the server failed: there was no answer to check."
_POLICY: Final = frozenset({Reason.RESOURCE_POLICY, Reason.EMBEDDER_POLICY})

NETWORK_ERRORS: Final[Mapping[str, tuple[frozenset[Reason], str]]] = MappingProxyType(
    {
        "ERR_FAILED": (_NONE, COMPANION),
        "ERR_ABORTED": (_NONE, COMPANION),
        "ERR_BLOCKED_BY_CLIENT": (_NONE, "An extension or a setting of the browser blocked it."),
        "ERR_UNSAFE_PORT": (frozenset({Reason.BAD_PORT}), ""),
        "ERR_TOO_MANY_REDIRECTS": (frozenset({Reason.REDIRECT_LIMIT}), ""),
        "ERR_UNSAFE_REDIRECT": (frozenset({Reason.REDIRECT_SCHEME_NOT_HTTP}), ""),
        "ERR_UNKNOWN_URL_SCHEME": (
            frozenset({Reason.SCHEME_NOT_HTTP, Reason.REDIRECT_SCHEME_NOT_HTTP}),
            "",
        ),
        "ERR_INVALID_REDIRECT": (frozenset({Reason.REDIRECT_LOCATION_INVALID}), ""),
        "ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION": (frozenset({Reason.REDIRECT_LOCATION_INVALID}), ""),
        "ERR_CACHE_MISS": (frozenset({Reason.ONLY_IF_CACHED}), ""),
        "ERR_BLOCKED_BY_RESPONSE": (_POLICY, ""),
        "ERR_BLOCKED_BY_RESPONSE.NotSameOrigin": (_POLICY, ""),
        "ERR_BLOCKED_BY_RESPONSE.NotSameSite": (_POLICY, ""),
        "ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep": (
            frozenset({Reason.EMBEDDER_POLICY}),
            "",
        ),
    }
)
"""Chromium's names of errors that mean more than that there was no answer, with what, and what to add."""

OPTIONS: Final[Options] = (
    (
        "sender",
        (
            Option("Failed to load resource: "),
            *(
                Option(f"{method} {{url}} ")
                for method in ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
            ),
        ),
    ),
)
"""What Chromium puts before an error of the network, and its developer tools."""

_OTHERS: Final = (
    ("TypeError: Failed to fetch", _CHROMIUM, _NONE, COMPANION),
    (
        "TypeError: NetworkError when attempting to fetch resource.",
        _FIREFOX,
        _NONE,
        COMPANION,
    ),
    ("TypeError: Load failed", _WEBKIT, _NONE, COMPANION),
    (
        "Failed to load resource: the server responded with a status of {status}",
        ("chromium", "webkit"),
        _NONE,
        "The status is no reason by itself to keep a response from script.",
    ),
    (
        'Refused to get unsafe header "{header_name}"',
        ("chromium", "webkit"),
        _NONE,
        "Script may not read this response header: Access-Control-Expose-Headers does not name it, or it "
        "is forbidden.",
    ),
    ("AxiosError: Network Error", ("chromium", "firefox", "webkit"), _NONE, COMPANION),
    # Mixed content.
    (
        "Mixed Content: The page at '{origin}' was loaded over HTTPS, but requested an insecure {other} "
        "'{url}'. This request has been blocked; the content must be served over HTTPS.",
        _CHROMIUM,
        frozenset({Reason.MIXED_CONTENT}),
        "",
    ),
    ("Blocked loading mixed active content “{url}”", _FIREFOX, frozenset({Reason.MIXED_CONTENT}), ""),
    (
        "[blocked] The page at {origin} requested insecure content from {url}. This content was blocked "
        "and must",
        _WEBKIT,
        frozenset({Reason.MIXED_CONTENT}),
        "",
    ),
    (
        "[blocked] The page at {origin} was not allowed to run insecure content from {url}.",
        _WEBKIT,
        frozenset({Reason.MIXED_CONTENT}),
        "",
    ),
    (
        "[blocked] The page at {origin} was not allowed to display insecure content from {url}.",
        _WEBKIT,
        frozenset({Reason.MIXED_CONTENT}),
        "",
    ),
    # Cross-Origin-Resource-Policy, in Firefox.
    (
        "The resource at “{url}” was blocked due to its Cross-Origin-Resource-Policy header (or lack "
        "thereof).",
        _FIREFOX,
        _POLICY,
        "",
    ),
    # The same origin policy, and schemes.
    (
        "Security Error: Content at {other} may not load data from {url}.",
        _FIREFOX,
        frozenset({Reason.SAME_ORIGIN_MODE, Reason.SCHEME_NOT_HTTP, Reason.REDIRECT_SCHEME_NOT_HTTP}),
        "",
    ),
    (
        "Security Error: Content at {other} may not load or link to {url}.",
        _FIREFOX,
        frozenset({Reason.SCHEME_NOT_HTTP}),
        "",
    ),
    (
        "Redirecting to data: URI not allowed (Blocked loading of: “{next_url}”)",
        _FIREFOX,
        frozenset({Reason.REDIRECT_SCHEME_NOT_HTTP}),
        "",
    ),
    # MIME types.
    (
        "Refused to execute script from '{url}' because its MIME type ('{value}') is not executable",
        _CHROMIUM,
        frozenset({Reason.NOSNIFF, Reason.MIME_TYPE}),
        "",
    ),
    (
        "Refused to apply style from '{url}' because its MIME type ('{value}') is not a supported "
        "stylesheet MIME type",
        _CHROMIUM,
        frozenset({Reason.NOSNIFF, Reason.MIME_TYPE}),
        "",
    ),
    (
        "The resource from “{url}” was blocked due to MIME type (“{value}”) mismatch "
        "(X-Content-Type-Options: nosniff).",
        _FIREFOX,
        frozenset({Reason.NOSNIFF}),
        "",
    ),
    (
        'Refused to execute {url} as script because "X-Content-Type-Options: nosniff" was given and its '
        "Content-Type is not a script MIME type.",
        _WEBKIT,
        frozenset({Reason.NOSNIFF}),
        "",
    ),
    # Not modelled.
    (
        "Cross-Origin Read Blocking (CORB) blocked cross-origin response {url} with MIME type {other}.",
        _CHROMIUM,
        _NONE,
        _OPAQUE,
    ),
    ("Response was blocked by CORB (Cross-Origin Read Blocking)", _CHROMIUM, _NONE, _OPAQUE),
    (
        "The resource at “{url}” was blocked by OpaqueResponseBlocking.",
        _FIREFOX,
        _NONE,
        _OPAQUE,
    ),
    (
        "Refused to connect to '{url}' because it violates the following Content Security Policy "
        "directive:",
        ("chromium", "webkit"),
        _NONE,
        _CONTENT_POLICY,
    ),
    (
        "Refused to connect to {url} because it does not appear in the {other} directive of the Content "
        "Security Policy.",
        _WEBKIT,
        _NONE,
        _CONTENT_POLICY,
    ),
    (
        "Connecting to '{url}' violates the following Content Security Policy directive:",
        _CHROMIUM,
        _NONE,
        _CONTENT_POLICY,
    ),
    (
        "Content-Security-Policy: The page’s settings blocked the loading of a resource {other} at {url} "
        "because it violates the following directive:",
        _FIREFOX,
        _NONE,
        _CONTENT_POLICY,
    ),
    (
        "Failed to execute 'getImageData' on 'CanvasRenderingContext2D': The canvas has been tainted by "
        "cross-origin data.",
        _CHROMIUM,
        frozenset({Reason.OPAQUE_RESPONSE}),
        "",
    ),
)


def _wordings() -> Iterator[Wording]:
    yield Wording("{sender?}net::{error}", _CHROMIUM, frozenset({Reason.NETWORK_ERROR}), note=_NETWORK)
    for template, browsers, reasons, note in _OTHERS:
        yield Wording(template, browsers, reasons, note=note)


WORDINGS: Final = tuple(_wordings())
"""Of all three browsers."""
