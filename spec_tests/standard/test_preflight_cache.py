"""
The CORS-preflight cache.

Spec: https://fetch.spec.whatwg.org/#cors-preflight-cache
"""

# ruff: noqa: SIM300 - expected == actual

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_sim import InvalidInput, OpaqueOrigin, PreflightCache, Request, parse_url
from cors_sim.standard.preflight_cache import CacheEntry
from spec_tests.strategies import fresh_requests, preflight_caches, tokens
from spec_tests.values import pickled

APP = "https://app.example.com"
API = "https://api.example.com/data"
REQUEST = Request(API, origin=APP)
CREDENTIALED = Request(API, origin=APP, credentials_mode="include")


def entry(**fields: Any) -> CacheEntry:  # noqa: ANN401 - fields of many types
    """An entry that matches the request, with some fields changed."""
    defaults: dict[str, Any] = {
        "key": None,
        "origin": APP,
        "url": parse_url(API),
        "max_age": 600.0,
        "credentials": False,
        "stored_at": 0.0,
    }
    return CacheEntry(**(defaults | fields))


def stored(cache: PreflightCache) -> list[tuple[str | None, str | None, float, float]]:
    """What the entries allow, for how long, and since when."""
    return [(item.method, item.header_name, item.max_age, item.stored_at) for item in cache.entries]


def store(cache: PreflightCache, request: Request = REQUEST, **fields: Any) -> PreflightCache:  # noqa: ANN401 - fields of many types
    """The cache with what one preflight allowed."""
    defaults: dict[str, Any] = {"methods": [], "header_names": [], "max_age": 600.0, "now": 0.0}
    return cache.store(request, **(defaults | fields))


class TestCreateANewCacheEntry:
    """
    Key, origin, URL, max-age, credentials, method and header name.

    Spec: https://fetch.spec.whatwg.org/#concept-cache-create-entry
    """

    def test_of_a_request(self) -> None:
        """Its network partition key, its serialized origin, its current URL and its credentials mode."""
        urls = [parse_url(API), parse_url("https://other.test/next#part")]
        request = Request(urls, origin=APP, network_partition_key=("top", 1))

        expected = [
            CacheEntry(
                key=("top", 1),
                origin="null",
                url=urls[1],
                max_age=600.0,
                credentials=False,
                method="PUT",
                stored_at=3.0,
            )
        ]
        assert expected == list(store(PreflightCache(), request, methods=["PUT"], now=3.0).entries)

    @pytest.mark.parametrize(
        ("credentials_mode", "credentials"), [("omit", False), ("same-origin", False), ("include", True)]
    )
    def test_credentials(self, credentials_mode: str, credentials: bool) -> None:
        """True if the credentials mode is "include", and false otherwise."""
        request = Request(API, origin=APP, credentials_mode=credentials_mode)

        (created,) = store(PreflightCache(), request, methods=["PUT"]).entries
        assert credentials == created.credentials

    def test_a_header_name_is_kept_in_lower_case(self) -> None:
        """Where it is only ever matched byte-case-insensitively; a method is kept as it is."""
        cache = store(PreflightCache(), methods=["put"], header_names=["X-Token", "*"])

        assert [("put", None), (None, "x-token"), (None, "*")] == [item[:2] for item in stored(cache)]


class TestCacheEntryMatch:
    """
    Key, origin and URL are those of the request, and credentials are covered.

    Spec: https://fetch.spec.whatwg.org/#concept-cache-match
    """

    def test_a_match(self) -> None:
        """All are equal."""
        assert entry().matches(REQUEST)

    @pytest.mark.parametrize(
        "fields",
        [
            {"key": "top"},
            {"origin": "null"},
            {"origin": "https://other.test"},
            {"url": parse_url(f"{API}?")},
            {"url": parse_url(f"{API}#part")},
            {"url": parse_url("https://api.example.com/Data")},
        ],
    )
    def test_no_match(self, fields: dict[str, Any]) -> None:
        """One is not."""
        assert not entry(**fields).matches(REQUEST)
        assert not entry(credentials=True, **fields).matches(CREDENTIALED)

    def test_opaque_origins_share_their_entries(self) -> None:
        """All of them are serialized as `null`."""
        assert entry(origin="null").matches(Request(API, origin=OpaqueOrigin("a")))
        assert entry(origin="null").matches(Request(API, origin=OpaqueOrigin("b")))

    @pytest.mark.parametrize(
        ("credentials", "request_", "expected"),
        [
            (True, CREDENTIALED, True),
            (True, REQUEST, True),
            (False, REQUEST, True),
            (False, CREDENTIALED, False),
        ],
    )
    def test_credentials(self, credentials: bool, request_: Request, expected: bool) -> None:
        """What was allowed with credentials is allowed without, and not the other way round."""
        assert expected == entry(credentials=credentials).matches(request_)


class TestMethodCacheEntryMatch:
    """
    An entry that matches, and whose method is method or `*`.

    Spec: https://fetch.spec.whatwg.org/#concept-cache-match-method
    """

    def test_by_name(self) -> None:
        """Methods are case-sensitive."""
        cache = PreflightCache([entry(method="PUT")])

        assert cache.method_match("PUT", REQUEST, 0.0)
        assert not cache.method_match("put", REQUEST, 0.0)
        assert not cache.method_match("DELETE", REQUEST, 0.0)

    def test_the_wildcard(self) -> None:
        """Is any method, for a request without credentials."""
        for credentials in (False, True):
            cache = PreflightCache([entry(method="*", credentials=credentials)])

            assert cache.method_match("PUT", REQUEST, 0.0)

    def test_the_wildcard_with_credentials(self) -> None:
        """Is a method of that name: read as the preflight reads it, not by the text's letter alone."""
        cache = PreflightCache([entry(method="*", credentials=True)])

        assert not cache.method_match("PUT", CREDENTIALED, 0.0)
        assert cache.method_match("*", CREDENTIALED, 0.0)

    def test_a_header_name_is_no_method(self) -> None:
        """Not even the wildcard."""
        cache = PreflightCache([entry(header_name="put"), entry(header_name="*")])

        assert not cache.method_match("put", REQUEST, 0.0)

    def test_one_entry_has_to_say_all(self) -> None:
        """One that matches for another method and one for the method that does not match are nothing."""
        cache = PreflightCache([entry(method="DELETE"), entry(method="PUT", origin="null")])

        assert not cache.method_match("PUT", REQUEST, 0.0)


class TestHeaderNameCacheEntryMatch:
    """
    An entry that matches, and whose header name is headerName, or `*` for all but `Authorization`.

    Spec: https://fetch.spec.whatwg.org/#concept-cache-match-header
    """

    def test_by_name(self) -> None:
        """A byte-case-insensitive match."""
        cache = PreflightCache([entry(header_name="x-token")])

        assert cache.header_name_match("X-Token", REQUEST, 0.0)
        assert cache.header_name_match("x-token", REQUEST, 0.0)
        assert not cache.header_name_match("x-tokens", REQUEST, 0.0)

    def test_the_wildcard(self) -> None:
        """Is any name but a CORS non-wildcard request-header name."""
        cache = PreflightCache([entry(header_name="*")])

        assert cache.header_name_match("x-token", REQUEST, 0.0)
        assert not cache.header_name_match("authorization", REQUEST, 0.0)
        assert not cache.header_name_match("Authorization", REQUEST, 0.0)
        assert store(cache, header_names=["Authorization"]).header_name_match("authorization", REQUEST, 0.0)

    def test_the_wildcard_with_credentials(self) -> None:
        """Is a header of that name."""
        cache = PreflightCache([entry(header_name="*", credentials=True)])

        assert not cache.header_name_match("x-token", CREDENTIALED, 0.0)
        assert cache.header_name_match("*", CREDENTIALED, 0.0)
        assert cache.header_name_match("x-token", REQUEST, 0.0)

    def test_a_method_is_no_header_name(self) -> None:
        """Not even the wildcard."""
        cache = PreflightCache([entry(method="put"), entry(method="*")])

        assert not cache.header_name_match("put", REQUEST, 0.0)

    def test_one_entry_has_to_say_all(self) -> None:
        """As for methods."""
        cache = PreflightCache([entry(header_name="x-other"), entry(header_name="x-token", origin="null")])

        assert not cache.header_name_match("x-token", REQUEST, 0.0)


class TestAge:
    """
    Entries are removed after the seconds of their max-age have passed since they were stored.

    Spec: https://fetch.spec.whatwg.org/#concept-cache
    """

    @pytest.mark.parametrize(
        ("max_age", "now", "live"),
        [
            (5.0, 10.0, True),
            (5.0, 14.999, True),
            (5.0, 15.0, False),
            (5.0, 16.0, False),
            (0.0, 10.0, False),
        ],
    )
    def test_max_age_is_exclusive(self, max_age: float, now: float, live: bool) -> None:
        """An entry of 0 seconds never lives."""
        kept = entry(method="PUT", header_name=None, max_age=max_age, stored_at=10.0)

        assert live == kept.is_live(now)
        assert live == PreflightCache([kept]).method_match("PUT", REQUEST, now)

    def test_of_header_names_too(self) -> None:
        """Each entry by itself."""
        cache = PreflightCache([entry(header_name="a", max_age=5.0), entry(header_name="b", max_age=9.0)])

        assert not cache.header_name_match("a", REQUEST, 5.0)
        assert cache.header_name_match("b", REQUEST, 5.0)

    def test_for_ever(self) -> None:
        """As long as anybody counts."""
        assert entry(max_age=float("inf")).is_live(1e300)


class TestStore:
    """
    CORS-preflight fetch, steps 7.12 to 7.15: entries that match get the new max-age, others are created.

    Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """

    def test_the_max_age_of_a_match_is_set(self) -> None:
        """Its seconds count from when it was stored, by the text; there is no second entry."""
        cache = store(PreflightCache(), methods=["PUT"], header_names=["x-a"], max_age=10.0)
        cache = store(cache, methods=["PUT", "DELETE"], header_names=["X-A"], max_age=20.0, now=9.0)

        expected = [("PUT", None, 20.0, 0.0), (None, "x-a", 20.0, 0.0), ("DELETE", None, 20.0, 9.0)]
        assert expected == stored(cache)

    def test_a_match_that_the_new_max_age_ends(self) -> None:
        """Is removed, so that there is no match any more: an entry is created."""
        cache = store(PreflightCache(), methods=["PUT"], header_names=["x-a"], max_age=600.0)
        cache = store(cache, methods=["PUT"], header_names=["x-a"], max_age=5.0, now=9.0)

        assert [("PUT", None, 5.0, 9.0), (None, "x-a", 5.0, 9.0)] == stored(cache)

    def test_a_match_may_be_shortened(self) -> None:
        """To nothing, if the server says so."""
        cache = store(PreflightCache(), methods=["PUT"], max_age=600.0)
        cache = store(cache, methods=["PUT"], max_age=0.0, now=1.0)

        assert not cache.method_match("PUT", REQUEST, 1.0)

    def test_the_wildcard_matches(self) -> None:
        """So what it covers gets no entry of its own, and sets its max-age."""
        cache = store(PreflightCache(), methods=["*"], header_names=["*"])
        cache = store(cache, methods=["PUT"], header_names=["x-a", "authorization"], max_age=700.0, now=1.0)

        expected = [("*", None, 700.0, 0.0), (None, "*", 700.0, 0.0), (None, "authorization", 700.0, 1.0)]
        assert expected == stored(cache)

    def test_with_credentials(self) -> None:
        """What was stored without does not match: another entry. What was stored with does: the same."""
        without = store(PreflightCache(), methods=["PUT"])
        both = store(without, CREDENTIALED, methods=["PUT"], max_age=700.0, now=1.0)
        renewed = store(both, REQUEST, methods=["PUT"], max_age=800.0, now=2.0)

        assert [False, True] == [item.credentials for item in both.entries]
        assert [("PUT", None, 600.0, 0.0), ("PUT", None, 700.0, 1.0)] == stored(both)
        assert [("PUT", None, 800.0, 0.0), ("PUT", None, 800.0, 1.0)] == stored(renewed)

    def test_entries_of_others_stay(self) -> None:
        """Of another URL, origin or partition."""
        other = Request("https://api.example.com/other", origin=APP)
        cache = store(store(PreflightCache(), methods=["PUT"]), other, methods=["PUT"], now=1.0)

        assert [("PUT", None, 600.0, 0.0), ("PUT", None, 600.0, 1.0)] == stored(cache)

    def test_dead_entries_go(self) -> None:
        """Whosever they are."""
        other = Request("https://api.example.com/other", origin=APP)
        cache = store(PreflightCache(), other, methods=["PUT"], max_age=5.0)
        cache = store(cache, methods=["PUT"], now=5.0)

        assert [("PUT", None, 600.0, 5.0)] == stored(cache)

    def test_a_name_that_is_repeated(self) -> None:
        """Is one entry."""
        cache = store(PreflightCache(), methods=["PUT", "PUT"], header_names=["x-a", "X-A"])

        assert [("PUT", None), (None, "x-a")] == [item[:2] for item in stored(cache)]

    def test_the_cache_that_was_is_as_it_was(self) -> None:
        """A cache is a value."""
        before = PreflightCache()
        store(before, methods=["PUT"])

        assert () == before.entries

    @given(fresh_requests(), st.lists(tokens(), max_size=4), st.lists(tokens(), max_size=4))
    def test_what_is_stored_is_found(self, request: Request, methods: list[str], names: list[str]) -> None:
        """Until it is too old."""
        cache = store(PreflightCache(), request, methods=methods, header_names=names, max_age=5.0)

        for now, expected in ((4.9, True), (5.0, False)):
            assert all(cache.method_match(method, request, now) == expected for method in methods)
            assert all(cache.header_name_match(name, request, now) == expected for name in names)


class TestLimit:
    """Cache entries may be removed before that moment arrives: the oldest go."""

    def test_the_oldest_go(self) -> None:
        """When there are more than a cache holds."""
        cache = store(PreflightCache(max_entries=2), methods=["A"])
        cache = store(cache, methods=["B"], header_names=["c"], now=1.0)

        assert [("B", None), (None, "c")] == [item[:2] for item in stored(cache)]
        assert 2 == cache.max_entries

    def test_the_oldest_go_whosever_they_are(self) -> None:
        """Not those of other URLs first."""
        other = Request("https://api.example.com/other", origin=APP)
        cache = store(PreflightCache(max_entries=2), methods=["A"])
        cache = store(cache, other, methods=["B"], now=1.0)
        cache = store(cache, methods=["C"], now=2.0)

        assert [("B", None), ("C", None)] == [item[:2] for item in stored(cache)]

    def test_a_list_that_is_longer_than_the_cache(self) -> None:
        """Does not grow it, whatever a server sends."""
        methods = [f"M{number}" for number in range(5000)]
        cache = store(PreflightCache(), methods=methods, header_names=methods)

        assert 1000 == len(cache.entries)

    def test_a_cache_that_holds_nothing(self) -> None:
        """Is a browser without one."""
        cache = PreflightCache(max_entries=0)

        assert cache == store(cache, methods=["PUT"], header_names=["x-a"])

    @pytest.mark.parametrize("value", [-1, 1.0, True, "5", None])
    def test_a_limit_that_is_none(self, value: Any) -> None:  # noqa: ANN401 - of any wrong type
        """The error names the argument, the value and the rule."""
        with pytest.raises(InvalidInput) as raised:
            PreflightCache(max_entries=value)

        assert ("max_entries", value, "must be a whole number, zero or more") == raised.value.args


class TestClear:
    """
    What was stored for key, origin and current URL of the request is removed.

    Spec: https://fetch.spec.whatwg.org/#concept-cache-clear
    """

    def test_with_credentials_and_without(self) -> None:
        """The credentials of an entry count for nothing here."""
        cache = PreflightCache([entry(method="PUT"), entry(header_name="x-a", credentials=True)])

        assert PreflightCache() == cache.clear(REQUEST)
        assert PreflightCache() == cache.clear(CREDENTIALED)

    @pytest.mark.parametrize(
        "fields", [{"key": "top"}, {"origin": "null"}, {"url": parse_url(f"{API}#part")}]
    )
    def test_others_stay(self, fields: dict[str, Any]) -> None:
        """In order; the cache is the same if there were no others."""
        other = entry(method="PUT", **fields)
        cache = PreflightCache([other, entry(method="PUT"), other])

        assert PreflightCache([other, other]) == cache.clear(REQUEST)
        assert PreflightCache([other]).clear(REQUEST) == PreflightCache([other])

    def test_a_cache_with_nothing_to_clear(self) -> None:
        """Is the same value, its limit kept."""
        cache = PreflightCache([entry(key="top")], max_entries=5)

        assert cache is cache.clear(REQUEST)
        assert 5 == PreflightCache([entry()], max_entries=5).clear(REQUEST).max_entries


class TestValue:
    """A cache is a value."""

    @given(preflight_caches())
    def test_it_can_be_pickled(self, cache: PreflightCache) -> None:
        """With all its entries."""
        assert cache == pickled(cache)
        assert hash(cache) == hash(pickled(cache))

    def test_it_is_frozen(self) -> None:
        """And so are its entries."""
        cache = PreflightCache([entry()])
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            cache.entries = ()  # type: ignore[misc]  # to see it refused
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            cache.entries[0].max_age = 1.0  # type: ignore[misc]  # to see it refused

    def test_its_repr(self) -> None:
        """Shows what differs from an empty one of the usual size."""
        expected = (
            "PreflightCache(entries=(CacheEntry(key=None, origin='https://app.example.com', "
            "url=URL('https://api.example.com/data'), max_age=600.0, credentials=False, method='PUT', "
            "stored_at=0.0),), max_entries=5)"
        )
        assert "PreflightCache()" == repr(PreflightCache())
        assert expected == repr(PreflightCache([entry(method="PUT")], max_entries=5))

    @pytest.mark.parametrize("kind", [PreflightCache, CacheEntry])
    def test_it_has_no_subclasses(self, kind: type) -> None:
        """Compose values instead."""
        with pytest.raises(TypeError, match="is a value of cors_sim and cannot be subclassed"):
            type("Special", (kind,), {})
