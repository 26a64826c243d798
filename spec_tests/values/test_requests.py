"""
Requests, and what they say of themselves.

Spec: https://fetch.spec.whatwg.org/#requests
"""

# ruff: noqa: SIM300 - expected == actual

import copy
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_sim import (
    URL,
    BodyWithoutSource,
    HeaderList,
    HTTPRequest,
    InvalidInput,
    OpaqueOrigin,
    Request,
    TupleOrigin,
    parse_origin,
    parse_url,
)
from cors_sim.enums import (
    CacheMode,
    CredentialsMode,
    EmbedderPolicy,
    Mode,
    RedirectMode,
    ReferrerPolicy,
    ResponseTainting,
)
from cors_sim.origins import Origin, same_origin, same_site
from spec_tests.strategies import fresh_requests, origins, requests, urls
from spec_tests.values import evaluated, pickled

APP = "https://app.example.com"
API = "https://api.example.com"
OTHER = "https://other.test"
EVERY_FIELD: dict[str, Any] = {
    "method": "PUT",
    "headers": HeaderList({"Content-Type": "application/json"}),
    "body": b"{}",
    "mode": "no-cors",
    "credentials_mode": "include",
    "redirect_mode": "manual",
    "cache_mode": "no-store",
    "referrer_policy": "origin",
    "destination": "image",
    "initiator_type": "img",
    "api": "img",
    "use_cors_preflight": True,
    "unsafe_request": False,
    "keepalive": True,
    "response_tainting": "opaque",
    "redirect_count": 3,
    "timing_allow_failed": True,
    "embedder_policy": "credentialless",
    "secure_context": False,
    "network_partition_key": "https://top.test",
}


def chain(origin: str | Origin, *hops: str) -> Request:
    """A request of *origin* that has come by *hops*, the first of which it asked for."""
    return Request([parse_url(hop) for hop in hops], origin=origin)


class TestDefaults:
    """What ``fetch(url)`` in a page asks for."""

    def test_each_field(self) -> None:
        """Spec: https://fetch.spec.whatwg.org/#concept-request, "Unless stated otherwise"."""
        request = Request(f"{API}/data", origin=APP)

        assert (parse_url(f"{API}/data"),) == request.url_list
        assert TupleOrigin("https", "app.example.com") == request.origin
        assert "GET" == request.method
        assert HeaderList() == request.headers
        assert request.body is None
        assert Mode.CORS is request.mode
        assert CredentialsMode.SAME_ORIGIN is request.credentials_mode
        assert RedirectMode.FOLLOW is request.redirect_mode
        assert CacheMode.DEFAULT is request.cache_mode
        assert ReferrerPolicy.DEFAULT is request.referrer_policy
        assert "" == request.destination
        assert request.initiator_type is None
        assert not request.use_cors_preflight
        assert not request.keepalive
        assert ResponseTainting.BASIC is request.response_tainting
        assert 0 == request.redirect_count
        assert not request.timing_allow_failed

    def test_script_sets_the_unsafe_request_flag(self) -> None:
        """Spec: https://fetch.spec.whatwg.org/#dom-request, step 12."""
        assert Request(API, origin=APP).unsafe_request

    def test_the_page_says_nothing_of_itself(self) -> None:
        """No embedder policy, one network partition, and a secure context if its origin has https."""
        request = Request(API, origin=APP)

        assert EmbedderPolicy.UNSAFE_NONE is request.embedder_policy
        assert request.secure_context is None
        assert request.network_partition_key is None


class TestConstruction:
    """What each argument takes."""

    def test_words_become_members(self) -> None:
        """The standard's strings are taken for the members that they are equal to."""
        request = Request(API, origin=APP, **EVERY_FIELD)

        assert Mode.NO_CORS is request.mode
        assert CredentialsMode.INCLUDE is request.credentials_mode
        assert RedirectMode.MANUAL is request.redirect_mode
        assert CacheMode.NO_STORE is request.cache_mode
        assert ReferrerPolicy.ORIGIN is request.referrer_policy
        assert ResponseTainting.OPAQUE is request.response_tainting
        assert EmbedderPolicy.CREDENTIALLESS is request.embedder_policy

    def test_every_field_is_kept(self) -> None:
        """As it was given."""
        request = Request(API, origin=APP, **EVERY_FIELD)

        assert {name: getattr(request, name) for name in EVERY_FIELD} == EVERY_FIELD

    def test_a_method_is_not_normalized(self) -> None:
        """Here; ``fetch()`` does so before it makes a request."""
        assert "put" == Request(API, origin=APP, method="put").method
        assert "PUT" == Request(API, origin=APP, method=b"PUT").method

    def test_headers_are_taken_in_any_form(self) -> None:
        """A mapping, pairs or a header list."""
        expected = HeaderList([("A", "1")])

        assert expected == Request(API, origin=APP, headers={"A": "1"}).headers
        assert expected == Request(API, origin=APP, headers=[("A", b"1")]).headers
        assert expected is Request(API, origin=APP, headers=expected).headers

    def test_a_list_of_urls(self) -> None:
        """Midway in a chain of redirects: the first is what was asked for, the last where it is now."""
        urls = [parse_url(API), parse_url(OTHER)]
        request = Request(urls, origin=APP)

        assert tuple(urls) == request.url_list
        assert urls[0] == request.url
        assert urls[1] == request.current_url

    def test_an_origin_is_needed(self) -> None:
        """No page, no CORS."""
        with pytest.raises(TypeError, match="origin"):
            Request(API)  # type: ignore[call-arg]  # to see it refused

    def test_all_but_the_url_is_named(self) -> None:
        """Nobody knows the order of twenty arguments."""
        with pytest.raises(TypeError):
            Request(API, APP)  # type: ignore[call-arg]  # to see it refused


class TestInvalidInput:
    """Each impossible argument is named, with its value and the rule that it breaks."""

    @pytest.mark.parametrize(
        ("argument", "value", "rule"),
        [
            ("method", "", "must be an HTTP token"),
            ("method", "GET ", "must be an HTTP token"),
            ("method", "G\xcaT", "must be an HTTP token"),
            ("method", "\u0120ET", "must have no code point above U+00FF"),
            ("method", None, "must be str or bytes"),
            ("body", "text", "must be bytes, BodyWithoutSource or None"),
            ("body", 0, "must be bytes, BodyWithoutSource or None"),
            ("body", bytearray(b"a"), "must be bytes, BodyWithoutSource or None"),
            ("redirect_count", -1, "must be a whole number, zero or more"),
            ("redirect_count", True, "must be a whole number, zero or more"),
            ("redirect_count", 1.0, "must be a whole number, zero or more"),
            ("redirect_count", "1", "must be a whole number, zero or more"),
            ("origin", "null", "must be a page's origin; an opaque one is OpaqueOrigin()"),
            ("origin", f"{APP}/", f"must be an origin with nothing behind it, as {APP}"),
            ("origin", "app.example.com", "must be an origin such as 'https://app.example.com'"),
            ("origin", None, "must be a str, TupleOrigin or OpaqueOrigin"),
        ],
    )
    def test_a_value(self, argument: str, value: object, rule: str) -> None:
        """Numbers, text and bytes."""
        arguments: dict[str, Any] = {"origin": APP, argument: value}
        with pytest.raises(InvalidInput) as raised:
            Request(API, **arguments)

        assert (argument, value, rule) == raised.value.args

    @pytest.mark.parametrize(
        ("argument", "value", "rule"),
        [
            (
                "mode",
                "CORS",
                "must be one of 'same-origin', 'cors', 'no-cors', 'navigate', 'websocket', 'webtransport'",
            ),
            ("credentials_mode", "Include", "must be one of 'omit', 'same-origin', 'include'"),
            ("credentials_mode", True, "must be one of 'omit', 'same-origin', 'include'"),
            ("redirect_mode", "", "must be one of 'follow', 'error', 'manual'"),
            ("response_tainting", None, "must be one of 'basic', 'cors', 'opaque'"),
            ("embedder_policy", "none", "must be one of 'unsafe-none', 'require-corp', 'credentialless'"),
        ],
    )
    def test_a_word(self, argument: str, value: object, rule: str) -> None:
        """The rule lists the words there are; case counts."""
        arguments: dict[str, Any] = {argument: value}
        with pytest.raises(InvalidInput) as raised:
            Request(API, origin=APP, **arguments)

        assert (argument, value, rule) == raised.value.args

    @pytest.mark.parametrize(
        ("argument", "value", "words"),
        [
            ("referrer_policy", "never", ["''", "'no-referrer'", "'unsafe-url'"]),
            ("cache_mode", b"default", ["'default'", "'no-store'", "'only-if-cached'"]),
            ("destination", "fetch", ["''", "'audio'", "'serviceworker'", "'xslt'"]),
            ("destination", None, ["''", "'audio'"]),
            ("initiator_type", "", ["'beacon'", "'xmlhttprequest'", "'other'"]),
            ("initiator_type", "FETCH", ["'fetch'"]),
        ],
    )
    def test_a_word_of_many(self, argument: str, value: object, words: list[str]) -> None:
        """All of them are listed."""
        arguments: dict[str, Any] = {argument: value}
        with pytest.raises(InvalidInput, match=f"{argument} must be one of") as raised:
            Request(API, origin=APP, **arguments)

        assert (argument, value) == (raised.value.argument, raised.value.value)
        assert words == [word for word in words if word in raised.value.rule]

    @pytest.mark.parametrize("url", ["", "/data", "api.example.com", "http://["])
    def test_a_url_that_does_not_parse(self, url: str) -> None:
        """There is no page here that it could be relative to."""
        with pytest.raises(InvalidInput) as raised:
            Request(url, origin=APP)

        assert ("url", url, "must be an absolute URL") == raised.value.args

    @pytest.mark.parametrize("url", [[], [API], [parse_url(API), API], b"https://api.example.com"])
    def test_a_url_that_is_none(self, url: Any) -> None:  # noqa: ANN401 - of any wrong type
        """A list holds URLs, at least one."""
        with pytest.raises(InvalidInput) as raised:
            Request(url, origin=APP)

        assert ("url", url, "must be a URL, or the non-empty list of URLs so far") == raised.value.args

    @pytest.mark.parametrize("url", [None, 5])
    def test_a_url_that_is_no_list_either(self, url: Any) -> None:  # noqa: ANN401 - of any wrong type
        """It is named like any other."""
        with pytest.raises(InvalidInput) as raised:
            Request(url, origin=APP)

        assert ("url", url) == (raised.value.argument, raised.value.value)

    def test_a_blob_url(self) -> None:
        """The store behind it is not modelled."""
        with pytest.raises(InvalidInput) as raised:
            Request("blob:https://app.example.com/uuid", origin=APP)

        rule = "must not be a blob: URL, whose store is not modelled"
        assert ("url", "blob:https://app.example.com/uuid", rule) == raised.value.args

    @pytest.mark.parametrize(
        ("headers", "argument"), [({"a b": "1"}, "header name"), ([("a", "1\n2")], "header value")]
    )
    def test_headers(self, headers: Any, argument: str) -> None:  # noqa: ANN401 - of several types
        """By the rules of header lists."""
        with pytest.raises(InvalidInput) as raised:
            Request(API, origin=APP, headers=headers)

        assert argument == raised.value.argument

    @pytest.mark.parametrize("length", [-1, "5", 1.5, True])
    def test_the_length_of_a_body(self, length: Any) -> None:  # noqa: ANN401 - of any wrong type
        """A number of bytes, or None."""
        with pytest.raises(InvalidInput) as raised:
            BodyWithoutSource(length)

        assert ("length", length) == (raised.value.argument, raised.value.value)


class TestMixedContent:
    """Spec: https://w3c.github.io/webappsec-mixed-content/#categorize-settings-object"""

    @pytest.mark.parametrize(
        ("origin", "secure_context", "expected"),
        [
            ("https://a.test", None, True),
            ("http://a.test", None, False),
            ("http://localhost", None, False),
            (OpaqueOrigin(), None, False),
            ("https://a.test", False, False),
            ("http://localhost", True, True),
            (OpaqueOrigin(), True, True),
        ],
    )
    def test_whether_plain_http_is_refused(
        self, origin: str | Origin, secure_context: bool | None, expected: bool
    ) -> None:
        """Where the origin has https, unless the caller knows better: as the docstring says."""
        request = Request(API, origin=origin, secure_context=secure_context)

        assert expected == request.restricts_mixed_content


class TestRedirectTaint:
    """Spec: https://fetch.spec.whatwg.org/#concept-request-tainted-origin"""

    @given(origins(), urls())
    def test_one_url_does_not_taint(self, origin: Origin, url: URL) -> None:
        """Step 4.1: wherever it is, nobody has redirected anything."""
        assert "same-origin" == Request(url, origin=origin).redirect_taint

    @pytest.mark.parametrize(
        ("hops", "taint"),
        [
            # From the page's own origin, anywhere.
            ([APP, APP], "same-origin"),
            ([APP, OTHER], "same-origin"),
            ([APP, API], "same-origin"),
            # Within one other origin.
            ([OTHER, OTHER, f"{OTHER}/next"], "same-origin"),
            # From another origin of the page's site (4.3; not 4.2, for the page is same site with it).
            ([API, APP], "same-site"),
            ([API, OTHER], "same-site"),
            ([API, "https://www.example.com"], "same-site"),
            # Within another site, from origin to origin.
            ([OTHER, "https://www.other.test"], "same-site"),
            # From another site.
            ([OTHER, APP], "cross-site"),
            ([OTHER, "https://third.test"], "cross-site"),
            ([OTHER, "http://other.test"], "cross-site"),
            # Once tainted, always tainted.
            ([API, APP, APP, APP], "same-site"),
            ([API, APP, OTHER, APP], "cross-site"),
            ([APP, OTHER, APP], "cross-site"),
            ([APP, API, APP, API], "same-site"),
        ],
    )
    def test_by_the_way_it_took(self, hops: list[str], taint: str) -> None:
        """A hop taints when it leaves an origin that is not the page's for another."""
        assert taint == chain(APP, *hops).redirect_taint

    def test_a_url_without_an_origin_of_its_own(self) -> None:
        """Its opaque origin is same site with nothing."""
        assert "cross-site" == chain(APP, "data:,", "data:,").redirect_taint

    def test_an_opaque_page(self) -> None:
        """No URL is its own."""
        assert "same-origin" == chain(OpaqueOrigin(), API, f"{API}/next").redirect_taint
        assert "same-site" == chain(OpaqueOrigin(), API, APP).redirect_taint
        assert "cross-site" == chain(OpaqueOrigin(), API, OTHER).redirect_taint

    @given(requests())
    def test_any_way(self, request: Request) -> None:
        """The four steps, said once more: the worst hop counts."""
        worst = 0
        for last_url, url in zip(request.url_list, request.url_list[1:], strict=False):
            ends = (url.origin, request.origin)
            if not any(same_site(end, last_url.origin) for end in ends):
                worst = 2
            elif not any(same_origin(end, last_url.origin) for end in ends):
                worst = max(worst, 1)

        assert ["same-origin", "same-site", "cross-site"][worst] == request.redirect_taint


class TestSerializedOrigin:
    """Spec: https://fetch.spec.whatwg.org/#serializing-a-request-origin"""

    @pytest.mark.parametrize(
        ("origin", "hops", "serialized"),
        [
            (APP, [API], APP),
            (APP, [APP, OTHER], APP),
            (APP, [OTHER, f"{OTHER}/next"], APP),
            (APP, [API, APP], "null"),
            (APP, [OTHER, APP], "null"),
            ("http://localhost:8080", [API], "http://localhost:8080"),
            (OpaqueOrigin(), [API], "null"),
            (OpaqueOrigin(), [API, API], "null"),
        ],
    )
    def test_null_if_tainted(self, origin: str | Origin, hops: list[str], serialized: str) -> None:
        """Step 2: any taint but "same-origin" makes it ``null``; step 3: else the origin, serialized."""
        assert serialized == chain(origin, *hops).serialized_origin

    @given(requests())
    def test_any_request(self, request: Request) -> None:
        """Steps 2 and 3."""
        untainted = request.redirect_taint == "same-origin"

        assert (str(request.origin) if untainted else "null") == request.serialized_origin


class TestWithFields:
    """Changing a request as the algorithms do."""

    def test_some_fields_are_changed(self) -> None:
        """The rest is as it was, and so is the request that was changed."""
        request = Request(API, origin=APP, headers={"A": "1"})
        changed = request.with_fields(method="PUT", redirect_count=1)

        assert Request(API, origin=APP, headers={"A": "1"}, method="PUT", redirect_count=1) == changed
        assert Request(API, origin=APP, headers={"A": "1"}) == request

    def test_what_was_computed_is_computed_anew(self) -> None:
        """Of the URL list and the origin, and of nothing else."""
        request = Request(API, origin=APP)
        before = (request.redirect_taint, request.serialized_origin)
        urls = (parse_url(API), parse_url(OTHER))
        moved = request.with_fields(url_list=urls)
        stayed = moved.with_fields(method="PUT")
        elsewhere = moved.with_fields(origin=TupleOrigin("https", "api.example.com"))

        assert ("same-origin", APP) == before
        assert ("same-site", "null") == (moved.redirect_taint, moved.serialized_origin)
        assert ("same-site", "null") == (stayed.redirect_taint, stayed.serialized_origin)
        assert ("same-origin", API) == (elsewhere.redirect_taint, elsewhere.serialized_origin)
        assert before == (request.redirect_taint, request.serialized_origin)

    @given(requests(), requests())
    def test_any_fields(self, request: Request, other: Request) -> None:
        """All fields of another request make that request."""
        fields = {field.name: getattr(other, field.name) for field in attrs.fields(Request)}
        changed = request.with_fields(**fields)

        assert other == changed
        assert other.serialized_origin == changed.serialized_origin


class TestValue:
    """A request is a value."""

    @given(requests())
    def test_it_can_be_pickled(self, request: Request) -> None:
        """With what was computed or without."""
        before = pickled(request)
        taint = request.redirect_taint

        assert request == before
        assert request == pickled(request)
        assert taint == before.redirect_taint

    @given(fresh_requests())
    def test_it_is_equal_by_its_fields(self, request: Request) -> None:
        """Whatever was computed of one of them."""
        other = copy.copy(request)
        other.serialized_origin  # noqa: B018 - to have it computed

        assert other == request
        assert hash(other) == hash(request)

    @pytest.mark.parametrize("name", sorted(EVERY_FIELD))
    def test_it_differs_by_each_field(self, name: str) -> None:
        """No field is left out of equality."""
        fields = {name: EVERY_FIELD[name]}

        assert Request(API, origin=APP) != Request(API, origin=APP, **fields)

    @given(fresh_requests(), st.sampled_from([APP, "http://[::1]:3000", OpaqueOrigin(), OpaqueOrigin(7)]))
    def test_it_reads_as_the_call_that_makes_it(self, request: Request, origin: str | OpaqueOrigin) -> None:
        """For a request that has seen no redirect, of an origin that a browser can write."""
        request = request.with_fields(origin=parse_origin(origin))

        assert request == evaluated(request)

    def test_its_repr(self) -> None:
        """URL and origin as text, and whatever differs from the defaults."""
        request = Request(API, origin=APP, method="PUT", credentials_mode="include", body=b"")

        expected = (
            "Request('https://api.example.com/', origin='https://app.example.com', method='PUT', "
            "body=b'', credentials_mode='include')"
        )
        assert expected == repr(request)

    def test_the_repr_of_an_opaque_origin(self) -> None:
        """Is the call that makes it, for ``null`` makes none."""
        expected = "Request('https://api.example.com/', origin=OpaqueOrigin(token=7))"

        assert expected == repr(Request(API, origin=OpaqueOrigin(7)))

    def test_the_repr_midway(self) -> None:
        """All URLs so far."""
        expected = (
            "Request(['https://api.example.com/', 'https://other.test/'], origin='https://app.example.com')"
        )

        assert expected == repr(chain(APP, API, OTHER))

    @pytest.mark.parametrize("name", ["method", "url_list", "anything"])
    def test_it_is_frozen(self, name: str) -> None:
        """No attribute can be set."""
        request = Request(API, origin=APP)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(request, name, "PUT")

    @pytest.mark.parametrize("kind", [Request, HTTPRequest, BodyWithoutSource])
    def test_it_has_no_subclasses(self, kind: type) -> None:
        """Compose values instead."""
        with pytest.raises(TypeError, match="is a value of cors_sim and cannot be subclassed"):
            type("Special", (kind,), {})


class TestBodyWithoutSource:
    """A body that can be sent once. Spec: https://fetch.spec.whatwg.org/#concept-body-source"""

    def test_its_length_may_be_unknown(self) -> None:
        """And is, unless somebody says it."""
        assert BodyWithoutSource() == BodyWithoutSource(None)
        assert 5 == BodyWithoutSource(5).length

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (BodyWithoutSource(), "BodyWithoutSource()"),
            (BodyWithoutSource(5), "BodyWithoutSource(length=5)"),
        ],
    )
    def test_it_reads_as_the_call_that_makes_it(self, body: BodyWithoutSource, expected: str) -> None:
        """And is a value."""
        assert expected == repr(body)
        assert body == evaluated(body)
        assert body == pickled(body)
        assert hash(body) == hash(pickled(body))


class TestHTTPRequest:
    """What goes on the wire."""

    def wire(self, **fields: Any) -> HTTPRequest:  # noqa: ANN401 - fields of many types
        """A request on the wire, with some fields changed."""
        defaults: dict[str, Any] = {
            "method": "GET",
            "url": parse_url(API),
            "headers": HeaderList({"Origin": APP}),
            "body": None,
            "include_credentials": False,
            "is_preflight": False,
        }
        return HTTPRequest(**(defaults | fields))

    @pytest.mark.parametrize(
        "fields",
        [
            {"method": "HEAD"},
            {"url": parse_url(OTHER)},
            {"headers": HeaderList()},
            {"body": b""},
            {"include_credentials": True},
            {"is_preflight": True},
        ],
    )
    def test_it_differs_by_each_field(self, fields: dict[str, Any]) -> None:
        """So a server can look it up."""
        assert self.wire() == self.wire()
        assert hash(self.wire()) == hash(self.wire())
        assert self.wire() != self.wire(**fields)

    @pytest.mark.parametrize("copied", [pickled, copy.copy, copy.deepcopy])
    def test_it_can_be_copied(self, copied: Callable[[HTTPRequest], HTTPRequest]) -> None:
        """All fields."""
        assert self.wire(body=BodyWithoutSource(3)) == copied(self.wire(body=BodyWithoutSource(3)))

    def test_it_is_frozen(self) -> None:
        """No field can be set."""
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            self.wire().method = "PUT"  # type: ignore[misc]  # to see it refused

    def test_its_repr(self) -> None:
        """All fields, by name."""
        expected = (
            "HTTPRequest(method='GET', url=URL('https://api.example.com/'), "
            "headers=HeaderList([('Origin', 'https://app.example.com')]), body=None, "
            "include_credentials=False, is_preflight=False)"
        )
        assert expected == repr(self.wire())
