"""
The `Origin` request header.

Spec: https://fetch.spec.whatwg.org/#append-a-request-origin-header
"""

# ruff: noqa: SIM300 - expected == actual

from typing import Any

import pytest
from hypothesis import given

from cors_sim import HeaderList, OpaqueOrigin, Request, parse_url
from cors_sim.enums import ReferrerPolicy
from cors_sim.origins import Origin
from cors_sim.standard.origin_header import append_a_request_origin_header
from spec_tests.strategies import requests

APP = "https://app.example.com"
API = "https://api.example.com"
PLAIN = "http://api.example.com"
ALL_POLICIES = [str(policy) for policy in ReferrerPolicy]


def origin_header(url: str = API, origin: str | Origin = APP, **fields: Any) -> str | None:  # noqa: ANN401 - fields of many types
    """The header that a request is sent with."""
    request = Request(url, origin=origin, **fields)
    return append_a_request_origin_header(request, HeaderList()).get("Origin")


class TestStep2:
    """Let serializedOrigin be the result of byte-serializing a request origin with request."""

    def test_null_after_a_tainting_redirect(self) -> None:
        """Like that of an opaque origin."""
        urls = [parse_url(API), parse_url("https://other.test")]
        request = Request(urls, origin=APP, response_tainting="cors")

        assert HeaderList({"Origin": "null"}) == append_a_request_origin_header(request, HeaderList())
        assert "null" == origin_header(origin=OpaqueOrigin(), response_tainting="cors")


class TestStep3:
    """If response tainting is "cors" or mode is "websocket" or "webtransport", then append it."""

    @pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
    @pytest.mark.parametrize("policy", ALL_POLICIES)
    def test_with_cors(self, method: str, policy: str) -> None:
        """Whatever method and referrer policy are."""
        sent = origin_header(PLAIN, method=method, referrer_policy=policy, response_tainting="cors")

        assert APP == sent

    @pytest.mark.parametrize("mode", ["websocket", "webtransport"])
    @pytest.mark.parametrize("policy", ALL_POLICIES)
    def test_to_sockets(self, mode: str, policy: str) -> None:
        """Likewise."""
        assert APP == origin_header(PLAIN, mode=mode, referrer_policy=policy)

    def test_behind_the_headers_that_are_there(self) -> None:
        """It is appended."""
        request = Request(API, origin=APP, response_tainting="cors")
        headers = append_a_request_origin_header(request, HeaderList({"X": "1"}))

        assert HeaderList([("X", "1"), ("Origin", APP)]) == headers


class TestStep4:
    """Otherwise, if method is neither `GET` nor `HEAD`."""

    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    @pytest.mark.parametrize(
        ("mode", "tainting"),
        [("cors", "basic"), ("same-origin", "basic"), ("no-cors", "opaque"), ("navigate", "basic")],
    )
    def test_get_and_head(self, method: str, mode: str, tainting: str) -> None:
        """Have none: due to compatibility constraints it is not included in all fetches."""
        assert origin_header(method=method, mode=mode, response_tainting=tainting) is None

    @pytest.mark.parametrize("method", ["POST", "PUT", "get", "OPTIONS"])
    @pytest.mark.parametrize(
        ("mode", "tainting"),
        [("cors", "basic"), ("same-origin", "basic"), ("no-cors", "opaque"), ("navigate", "basic")],
    )
    def test_other_methods(self, method: str, mode: str, tainting: str) -> None:
        """Have it."""
        assert APP == origin_header(method=method, mode=mode, response_tainting=tainting)

    @pytest.mark.parametrize("policy", ALL_POLICIES)
    def test_step_4_1_not_in_mode_cors(self, policy: str) -> None:
        """Whoever uses the CORS protocol has opted into sharing the origin."""
        assert APP == origin_header(PLAIN, method="POST", mode="cors", referrer_policy=policy)

    @pytest.mark.parametrize("url", [API, PLAIN, f"{APP}/", "http://app.example.com"])
    def test_step_4_1_no_referrer(self, url: str) -> None:
        """Set serializedOrigin to `null`, wherever it goes."""
        assert "null" == origin_header(url, method="POST", mode="no-cors", referrer_policy="no-referrer")

    @pytest.mark.parametrize(
        "policy", ["no-referrer-when-downgrade", "strict-origin", "strict-origin-when-cross-origin"]
    )
    @pytest.mark.parametrize(
        ("origin", "url", "expected"),
        [
            (APP, API, APP),
            (APP, PLAIN, "null"),
            (APP, "http://app.example.com", "null"),
            ("http://app.example.com", PLAIN, "http://app.example.com"),
            ("http://app.example.com", API, "http://app.example.com"),
            (OpaqueOrigin(), PLAIN, "null"),
        ],
    )
    def test_step_4_1_downgrades(self, policy: str, origin: str | Origin, url: str, expected: str) -> None:
        """From https to anything else it is `null`."""
        sent = origin_header(url, origin, method="POST", mode="no-cors", referrer_policy=policy)

        assert expected == sent

    @pytest.mark.parametrize(
        ("url", "expected"),
        [(f"{APP}/next", APP), (API, "null"), ("https://app.example.com:8443", "null"), (PLAIN, "null")],
    )
    def test_step_4_1_same_origin(self, url: str, expected: str) -> None:
        """To any other origin it is `null`."""
        assert expected == origin_header(url, method="POST", mode="no-cors", referrer_policy="same-origin")

    @pytest.mark.parametrize("policy", ["origin", "origin-when-cross-origin", "unsafe-url"])
    @pytest.mark.parametrize("url", [API, PLAIN])
    def test_step_4_1_otherwise(self, policy: str, url: str) -> None:
        """Do nothing."""
        assert APP == origin_header(url, method="POST", mode="no-cors", referrer_policy=policy)

    def test_the_empty_policy_is_that_of_the_page(self) -> None:
        """Main fetch, step 8: where the page says nothing, "strict-origin-when-cross-origin"."""
        assert APP == origin_header(API, method="POST", mode="no-cors", referrer_policy="")
        assert "null" == origin_header(PLAIN, method="POST", mode="no-cors", referrer_policy="")

    @given(requests())
    def test_of_any_request(self, request: Request) -> None:
        """It says the serialized origin, or `null`, or nothing; it never says more."""
        sent = append_a_request_origin_header(request, HeaderList()).get_all("origin")

        assert sent in {(), ("null",), (request.serialized_origin,)}
