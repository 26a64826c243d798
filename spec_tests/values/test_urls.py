"""
URLs as the browser's parser reads them, and what CORS asks of them.

Spec: https://url.spec.whatwg.org/
"""

# ruff: noqa: SIM300 - expected == actual

import ada_url
import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_sim import URL, InvalidInput, OpaqueOrigin, TupleOrigin, parse_origin, parse_url
from cors_sim.urls import url_or_none
from spec_tests.strategies import origins, urls
from spec_tests.values import pickled

HREFS = st.one_of(urls().map(str), st.text(max_size=20).map("https://a.test/{}".format))


class TestParsing:
    """Spec: https://url.spec.whatwg.org/#concept-url-parser"""

    @pytest.mark.parametrize(
        ("text", "href"),
        [
            ("https://app.example.com", "https://app.example.com/"),
            ("  HTTPS://App.Example.COM:443/a/../b\n", "https://app.example.com/b"),
            ("http:api.example.com", "http://api.example.com/"),
            ("https://b\xfccher.example/\xe9", "https://xn--bcher-kva.example/%C3%A9"),
            ("http://127.1/", "http://127.0.0.1/"),
            ("http://[1:0::1]/", "http://[1::1]/"),
            ("data:text/plain,a b", "data:text/plain,a b"),
        ],
    )
    def test_an_absolute_url(self, text: str, href: str) -> None:
        """A URL is known by its serialization."""
        assert href == parse_url(text).href

    @pytest.mark.parametrize(
        ("text", "href"),
        [
            ("next", "https://api.example.com/a/next"),
            ("/next", "https://api.example.com/next"),
            ("//other.test", "https://other.test/"),
            ("?x", "https://api.example.com/a/b?x"),
            ("#x", "https://api.example.com/a/b?q#x"),
            ("", "https://api.example.com/a/b?q"),
            ("http://other.test/", "http://other.test/"),
        ],
    )
    def test_a_relative_url(self, text: str, href: str) -> None:
        """It is completed from the base, whose fragment counts for nothing."""
        base = parse_url("https://api.example.com/a/b?q#f")

        assert href == parse_url(text, base).href

    def test_a_url_passes_through(self) -> None:
        """It is parsed already."""
        url = parse_url("https://app.example.com")

        assert url is parse_url(url, parse_url("https://other.test"))

    @pytest.mark.parametrize(
        "text", ["", "/data", "api.example.com", "https://", "http://[", "http://a b/", "//a"]
    )
    def test_what_does_not_parse_is_refused(self, text: str) -> None:
        """The error names the argument, the value and the rule."""
        with pytest.raises(InvalidInput) as raised:
            parse_url(text)

        assert ("url", text, "must be an absolute URL") == raised.value.args

    def test_what_does_not_parse_with_a_base_is_refused(self) -> None:
        """The error says what the URL would have been relative to."""
        with pytest.raises(InvalidInput) as raised:
            parse_url("http://[", parse_url("https://a.test"), argument="location")

        assert ("location", "http://[", "must be a URL (relative to https://a.test/)") == raised.value.args

    @pytest.mark.parametrize("value", [None, b"https://a.test/", 1, ["https://a.test/"]])
    def test_what_is_no_text_is_refused(self, value: object) -> None:
        """Not even bytes, whose encoding nobody said."""
        with pytest.raises(InvalidInput) as raised:
            parse_url(value)  # type: ignore[arg-type]  # to see it refused

        assert ("url", value, "must be a str or a URL") == raised.value.args

    @pytest.mark.parametrize("text", ["http://[", "/next", "https://a.test/\ud800"])
    def test_what_a_server_wrote_may_be_no_url(self, text: str) -> None:
        """Then there is none, and no exception."""
        assert url_or_none(text) is None

    @given(st.text(max_size=30), urls())
    def test_any_text_is_a_url_or_none(self, text: str, base: URL) -> None:
        """What parses is serialized, and its serialization parses to itself."""
        url = url_or_none(text, base)

        assert url is None or url == url_or_none(url.href)


class TestComponents:
    """Spec: https://url.spec.whatwg.org/#concept-url"""

    def test_all_of_them(self) -> None:
        """Scheme, credentials, host, port, path and fragment of one URL that has each."""
        url = parse_url("https://user:password@api.example.com:8443/a/b?c=/d#e?f#g")

        assert "https" == url.scheme
        assert url.includes_credentials
        assert "api.example.com" == url.host
        assert 8443 == url.port
        assert "/a/b" == url.path
        assert "e?f#g" == url.fragment

    def test_none_of_them(self) -> None:
        """A URL that has a scheme and a path and nothing else."""
        url = parse_url("data:a@b:1")

        assert "data" == url.scheme
        assert not url.includes_credentials
        assert url.host is None
        assert url.port is None
        assert "a@b:1" == url.path
        assert url.fragment is None

    @pytest.mark.parametrize(
        ("text", "port"),
        [
            ("https://a.test:443", None),
            ("https://a.test:80", 80),
            ("http://a.test:80", None),
            ("http://a.test:443", 443),
            ("wss://a.test:443", None),
            ("ftp://a.test:21", None),
            ("https://a.test:", None),
            ("https://a.test:0", 0),
            ("https://a.test:65535", 65535),
            ("foo://a.test:443", 443),
        ],
    )
    def test_the_port_of_a_scheme_is_left_out(self, text: str, port: int | None) -> None:
        """A default port is null, and 0 is a port. Spec: https://url.spec.whatwg.org/#default-port"""
        assert port == parse_url(text).port

    @pytest.mark.parametrize("text", ["https://u@a.test", "https://:p@a.test", "https://u:p@a.test"])
    def test_credentials(self, text: str) -> None:
        """A username or a password. Spec: https://url.spec.whatwg.org/#include-credentials"""
        assert parse_url(text).includes_credentials

    @pytest.mark.parametrize(
        "text", ["https://@a.test", "https://:@a.test", "https://a.test/@", "data:u@a"]
    )
    def test_no_credentials(self, text: str) -> None:
        """Neither of them, whatever the at sign."""
        assert not parse_url(text).includes_credentials

    @pytest.mark.parametrize(
        ("text", "host"),
        [("file:///etc/hosts", ""), ("https://[::1]:8080/", "[::1]"), ("foo:bar", None), ("foo://B", "B")],
    )
    def test_the_host(self, text: str, host: str | None) -> None:
        """An empty host is one; no host is None; only domains have one case."""
        assert host == parse_url(text).host

    @pytest.mark.parametrize(
        ("text", "path"),
        [
            ("about:blank?q#f", "blank"),
            ("https://a.test", "/"),
            ("https://a.test?q=/x", "/"),
            ("web+thing:/.//path", "/.//path"),
        ],
    )
    def test_the_path(self, text: str, path: str) -> None:
        """What stands before the query and behind the host, as it is serialized."""
        assert path == parse_url(text).path

    @given(HREFS)
    def test_they_are_those_of_the_parser(self, text: str) -> None:
        """What we take apart again is what ada-url holds."""
        url = parse_url(text)
        theirs = ada_url.URL(text)

        assert theirs.href == url.href
        assert theirs.protocol == f"{url.scheme}:"
        assert theirs.hostname == (url.host or "")
        assert theirs.port == ("" if url.port is None else str(url.port))
        assert bool(theirs.username or theirs.password) == url.includes_credentials
        assert theirs.hash == (f"#{url.fragment}" if url.fragment else "")

    @pytest.mark.parametrize("text", ["http://a.test", "https://a.test"])
    def test_http_schemes(self, text: str) -> None:
        """Spec: https://fetch.spec.whatwg.org/#http-scheme"""
        assert parse_url(text).has_http_scheme

    @pytest.mark.parametrize(
        "text", ["ws://a.test", "ftp://a.test", "data:,", "httpx://a.test", "about:blank"]
    )
    def test_other_schemes(self, text: str) -> None:
        """Everything else."""
        assert not parse_url(text).has_http_scheme


class TestOrigin:
    """Spec: https://url.spec.whatwg.org/#concept-url-origin"""

    @pytest.mark.parametrize("scheme", ["ftp", "http", "https", "ws", "wss"])
    def test_a_tuple(self, scheme: str) -> None:
        """Scheme, host and port of a URL whose scheme is one of five."""
        assert TupleOrigin(scheme, "a.test", 8080) == parse_url(f"{scheme}://u:p@a.test:8080/b?c#d").origin

    def test_a_default_port_is_none(self) -> None:
        """So a port that somebody wrote out makes no other origin."""
        assert parse_url("https://a.test:443").origin == parse_url("https://a.test").origin

    @pytest.mark.parametrize(
        "text",
        [
            "data:text/html,<p>",
            "file:///etc/hosts",
            "about:blank",
            "javascript:void",
            "foo://a.test",
            "blob:data:,",
            "blob:ftp://a.test/uuid",
            "blob:file:///uuid",
            "blob:uuid",
            "blob:blob:https://a.test/uuid",
        ],
    )
    def test_an_opaque_one(self, text: str) -> None:
        """All others have an opaque origin, which is the same as no other: None."""
        assert parse_url(text).origin is None

    def test_a_blob_url_has_the_origin_of_the_url_in_its_path(self) -> None:
        """If that is of http or https."""
        assert TupleOrigin("https", "a.test", 8443) == parse_url("blob:https://a.test:8443/uuid#f").origin

    @given(urls())
    def test_it_is_that_of_the_parser(self, url: URL) -> None:
        """For all schemes alike."""
        assert ada_url.URL(url.href).origin == str(url.origin or OpaqueOrigin())


class TestFragment:
    """What a server never sees."""

    def test_without(self) -> None:
        """The URL up to the first number sign."""
        url = parse_url("https://a.test/b?c#d#e")

        assert parse_url("https://a.test/b?c") == url.without_fragment
        assert url.without_fragment.fragment is None

    def test_without_none(self) -> None:
        """The same value."""
        url = parse_url("https://a.test/")

        assert url is url.without_fragment

    def test_an_empty_one_is_one(self) -> None:
        """An empty fragment is not null."""
        url = parse_url("https://a.test/#")

        assert "" == url.fragment
        assert "https://a.test/" == url.without_fragment.href

    def test_with(self) -> None:
        """In place of its own, all else kept."""
        url = parse_url("https://u@a.test:8080/b#c")

        assert parse_url("https://u@a.test:8080/b#d") == url.with_fragment("d")
        assert "d" == url.with_fragment("d").fragment
        assert url.with_fragment("d").includes_credentials
        assert "https://u@a.test:8080/b" == url.with_fragment(None).href
        assert "https://u@a.test:8080/b#" == url.with_fragment("").href

    @given(urls(), st.sampled_from([None, "", "x", "a/b?c"]))
    def test_any(self, url: URL, fragment: str | None) -> None:
        """As if it had been written so."""
        changed = url.with_fragment(fragment)
        reparsed = parse_url(changed.href)

        assert attrs.astuple(reparsed) == attrs.astuple(changed)


class TestValue:
    """A URL is a value."""

    def test_it_is_equal_by_what_it_says(self) -> None:
        """Spec: https://url.spec.whatwg.org/#concept-url-equals"""
        url = parse_url("https://a.test/b")
        text: object = "https://a.test/b"

        assert parse_url("HTTPS://A.TEST:443/b") == url
        assert hash(parse_url("HTTPS://A.TEST:443/b")) == hash(url)
        assert url != parse_url("https://a.test/b#c")
        assert url != text

    def test_it_reads_as_text(self) -> None:
        """The text itself by ``str``, and with its type by ``repr``."""
        assert "https://a.test/b" == str(parse_url("https://a.test/b"))
        assert "URL('https://a.test/b')" == repr(parse_url("https://a.test/b"))

    def test_it_is_frozen(self) -> None:
        """No field can be set or deleted."""
        url = parse_url("https://a.test/")
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            url.href = "https://b.test/"  # type: ignore[misc]  # to see it refused
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            del url.href

    def test_it_has_no_subclasses(self) -> None:
        """Compose values instead."""
        with pytest.raises(TypeError, match="URL is a value of cors_sim and cannot be subclassed"):
            type("Special", (URL,), {})

    @given(urls())
    def test_it_can_be_pickled(self, url: URL) -> None:
        """With its origin computed or not."""
        origin = url.origin

        assert attrs.astuple(url) == attrs.astuple(pickled(url))
        assert origin == pickled(url).origin


class TestParseOrigin:
    """The origin of a page, as people write it."""

    @pytest.mark.parametrize(
        ("text", "serialized"),
        [
            ("https://app.example.com", "https://app.example.com"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("https://app.example.com:443", "https://app.example.com"),
            ("HTTPS://App.Example.COM", "https://app.example.com"),
            ("https://b\xfccher.example", "https://xn--bcher-kva.example"),
            ("http://[0:0::1]:3000", "http://[::1]:3000"),
            ("ws://a.test", "ws://a.test"),
        ],
    )
    def test_an_origin(self, text: str, serialized: str) -> None:
        """Scheme, host and perhaps port, as a browser writes them."""
        assert serialized == str(parse_origin(text))

    @given(origins())
    def test_an_origin_passes_through(self, origin: TupleOrigin | OpaqueOrigin) -> None:
        """The same value."""
        assert origin is parse_origin(origin)

    @given(urls())
    def test_the_serialized_origin_of_a_url(self, url: URL) -> None:
        """What a browser writes is read back."""
        if url.origin is not None:
            assert url.origin == parse_origin(str(url.origin))

    def test_null_is_nobody_in_particular(self) -> None:
        """All opaque origins are serialized so: the caller has to say which."""
        with pytest.raises(InvalidInput) as raised:
            parse_origin("null")

        expected = ("origin", "null", "must be a page's origin; an opaque one is OpaqueOrigin()")
        assert expected == raised.value.args

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "*",
            "NULL",
            "app.example.com",
            "//app.example.com",
            "https://",
            "data:,x",
            "file:///x",
            "foo://a.test",
        ],
    )
    def test_what_has_no_origin_is_refused(self, text: str) -> None:
        """No URL, or one of an opaque origin."""
        with pytest.raises(InvalidInput) as raised:
            parse_origin(text, argument="page")

        assert ("page", text, "must be an origin such as 'https://app.example.com'") == raised.value.args

    @pytest.mark.parametrize(
        "text",
        [
            "https://a.test/",
            "https://a.test/b",
            "https://a.test?",
            "https://a.test?b",
            "https://a.test#",
            "https://a.test#b",
            "https://u@a.test",
            "https://u:p@a.test",
            "blob:https://a.test/uuid",
        ],
    )
    def test_a_url_that_says_more_is_refused(self, text: str) -> None:
        """The trailing slash is the mistake that everybody makes once."""
        with pytest.raises(InvalidInput) as raised:
            parse_origin(text)

        rule = "must be an origin with nothing behind it, as https://a.test"
        assert ("origin", text, rule) == raised.value.args

    @pytest.mark.parametrize(
        "text", ["https://a.test/b/..", "https://a.test/.", "https://a.test\\", "https://a.test/ "]
    )
    def test_a_url_that_says_more_than_is_left_of_it_is_refused(self, text: str) -> None:
        """Though the parser removes it."""
        with pytest.raises(InvalidInput):
            parse_origin(text)

    @pytest.mark.parametrize("value", [None, b"https://a.test", parse_url("https://a.test"), 1])
    def test_what_is_no_text_is_refused(self, value: object) -> None:
        """A URL too: it is no origin."""
        with pytest.raises(InvalidInput) as raised:
            parse_origin(value)  # type: ignore[arg-type]  # to see it refused

        assert ("origin", value, "must be a str, TupleOrigin or OpaqueOrigin") == raised.value.args
