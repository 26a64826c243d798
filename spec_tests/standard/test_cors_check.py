"""
The CORS check. The standard's credentials table is in `test_tables`.

Spec: https://fetch.spec.whatwg.org/#cors-check
"""

# ruff: noqa: SIM300 - expected == actual

import pytest
from hypothesis import given

from cors_sim import (
    Allowed,
    Blocked,
    Evidence,
    HeaderList,
    OpaqueOrigin,
    Reason,
    Request,
    Response,
    Step,
    TraceStep,
    cors_check,
    parse_url,
)
from cors_sim.verdicts import ALLOWED, Trace
from spec_tests.strategies import header_values, requests, response_headers

APP = "https://app.example.com"
API = "https://api.example.com"
ALLOW_ORIGIN = "Access-Control-Allow-Origin"
ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials"
URL = "https://fetch.spec.whatwg.org/#concept-cors-check"

OMIT = Request(API, origin=APP, credentials_mode="omit")
SAME_ORIGIN = Request(API, origin=APP, credentials_mode="same-origin")
INCLUDE = Request(API, origin=APP, credentials_mode="include")


def step(number: str) -> Step:
    """A step of the CORS check."""
    return Step("CORS check", number, URL)


class TestStep1:
    """Let origin be the result of getting `Access-Control-Allow-Origin` from response's header list."""

    @pytest.mark.parametrize("name", [ALLOW_ORIGIN, ALLOW_ORIGIN.lower(), ALLOW_ORIGIN.upper()])
    def test_in_any_case(self, name: str) -> None:
        """Names of headers have none."""
        assert ALLOWED == cors_check(OMIT, Response(200, {name: APP}))

    @pytest.mark.parametrize("values", [["*", "*"], [APP, APP], ["*", APP], [APP, ""]])
    def test_several_headers_are_one_value(self, values: list[str]) -> None:
        """Getting joins them by a comma and a space: a value that no origin has."""
        verdict = cors_check(OMIT, Response(200, [(ALLOW_ORIGIN, value) for value in values]))

        evidence = Evidence(ALLOW_ORIGIN, ", ".join(values), APP)
        assert Blocked(Reason.ALLOW_ORIGIN_MULTIPLE_VALUES, step("4"), evidence) == verdict

    @pytest.mark.parametrize("status", [0, 200, 304, 403, 404, 500, 999])
    def test_the_status_counts_for_nothing(self, status: int) -> None:
        """A failure can be shared as well as a success."""
        assert ALLOWED == cors_check(OMIT, Response(status, {ALLOW_ORIGIN: "*"}))


class TestStep2:
    """If origin is null, then return failure. Null is not `null`."""

    @pytest.mark.parametrize("request_", [OMIT, SAME_ORIGIN, INCLUDE])
    def test_no_header(self, request_: Request) -> None:
        """In every credentials mode, whatever else is there."""
        verdict = cors_check(request_, Response(200, {ALLOW_CREDENTIALS: "true", "Allow-Origin": "*"}))

        assert Blocked(Reason.ALLOW_ORIGIN_MISSING, step("2"), Evidence(ALLOW_ORIGIN, None, APP)) == verdict

    def test_a_network_error_has_none(self) -> None:
        """Its header list is empty."""
        assert Reason.ALLOW_ORIGIN_MISSING is cors_check(OMIT, Response.network_error()).reason

    def test_the_value_null_is_one(self) -> None:
        """An opaque origin is serialized so, and so the header can name it."""
        request = Request(API, origin=OpaqueOrigin())

        assert ALLOWED == cors_check(request, Response(200, {ALLOW_ORIGIN: "null"}))
        evidence = Evidence(ALLOW_ORIGIN, None, "null")
        assert Blocked(Reason.ALLOW_ORIGIN_MISSING, step("2"), evidence) == cors_check(request, Response())


class TestStep3:
    """If credentials mode is not "include" and origin is `*`, then return success."""

    @pytest.mark.parametrize("request_", [OMIT, SAME_ORIGIN, Request(API, origin=OpaqueOrigin())])
    def test_any_origin(self, request_: Request) -> None:
        """An opaque one too."""
        assert ALLOWED == cors_check(request_, Response(200, {ALLOW_ORIGIN: "*"}))

    @pytest.mark.parametrize("credentials", ["true", "false", "nonsense"])
    def test_allow_credentials_counts_for_nothing(self, credentials: str) -> None:
        """Without credentials nobody looks at it."""
        headers = {ALLOW_ORIGIN: "*", ALLOW_CREDENTIALS: credentials}

        assert ALLOWED == cors_check(SAME_ORIGIN, Response(200, headers))

    def test_not_with_credentials(self) -> None:
        """A wildcard does not match then: step 4 compares it like any other value."""
        verdict = cors_check(INCLUDE, Response(200, {ALLOW_ORIGIN: "*", ALLOW_CREDENTIALS: "true"}))

        evidence = Evidence(ALLOW_ORIGIN, "*", APP)
        assert Blocked(Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS, step("4"), evidence) == verdict


class TestStep4:
    """If byte-serializing a request origin with request is not origin, then return failure."""

    def test_the_origin_of_the_request(self) -> None:
        """The standard's example of https://foo.invalid and https://bar.invalid."""
        request = Request("https://bar.invalid/api", origin="https://foo.invalid")

        assert ALLOWED == cors_check(request, Response(200, {ALLOW_ORIGIN: "https://foo.invalid"}))
        assert ALLOWED == cors_check(request, Response(200, {ALLOW_ORIGIN: "*"}))
        assert not cors_check(request, Response(200, {ALLOW_ORIGIN: "https://bar.invalid"}))

    @pytest.mark.parametrize(
        "value",
        [
            f"{APP}/",
            f"{APP}:443",
            f"{APP}:8443",
            "HTTPS://APP.EXAMPLE.COM",
            "https://App.example.com",
            "http://app.example.com",
            "app.example.com",
            "https://example.com",
            "https://*.example.com",
            "https://app.example.co",
            "https://app.example.comm",
            f'"{APP}"',
            f"{APP};",
            f"{APP} {API}",
            f"\x0b{APP}",
            "null",
            "",
            "**",
        ],
    )
    def test_a_near_miss(self, value: str) -> None:
        """The comparison is of bytes."""
        verdict = cors_check(OMIT, Response(200, {ALLOW_ORIGIN: value}))

        assert (
            Blocked(Reason.ALLOW_ORIGIN_MISMATCH, step("4"), Evidence(ALLOW_ORIGIN, value, APP)) == verdict
        )

    @pytest.mark.parametrize("value", [f" {APP}", f"{APP}\t ", f"\r\n{APP}\r\n"])
    def test_whitespace_at_the_ends(self, value: str) -> None:
        """Is no part of a header value."""
        assert ALLOWED == cors_check(OMIT, Response(200, {ALLOW_ORIGIN: value}))

    @pytest.mark.parametrize("value", [f"{APP},{API}", f"{APP}, {APP}", "*,*", ",", f"{APP},"])
    def test_a_list(self, value: str) -> None:
        """The header has no list form: the reason says that somebody tried one."""
        verdict = cors_check(OMIT, Response(200, {ALLOW_ORIGIN: value}))

        evidence = Evidence(ALLOW_ORIGIN, value, APP)
        assert Blocked(Reason.ALLOW_ORIGIN_MULTIPLE_VALUES, step("4"), evidence) == verdict

    def test_after_a_tainting_redirect(self) -> None:
        """The request's origin is `null` then, and its own name does not help."""
        urls = [parse_url(API), parse_url("https://other.test")]
        request = Request(urls, origin=APP)

        assert ALLOWED == cors_check(request, Response(200, {ALLOW_ORIGIN: "null"}))
        assert ALLOWED == cors_check(request, Response(200, {ALLOW_ORIGIN: "*"}))
        evidence = Evidence(ALLOW_ORIGIN, APP, "null")
        expected = Blocked(Reason.ALLOW_ORIGIN_MISMATCH, step("4"), evidence)
        assert expected == cors_check(request, Response(200, {ALLOW_ORIGIN: APP}))


class TestStep5:
    """If credentials mode is not "include", then return success."""

    @pytest.mark.parametrize("request_", [OMIT, SAME_ORIGIN])
    def test_without_allow_credentials(self, request_: Request) -> None:
        """The origin is enough."""
        assert ALLOWED == cors_check(request_, Response(200, {ALLOW_ORIGIN: APP}))


class TestStep7:
    """If `Access-Control-Allow-Credentials` is `true`, then return success."""

    @pytest.mark.parametrize("value", ["true", " true\t"])
    def test_true(self, value: str) -> None:
        """The one value there is."""
        assert ALLOWED == cors_check(INCLUDE, Response(200, {ALLOW_ORIGIN: APP, ALLOW_CREDENTIALS: value}))


class TestStep8:
    """Return failure."""

    def test_no_header(self) -> None:
        """Nothing is not `true`."""
        verdict = cors_check(INCLUDE, Response(200, {ALLOW_ORIGIN: APP}))

        evidence = Evidence(ALLOW_CREDENTIALS, None, "true")
        assert Blocked(Reason.ALLOW_CREDENTIALS_MISSING, step("8"), evidence) == verdict

    @pytest.mark.parametrize(
        "value", ["True", "TRUE", "true,true", '"true"', "1", "yes", "*", "", "tru", "truee"]
    )
    def test_another_value(self, value: str) -> None:
        """`true` is (byte) case-sensitive."""
        verdict = cors_check(INCLUDE, Response(200, {ALLOW_ORIGIN: APP, ALLOW_CREDENTIALS: value}))

        evidence = Evidence(ALLOW_CREDENTIALS, value, "true")
        assert Blocked(Reason.ALLOW_CREDENTIALS_NOT_TRUE, step("8"), evidence) == verdict

    def test_two_headers(self) -> None:
        """Getting joins them: `true, true` is not `true`."""
        headers = [(ALLOW_ORIGIN, APP), (ALLOW_CREDENTIALS, "true"), (ALLOW_CREDENTIALS, "true")]
        verdict = cors_check(INCLUDE, Response(200, headers))

        evidence = Evidence(ALLOW_CREDENTIALS, "true, true", "true")
        assert Blocked(Reason.ALLOW_CREDENTIALS_NOT_TRUE, step("8"), evidence) == verdict


class TestTrace:
    """What is noted for those who asked: each comparison that came out well."""

    def traced(self, request: Request, headers: dict[str, str]) -> list[TraceStep]:
        """The steps noted in a check."""
        trace = Trace()
        cors_check(request, Response(200, headers), trace=trace)
        return trace.steps

    def test_the_wildcard(self) -> None:
        """Step 3 ends the check."""
        evidence = Evidence(ALLOW_ORIGIN, "*", "*")

        expected = [TraceStep(step("3"), evidence, passed=True, note="any origin, without credentials")]
        assert expected == self.traced(OMIT, {ALLOW_ORIGIN: "*"})

    def test_the_origin_and_credentials(self) -> None:
        """Steps 4 and 7."""
        origin, credentials = Evidence(ALLOW_ORIGIN, APP, APP), Evidence(ALLOW_CREDENTIALS, "true", "true")

        expected = [
            TraceStep(step("4"), origin, passed=True, note="names the request's origin"),
            TraceStep(step("7"), credentials, passed=True, note="allows credentials"),
        ]
        assert expected == self.traced(INCLUDE, {ALLOW_ORIGIN: APP, ALLOW_CREDENTIALS: "true"})

    @pytest.mark.parametrize("headers", [{}, {ALLOW_ORIGIN: API}])
    def test_failure_is_for_the_caller_to_note(self, headers: dict[str, str]) -> None:
        """Nothing passed."""
        assert [] == self.traced(OMIT, headers)


class TestAnyResponse:
    """The eight steps, said once more."""

    @given(requests(), response_headers())
    def test_success_and_failure(self, request: Request, headers: HeaderList) -> None:
        """Shared by the wildcard or by name; with credentials by name and `true` alone."""
        response = Response(200, headers)
        origin = response.headers.get("Access-Control-Allow-Origin")
        credentials = response.headers.get("Access-Control-Allow-Credentials")
        if request.credentials_mode == "include":
            expected = origin == request.serialized_origin and credentials == "true"
        else:
            expected = origin in {"*", request.serialized_origin}
        verdict = cors_check(request, response)

        assert expected == isinstance(verdict, Allowed)
        assert verdict == cors_check(request, response, trace=Trace())

    @given(header_values().filter(lambda value: value not in {"*", APP}))
    def test_any_value_that_is_neither(self, value: str) -> None:
        """Is a failure of step 4, and the evidence is the value itself."""
        verdict = cors_check(OMIT, Response(200, {ALLOW_ORIGIN: value}))

        assert step("4") == verdict.step
        assert Evidence(ALLOW_ORIGIN, value, APP) == verdict.evidence
