"""
Origins and what relates them.

Spec: https://html.spec.whatwg.org/multipage/browsers.html#origin
"""

# ruff: noqa: SIM300 - expected == actual

import attrs
import pytest
from hypothesis import given

from cors_sim import OpaqueOrigin, TupleOrigin, parse_origin
from cors_sim.origins import (
    Origin,
    is_ip_address,
    is_loopback,
    registrable_domain,
    same_origin,
    same_site,
    schemelessly_same_site,
)
from spec_tests.strategies import origins
from spec_tests.values import evaluated, pickled


class TestSerialization:
    """Spec: https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin"""

    @pytest.mark.parametrize(
        ("origin", "serialized"),
        [
            (TupleOrigin("https", "app.example.com"), "https://app.example.com"),
            (TupleOrigin("http", "localhost", 8080), "http://localhost:8080"),
            (TupleOrigin("http", "[::1]", 0), "http://[::1]:0"),
            (OpaqueOrigin(), "null"),
            (OpaqueOrigin("frame 7"), "null"),
        ],
    )
    def test_what_a_server_gets_to_see(self, origin: Origin, serialized: str) -> None:
        """Scheme, host and a port that is not null; or ``null``."""
        assert serialized == origin.serialized
        assert serialized == str(origin)


class TestSameOrigin:
    """Spec: https://html.spec.whatwg.org/multipage/browsers.html#same-origin"""

    def test_equal_tuples(self) -> None:
        """Scheme, host and port are identical."""
        assert same_origin(parse_origin("https://a.test"), parse_origin("https://a.test:443"))

    @pytest.mark.parametrize(
        "other",
        ["http://a.test", "https://b.test", "https://www.a.test", "https://a.test:444", "https://a.test."],
    )
    def test_other_tuples(self, other: str) -> None:
        """One difference is enough."""
        assert not same_origin(parse_origin("https://a.test"), parse_origin(other))

    def test_opaque_origins(self) -> None:
        """The same opaque origin is one with itself alone; the token says which it is."""
        assert same_origin(OpaqueOrigin("a"), OpaqueOrigin("a"))
        assert not same_origin(OpaqueOrigin("a"), OpaqueOrigin("b"))
        assert not same_origin(OpaqueOrigin(), parse_origin("https://a.test"))

    @given(origins())
    def test_nothing_is_the_same_as_an_origin_nobody_knows(self, origin: Origin) -> None:
        """None is the origin of a URL that has an opaque one of its own: not even the same as itself."""
        assert not same_origin(None, origin)
        assert not same_origin(origin, None)
        assert not same_origin(None, None)
        assert same_origin(origin, origin)


class TestSameSite:
    """Spec: https://html.spec.whatwg.org/multipage/browsers.html#same-site"""

    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ("https://example.com", "https://example.com:8443"),
            ("https://example.com", "https://sub.example.com"),
            ("https://one.example.com", "https://two.deep.example.com"),
            ("https://a.example.co.uk", "https://example.co.uk"),
            ("https://whatwg.github.io", "https://sub.whatwg.github.io"),
            ("http://127.0.0.1", "http://127.0.0.1:8080"),
            ("http://localhost:1", "http://localhost:2"),
            ("https://github.io", "https://github.io:8443"),
        ],
    )
    def test_one_site(self, a: str, b: str) -> None:
        """One registrable domain, or one host where there is none; ports count for nothing."""
        assert same_site(parse_origin(a), parse_origin(b))
        assert schemelessly_same_site(parse_origin(a), parse_origin(b))

    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ("https://example.com", "https://example.org"),
            ("https://example.com", "https://example.com."),
            ("https://example.co.uk", "https://other.co.uk"),
            ("https://whatwg.github.io", "https://other.github.io"),
            ("https://github.io", "https://whatwg.github.io"),
            ("http://127.0.0.1", "http://127.0.0.2"),
            ("http://a.localhost", "http://localhost"),
            ("http://[::1]", "http://[::2]"),
        ],
    )
    def test_two_sites(self, a: str, b: str) -> None:
        """Another registrable domain, or none to share."""
        assert not same_site(parse_origin(a), parse_origin(b))
        assert not schemelessly_same_site(parse_origin(a), parse_origin(b))

    def test_two_schemes(self) -> None:
        """They make two sites, and schemelessly one."""
        a, b = parse_origin("https://example.com"), parse_origin("http://sub.example.com")

        assert not same_site(a, b)
        assert schemelessly_same_site(a, b)

    def test_opaque_origins(self) -> None:
        """They share a site with themselves."""
        tuple_origin = parse_origin("https://a.test")

        for relation in (same_site, schemelessly_same_site):
            assert relation(OpaqueOrigin("a"), OpaqueOrigin("a"))
            assert not relation(OpaqueOrigin("a"), OpaqueOrigin("b"))
            assert not relation(OpaqueOrigin(), tuple_origin)
            assert not relation(tuple_origin, OpaqueOrigin())
            assert not relation(None, tuple_origin)
            assert not relation(None, None)

    @given(origins(), origins())
    def test_how_the_relations_stand_to_each_other(self, a: Origin, b: Origin) -> None:
        """Same origin is same site is schemelessly same site; all three are symmetric."""
        assert same_site(a, b) or not same_origin(a, b)
        assert schemelessly_same_site(a, b) or not same_site(a, b)
        assert same_origin(a, b) == same_origin(b, a)
        assert same_site(a, b) == same_site(b, a)
        assert schemelessly_same_site(a, b) == schemelessly_same_site(b, a)


class TestRegistrableDomain:
    """The examples are the standard's. Spec: https://url.spec.whatwg.org/#host-registrable-domain"""

    @pytest.mark.parametrize(
        ("host", "domain"),
        [
            ("com", None),
            ("example.com", "example.com"),
            ("www.example.com", "example.com"),
            ("sub.www.example.com", "example.com"),
            ("example.com.", "example.com."),
            ("github.io", None),
            ("whatwg.github.io", "whatwg.github.io"),
            ("xn--kgbechtv", None),
            ("example.xn--kgbechtv", "example.xn--kgbechtv"),
            ("sub.example.xn--kgbechtv", "example.xn--kgbechtv"),
            ("[2001:db8:85a3::8a2e:370:7334]", None),
            ("192.168.0.1", None),
            ("localhost", None),
        ],
    )
    def test_examples(self, host: str, domain: str | None) -> None:
        """The public suffix and one label; None for a public suffix and for an address."""
        assert domain == registrable_domain(host)


class TestHosts:
    """Which hosts are addresses, and which are this machine."""

    @pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "255.255.255.255", "[::1]", "[::]"])  # noqa: S104 - hosts, and no server
    def test_addresses(self, host: str) -> None:
        """As the URL parser writes them."""
        assert is_ip_address(host)

    @pytest.mark.parametrize("host", ["localhost", "a.test", "1.2.3.4.test", "1.2.3.a", "", "1.2.3.4.5a"])
    def test_names(self, host: str) -> None:
        """Everything else."""
        assert not is_ip_address(host)

    @pytest.mark.parametrize(
        "host",
        ["localhost", "localhost.", "a.localhost", "a.b.localhost.", "127.0.0.1", "127.255.0.9", "[::1]"],
    )
    def test_this_machine(self, host: str) -> None:
        """Spec: https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy, steps 4 and 5."""
        assert is_loopback(host)

    @pytest.mark.parametrize(
        "host",
        [
            "",
            "localhost.test",
            "mylocalhost",
            "127.0.0.1.test",
            "127.test",
            "128.0.0.1",
            "[::2]",
            "[127::1]",
        ],
    )
    def test_other_machines(self, host: str) -> None:
        """A name that only begins like an address is none."""
        assert not is_loopback(host)


class TestValue:
    """Origins are values."""

    def test_they_are_equal_by_what_they_say(self) -> None:
        """And of two kinds: no tuple origin is equal to an opaque one."""
        assert TupleOrigin("https", "a.test") == parse_origin("https://a.test")
        assert hash(TupleOrigin("https", "a.test")) == hash(parse_origin("https://a.test"))
        assert TupleOrigin("https", "a.test") != TupleOrigin("https", "a.test", 8443)
        assert OpaqueOrigin() == OpaqueOrigin("opaque")
        assert hash(OpaqueOrigin(7)) == hash(OpaqueOrigin(7))
        assert OpaqueOrigin("https://a.test") != parse_origin("https://a.test")

    def test_they_read_well(self) -> None:
        """A tuple origin as text, an opaque one as the call that makes it."""
        assert "TupleOrigin('https://a.test:8443')" == repr(TupleOrigin("https", "a.test", 8443))
        assert "OpaqueOrigin()" == repr(OpaqueOrigin())
        assert "OpaqueOrigin(token=('frame', 7))" == repr(OpaqueOrigin(("frame", 7)))
        assert OpaqueOrigin(("frame", 7)) == evaluated(OpaqueOrigin(("frame", 7)))

    @pytest.mark.parametrize("origin", [TupleOrigin("https", "a.test"), OpaqueOrigin()])
    def test_they_are_frozen(self, origin: Origin) -> None:
        """No field can be set."""
        field = attrs.fields(type(origin))[0].name
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(origin, field, "http")

    @pytest.mark.parametrize("kind", [TupleOrigin, OpaqueOrigin])
    def test_they_have_no_subclasses(self, kind: type) -> None:
        """Compose values instead."""
        with pytest.raises(TypeError, match="is a value of cors_sim and cannot be subclassed"):
            type("Special", (kind,), {})

    @given(origins())
    def test_they_can_be_pickled(self, origin: Origin) -> None:
        """An opaque origin is the same on both sides."""
        assert origin == pickled(origin)
        assert origin.serialized == pickled(origin).serialized
