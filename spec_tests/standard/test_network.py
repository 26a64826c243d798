"""
HTTP-network-or-cache fetch: what goes on the wire.

Spec: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
"""

# ruff: noqa: SIM300 - expected == actual

from typing import Any

import pytest
from hypothesis import given

from cors_sim import (
    Blocked,
    BodyWithoutSource,
    Evidence,
    Exchange,
    HeaderList,
    HTTPRequest,
    Reason,
    Request,
    Response,
    Send,
    Step,
    parse_url,
    simulate,
    start,
)
from cors_sim.requests import Body
from spec_tests.strategies import Answers, fetches
from spec_tests.values import pickled

APP = "https://app.example.com"
API = "https://api.example.com"
NETWORK = "https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch"


def sent(url: str = API, **fields: Any) -> HTTPRequest:  # noqa: ANN401 - fields of many types
    """The first that goes over the wire."""
    state = start(Request(url, origin=APP, **fields))
    assert isinstance(state, Send)
    return state.request


class TestStep8Point3:
    """includeCredentials: mode "include", or "same-origin" and response tainting "basic"."""

    @pytest.mark.parametrize(
        ("credentials_mode", "url", "mode", "expected"),
        [
            ("include", APP, "cors", True),
            ("include", API, "cors", True),
            ("include", API, "no-cors", True),
            ("same-origin", APP, "cors", True),
            ("same-origin", API, "cors", False),
            ("same-origin", API, "no-cors", False),
            ("same-origin", API, "navigate", True),
            ("omit", APP, "cors", False),
            ("omit", API, "cors", False),
            ("omit", API, "navigate", False),
        ],
    )
    def test_by_mode_and_tainting(self, credentials_mode: str, url: str, mode: str, expected: bool) -> None:
        """Cookies and stored authentication go along, or do not."""
        assert expected == sent(url, credentials_mode=credentials_mode, mode=mode).include_credentials

    def test_not_after_a_redirect_elsewhere(self) -> None:
        """Of a request that was same origin until then."""

        def server(asked: HTTPRequest) -> Response:
            location = {"Location": f"{API}/"} if asked.url.host == "app.example.com" else {}
            return Response(302, {"Access-Control-Allow-Origin": "*", **location})

        exchanges = simulate(Request(APP, origin=APP), server).exchanges

        assert [True, False] == [exchange.request.include_credentials for exchange in exchanges]


class TestStep8Point4:
    """If Cross-Origin-Embedder-Policy does not allow credentials, then includeCredentials is false."""

    @pytest.mark.parametrize(
        ("url", "embedder_policy", "expected"),
        [
            (API, "credentialless", False),
            (API, "require-corp", True),
            (API, "unsafe-none", True),
            (APP, "credentialless", True),
        ],
    )
    def test_credentialless(self, url: str, embedder_policy: str, expected: bool) -> None:
        """Keeps them from other origins, in mode "no-cors"."""
        request = sent(url, mode="no-cors", credentials_mode="include", embedder_policy=embedder_policy)

        assert expected == request.include_credentials


class TestSteps8Point5To9:
    """`Content-Length`: the body's length, or `0` for a POST or PUT without one."""

    @pytest.mark.parametrize(
        ("method", "body", "length"),
        [
            ("POST", b"hello", "5"),
            ("POST", b"", "0"),
            ("POST", None, "0"),
            ("PUT", None, "0"),
            ("put", None, None),
            ("PATCH", None, None),
            ("GET", None, None),
            ("DELETE", b"a", "1"),
            ("POST", BodyWithoutSource(7), "7"),
            ("POST", BodyWithoutSource(0), "0"),
            ("POST", BodyWithoutSource(), None),
        ],
    )
    def test_content_length(self, method: str, body: Body, length: str | None) -> None:
        """It is not sent where nobody knows it."""
        assert length == sent(APP, method=method, body=body).headers.get("Content-Length")


class TestStep8Point10:
    """keepalive and more than 64 kibibytes: return a network error."""

    @pytest.mark.parametrize("length", [0, 65_535, 65_536])
    def test_up_to_64_kibibytes(self, length: int) -> None:
        """Are sent."""
        assert b"a" * length == sent(APP, method="POST", body=b"a" * length, keepalive=True).body
        assert sent(APP, method="POST", body=BodyWithoutSource(length), keepalive=True).body

    @pytest.mark.parametrize("body", [b"a" * 65_537, BodyWithoutSource(65_537)])
    @pytest.mark.parametrize("url", [APP, API])
    def test_one_byte_more(self, body: Body, url: str) -> None:
        """Is not (step 8.10.5)."""
        request = Request(url, origin=APP, method="POST", body=body, keepalive=True)
        outcome = simulate(request, lambda _: Response())

        step = Step("HTTP-network-or-cache fetch", "8.10.5", NETWORK)
        evidence = Evidence(None, "a body of 65537 bytes", "at most 65536 bytes")
        assert Blocked(Reason.KEEPALIVE_BODY_TOO_LARGE, step, evidence) == outcome.verdict
        assert () == outcome.exchanges

    def test_without_keepalive(self) -> None:
        """There is no limit."""
        assert sent(APP, method="POST", body=b"a" * 65_537).body

    def test_a_body_whose_length_nobody_knows(self) -> None:
        """Is not counted (contentLength is null)."""
        assert sent(APP, method="POST", body=BodyWithoutSource(), keepalive=True).body

    def test_the_preflight_before_it(self) -> None:
        """Has no body."""
        request = Request(API, origin=APP, method="PUT", body=b"a" * 65_537, keepalive=True)
        allowed = Response(200, {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "*"})
        outcome = simulate(request, lambda _: allowed)

        assert Reason.KEEPALIVE_BODY_TOO_LARGE is outcome.verdict.reason
        assert [True] == [exchange.request.is_preflight for exchange in outcome.exchanges]


class TestStep8Point12:
    """Append a request `Origin` header. See `test_origin_header`."""

    def test_behind_content_length(self) -> None:
        """Script's headers first, in their order."""
        headers = [("X-B", "1"), ("Accept", "*/*")]
        request = sent(API, method="POST", body=b"a", headers=headers, unsafe_request=False)

        expected = [("X-B", "1"), ("Accept", "*/*"), ("Content-Length", "1"), ("Origin", APP)]
        assert expected == list(request.headers)


class TestStep11Point1:
    """Cache mode "only-if-cached": return a network error, for no HTTP cache is modelled."""

    def test_nothing_is_sent(self) -> None:
        """The cache is empty."""
        request = Request(APP, origin=APP, mode="same-origin", cache_mode="only-if-cached")
        outcome = simulate(request, lambda _: Response())

        step = Step("HTTP-network-or-cache fetch", "11.1", NETWORK)
        evidence = Evidence(None, "an empty HTTP cache", "a stored response")
        assert Blocked(Reason.ONLY_IF_CACHED, step, evidence) == outcome.verdict
        assert () == outcome.exchanges

    @pytest.mark.parametrize("cache_mode", ["default", "no-store", "reload", "no-cache", "force-cache"])
    def test_other_cache_modes(self, cache_mode: str) -> None:
        """Go to the server."""
        assert "GET" == sent(cache_mode=cache_mode).method


class TestHTTPRequest:
    """What a server gets."""

    def test_all_of_it(self) -> None:
        """Method, URL without fragment, headers, body and credentials."""
        request = Request(
            f"{API}/data?q#part",
            origin=APP,
            method="POST",
            headers={"Content-Type": "text/plain"},
            body=b"a",
            credentials_mode="include",
        )
        state = start(request)
        assert isinstance(state, Send)

        expected = HTTPRequest(
            method="POST",
            url=parse_url(f"{API}/data?q"),
            headers=HeaderList([("Content-Type", "text/plain"), ("Content-Length", "1"), ("Origin", APP)]),
            body=b"a",
            include_credentials=True,
            is_preflight=False,
        )
        assert expected == state.request

    @given(fetches())
    def test_every_exchange(self, fetch: tuple[Request, Answers]) -> None:
        """No fragment, credentials never with a preflight, one origin at most, and the answer with it."""
        request, server = fetch
        for exchange in simulate(request, server).exchanges:
            assert exchange.request.url.fragment is None
            assert not (exchange.request.is_preflight and exchange.request.include_credentials)
            origins = set(exchange.request.headers.get_all("Origin"))
            assert origins - set(request.headers.get_all("Origin")) <= {str(request.origin), "null"}
            assert server(exchange.request) == exchange.response


class TestExchange:
    """One request on the wire and its answer."""

    def test_it_is_a_value(self) -> None:
        """Equal by both."""
        exchange = Exchange(sent(), Response(200))

        assert exchange == pickled(exchange)
        assert hash(exchange) == hash(pickled(exchange))
        assert exchange != Exchange(sent(), Response(404))
        assert repr(exchange).startswith("Exchange(request=HTTPRequest(method='GET', ")
