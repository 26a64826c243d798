"""
The standard's tables, read out of it into ``tables.json``, against what the package makes of them.

Every member, and every near miss: in another case, with a character more or less, with one that is next
to the right one, with blanks around it.

Spec: https://fetch.spec.whatwg.org/
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from hypothesis import given

from cors_sim import HeaderList, HTTPRequest, Request, Response, cors_check, parse_url, simulate
from cors_sim.enums import (
    DESTINATIONS,
    INITIATOR_TYPES,
    CacheMode,
    CredentialsMode,
    Mode,
    RedirectMode,
)
from cors_sim.headers import end_of_quoted_string
from cors_sim.responses import NULL_BODY_STATUSES, RANGE_STATUSES, REDIRECT_STATUSES
from cors_sim.standard.blocking import blocked_due_to_a_bad_port
from cors_sim.standard.methods import is_cors_safelisted_method, is_forbidden_method, normalize_method
from cors_sim.standard.mime_types import extract_a_mime_type, parse_a_mime_type
from cors_sim.standard.preflight_keeping import max_age_of
from cors_sim.standard.redirect import location_url, redirected
from cors_sim.standard.safelists import (
    cors_unsafe_request_header_names,
    has_cors_unsafe_request_header_byte,
    is_cors_non_wildcard_request_header_name,
    is_cors_safelisted_request_header,
    is_cors_safelisted_response_header_name,
    is_forbidden_request_header,
    is_forbidden_response_header_name,
    is_no_cors_safelisted_request_header_name,
)
from cors_sim.standard.type_checks import blocked_due_to_its_mime_type, blocked_due_to_nosniff
from spec_tests.strategies import VALUE_CHARACTERS, tokens

TABLES: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("tables.json").read_text("utf-8"))[
    "tables"
]

JAVASCRIPT_MIME_TYPES: Final = [
    *("application/ecmascript", "application/javascript", "application/x-ecmascript"),
    *("application/x-javascript", "text/ecmascript", "text/javascript", "text/javascript1.0"),
    *("text/javascript1.1", "text/javascript1.2", "text/javascript1.3", "text/javascript1.4"),
    *("text/javascript1.5", "text/jscript", "text/livescript", "text/x-ecmascript", "text/x-javascript"),
]
"""
Read by hand from mimesniff.bs of whatwg/mimesniff, commit 8a3b918 (2026-01-20).

Spec: https://mimesniff.spec.whatwg.org/#javascript-mime-type
"""

APP = "https://app.example.com"
API = "https://api.example.com"
REQUEST = Request(API, origin=APP)
SAFELISTED_VALUES: Final = {"content-type": "text/plain", "range": "bytes=0-"}
BLANKS: Final = (" ", "\t", "\n", "\x0b", "\xa0", "\0")


def lower(text: str) -> str:
    """A to Z in lower case, and nothing that only Python calls a capital."""
    return "".join(chr(ord(character) + 32) if "A" <= character <= "Z" else character for character in text)


def near(text: str) -> Iterator[str]:
    """*text* in other cases, and all that is one step away from it."""
    yield from (text, text.lower(), text.upper(), text.swapcase(), text.title())
    yield from (f"{blank}{text}" for blank in BLANKS)
    yield from (f"{text}{blank}" for blank in BLANKS)
    yield from (
        "",
        text * 2,
        text[1:],
        text[:-1],
        f"x{text}",
        f"{text}x",
        f"{text}-",
        f"{text}2",
        f"-{text}",
    )
    for index, character in enumerate(text):
        for other in (chr(ord(character) - 1), chr(ord(character) + 1), ""):
            yield text[:index] + other + text[index + 1 :]
    # What Python takes for the lower or upper case of k and s, and what lies 32 above and below.
    yield from (text.replace("k", "\u212a"), text.replace("s", "\u017f"), text.replace("i", "\u0131"))
    yield from (text.replace("-", "\r"), text.replace("-", "_"))


def near_all(members: list[str]) -> list[str]:
    """All that is near to any of *members*, each once."""
    return list(dict.fromkeys(candidate for member in members for candidate in near(member)))


def is_safelisted_name(name: str) -> bool:
    """Whether a header of that name can be CORS-safelisted."""
    return is_cors_safelisted_request_header(name, SAFELISTED_VALUES.get(lower(name), "a"))


def is_method_override(name: str) -> bool:
    """Whether a header of that name can override a method."""
    return is_forbidden_request_header(name, "TRACE") and not is_forbidden_request_header(name, "GET")


def is_request_body_header_name(name: str) -> bool:
    """Whether a header of that name goes when a redirect makes a POST a GET."""
    request = REQUEST.with_fields(method="POST", headers=HeaderList([(name, "a")]))
    after = redirected(request, Response(303, {"Location": API}), parse_url(API), None)
    return isinstance(after, Request) and len(after.headers) == 0


def is_normalized(method: str) -> bool:
    """Whether a method in lower case is written in capitals."""
    return normalize_method(method.lower()) != method.lower()


@attrs.frozen
class Case:
    """
    A table of names, and the predicate that knows them.

    Args:
        table: its name in ``tables.json``.
        holds: the predicate.
        case: whether capitals count.
        tokens: whether the predicate can be asked of tokens alone.
    """

    table: str
    holds: Callable[[str], bool]
    case: bool = False
    tokens: bool = False

    def expected(self, text: str) -> bool:
        """Whether *text* is a member, by the table alone."""
        members = TABLES[self.table]
        return text in members if self.case else lower(text) in map(lower, members)


NAMES = [
    Case("cors_safelisted_methods", is_cors_safelisted_method, case=True),
    Case("forbidden_methods", is_forbidden_method),
    Case("normalized_methods", is_normalized),
    Case("cors_safelisted_request_header_names", is_safelisted_name),
    Case("cors_non_wildcard_request_header_names", is_cors_non_wildcard_request_header_name),
    Case("no_cors_safelisted_request_header_names", is_no_cors_safelisted_request_header_name),
    Case(
        "cors_safelisted_response_header_names",
        lambda name: is_cors_safelisted_response_header_name(name, frozenset()),
    ),
    Case("forbidden_request_headers", lambda name: is_forbidden_request_header(name, "")),
    Case("method_override_request_headers", is_method_override),
    Case("forbidden_response_header_names", is_forbidden_response_header_name),
    Case("request_body_header_names", is_request_body_header_name, tokens=True),
]


def is_token(text: str) -> bool:
    """RFC 9110, 5.6.2, for text that is near to one."""
    return text != "" and all(
        "!" <= character <= "~" and character not in '"(),/:;<=>?@[\\]{}' for character in text
    )


@pytest.mark.parametrize("case", NAMES, ids=lambda case: case.table)
class TestNames:
    """Methods and header names."""

    def test_every_member(self, case: Case) -> None:
        """As the standard writes it."""
        members = TABLES[case.table]

        assert members == [member for member in members if case.holds(member)]

    def test_every_near_miss(self, case: Case) -> None:
        """Is held exactly if the table has it: names have no case, methods may have one."""
        candidates = [text for text in near_all(TABLES[case.table]) if is_token(text) or not case.tokens]

        expected = [text for text in candidates if case.expected(text)]
        assert expected == [text for text in candidates if case.holds(text)]

    @given(text=tokens())
    def test_any_token(self, case: Case, text: str) -> None:
        """Likewise."""
        prefixes = tuple(TABLES["forbidden_request_header_prefixes"])
        if case.table != "forbidden_request_headers" or not lower(text).startswith(prefixes):
            assert case.expected(text) == case.holds(text)


class TestNormalizedMethods:
    """What the others become."""

    def test_every_near_miss(self) -> None:
        """Capitals, or exactly what it was."""
        for text in near_all(TABLES["normalized_methods"]):
            capitals = [member for member in TABLES["normalized_methods"] if lower(member) == lower(text)]

            assert (capitals or [text])[0] == normalize_method(text)


class TestForbiddenRequestHeaderPrefixes:
    """`proxy-` and `sec-`."""

    @pytest.mark.parametrize("prefix", TABLES["forbidden_request_header_prefixes"])
    def test_every_near_miss(self, prefix: str) -> None:
        """With anything behind it, nothing too; not with anything before it."""
        prefixes = tuple(TABLES["forbidden_request_header_prefixes"])
        for text in near(prefix):
            for name in (text, f"{text}a", f"{text}-", f"a{text}"):
                assert lower(name).startswith(prefixes) == is_forbidden_request_header(name, "")


class TestBytes:
    """Sets of bytes, over all 256 of them."""

    def test_cors_unsafe_request_header_bytes(self) -> None:
        """Alone, and amid others."""
        for pattern in ("{}", "a{}b", "ab{}", "\t{}\xff"):
            unsafe = [
                code
                for code in range(256)
                if has_cors_unsafe_request_header_byte(pattern.format(chr(code)))
            ]

            assert TABLES["cors_unsafe_request_header_bytes"] == unsafe

    def test_bytes_of_accept(self) -> None:
        """Are those that are not unsafe."""
        unsafe = [
            code for code in range(256) if not is_cors_safelisted_request_header("Accept", f"a{chr(code)}b")
        ]

        assert TABLES["cors_unsafe_request_header_bytes"] == unsafe

    @pytest.mark.parametrize("name", ["Accept-Language", "Content-Language"])
    def test_bytes_of_languages(self, name: str) -> None:
        """Alone, and amid others."""
        for pattern in ("{}", "a{}b"):
            safe = [
                code
                for code in range(256)
                if is_cors_safelisted_request_header(name, pattern.format(chr(code)))
            ]

            assert TABLES["language_header_bytes"] == safe


class TestLimits:
    """Numbers: exactly at them, one under, one over."""

    def test_the_length_of_a_value(self) -> None:
        """128 bytes, not characters of anything else."""
        limit = TABLES["safelist_value_limit"]
        safe = [
            size
            for size in range(limit - 2, limit + 3)
            if is_cors_safelisted_request_header("Accept", "\xe9" * size)
        ]

        assert [limit - 2, limit - 1, limit] == safe

    def test_the_length_of_all_values(self) -> None:
        """1024 bytes, in values of at most 128."""
        limit, size = TABLES["safelist_total_limit"], TABLES["safelist_value_limit"]
        for total in range(limit - 2, limit + 3):
            values = ["a" * size] * (total // size - 1)
            rest = total - size * len(values)
            headers = HeaderList(
                [
                    *(("Accept", value) for value in values),
                    ("Accept-Language", "a" * (rest // 2)),
                    ("Content-Language", "a" * (rest - rest // 2)),
                ]
            )

            assert (total > limit) == bool(cors_unsafe_request_header_names(headers))

    def test_the_default_max_age(self) -> None:
        """Where the server does not say."""
        assert TABLES["default_max_age"] == max_age_of(Response())

    def test_the_redirect_limit(self) -> None:
        """So many redirects are followed, and none after them."""
        server: list[HTTPRequest] = []

        def redirect(request: HTTPRequest) -> Response:
            server.append(request)
            return Response(302, {"Location": "/", "Access-Control-Allow-Origin": "*"})

        simulate(REQUEST, redirect)

        assert TABLES["redirect_limit"] + 1 == len(server)


class TestStatuses:
    """Over all 1000 of them."""

    def test_null_body_statuses(self) -> None:
        """A body there is disregarded. (407 is a network error, which has none either.)"""
        request = Request(APP, origin=APP)
        empty = [
            status
            for status in range(1000)
            if simulate(request, lambda _, status=status: Response(status, body=b"a")).response.body is None  # type: ignore[misc]  # mypy has no type for a default argument of a lambda
        ]

        assert [*TABLES["null_body_statuses"], 407] == empty
        assert TABLES["null_body_statuses"] == sorted(NULL_BODY_STATUSES)

    def test_ok_statuses(self) -> None:
        """From the first to the last, inclusive."""
        first, last = TABLES["ok_status_range"]

        assert [*range(first, last + 1)] == [
            status for status in range(1000) if Response(status).has_ok_status
        ]

    def test_redirect_statuses(self) -> None:
        """They alone have a location URL."""
        located = [
            status
            for status in range(1000)
            if location_url(REQUEST, Response(status, {"Location": "/"})) is not None
        ]

        assert TABLES["redirect_statuses"] == located
        assert TABLES["redirect_statuses"] == sorted(REDIRECT_STATUSES)

    def test_range_statuses(self) -> None:
        """As they are."""
        assert TABLES["range_statuses"] == sorted(RANGE_STATUSES)


class TestBadPorts:
    """Over all 65536 ports."""

    @pytest.mark.parametrize("scheme", TABLES["http_schemes"])
    def test_every_port(self, scheme: str) -> None:
        """Of both schemes. A default port is null, and none of the bad ones is one."""
        blocked = [
            port
            for port in range(65_536)
            if blocked_due_to_a_bad_port(
                REQUEST.with_fields(url_list=(parse_url(f"{scheme}://api.example.com:{port}/"),))
            )
            is not None
        ]

        assert TABLES["bad_ports"] == blocked


class TestWords:
    """What fields of requests take: no word more, no word less."""

    def test_modes(self) -> None:
        """Spec: https://fetch.spec.whatwg.org/#concept-request-mode"""
        assert TABLES["request_modes"] == [str(word) for word in Mode]

    def test_credentials_modes(self) -> None:
        """Spec: https://fetch.spec.whatwg.org/#concept-request-credentials-mode"""
        assert TABLES["credentials_modes"] == [str(word) for word in CredentialsMode]

    def test_redirect_modes(self) -> None:
        """Spec: https://fetch.spec.whatwg.org/#concept-request-redirect-mode"""
        assert TABLES["redirect_modes"] == [str(word) for word in RedirectMode]

    def test_cache_modes(self) -> None:
        """Spec: https://fetch.spec.whatwg.org/#concept-request-cache-mode"""
        assert TABLES["cache_modes"] == [str(word) for word in CacheMode]

    def test_destinations(self) -> None:
        """Spec: https://fetch.spec.whatwg.org/#destination-type"""
        assert sorted(TABLES["destinations"]) == sorted(DESTINATIONS)

    def test_initiator_types(self) -> None:
        """Spec: https://fetch.spec.whatwg.org/#request-initiator-type"""
        assert sorted(TABLES["initiator_types"]) == sorted(INITIATOR_TYPES)

    def test_script_like_destinations(self) -> None:
        """They alone get no pictures."""
        picture = Response(200, {"Content-Type": "image/png"})
        blocked = [
            destination
            for destination in sorted(DESTINATIONS)
            if blocked_due_to_its_mime_type(Request(API, origin=APP, destination=destination), picture)
            is not None
        ]

        assert TABLES["script_like_destinations"] == blocked

    def test_http_schemes(self) -> None:
        """Of all fetch schemes."""
        schemes = [
            scheme for scheme in TABLES["fetch_schemes"] if parse_url(f"{scheme}://a").has_http_scheme
        ]

        assert TABLES["http_schemes"] == schemes


class TestSafelistedContentTypes:
    """The three essences of `Content-Type`."""

    def test_every_near_miss(self) -> None:
        """Blanks around them are none of theirs, but a newline is an unsafe byte."""
        members = TABLES["safelisted_content_types"]
        for text in near_all(members):
            expected = lower(text.strip("\t ")) in members

            assert expected == is_cors_safelisted_request_header("Content-Type", text)
            assert expected == is_cors_safelisted_request_header("Content-Type", f"{text};a=b")


class TestJavaScriptMIMETypes:
    """The sixteen essences that a script may have in spite of nosniff."""

    def test_every_near_miss(self) -> None:
        """Blanks around them are none of theirs."""
        request = Request(API, origin=APP, destination="script")
        values = [text for text in near_all(JAVASCRIPT_MIME_TYPES) if set(text) <= set(VALUE_CHARACTERS)]
        for text in values:
            expected = lower(text.strip("\t ")) in JAVASCRIPT_MIME_TYPES
            headers = {"X-Content-Type-Options": "nosniff", "Content-Type": text}

            assert expected == (blocked_due_to_nosniff(request, Response(200, headers)) is None)


def from_the_network(lines: list[str]) -> HeaderList:
    """Headers as the standard's examples write them."""
    return HeaderList([(name, value) for name, _, value in (line.partition(":") for line in lines)])


class TestExamples:
    """What the standard shows in tables and examples."""

    @pytest.mark.parametrize("row", TABLES["credentials_table"])
    def test_credentials_table(self, row: dict[str, Any]) -> None:
        """
        Legal and illegal combinations for a request of https://rabbit.invalid.

        Spec: https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
        """
        request = Request(API, origin="https://rabbit.invalid", credentials_mode=row["credentials_mode"])
        headers = {"Access-Control-Allow-Origin": row["allow_origin"]}
        if row["allow_credentials"] is not None:
            headers["Access-Control-Allow-Credentials"] = row["allow_credentials"]

        assert row["shared"] is cors_check(request, Response(200, headers)).allowed

    @pytest.mark.parametrize("example", TABLES["get_decode_split_examples"])
    def test_get_decode_and_split(self, example: dict[str, Any]) -> None:
        """Spec: https://fetch.spec.whatwg.org/#example-header-list-get-decode-split"""
        assert example["output"] == from_the_network(example["headers"]).get_decode_and_split("A")

    @pytest.mark.parametrize("example", TABLES["extract_mime_type_examples"])
    def test_extract_a_mime_type(self, example: dict[str, Any]) -> None:
        """Spec: https://fetch.spec.whatwg.org/#example-extract-a-mime-type"""
        assert example["output"] == str(extract_a_mime_type(from_the_network(example["headers"])))

    @pytest.mark.parametrize("example", TABLES["http_quoted_string_examples"])
    def test_http_quoted_string(self, example: dict[str, Any]) -> None:
        """Spec: https://fetch.spec.whatwg.org/#example-http-quoted-string"""
        text = example["input"]
        mime_type = parse_a_mime_type(f"a/b;c={text}")

        assert example["position"] == end_of_quoted_string(text, 0)
        assert example["output"] == text[: example["position"]]
        assert mime_type is not None
        assert example["extracted"] == mime_type.parameter("c")
