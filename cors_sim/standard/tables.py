"""
The standard's tables, as it prints them: sets of names, ports and limits, each with its place.

Names are in lower case where the standard matches them without regard to case.
"""

from typing import Final

CORS_SAFELISTED_METHODS: Final = frozenset({"GET", "HEAD", "POST"})
"""Spec: https://fetch.spec.whatwg.org/#cors-safelisted-method"""

FORBIDDEN_METHODS: Final = frozenset({"CONNECT", "TRACE", "TRACK"})
"""Spec: https://fetch.spec.whatwg.org/#forbidden-method"""

NORMALIZED_METHODS: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"})
"""Spec: https://fetch.spec.whatwg.org/#concept-method-normalize"""

CORS_UNSAFE_REQUEST_HEADER_BYTES: Final = frozenset(
    {chr(code) for code in range(0x20)} - {"\t"} | set('"():<>?@[\\]{}\x7f')
)
"""Spec: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte"""

SAFELISTED_CONTENT_TYPES: Final = frozenset(
    {"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"}
)
"""Spec: https://fetch.spec.whatwg.org/#cors-safelisted-request-header"""

SAFELISTED_VALUE_LIMIT: Final = 128
"""Bytes of one value. Spec: https://fetch.spec.whatwg.org/#cors-safelisted-request-header"""

SAFELISTED_TOTAL_LIMIT: Final = 1024
"""Bytes of all values. Spec: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names"""

CORS_NON_WILDCARD_REQUEST_HEADER_NAMES: Final = frozenset({"authorization"})
"""Spec: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name"""

NO_CORS_SAFELISTED_REQUEST_HEADER_NAMES: Final = frozenset(
    {"accept", "accept-language", "content-language", "content-type"}
)
"""Spec: https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header-name"""

PRIVILEGED_NO_CORS_REQUEST_HEADER_NAMES: Final = frozenset({"range"})
"""Spec: https://fetch.spec.whatwg.org/#privileged-no-cors-request-header-name"""

CORS_SAFELISTED_RESPONSE_HEADER_NAMES: Final = frozenset(
    {
        "cache-control",
        "content-language",
        "content-length",
        "content-type",
        "expires",
        "last-modified",
        "pragma",
    }
)
"""Spec: https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name"""

FORBIDDEN_REQUEST_HEADER_NAMES: Final = frozenset(
    {
        "accept-charset",
        "accept-encoding",
        "access-control-request-headers",
        "access-control-request-method",
        "connection",
        "content-length",
        "cookie",
        "cookie2",
        "date",
        "dnt",
        "expect",
        "host",
        "keep-alive",
        "origin",
        "referer",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
    }
)
"""Spec: https://fetch.spec.whatwg.org/#forbidden-request-header"""

FORBIDDEN_REQUEST_HEADER_PREFIXES: Final = ("proxy-", "sec-")
"""Spec: https://fetch.spec.whatwg.org/#forbidden-request-header"""

METHOD_OVERRIDE_REQUEST_HEADER_NAMES: Final = frozenset(
    {"x-http-method", "x-http-method-override", "x-method-override"}
)
"""Spec: https://fetch.spec.whatwg.org/#forbidden-request-header"""

FORBIDDEN_RESPONSE_HEADER_NAMES: Final = frozenset({"set-cookie", "set-cookie2"})
"""Spec: https://fetch.spec.whatwg.org/#forbidden-response-header-name"""

REQUEST_BODY_HEADER_NAMES: Final = (
    "content-encoding",
    "content-language",
    "content-location",
    "content-type",
)
"""Spec: https://fetch.spec.whatwg.org/#request-body-header-name"""

REDIRECT_LIMIT: Final = 20
"""Spec: https://fetch.spec.whatwg.org/#concept-http-redirect-fetch"""

DEFAULT_MAX_AGE: Final = 5.0
"""Seconds. Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0"""

KEEPALIVE_LIMIT: Final = 64 * 1024
"""Bytes. Spec: https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch"""

SCRIPT_LIKE_DESTINATIONS: Final = frozenset(
    {"audioworklet", "paintworklet", "script", "serviceworker", "sharedworker", "worker"}
)
"""Spec: https://fetch.spec.whatwg.org/#request-destination-script-like"""

JAVASCRIPT_MIME_TYPES: Final = frozenset(
    {
        "application/ecmascript",
        "application/javascript",
        "application/x-ecmascript",
        "application/x-javascript",
        "text/ecmascript",
        "text/javascript",
        "text/javascript1.0",
        "text/javascript1.1",
        "text/javascript1.2",
        "text/javascript1.3",
        "text/javascript1.4",
        "text/javascript1.5",
        "text/jscript",
        "text/livescript",
        "text/x-ecmascript",
        "text/x-javascript",
    }
)
"""Spec: https://mimesniff.spec.whatwg.org/#javascript-mime-type"""

# fmt: off
BAD_PORTS: Final = frozenset(
    {
        0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
        102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389,
        427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
        989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665,
        6666, 6667, 6668, 6669, 6679, 6697, 10080,
    }
)
# fmt: on
"""Spec: https://fetch.spec.whatwg.org/#bad-port"""
