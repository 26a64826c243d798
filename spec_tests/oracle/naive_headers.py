"""The naive oracle, header half: methods, header lists, safelists, MIME types, ABNF values.

Transcribed from the text of the WHATWG Fetch standard (commit 586cd2a) and of MIME Sniffing; see
naive.py for what the oracle is and the rules it keeps.  A comment "# 3." names the step of the
standard's algorithm the line stands for.  Texts are isomorphic: one code point U+0000..U+00FF per
byte; None stands for null and, where an algorithm can return only null or failure, for failure.
"""

from typing import Any

HeaderList = list[list[str]]

HTTP_TAB_OR_SPACE = "\t "
HTTP_WHITESPACE = "\n\r\t "
ASCII_DIGITS = "0123456789"
ASCII_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ASCII_LOWER = "abcdefghijklmnopqrstuvwxyz"
ASCII_ALPHANUMERIC = ASCII_DIGITS + ASCII_UPPER + ASCII_LOWER
# "HTTP token code point" of MIME Sniffing, and tchar of RFC 9110: the same set.
TOKEN_CODE_POINTS = "!#$%&'*+-.^_`|~" + ASCII_ALPHANUMERIC


# --- Infra, ASCII only -------------------------------------------------------------------------


def byte_lowercase(text: str) -> str:
    return "".join(chr(ord(c) + 0x20) if c in ASCII_UPPER else c for c in text)


def byte_uppercase(text: str) -> str:
    return "".join(chr(ord(c) - 0x20) if c in ASCII_LOWER else c for c in text)


def byte_case_insensitive_match(a: str, b: str) -> bool:
    return byte_lowercase(a) == byte_lowercase(b)


def matches_one_of(name: str, names: list[str]) -> bool:
    return any(byte_case_insensitive_match(name, other) for other in names)


def solely_contains(text: str, allowed: str) -> bool:
    return all(c in allowed for c in text)


def remove_trailing(text: str, characters: str) -> str:
    while text != "" and text[-1] in characters:
        text = text[:-1]
    return text


def remove_leading_and_trailing(text: str, characters: str) -> str:
    while text != "" and text[0] in characters:
        text = text[1:]
    return remove_trailing(text, characters)


def collect_while_in(text: str, position: int, allowed: str) -> tuple[str, int]:
    """Collect a sequence of code points that are in `allowed`."""
    start = position
    while position < len(text) and text[position] in allowed:
        position += 1
    return text[start:position], position


def collect_while_not_in(text: str, position: int, stop: str) -> tuple[str, int]:
    """Collect a sequence of code points that are not in `stop`."""
    start = position
    while position < len(text) and text[position] not in stop:
        position += 1
    return text[start:position], position


def interpret_as_decimal_number(digits: str) -> int:
    number = 0  # by hand: int() refuses very long texts and takes more than ASCII
    for digit in digits:
        number = number * 10 + ASCII_DIGITS.index(digit)
    return number


def words(text: str) -> list[str]:
    return text.split()  # only for the constants below


def is_token(text: str) -> bool:
    return text != "" and solely_contains(text, TOKEN_CODE_POINTS)


# --- HTTP: collect an HTTP quoted string -------------------------------------------------------


def collect_an_http_quoted_string(text: str, position: int, extract_value: bool = False) -> tuple[str, int]:
    position_start = position  # 1.
    value = ""  # 2.
    assert text[position] == '"'  # 3.
    position += 1  # 4.
    while True:  # 5.
        collected, position = collect_while_not_in(text, position, '"\\')  # 5.1
        value += collected
        if position >= len(text):  # 5.2
            break
        quote_or_backslash = text[position]  # 5.3
        position += 1  # 5.4
        if quote_or_backslash == "\\":  # 5.5
            if position >= len(text):  # 5.5.1
                value += "\\"
                break
            value += text[position]  # 5.5.2
            position += 1  # 5.5.3
        else:  # 5.6
            assert quote_or_backslash == '"'
            break
    if extract_value:  # 6.
        return value, position
    # 7. The text says "to position, inclusive", but its examples end just before position.
    return text[position_start:position], position


# --- Methods -----------------------------------------------------------------------------------


def is_cors_safelisted_method(m: str) -> bool:
    return m in ["GET", "HEAD", "POST"]


def is_forbidden_method(m: str) -> bool:
    return matches_one_of(m, ["CONNECT", "TRACE", "TRACK"])


def normalize_method(m: str) -> str:
    if matches_one_of(m, ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"]):
        return byte_uppercase(m)
    return m


# --- Header lists ------------------------------------------------------------------------------


def contains(name: str, headers: HeaderList) -> bool:
    return any(byte_case_insensitive_match(header[0], name) for header in headers)


def get(name: str, headers: HeaderList) -> str | None:
    if not contains(name, headers):  # 1.
        return None
    # 2.
    return ", ".join(value for n, value in headers if byte_case_insensitive_match(n, name))


def get_decode_and_split(name: str, headers: HeaderList) -> list[str] | None:
    value = get(name, headers)  # 1.
    if value is None:  # 2.
        return None
    return get_decode_and_split_value(value)  # 3.


def get_decode_and_split_value(value: str) -> list[str]:
    text = value  # 1. already isomorphic text
    position = 0  # 2.
    values: list[str] = []  # 3.
    temporary_value = ""  # 4.
    while True:  # 5.
        collected, position = collect_while_not_in(text, position, '",')  # 5.1
        temporary_value += collected
        if position < len(text) and text[position] == '"':  # 5.2
            quoted, position = collect_an_http_quoted_string(text, position)  # 5.2.1
            temporary_value += quoted
            if position < len(text):  # 5.2.2
                continue
        temporary_value = remove_leading_and_trailing(temporary_value, HTTP_TAB_OR_SPACE)  # 5.3
        values.append(temporary_value)  # 5.4
        temporary_value = ""  # 5.5
        if position >= len(text):  # 5.6
            return values
        assert text[position] == ","  # 5.7
        position += 1  # 5.8


def append(name: str, value: str, headers: HeaderList) -> None:
    for header in headers:  # 1. reuse the casing of the first such header
        if byte_case_insensitive_match(header[0], name):
            name = header[0]
            break
    headers.append([name, value])  # 2.


def delete(name: str, headers: HeaderList) -> None:
    headers[:] = [header for header in headers if not byte_case_insensitive_match(header[0], name)]


def convert_header_names_to_a_sorted_lowercase_set(header_names: list[str]) -> list[str]:
    header_names_set: list[str] = []  # 1.
    for name in header_names:  # 2.
        if byte_lowercase(name) not in header_names_set:
            header_names_set.append(byte_lowercase(name))
    return sorted(header_names_set)  # 3. code point order is byte order here


# --- Safelists and forbidden headers -----------------------------------------------------------


def is_cors_unsafe_request_header_byte(byte: str) -> bool:
    if ord(byte) < 0x20 and ord(byte) != 0x09:
        return True
    return byte in '"():<>?@[\\]{}\x7f'


def contains_cors_unsafe_request_header_byte(value: str) -> bool:
    return any(is_cors_unsafe_request_header_byte(byte) for byte in value)


SAFELISTED_ESSENCES = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]


def is_cors_safelisted_request_header(name: str, value: str) -> bool:
    if len(value) > 128:  # 1.
        return False
    lowercased = byte_lowercase(name)  # 2.
    if lowercased == "accept":
        if contains_cors_unsafe_request_header_byte(value):
            return False
    elif lowercased in ["accept-language", "content-language"]:
        if not solely_contains(value, ASCII_ALPHANUMERIC + " *,-.;="):
            return False
    elif lowercased == "content-type":
        if contains_cors_unsafe_request_header_byte(value):  # content-type 1.
            return False
        mime_type = parse_a_mime_type(value)  # content-type 2.
        if mime_type is None:  # content-type 3.
            return False
        if mime_type["essence"] not in SAFELISTED_ESSENCES:  # content-type 4.
            return False
    elif lowercased == "range":
        range_value = parse_a_single_range_header_value(value, False)  # range 1.
        if range_value is None:  # range 2.
            return False
        if range_value[0] is None:  # range 3.
            return False
    else:
        return False
    return True  # 3.


def cors_unsafe_request_header_names(headers: HeaderList) -> list[str]:
    unsafe_names: list[str] = []  # 1.
    potentially_unsafe_names: list[str] = []  # 2.
    safelist_value_size = 0  # 3.
    for name, value in headers:  # 4.
        if not is_cors_safelisted_request_header(name, value):  # 4.1
            unsafe_names.append(name)
        else:  # 4.2
            potentially_unsafe_names.append(name)
            safelist_value_size += len(value)
    if safelist_value_size > 1024:  # 5.
        unsafe_names.extend(potentially_unsafe_names)
    return convert_header_names_to_a_sorted_lowercase_set(unsafe_names)  # 6.


def is_cors_non_wildcard_request_header_name(name: str) -> bool:
    return byte_case_insensitive_match(name, "Authorization")


def is_no_cors_safelisted_request_header_name(name: str) -> bool:
    return matches_one_of(name, ["Accept", "Accept-Language", "Content-Language", "Content-Type"])


def is_no_cors_safelisted_request_header(name: str, value: str) -> bool:
    if not is_no_cors_safelisted_request_header_name(name):  # 1.
        return False
    return is_cors_safelisted_request_header(name, value)  # 2.


FORBIDDEN_REQUEST_HEADER_NAMES = words("""
Accept-Charset Accept-Encoding Access-Control-Request-Headers Access-Control-Request-Method
Connection Content-Length Cookie Cookie2 Date DNT Expect Host Keep-Alive Origin Referer
Set-Cookie TE Trailer Transfer-Encoding Upgrade Via
""")


def is_forbidden_request_header(name: str, value: str) -> bool:
    if matches_one_of(name, FORBIDDEN_REQUEST_HEADER_NAMES):  # 1.
        return True
    if byte_lowercase(name).startswith(("proxy-", "sec-")):  # 2.
        return True
    # 3.
    if matches_one_of(name, ["X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override"]):
        parsed_values = get_decode_and_split_value(value)  # 3.1
        for method in parsed_values:  # 3.2
            if is_forbidden_method(method):
                return True
    return False  # 4.


def is_forbidden_response_header_name(name: str) -> bool:
    return matches_one_of(name, ["Set-Cookie", "Set-Cookie2"])


REQUEST_BODY_HEADER_NAMES = words("""
Content-Encoding Content-Language Content-Location Content-Type
""")


SAFELISTED_RESPONSE_HEADER_NAMES = words("""
Cache-Control Content-Language Content-Length Content-Type Expires Last-Modified Pragma
""")


def is_cors_safelisted_response_header_name(name: str, exposed_names: list[str]) -> bool:
    safelisted = list(SAFELISTED_RESPONSE_HEADER_NAMES)
    for item in exposed_names:
        if not is_forbidden_response_header_name(item):
            safelisted.append(item)
    return matches_one_of(name, safelisted)


# --- Parse a single range header value ---------------------------------------------------------


def parse_a_single_range_header_value(
    value: str, allow_whitespace: bool
) -> tuple[int | None, int | None] | None:
    data = value  # 1. already isomorphic text
    if not data.startswith("bytes"):  # 2.
        return None
    position = 5  # 3. "the 5th code point", read as index 5: just after "bytes"
    if allow_whitespace:  # 4.
        _, position = collect_while_in(data, position, HTTP_TAB_OR_SPACE)
    if position >= len(data) or data[position] != "=":  # 5.
        return None
    position += 1  # 6.
    if allow_whitespace:  # 7.
        _, position = collect_while_in(data, position, HTTP_TAB_OR_SPACE)
    range_start, position = collect_while_in(data, position, ASCII_DIGITS)  # 8.
    # 9.
    range_start_value = interpret_as_decimal_number(range_start) if range_start != "" else None
    if allow_whitespace:  # 10.
        _, position = collect_while_in(data, position, HTTP_TAB_OR_SPACE)
    if position >= len(data) or data[position] != "-":  # 11.
        return None
    position += 1  # 12.
    if allow_whitespace:  # 13.
        _, position = collect_while_in(data, position, HTTP_TAB_OR_SPACE)
    range_end, position = collect_while_in(data, position, ASCII_DIGITS)  # 14.
    # 15.
    range_end_value = interpret_as_decimal_number(range_end) if range_end != "" else None
    if position < len(data):  # 16.
        return None
    if range_end_value is None and range_start_value is None:  # 17.
        return None
    if (  # 18.
        range_start_value is not None
        and range_end_value is not None
        and range_start_value > range_end_value
    ):
        return None
    return range_start_value, range_end_value  # 19.


# --- MIME Sniffing: parse a MIME type ----------------------------------------------------------


def solely_http_quoted_string_token_code_points(text: str) -> bool:
    return all(c == "\t" or " " <= c <= "~" or "\x80" <= c <= "\xff" for c in text)


def parse_a_mime_type(text: str) -> dict[str, Any] | None:
    text = remove_leading_and_trailing(text, HTTP_WHITESPACE)  # 1.
    position = 0  # 2.
    type_, position = collect_while_not_in(text, position, "/")  # 3.
    if type_ == "" or not solely_contains(type_, TOKEN_CODE_POINTS):  # 4.
        return None
    if position >= len(text):  # 5.
        return None
    position += 1  # 6.
    subtype, position = collect_while_not_in(text, position, ";")  # 7.
    subtype = remove_trailing(subtype, HTTP_WHITESPACE)  # 8.
    if subtype == "" or not solely_contains(subtype, TOKEN_CODE_POINTS):  # 9.
        return None
    essence = byte_lowercase(type_) + "/" + byte_lowercase(subtype)  # 10.
    parameters: dict[str, str] = {}
    while position < len(text):  # 11.
        position += 1  # 11.1 past ";"
        _, position = collect_while_in(text, position, HTTP_WHITESPACE)  # 11.2
        parameter_name, position = collect_while_not_in(text, position, ";=")  # 11.3
        parameter_name = byte_lowercase(parameter_name)  # 11.4
        if position < len(text):  # 11.5
            if text[position] == ";":  # 11.5.1
                continue
            position += 1  # 11.5.2 past "="
        if position >= len(text):  # 11.6
            break
        if text[position] == '"':  # 11.8
            parameter_value, position = collect_an_http_quoted_string(text, position, True)
            _, position = collect_while_not_in(text, position, ";")
        else:  # 11.9
            parameter_value, position = collect_while_not_in(text, position, ";")
            parameter_value = remove_trailing(parameter_value, HTTP_WHITESPACE)
            if parameter_value == "":
                continue
        if (  # 11.10
            parameter_name != ""
            and solely_contains(parameter_name, TOKEN_CODE_POINTS)
            and solely_http_quoted_string_token_code_points(parameter_value)
            and parameter_name not in parameters
        ):
            parameters[parameter_name] = parameter_value
    return {"essence": essence, "parameters": parameters}  # 12.


JAVASCRIPT_MIME_TYPE_ESSENCES = words("""
application/ecmascript application/javascript application/x-ecmascript application/x-javascript
text/ecmascript text/javascript text/javascript1.0 text/javascript1.1 text/javascript1.2
text/javascript1.3 text/javascript1.4 text/javascript1.5 text/jscript text/livescript
text/x-ecmascript text/x-javascript
""")


def is_javascript_mime_type(mime_type: dict[str, Any]) -> bool:
    return mime_type["essence"] in JAVASCRIPT_MIME_TYPE_ESSENCES


# --- Extract a MIME type -----------------------------------------------------------------------


def extract_a_mime_type(headers: HeaderList) -> dict[str, Any] | None:
    charset: str | None = None  # 1.
    essence: str | None = None  # 2.
    mime_type: dict[str, Any] | None = None  # 3.
    values = get_decode_and_split("Content-Type", headers)  # 4.
    if values is None:  # 5.
        return None
    for value in values:  # 6.
        temporary_mime_type = parse_a_mime_type(value)  # 6.1
        if temporary_mime_type is None or temporary_mime_type["essence"] == "*/*":  # 6.2
            continue
        mime_type = temporary_mime_type  # 6.3
        if mime_type["essence"] != essence:  # 6.4
            charset = None  # 6.4.1
            if "charset" in mime_type["parameters"]:  # 6.4.2
                charset = mime_type["parameters"]["charset"]
            essence = mime_type["essence"]  # 6.4.3
        elif "charset" not in mime_type["parameters"] and charset is not None:  # 6.5
            mime_type["parameters"]["charset"] = charset
    return mime_type  # 7. and 8.: null is failure


# --- Extract header list values ----------------------------------------------------------------

# Decision: of the headers the modelled steps extract, these allow a single header line.
SINGLE_HEADERS = ["access-control-max-age", "location"]
# The others are #token.  (Referrer-Policy is 1# of policy tokens; decision: #token as well.)
TOKEN_LIST_HEADERS = words("""
access-control-allow-headers access-control-allow-methods access-control-expose-headers
referrer-policy
""")


def extract_header_values(name: str, value: str) -> list[str] | str:
    """Parse `value` per the ABNF for `name`: the list of values, or the text "failure"."""
    lowercased = byte_lowercase(name)
    if lowercased == "location":
        return [value]  # Decision: not validated against its ABNF before URL parsing
    if lowercased == "access-control-max-age":  # delta-seconds = 1*DIGIT
        if value == "" or not solely_contains(value, ASCII_DIGITS):
            return "failure"
        return [value]
    if lowercased not in TOKEN_LIST_HEADERS:
        raise ValueError("no ABNF transcribed for " + name)
    # Decision: empty elements are ignored, OWS = SP / HTAB, any non-token element is failure.
    values: list[str] = []
    position = 0
    while position <= len(value):
        element, position = collect_while_not_in(value, position, ",")
        position += 1  # past ","
        element = remove_leading_and_trailing(element, HTTP_TAB_OR_SPACE)
        if element == "":
            continue
        if not is_token(element):
            return "failure"
        values.append(element)
    return values


def extract_header_list_values(name: str, headers: HeaderList) -> list[str] | str | None:
    if not contains(name, headers):  # 1.
        return None
    lines = [value for n, value in headers if byte_case_insensitive_match(n, name)]
    if byte_lowercase(name) in SINGLE_HEADERS and len(lines) > 1:  # 2.
        return "failure"
    values: list[str] = []  # 3.
    for line in lines:  # 4.
        extract = extract_header_values(name, line)  # 4.1
        if isinstance(extract, str):  # 4.2
            return "failure"
        values.extend(extract)  # 4.3
    return values  # 5.
