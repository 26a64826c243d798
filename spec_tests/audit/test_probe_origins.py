"""Probes are origins that a browser can send, and each is somebody else's."""

import pytest

from cors_sim import OpaqueOrigin, TupleOrigin, parse_origin
from cors_sim.audit import Policy
from cors_sim.audit.probe_origins import OPAQUE, UNRELATED, guesses, probe_origins

TRUSTED = [
    "https://app.example.com",
    "https://example.com",
    "http://example.co.uk:8080",
    "https://me.github.io",
    "http://localhost:3000",
    "http://127.0.0.1",
    "http://[::1]:8080",
    "https://intranet",
    "https://xn--bcher-kva.example",
]


def origin(text: str) -> TupleOrigin:
    """The origin that *text* writes."""
    parsed = parse_origin(text)
    assert isinstance(parsed, TupleOrigin)
    return parsed


@pytest.mark.parametrize("text", TRUSTED)
def test_browsers_can_send_them(text: str) -> None:
    """The URL parser writes each as it is."""
    for probe in probe_origins(origin(text)):
        assert parse_origin(str(probe.origin)) == probe.origin


@pytest.mark.parametrize("text", TRUSTED)
def test_each_is_another(text: str) -> None:
    """Than the trusted one, and than the others; always the same, in the same order."""
    probes = probe_origins(origin(text))
    origins = [probe.origin for probe in probes]

    assert len(set(origins)) == len(origins)
    assert origin(text) not in origins
    assert not any(Policy([text]).trusts(other) for other in origins)
    assert probes == probe_origins(origin(text))


def test_what_is_tried() -> None:
    """For a host of the usual kind."""
    tried = {str(probe.origin): probe.kind for probe in probe_origins(origin("https://app.example.com"))}

    assert (
        tried.items()
        >= {
            "https://app.example.com.attacker.test": "prefix-match",
            "https://attackerexample.com": "suffix-match",
            "https://xapp.example.com.attacker.test": "substring-match",
            "https://appxexample.com": "unescaped-dot",
            "https://app.example.com_.attacker.test": "odd-host-characters",
            "https://app.example.com.": "trailing-dot",
            "https://attacker.example.com": "subdomain",
            "https://attacker.app.example.com": "subdomain",
            "http://app.example.com": "insecure-scheme",
            "https://app.example.com:8443": "other-port",
            "http://localhost": "local-origin",
            "https://attacker.com": "public-suffix",
            "https://attacker.github.io": "hosting-platform",
            "https://app.example.co": "truncated-origin",
            "https://app.xn--xample-9ua.com": "idna-host",
        }.items()
    )


def test_nothing_is_unescaped_that_stays_in_the_same_hands() -> None:
    """A name below the same domain is its owner's."""
    tried = [
        probe for probe in probe_origins(origin("https://a.b.example.com")) if probe.kind == "unescaped-dot"
    ]
    assert [str(probe.origin) for probe in tried] == ["https://a.bxexample.com"]


def test_those_of_everybody() -> None:
    """An origin that is nobody's, and one that is opaque."""
    assert isinstance(UNRELATED.origin, TupleOrigin)
    assert isinstance(OPAQUE.origin, OpaqueOrigin)


def test_guesses() -> None:
    """Where the target is, and where development is."""
    texts = [str(guess) for guess in guesses(origin("https://api.shop.test"))]
    assert texts[0] == "https://app.shop.test"
    assert "http://localhost:3000" in texts
    assert "https://shop.test" in texts
    assert origin("http://localhost:8080") not in guesses(origin("http://localhost:8080"))


class TestPolicies:
    """Whom a policy trusts."""

    def test_patterns(self) -> None:
        """A star is for subdomains, of any depth, by the same scheme and port."""
        policy = Policy(["https://*.example.com:8443"])

        assert policy.trusts(origin("https://a.b.example.com:8443"))
        assert not policy.trusts(origin("https://example.com:8443"))
        assert not policy.trusts(origin("http://a.example.com:8443"))
        assert not policy.trusts(origin("https://a.example.com"))
        assert not policy.trusts(OpaqueOrigin())
        assert policy.origins == (origin("https://www.example.com:8443"),)
        assert policy.grant("/") is None

    def test_everybody(self) -> None:
        """Opaque origins, too."""
        policy = Policy(["*"])
        assert policy.trusts(OpaqueOrigin())
        assert policy.is_public

    def test_grants(self) -> None:
        """What a server is to be told; None where no server can be."""
        grant = Policy(["https://app.example.com"], methods=["PUT"], headers=["X-Token"]).grant("/me")
        assert grant is not None
        assert (grant.methods, grant.header_names) == (("GET", "PUT"), ("X-Token",))
        assert Policy(["https://app.example.com"], methods=["TRACE"]).grant("/me") is None
        assert Policy().grant("/me") is None
