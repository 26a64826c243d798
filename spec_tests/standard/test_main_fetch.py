"""
Main fetch, scheme fetch and HTTP fetch: which way a request goes, and what comes back.

Spec: https://fetch.spec.whatwg.org/#main-fetch
"""

# ruff: noqa: SIM300 - expected == actual

from typing import Any

import pytest

from cors_sim import (
    Blocked,
    Evidence,
    HeaderList,
    HTTPRequest,
    Opaque,
    OpaqueOrigin,
    Outcome,
    PreflightCache,
    Reason,
    Request,
    Response,
    Send,
    Step,
    parse_url,
    simulate,
    start,
)
from cors_sim.verdicts import ALLOWED

APP = "https://app.example.com"
API = "https://api.example.com"
OTHER = "https://other.test"
WELCOME = HeaderList(
    {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "*",
        "Access-Control-Allow-Headers": "*",
    }
)
MAIN_FETCH = "https://fetch.spec.whatwg.org/#concept-main-fetch"
HTTP_FETCH = "https://fetch.spec.whatwg.org/#concept-http-fetch"
SCHEME_FETCH = "https://fetch.spec.whatwg.org/#concept-scheme-fetch"


def request_for(url: str = API, **fields: Any) -> Request:  # noqa: ANN401 - fields of many types
    """A request of the page."""
    return Request(url, **({"origin": APP} | fields))


def fetched(request: Request, response: Response | None = None) -> Outcome:
    """What comes of *request* where everything is answered in one way."""
    return simulate(request, lambda _: Response(200, WELCOME) if response is None else response)


def wire(outcome: Outcome) -> list[str]:
    """What went over the wire, in short."""
    return [f"{exchange.request.method} {exchange.request.url}" for exchange in outcome.exchanges]


class TestMainFetchStep6:
    """Upgrade a mixed content request to a potentially trustworthy URL, if appropriate."""

    def test_the_url_is_changed(self) -> None:
        """On the wire and in the response; the request in the outcome is what was asked for."""
        request = request_for("http://api.example.com/logo", destination="image")
        outcome = fetched(request)

        assert [f"GET {API}/logo"] == wire(outcome)
        assert (parse_url(f"{API}/logo"),) == outcome.response.url_list
        assert request == outcome.request

    def test_after_a_redirect(self) -> None:
        """The current URL is, the URLs before it stay."""

        def server(asked: HTTPRequest) -> Response:
            if asked.url.path == "/logo":
                return Response(200, WELCOME)
            return Response(302, WELCOME.append("Location", "http://other.test/logo"))

        outcome = simulate(request_for(destination="image"), server)

        assert [f"{API}/", f"{OTHER}/logo"] == [url.href for url in outcome.response.url_list]


class TestMainFetchStep7:
    """What should be blocked before anything is sent."""

    def test_a_bad_port(self) -> None:
        """Blocks, and the wire stays silent."""
        outcome = fetched(request_for("https://api.example.com:25/"))

        assert Reason.BAD_PORT is outcome.verdict.reason
        assert [] == wire(outcome)
        assert Response.network_error() == outcome.response

    def test_mixed_content(self) -> None:
        """Blocks, in every mode."""
        for mode in ("cors", "no-cors", "same-origin"):
            outcome = fetched(request_for("http://api.example.com/", mode=mode))

            assert Reason.MIXED_CONTENT is outcome.verdict.reason
            assert [] == wire(outcome)

    def test_a_bad_port_is_asked_for_first(self) -> None:
        """Where both would block."""
        assert Reason.BAD_PORT is fetched(request_for("http://api.example.com:25/")).verdict.reason

    def test_the_pages_own_origin_is_no_exception(self) -> None:
        """To a bad port."""
        request = Request("https://app.example.com:25/", origin="https://app.example.com:25")

        assert Reason.BAD_PORT is fetched(request).verdict.reason

    @pytest.mark.parametrize("location", ["https://other.test:25/", "http://other.test/"])
    def test_after_a_redirect(self, location: str) -> None:
        """Each hop is asked anew."""
        outcome = fetched(request_for(), Response(302, WELCOME.append("Location", location)))

        assert {Reason.BAD_PORT, Reason.MIXED_CONTENT} & {outcome.verdict.reason}
        assert 1 == len(outcome.exchanges)


class TestMainFetchStep12B:
    """Same origin and tainting "basic", or scheme "data", or mode "navigate" or of a socket: no CORS."""

    @pytest.mark.parametrize("mode", ["cors", "same-origin", "no-cors", "navigate"])
    def test_same_origin(self, mode: str) -> None:
        """Is read without leave."""
        outcome = fetched(request_for(APP, mode=mode, method="PUT", headers={"X": "1"}), Response())

        assert ALLOWED == outcome.verdict
        assert [f"PUT {APP}/"] == wire(outcome)
        assert "basic" == outcome.response.type

    @pytest.mark.parametrize("mode", ["cors", "same-origin", "no-cors"])
    @pytest.mark.parametrize("origin", [APP, OpaqueOrigin()])
    def test_data(self, mode: str, origin: str | OpaqueOrigin) -> None:
        """Is anybody's."""
        outcome = fetched(request_for("data:,hello", mode=mode, origin=origin))

        assert ALLOWED == outcome.verdict
        assert ("basic", b"hello") == (outcome.response.type, outcome.response.body)
        assert [] == wire(outcome)

    @pytest.mark.parametrize("mode", ["navigate", "websocket", "webtransport"])
    def test_navigations_and_sockets(self, mode: str) -> None:
        """Go anywhere."""
        outcome = fetched(request_for(OTHER, mode=mode), Response())

        assert ALLOWED == outcome.verdict
        assert "basic" == outcome.response.type

    def test_an_opaque_origin(self) -> None:
        """Has no URLs of its own."""
        assert Reason.ALLOW_ORIGIN_MISSING is (
            fetched(request_for(origin=OpaqueOrigin()), Response()).verdict.reason
        )

    def test_not_once_tainted(self) -> None:
        """A cross-origin redirect back to the page's own origin is cross-origin still."""

        def server(asked: HTTPRequest) -> Response:
            if asked.url.host == "api.example.com":
                return Response(302, WELCOME.append("Location", f"{APP}/"))
            return Response()

        outcome = simulate(request_for(), server)

        assert [f"GET {API}/", f"GET {APP}/"] == wire(outcome)
        assert Reason.ALLOW_ORIGIN_MISSING is outcome.verdict.reason


class TestMainFetchStep12C:
    """Mode "same-origin": return a network error."""

    def test_another_origin(self) -> None:
        """Is not even asked."""
        outcome = fetched(request_for(mode="same-origin"))

        evidence = Evidence(None, API, APP)
        assert Blocked(Reason.SAME_ORIGIN_MODE, Step("main fetch", "12", MAIN_FETCH), evidence) == (
            outcome.verdict
        )
        assert [] == wire(outcome)

    def test_a_redirect_to_another_origin(self) -> None:
        """Is not followed."""
        response = Response(302, {"Location": f"{API}/"})
        outcome = fetched(request_for(APP, mode="same-origin"), response)

        assert Reason.SAME_ORIGIN_MODE is outcome.verdict.reason
        assert [f"GET {APP}/"] == wire(outcome)


class TestMainFetchStep12D:
    """Mode "no-cors"."""

    @pytest.mark.parametrize("redirect_mode", ["error", "manual"])
    def test_12_d_1_a_redirect_mode_that_is_not_follow(self, redirect_mode: str) -> None:
        """Return a network error."""
        outcome = fetched(request_for(mode="no-cors", redirect_mode=redirect_mode))

        evidence = Evidence(None, f"redirect mode {redirect_mode}", "follow")
        expected = Blocked(Reason.NO_CORS_REDIRECT_MODE, Step("main fetch", "12.d.1", MAIN_FETCH), evidence)
        assert expected == outcome.verdict
        assert [] == wire(outcome)

    def test_12_d_2_the_response_is_opaque(self) -> None:
        """Whatever its headers say, script reads nothing; nobody is asked for leave."""
        outcome = fetched(request_for(mode="no-cors", method="POST"))

        evidence = Evidence(None, "mode no-cors", "mode cors")
        expected = Opaque(Reason.OPAQUE_RESPONSE, Step("main fetch", "14.2", MAIN_FETCH), evidence)
        assert expected == outcome.verdict
        assert [f"POST {API}/"] == wire(outcome)
        assert Response(0, type="opaque") == outcome.response

    def test_after_a_redirect(self) -> None:
        """It stays opaque, even back at home."""

        def server(asked: HTTPRequest) -> Response:
            return (
                Response(302, {"Location": f"{APP}/"})
                if asked.url.host == "api.example.com"
                else Response()
            )

        outcome = simulate(request_for(mode="no-cors"), server)

        assert Reason.OPAQUE_RESPONSE is outcome.verdict.reason


class TestMainFetchStep12E:
    """A scheme that is not an HTTP(S) scheme: return a network error."""

    @pytest.mark.parametrize(
        "url", ["ftp://localhost/", "foo://a.test/", "about:blank", "file:///etc/hosts"]
    )
    def test_other_schemes(self, url: str) -> None:
        """In mode "cors", for a page that may load them."""
        outcome = fetched(request_for(url, secure_context=False))

        scheme = url.partition(":")[0]
        evidence = Evidence(None, f"{scheme}: URL", "an http or https URL")
        assert Blocked(Reason.SCHEME_NOT_HTTP, Step("main fetch", "12", MAIN_FETCH), evidence) == (
            outcome.verdict
        )


class TestMainFetchStep12F:
    """The use-CORS-preflight flag, or the unsafe-request flag and something unsafe: ask first."""

    @pytest.mark.parametrize(
        "fields",
        [
            {"method": "PUT"},
            {"headers": {"X-Token": "1"}},
            {"use_cors_preflight": True},
            {"use_cors_preflight": True, "unsafe_request": False},
        ],
    )
    def test_a_preflight_and_the_request(self, fields: dict[str, Any]) -> None:
        """In this order, if the answer permits it."""
        request = request_for(**fields)
        outcome = fetched(request)

        assert ALLOWED == outcome.verdict
        assert [f"OPTIONS {API}/", f"{request.method} {API}/"] == wire(outcome)
        assert [True, False] == [exchange.request.is_preflight for exchange in outcome.exchanges]
        assert "cors" == outcome.response.type

    def test_a_preflight_that_fails(self) -> None:
        """Ends the fetch (HTTP fetch, step 4.1.2)."""
        outcome = fetched(request_for(method="PUT"), Response())

        assert Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING is outcome.verdict.reason
        assert [f"OPTIONS {API}/"] == wire(outcome)

    def test_12_f_3_a_network_error_clears_the_cache(self) -> None:
        """Of what was stored for the request, and of nothing else."""
        other = fetched(request_for(f"{API}/other", method="PUT")).cache
        request = request_for(method="PUT")
        cached = simulate(request, lambda _: Response(200, WELCOME), cache=other).cache
        outcome = simulate(request, lambda _: Response(), cache=cached)

        assert Reason.ALLOW_ORIGIN_MISSING is outcome.verdict.reason
        assert [f"PUT {API}/"] == wire(outcome)
        assert other.entries == outcome.cache.entries

    def test_12_f_3_only_where_leave_was_needed(self) -> None:
        """The failure of a simple request clears nothing."""
        cached = fetched(request_for(method="PUT")).cache
        outcome = simulate(request_for(), lambda _: Response(), cache=cached)

        assert not outcome.verdict.allowed
        assert cached == outcome.cache

    def test_12_f_3_after_a_redirect(self) -> None:
        """It clears what was stored for the request as redirects have left it."""

        def server(asked: HTTPRequest) -> Response:
            if asked.url.path == "/next":
                return Response()
            headers = WELCOME.append("Access-Control-Max-Age", "600")
            return (
                Response(204, headers)
                if asked.is_preflight
                else Response(307, headers.append("Location", "/next"))
            )

        outcome = simulate(request_for(method="PUT"), server)

        assert [f"OPTIONS {API}/", f"PUT {API}/", f"OPTIONS {API}/next"] == wire(outcome)
        assert {parse_url(API)} == {entry.url for entry in outcome.cache.entries}


class TestMainFetchStep12G:
    """Otherwise: CORS without a preflight."""

    def test_a_simple_request(self) -> None:
        """Is sent, with its origin; the answer says whether it may be read."""
        outcome = fetched(request_for(method="POST", headers={"Content-Type": "text/plain"}, body=b"a"))

        assert ALLOWED == outcome.verdict
        assert [f"POST {API}/"] == wire(outcome)
        assert APP == outcome.exchanges[0].request.headers.get("Origin")

    def test_an_unsafe_request_without_the_flag(self) -> None:
        """Is as simple."""
        outcome = fetched(request_for(method="PUT", headers={"X": "1"}, unsafe_request=False))

        assert [f"PUT {API}/"] == wire(outcome)


class TestMainFetchStep14:
    """If response is not a network error and not a filtered response, then filter it."""

    def test_by_tainting(self) -> None:
        """The examples of the standard: basic, cors, opaque and opaqueredirect."""
        redirect = Response(302, {"Location": "/"})

        assert "basic" == fetched(request_for(APP)).response.type
        assert "cors" == fetched(request_for()).response.type
        assert "opaque" == fetched(request_for(mode="no-cors")).response.type
        assert "opaqueredirect" == (
            fetched(request_for(APP, redirect_mode="manual"), redirect).response.type
        )

    def test_what_the_standard_shows(self) -> None:
        """Its example: hsts would be null and csp would be "default-src 'self'"."""
        response = Response(
            200,
            {
                "Access-Control-Allow-Origin": "https://foo.invalid",
                "Content-Security-Policy": "default-src 'self'",
                "Strict-Transport-Security": "max-age=31536000; includeSubdomains; preload",
                "Access-Control-Expose-Headers": "Content-Security-Policy",
            },
        )
        request = Request("https://bar.invalid/api", origin="https://foo.invalid")

        assert HeaderList({"Content-Security-Policy": "default-src 'self'"}) == (
            fetched(request, response).response.headers
        )

    @pytest.mark.parametrize("kind", ["basic", "cors", "opaque", "opaqueredirect"])
    def test_a_server_sends_no_filtered_response(self, kind: str) -> None:
        """Whatever type its answer has, script sees the view that is its due."""
        response = Response(200, WELCOME.append("X-Secret", "1"), type=kind, body=b"a")
        outcome = fetched(request_for(), response)

        assert "X-Secret" not in outcome.response.headers


class TestMainFetchStep16:
    """Set the URL list of the response to a clone of the request's."""

    def test_it_is_that_of_the_request(self) -> None:
        """With its fragment, which no server sees."""
        outcome = fetched(request_for(f"{API}/#part"))

        assert (parse_url(f"{API}/#part"),) == outcome.response.url_list
        assert parse_url(f"{API}/") == outcome.exchanges[0].request.url

    def test_not_that_of_an_opaque_response(self) -> None:
        """Whose list is empty."""
        assert () == fetched(request_for(mode="no-cors")).response.url_list


class TestMainFetchStep20:
    """What should be blocked by what came back."""

    @pytest.mark.parametrize(
        ("destination", "headers", "reason"),
        [
            ("script", {"Content-Type": "image/png"}, Reason.MIME_TYPE),
            ("script", {"Content-Type": "text/html", "X-Content-Type-Options": "nosniff"}, Reason.NOSNIFF),
            ("style", {"X-Content-Type-Options": "nosniff"}, Reason.NOSNIFF),
            # Both would block: the MIME type is asked for first.
            (
                "script",
                {"Content-Type": "image/png", "X-Content-Type-Options": "nosniff"},
                Reason.MIME_TYPE,
            ),
        ],
    )
    @pytest.mark.parametrize(("url", "mode"), [(APP, "no-cors"), (API, "no-cors"), (API, "cors")])
    def test_in_every_tainting(
        self, destination: str, headers: dict[str, str], reason: Reason, url: str, mode: str
    ) -> None:
        """By the internal response: an opaque view hides no headers from the browser."""
        request = request_for(url, mode=mode, destination=destination)
        outcome = fetched(request, Response(200, [*WELCOME, *headers.items()]))

        assert reason is outcome.verdict.reason
        assert Response.network_error() == outcome.response

    def test_a_redirect_that_is_not_followed(self) -> None:
        """Is judged by its own headers, too."""
        request = request_for(APP, redirect_mode="manual", destination="script")
        outcome = fetched(request, Response(302, {"Location": "/", "Content-Type": "image/png"}))

        assert Reason.MIME_TYPE is outcome.verdict.reason

    def test_data(self) -> None:
        """Has a MIME type as well."""
        request = request_for("data:text/csv,a", destination="script", mode="no-cors")

        assert Reason.MIME_TYPE is fetched(request).verdict.reason


class TestMainFetchStep22:
    """Method `HEAD` or `CONNECT`, or a null body status: the body is null."""

    @pytest.mark.parametrize("method", ["HEAD", "CONNECT"])
    def test_methods(self, method: str) -> None:
        """Servers that violate HTTP are disregarded."""
        outcome = fetched(request_for(APP, method=method), Response(200, body=b"a"))

        assert outcome.response.body is None

    @pytest.mark.parametrize("method", ["GET", "head", "POST"])
    def test_other_methods(self, method: str) -> None:
        """Methods are case-sensitive."""
        assert b"a" == fetched(request_for(APP, method=method), Response(200, body=b"a")).response.body

    def test_statuses(self) -> None:
        """101, 103, 204, 205 and 304. (407 is a network error, which has none either.)"""
        bodies = {
            status: fetched(request_for(APP), Response(status, body=b"a")).response.body
            for status in range(1000)
        }

        assert [101, 103, 204, 205, 304, 407] == [status for status, body in bodies.items() if body is None]


class TestSchemeFetchStep3:
    """Switch on the scheme of the current URL."""

    @pytest.mark.parametrize("url", ["about:blank", "about:blank?q", "about:blank#f"])
    def test_about_blank(self, url: str) -> None:
        """Step 3.a: an empty document, if the path is "blank"."""
        outcome = fetched(request_for(url, mode="navigate"))

        assert ALLOWED == outcome.verdict
        assert (200, "OK", b"") == (
            outcome.response.status,
            outcome.response.status_message,
            outcome.response.body,
        )
        assert HeaderList({"Content-Type": "text/html;charset=utf-8"}) == outcome.response.headers

    @pytest.mark.parametrize(
        "url", ["about:config", "about:blank/", "file:///etc/hosts", "ftp://localhost/"]
    )
    def test_step_4_others(self, url: str) -> None:
        """Step 4: return a network error."""
        outcome = fetched(request_for(url, mode="navigate"))

        evidence = Evidence(None, f"{url.partition(':')[0]}: URL", "an http or https URL")
        assert Blocked(Reason.SCHEME_NOT_HTTP, Step("scheme fetch", "4", SCHEME_FETCH), evidence) == (
            outcome.verdict
        )

    def test_a_data_url_that_fails(self) -> None:
        """Step 3.c.2: return a network error."""
        outcome = fetched(request_for("data:nothing"))

        assert Reason.DATA_URL_INVALID is outcome.verdict.reason
        assert Step("scheme fetch", "3.c.2", SCHEME_FETCH) == outcome.verdict.step


class TestHTTPFetchStep4Point1:
    """If makeCORSPreflight and the cache does not say all that is needed, then ask."""

    def asked(self, cache: PreflightCache, **fields: Any) -> bool:  # noqa: ANN401 - fields of many types
        """Whether a preflight is sent where this is cached."""
        state = start(request_for(**fields), cache=cache)
        assert isinstance(state, Send)
        return state.request.is_preflight

    def cache(self, *methods: str, header_names: tuple[str, ...] = ()) -> PreflightCache:
        """A cache that allows this."""
        stored = PreflightCache()
        return stored.store(request_for(), methods=methods, header_names=header_names, max_age=5, now=0)

    def test_the_method(self) -> None:
        """That is not CORS-safelisted."""
        assert not self.asked(self.cache("PUT"), method="PUT")
        assert self.asked(self.cache("DELETE"), method="PUT")
        assert self.asked(self.cache("put"), method="PUT")

    def test_a_safelisted_method(self) -> None:
        """Needs no entry, unless the use-CORS-preflight flag is set."""
        cache = self.cache(header_names=("x-a",))

        assert not self.asked(cache, headers={"X-A": "1"})
        assert self.asked(cache, headers={"X-A": "1"}, use_cors_preflight=True)
        assert not self.asked(self.cache("GET"), use_cors_preflight=True)

    def test_header_names(self) -> None:
        """All that are not safelisted."""
        headers = {"X-A": "1", "X-B": "2", "Accept": "*/*"}

        assert self.asked(self.cache(header_names=("x-a",)), headers=headers)
        assert not self.asked(self.cache(header_names=("x-a", "x-b")), headers=headers)
        assert not self.asked(self.cache(header_names=("*",)), headers=headers)

    def test_both(self) -> None:
        """Method and header names."""
        assert self.asked(self.cache("PUT"), method="PUT", headers={"X-A": "1"})
        assert self.asked(self.cache(header_names=("x-a",)), method="PUT", headers={"X-A": "1"})
        assert not self.asked(self.cache("PUT", header_names=("x-a",)), method="PUT", headers={"X-A": "1"})

    def test_a_preflight_fills_the_cache(self) -> None:
        """So that the next is not sent."""
        headers = WELCOME.append("Access-Control-Max-Age", "600")
        first = fetched(request_for(method="PUT"), Response(200, headers))
        second = simulate(request_for(method="PUT"), lambda _: Response(200, headers), cache=first.cache)

        assert [f"OPTIONS {API}/", f"PUT {API}/"] == wire(first)
        assert [f"PUT {API}/"] == wire(second)
        assert first.verdict == second.verdict


class TestHTTPFetchStep4Point3:
    """Run HTTP-network-or-cache fetch."""

    @pytest.mark.parametrize("url", [APP, API])
    @pytest.mark.parametrize("mode", ["cors", "no-cors"])
    def test_no_answer(self, url: str, mode: str) -> None:
        """Is a network error, which everything else is only called."""
        outcome = fetched(request_for(url, mode=mode), Response.network_error())

        evidence = Evidence(None, "no answer", "an answer")
        expected = Blocked(Reason.NETWORK_ERROR, Step("HTTP fetch", "4.3", HTTP_FETCH), evidence)
        assert expected == outcome.verdict
        assert 1 == len(outcome.exchanges)


class TestHTTPFetchStep4Point4:
    """Response tainting "cors" and the CORS check fails: return a network error."""

    @pytest.mark.parametrize("status", [200, 302, 304, 404, 500])
    def test_of_every_status(self, status: int) -> None:
        """Redirects and failures too."""
        outcome = fetched(request_for(), Response(status, {"Location": f"{APP}/"}))

        assert Reason.ALLOW_ORIGIN_MISSING is outcome.verdict.reason
        assert 1 == len(outcome.exchanges)

    @pytest.mark.parametrize("status", [403, 404, 500])
    def test_a_failure_can_be_shared(self, status: int) -> None:
        """Like any other response."""
        assert ALLOWED == fetched(request_for(), Response(status, WELCOME)).verdict


class TestHTTPFetchStep5:
    """Response tainting "opaque" and the resource policy check blocks: return a network error."""

    def test_only_where_opaque(self) -> None:
        """CORS has checks of its own."""
        headers = WELCOME.append("Cross-Origin-Resource-Policy", "same-origin")
        response = Response(200, headers)

        assert Reason.RESOURCE_POLICY is fetched(request_for(mode="no-cors"), response).verdict.reason
        assert ALLOWED == fetched(request_for(), response).verdict
        assert ALLOWED == fetched(request_for(APP, mode="no-cors"), response).verdict

    def test_of_a_redirect_too(self) -> None:
        """Which is then not followed."""
        headers = {"Location": "/", "Cross-Origin-Resource-Policy": "same-origin"}
        outcome = fetched(request_for(mode="no-cors"), Response(302, headers))

        assert Reason.RESOURCE_POLICY is outcome.verdict.reason
        assert 1 == len(outcome.exchanges)

    @pytest.mark.parametrize("credentials_mode", ["include", "same-origin"])
    def test_with_an_embedder_policy(self, credentials_mode: str) -> None:
        """``credentialless`` asks others without cookies and needs no leave; ``require-corp`` needs it."""
        fields = {"mode": "no-cors", "credentials_mode": credentials_mode}
        credentialless = fetched(request_for(embedder_policy="credentialless", **fields), Response())
        require_corp = fetched(request_for(embedder_policy="require-corp", **fields), Response())

        assert Reason.OPAQUE_RESPONSE is credentialless.verdict.reason
        assert Reason.EMBEDDER_POLICY is require_corp.verdict.reason


class TestHTTPFetchStep6:
    """A redirect status: switch on the redirect mode."""

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    @pytest.mark.parametrize("location", [{}, {"Location": "/"}, {"Location": "http://["}])
    def test_error(self, status: int, location: dict[str, str]) -> None:
        """Step 6.3.a.1: a network error, wherever it would have led."""
        request = request_for(redirect_mode="error")
        outcome = fetched(request, Response(status, [*WELCOME, *location.items()]))

        evidence = Evidence(None, f"status {status}", "no redirect")
        expected = Blocked(Reason.REDIRECT_MODE_ERROR, Step("HTTP fetch", "6.3.a.1", HTTP_FETCH), evidence)
        assert expected == outcome.verdict

    @pytest.mark.parametrize(
        ("url", "mode"), [(APP, "cors"), (API, "cors"), (APP, "no-cors"), (APP, "same-origin")]
    )
    def test_manual(self, url: str, mode: str) -> None:
        """Step 6.3.b.2: an opaque-redirect filtered response."""
        request = request_for(url, mode=mode, redirect_mode="manual")
        outcome = fetched(request, Response(302, WELCOME.append("Location", "/next"), body=b"a"))

        evidence = Evidence(None, "redirect mode manual", "redirect mode follow")
        expected = Opaque(Reason.OPAQUE_REDIRECT, Step("HTTP fetch", "6.3.b.2", HTTP_FETCH), evidence)
        assert expected == outcome.verdict
        assert (0, "opaqueredirect", None, HeaderList()) == (
            outcome.response.status,
            outcome.response.type,
            outcome.response.body,
            outcome.response.headers,
        )
        assert (parse_url(url),) == outcome.response.url_list

    def test_manual_after_the_cors_check(self) -> None:
        """A redirect that may not be read is a network error here, too."""
        outcome = fetched(request_for(redirect_mode="manual"), Response(302, {"Location": "/"}))

        assert Reason.ALLOW_ORIGIN_MISSING is outcome.verdict.reason

    def test_a_navigation(self) -> None:
        """Step 6.3.b.1: gets the redirect itself, which HTML follows by hand."""
        request = request_for(mode="navigate", redirect_mode="manual", destination="document")
        outcome = fetched(request, Response(302, {"Location": "/next"}))

        assert ALLOWED == outcome.verdict
        assert (302, "/next") == (outcome.response.status, outcome.response.headers.get("Location"))

    def test_follow(self) -> None:
        """Step 6.3.c.2: see `test_redirect`."""

        def server(asked: HTTPRequest) -> Response:
            location = {"Location": "/next"} if asked.url.path == "/" else {}
            return Response(302, [*WELCOME, *location.items()])

        assert [f"GET {API}/", f"GET {API}/next"] == wire(simulate(request_for(), server))

    @pytest.mark.parametrize("redirect_mode", ["error", "manual"])
    @pytest.mark.parametrize("status", [200, 300, 304, 305, 306, 309, 404])
    def test_other_statuses(self, redirect_mode: str, status: int) -> None:
        """Step 7: return response."""
        request = request_for(redirect_mode=redirect_mode)

        assert ALLOWED == fetched(request, Response(status, WELCOME.append("Location", "/"))).verdict
