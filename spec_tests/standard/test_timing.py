"""
The TAO check.

Spec: https://fetch.spec.whatwg.org/#tao-check
"""

from typing import Any

import pytest

from cors_sim import HTTPRequest, OpaqueOrigin, Request, Response, parse_url, simulate
from cors_sim.standard.timing import tao_check

APP = "https://app.example.com"
API = "https://api.example.com"


def passes(value: str | None, url: str = API, **fields: Any) -> bool:  # noqa: ANN401 - fields of many types
    """Whether a response with this `Timing-Allow-Origin` passes."""
    request = Request(url, **({"origin": APP, "response_tainting": "cors"} | fields))
    return tao_check(request, Response(200, {} if value is None else {"Timing-Allow-Origin": value}))


class TestStep2:
    """If the timing allow failed flag is set, then return failure."""

    def test_for_good(self) -> None:
        """Whatever this response says."""
        assert not passes("*", timing_allow_failed=True)
        assert not passes(APP, APP, timing_allow_failed=True, response_tainting="basic")


class TestStep4:
    """If values contains "*", then return success."""

    @pytest.mark.parametrize("value", ["*", "a, *", " * ,", "*, *"])
    def test_among_others(self, value: str) -> None:
        """The header is a list (step 3)."""
        assert passes(value)
        assert passes(value, response_tainting="opaque")
        assert passes(value, origin=OpaqueOrigin())

    @pytest.mark.parametrize("value", ['"*"', "**", "*;", "'*'"])
    def test_something_else(self, value: str) -> None:
        """A quoted wildcard is none."""
        assert not passes(value)


class TestStep5:
    """If values contains the serialized request origin, then return success."""

    @pytest.mark.parametrize("value", [APP, f"https://other.test, {APP}", f"{APP},"])
    def test_among_others(self, value: str) -> None:
        """The header is a list."""
        assert passes(value)

    @pytest.mark.parametrize(
        "value", [f"{APP}/", "HTTPS://APP.EXAMPLE.COM", API, f"{APP} {API}", f'"{APP}"']
    )
    def test_something_else(self, value: str) -> None:
        """The comparison is of bytes."""
        assert not passes(value)

    def test_null(self) -> None:
        """Of an opaque origin, and after a tainting redirect."""
        urls = [parse_url(API), parse_url("https://other.test")]
        request = Request(urls, origin=APP, response_tainting="cors")

        assert passes("null", origin=OpaqueOrigin())
        assert not passes("null")
        assert tao_check(request, Response(200, {"Timing-Allow-Origin": "null"}))
        assert not tao_check(request, Response(200, {"Timing-Allow-Origin": APP}))


class TestStep6:
    """If mode is "navigate" and current URL's origin is not the request's, then return failure."""

    def test_a_nested_navigable(self) -> None:
        """Though its response tainting is basic."""
        assert not passes(None, API, mode="navigate", response_tainting="basic")
        assert passes(None, APP, mode="navigate", response_tainting="basic")
        assert passes("*", API, mode="navigate", response_tainting="basic")


class TestSteps7And8:
    """If response tainting is "basic", then return success; return failure."""

    @pytest.mark.parametrize("value", [None, "", API])
    def test_by_response_tainting(self, value: str | None) -> None:
        """Where no header helps."""
        assert passes(value, response_tainting="basic")
        assert not passes(value, response_tainting="cors")
        assert not passes(value, response_tainting="opaque")


class TestHTTPFetch:
    """HTTP fetch, step 4.5, and main fetch, step 19: what script gets to see of it."""

    @pytest.mark.parametrize(
        ("first", "second", "passed"),
        [("*", "*", True), (None, "*", False), ("*", None, False), (None, None, False)],
    )
    def test_each_redirect_has_to_pass(self, first: str | None, second: str | None, passed: bool) -> None:
        """The flag is set by the first that does not, and stays."""

        def server(asked: HTTPRequest) -> Response:
            value = first if asked.url.path == "/" else second
            headers = {"Access-Control-Allow-Origin": "*"}
            if value is not None:
                headers["Timing-Allow-Origin"] = value
            if asked.url.path == "/":
                return Response(302, {**headers, "Location": "/next"})
            return Response(200, headers)

        outcome = simulate(Request(API, origin=APP), server)

        assert outcome.response.timing_allow_passed is passed

    def test_same_origin(self) -> None:
        """Passes without a header."""
        outcome = simulate(Request(APP, origin=APP), lambda _: Response())

        assert outcome.response.timing_allow_passed
