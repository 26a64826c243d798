"""
HTTP-redirect fetch, and the location URL of a response.

Spec: https://fetch.spec.whatwg.org/#http-redirect-fetch
"""

# ruff: noqa: SIM300 - expected == actual

from typing import Any

import pytest
from hypothesis import given

from cors_sim import (
    URL,
    Blocked,
    BodyWithoutSource,
    Evidence,
    HeaderList,
    HTTPRequest,
    Outcome,
    Reason,
    Request,
    Response,
    Step,
    TraceStep,
    parse_url,
    simulate,
)
from cors_sim.enums import ReferrerPolicy
from cors_sim.standard.redirect import location_url, redirected, referrer_policy_on_redirect
from cors_sim.verdicts import Trace
from spec_tests.strategies import requests, responses, urls

APP = "https://app.example.com"
API = "https://api.example.com"
OTHER = "https://other.test"
STATUSES = [301, 302, 303, 307, 308]
BODY_HEADERS = {
    "Content-Encoding": "gzip",
    "Content-Language": "en",
    "Content-Location": "/",
    "Content-Type": "text/plain",
}


def request_for(url: str = API, **fields: Any) -> Request:  # noqa: ANN401 - fields of many types
    """A request of the page."""
    return Request(url, origin=APP, **fields)


def step(number: str) -> Step:
    """A step of HTTP-redirect fetch."""
    return Step("HTTP-redirect fetch", number, "https://fetch.spec.whatwg.org/#concept-http-redirect-fetch")


def followed(request: Request, location: str, status: int = 302) -> Request | Blocked:
    """*request* as it follows a redirect."""
    response = Response(status, {"Location": location})
    return redirected(request, response, parse_url(location, request.current_url), None)


def blocked(request: Request, location: str, status: int = 302) -> Blocked:
    """Why *request* does not follow a redirect."""
    verdict = followed(request, location, status)
    assert isinstance(verdict, Blocked)
    return verdict


def after(request: Request, location: str, status: int = 302) -> Request:
    """*request* after a redirect that it follows."""
    result = followed(request, location, status)
    assert isinstance(result, Request)
    return result


def fetched(request: Request, answers: dict[str, Response]) -> Outcome:
    """What comes of *request* where each URL has one answer, which every origin may read."""

    def server(asked: HTTPRequest) -> Response:
        response = answers[asked.url.href]
        return response.with_fields(headers=response.headers.set("Access-Control-Allow-Origin", "*"))

    return simulate(request, server)


class TestLocationURL:
    """
    Where a response sends a request.

    Spec: https://fetch.spec.whatwg.org/#concept-response-location-url
    """

    def test_step_1_only_of_a_redirect_status(self) -> None:
        """Step 1: null for all others."""
        located = [
            status
            for status in range(1000)
            if location_url(request_for(), Response(status, {"Location": "/"})) is not None
        ]

        assert STATUSES == located

    def test_step_2_no_header(self) -> None:
        """Step 2: null."""
        assert location_url(request_for(), Response(302)) is None

    @pytest.mark.parametrize(
        ("location", "href"),
        [
            ("/next", f"{API}/next"),
            ("next", f"{API}/a/next"),
            ("?q", f"{API}/a/b?q"),
            ("", f"{API}/a/b?c"),
            ("//other.test", f"{OTHER}/"),
            ("http://other.test/", "http://other.test/"),
            ("data:,x", "data:,x"),
            ("HTTPS://OTHER.TEST:443", f"{OTHER}/"),
        ],
    )
    def test_step_3_parsed_with_the_url_of_the_response(self, location: str, href: str) -> None:
        """Step 3: relative to where the request is now."""
        request = request_for(f"{API}/a/b?c")

        assert parse_url(href) == location_url(request, Response(307, {"Location": location}))

    def test_step_3_bytes_above_ascii_stay_bytes(self) -> None:
        """Step 3 does not say how bytes become a string: they are kept, as Chromium and Firefox do."""
        response = Response(302, {"Location": b"/\xc3\xa9?\xe9"})

        assert parse_url(f"{API}/%C3%A9?%E9") == location_url(request_for(), response)

    @pytest.mark.parametrize("values", [["http://["], ["https://"], ["/a", "/b"], ["/a", "/a"], ["//a b"]])
    def test_step_3_failure(self, values: list[str]) -> None:
        """What does not parse, and more headers than one (HTTP-redirect fetch, step 5)."""
        response = Response(302, [("Location", value) for value in values])

        evidence = Evidence("Location", ", ".join(values), "one URL")
        expected = Blocked(Reason.REDIRECT_LOCATION_INVALID, step("5"), evidence)
        assert expected == location_url(request_for(), response)

    @pytest.mark.parametrize(
        ("url", "location", "href"),
        [
            (f"{API}/#old", "/next", f"{API}/next#old"),
            (f"{API}/#old", "/next#new", f"{API}/next#new"),
            (f"{API}/#old", "/next#", f"{API}/next#"),
            (f"{API}/#", "/next", f"{API}/next#"),
            (f"{API}/", "/next", f"{API}/next"),
            (f"{API}/#old", "", f"{API}/#old"),
        ],
    )
    def test_step_4_the_fragment_of_the_request(self, url: str, location: str, href: str) -> None:
        """Step 4: goes along, unless the location has one, be it empty."""
        assert parse_url(href) == location_url(request_for(url), Response(302, {"Location": location}))

    @given(requests(), responses())
    def test_of_any_response(self, request: Request, response: Response) -> None:
        """Null, failure or a URL; never an exception."""
        location = location_url(request, response)

        assert location is None or isinstance(location, URL | Blocked)


class TestStep4:
    """If locationURL is null, then return response."""

    @pytest.mark.parametrize("status", STATUSES)
    def test_a_redirect_without_location(self, status: int) -> None:
        """Is an answer like any other."""
        outcome = fetched(request_for(), {f"{API}/": Response(status, body=b"moved")})

        assert outcome.verdict.allowed
        assert (status, b"moved") == (outcome.response.status, outcome.response.body)


class TestStep5:
    """If locationURL is failure, then return a network error."""

    def test_a_location_that_does_not_parse(self) -> None:
        """The evidence is the header."""
        outcome = fetched(request_for(), {f"{API}/": Response(302, {"Location": "http://["})})

        evidence = Evidence("Location", "http://[", "one URL")
        assert Blocked(Reason.REDIRECT_LOCATION_INVALID, step("5"), evidence) == outcome.verdict


class TestStep6:
    """If locationURL's scheme is not an HTTP(S) scheme, then return a network error."""

    @pytest.mark.parametrize(
        "location",
        ["data:,x", "about:blank", "file:///etc/hosts", "ftp://a.test", "blob:https://a.test/b", "ws://a"],
    )
    def test_other_schemes(self, location: str) -> None:
        """From wherever."""
        evidence = Evidence("Location", location, "an http or https URL")

        expected = Blocked(Reason.REDIRECT_SCHEME_NOT_HTTP, step("6"), evidence)
        assert expected == blocked(request_for(), location)
        assert expected == blocked(request_for(APP), location)


class TestSteps7And8:
    """If redirect count is 20, then return a network error; else increase it by 1."""

    def test_twenty_are_followed(self) -> None:
        """Counted from zero."""
        assert [1, 20] == [
            after(request_for(redirect_count=count), "/").redirect_count for count in (0, 19)
        ]

    def test_the_next_is_not(self) -> None:
        """The evidence counts it."""
        evidence = Evidence(None, "21 redirects", "at most 20 redirects")

        expected = Blocked(Reason.REDIRECT_LIMIT, step("7"), evidence)
        assert expected == blocked(request_for(redirect_count=20), "/")


class TestStep9:
    """Mode "cors", locationURL includes credentials, and another origin: return a network error."""

    @pytest.mark.parametrize(
        "location", ["https://u:p@other.test/", "https://u@api.example.com/", "//:p@other.test/"]
    )
    def test_a_username_or_password(self, location: str) -> None:
        """From another origin or from the page's own."""
        evidence = Evidence("Location", location, "a URL without a username and password")

        expected = Blocked(Reason.REDIRECT_URL_INCLUDES_CREDENTIALS, step("9"), evidence)
        assert expected == blocked(request_for(response_tainting="cors"), location)
        assert expected == blocked(request_for(APP), location)

    def test_of_the_pages_own_origin(self) -> None:
        """Is followed, as long as nothing is tainted."""
        assert parse_url("https://u:p@app.example.com/") == (
            after(request_for(APP), "https://u:p@app.example.com/").current_url
        )

    @pytest.mark.parametrize("mode", ["same-origin", "no-cors", "navigate"])
    def test_in_another_mode(self, mode: str) -> None:
        """Is followed."""
        request = request_for(mode=mode)

        assert after(request, "https://u:p@other.test/").current_url.includes_credentials


class TestStep10:
    """Response tainting "cors" and locationURL includes credentials: return a network error."""

    def test_a_cross_origin_resource_redirecting_to_a_same_origin_url(self) -> None:
        """This catches it."""
        location = "https://u:p@app.example.com/"
        evidence = Evidence("Location", location, "a URL without a username and password")

        expected = Blocked(Reason.REDIRECT_URL_INCLUDES_CREDENTIALS, step("10"), evidence)
        assert expected == blocked(request_for(response_tainting="cors"), location)

    def test_without_credentials(self) -> None:
        """Is followed."""
        assert parse_url(APP) == after(request_for(response_tainting="cors"), f"{APP}/").current_url


class TestStep11:
    """Status not 303, and a body whose source is null: return a network error."""

    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    def test_a_body_that_was_sent_once(self, status: int) -> None:
        """Even where step 12 would drop it."""
        request = request_for(method="POST", body=BodyWithoutSource())
        evidence = Evidence(None, "a body that was sent once", "a body that can be sent again")

        expected = Blocked(Reason.REDIRECT_BODY_WITHOUT_SOURCE, step("11"), evidence)
        assert expected == blocked(request, "/", status)

    def test_303(self) -> None:
        """Drops it."""
        request = request_for(method="POST", body=BodyWithoutSource())

        assert after(request, "/", 303).body is None

    @pytest.mark.parametrize("status", STATUSES)
    def test_other_bodies(self, status: int) -> None:
        """Can be sent again, or are none."""
        assert b"a" == after(request_for(method="PATCH", body=b"a"), "/", 307).body
        assert after(request_for(method="PATCH"), "/", status).body is None


class TestStep12:
    """301 and 302 to POST, and 303 to all but GET and HEAD: the method becomes GET, without a body."""

    @pytest.mark.parametrize(
        ("method", "status"),
        [
            ("POST", 301),
            ("POST", 302),
            *((method, 303) for method in ("POST", "PUT", "post", "OPTIONS", "get")),
        ],
    )
    def test_the_method_becomes_get(self, method: str, status: int) -> None:
        """And what told of the body goes: request-body-header names."""
        headers = HeaderList({**BODY_HEADERS, "Content-Length": "1", "X-Token": "1"})
        request = after(request_for(method=method, body=b"a", headers=headers), "/", status)

        assert "GET" == request.method
        assert request.body is None
        assert HeaderList({"Content-Length": "1", "X-Token": "1"}) == request.headers

    @pytest.mark.parametrize(
        ("method", "status"),
        [
            *((method, status) for method in ("GET", "HEAD") for status in STATUSES),
            *((method, status) for method in ("PUT", "post", "DELETE") for status in (301, 302)),
            *(("POST", status) for status in (307, 308)),
        ],
    )
    def test_or_it_stays(self, method: str, status: int) -> None:
        """With body and headers."""
        headers = HeaderList(BODY_HEADERS)
        request = after(request_for(method=method, body=b"a", headers=headers), "/", status)

        assert (method, b"a", headers) == (request.method, request.body, request.headers)


class TestStep13:
    """The moment another origin is seen after the initial request, `Authorization` is removed."""

    @pytest.mark.parametrize(
        "location", [OTHER, APP, "https://api.example.com:8443", "http://api.example.com"]
    )
    def test_another_origin(self, location: str) -> None:
        """Than that of the current URL: the page's own is another too."""
        headers = [("authorization", "a"), ("X", "1"), ("Authorization", "b")]
        request = after(request_for(headers=headers), location)

        assert HeaderList({"X": "1"}) == request.headers

    def test_the_same_origin(self) -> None:
        """Keeps it."""
        headers = HeaderList({"Authorization": "a"})

        assert headers == after(request_for(headers=headers), "/next").headers


class TestStep18:
    """Append locationURL to request's URL list."""

    def test_the_list_grows(self) -> None:
        """The first URL stays the request's, the last is the current one."""
        request = after(after(request_for(), "/a"), f"{OTHER}/b")

        assert [f"{API}/", f"{API}/a", f"{OTHER}/b"] == [url.href for url in request.url_list]

    def test_all_else_stays(self) -> None:
        """Mode, credentials mode, origin and what the fetch keeps track of."""
        request = request_for(
            mode="no-cors", credentials_mode="include", response_tainting="opaque", timing_allow_failed=True
        )
        urls = (*request.url_list, parse_url(OTHER))

        assert request.with_fields(url_list=urls, redirect_count=1) == after(request, f"{OTHER}/")

    @given(requests(), urls(), responses())
    def test_of_any_request(self, request: Request, location: URL, response: Response) -> None:
        """It goes one URL on, or is blocked; asking for steps changes nothing."""
        result = redirected(request, response, location, None)

        assert result == redirected(request, response, location, Trace())
        if isinstance(result, Request):
            assert (*request.url_list, location) == result.url_list
            assert request.redirect_count + 1 == result.redirect_count


class TestStep19:
    """
    Invoke set request's referrer policy on redirect.

    Spec: https://w3c.github.io/webappsec-referrer-policy/#set-requests-referrer-policy-on-redirect
    """

    @pytest.mark.parametrize(
        ("values", "policy"),
        [
            (["no-referrer"], "no-referrer"),
            (["origin, no-referrer"], "no-referrer"),
            (["no-referrer", "unsafe-url"], "unsafe-url"),
            (["no-referrer, never"], "no-referrer"),
            (["no-referrer,,"], "no-referrer"),
            (["never"], "same-origin"),
            (["No-Referrer"], "same-origin"),
            ([""], "same-origin"),
            ([], "same-origin"),
            (["no-referrer;"], "same-origin"),
            (["no-referrer", "a b"], "same-origin"),
        ],
    )
    def test_the_last_that_is_known(self, values: list[str], policy: str) -> None:
        """Otherwise it stays; a header that does not parse says nothing."""
        response = Response(302, [("Referrer-Policy", value) for value in values])
        request = request_for(referrer_policy="same-origin")

        assert ReferrerPolicy(policy) is referrer_policy_on_redirect(request, response)
        result = redirected(request, response, parse_url(OTHER), None)
        assert isinstance(result, Request)
        assert ReferrerPolicy(policy) is result.referrer_policy


class TestStep22:
    """Return the result of running main fetch given fetchParams and recursive."""

    def test_the_next_response_is_that_of_the_fetch(self) -> None:
        """With all URLs it came by."""
        outcome = fetched(
            request_for(),
            {
                f"{API}/": Response(302, {"Location": "/a"}),
                f"{API}/a": Response(307, {"Location": f"{OTHER}/b"}),
                f"{OTHER}/b": Response(404, body=b"nothing"),
            },
        )

        assert outcome.verdict.allowed
        assert (404, b"nothing") == (outcome.response.status, outcome.response.body)
        assert [f"{API}/", f"{API}/a", f"{OTHER}/b"] == [url.href for url in outcome.response.url_list]

    def test_the_cors_check_is_of_each_response(self) -> None:
        """A redirect that may not be read is not followed."""
        outcome = simulate(request_for(), lambda _: Response(302, {"Location": f"{APP}/"}))

        assert Reason.ALLOW_ORIGIN_MISSING is outcome.verdict.reason
        assert 1 == len(outcome.exchanges)

    def test_tainting_is_for_good(self) -> None:
        """A redirect back to the page's own origin is still CORS, of origin `null`."""
        outcome = fetched(
            request_for(), {f"{API}/": Response(302, {"Location": f"{APP}/"}), f"{APP}/": Response()}
        )

        assert "null" == outcome.exchanges[1].request.headers.get("Origin")
        assert "cors" == outcome.response.type


class TestTrace:
    """What is noted for those who asked."""

    def traced(self, request: Request, response: Response) -> list[TraceStep]:
        """The steps noted on one redirect."""
        trace = Trace()
        location = location_url(request, response)
        assert isinstance(location, URL)
        redirected(request, response, location, trace)
        return trace.steps

    def test_where_it_goes(self) -> None:
        """And what the request says its origin is there."""
        evidence = Evidence("Location", "//other.test", f"{OTHER}/")
        note = "followed, with origin null"

        expected = [TraceStep(step("18"), evidence, passed=True, note=note)]
        assert expected == self.traced(request_for(), Response(307, {"Location": "//other.test"}))

    def test_what_it_loses(self) -> None:
        """The method that becomes GET."""
        evidence = Evidence(None, "POST, status 303", "GET without a body")
        noted = self.traced(request_for(method="POST"), Response(303, {"Location": "/"}))

        assert TraceStep(step("12"), evidence, passed=True, note="the method becomes GET") == noted[0]
        assert [step("12"), step("18")] == [each.step for each in noted]
