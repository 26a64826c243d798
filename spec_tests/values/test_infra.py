"""
The Infra standard's words on isomorphic text, where Python's own string methods know more than HTTP.

Spec: https://infra.spec.whatwg.org/
"""

# ruff: noqa: SIM300 - expected == actual

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_sim import InvalidInput, _infra
from spec_tests.strategies import TCHARS

BYTES = [chr(code) for code in range(256)]
ISOMORPHIC = st.text(st.sampled_from(BYTES), max_size=20)


class TestIsomorphicText:
    """One character a byte: U+0000 to U+00FF."""

    @pytest.mark.parametrize("text", ["", "plain", "caf\xe9", "\0", "\xff"])
    def test_text_of_bytes_is_taken_as_it_is(self, text: str) -> None:
        """A str without a code point above U+00FF passes through."""
        assert text == _infra.isomorphic_text(text, "argument")

    def test_bytes_are_decoded_one_by_one(self) -> None:
        """Isomorphic decoding maps each byte to the code point of its value."""
        assert "".join(BYTES) == _infra.isomorphic_text(bytes(range(256)), "argument")

    @pytest.mark.parametrize("text", ["\u0100", "caf\u0113", "\U0001f600", "\ud800"])
    def test_a_higher_code_point_is_refused(self, text: str) -> None:
        """The error names the argument, the value and the rule."""
        with pytest.raises(InvalidInput) as raised:
            _infra.isomorphic_text(text, "the argument")

        assert ("the argument", text, "must have no code point above U+00FF") == raised.value.args

    @pytest.mark.parametrize("value", [None, 1, 1.5, ["a"], bytearray(b"a")])
    def test_what_is_no_text_is_refused(self, value: object) -> None:
        """Only str and bytes are text."""
        with pytest.raises(InvalidInput) as raised:
            _infra.isomorphic_text(value, "the argument")

        assert ("the argument", value, "must be str or bytes") == raised.value.args


class TestCase:
    """Spec: https://infra.spec.whatwg.org/#ascii-lowercase"""

    def test_only_a_to_z_become_lower_case(self) -> None:
        """The lower case of every byte, alone and amid others."""
        expected = [chr(code + 32) if 0x41 <= code <= 0x5A else chr(code) for code in range(256)]

        assert expected == [_infra.ascii_lowercase(byte) for byte in BYTES]
        assert "".join(expected) == _infra.ascii_lowercase("".join(BYTES))

    def test_only_a_to_z_become_upper_case(self) -> None:
        """Not the micro sign, not sharp s, not y with diaeresis, whose capitals lie above U+00FF."""
        expected = [chr(code - 32) if 0x61 <= code <= 0x7A else chr(code) for code in range(256)]

        assert expected == [_infra.ascii_uppercase(byte) for byte in BYTES]
        assert "".join(expected) == _infra.ascii_uppercase("".join(BYTES))


class TestStripping:
    """Each kind of blank that the standards take from the ends of text."""

    def test_line_ends(self) -> None:
        """Returns and newlines, at the end alone."""
        assert "\r aX\t" == _infra.without_line_end("\r aX\t\r\n\n\r")
        assert "X" == _infra.without_line_end("X\n")

    def test_http_tab_or_space(self) -> None:
        """Spec: https://fetch.spec.whatwg.org/#http-tab-or-space"""
        stripped = [byte for byte in BYTES if _infra.strip_http_tab_or_space(f"{byte}a{byte}") == "a"]

        assert ["\t", " "] == stripped

    def test_http_tab_or_space_at_the_end_only(self) -> None:
        """What leads stays."""
        stripped = [byte for byte in BYTES if _infra.strip_http_tab_or_space_end(f" a{byte}") == " a"]

        assert ["\t", " "] == stripped

    def test_http_whitespace(self) -> None:
        """Spec: https://fetch.spec.whatwg.org/#http-whitespace"""
        stripped = [byte for byte in BYTES if _infra.strip_http_whitespace(f"{byte}a{byte}") == "a"]

        assert ["\t", "\n", "\r", " "] == stripped

    def test_http_whitespace_at_the_end_only(self) -> None:
        """What leads stays."""
        stripped = [byte for byte in BYTES if _infra.strip_http_whitespace_end(f" a{byte}") == " a"]

        assert ["\t", "\n", "\r", " "] == stripped

    def test_ascii_whitespace(self) -> None:
        """Spec: https://infra.spec.whatwg.org/#ascii-whitespace"""
        stripped = [byte for byte in BYTES if _infra.strip_ascii_whitespace(f"{byte}a{byte}") == "a"]

        assert ["\t", "\n", "\f", "\r", " "] == stripped

    def test_runs_of_blanks_go_and_blanks_between_stay(self) -> None:
        """All at the ends, none amid."""
        assert "a \t b" == _infra.strip_http_tab_or_space(" \t a \t b\t ")
        assert "" == _infra.strip_http_tab_or_space(" \t ")


class TestTokens:
    """RFC 9110, 5.6.2: a token is one or more tchars."""

    def test_each_byte_alone(self) -> None:
        """Exactly the tchars are tokens."""
        assert sorted(TCHARS) == [byte for byte in BYTES if _infra.is_token(byte)]

    @pytest.mark.parametrize("text", ["", "a b", "a\n", " a", "a\xe9", "a,b", "a\u0130"])
    def test_no_tokens(self, text: str) -> None:
        """Not the empty text, and nothing with another character anywhere: a newline at the end too."""
        assert not _infra.is_token(text)

    @given(st.text(TCHARS, min_size=1))
    def test_any_tchars(self, text: str) -> None:
        """Of any length, in any order."""
        assert _infra.is_token(text)

    def test_several(self) -> None:
        """Each has to be one."""
        assert _infra.are_tokens([])
        assert _infra.are_tokens(iter(["a", "b"]))
        assert not _infra.are_tokens(["a", "b c"])
        assert not _infra.are_tokens(["", "a"])


class TestNumbers:
    """Digits are 0 to 9 and nothing that Unicode calls a digit besides."""

    def test_each_byte_alone(self) -> None:
        """Not the superscripts U+00B2, U+00B3 and U+00B9, which ``str.isdigit`` takes."""
        assert list("0123456789") == [byte for byte in BYTES if _infra.is_ascii_digits(byte)]

    @pytest.mark.parametrize("text", ["", "-1", "+1", "1 ", "1\n", "1_0", "1.0", "\u0663"])
    def test_no_digits(self, text: str) -> None:
        """Nothing but digits, and at least one."""
        assert not _infra.is_ascii_digits(text)

    @given(st.integers(0, 10**300 - 1), st.integers(0, 3))
    def test_up_to_300_digits_are_exact(self, number: int, zeros: int) -> None:
        """Leading zeros count for nothing."""
        assert number == _infra.decimal("0" * zeros + str(number))

    def test_more_digits_than_python_reads(self) -> None:
        """Python refuses to read more than 4300 digits; what counts here is only how many count."""
        assert math.inf == _infra.decimal("1" + "0" * 300)
        assert 7 == _infra.decimal("0" * 5000 + "7")
        assert 0 == _infra.decimal("0" * 5000)
        assert math.inf == _infra.decimal("9" * 5000)

    @pytest.mark.parametrize(
        ("digits", "number"),
        [
            ("0", 0),
            ("+7", 7),
            ("-7", -7),
            ("9223372036854775807", 2**63 - 1),
            ("-9223372036854775808", -(2**63)),
            ("0" * 299 + "5", 5),
            ("9223372036854775808", None),
            ("-9223372036854775809", None),
            ("-9223372036854775810", None),
            ("0" * 300 + "5", None),
            ("9" * 300, None),
            ("9" * 5000, None),
            ("-" + "9" * 5000, None),
        ],
    )
    def test_signed_integers(self, digits: str, number: int | None) -> None:
        """Of 64 bits, and of no more than 300 characters."""
        assert number == _infra.signed_integer(digits)


class TestLists:
    """Splitting and collecting."""

    def test_split_on_commas(self) -> None:
        """Pieces lose tabs and spaces, and no other blanks; empty pieces stay."""
        assert ["a", "", "b c", "\x0b", ""] == _infra.split_on_commas(" a,\t,b c ,\x0b,")
        assert ["X", "aX"] == _infra.split_on_commas("X,aX")

    def test_text_without_a_comma_is_one_piece(self) -> None:
        """The empty text too."""
        assert [""] == _infra.split_on_commas("")

    @pytest.mark.parametrize(
        ("text", "lines", "with_bare_cr"),
        [
            ("", [], []),
            ("a", ["a"], ["a"]),
            ("a\n", ["a"], ["a"]),
            ("a\n\n", ["a", ""], ["a", ""]),
            ("\na\r\nb", ["", "a", "b"], ["", "a", "b"]),
            ("a\rb\r", ["a\rb\r"], ["a", "b"]),
        ],
    )
    def test_lines(self, text: str, lines: list[str], with_bare_cr: list[str]) -> None:
        """A line end ends a line; what follows the last is one if it is anything."""
        assert lines == _infra.lines_of(text, bare_cr=False)
        assert with_bare_cr == _infra.lines_of(text, bare_cr=True)

    def test_percent_encoding(self) -> None:
        """From 0x80 on."""
        assert "\x7f%80%FF" == _infra.percent_encode_non_ascii("\x7f\x80\xff")

    def test_end_of_run(self) -> None:
        """The longest run, newlines included, from the position on; where none starts, the position."""
        run = _infra.run_of("[^,]*")

        assert 3 == _infra.end_of_run(run, "a\nb,c", 0)
        assert 3 == _infra.end_of_run(run, "a\nb,c", 3)
        assert 5 == _infra.end_of_run(run, "a\nb,c", 4)
        assert 2 == _infra.end_of_run(_infra.run_of("[a]+"), "ba", 1)
        assert 3 == _infra.end_of_run(_infra.run_of(".+"), "a\nb", 0)
        assert 0 == _infra.end_of_run(_infra.run_of("[a]+"), "ba", 0)

    @given(ISOMORPHIC)
    def test_split_and_join(self, text: str) -> None:
        """Nothing but blanks and returns around commas is lost."""
        joined = ",".join(_infra.split_on_commas(text))
        blanks = str.maketrans("", "", " \t\r")

        assert joined.translate(blanks) == text.translate(blanks)
