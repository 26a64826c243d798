"""
Choices of a browser where experiments show them only in passing: each at the step that it is about.

What is expected follows from what the departure says, and the experiments that it names.
"""

import pytest

from cors_sim import CHROMIUM, FIREFOX, HeaderList, HTTPRequest, Request, Response, parse_url, simulate
from cors_sim.standard.origin_header import append_a_request_origin_header

APP = "https://app.example.com"
API = "https://api.example.com"
WELCOME = HeaderList({"Access-Control-Allow-Origin": "*"})


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


class TestPreflightAfterRedirect:
    """Firefox remembers behind a redirect what needed leave at first, by its own lights."""

    def test_what_needed_no_leave(self) -> None:
        """Safelisted headers of any size together need none, there as here."""
        long = [("Accept-Language", "a" * 128), *[("Content-Language", "a" * 128)] * 8]
        request = Request(API, origin=APP, headers=long)

        def server(asked: HTTPRequest) -> Response:
            if asked.url.path == "/next":
                return Response(200, WELCOME)
            return Response(302, WELCOME.append("Location", "/next"))

        in_firefox = simulate(request, server, browser=FIREFOX)

        assert [exchange.request.method for exchange in in_firefox.exchanges] == ["GET", "GET"]
        assert simulate(request, server).exchanges[0].request.is_preflight
