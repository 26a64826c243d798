"""
Cross-Origin-Resource-Policy, and what Cross-Origin-Embedder-Policy asks on top.

Spec: https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header
"""

from typing import Any

import pytest
from hypothesis import given

from cors_sim import Blocked, Evidence, OpaqueOrigin, Reason, Request, Response, Step, parse_url
from cors_sim.enums import EmbedderPolicy
from cors_sim.origins import Origin
from cors_sim.standard.resource_policy import (
    cross_origin_resource_policy_check,
    cross_origin_resource_policy_internal_check,
    embedder_policy_allows_credentials,
)
from spec_tests.strategies import requests, responses

APP = "https://app.example.com"
API = "https://api.example.com"
OTHER = "https://other.test"
HEADER = "Cross-Origin-Resource-Policy"
STEP_5 = Step(
    "cross-origin resource policy internal check",
    "5",
    "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check",
)


def check(
    policy: str | None,
    url: str = API,
    origin: str | Origin = APP,
    *,
    with_credentials: bool = False,
    **fields: Any,  # noqa: ANN401 - fields of many types
) -> Blocked | None:
    """The check of a response with this policy."""
    request = Request(url, origin=origin, mode="no-cors", **fields)
    response = Response(200, {} if policy is None else {HEADER: policy})
    return cross_origin_resource_policy_check(
        request, response, request_includes_credentials=with_credentials
    )


class TestInternalCheckStep2:
    """Let policy be the result of getting `Cross-Origin-Resource-Policy`."""

    def test_two_values_match_nothing(self) -> None:
        """The standard's note: they end up as allowed, as long as there is no embedder policy."""
        request = Request(OTHER, origin=APP)
        several = Response(200, [(HEADER, "same-origin"), (HEADER, "same-origin")])

        assert check("same-site, same-origin", OTHER) is None
        assert (
            cross_origin_resource_policy_check(request, several, request_includes_credentials=False) is None
        )
        assert check("same-site, same-origin", OTHER, embedder_policy="require-corp") is not None


class TestInternalCheckStep3:
    """Anything but `same-origin`, `same-site` and `cross-origin` is null."""

    @pytest.mark.parametrize(
        "policy", ["", "Same-Origin", "same origin", "none", "*", "same-origin;", '"same-site"']
    )
    def test_other_values(self, policy: str) -> None:
        """The header's values are case-sensitive."""
        assert check(policy, OTHER) is None


class TestInternalCheckStep4:
    """If policy is null, then switch on the embedder policy value."""

    def test_unsafe_none(self) -> None:
        """Do nothing."""
        assert check(None, OTHER, embedder_policy="unsafe-none", with_credentials=True) is None

    def test_credentialless(self) -> None:
        """`same-origin` if credentials were included."""
        evidence = Evidence(HEADER, None, "same-site")

        expected = Blocked(Reason.EMBEDDER_POLICY, STEP_5, evidence)
        assert expected == check(None, embedder_policy="credentialless", with_credentials=True)
        assert check(None, embedder_policy="credentialless", with_credentials=False) is None

    @pytest.mark.parametrize("with_credentials", [False, True])
    @pytest.mark.parametrize("policy", [None, "nonsense"])
    def test_require_corp(self, with_credentials: bool, policy: str | None) -> None:
        """`same-origin`: of another origin it takes `same-site` to pass, or `cross-origin`."""
        evidence = Evidence(HEADER, policy, "same-site")

        expected = Blocked(Reason.EMBEDDER_POLICY, STEP_5, evidence)
        assert expected == check(policy, embedder_policy="require-corp", with_credentials=with_credentials)

    @pytest.mark.parametrize("embedder_policy", ["credentialless", "require-corp"])
    def test_the_pages_own_origin(self, embedder_policy: str) -> None:
        """Is same origin."""
        assert check(None, APP, embedder_policy=embedder_policy, with_credentials=True) is None

    @pytest.mark.parametrize("embedder_policy", ["credentialless", "require-corp"])
    def test_a_policy_of_its_own(self, embedder_policy: str) -> None:
        """Counts instead."""
        assert check("cross-origin", OTHER, embedder_policy=embedder_policy, with_credentials=True) is None
        assert check("same-site", API, embedder_policy=embedder_policy, with_credentials=True) is None
        verdict = check("same-site", OTHER, embedder_policy=embedder_policy, with_credentials=True)
        assert verdict is not None
        assert Reason.RESOURCE_POLICY is verdict.reason


class TestInternalCheckStep5:
    """Switch on policy."""

    @pytest.mark.parametrize("url", [APP, API, OTHER, "http://other.test"])
    @pytest.mark.parametrize("policy", [None, "cross-origin"])
    def test_null_and_cross_origin(self, url: str, policy: str | None) -> None:
        """Allowed, from everywhere."""
        assert check(policy, url) is None

    def test_same_origin_of_the_same_origin(self) -> None:
        """Allowed."""
        assert check("same-origin", f"{APP}/logo.png") is None

    @pytest.mark.parametrize(
        ("url", "expected"),
        [(API, "same-site"), ("https://app.example.com:8443", "same-site"), (OTHER, "cross-origin")],
    )
    def test_same_origin_of_another(self, url: str, expected: str) -> None:
        """Blocked; the evidence has the narrowest value that would pass."""
        evidence = Evidence(HEADER, "same-origin", expected)

        assert Blocked(Reason.RESOURCE_POLICY, STEP_5, evidence) == check("same-origin", url)

    @pytest.mark.parametrize(
        ("origin", "url"),
        [
            (APP, APP),
            (APP, API),
            (APP, "https://app.example.com:8443"),
            (APP, "http://api.example.com"),
            ("http://app.example.com", "http://api.example.com"),
            ("http://localhost:1", "http://localhost:2"),
        ],
    )
    def test_same_site_of_the_same_site(self, origin: str, url: str) -> None:
        """Allowed: schemelessly same site, and https for what came by https."""
        assert check("same-site", url, origin) is None

    @pytest.mark.parametrize(
        ("origin", "url"),
        [
            (APP, OTHER),
            ("http://app.example.com", API),
            ("http://app.example.com", APP),
            (OpaqueOrigin(), API),
            (OpaqueOrigin(), "http://api.example.com"),
        ],
    )
    def test_same_site_of_another(self, origin: str | Origin, url: str) -> None:
        """Blocked: a response by secure transport does not match an origin that is not secure."""
        evidence = Evidence(HEADER, "same-site", "cross-origin")

        assert Blocked(Reason.RESOURCE_POLICY, STEP_5, evidence) == check("same-site", url, origin)

    def test_same_origin_of_an_opaque_origin(self) -> None:
        """Blocked: no URL is its own."""
        assert check("same-origin", API, OpaqueOrigin()) is not None


class TestCheck:
    """
    Spec: https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check
    """

    def test_step_3_comes_before_the_embedder_policy(self) -> None:
        """What would be blocked without one is not its doing."""
        verdict = check("same-origin", OTHER, embedder_policy="require-corp")

        assert verdict is not None
        assert Reason.RESOURCE_POLICY is verdict.reason

    @given(requests(), responses())
    def test_steps_5_to_7(self, request: Request, response: Response) -> None:
        """Allowed if the internal check allows, without an embedder policy and with the page's."""
        for with_credentials in (False, True):
            checks = [
                cross_origin_resource_policy_internal_check(request, policy, response, with_credentials)
                for policy in (EmbedderPolicy.UNSAFE_NONE, request.embedder_policy)
            ]
            verdict = cross_origin_resource_policy_check(
                request, response, request_includes_credentials=with_credentials
            )

            assert (checks == [None, None]) == (verdict is None)


class TestEmbedderPolicyAllowsCredentials:
    """
    COEP ``credentialless`` asks without cookies for what is of another origin.

    Spec: https://fetch.spec.whatwg.org/#cross-origin-embedder-policy-allows-credentials
    """

    @pytest.mark.parametrize("mode", ["cors", "same-origin", "navigate", "websocket", "webtransport"])
    def test_step_2_other_modes(self, mode: str) -> None:
        """Return true: they have rules of their own."""
        request = Request(OTHER, origin=APP, mode=mode, embedder_policy="credentialless")

        assert embedder_policy_allows_credentials(request)

    @pytest.mark.parametrize("embedder_policy", ["unsafe-none", "require-corp"])
    def test_step_4_other_policies(self, embedder_policy: str) -> None:
        """Return true."""
        request = Request(OTHER, origin=APP, mode="no-cors", embedder_policy=embedder_policy)

        assert embedder_policy_allows_credentials(request)

    def test_step_5_the_pages_own_origin(self) -> None:
        """
        Return true on the direct way.

        By the text's letter it would be false here and true after a tainting redirect: it is read the
        other way round, as browsers do.
        """
        request = Request(f"{APP}/logo.png", origin=APP, mode="no-cors", embedder_policy="credentialless")
        back = [parse_url(OTHER), parse_url(APP)]

        assert embedder_policy_allows_credentials(request)
        assert not embedder_policy_allows_credentials(request.with_fields(url_list=tuple(back)))

    @pytest.mark.parametrize("url", [API, OTHER, "https://app.example.com:8443"])
    def test_step_6_other_origins(self, url: str) -> None:
        """Return false."""
        request = Request(url, origin=APP, mode="no-cors", embedder_policy="credentialless")

        assert not embedder_policy_allows_credentials(request)
