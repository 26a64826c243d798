"""
A shared cache: what RFC 9111 has it store, use and ask again; and what comes of a missing ``Vary: Origin``.

Spec: https://www.rfc-editor.org/rfc/rfc9111
"""

# ruff: noqa: SIM300 - expected == actual

import asyncio
from collections.abc import Mapping

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_sim import (
    BROWSERS,
    Browser,
    HeaderList,
    HTTPRequest,
    InvalidInput,
    Reason,
    Request,
    Response,
    parse_url,
    simulate,
)
from cors_sim.headers import HeadersInput
from cors_sim.servers import CacheSession, shared_cache, with_credentials
from spec_tests.strategies import Answers, fetches

URL = "https://api.example.com/profile"
ALICE = "https://app.example.com"
BOB = "https://shop.example.com"
DATE = "Thu, 01 Jan 2026 00:00:00 GMT"
HOUR_LATER = "Thu, 01 Jan 2026 01:00:00 GMT"
TEN_HOURS_BEFORE = "Wed, 31 Dec 2025 14:00:00 GMT"


@attrs.define
class Origin:
    """A server behind the cache, which counts and remembers what it is asked."""

    headers: Mapping[str, str]
    status: int = 200
    asked: list[HTTPRequest] = attrs.Factory(list)

    def __call__(self, request: HTTPRequest) -> Response:
        """Its answer: the number of times that it has been asked."""
        self.asked.append(request)
        condition = request.headers.get("If-None-Match")
        if condition is not None and condition == self.headers.get("ETag"):
            return Response(304, self.headers)
        return Response(self.status, self.headers, body=str(len(self.asked)).encode())


def asked(
    method: str = "GET", headers: HeadersInput = (), *, include_credentials: bool = False
) -> HTTPRequest:
    """What goes over the wire."""
    return HTTPRequest(
        method=method,
        url=parse_url(URL),
        headers=HeaderList(headers),
        body=None,
        include_credentials=include_credentials,
        is_preflight=False,
    )


def times_asked(
    headers: Mapping[str, str],
    *requests: HTTPRequest,
    at: tuple[float, ...] = (0.0, 1.0),
    status: int = 200,
    **options: float,
) -> int:
    """How often the server behind the cache is asked, when the cache is asked at these seconds."""
    origin = Origin(headers, status)
    cache = shared_cache(origin, **options).session()
    each = requests or (asked(),) * len(at)
    for request, now in zip(each, at, strict=True):
        cache.at(now)(request)
    return len(origin.asked)


class TestStored:
    """Section 3: which responses are stored."""

    @pytest.mark.parametrize(
        "headers",
        [
            {"Cache-Control": "max-age=60"},
            {"Cache-Control": "public, max-age=60", "Set-Cookie": "a=b"},
            {"Cache-Control": "s-maxage=60, max-age=0"},
            {"Cache-Control": 'MAX-AGE="60"'},
            {"Date": DATE, "Expires": HOUR_LATER},
            {"Date": DATE, "Last-Modified": TEN_HOURS_BEFORE},
        ],
    )
    def test_yes(self, headers: Mapping[str, str]) -> None:
        """What says how long it is good, or when it was modified."""
        assert 1 == times_asked(headers)

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Cache-Control": "no-store, max-age=60"},
            {"Cache-Control": "private, max-age=60"},
            {"Cache-Control": 'private="X-A", max-age=60'},
            {"Cache-Control": "no-cache, max-age=60"},
            {"Cache-Control": "max-age=0"},
            {"Cache-Control": "max-age=soon"},
            {"Cache-Control": "max-age=60", "Vary": "*"},
            {"Cache-Control": "public"},
            {"Date": DATE, "Expires": "0"},
            {"Date": HOUR_LATER, "Expires": DATE},
            {"Date": DATE, "Last-Modified": HOUR_LATER},
            {"Last-Modified": "soon"},
        ],
    )
    def test_no(self, headers: Mapping[str, str]) -> None:
        """What forbids it, or says nothing that would let it be used."""
        assert 2 == times_asked(headers)

    @pytest.mark.parametrize(
        ("status", "times"), [(200, 1), (301, 1), (404, 1), (302, 2), (500, 2), (206, 2)]
    )
    def test_status(self, status: int, times: int) -> None:
        """By when it was modified: only for statuses that are so by definition."""
        headers = {"Date": DATE, "Last-Modified": TEN_HOURS_BEFORE}
        assert times == times_asked(headers, status=status)

    @pytest.mark.parametrize(("status", "times"), [(302, 1), (500, 1), (206, 2), (304, 2)])
    def test_status_of_what_says(self, status: int, times: int) -> None:
        """By what it says: whatever the status, but for parts and for what is no response of its own."""
        assert times == times_asked({"Cache-Control": "max-age=60"}, status=status)

    @pytest.mark.parametrize(
        ("cache_control", "times"),
        [
            ("max-age=60", 2),
            ("max-age=60, public", 1),
            ("s-maxage=60", 1),
            ("max-age=60, must-revalidate", 1),
        ],
    )
    def test_authorization(self, cache_control: str, times: int) -> None:
        """3.5: a request with Authorization is for its sender alone, unless the response says otherwise."""
        request = asked(headers={"Authorization": "Bearer x"})
        assert times == times_asked({"Cache-Control": cache_control}, request, request)

    def test_network_error(self) -> None:
        """No answer is nothing to store."""
        answers = iter([Response.network_error(), Response(200)])
        cache = shared_cache(lambda _: next(answers), default_lifetime=60).session()
        assert cache(asked()).is_network_error
        assert 200 == cache(asked()).status

    def test_default_lifetime(self) -> None:
        """For what says nothing, if the cache has one; what says something is believed."""
        assert 1 == times_asked({}, default_lifetime=60)
        assert 2 == times_asked({}, at=(0, 60), default_lifetime=60)
        assert 2 == times_asked({}, status=302, default_lifetime=60)
        assert 2 == times_asked({"Cache-Control": "max-age=1"}, default_lifetime=60)
        for impossible in (-1, float("inf"), float("nan")):
            with pytest.raises(InvalidInput, match="default_lifetime"):
                shared_cache(Origin({}), default_lifetime=impossible)


class TestUsed:
    """Section 4: when a stored response is the answer."""

    @pytest.mark.parametrize(
        ("headers", "seconds", "times"),
        [
            ({"Cache-Control": "max-age=60"}, 59.9, 1),
            ({"Cache-Control": "max-age=60"}, 60, 2),
            ({"Cache-Control": "max-age=60", "Age": "50"}, 9, 1),
            ({"Cache-Control": "max-age=60", "Age": "50"}, 10, 2),
            ({"Cache-Control": "max-age=60", "Age": "old"}, 59, 1),
            ({"Date": DATE, "Expires": HOUR_LATER}, 3599, 1),
            ({"Date": DATE, "Expires": HOUR_LATER}, 3600, 2),
            ({"Date": DATE, "Last-Modified": TEN_HOURS_BEFORE}, 3599, 1),
            ({"Date": DATE, "Last-Modified": TEN_HOURS_BEFORE}, 3600, 2),
        ],
    )
    def test_freshness(self, headers: Mapping[str, str], seconds: float, times: int) -> None:
        """4.2: its age is less than its lifetime."""
        assert times == times_asked(headers, at=(0, seconds))

    def test_without_date(self) -> None:
        """What has no Date was received at the time of the caller, counted from 1970."""
        assert 1 == times_asked({"Expires": DATE}, at=(1767225590, 1767225599))
        assert 2 == times_asked({"Expires": DATE}, at=(1767225590, 1767225600))

    @pytest.mark.parametrize(
        ("cache_control", "times"), [("no-cache", 2), ("max-age=5", 2), ("max-age=20", 1), ("no-store", 1)]
    )
    def test_what_the_request_wants(self, cache_control: str, times: int) -> None:
        """A request may want it newer."""
        second = asked(headers={"Cache-Control": cache_control})
        assert times == times_asked({"Cache-Control": "max-age=60"}, asked(), second, at=(0, 10))

    def test_not_stored_for_the_request(self) -> None:
        """Or not kept."""
        first = asked(headers={"Cache-Control": "no-store"})
        assert 2 == times_asked({"Cache-Control": "max-age=60"}, first, asked())

    def test_age_is_said(self) -> None:
        """5.1, in whole seconds, in place of the one that was there."""
        cache = shared_cache(Origin({"Cache-Control": "max-age=60", "Age": "7"})).session()
        assert "7" == cache(asked()).headers.get("Age")
        assert ("9", b"1") == ((answer := cache.at(2.5)(asked())).headers.get("Age"), answer.body)

    def test_vary(self) -> None:
        """4.1: only for the same headers that it names; each variant is kept."""
        headers = {"Cache-Control": "max-age=60", "Vary": "X-Other, ACCEPT-language"}
        german, english = (asked(headers={"Accept-Language": tag}) for tag in ("de", "en"))
        assert 2 == times_asked(headers, german, english, german, english, at=(0, 1, 2, 3))
        assert 2 == times_asked(headers, german, asked(), german, at=(0, 1, 2))

    def test_vary_cookie(self) -> None:
        """A request with credentials has cookies that one without has not."""
        headers = {"Cache-Control": "max-age=60", "Vary": "Cookie"}
        assert 2 == times_asked(headers, asked(), asked(include_credentials=True))
        assert 1 == times_asked({**headers, "Vary": "Origin"}, asked(), asked(include_credentials=True))

    @pytest.mark.parametrize(
        "request_",
        [
            asked("HEAD"),
            asked("OPTIONS"),
            asked(headers={"Range": "bytes=0-1"}),
            asked(headers={"If-None-Match": "x"}),
        ],
    )
    def test_passed_on(self, request_: HTTPRequest) -> None:
        """Other methods, parts and conditions are passed on, and nothing is forgotten for them."""
        assert 2 == times_asked({"Cache-Control": "max-age=60"}, asked(), request_, asked(), at=(0, 1, 2))

    @pytest.mark.parametrize(("status", "times"), [(200, 3), (302, 3), (404, 2)])
    def test_invalidation(self, status: int, times: int) -> None:
        """4.4: what may have changed the resource, with success, makes the cache forget it."""
        answers = {"GET": Response(200, {"Cache-Control": "max-age=60"}), "POST": Response(status)}
        count = []
        cache = shared_cache(lambda request: (count.append(request), answers[request.method])[1]).session()  # type: ignore[func-returns-value]  # counted on the way
        for request in (asked(), asked("POST"), asked()):
            cache(request)
        assert times == len(count)


class TestAskedAgain:
    """4.3: validation."""

    def test_confirmed(self) -> None:
        """304 makes the stored response good again, with the headers that came with it."""
        origin = Origin({"Cache-Control": "max-age=60", "ETag": '"1"', "X-A": "old"})
        cache = shared_cache(origin).session()
        cache(asked())
        origin.headers = {**origin.headers, "X-A": "new", "Content-Length": "0"}
        confirmed = cache.at(60)(asked())

        assert '"1"' == origin.asked[1].headers.get("If-None-Match")
        assert (200, b"1", "new") == (confirmed.status, confirmed.body, confirmed.headers.get("X-A"))
        assert "Content-Length" not in confirmed.headers
        assert b"1" == cache.at(119)(asked()).body
        assert 2 == len(origin.asked)

    def test_changed(self) -> None:
        """Another response takes its place."""
        origin = Origin({"Cache-Control": "max-age=60", "ETag": '"1"', "Last-Modified": DATE})
        cache = shared_cache(origin).session()
        cache(asked())
        origin.headers = {**origin.headers, "ETag": '"2"'}

        assert [b"2", b"2"] == [cache.at(now)(asked()).body for now in (60, 119)]
        assert DATE == origin.asked[1].headers.get("If-Modified-Since")

    def test_no_cache(self) -> None:
        """Is stored, and asked about each time."""
        origin = Origin({"Cache-Control": "no-cache, max-age=60", "ETag": '"1"'})
        cache = shared_cache(origin).session()
        assert [b"1", b"1"] == [cache.at(now)(asked()).body for now in (0, 1)]
        assert 2 == len(origin.asked)


class TestSessions:
    """Whose cache it is."""

    def test_each_fetch_has_its_own(self) -> None:
        """Unless a session is opened for several."""
        origin = Origin({"Cache-Control": "max-age=60", "Access-Control-Allow-Origin": "*"})
        server = shared_cache(origin)
        request = Request(URL, origin=ALICE)

        assert [b"1", b"2"] == [simulate(request, server).response.body for _ in range(2)]
        session = server.session()
        assert [b"3", b"3"] == [simulate(request, session.at(now)).response.body for now in (0, 1)]

    def test_awaited(self) -> None:
        """The same, awaited."""
        origin = Origin({"Cache-Control": "max-age=60", "ETag": '"1"'})

        async def awaited(request: HTTPRequest) -> Response:
            return origin(request)

        async def bodies() -> list[bytes | None]:
            session = shared_cache(awaited).awaited_session()
            return [(await session.at(now)(asked())).body for now in (0, 1, 60, 61)]

        assert [b"1"] * 4 == asyncio.run(bodies())
        assert 2 == len(origin.asked)

    @given(fetches(), st.floats(0, 1e9))
    def test_in_front_of_anything(self, fetch: tuple[Request, Answers], now: float) -> None:
        """An empty cache changes nothing of a fetch that asks for no URL twice."""
        request, server = fetch
        without = simulate(request, server)
        through = simulate(request, shared_cache(server).session().at(now))
        urls = [exchange.request.url for exchange in without.exchanges if not exchange.request.is_preflight]
        if len(set(urls)) == len(urls):
            assert without == through


def reflecting(vary: str) -> CacheSession:
    """A cache in front of a server that lets in every page by name, and tells users by cookies."""

    def server(request: HTTPRequest) -> Response:
        headers = {
            "Access-Control-Allow-Origin": request.headers.get("Origin") or "null",
            "Access-Control-Allow-Credentials": "true",
            "Cache-Control": "public, max-age=60",
            "Vary": vary,
        }
        return Response(200, headers, body=(request.headers.get("Cookie") or "nobody").encode())

    return shared_cache(server).session()


class TestMissingVary:
    """
    "Sometimes it works": the answer to one page, kept by a cache, is the answer to another.

    What has no ``Vary: Origin`` is good for every origin, says the server, and the cache believes it.
    """

    @pytest.mark.parametrize("browser", BROWSERS, ids=lambda browser: browser.name)
    def test_breaks(self, browser: Browser) -> None:
        """The second page is blocked by what the first one was told, until the answer is old."""
        first, second = Request(URL, origin=ALICE), Request(URL, origin=BOB)
        cache = reflecting("Accept")

        assert simulate(first, cache, browser=browser)
        blocked = simulate(second, cache.at(30), browser=browser).verdict
        assert Reason.ALLOW_ORIGIN_MISMATCH == blocked.reason
        assert blocked.evidence is not None
        assert (ALICE, BOB) == (blocked.evidence.observed, blocked.evidence.expected)
        assert simulate(second, cache.at(60), browser=browser)

    def test_without_origin(self) -> None:
        """So is a page that asks behind somebody who sent no Origin at all."""
        cache = reflecting("Accept")
        simulate(Request(URL, origin="https://api.example.com"), cache)
        assert not simulate(Request(URL, origin=ALICE), cache)

    def test_leaks(self) -> None:
        """A page reads, as one user, what was answered to another."""
        request = Request(URL, origin=ALICE, credentials_mode="include")
        cache = reflecting("Origin")
        simulate(request, with_credentials(cache, {"Cookie": "user=alice"}))
        stolen = simulate(request, with_credentials(cache.at(1), {"Cookie": "user=bob"}))

        assert b"user=alice" == stolen.response.body

    @pytest.mark.parametrize("vary", ["Origin, Cookie", "origin,cookie", "*"])
    def test_mended(self, vary: str) -> None:
        """With Vary, each has an answer of its own."""
        cache = reflecting(vary)
        for page in (ALICE, BOB):
            for user in ("alice", "bob"):
                request = Request(URL, origin=page, credentials_mode="include")
                outcome = simulate(request, with_credentials(cache, {"Cookie": f"user={user}"}))
                assert f"user={user}".encode() == outcome.response.body
