"""
Safelists of request and response headers. Names and bytes are held to the standard in `test_tables`.

Spec: https://fetch.spec.whatwg.org/#terminology-headers
"""

# ruff: noqa: SIM300 - expected == actual

import math

import pytest
from hypothesis import given

from cors_sim import HeaderList
from cors_sim.standard.safelists import (
    cors_unsafe_request_header_names,
    has_cors_unsafe_request_header_byte,
    is_cors_non_wildcard_request_header_name,
    is_cors_safelisted_request_header,
    is_cors_safelisted_response_header_name,
    is_forbidden_request_header,
    is_forbidden_response_header_name,
    is_no_cors_safelisted_request_header,
    is_no_cors_safelisted_request_header_name,
    parse_a_single_range_header_value,
)
from spec_tests.strategies import header_lists, header_names, header_pairs, header_values


class TestCORSSafelistedRequestHeader:
    """
    What script may send across origins without a preflight.

    Spec: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
    """

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("Accept", ""),
            ("Accept", "text/html;q=0.8, */*\tcaf\xe9"),
            ("ACCEPT", "*/*"),
            ("Accept-Language", "en, de-CH;q=0.5, *"),
            ("content-language", "mi. x=1"),
            ("Content-Type", "text/plain"),
            ("Content-Type", "TEXT/Plain ; charset=utf-8"),
            ("Content-Type", "multipart/form-data; boundary=--x"),
            ("Content-Type", "application/x-www-form-urlencoded;"),
            ("Range", "bytes=0-"),
            ("Range", "bytes=256-512"),
        ],
    )
    def test_step_3_returns_true(self, name: str, value: str) -> None:
        """Where none of the steps before found anything."""
        assert is_cors_safelisted_request_header(name, value)

    @pytest.mark.parametrize("name", ["Accept", "Accept-Language", "Content-Language"])
    def test_step_1_a_value_of_more_than_128_bytes(self, name: str) -> None:
        """Step 1: 128 are allowed, 129 are not."""
        assert is_cors_safelisted_request_header(name, "a" * 127)
        assert is_cors_safelisted_request_header(name, "a" * 128)
        assert not is_cors_safelisted_request_header(name, "a" * 129)

    def test_step_1_comes_before_the_switch(self) -> None:
        """For content types and ranges too."""
        assert is_cors_safelisted_request_header("Content-Type", f"text/plain;a={'b' * 115}")
        assert not is_cors_safelisted_request_header("Content-Type", f"text/plain;a={'b' * 116}")
        assert is_cors_safelisted_request_header("Range", f"bytes={'0' * 121}-")
        assert not is_cors_safelisted_request_header("Range", f"bytes={'0' * 122}-")

    @pytest.mark.parametrize("value", ["a:b", "a(b)", '"', "a@b", "a\x00", "a\x1f", "\x7f", "[", "\\", "{"])
    def test_step_2_a_unsafe_bytes_in_accept(self, value: str) -> None:
        """Step 2.a: a CORS-unsafe request-header byte anywhere."""
        assert not is_cors_safelisted_request_header("Accept", value)

    @pytest.mark.parametrize("name", ["Accept-Language", "Content-Language"])
    @pytest.mark.parametrize(
        "value", ["en_GB", "en\tde", "en/de", "\xe9", "en:de", 'en"', "en+de", "en\x00"]
    )
    def test_step_2_b_other_bytes_in_a_language(self, name: str, value: str) -> None:
        """Step 2.b: digits, letters, space and ``*,-.;=`` are all there is; a tab is not."""
        assert not is_cors_safelisted_request_header(name, value)

    def test_step_2_c_1_unsafe_bytes_in_content_type(self) -> None:
        """Step 2.c.1: so a quoted parameter is never safelisted."""
        assert not is_cors_safelisted_request_header("Content-Type", 'text/plain;charset="utf-8"')
        assert not is_cors_safelisted_request_header("Content-Type", "text/plain;a=b:c")

    @pytest.mark.parametrize(
        "value", ["", "text", "text/", "/plain", "text/plain, text/plain", "te xt/plain"]
    )
    def test_step_2_c_3_failure(self, value: str) -> None:
        """Step 2.c.3: what does not parse as one MIME type."""
        assert not is_cors_safelisted_request_header("Content-Type", value)

    @pytest.mark.parametrize(
        "value", ["application/json", "text/html", "text/plainer", "text/xml;a=text/plain"]
    )
    def test_step_2_c_4_another_essence(self, value: str) -> None:
        """Step 2.c.4: three essences, whatever the parameters."""
        assert not is_cors_safelisted_request_header("Content-Type", value)

    def test_extract_a_mime_type_is_not_used(self) -> None:
        """The standard's example: a server that parses naively might treat the body as JSON."""
        headers = HeaderList([("Content-Type", "application/json"), ("Content-Type", "text/plain")])

        assert ["content-type"] == cors_unsafe_request_header_names(headers)

    @pytest.mark.parametrize(
        "value", ["bytes=-500", "bytes=5-4", "bytes = 0-", "bytes=0-1,3-4", "0-499", ""]
    )
    def test_step_2_d_other_ranges(self, value: str) -> None:
        """Step 2.d: failure, or a range without a start, which browsers never sent."""
        assert not is_cors_safelisted_request_header("Range", value)

    @pytest.mark.parametrize(
        "name", ["X-Token", "Authorization", "Accept-Charset", "Accept ", "Origin", "DPR"]
    )
    def test_step_2_e_other_names(self, name: str) -> None:
        """Step 2.e: otherwise, return false."""
        assert not is_cors_safelisted_request_header(name, "a")

    @given(header_pairs())
    def test_the_case_of_the_name_counts_for_nothing(self, header: tuple[str, str]) -> None:
        """The name is byte-lowercased first."""
        name, value = header

        expected = is_cors_safelisted_request_header(name, value)
        assert expected == is_cors_safelisted_request_header(name.swapcase(), value)


class TestCORSUnsafeRequestHeaderByte:
    """
    A control byte but the tab, DEL, and the delimiters.

    Spec: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
    """

    def test_anywhere_in_a_value(self) -> None:
        """One is enough."""
        assert has_cors_unsafe_request_header_byte("a:b")
        assert has_cors_unsafe_request_header_byte("ab\n")
        assert not has_cors_unsafe_request_header_byte("a\tb;c=d/e,f\xff")
        assert not has_cors_unsafe_request_header_byte("")


class TestCORSUnsafeRequestHeaderNames:
    """
    The names that a server has to allow.

    Spec: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
    """

    def test_step_4_1_unsafe_names(self) -> None:
        """Headers that are not safelisted, each name once, in lower case, sorted (step 6)."""
        headers = HeaderList(
            [("X-B", "1"), ("Accept", "*/*"), ("x-a", "2"), ("X-b", "3"), ("Content-Type", "text/html")]
        )

        assert ["content-type", "x-a", "x-b"] == cors_unsafe_request_header_names(headers)

    def test_a_name_can_be_safe_and_unsafe(self) -> None:
        """Each header is judged by itself."""
        headers = HeaderList([("Accept", "*/*"), ("Accept", "a:b")])

        assert ["accept"] == cors_unsafe_request_header_names(headers)

    @pytest.mark.parametrize(
        ("last", "names"), [(127, []), (128, []), (129, ["accept"]), (None, ["accept", "accept-language"])]
    )
    def test_step_5_safelisted_values_of_more_than_1024_bytes(
        self, last: int | None, names: list[str]
    ) -> None:
        """Step 5: 1024 in all are allowed; one more makes all of the safelisted names unsafe."""
        full = [("Accept", "a" * 128)] * 7
        if last is None:
            headers = HeaderList([*full, ("Accept-Language", "a" * 128), ("Accept", "a")])
        else:
            headers = HeaderList([*full, ("Accept", "a" * last)])

        assert names == cors_unsafe_request_header_names(headers)

    def test_step_5_counts_values_of_safelisted_headers_alone(self) -> None:
        """Names and unsafe headers count for nothing."""
        headers = HeaderList([("Accept", "a" * 128)] * 8 + [("X-Token", "a" * 5000), ("Accept", "a:b")])

        assert ["accept", "x-token"] == cors_unsafe_request_header_names(headers)
        assert ["x-token"] == cors_unsafe_request_header_names(headers.delete("accept"))

    @given(header_lists())
    def test_of_any_list(self, headers: HeaderList) -> None:
        """Names that are there, in lower case, sorted, each once; all that are not safelisted."""
        names = cors_unsafe_request_header_names(headers)

        assert sorted(set(names)) == names
        assert all(name in headers and name == name.lower() for name in names)
        unsafe = {
            name.lower() for name, value in headers if not is_cors_safelisted_request_header(name, value)
        }
        assert unsafe <= set(names)


class TestCORSNonWildcardRequestHeaderName:
    """
    A byte-case-insensitive match for `Authorization`.

    Spec: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
    """

    def test_authorization_alone(self) -> None:
        """In any case, and nothing like it."""
        assert is_cors_non_wildcard_request_header_name("authorization")
        assert is_cors_non_wildcard_request_header_name("AuthoriZation")
        assert not is_cors_non_wildcard_request_header_name("authorizatio")
        assert not is_cors_non_wildcard_request_header_name("proxy-authorization")


class TestCORSSafelistedResponseHeaderName:
    """
    What script may read across origins.

    Spec: https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
    """

    def test_seven_names(self) -> None:
        """Without being told."""
        assert is_cors_safelisted_response_header_name("Content-Length", frozenset())
        assert not is_cors_safelisted_response_header_name("ETag", frozenset())

    def test_items_of_the_list(self) -> None:
        """In any case."""
        assert is_cors_safelisted_response_header_name("ETag", frozenset({"etag"}))

    @pytest.mark.parametrize("name", ["Set-Cookie", "set-cookie2"])
    def test_forbidden_response_header_names(self, name: str) -> None:
        """Not even if they are listed."""
        assert not is_cors_safelisted_response_header_name(name, frozenset({"set-cookie", "set-cookie2"}))


class TestNoCORSSafelistedRequestHeader:
    """
    What a ``no-cors`` request may carry.

    Spec: https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header
    """

    def test_step_1_the_name(self) -> None:
        """Four names; `Range` is not among them, though it is CORS-safelisted."""
        assert is_no_cors_safelisted_request_header_name("ACCEPT")
        assert not is_no_cors_safelisted_request_header_name("Range")
        assert not is_no_cors_safelisted_request_header("Range", "bytes=0-")

    def test_step_2_the_header(self) -> None:
        """It is CORS-safelisted besides."""
        assert is_no_cors_safelisted_request_header("Content-Type", "text/plain")
        assert not is_no_cors_safelisted_request_header("Content-Type", "application/json")

    @given(header_pairs())
    def test_it_is_cors_safelisted(self, header: tuple[str, str]) -> None:
        """Whatever is the one is the other."""
        assert is_cors_safelisted_request_header(*header) or not is_no_cors_safelisted_request_header(
            *header
        )


class TestForbiddenRequestHeader:
    """
    What the browser alone sets.

    Spec: https://fetch.spec.whatwg.org/#forbidden-request-header
    """

    @pytest.mark.parametrize("name", ["Cookie", "ORIGIN", "access-control-request-method", "TE", "DNT"])
    def test_step_1_names(self, name: str) -> None:
        """Step 1: whatever the value is."""
        assert is_forbidden_request_header(name, "")

    @pytest.mark.parametrize("name", ["Proxy-", "proxy-authorization", "Sec-", "SEC-Fetch-Mode"])
    def test_step_2_prefixes(self, name: str) -> None:
        """Step 2: `proxy-` and `sec-`, byte-lowercased."""
        assert is_forbidden_request_header(name, "")

    @pytest.mark.parametrize("name", ["X-HTTP-Method", "x-http-method-override", "X-METHOD-OVERRIDE"])
    @pytest.mark.parametrize("value", ["TRACE", "trace", "GET, track ", "connect,", '"a", CONNECT'])
    def test_step_3_method_overrides(self, name: str, value: str) -> None:
        """Step 3: if one of the values is a forbidden method."""
        assert is_forbidden_request_header(name, value)

    @pytest.mark.parametrize("value", ["", "GET", "TRACER", '"TRACE"', '"a, TRACE"', "TRACE;a"])
    def test_step_3_other_values(self, value: str) -> None:
        """What is quoted is no method."""
        assert not is_forbidden_request_header("X-HTTP-Method", value)

    @pytest.mark.parametrize(
        "name", ["X-Token", "Authorization", "User-Agent", "Prox-y", "Secret", "X-Sec-"]
    )
    def test_step_4_others(self, name: str) -> None:
        """Step 4: a forbidden method means nothing in other headers."""
        assert not is_forbidden_request_header(name, "TRACE")

    @given(header_names(), header_values())
    def test_the_case_of_the_name_counts_for_nothing(self, name: str, value: str) -> None:
        """All three steps compare byte-case-insensitively."""
        assert is_forbidden_request_header(name, value) == is_forbidden_request_header(
            name.swapcase(), value
        )


class TestForbiddenResponseHeaderName:
    """
    `Set-Cookie` and `Set-Cookie2`.

    Spec: https://fetch.spec.whatwg.org/#forbidden-response-header-name
    """

    def test_two_names(self) -> None:
        """In any case, and nothing like them."""
        assert is_forbidden_response_header_name("set-cookie")
        assert is_forbidden_response_header_name("SET-COOKIE2")
        assert not is_forbidden_response_header_name("Set-Cookie3")
        assert not is_forbidden_response_header_name("Cookie")


class TestParseASingleRangeHeaderValue:
    """
    ``bytes=first-last``, either of which may be left out.

    Spec: https://fetch.spec.whatwg.org/#simple-range-header-value
    """

    @pytest.mark.parametrize("allow_whitespace", [False, True])
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("bytes=0-499", (0, 499)),
            ("bytes=500-", (500, None)),
            ("bytes=-500", (None, 500)),
            ("bytes=0-0", (0, 0)),
            ("bytes=007-8", (7, 8)),
            (f"bytes={10**100}-", (10**100, None)),
        ],
    )
    def test_step_19_returns_start_and_end(
        self, value: str, expected: tuple[int | None, int | None], allow_whitespace: bool
    ) -> None:
        """Step 19: null for what is left out (steps 9 and 15)."""
        assert expected == parse_a_single_range_header_value(value, allow_whitespace=allow_whitespace)

    @pytest.mark.parametrize("allow_whitespace", [False, True])
    @pytest.mark.parametrize(
        "value",
        [
            # 2.
            *("", "byte", "Bytes=0-1", " bytes=0-1", "chars=0-1"),
            # 5.
            *("bytes", "bytes:0-1", "bytess=0-1"),
            # 11.
            *("bytes=", "bytes=0", "bytes=+0-1", "bytes=a-1", "bytes=0.5-1"),
            # 16.
            *("bytes=0-1,3-4", "bytes=0-1a", "bytes=0-1\xb2", "bytes=0--1", "bytes=0-1 x"),
            # 17.
            "bytes=-",
            # 18.
            *("bytes=1-0", "bytes=500-499"),
        ],
    )
    def test_failure(self, value: str, allow_whitespace: bool) -> None:
        """At steps 2, 5, 11, 16, 17 and 18."""
        assert parse_a_single_range_header_value(value, allow_whitespace=allow_whitespace) is None

    @pytest.mark.parametrize(
        "value", ["bytes =0-1", "bytes=\t0-1", "bytes=0 -1", "bytes=0-\t 1", "bytes \t= 0\t- 1"]
    )
    def test_whitespace(self, value: str) -> None:
        """Steps 4, 7, 10 and 13: tabs and spaces, if they are allowed."""
        assert (0, 1) == parse_a_single_range_header_value(value, allow_whitespace=True)
        assert parse_a_single_range_header_value(value, allow_whitespace=False) is None

    @pytest.mark.parametrize("value", ["bytes=0-1 ", "bytes=0-1\t", "bytes=\n0-1", "bytes=0 1-2"])
    def test_other_whitespace(self, value: str) -> None:
        """There is no step for any behind the end, nor amid a number, nor for newlines."""
        assert parse_a_single_range_header_value(value, allow_whitespace=True) is None

    def test_more_digits_than_anybody_counts(self) -> None:
        """A number of more than 300 digits is infinite: greater than any that is not."""
        huge = "1" + "0" * 5000

        assert (math.inf, None) == parse_a_single_range_header_value(
            f"bytes={huge}-", allow_whitespace=False
        )
        assert (1, math.inf) == parse_a_single_range_header_value(f"bytes=1-{huge}", allow_whitespace=False)
        assert parse_a_single_range_header_value(f"bytes={huge}-1", allow_whitespace=False) is None
