"""
Header lists and their operations, in the standard's own words and order.

Spec: https://fetch.spec.whatwg.org/#terminology-headers
"""

# ruff: noqa: SIM300 - expected == actual

import copy
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_sim import HeaderList, InvalidInput
from cors_sim.headers import NO_HEADERS, end_of_quoted_string, get_decode_and_split, header_list
from spec_tests.strategies import TCHARS, header_lists, header_names, header_pairs, header_values
from spec_tests.values import evaluated, pickled

ISOMORPHIC = st.text(st.characters(max_codepoint=0xFF), max_size=20)
TOKEN_LISTS = [
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Expose-Headers",
    "Referrer-Policy",
]


def pairs(headers: HeaderList) -> list[tuple[str, str]]:
    """The headers of a list, one by one."""
    return list(headers)


class TestConstruction:
    """Spec: https://fetch.spec.whatwg.org/#concept-header-list"""

    def test_it_is_initially_empty(self) -> None:
        """Zero headers are a list."""
        assert [] == pairs(HeaderList())
        assert HeaderList() == NO_HEADERS

    def test_from_a_mapping(self) -> None:
        """In the order of the mapping."""
        assert [("B", "1"), ("a", "2")] == pairs(HeaderList({"B": "1", "a": "2"}))

    def test_from_pairs(self) -> None:
        """Repeated names stay, and every name keeps its case."""
        given_pairs = [("A", "1"), ("b", "2"), ("a", "3"), ("A", "1")]

        assert given_pairs == pairs(HeaderList(given_pairs))
        assert given_pairs == pairs(HeaderList(iter(given_pairs)))
        assert given_pairs == pairs(HeaderList(HeaderList(given_pairs)))

    def test_from_bytes(self) -> None:
        """Bytes are one character each."""
        assert [("A", "caf\xe9")] == pairs(HeaderList({b"A": b"caf\xe9"}))
        assert [("A", "\xff")] == pairs(HeaderList([(b"A", "\xff")]))

    def test_a_header_list_is_not_copied(self) -> None:
        """It cannot change."""
        headers = HeaderList({"A": "1"})

        assert headers is header_list(headers)
        assert headers == header_list({"A": "1"})

    @given(header_pairs())
    def test_any_token_names_any_value(self, pair: tuple[str, str]) -> None:
        """Both are kept as they are."""
        assert [pair] == pairs(HeaderList([pair]))

    @pytest.mark.parametrize("name", ["", " ", "a b", "a:", "caf\xe9", "a\n", "(a)", b"a,b"])
    def test_a_name_that_is_no_token_is_refused(self, name: str | bytes) -> None:
        """The error names the argument, the value and the rule. RFC 9110, 5.1: field-name."""
        text = name if isinstance(name, str) else name.decode("latin-1")
        with pytest.raises(InvalidInput) as raised:
            HeaderList([(name, "value")])

        assert ("header name", text, "must be an HTTP token") == raised.value.args

    @pytest.mark.parametrize("value", ["a\0b", "\0", "a\nb", "a\rb", "a\r\n b", b"a\0"])
    def test_a_value_with_nul_or_newline_is_refused(self, value: str | bytes) -> None:
        """Spec: https://fetch.spec.whatwg.org/#header-value"""
        text = value if isinstance(value, str) else value.decode("latin-1")
        with pytest.raises(InvalidInput) as raised:
            HeaderList({"A": value})

        assert ("header value", text, "must hold no NUL and no newline") == raised.value.args

    @pytest.mark.parametrize(
        ("headers", "argument"),
        [
            ([("A", "\u0100")], "header value"),
            ([("\u212a", "a")], "header name"),
            ([("A", 1)], "header value"),
        ],
    )
    def test_what_is_no_isomorphic_text_is_refused(
        self, headers: list[tuple[str, str]], argument: str
    ) -> None:
        """Text above U+00FF has no one encoding; a number is no text."""
        with pytest.raises(InvalidInput) as raised:
            HeaderList(headers)

        assert argument == raised.value.argument

    @pytest.mark.parametrize("headers", [None, 5, "ab", ["ab"], [("a",)], [("a", "b", "c")], [5]])
    def test_what_is_no_list_of_pairs_is_refused(self, headers: object) -> None:
        """An argument that no caller can mean is an InvalidInput, not whatever unpacking it raises."""
        with pytest.raises(InvalidInput) as raised:
            HeaderList(headers)  # type: ignore[arg-type]  # to see it refused

        assert "headers" == raised.value.argument


class TestNormalization:
    """Spec: https://fetch.spec.whatwg.org/#concept-header-value-normalize"""

    def test_leading_and_trailing_http_whitespace_goes(self) -> None:
        """Tabs, spaces, CR and LF; none of them amid."""
        assert "a \t b" == HeaderList({"A": "\r\n \ta \t b \t\r\n"}).get("a")

    @pytest.mark.parametrize("blank", ["\x0b", "\x0c", "\x1c", "\x85", "\xa0"])
    def test_other_blanks_stay(self, blank: str) -> None:
        """Though Python's ``str.strip`` takes them."""
        assert f"{blank}a{blank}" == HeaderList({"A": f"{blank}a{blank}"}).get("a")

    @given(ISOMORPHIC.filter(lambda text: not set(text) & {"\0", "\n", "\r"}))
    def test_normalizing_twice_is_normalizing_once(self, text: str) -> None:
        """Nothing but tabs and spaces at the ends is missing."""
        value = HeaderList({"A": text}).get("a")

        assert value == text.strip("\t ")
        assert value == HeaderList({"A": value}).get("a")


class TestContains:
    """Spec: https://fetch.spec.whatwg.org/#header-list-contains"""

    def test_a_name_is_a_byte_case_insensitive_match(self) -> None:
        """In whatever case it is asked for."""
        headers = HeaderList({"X-Token": "1"})

        assert "X-Token" in headers
        assert "x-token" in headers
        assert "X-TOKEN" in headers
        assert "x-toke" not in headers
        assert "x-token " not in headers

    def test_what_is_no_text_is_no_name(self) -> None:
        """Asking is no error."""
        assert None not in HeaderList({"A": "1"})
        assert 1 not in HeaderList({"A": "1"})

    @given(header_lists(), header_names())
    def test_it_is_whether_there_is_one_to_get(self, headers: HeaderList, name: str) -> None:
        """The first step of *get*."""
        assert (name in headers) == (headers.get(name) is not None)
        assert (name in headers) == (len(headers.get_all(name)) > 0)


class TestGet:
    """Spec: https://fetch.spec.whatwg.org/#concept-header-list-get"""

    def test_null_where_the_list_does_not_contain_the_name(self) -> None:
        """Step 1."""
        assert HeaderList({"A": "1"}).get("b") is None

    def test_all_values_in_order(self) -> None:
        """Step 2: separated by 0x2C 0x20, empty ones too."""
        headers = HeaderList([("A", "1"), ("b", "2"), ("a", ""), ("A", "3,4")])

        assert "1, , 3,4" == headers.get("a")
        assert "1, , 3,4" == headers.get("A")

    def test_one_empty_value(self) -> None:
        """Is the empty value, not null."""
        assert "" == HeaderList({"A": ""}).get("a")

    def test_each_value_by_itself(self) -> None:
        """As *get* before they are joined."""
        headers = HeaderList([("A", "1"), ("b", "2"), ("a", "3")])

        assert ("1", "3") == headers.get_all("A")
        assert () == headers.get_all("c")

    @given(header_lists(), header_names())
    def test_for_any_list(self, headers: HeaderList, name: str) -> None:
        """By the definition, said in Python."""
        values = [value for other, value in headers if other.lower() == name.lower()]

        assert tuple(values) == headers.get_all(name)
        assert (", ".join(values) if values else None) == headers.get(name)


class TestGetDecodeAndSplit:
    """Spec: https://fetch.spec.whatwg.org/#concept-header-list-get-decode-split"""

    def test_null_where_there_is_no_such_header(self) -> None:
        """Step 2. The standard's own examples are in `spec_tests/standard/test_tables.py`."""
        assert HeaderList({"A": "1"}).get_decode_and_split("b") is None

    @pytest.mark.parametrize(
        ("value", "items"),
        [
            ("", [""]),
            (",", ["", ""]),
            (" \ta\t , b ", ["a", "b"]),
            ("\x0ba,b\xa0", ["\x0ba", "b\xa0"]),
            ('"a, b", c', ['"a, b"', "c"]),
            ('a"b, c"d, e', ['a"b, c"d', "e"]),
            ('"a""b,c",d', ['"a""b,c"', "d"]),
            (r'"a\", b", c', [r'"a\", b"', "c"]),
            (r'"a\\", b', [r'"a\\"', "b"]),
            (r'a\", b", c', [r'a\", b"', "c"]),
            ('"a, b', ['"a, b']),
            ('"a, b\\', ['"a, b\\']),
            ('"a" ', ['"a"']),
            ('"', ['"']),
        ],
    )
    def test_a_value(self, value: str, items: list[str]) -> None:
        """A comma in a quoted string, ended or not, separates nothing; quotes and backslashes stay."""
        assert items == get_decode_and_split(value)

    @given(header_values())
    def test_nothing_but_blanks_is_lost(self, value: str) -> None:
        """The items joined by commas are the value, but for tabs and spaces around them."""
        items = get_decode_and_split(value)

        blank = str.maketrans("", "", "\t ")
        assert value.translate(blank) == ",".join(items).translate(blank)
        assert items == [item.strip("\t ") for item in items]

    @given(header_values().filter(lambda value: '"' not in value))
    def test_without_quotes_every_comma_separates(self, value: str) -> None:
        """So the standard's algorithm is a simple one."""
        assert [item.strip("\t ") for item in value.split(",")] == get_decode_and_split(value)


class TestQuotedString:
    """Spec: https://fetch.spec.whatwg.org/#collect-an-http-quoted-string"""

    @pytest.mark.parametrize(
        ("text", "start", "end"),
        [
            ('""', 0, 2),
            ('"a"b', 0, 3),
            ('x"a"b"', 1, 4),
            ('"a', 0, 2),
            ('"', 0, 1),
            ('"\\', 0, 2),
            ('"\\"', 0, 3),
            ('"\\""', 0, 4),
            ('"\\\\"a', 0, 4),
        ],
    )
    def test_where_it_ends(self, text: str, start: int, end: int) -> None:
        """Behind the first quote that no backslash escapes, or where the text ends."""
        assert end == end_of_quoted_string(text, start)


class TestExtractValues:
    """Spec: https://fetch.spec.whatwg.org/#extract-header-list-values"""

    def test_null_where_the_list_does_not_contain_the_name(self) -> None:
        """Step 1."""
        assert HeaderList().extract_values("Location") is None

    @pytest.mark.parametrize("name", ["Location", "Access-Control-Max-Age"])
    def test_failure_where_one_header_is_allowed_and_there_are_more(self, name: str) -> None:
        """Step 2, even for equal ones."""
        assert "failure" == HeaderList([(name, "1"), (name.upper(), "1")]).extract_values(name)

    @pytest.mark.parametrize("name", TOKEN_LISTS)
    @pytest.mark.parametrize(
        ("value", "values"),
        [
            ("", []),
            (",", []),
            (" ,\t, ", []),
            ("a", ["a"]),
            ("*", ["*"]),
            ("A,b", ["A", "b"]),
            ("a , b\t,,c", ["a", "b", "c"]),
            ("a,a", ["a", "a"]),
        ],
    )
    def test_a_list_of_tokens(self, name: str, value: str, values: list[str]) -> None:
        """#field-name and #method: RFC 9110, 5.6.1, has recipients ignore empty elements."""
        assert values == HeaderList({name: value}).extract_values(name)

    @pytest.mark.parametrize("name", TOKEN_LISTS)
    @pytest.mark.parametrize("value", ["a b", "a;b", '"a"', "a, b c, d", "caf\xe9", "a,\x0bb", "@", "a:"])
    def test_no_list_of_tokens(self, name: str, value: str) -> None:
        """One element that is no token spoils the whole header."""
        assert "failure" == HeaderList({name: value}).extract_values(name)

    @pytest.mark.parametrize("name", TOKEN_LISTS)
    def test_lists_of_several_headers(self, name: str) -> None:
        """Steps 3 and 4: their values one after another, and one failure fails all."""
        good = HeaderList([(name, "a, b"), ("X", "@"), (name.lower(), ""), (name.upper(), "c")])

        assert ["a", "b", "c"] == good.extract_values(name)
        assert "failure" == good.append(name, "@").extract_values(name)
        assert good.extract_values(name) == good.extract_values(name.upper())

    @pytest.mark.parametrize("value", ["0", "5", "0600", "86400", "9" * 400])
    def test_a_number_of_seconds(self, value: str) -> None:
        """RFC 9111, 1.2.2: delta-seconds = 1*DIGIT, any number of them."""
        assert [value] == HeaderList({"Access-Control-Max-Age": value}).extract_values(
            "access-control-max-age"
        )

    @pytest.mark.parametrize("value", ["", "-1", "+1", "1.5", "1e3", "1, 2", "1 2", "\xb2", "five"])
    def test_no_number_of_seconds(self, value: str) -> None:
        """Not a sign, not a fraction, not a list, not a superscript."""
        headers = HeaderList({"Access-Control-Max-Age": value})

        assert "failure" == headers.extract_values("Access-Control-Max-Age")

    @pytest.mark.parametrize("value", ["", "/next", "a b", "http://["])
    def test_a_location(self, value: str) -> None:
        """It is for the URL parser to fail."""
        assert [value] == HeaderList({"Location": value}).extract_values("Location")


class TestAppend:
    """Spec: https://fetch.spec.whatwg.org/#concept-header-list-append"""

    def test_step_1_reuses_the_casing_of_the_first_such_header(self) -> None:
        """The name is set to the first such header's name."""
        headers = HeaderList([("x-Token", "1"), ("B", "2")]).append("X-TOKEN", "3")

        assert [("x-Token", "1"), ("B", "2"), ("x-Token", "3")] == pairs(headers)

    def test_step_2_appends(self) -> None:
        """At the end, normalized."""
        assert [("A", "1"), ("B", "2")] == pairs(HeaderList({"A": "1"}).append("B", b" 2\r\n"))


class TestDelete:
    """Spec: https://fetch.spec.whatwg.org/#concept-header-list-delete"""

    def test_all_headers_of_the_name_are_removed(self) -> None:
        """In every case; the rest stays in order."""
        headers = HeaderList([("A", "1"), ("b", "2"), ("a", "3"), ("C", "4")])

        assert [("b", "2"), ("C", "4")] == pairs(headers.delete("a"))
        assert [("A", "1"), ("a", "3")] == pairs(headers.delete("B", "c", "D"))

    def test_a_name_that_is_not_there_removes_nothing(self) -> None:
        """The list is the same."""
        headers = HeaderList({"A": "1"})

        assert headers is headers.delete("b")
        assert headers is headers.delete()


class TestSet:
    """Spec: https://fetch.spec.whatwg.org/#concept-header-list-set"""

    def test_step_1_sets_the_first_and_removes_the_others(self) -> None:
        """The first keeps its place and its spelling."""
        headers = HeaderList([("B", "0"), ("A", "1"), ("C", "2"), ("a", "3"), ("D", "4"), ("A", "5")])

        expected = [("B", "0"), ("A", "x"), ("C", "2"), ("D", "4")]
        assert expected == pairs(headers.set("a", " x "))

    def test_step_2_appends(self) -> None:
        """Where the list does not contain the name."""
        assert [("A", "1"), ("b", "2")] == pairs(HeaderList({"A": "1"}).set("b", "2"))


class TestCombine:
    """Spec: https://fetch.spec.whatwg.org/#concept-header-list-combine"""

    def test_step_1_adds_to_the_first_such_header(self) -> None:
        """Its value, followed by 0x2C 0x20, followed by the value; the others stay."""
        headers = HeaderList([("B", "0"), ("A", "1"), ("a", "2")]).combine("a", "3")

        assert [("B", "0"), ("A", "1, 3"), ("a", "2")] == pairs(headers)

    def test_step_2_appends(self) -> None:
        """Where the list does not contain the name."""
        assert [("A", "1"), ("b", "2")] == pairs(HeaderList({"A": "1"}).combine("b", "2"))

    @given(header_lists(), header_names(), header_values())
    def test_it_says_the_same_as_appending(self, headers: HeaderList, name: str, value: str) -> None:
        """Where the name is there once at most: what *get* makes of two headers, *combine* makes of one."""
        if len(headers.get_all(name)) <= 1:
            assert headers.append(name, value).get(name) == headers.combine(name, value).get(name)


class TestSortAndCombine:
    """Spec: https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine"""

    def test_names_are_a_sorted_lowercase_set(self) -> None:
        """Step 2: each once, in the order of their bytes, with all its values."""
        headers = HeaderList([("b", "1"), ("A", "2"), ("B", "3"), ("_", "4"), ("a-", "5"), ("A", "6")])

        expected = [("_", "4"), ("a", "2, 6"), ("a-", "5"), ("b", "1, 3")]
        assert expected == pairs(headers.sort_and_combine())

    def test_set_cookie_is_not_combined(self) -> None:
        """Step 3.1: its values are kept apart, in order."""
        headers = HeaderList([("Set-Cookie", "b=1"), ("X", "1"), ("set-cookie", "a=2"), ("Server", "s")])

        expected = [("server", "s"), ("set-cookie", "b=1"), ("set-cookie", "a=2"), ("x", "1")]
        assert expected == pairs(headers.sort_and_combine())

    @given(header_lists())
    def test_once_is_enough(self, headers: HeaderList) -> None:
        """It changes nothing that *get* says, and a second time nothing at all."""
        combined = headers.sort_and_combine()

        assert combined == combined.sort_and_combine()
        assert [headers.get(name) for name in headers.names()] == [
            combined.get(name) for name in headers.names()
        ]


class TestNames:
    """What is there, one by one."""

    def test_every_name(self) -> None:
        """As spelt, repeated ones too."""
        assert ["A", "b", "a"] == HeaderList([("A", "1"), ("b", "2"), ("a", "3")]).names()

    @given(header_lists())
    def test_iteration_and_length(self, headers: HeaderList) -> None:
        """Of headers, not of names."""
        assert [name for name, _ in headers] == headers.names()
        assert len(list(headers)) == len(headers)


class TestValue:
    """A header list is a value."""

    @given(header_lists())
    def test_it_is_equal_by_its_headers(self, headers: HeaderList) -> None:
        """Whether anything was asked of it before or not."""
        other = HeaderList(list(headers))
        headers.get("a")

        assert other == headers
        assert hash(other) == hash(headers)

    @pytest.mark.parametrize("other", [[("a", "1")], [("A", "2")], [("A", "1"), ("B", "2")], []])
    def test_it_differs_by_case_value_and_number(self, other: list[tuple[str, str]]) -> None:
        """Equality is of the headers as they are."""
        assert HeaderList(other) != HeaderList({"A": "1"})

    def test_order_counts(self) -> None:
        """The same headers in another order make another list."""
        assert HeaderList([("A", "1"), ("B", "2")]) != HeaderList([("B", "2"), ("A", "1")])

    def test_it_is_equal_to_header_lists_alone(self) -> None:
        """Not to what it was made from."""
        assert HeaderList({"A": "1"}) not in [{"A": "1"}, [("A", "1")], (("A", "1"),), None]

    @given(header_lists())
    def test_it_reads_as_the_call_that_makes_it(self, headers: HeaderList) -> None:
        """The pairs in a list."""
        assert headers == evaluated(headers)

    def test_its_repr(self) -> None:
        """With the name of the type."""
        assert "HeaderList([('A', '1'), ('a', '2')])" == repr(HeaderList([("A", "1"), ("a", "2")]))
        assert "HeaderList([])" == repr(HeaderList())

    @pytest.mark.parametrize("name", ["_pairs", "_index", "anything"])
    def test_it_is_frozen(self, name: str) -> None:
        """No attribute can be set."""
        headers = HeaderList({"A": "1"})
        with pytest.raises(AttributeError, match=f"HeaderList is frozen: {name} cannot be set"):
            setattr(headers, name, ())

    def test_it_has_no_subclasses(self) -> None:
        """Compose values instead."""
        with pytest.raises(TypeError, match="HeaderList is a value of cors_sim and cannot be subclassed"):
            type("Special", (HeaderList,), {})

    @pytest.mark.parametrize("copied", [pickled, copy.copy, copy.deepcopy])
    def test_it_can_be_copied(self, copied: Callable[[HeaderList], HeaderList]) -> None:
        """And asked everything afterwards."""
        headers = HeaderList([("A", "1"), ("a", "2")])

        assert headers == copied(headers)
        assert "1, 2" == copied(headers).get("A")

    @given(header_lists(), header_names(), header_values())
    def test_operations_leave_it_as_it_was(self, headers: HeaderList, name: str, value: str) -> None:
        """Each returns another list."""
        before = list(headers)
        headers.append(name, value)
        headers.set(name, value)
        headers.combine(name, value)
        headers.delete(name)
        headers.sort_and_combine()

        assert before == list(headers)

    @pytest.mark.parametrize("operation", [HeaderList.append, HeaderList.set, HeaderList.combine])
    def test_operations_refuse_what_the_constructor_refuses(
        self, operation: Callable[[HeaderList, str, str], HeaderList]
    ) -> None:
        """A name that is no token, a value with a newline."""
        with pytest.raises(InvalidInput, match="header name must be an HTTP token"):
            operation(NO_HEADERS, "a b", "1")
        with pytest.raises(InvalidInput, match="header value must hold no NUL and no newline"):
            operation(NO_HEADERS, "a", "1\n2")

    @given(st.text(TCHARS, min_size=1), header_values())
    def test_set_then_get(self, name: str, value: str) -> None:
        """What was set is got."""
        assert value == NO_HEADERS.set(name, value).get(name.swapcase())
