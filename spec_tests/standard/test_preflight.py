"""
The CORS-preflight fetch.

Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch
"""

# ruff: noqa: SIM300 - expected == actual

import math
from typing import Any

import pytest
from hypothesis import given

from cors_sim import (
    CHROMIUM,
    Blocked,
    Browser,
    Evidence,
    HeaderList,
    HTTPRequest,
    OpaqueOrigin,
    PreflightCache,
    PreflightNeed,
    Reason,
    Request,
    Response,
    Send,
    Step,
    TraceStep,
    parse_url,
    preflight_check,
    preflight_needed,
    start,
)
from cors_sim.enums import ResponseTainting
from cors_sim.standard.preflight_keeping import cache_preflight, max_age_of, permitted_methods
from cors_sim.standard.safelists import cors_unsafe_request_header_names
from cors_sim.verdicts import ALLOWED, Trace
from spec_tests.strategies import fresh_requests, requests, responses
from spec_tests.values import evaluated, pickled

APP = "https://app.example.com"
API = "https://api.example.com/data"
ALLOW_METHODS = "Access-Control-Allow-Methods"
ALLOW_HEADERS = "Access-Control-Allow-Headers"
PREFLIGHT = "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0"
CHECK = "https://fetch.spec.whatwg.org/#concept-cors-check"


def request_for(**fields: Any) -> Request:  # noqa: ANN401 - fields of many types
    """A request across origins."""
    return Request(API, origin=APP, **fields)


def answer(headers: dict[str, str] | list[tuple[str, str]] | None = None, status: int = 204) -> Response:
    """An answer to a preflight that passes the CORS check, with credentials and without."""
    allowed = [("Access-Control-Allow-Origin", APP), ("Access-Control-Allow-Credentials", "true")]
    return Response(status, [*allowed, *HeaderList(headers or {})])


def step(number: str) -> Step:
    """A step of the CORS-preflight fetch."""
    return Step("CORS-preflight fetch", number, PREFLIGHT)


class TestPreflightNeeded:
    """
    Main fetch, step 12: when a browser that has nothing cached asks first.

    Spec: https://fetch.spec.whatwg.org/#concept-main-fetch
    """

    def test_a_simple_request_needs_none(self) -> None:
        """A CORS-safelisted method and CORS-safelisted headers."""
        headers = {"Content-Type": "text/plain", "Accept": "*/*", "Range": "bytes=0-"}

        assert preflight_needed(request_for()) is None
        assert preflight_needed(request_for(method="POST", headers=headers, body=b"")) is None
        assert preflight_needed(request_for(credentials_mode="include")) is None

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "get", "post", "*", "CHICKEN"])
    def test_a_method_that_is_not_safelisted(self, method: str) -> None:
        """The need names it."""
        expected = PreflightNeed(method=method, header_names=(), use_cors_preflight=False)

        assert expected == preflight_needed(request_for(method=method))

    def test_headers_that_are_not_safelisted(self) -> None:
        """The need has their names, in lower case and sorted."""
        headers = [("X-B", "1"), ("Content-Type", "application/json"), ("x-a", "2"), ("Accept", "*/*")]

        expected = PreflightNeed(
            method=None, header_names=("content-type", "x-a", "x-b"), use_cors_preflight=False
        )
        assert expected == preflight_needed(request_for(headers=headers))

    def test_the_use_cors_preflight_flag(self) -> None:
        """Alone, for a GET without headers, and without the unsafe-request flag."""
        expected = PreflightNeed(method=None, header_names=(), use_cors_preflight=True)

        assert expected == preflight_needed(request_for(use_cors_preflight=True))
        assert expected == preflight_needed(request_for(use_cors_preflight=True, unsafe_request=False))

    def test_without_the_unsafe_request_flag(self) -> None:
        """Method and headers are not looked at."""
        request = request_for(method="PUT", headers={"X-Token": "1"}, unsafe_request=False)

        assert preflight_needed(request) is None

    def test_same_origin(self) -> None:
        """Needs none, while the response tainting is basic."""
        request = Request(f"{APP}/data", origin=APP, method="PUT", use_cors_preflight=True)

        assert preflight_needed(request) is None
        assert preflight_needed(request.with_fields(response_tainting=ResponseTainting.CORS)) is not None

    @pytest.mark.parametrize("mode", ["same-origin", "no-cors", "navigate", "websocket", "webtransport"])
    def test_other_modes(self, mode: str) -> None:
        """Have no preflights."""
        assert preflight_needed(request_for(mode=mode, method="PUT")) is None

    @pytest.mark.parametrize("url", ["data:,", "about:blank", "ftp://api.example.com/", "file:///"])
    def test_other_schemes(self, url: str) -> None:
        """Have no preflights."""
        assert preflight_needed(Request(url, origin=APP, method="PUT")) is None

    def test_an_opaque_origin(self) -> None:
        """Every URL is another origin's."""
        assert preflight_needed(Request(API, origin=OpaqueOrigin(), method="PUT"))

    @given(fresh_requests().filter(lambda request: request.destination not in {"image", "audio", "video"}))
    def test_it_is_what_the_fetch_does(self, request: Request) -> None:
        """Where anything is sent at all, it is a preflight if one is needed, and only then."""
        state = start(request)

        if isinstance(state, Send):
            assert state.request.is_preflight == (preflight_needed(request) is not None)

    def test_a_picture_that_is_upgraded(self) -> None:
        """What a page of https asks of http is asked of https, which may be the page's own origin."""
        request = Request("http://app.example.com/", origin=APP, destination="image", method="PUT")
        state = start(request)

        assert isinstance(state, Send)
        assert state.request.is_preflight == (preflight_needed(request) is not None)


class TestPreflightNeed:
    """Why a browser asks first."""

    @pytest.mark.parametrize(
        ("method", "header_names", "use_cors_preflight", "text"),
        [
            ("PUT", (), False, "the method PUT"),
            (None, ("x-token",), False, "the request header x-token"),
            (None, ("x-a", "x-b"), False, "the request headers x-a, x-b"),
            (None, (), True, "an upload listener or a streamed body"),
            (
                "PUT",
                ("x-a", "x-b"),
                True,
                "the method PUT and the request headers x-a, x-b and an upload listener or a streamed body",
            ),
        ],
    )
    def test_as_text(
        self, method: str | None, header_names: tuple[str, ...], use_cors_preflight: bool, text: str
    ) -> None:
        """In words that go on a sentence."""
        need = PreflightNeed(
            method=method, header_names=header_names, use_cors_preflight=use_cors_preflight
        )

        assert text == str(need)

    def test_what_is_left_of_a_need(self) -> None:
        """Behind a redirect that took away what needed leave, some browsers ask all the same."""
        need = PreflightNeed(method=None, header_names=(), use_cors_preflight=False, again=True)

        assert "what the request was before a redirect" == str(need)

    def test_it_is_a_value(self) -> None:
        """And it reads as the call that makes it."""
        need = PreflightNeed(method="PUT", header_names=("x-a",), use_cors_preflight=False)

        assert "PreflightNeed(method='PUT', header_names=('x-a',), use_cors_preflight=False)" == repr(need)
        assert need == evaluated(need)
        assert need == pickled(need)
        assert hash(need) == hash(pickled(need))


class TestSteps1To6:
    """What is asked."""

    def sent(self, request: Request) -> HTTPRequest:
        """The first that goes over the wire."""
        state = start(request)
        assert isinstance(state, Send)
        return state.request

    def test_the_request_on_the_wire(self) -> None:
        """OPTIONS to the same URL, with an origin, without body and credentials."""
        request = request_for(
            method="PUT",
            headers={"X-Token": "1"},
            body=b"secret",
            credentials_mode="include",
            keepalive=True,
        )

        expected = HTTPRequest(
            method="OPTIONS",
            url=parse_url(API),
            headers=HeaderList(
                [
                    ("Accept", "*/*"),
                    ("Access-Control-Request-Method", "PUT"),
                    ("Access-Control-Request-Headers", "x-token"),
                    ("Origin", APP),
                ]
            ),
            body=None,
            include_credentials=False,
            is_preflight=True,
        )
        assert expected == self.sent(request)

    def test_step_3_the_method_as_it_is(self) -> None:
        """A CORS-safelisted one too, in the case that it has."""
        by_flag = self.sent(request_for(use_cors_preflight=True))
        by_method = self.sent(request_for(method="patch"))

        assert "GET" == by_flag.headers.get("Access-Control-Request-Method")
        assert "patch" == by_method.headers.get("Access-Control-Request-Method")

    def test_step_5_the_names_are_joined_by_a_comma_alone(self) -> None:
        """0x20 following 0x2C is not the way this was implemented."""
        headers = [
            ("X-C", "1"),
            ("x-a", "2"),
            ("Content-Type", "text/html"),
            ("X-A", "3"),
            ("Accept", "*/*"),
        ]
        sent = self.sent(request_for(headers=headers))

        assert "content-type,x-a,x-c" == sent.headers.get("Access-Control-Request-Headers")

    def test_step_5_not_without_names(self) -> None:
        """No header then, not an empty one."""
        assert "Access-Control-Request-Headers" not in self.sent(request_for(method="PUT")).headers

    @given(fresh_requests())
    def test_any_request(self, request: Request) -> None:
        """What is asked says what the request will be, and nothing else of it."""
        state = start(request)

        if isinstance(state, Send) and state.request.is_preflight:
            names = cors_unsafe_request_header_names(request.headers)
            headers = [("Accept", "*/*"), ("Access-Control-Request-Method", request.method)]
            headers += [("Access-Control-Request-Headers", ",".join(names))] if names else []
            expected = HTTPRequest(
                method="OPTIONS",
                url=state.request.url,
                headers=HeaderList([*headers, ("Origin", str(request.origin))]),
                body=None,
                include_credentials=False,
                is_preflight=True,
            )
            assert expected == state.request


class TestStep6:
    """The answer of the network, if there is any."""

    def test_no_answer(self) -> None:
        """A network error fails the CORS check of step 7, and the reason says what it is."""
        evidence = Evidence(None, "no answer", "an answer to the preflight")

        expected = Blocked(Reason.PREFLIGHT_NETWORK_ERROR, step("6"), evidence)
        assert expected == preflight_check(request_for(), Response.network_error())


class TestStep7:
    """If a CORS check for request and response returns success and the status is an ok status."""

    @pytest.mark.parametrize(
        ("credentials_mode", "headers", "reason", "number"),
        [
            ("omit", {}, Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING, "2"),
            (
                "include",
                {"Access-Control-Allow-Origin": "*"},
                Reason.PREFLIGHT_ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS,
                "4",
            ),
            (
                "omit",
                {"Access-Control-Allow-Origin": "*, *"},
                Reason.PREFLIGHT_ALLOW_ORIGIN_MULTIPLE_VALUES,
                "4",
            ),
            ("omit", {"Access-Control-Allow-Origin": "null"}, Reason.PREFLIGHT_ALLOW_ORIGIN_MISMATCH, "4"),
            (
                "include",
                {"Access-Control-Allow-Origin": APP},
                Reason.PREFLIGHT_ALLOW_CREDENTIALS_MISSING,
                "8",
            ),
            (
                "include",
                {"Access-Control-Allow-Origin": APP, "Access-Control-Allow-Credentials": "1"},
                Reason.PREFLIGHT_ALLOW_CREDENTIALS_NOT_TRUE,
                "8",
            ),
        ],
    )
    def test_the_cors_check(
        self, credentials_mode: str, headers: dict[str, str], reason: Reason, number: str
    ) -> None:
        """The step is one of the check, the reason says that it was the preflight's."""
        verdict = preflight_check(request_for(credentials_mode=credentials_mode), Response(204, headers))

        assert reason is verdict.reason
        assert Step("CORS check", number, CHECK) == verdict.step

    def test_the_check_is_done_on_request(self) -> None:
        """Not on the preflight, whose credentials mode is always "same-origin"."""
        response = Response(204, {"Access-Control-Allow-Origin": "*"})

        assert ALLOWED == preflight_check(request_for(credentials_mode="same-origin"), response)
        assert not preflight_check(request_for(credentials_mode="include"), response)

    def test_the_check_comes_before_the_status(self) -> None:
        """Both are wrong, and the check is named."""
        verdict = preflight_check(request_for(), Response(404))

        assert Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING is verdict.reason

    def test_ok_statuses(self) -> None:
        """200 to 299, and no other."""
        passed = [s for s in range(1000) if preflight_check(request_for(), answer(status=s)).allowed]

        assert list(range(200, 300)) == passed


class TestStep8:
    """Otherwise, return a network error."""

    @pytest.mark.parametrize("status", [0, 100, 199, 300, 304, 400, 401, 403, 404, 405, 500, 999])
    def test_a_status_that_is_not_ok(self, status: int) -> None:
        """The evidence is the status."""
        evidence = Evidence(None, f"status {status}", "a status from 200 to 299")

        expected = Blocked(Reason.PREFLIGHT_STATUS_NOT_OK, step("8"), evidence)
        assert expected == preflight_check(request_for(), answer(status=status))

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_redirect(self, status: int) -> None:
        """A preflight follows none, with a location or without."""
        evidence = Evidence(None, f"status {status}", "a status from 200 to 299")

        expected = Blocked(Reason.PREFLIGHT_REDIRECT, step("8"), evidence)
        assert expected == preflight_check(request_for(), answer({"Location": "/"}, status))
        assert expected == preflight_check(request_for(), answer({}, status))


class TestStep7Point3:
    """If either methods or headerNames is failure, return a network error."""

    @pytest.mark.parametrize("value", ["GET POST", '"GET"', "GET; POST", "GET,@"])
    def test_methods(self, value: str) -> None:
        """Even for a request that needs no leave for its method."""
        evidence = Evidence(ALLOW_METHODS, value, "a comma-separated list of methods")

        expected = Blocked(Reason.ALLOW_METHODS_INVALID, step("7.3"), evidence)
        assert expected == preflight_check(request_for(method="GET"), answer({ALLOW_METHODS: value}))
        assert expected == preflight_check(request_for(method="PUT"), answer({ALLOW_METHODS: value}))

    def test_header_names(self) -> None:
        """Likewise."""
        evidence = Evidence(ALLOW_HEADERS, "x-token x-other", "a comma-separated list of header names")

        expected = Blocked(Reason.ALLOW_HEADERS_INVALID, step("7.3"), evidence)
        assert expected == preflight_check(request_for(), answer({ALLOW_HEADERS: "x-token x-other"}))

    def test_one_header_of_several(self) -> None:
        """Spoils all; the evidence has all."""
        headers = [(ALLOW_METHODS, "PUT"), (ALLOW_METHODS, "@")]
        verdict = preflight_check(request_for(method="PUT"), answer(headers))

        assert Reason.ALLOW_METHODS_INVALID is verdict.reason
        assert Evidence(ALLOW_METHODS, "PUT, @", "a comma-separated list of methods") == verdict.evidence

    def test_methods_are_named_first(self) -> None:
        """Where both are failure."""
        verdict = preflight_check(request_for(), answer({ALLOW_HEADERS: "@", ALLOW_METHODS: "@"}))

        assert Reason.ALLOW_METHODS_INVALID is verdict.reason


class TestStep7Point4:
    """If methods is null and the use-CORS-preflight flag is set, then methods is request's method."""

    def test_so_it_needs_no_mention(self) -> None:
        """And is permitted."""
        request = request_for(method="PUT", use_cors_preflight=True)

        assert ALLOWED == preflight_check(request, answer())
        assert ["PUT"] == permitted_methods(request, answer())

    def test_not_if_there_are_methods(self) -> None:
        """An empty list is not null."""
        request = request_for(method="PUT", use_cors_preflight=True)

        assert Reason.METHOD_NOT_ALLOWED is preflight_check(request, answer({ALLOW_METHODS: ""})).reason
        assert Reason.METHOD_NOT_ALLOWED is preflight_check(request, answer({ALLOW_METHODS: "GET"})).reason

    def test_not_without_the_flag(self) -> None:
        """Then null is as good as an empty list."""
        assert [] == permitted_methods(request_for(method="PUT"), answer())
        assert ["A", "b"] == permitted_methods(request_for(), answer({ALLOW_METHODS: "A, b"}))


class TestStep7Point5:
    """The method has to be in methods, or CORS-safelisted, or covered by `*` without credentials."""

    @pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
    @pytest.mark.parametrize("allowed", [{}, {ALLOW_METHODS: "PUT"}])
    def test_a_safelisted_method(self, method: str, allowed: dict[str, str]) -> None:
        """Needs no mention."""
        request = request_for(method=method, headers={"X-Token": "1"})

        assert ALLOWED == preflight_check(request, answer({ALLOW_HEADERS: "x-token", **allowed}))

    @pytest.mark.parametrize("value", ["PUT", "GET, PUT", ",PUT,,", "\tPUT , GET"])
    @pytest.mark.parametrize("credentials_mode", ["omit", "same-origin", "include"])
    def test_a_method_that_is_named(self, value: str, credentials_mode: str) -> None:
        """Is allowed."""
        request = request_for(method="PUT", credentials_mode=credentials_mode)

        assert ALLOWED == preflight_check(request, answer({ALLOW_METHODS: value}))

    @pytest.mark.parametrize("value", [None, "", "put", "Put", "PUTS", "PU", "GET, DELETE"])
    def test_a_method_that_is_not_named(self, value: str | None) -> None:
        """Methods are case-sensitive."""
        verdict = preflight_check(
            request_for(method="PUT"), answer({} if value is None else {ALLOW_METHODS: value})
        )

        evidence = Evidence(ALLOW_METHODS, value, "PUT")
        assert Blocked(Reason.METHOD_NOT_ALLOWED, step("7.5"), evidence) == verdict

    @pytest.mark.parametrize(
        ("credentials_mode", "allowed"), [("omit", 1), ("same-origin", 1), ("include", 0)]
    )
    def test_the_wildcard(self, credentials_mode: str, allowed: int) -> None:
        """Counts without credentials; with them it is a method of that name."""
        request = request_for(method="PUT", credentials_mode=credentials_mode)

        assert bool(allowed) == preflight_check(request, answer({ALLOW_METHODS: "GET, *"})).allowed

    def test_a_method_of_the_name_of_the_wildcard(self) -> None:
        """Is allowed by that name, with credentials too."""
        request = request_for(method="*", credentials_mode="include")

        assert ALLOWED == preflight_check(request, answer({ALLOW_METHODS: "*"}))

    def test_allow_is_another_header(self) -> None:
        """Not relevant for the purposes of the CORS protocol."""
        assert not preflight_check(request_for(method="PUT"), answer({"Allow": "PUT"}))


class TestStep7Point6:
    """A CORS non-wildcard request-header name has to be in headerNames."""

    @pytest.mark.parametrize("credentials_mode", ["omit", "same-origin", "include"])
    def test_the_wildcard_does_not_cover_authorization(self, credentials_mode: str) -> None:
        """In no credentials mode."""
        request = request_for(headers={"AUTHORIZATION": "a"}, credentials_mode=credentials_mode)

        evidence = Evidence(ALLOW_HEADERS, "*", "authorization")
        expected = Blocked(Reason.AUTHORIZATION_NOT_LISTED, step("7.6"), evidence)
        assert expected == preflight_check(request, answer({ALLOW_HEADERS: "*"}))

    def test_no_header_does_neither(self) -> None:
        """The evidence is that there is none."""
        verdict = preflight_check(request_for(headers={"Authorization": "a"}), answer())

        evidence = Evidence(ALLOW_HEADERS, None, "authorization")
        assert Blocked(Reason.AUTHORIZATION_NOT_LISTED, step("7.6"), evidence) == verdict

    @pytest.mark.parametrize("value", ["authorization", "*, Authorization", "x-token,AUTHORIZATION"])
    def test_its_name_does(self, value: str) -> None:
        """In any case."""
        request = request_for(headers={"Authorization": "a"})

        assert ALLOWED == preflight_check(request, answer({ALLOW_HEADERS: value}))

    def test_it_comes_before_other_names(self) -> None:
        """Both are missing."""
        request = request_for(headers={"A-Token": "a", "Authorization": "a"})

        assert Reason.AUTHORIZATION_NOT_LISTED is preflight_check(request, answer()).reason


class TestStep7Point7:
    """Each CORS-unsafe request-header name has to be in headerNames, or `*` without credentials."""

    @pytest.mark.parametrize("value", ["x-token", "X-TOKEN", "x-other, X-Token", ",x-token,"])
    @pytest.mark.parametrize("credentials_mode", ["omit", "include"])
    def test_a_name_that_is_listed(self, value: str, credentials_mode: str) -> None:
        """In any case is allowed."""
        request = request_for(headers={"X-Token": "1"}, credentials_mode=credentials_mode)

        assert ALLOWED == preflight_check(request, answer({ALLOW_HEADERS: value}))

    @pytest.mark.parametrize("value", [None, "", "x-tokens", "x-toke", "token"])
    def test_a_name_that_is_not_listed(self, value: str | None) -> None:
        """The first of them in the order of the alphabet is named."""
        request = request_for(headers={"Y-Token": "1", "X-Token": "1"})
        verdict = preflight_check(request, answer({} if value is None else {ALLOW_HEADERS: value}))

        evidence = Evidence(ALLOW_HEADERS, value, "x-token")
        assert Blocked(Reason.HEADER_NOT_ALLOWED, step("7.7"), evidence) == verdict

    @pytest.mark.parametrize(
        ("credentials_mode", "allowed"), [("omit", 1), ("same-origin", 1), ("include", 0)]
    )
    def test_the_wildcard(self, credentials_mode: str, allowed: int) -> None:
        """Counts without credentials; with them it is a header of that name."""
        request = request_for(headers={"X-Token": "1"}, credentials_mode=credentials_mode)

        assert bool(allowed) == preflight_check(request, answer({ALLOW_HEADERS: "x-other, *"})).allowed

    def test_a_header_of_the_name_of_the_wildcard(self) -> None:
        """Is allowed by that name, with credentials too."""
        request = request_for(headers={"*": "1"}, credentials_mode="include")

        assert ALLOWED == preflight_check(request, answer({ALLOW_HEADERS: "*"}))

    def test_safelisted_headers_need_no_mention(self) -> None:
        """Unless their values are not safelisted."""
        listed = answer({ALLOW_HEADERS: "x-token"})
        headers = {"X-Token": "1", "Accept": "*/*"}

        assert ALLOWED == preflight_check(request_for(headers=headers), listed)
        verdict = preflight_check(request_for(headers={**headers, "Accept": "a:b"}), listed)
        assert Evidence(ALLOW_HEADERS, "x-token", "accept") == verdict.evidence

    def test_headers_that_a_browser_safelists_besides(self) -> None:
        """Need no mention in it, and one in the standard."""
        request = request_for(method="PUT", headers={"DPR": "2"})
        listed = answer({ALLOW_METHODS: "PUT"})

        assert ALLOWED == preflight_check(request, listed, browser=CHROMIUM)
        assert Reason.HEADER_NOT_ALLOWED is preflight_check(request, listed).reason

    def test_several_headers_allow(self) -> None:
        """Their lists are one."""
        request = request_for(headers={"X-A": "1", "X-B": "2"})

        assert ALLOWED == preflight_check(request, answer([(ALLOW_HEADERS, "x-a"), (ALLOW_HEADERS, "x-b")]))


class TestSteps7Point8To10:
    """How long the answer may be kept for."""

    @pytest.mark.parametrize(
        ("values", "seconds"),
        [
            (["0"], 0),
            (["600"], 600),
            (["0600"], 600),
            (["99999999"], 99999999),
            ([], 5),
            ([""], 5),
            (["-1"], 5),
            (["1.5"], 5),
            (["600, 600"], 5),
            (["600", "600"], 5),
            (["\xb2"], 5),
        ],
    )
    def test_steps_7_8_and_7_9(self, values: list[str], seconds: float) -> None:
        """Failure or null is 5 seconds."""
        headers = [("Access-Control-Max-Age", value) for value in values]

        assert seconds == max_age_of(answer(headers))

    def test_any_number_of_digits(self) -> None:
        """A server may send them; the answer is kept for ever."""
        assert math.inf == max_age_of(answer({"Access-Control-Max-Age": "9" * 5000}))

    @pytest.mark.parametrize(("limit", "seconds"), [(None, 86400), (7200, 7200), (86400, 86400), (0, 0)])
    def test_step_7_10_an_imposed_limit(self, limit: float | None, seconds: float) -> None:
        """The browser's own, if it has one."""
        browser = Browser(name="made up", max_age_limit=limit)

        assert seconds == max_age_of(answer({"Access-Control-Max-Age": "86400"}), browser)
        assert min(5, math.inf if limit is None else limit) == max_age_of(answer(), browser)


class TestSteps7Point12To15:
    """What is kept: each method and each header name by itself."""

    def test_one_entry_each(self) -> None:
        """In the order of the headers, with the request's key, origin, URL and credentials."""
        request = request_for(method="PUT", credentials_mode="include", network_partition_key="top")
        response = answer(
            {ALLOW_METHODS: "PUT, *", ALLOW_HEADERS: "X-A, *", "Access-Control-Max-Age": "600"}
        )
        cache = cache_preflight(PreflightCache(), request, response, 7.0, Browser(name="made up"))

        assert [("PUT", None), ("*", None), (None, "x-a"), (None, "*")] == [
            (entry.method, entry.header_name) for entry in cache.entries
        ]
        for entry in cache.entries:
            assert ("top", APP, parse_url(API)) == (entry.key, entry.origin, entry.url)
            assert (600, True, 7.0) == (entry.max_age, entry.credentials, entry.stored_at)

    def test_the_method_that_the_flag_stands_for(self) -> None:
        """Step 7.4: so that the preflight is cached."""
        request = request_for(use_cors_preflight=True)
        cache = cache_preflight(PreflightCache(), request, answer(), 0.0, Browser(name="made up"))

        assert [("GET", 5.0)] == [(entry.method, entry.max_age) for entry in cache.entries]

    def test_nothing_said_is_nothing_kept(self) -> None:
        """A preflight for headers that were safelisted after all."""
        cache = PreflightCache()

        assert cache == cache_preflight(cache, request_for(), answer(), 0.0, Browser(name="made up"))


class TestTrace:
    """What is noted for those who asked."""

    def test_each_leave_that_was_given(self) -> None:
        """After the CORS check: the status, the method, and each header that is not safelisted."""
        request = request_for(method="PUT", headers={"X-A": "1", "Accept": "*/*", "X-B": "2"})
        trace = Trace()
        preflight_check(request, answer({ALLOW_METHODS: "PUT", ALLOW_HEADERS: "*"}), trace=trace)

        status = Evidence(None, "status 204", "a status from 200 to 299")
        assert [
            TraceStep(step("7"), status, passed=True, note="the preflight's status is ok"),
            TraceStep(
                step("7.5"),
                Evidence(ALLOW_METHODS, "PUT", "PUT"),
                passed=True,
                note="the method is allowed",
            ),
            TraceStep(
                step("7.7"), Evidence(ALLOW_HEADERS, "*", "x-a"), passed=True, note="the header is allowed"
            ),
            TraceStep(
                step("7.7"), Evidence(ALLOW_HEADERS, "*", "x-b"), passed=True, note="the header is allowed"
            ),
        ] == trace.steps[1:]
        assert [Step("CORS check", "4", CHECK)] == [noted.step for noted in trace.steps[:1]]

    @given(requests(), responses())
    def test_it_changes_nothing(self, request: Request, response: Response) -> None:
        """Asking for steps is no part of the decision."""
        assert preflight_check(request, response) == preflight_check(request, response, trace=Trace())
