"""The package and the naive oracle, asked the same."""

from hypothesis import given
from hypothesis import strategies as st

from cors_sim import HeaderList, Request, Response, cors_check
from cors_sim.standard import methods, safelists
from cors_sim.standard.mime_types import extract_a_mime_type, parse_a_mime_type
from spec_tests.oracle import conversations, naive
from spec_tests.oracle.adapter import Both, naive_request, naive_response

names = st.sampled_from(
    [
        *("accept", "Accept-Language", "CONTENT-LANGUAGE", "content-type", "range", "authorization"),
        *("cookie", "Sec-Fetch-Mode", "proxy-x", "X-HTTP-Method", "x-method-override", "set-cookie2"),
        *("Access-Control-Allow-Methods", "access-control-max-age", "Location", "x-a", "pragma"),
    ]
)
values = conversations.isomorphic_values | st.sampled_from(
    ["text/plain", "TRACE", "GET, track", "bytes=0-1", "bytes=01-1", "PUT,,GET", "a b", "", "5", "*"]
)


class TestFetch:
    """Whole conversations: verdict, failing step, script's view, wire and cache are the same."""

    @given(
        timed=conversations.timed_requests,
        answers=st.lists(conversations.responses, min_size=1, max_size=6),
    )
    def test_fetches_one_after_another(
        self, timed: list[tuple[Request, float]], answers: list[Response]
    ) -> None:
        """A few requests to servers that answer each as they please, with one cache between them."""
        seen: dict[tuple[str, str, bool], Response] = {}

        def answer(method: str, url: str, is_preflight: bool) -> Response:
            key = (method, url, is_preflight)
            return seen.setdefault(key, answers[len(seen) % len(answers)])

        both = Both(answer)
        now = 0.0
        for request, seconds in timed:
            now += seconds
            differences = both.differences(request, now)

            assert not differences, "\n".join([repr(request), repr(seen), *differences])


class TestChecks:
    """Single algorithms, on any input."""

    @given(request=conversations.requests, response=conversations.responses)
    def test_cors_check(self, request: Request, response: Response) -> None:
        """The CORS check fails at the same step."""
        verdict = cors_check(request, response)
        expected = naive.cors_check(naive_request(request), {"headers": [], **naive_response(response)})

        assert expected == (None if verdict.step is None else ["concept-cors-check", verdict.step.number])

    @given(headers=st.lists(st.tuples(names, values), max_size=6))
    def test_header_lists(self, headers: list[tuple[str, str]]) -> None:
        """Getting, splitting, extracting, and the unsafe names of a list."""
        ours = HeaderList(headers)
        theirs = [list(pair) for pair in ours]

        for name in ("accept", "X-HTTP-METHOD", "access-control-allow-methods", "range"):
            assert naive.get(name, theirs) == ours.get(name)
            assert naive.get_decode_and_split(name, theirs) == ours.get_decode_and_split(name)
        for name in ("access-control-allow-methods", "access-control-max-age", "location"):
            assert naive.extract_header_list_values(name, theirs) == ours.extract_values(name)
        assert naive.cors_unsafe_request_header_names(theirs) == safelists.cors_unsafe_request_header_names(
            ours
        )

    @given(headers=st.lists(st.tuples(st.just("content-type"), values), max_size=3))
    def test_extracting_a_mime_type(self, headers: list[tuple[str, str]]) -> None:
        """The MIME type that several Content-Type headers come to."""
        ours = extract_a_mime_type(HeaderList(headers))
        theirs = naive.extract_a_mime_type([list(pair) for pair in HeaderList(headers)])

        assert theirs == (
            None if ours is None else {"essence": ours.essence, "parameters": dict(ours.parameters)}
        )

    @given(name=names, value=values)
    def test_predicates(self, name: str, value: str) -> None:
        """What is safelisted, forbidden, or covered by no wildcard."""
        (_, value), *_rest = HeaderList([(name, value)])

        for predicate in (
            "is_cors_safelisted_request_header",
            "is_no_cors_safelisted_request_header",
            "is_forbidden_request_header",
        ):
            assert getattr(naive, predicate)(name, value) == getattr(safelists, predicate)(name, value)
        for predicate in (
            "is_cors_non_wildcard_request_header_name",
            "is_forbidden_response_header_name",
        ):
            assert getattr(naive, predicate)(name) == getattr(safelists, predicate)(name)

    @given(
        method=st.sampled_from(["get", "GET", "Put", "patch", "TRACE", "track", "x"])
        | st.text("GETPUTgetputx", min_size=1, max_size=4)
    )
    def test_methods(self, method: str) -> None:
        """Safelisted, forbidden, normalized methods."""
        assert naive.is_cors_safelisted_method(method) == methods.is_cors_safelisted_method(method)
        assert naive.is_forbidden_method(method) == methods.is_forbidden_method(method)
        assert naive.normalize_method(method) == methods.normalize_method(method)

    @given(
        value=st.builds(
            "{}{}{}{}{}".format,
            st.sampled_from(["bytes", "Bytes", "byte"]),
            st.sampled_from(["=", " = ", "=\t", ""]),
            st.text("0123456789", max_size=25),
            st.sampled_from(["-", " -", "- ", ""]),
            st.text("0123456789 ", max_size=25),
        ),
        allow_whitespace=st.booleans(),
    )
    def test_ranges(self, value: str, allow_whitespace: bool) -> None:
        """The first and last byte of a range."""
        assert naive.parse_a_single_range_header_value(
            value, allow_whitespace
        ) == safelists.parse_a_single_range_header_value(value, allow_whitespace=allow_whitespace)

    @given(
        value=st.text('ab/;="\\ \t\n\x7f\xe9', max_size=25)
        | st.builds("text/plain;{}".format, st.text('ab;="\\ \t\xe9', max_size=25))
    )
    def test_mime_types(self, value: str) -> None:
        """Essence and parameters of a MIME type."""
        ours = parse_a_mime_type(value)

        assert naive.parse_a_mime_type(value) == (
            None if ours is None else {"essence": ours.essence, "parameters": dict(ours.parameters)}
        )
