"""
Choices of a browser where experiments show them only in passing: each at the step that it is about.

What is expected follows from what the departure says, and the experiments that it names.
"""

from typing import Any

import pytest

from cors_sim import (
    CHROMIUM,
    FIREFOX,
    STANDARD,
    WEBKIT,
    Blocked,
    Browser,
    HeaderList,
    HTTPRequest,
    OpaqueOrigin,
    Outcome,
    Request,
    Response,
    parse_url,
    simulate,
)
from cors_sim.standard.data_urls import data_url_response
from cors_sim.standard.origin_header import append_a_request_origin_header
from cors_sim.standard.resource_policy import cross_origin_resource_policy_check

APP = "https://app.example.com"
API = "https://api.example.com"
OTHER = "https://other.test"
WELCOME = HeaderList(
    {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "*",
        "Access-Control-Allow-Headers": "*, authorization",
    }
)


def redirected(request: Request, *locations: str, browser: Browser, status: int = 307) -> Outcome:
    """What becomes of *request* when it is led to these *locations* one after the other."""
    rest = list(locations)

    def server(asked: HTTPRequest) -> Response:
        if asked.is_preflight or not rest:
            return Response(200, WELCOME)
        return Response(status, WELCOME.append("Location", rest.pop(0)))

    return simulate(request, server, browser=browser)


def asked_for(outcome: Outcome) -> list[str | None]:
    """For which headers each preflight asked leave; None for none."""
    return [
        exchange.request.headers.get("Access-Control-Request-Headers")
        for exchange in outcome.exchanges
        if exchange.request.is_preflight
    ]


class TestNullOriginBehindRedirects:
    """Chromium says ``Origin: null`` behind a redirect to another origin, outside mode ``cors``."""

    @pytest.mark.parametrize(
        ("urls", "origin"),
        [
            ([API], APP),
            ([API, f"{API}/next"], APP),
            ([API, f"{API}/next", f"{API}/last"], APP),
            ([APP, API], "null"),
            ([API, APP], "null"),
            ([API, f"{API}/next", APP], "null"),
        ],
    )
    def test_from_one_origin_to_another(self, urls: list[str], origin: str) -> None:
        """Not to another place of the same."""
        request = Request([parse_url(url) for url in urls], origin=APP, method="POST", mode="no-cors")
        sent = append_a_request_origin_header(request, HeaderList(), CHROMIUM)

        assert sent.get("Origin") == origin


class TestNullOriginWithStoredCookies:
    """Chromium says ``Origin: null`` from an opaque frame to the host of the page at its top."""

    @pytest.mark.parametrize(
        ("fields", "origin"),
        [
            ({}, "null"),
            ({"origin": APP}, None),
            ({"credentials_mode": "same-origin"}, None),
            ({"top_level_origin": APP}, None),
            ({"top_level_origin": OpaqueOrigin("top")}, None),
            ({"top_level_origin": None}, None),
            ({"top_level_origin": f"{API}:8443"}, "null"),
            ({"api": "beacon"}, None),
        ],
    )
    def test_all_has_to_be_so(self, fields: dict[str, Any], origin: str | None) -> None:
        """An opaque origin, credentials, that host at the top, and no beacon."""
        known = {"origin": OpaqueOrigin("frame"), "credentials_mode": "include", "top_level_origin": API}
        request = Request(API, mode="no-cors", **{**known, **fields})

        assert append_a_request_origin_header(request, HeaderList(), CHROMIUM).get("Origin") == origin
        assert append_a_request_origin_header(request, HeaderList()).get("Origin") is None


class TestPreflightAfterRedirect:
    """Firefox and WebKit remember behind a redirect what needed leave at first, by their own lights."""

    def test_what_needed_no_leave(self) -> None:
        """To Firefox safelisted headers of any size together need none, there as here."""
        long = [("Accept-Language", "a" * 128), *[("Content-Language", "a" * 128)] * 8]
        request = Request(API, origin=APP, headers=long)

        assert asked_for(redirected(request, "/next", browser=FIREFOX)) == []
        assert (
            asked_for(redirected(request, "/next", browser=STANDARD))
            == ["accept-language,content-language"] * 2
        )

    @pytest.mark.parametrize("browser", [STANDARD, FIREFOX, WEBKIT])
    def test_within_an_origin_nothing_is_dropped(self, browser: Browser) -> None:
        """Leave to send Authorization is asked for again at each place."""
        request = Request(API, origin=APP, headers={"Authorization": "x"})

        assert asked_for(redirected(request, "/next", browser=browser)) == ["authorization"] * 2

    @pytest.mark.parametrize(
        ("browser", "asked"),
        [
            (STANDARD, ["authorization"]),
            # Asked because something was asked before, for nothing that is left.
            (FIREFOX, ["authorization", None, "authorization"]),
            (WEBKIT, ["authorization"] * 3),
        ],
    )
    def test_what_a_redirect_before_the_last_dropped(
        self, browser: Browser, asked: list[str | None]
    ) -> None:
        """Is remembered; Firefox leaves out what this very redirect drops."""
        request = Request(API, origin=APP, headers={"Authorization": "x"})

        assert asked_for(redirected(request, OTHER, f"{OTHER}/next", browser=browser)) == asked

    @pytest.mark.parametrize(
        ("browser", "asked"),
        [
            (STANDARD, ["authorization,content-type,x-a", "x-a"]),
            (FIREFOX, ["authorization,content-type,x-a", "x-a"]),
            (WEBKIT, ["authorization,content-type,x-a"] * 2),
        ],
    )
    def test_what_one_redirect_drops_for_two_causes(
        self, browser: Browser, asked: list[str | None]
    ) -> None:
        """Authorization because of the other origin, and what tells of the body because it is gone."""
        headers = {"Authorization": "x", "Content-Type": "application/json", "X-A": "1"}
        request = Request(API, origin=APP, method="POST", body=b"{}", headers=headers)

        assert asked_for(redirected(request, OTHER, browser=browser, status=302)) == asked


class TestCachedWildcard:
    """What a kept ``*`` covers."""

    @pytest.mark.parametrize(
        ("browser", "covered"), [(STANDARD, True), (CHROMIUM, True), (FIREFOX, False), (WEBKIT, True)]
    )
    def test_without_credentials(self, browser: Browser, covered: bool) -> None:
        """Another method, except where it is no more than a name."""
        put = Request(API, origin=APP, method="PUT")
        cache = simulate(put, lambda _: Response(200, WELCOME), browser=browser).cache
        patch = Request(API, origin=APP, method="PATCH")
        outcome = simulate(patch, lambda _: Response(200, WELCOME), browser=browser, cache=cache)

        assert outcome.exchanges[0].request.is_preflight is not covered

    @pytest.mark.parametrize(("browser", "covered"), [(STANDARD, True), (CHROMIUM, False), (WEBKIT, True)])
    def test_kept_for_a_request_with_credentials(self, browser: Browser, covered: bool) -> None:
        """Covers one without, except in Chromium, where it goes by what the answer was to."""
        leave = {
            "Access-Control-Allow-Origin": APP,
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Allow-Methods": "PUT, *",
        }
        put = Request(API, origin=APP, method="PUT", credentials_mode="include")
        cache = simulate(put, lambda _: Response(200, leave), browser=browser).cache
        patch = Request(API, origin=APP, method="PATCH")
        outcome = simulate(patch, lambda _: Response(200, leave), browser=browser, cache=cache)

        assert outcome.exchanges[0].request.is_preflight is not covered


class TestDataUrlHasLength:
    """Firefox says how long a ``data:`` URL is."""

    def test_headers(self) -> None:
        """The bytes that it holds, decoded."""
        response = data_url_response(parse_url("data:,a%20c"), FIREFOX)

        assert response is not None
        assert list(response.headers) == [
            ("Content-Type", "text/plain;charset=US-ASCII"),
            ("Content-Length", "3"),
        ]


class TestIpAddressesHaveNoSite:
    """To Chromium two ports of one address are not the same site."""

    @pytest.mark.parametrize(
        ("browser", "url", "blocked"),
        [
            (STANDARD, "http://127.0.0.1:8002", False),
            (CHROMIUM, "http://127.0.0.1:8002", True),
            (CHROMIUM, "http://127.0.0.1:8001", False),
        ],
    )
    def test_same_site(self, browser: Browser, url: str, blocked: bool) -> None:
        """Lets only the very origin in."""
        response = Response(200, {"Cross-Origin-Resource-Policy": "same-site"})
        verdict = self.check(url, response, browser)

        assert (verdict is not None) is blocked

    @pytest.mark.parametrize(("browser", "expected"), [(STANDARD, "same-site"), (CHROMIUM, "cross-origin")])
    def test_what_would_do(self, browser: Browser, expected: str) -> None:
        """The narrowest value that lets the page in is another."""
        response = Response(200, {"Cross-Origin-Resource-Policy": "same-origin"})
        verdict = self.check("http://127.0.0.1:8002", response, browser)

        assert verdict is not None
        assert verdict.evidence.expected == expected

    def check(self, url: str, response: Response, browser: Browser) -> Blocked | None:
        """Why a page at an address does not get *response*."""
        request = Request(url, origin="http://127.0.0.1:8001", mode="no-cors")
        return cross_origin_resource_policy_check(
            request, response, request_includes_credentials=False, browser=browser
        )
