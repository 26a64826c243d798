"""The strategies: they give what they say, all of it, and shrink to what is simplest."""

# ruff: noqa: SIM300 - expected == actual

from collections.abc import Callable

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from cors_sim import InvalidInput, OpaqueOrigin, Outcome, Request, Response, simulate
from cors_sim.explain.grant import Grant
from cors_sim.origins import Origin
from cors_sim.testing import (
    conversations,
    fetches,
    fresh_requests,
    policies,
    requests,
    responses,
    untrusted_origins,
)

TRUSTED = ("https://app.example.com", "http://localhost:3000", "https://[::1]")
APP = TRUSTED[0]
QUICKLY = settings(max_examples=5_000, derandomize=True, database=None, phases=(Phase.generate,))


class TestFields:
    """A field that is told is as told, by a value or by a strategy."""

    @given(requests(method="PUT", origin=st.sampled_from(TRUSTED)))
    def test_requests(self, request: Request) -> None:
        """Of any request."""
        assert "PUT" == request.method
        assert request.origin.serialized in TRUSTED

    @given(fresh_requests(url="https://api.example.com/x", credentials_mode="include"))
    def test_fresh_requests(self, request: Request) -> None:
        """Of one that script makes."""
        assert ["https://api.example.com/x"] == [url.href for url in request.url_list]
        assert "include" == request.credentials_mode

    @given(responses(status=404))
    def test_responses(self, response: Response) -> None:
        """Of a response, which then is one."""
        assert (404, False) == (response.status, response.is_network_error)

    @given(fetches(method="PATCH"), conversations(method="PATCH"))
    def test_fetches(self, fetch: tuple[Request, Callable[..., Response]], outcome: Outcome) -> None:
        """Of the request of a whole fetch."""
        assert "PATCH" == fetch[0].method == outcome.request.method


class TestConversations:
    """Whole fetches."""

    # The first that is found is not shrunk, and nobody reads it.
    @pytest.mark.filterwarnings("ignore:Generating overly large repr")
    @pytest.mark.parametrize(
        "kind",
        [
            lambda outcome: outcome.verdict.allowed and len(outcome.exchanges) >= 2,
            lambda outcome: not outcome.exchanges and outcome,
            lambda outcome: [exchange.request.is_preflight for exchange in outcome.exchanges] == [True],
            lambda outcome: outcome.cache.entries,
        ],
        ids=["redirected", "nobody-asked", "preflight-failed", "kept"],
    )
    def test_all_kinds(self, kind: Callable[[Outcome], bool]) -> None:
        """Redirects with preflights, preflights that fail, what nobody is asked for."""
        find(conversations(), kind, settings=QUICKLY)

    def test_shrinks(self) -> None:
        """The simplest that is blocked is a GET without headers."""
        outcome = find(
            conversations(),
            lambda outcome: not outcome.verdict.allowed,
            settings=settings(derandomize=True, database=None),
        )
        assert ("GET", 0) == (outcome.request.method, len(outcome.request.headers))


class TestPolicies:
    """What servers are meant to allow."""

    @given(policies())
    def test_sound(self, policy: Grant) -> None:
        """Each is one that a server can be told; a server that does so lets its pages in."""
        origin = APP if policy.is_public else policy.origins[0]
        allowed = ("Access-Control-Allow-Origin", origin)
        preflight = Response(204, [allowed, *policy.preflight_headers])
        response = Response(200, [allowed, *policy.response_headers])
        request = Request(
            "https://api.example.com/",
            origin=origin,
            method=policy.methods[0],
            headers=[(name, "1") for name in policy.header_names],
            credentials_mode="include" if policy.credentials else "omit",
            secure_context=False,
        )
        assert simulate(request, lambda asked: preflight if asked.is_preflight else response)


class TestUntrustedOrigins:
    """Origins that a server must not let in."""

    @given(untrusted_origins(TRUSTED))
    def test_none_is_trusted(self, origin: Origin) -> None:
        """Each is another."""
        assert origin.serialized not in TRUSTED

    @pytest.mark.parametrize(
        "flaw",
        [
            lambda origin: origin.startswith(APP),
            lambda origin: origin.endswith("app.example.com"),
            lambda origin: origin.endswith(".example.com"),
            lambda origin: APP in origin,
            lambda origin: "null" == origin,
            lambda origin: origin.startswith("http://app.example.com"),
            lambda origin: origin.startswith(f"{APP}:"),
            lambda origin: origin == f"{APP}.",
            lambda origin: origin.startswith("https://app") and origin.endswith("example.com"),
            lambda origin: origin == "https://example.com",
            APP.startswith,
            lambda origin: origin.startswith(f"{APP}_"),
            lambda origin: origin.startswith(f"{APP}`"),
            lambda _: True,
        ],
    )
    def test_flaws(self, flaw: Callable[[str], bool]) -> None:
        """Whatever check of origins is likely to be wrong, some origin gets through."""
        find(
            untrusted_origins([APP]),
            lambda origin: flaw(origin.serialized),
            settings=QUICKLY,
        )

    @pytest.mark.parametrize("trusted", [[], ["app.example.com"], [OpaqueOrigin()], [APP, OpaqueOrigin()]])
    def test_no_origin(self, trusted: list[str]) -> None:
        """There has to be one to be close to."""
        with pytest.raises(InvalidInput, match="trusted"):
            untrusted_origins(trusted)
