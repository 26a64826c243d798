"""
``data:`` URLs: the URL is the response.

Spec: https://fetch.spec.whatwg.org/#data-url-processor
"""

# ruff: noqa: SIM300 - expected == actual

import base64
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_sim import HeaderList, Reason, Request, Response, parse_url, simulate


def fetched(url: str) -> Response | None:
    """The response to *url*; None for failure."""
    outcome = simulate(Request(parse_url(url), origin="https://app.example.com"), lambda _: Response(500))
    if not outcome.verdict.allowed:
        assert Reason.DATA_URL_INVALID is outcome.verdict.reason
        return None
    return outcome.response


def content_type(url: str) -> str | None:
    """The MIME type of the response to *url*."""
    response = fetched(url)
    return None if response is None else response.headers.get("Content-Type")


def body(url: str) -> bytes | None:
    """The body of the response to *url*."""
    response = fetched(url)
    return None if response is None else response.body


class TestSteps5To9:
    """The MIME type is what stands before the first comma, the encoded body what stands behind it."""

    @pytest.mark.parametrize("url", ["data:", "data:text/plain", "data:;base64", "data:%2C", "data:#,"])
    def test_step_7_no_comma(self, url: str) -> None:
        """Step 7: return failure; the fragment is no part of it (step 2)."""
        assert fetched(url) is None

    @pytest.mark.parametrize(
        ("url", "expected"),
        [("data:,", b""), ("data:,a,b", b"a,b"), ("data:,a#b", b"a"), ("data:,a?b", b"a?b")],
    )
    def test_the_first_comma(self, url: str, expected: bytes) -> None:
        """Later ones are of the body; so is a query, and a fragment is not."""
        assert expected == body(url)

    def test_step_6_space_at_the_ends_of_the_mime_type(self) -> None:
        """Step 6: is removed."""
        assert "text/html" == content_type("data: text/html ,")

    def test_a_host_is_no_host(self) -> None:
        """What looks like one is of the MIME type."""
        assert "text/plain;charset=US-ASCII" == content_type("data://text/html,a")
        assert b"a" == body("data://text/html,a")


class TestStep10:
    """Let body be the percent-decoding of encodedBody."""

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("data:,a%20b%2Cc", b"a b,c"),
            ("data:,%e9%FF%00", b"\xe9\xff\x00"),
            ("data:,%2525", b"%25"),
            ("data:,%", b"%"),
            ("data:,%4", b"%4"),
            ("data:,%4G%g4", b"%4G%g4"),
            ("data:,%%41", b"%A"),
            ("data:,a b", b"a b"),
            ("data:,\xe9", b"\xc3\xa9"),
        ],
    )
    def test_percent_decoding(self, url: str, expected: bytes) -> None:
        """Once, and what is no percent-encoded byte stays; text is UTF-8."""
        assert expected == body(url)

    @given(st.binary(max_size=20))
    def test_of_any_bytes(self, data: bytes) -> None:
        """What was percent-encoded comes out."""
        assert data == body(f"data:,{quote_from_bytes(data)}")


class TestStep11:
    """A MIME type that ends with ";", spaces, and "base64" in any case."""

    @pytest.mark.parametrize(
        "prefix",
        [
            ";base64",
            ";BASE64",
            "; bAsE64",
            ";  base64 ",
            "text/plain;base64",
            "text/plain;charset=x;base64",
            ";base64;base64",
        ],
    )
    def test_it_is_decoded(self, prefix: str) -> None:
        """Percent-decoded first (step 11.1)."""
        assert b"hello" == body(f"data:{prefix},aGVs%62G8=")

    @pytest.mark.parametrize(
        "prefix", ["base64", ";base64;", ";base64;a=b", ";base 64", ";\tbase64x", ";xbase64", ";base65"]
    )
    def test_it_is_not(self, prefix: str) -> None:
        """Where it does not end so."""
        assert b"aGVsbG8=" == body(f"data:{prefix},aGVsbG8=")

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            ("", b""),
            ("YQ==", b"a"),
            ("YQ", b"a"),
            ("YWI=", b"ab"),
            ("YWI", b"ab"),
            ("YWJj", b"abc"),
            ("Y%20W%09J%0Aj%0C%0D", b"abc"),
            ("%20YQ%20=%20=", b"a"),
            ("YR==", b"a"),
            ("+/+/", b"\xfb\xff\xbf"),
        ],
    )
    def test_step_11_2_forgiving_base64(self, data: str, expected: bytes) -> None:
        """Without padding, with ASCII whitespace, and with bits to spare."""
        assert expected == body(f"data:;base64,{data}")

    @pytest.mark.parametrize(
        "data",
        [
            "a",
            "abcde",
            "YQ=",
            "YQ===",
            "YWI==",
            "YWJj=",
            "YWJj==",
            "=",
            "==",
            "====",
            "Y=Q=",
            "YQ==YQ==",
            "-_-_",
            "YQ%0B",
            "YQ%C2%A0",
        ],
    )
    def test_step_11_3_failure(self, data: str) -> None:
        """Spec: https://infra.spec.whatwg.org/#forgiving-base64-decode"""
        assert fetched(f"data:;base64,{data}") is None

    @pytest.mark.parametrize(
        ("prefix", "expected"),
        [
            ("text/html;base64", "text/html"),
            ("text/html ; base64", "text/html"),
            ("text/html;a=b;base64", "text/html;a=b"),
            ("text/html;base64;base64", "text/html"),
            (";a=b;base64", "text/plain;a=b"),
            (";base64", "text/plain;charset=US-ASCII"),
        ],
    )
    def test_steps_11_4_to_11_6_the_rest_of_the_mime_type(self, prefix: str, expected: str) -> None:
        """The word, the spaces before it and the semicolon go."""
        assert expected == content_type(f"data:{prefix},")

    @given(st.binary(max_size=20), st.booleans())
    def test_of_any_bytes(self, data: bytes, padded: bool) -> None:
        """What was encoded comes out, padded or not."""
        encoded = base64.b64encode(data).decode()

        assert data == body(f"data:;base64,{encoded if padded else encoded.rstrip('=')}")


class TestSteps12To15:
    """The MIME type, or what stands for it."""

    @pytest.mark.parametrize(
        ("prefix", "expected"),
        [
            ("text/html", "text/html"),
            ("TEXT/HTML;Charset=UTF-8", "text/html;charset=UTF-8"),
            # 12.
            (";charset=utf-8", "text/plain;charset=utf-8"),
            (";", "text/plain"),
            (";;a=b", "text/plain;a=b"),
            # 14.
            ("", "text/plain;charset=US-ASCII"),
            ("text", "text/plain;charset=US-ASCII"),
            ("text/;a=b", "text/plain;charset=US-ASCII"),
            ("a b/c", "text/plain;charset=US-ASCII"),
        ],
    )
    def test_it_is_parsed(self, prefix: str, expected: str) -> None:
        """A leading semicolon leaves out `text/plain`; failure is `text/plain;charset=US-ASCII`."""
        assert expected == content_type(f"data:{prefix},")

    def test_the_response(self) -> None:
        """Status 200 and OK, one header, the body, and the URL itself."""
        expected = Response(
            200,
            HeaderList({"Content-Type": "text/html"}),
            status_message="OK",
            body=b"hi",
            type="basic",
            url_list=[parse_url("data:text/html,hi#part")],
            timing_allow_passed=True,
        )

        assert expected == fetched("data:text/html,hi#part")

    @given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=20))
    def test_of_any_text(self, text: str) -> None:
        """There is a response if there is a comma, unless base64 was announced and is none."""
        url = f"data:{text}".partition("#")[0]
        if "base64" not in text.lower():
            assert ("," in url) == (fetched(f"data:{text}") is not None)
