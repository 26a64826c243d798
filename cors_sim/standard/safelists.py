"""
Safelists: which headers script may send and read across origins without being told that it may.

Spec: https://fetch.spec.whatwg.org/#terminology-headers
"""

import math
from typing import Final

from cors_sim import _infra
from cors_sim.browsers import STANDARD, Browser
from cors_sim.headers import HeaderList, get_decode_and_split
from cors_sim.standard import tables
from cors_sim.standard.methods import is_forbidden_method
from cors_sim.standard.mime_essence import essence_of

_SAFE_BYTES: Final = _infra.run_of(
    "[^" + "".join(f"\\x{ord(byte):02x}" for byte in tables.CORS_UNSAFE_REQUEST_HEADER_BYTES) + "]*"
)
_SAFE_ASCII_BYTES: Final = _infra.run_of(
    "[^"
    + "".join(f"\\x{ord(byte):02x}" for byte in tables.CORS_UNSAFE_REQUEST_HEADER_BYTES)
    + "\x80-\xff]*"
)
_LANGUAGE_BYTES: Final = _infra.run_of(r"[0-9A-Za-z *,\-.;=]*")
_HTTP_TAB_OR_SPACE: Final = _infra.run_of("[\t ]*")
_ASCII_DIGITS: Final = _infra.run_of("[0-9]*")


def is_cors_safelisted_request_header(name: str, value: str, browser: Browser = STANDARD) -> bool:
    """
    Whether script may send the header across origins without a preflight.

    Args:
        name: in any case.
        value: its value.
        browser: whose choices count.

    Spec: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
    """
    return _is_safelisted(_infra.ascii_lowercase(name), value, browser)


def _is_safelisted(lowered: str, value: str, browser: Browser) -> bool:
    """
    The same of a name in lower case.

    Spec: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
    """
    # 1.
    if len(value) > tables.SAFELISTED_VALUE_LIMIT:
        return _is_also_safelisted(lowered, value, browser)
    # 2.
    match lowered:
        case "accept":
            return not has_cors_unsafe_request_header_byte(value, browser)
        case "accept-language" | "content-language":
            return _LANGUAGE_BYTES.fullmatch(value) is not None
        case "content-type":
            # 2.c.1.
            if has_cors_unsafe_request_header_byte(value, browser):
                return False
            # 2.c.2-2.c.4. Not "extract a MIME type", which forgives more than servers do.
            return essence_of(value) in tables.SAFELISTED_CONTENT_TYPES
        case "range":
            # 2.d.1-2.d.3. A range from the end ("bytes=-500") is not safelisted.
            span = _range_of(value, browser)
            return span is not None and span[0] is not None
    # 3.
    return _is_also_safelisted(lowered, value, browser)


def _range_of(value: str, browser: Browser) -> tuple[float | None, float | None] | None:
    """First and last byte of a ``Range`` value as *browser* reads it; None for failure."""
    if browser.range_syntax is None:
        span = parse_a_single_range_header_value(value, allow_whitespace=False)
    else:
        match = browser.range_syntax.fullmatch(value)
        span = None
        if match is not None:
            span = _infra.decimal(match[1]), _infra.decimal(match[2]) if match[2] else None
        if span is not None and span[1] is not None and (span[0] or 0) > span[1]:
            return None
    if span is None or max(span[0] or 0, span[1] or 0) > browser.range_limit:
        return None
    return span


def _is_also_safelisted(lowered: str, value: str, browser: Browser) -> bool:
    """Whether *browser* asks no leave for a header that the standard asks leave for."""
    if not browser.also_safelisted_request_headers:
        return False
    values = dict(browser.also_safelisted_request_headers).get(lowered)
    return values is not None and values.fullmatch(value) is not None


def has_cors_unsafe_request_header_byte(value: str, browser: Browser = STANDARD) -> bool:
    r"""
    Whether *value* holds a control byte other than a tab, a DEL, or one of ``"():<>?@[\]{}``.

    Spec: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
    """
    safe_bytes = _SAFE_BYTES if browser.non_ascii_bytes_are_safe else _SAFE_ASCII_BYTES
    return safe_bytes.fullmatch(value) is None


def cors_unsafe_request_header_names(headers: HeaderList, browser: Browser = STANDARD) -> list[str]:
    """
    The names that a server has to allow in a preflight: in lower case, sorted, each once.

    Args:
        headers: what script set.
        browser: whose choices count.

    Spec: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
    """
    # 1-3.
    unsafe_names: list[str] = []
    potentially_unsafe_names: list[str] = []
    safelist_value_size = 0
    # 4.
    for name, value in headers.combined() if browser.sends_header_fields_combined else headers:
        lowered = _infra.ascii_lowercase(name)
        # 4.1.
        if not _is_safelisted(lowered, value, browser):
            unsafe_names.append(lowered)
        # 4.2.
        else:
            potentially_unsafe_names.append(lowered)
            safelist_value_size += len(value)
    # 5.
    if safelist_value_size > tables.SAFELISTED_TOTAL_LIMIT and browser.limits_safelisted_total:
        unsafe_names += potentially_unsafe_names
    # 6. (They are in lower case.)
    if unsafe_names:
        unsafe_names = sorted(unsafe_names if browser.repeats_request_header_names else set(unsafe_names))
    return unsafe_names


def is_cors_non_wildcard_request_header_name(name: str) -> bool:
    """
    Whether ``*`` in ``Access-Control-Allow-Headers`` does not cover *name*: ``Authorization``.

    Spec: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
    """
    return _infra.ascii_lowercase(name) in tables.CORS_NON_WILDCARD_REQUEST_HEADER_NAMES


def is_cors_safelisted_response_header_name(name: str, exposed: frozenset[str]) -> bool:
    """
    Whether script may read a response header of this name across origins.

    Args:
        name: in any case.
        exposed: the CORS-exposed header-name list, in lower case.

    Spec: https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
    """
    lowered = _infra.ascii_lowercase(name)
    if lowered in tables.CORS_SAFELISTED_RESPONSE_HEADER_NAMES:
        return True
    return lowered in exposed and lowered not in tables.FORBIDDEN_RESPONSE_HEADER_NAMES


def is_no_cors_safelisted_request_header_name(name: str) -> bool:
    """
    Whether a ``no-cors`` request may carry a header of this name at all.

    Spec: https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header-name
    """
    return _infra.ascii_lowercase(name) in tables.NO_CORS_SAFELISTED_REQUEST_HEADER_NAMES


def is_no_cors_safelisted_request_header(name: str, value: str) -> bool:
    """
    Whether a ``no-cors`` request may carry the header.

    Spec: https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header
    """
    # 1.
    if not is_no_cors_safelisted_request_header_name(name):
        return False
    # 2.
    return is_cors_safelisted_request_header(name, value)


def is_forbidden_request_header(name: str, value: str) -> bool:
    """
    Whether script may not set the header, because the browser alone does.

    Spec: https://fetch.spec.whatwg.org/#forbidden-request-header
    """
    lowered = _infra.ascii_lowercase(name)
    # 1.
    if lowered in tables.FORBIDDEN_REQUEST_HEADER_NAMES:
        return True
    # 2.
    if lowered.startswith(tables.FORBIDDEN_REQUEST_HEADER_PREFIXES):
        return True
    # 3.1-3.2. A header that would smuggle a forbidden method past the browser.
    if lowered in tables.METHOD_OVERRIDE_REQUEST_HEADER_NAMES:
        return any(map(is_forbidden_method, get_decode_and_split(value)))
    # 4.
    return False


def is_forbidden_response_header_name(name: str) -> bool:
    """
    Whether script may never read a response header of this name: ``Set-Cookie`` and its like.

    Spec: https://fetch.spec.whatwg.org/#forbidden-response-header-name
    """
    return _infra.ascii_lowercase(name) in tables.FORBIDDEN_RESPONSE_HEADER_NAMES


def parse_a_single_range_header_value(
    value: str, *, allow_whitespace: bool
) -> tuple[float | None, float | None] | None:
    """
    First and last byte of a ``Range`` value that names one range; None for failure.

    Args:
        value: as ``bytes=0-499``; either end may be left out.
        allow_whitespace: whether blanks around ``=`` and ``-`` are passed over.

    Spec: https://fetch.spec.whatwg.org/#simple-range-header-value
    """
    # 1-3.
    if not value.startswith("bytes"):
        return None
    position = len("bytes")

    def skip_whitespace() -> None:
        nonlocal position
        if allow_whitespace:
            position = _infra.end_of_run(_HTTP_TAB_OR_SPACE, value, position)

    def collect_number() -> float | None:
        nonlocal position
        start = position
        position = _infra.end_of_run(_ASCII_DIGITS, value, position)
        return _infra.decimal(value[start:position]) if position > start else None

    # 4-7.
    skip_whitespace()
    if not value.startswith("=", position):
        return None
    position += 1
    skip_whitespace()
    # 8-9.
    first = collect_number()
    # 10-13.
    skip_whitespace()
    if not value.startswith("-", position):
        return None
    position += 1
    skip_whitespace()
    # 14-15.
    last = collect_number()
    # 16.
    if position < len(value):
        return None
    # 17.
    if first is None and last is None:
        return None
    # 18.
    if (-math.inf if first is None else first) > (math.inf if last is None else last):
        return None
    # 19.
    return first, last
