"""
MIME types, parsed, serialized and extracted.

Spec: https://mimesniff.spec.whatwg.org/ (8a3b918, 2026-01-20)
"""

# ruff: noqa: SIM300 - expected == actual

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_sim import HeaderList
from cors_sim.standard.mime_types import MIMEType, extract_a_mime_type, parse_a_mime_type
from spec_tests.strategies import header_values, tokens
from spec_tests.values import pickled

PARAMETER_VALUES = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=10
)
MIME_TYPES = st.builds(
    lambda kind, subtype, parameters: MIMEType(f"{kind}/{subtype}".lower(), tuple(parameters.items())),
    tokens(),
    tokens(),
    st.dictionaries(tokens().map(str.lower), PARAMETER_VALUES, max_size=3),
)


def parsed(text: str) -> str | None:
    """*text*, parsed and serialized again; None for failure."""
    mime_type = parse_a_mime_type(text)
    return None if mime_type is None else str(mime_type)


class TestParse:
    """
    Spec: https://mimesniff.spec.whatwg.org/#parse-a-mime-type
    """

    @pytest.mark.parametrize(
        ("text", "serialized"),
        [
            ("text/html", "text/html"),
            ("\r\n\t text/html \t\n\r", "text/html"),
            ("text/html;charset=utf-8 ", "text/html;charset=utf-8"),
        ],
    )
    def test_step_1_http_whitespace_at_the_ends(self, text: str, serialized: str) -> None:
        """Step 1: is removed."""
        assert serialized == parsed(text)

    @pytest.mark.parametrize(
        "text", ["", "/", "/html", " /html", "te xt/html", "te(xt/html", "t\xe9xt/html"]
    )
    def test_step_4_the_type(self, text: str) -> None:
        """Step 4: failure if it is empty or holds what no token holds; a blank behind it too."""
        assert parsed(text) is None
        assert parsed("text /html") is None

    @pytest.mark.parametrize("text", ["text", "text;charset=a"])
    def test_step_5_no_slash(self, text: str) -> None:
        """Step 5: failure."""
        assert parsed(text) is None

    @pytest.mark.parametrize(
        "text", ["text/", "text/;a=b", "text/ html", "text/ht/ml", "text/html,", "text/h(t)ml"]
    )
    def test_step_9_the_subtype(self, text: str) -> None:
        """Step 9: failure if it is empty or holds what no token holds; a blank before it too."""
        assert parsed(text) is None

    def test_step_8_a_blank_behind_the_subtype(self) -> None:
        """Step 8: is removed."""
        assert "text/html;a=b" == parsed("text/html\t ;a=b")

    def test_step_10_ascii_lowercase(self) -> None:
        """Step 10: type and subtype; U+212A, the Kelvin sign, is no token character."""
        assert "text/html" == parsed("TEXT/HtMl")
        assert parsed("text/\u212a") is None

    @pytest.mark.parametrize(
        ("text", "serialized"),
        [
            ("a/b;\t c=d", "a/b;c=d"),
            ("a/b;;;c=d;", "a/b;c=d"),
            ("a/b; ;c=d", "a/b;c=d"),
            ("a/b;C=D", "a/b;c=D"),
            ("a/b;c", "a/b"),
            ("a/b;c;d=e", "a/b;d=e"),
            ("a/b;c=", "a/b"),
            ("a/b;c=;d=e", "a/b;d=e"),
            ("a/b;c= ;d=e", "a/b;d=e"),
            ("a/b;c=d=e", 'a/b;c="d=e"'),
            ("a/b;c= d", 'a/b;c=" d"'),
            ("a/b;c=d \t;e=f", "a/b;c=d;e=f"),
            ("a/b;c =d", "a/b"),
            ("a/b;=d", "a/b"),
            ("a/b;c(=d", "a/b"),
            ("a/b;c=d\x7f", "a/b"),
            ("a/b;c=d\x01", "a/b"),
            ("a/b;c=\xe9", 'a/b;c="\xe9"'),
            ("a/b;c=\u0100", "a/b"),
            ("a/b;c=d\te", 'a/b;c="d\te"'),
        ],
    )
    def test_step_11_parameters(self, text: str, serialized: str) -> None:
        """Step 11: what is no parameter is passed over."""
        assert serialized == parsed(text)

    @pytest.mark.parametrize(
        ("text", "serialized"),
        [
            ('a/b;c="d"', "a/b;c=d"),
            ('a/b;c=""', 'a/b;c=""'),
            ('a/b;c=" d;e=f "', 'a/b;c=" d;e=f "'),
            ('a/b;c="d', "a/b;c=d"),
            ('a/b;c="', 'a/b;c=""'),
            (r'a/b;c="d\e\"f\\"', r'a/b;c="de\"f\\"'),
            ('a/b;c="d\\', r'a/b;c="d\\"'),
            (r'a/b;c="\d', "a/b;c=d"),
            ('a/b;c="d"e;f=g', "a/b;c=d;f=g"),
            ('a/b;c="d"e', "a/b;c=d"),
            ('a/b;c=d"e', r'a/b;c="d\"e"'),
            ('a/b;c="d\x7f";e=f', "a/b;e=f"),
            ('text/html;charset="shift_jis"iso-2022-jp', "text/html;charset=shift_jis"),
        ],
    )
    def test_step_11_8_quoted_strings(self, text: str, serialized: str) -> None:
        """Step 11.8: the value is what it quotes; what follows up to a semicolon is passed over."""
        assert serialized == parsed(text)

    def test_step_11_10_the_first_of_equal_names_counts(self) -> None:
        """Step 11.10: if the name does not exist, and only if all else is true."""
        assert "a/b;c=d" == parsed("a/b;c=d;C=e")
        assert "a/b;c=e" == parsed("a/b;c=\x7f;c=e")

    @given(header_values())
    def test_any_value(self, value: str) -> None:
        """Is a MIME type or failure, and a MIME type is serialized as what parses to it."""
        mime_type = parse_a_mime_type(value)

        assert mime_type is None or mime_type == parse_a_mime_type(str(mime_type))


class TestSerialize:
    """
    Spec: https://mimesniff.spec.whatwg.org/#serialize-a-mime-type
    """

    @pytest.mark.parametrize(
        ("parameters", "serialized"),
        [
            ((), "a/b"),
            ((("c", "d"), ("e", "f")), "a/b;c=d;e=f"),
            ((("c", ""),), 'a/b;c=""'),
            ((("c", "d e"),), 'a/b;c="d e"'),
            ((("c", 'd"e\\'),), r'a/b;c="d\"e\\"'),
        ],
    )
    def test_what_is_quoted(self, parameters: tuple[tuple[str, str], ...], serialized: str) -> None:
        """An empty value, and one that is no token; a quote and a backslash get a backslash."""
        assert serialized == str(MIMEType("a/b", parameters))

    @given(MIME_TYPES)
    def test_it_parses_to_itself(self, mime_type: MIMEType) -> None:
        """Whatever the parameters are."""
        assert mime_type == parse_a_mime_type(str(mime_type))

    def test_a_parameter(self) -> None:
        """By name, or None."""
        mime_type = MIMEType("a/b", (("c", "d"),))

        assert "d" == mime_type.parameter("c")
        assert mime_type.parameter("charset") is None

    def test_it_is_a_value(self) -> None:
        """Frozen, hashable, picklable, and it shows what is in it."""
        mime_type = MIMEType("a/b", (("c", "d"),))

        assert mime_type == pickled(mime_type)
        assert hash(mime_type) == hash(pickled(mime_type))
        assert "MIMEType(essence='a/b', parameters=(('c', 'd'),))" == repr(mime_type)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            mime_type.essence = "c/d"  # type: ignore[misc]  # to see it refused


class TestExtract:
    """
    The standard's own examples are in `test_tables`.

    Spec: https://fetch.spec.whatwg.org/#concept-header-extract-mime-type
    """

    @pytest.mark.parametrize("values", [[], [""], ["text"], ["*/*"], ["a, b, */*;c=d"], ["", "x y/z"]])
    def test_failure(self, values: list[str]) -> None:
        """Steps 5, 6.2 and 7: no header, nothing that parses, or only ``*/*``."""
        assert extract_a_mime_type(HeaderList([("Content-Type", value) for value in values])) is None

    @pytest.mark.parametrize(
        ("value", "serialized"),
        [
            # 6.3: the last that parses counts.
            ("a/b, c/d", "c/d"),
            ("c/d, a, */*", "c/d"),
            # 6.4: another essence forgets the charset.
            ("a/b;charset=x, c/d, a/b", "a/b"),
            # 6.5: the same essence keeps it, behind the parameters of its own.
            ("a/b;charset=x, A/B;c=d", "a/b;c=d;charset=x"),
            ("a/b;charset=x, a/b;charset=y", "a/b;charset=y"),
            # 6.4 set the charset of the first; that of the second was never the charset.
            ("a/b;charset=x, a/b;charset=y, a/b", "a/b;charset=x"),
            ("a/b, a/b;charset=y, a/b", "a/b"),
            # What does not parse is no other essence.
            ("a/b;charset=x, c, */*, a/b", "a/b;charset=x"),
            # An empty charset is one.
            ('a/b;charset="", a/b', 'a/b;charset=""'),
            # A comma in a quoted string separates nothing.
            ('a/b;c="d, e/f"', 'a/b;c="d, e/f"'),
        ],
    )
    def test_of_several_values(self, value: str, serialized: str) -> None:
        """Step 6, for one header and for as many as there are commas."""
        assert serialized == str(extract_a_mime_type(HeaderList({"content-type": value})))

    @given(st.lists(header_values(), max_size=3))
    def test_headers_or_commas(self, values: list[str]) -> None:
        """Several headers say what one says that has them all."""
        several = HeaderList([("Content-Type", value) for value in values])
        one = HeaderList({"Content-Type": ", ".join(values)} if values else {})

        assert extract_a_mime_type(one) == extract_a_mime_type(several)
