"""Relations that hold whatever the request and the server are."""

import copy
import itertools
import random
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import cors_sim
from cors_sim import (
    Allowed,
    Blocked,
    Browser,
    HeaderList,
    HTTPRequest,
    Opaque,
    Outcome,
    PreflightCache,
    Request,
    Response,
    Send,
    cors_check,
    decide,
    preflight_check,
    preflight_needed,
    simulate,
    start,
)
from cors_sim._value import Value
from cors_sim.enums import ResponseType
from cors_sim.standard.redirect import location_url
from spec_tests.strategies import (
    Answers,
    browsers,
    fetches,
    fresh_requests,
    header_names,
    header_values,
    preflight_caches,
    requests,
    responses,
    servers,
    tokens,
)
from spec_tests.values import pickled

ALLOW_METHODS = "Access-Control-Allow-Methods"
ALLOW_HEADERS = "Access-Control-Allow-Headers"
MEANINGFUL = {
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-max-age",
    "content-type",
    "cross-origin-resource-policy",
    "location",
    "referrer-policy",
    "x-content-type-options",
}
"""The response headers that the algorithms modelled read to reach a verdict."""


def arbitrary_headers() -> st.SearchStrategy[HeaderList]:
    """Headers of any names and values, repeated as likely as not."""
    return st.lists(st.tuples(header_names(), header_values()), max_size=12).map(HeaderList)


def with_headers(response: Response, headers: HeaderList) -> Response:
    """*response* with other headers."""
    return response.with_fields(headers=headers)


def shuffled(headers: HeaderList, seed: int) -> HeaderList:
    """*headers* in another order, those of one name in their own."""
    order = [name.lower() for name in headers.names()]
    random.Random(seed).shuffle(order)  # noqa: S311 - an order, no secret
    rest = {name: list(headers.get_all(name)) for name in order}
    return HeaderList([(name, rest[name].pop(0)) for name in order])


class TestAddingPermissions:
    """To allow more never blocks what passed."""

    @given(fetches(), st.sampled_from([ALLOW_METHODS, ALLOW_HEADERS]), tokens() | st.just("*"))
    def test_one_more(self, fetch: tuple[Request, Answers], name: str, value: str) -> None:
        """
        A method or a header name that is added to those allowed.

        But for one case of the standard's own: where the use-CORS-preflight flag is set and no methods are
        listed, the request's method is permitted, and a list that does not have it takes that away.
        """
        request, server = fetch
        assume(not request.use_cors_preflight)
        before = simulate(request, server)
        more = server.changed(
            lambda response: with_headers(response, HeaderList([*response.headers, (name, value)]))
        )

        assert simulate(request, more).verdict.allowed or not before.verdict.allowed

    def test_the_case_of_the_standards_own(self) -> None:
        """CORS-preflight fetch, step 7.4."""
        request = Request(
            "https://api.example.com", origin="https://a.test", method="PUT", use_cors_preflight=True
        )
        welcome = HeaderList({"Access-Control-Allow-Origin": "*"})
        fewer = welcome.append(ALLOW_METHODS, "DELETE")

        assert simulate(request, lambda _: Response(200, welcome))
        assert not simulate(request, lambda _: Response(200, fewer))

    @given(fetches())
    def test_fewer_headers_to_ask_for(self, fetch: tuple[Request, Answers]) -> None:
        """A request that passed passes without its headers, too, in each single check of the preflight."""
        request, server = fetch
        bare = request.with_fields(headers=HeaderList())
        for response in server.responses:
            assert preflight_check(bare, response).allowed or not preflight_check(request, response).allowed

    @given(fetches())
    def test_without_credentials(self, fetch: tuple[Request, Answers]) -> None:
        """Whoever may read a response with credentials may read it without."""
        request, server = fetch
        included = request.with_fields(credentials_mode=cors_sim.enums.CredentialsMode.INCLUDE)
        omitted = request.with_fields(credentials_mode=cors_sim.enums.CredentialsMode.OMIT)
        for response in server.responses:
            assert cors_check(omitted, response).allowed or not cors_check(included, response).allowed


class TestResponseHeaders:
    """What of a response's headers counts for nothing."""

    @given(fetches(), st.integers(0, 99))
    def test_order(self, fetch: tuple[Request, Answers], seed: int) -> None:
        """Headers of different names may come in any order."""
        request, server = fetch
        other = server.changed(lambda response: with_headers(response, shuffled(response.headers, seed)))

        assert simulate(request, server).verdict == simulate(request, other).verdict

    @given(fetches())
    def test_case(self, fetch: tuple[Request, Answers]) -> None:
        """Names may be in any case."""
        request, server = fetch
        other = server.changed(
            lambda response: with_headers(
                response, HeaderList([(name.swapcase(), value) for name, value in response.headers])
            )
        )

        assert simulate(request, server).verdict == simulate(request, other).verdict

    @given(fetches(), header_names().filter(lambda name: name.lower() not in MEANINGFUL), header_values())
    def test_unrelated_headers(self, fetch: tuple[Request, Answers], name: str, value: str) -> None:
        """One more header that is of no algorithm's concern."""
        request, server = fetch
        other = server.changed(
            lambda response: with_headers(response, HeaderList([(name, value), *response.headers]))
        )

        assert simulate(request, server).verdict == simulate(request, other).verdict

    @given(fetches(), st.binary(max_size=3), st.sampled_from(["", "OK"]))
    def test_body_and_status_message(
        self, fetch: tuple[Request, Answers], body: bytes, message: str
    ) -> None:
        """Are passed on."""
        request, server = fetch
        other = server.changed(lambda response: response.with_fields(body=body, status_message=message))

        assert simulate(request, server).verdict == simulate(request, other).verdict

    @given(fetches(), st.sampled_from([kind for kind in ResponseType if kind != "error"]))
    def test_the_type(self, fetch: tuple[Request, Answers], kind: ResponseType) -> None:
        """Is the browser's: whatever a server's response calls itself, it is the same response."""
        request, server = fetch
        other = server.changed(lambda response: response.with_fields(type=kind))

        assert simulate(request, server).verdict == simulate(request, other).verdict
        assert simulate(request, server).response == simulate(request, other).response


class TestRequestFields:
    """What of a request counts for nothing."""

    @given(fetches())
    def test_what_only_others_look_at(self, fetch: tuple[Request, Answers]) -> None:
        """The API that script used, what started it, the HTTP cache."""
        request, server = fetch
        assume(request.cache_mode != "only-if-cached")
        other = request.with_fields(
            api="worklet", initiator_type="beacon", cache_mode=cors_sim.enums.CacheMode.RELOAD
        )
        outcome = simulate(other, server)

        assert simulate(request, server) == attrs.evolve(outcome, request=request)

    @given(fetches(), st.sampled_from(["x", "a/b?c"]))
    def test_the_fragment(self, fetch: tuple[Request, Answers], fragment: str) -> None:
        """Servers do not see it, and a preflight asks the same."""
        request, server = fetch
        url = request.url.with_fragment(fragment)
        outcome = simulate(request.with_fields(url_list=(url,)), server)

        assume(not any(exchange.response.headers.get("location") for exchange in outcome.exchanges))
        assert simulate(request, server).exchanges == outcome.exchanges


class TestCaches:
    """A preflight cache saves questions, and changes no answer."""

    @given(fetches(), st.lists(fresh_requests(), min_size=1, max_size=2), st.data())
    def test_one_that_earlier_fetches_filled(
        self, fetch: tuple[Request, Answers], earlier: list[Request], data: st.DataObject
    ) -> None:
        """
        The verdict is that of an empty cache, where the server answers all preflights of a URL alike.

        But for one case of the standard's own: a method that an earlier fetch was allowed by its
        use-CORS-preflight flag, without being listed, is allowed from the cache without the flag.
        """
        request, server = fetch
        cache = PreflightCache()
        for other in earlier:
            # Of the same page and URL, for a cache keeps the others apart.
            fields: dict[str, Any] = {"url_list": request.url_list, "use_cors_preflight": False}
            for name in ("origin", "network_partition_key", "method", "headers", "credentials_mode"):
                if name in {"origin", "network_partition_key"} or data.draw(st.booleans(), name):
                    fields[name] = getattr(request, name)
            cache = simulate(other.with_fields(**fields), server, cache=cache).cache
        outcome = simulate(request, server, cache=cache)

        assert simulate(request, server).verdict == outcome.verdict

    def test_the_case_of_the_standards_own(self) -> None:
        """CORS-preflight fetch, step 7.4, and steps 7.12 to 7.13."""
        flagged = Request(
            "https://api.example.com", origin="https://a.test", method="PUT", use_cors_preflight=True
        )
        plain = flagged.with_fields(use_cors_preflight=False)
        welcome = Response(200, {"Access-Control-Allow-Origin": "*"})
        cache = simulate(flagged, lambda _: welcome).cache

        assert not simulate(plain, lambda _: welcome)
        assert simulate(plain, lambda _: welcome, cache=cache)

    @given(fetches(), preflight_caches())
    def test_one_that_is_too_old(self, fetch: tuple[Request, Answers], cache: PreflightCache) -> None:
        """Is as good as none."""
        request, server = fetch
        assume(all(entry.max_age < 1e9 for entry in cache.entries))
        outcome = simulate(request, server, cache=cache, now=1e9)

        assert simulate(request, server, now=1e9).exchanges == outcome.exchanges

    @given(fetches())
    def test_a_second_time(self, fetch: tuple[Request, Answers]) -> None:
        """The same fetch again has the same verdict, with no more on the wire."""
        request, server = fetch
        first = simulate(request, server)
        second = simulate(request, server, cache=first.cache)

        if not any(
            exchange.request.is_preflight and not _permits(exchange) for exchange in first.exchanges
        ):
            assert first.verdict == second.verdict
            assert len(second.exchanges) <= len(first.exchanges)


def _permits(exchange: cors_sim.Exchange) -> bool:
    """Whether what a preflight was answered has methods, listed or none to list."""
    return exchange.response.headers.extract_values(ALLOW_METHODS) is not None


class TestWaysToRun:
    """All ways to run a fetch are one."""

    @given(fetches(), responses(), browsers())
    def test_decide_and_simulate(
        self, fetch: tuple[Request, Answers], preflight: Response, browser: Browser
    ) -> None:
        """On a server that does not redirect, the verdict of one hop is that of the fetch."""
        request, server = fetch
        for response in server.responses:
            if request.redirect_mode == "follow":
                assume(location_url(request, response) is None)

            def answers(asked: HTTPRequest, response: Response = response) -> Response:
                return preflight if asked.is_preflight else response

            verdict = simulate(request, answers, browser=browser).verdict
            assert verdict == decide(request, response, preflight=preflight, browser=browser)

    @given(requests(), responses(), responses())
    def test_decide_and_simulate_midway(
        self, request: Request, response: Response, preflight: Response
    ) -> None:
        """Of a request that has come by redirects, too."""
        assume(request.redirect_mode != "follow" or location_url(request, response) is None)
        outcome = simulate(request, lambda asked: preflight if asked.is_preflight else response)

        assert outcome.verdict == decide(request, response, preflight=preflight)

    @given(fetches(), browsers(), preflight_caches())
    def test_steps(self, fetch: tuple[Request, Answers], browser: Browser, cache: PreflightCache) -> None:
        """Asking for them changes nothing else."""
        request, server = fetch
        outcome = simulate(request, server, browser=browser, cache=cache)
        with_steps = simulate(request, server, browser=browser, cache=cache, steps=True)

        assert outcome == attrs.evolve(with_steps, steps=())
        assert with_steps.steps

    @given(fetches(), browsers(), preflight_caches(), st.booleans())
    def test_the_same_again(
        self, fetch: tuple[Request, Answers], browser: Browser, cache: PreflightCache, steps: bool
    ) -> None:
        """The same inputs give the same outcome, be they other objects."""
        request, server = fetch
        outcome = simulate(request, server, browser=browser, cache=cache, steps=steps)
        again = simulate(
            pickled(request), server, browser=pickled(browser), cache=copy.deepcopy(cache), steps=steps
        )

        assert outcome == again
        assert repr(outcome) == repr(again)

    @given(fetches())
    def test_step_by_step(self, fetch: tuple[Request, Answers]) -> None:
        """Answers may come from wherever they are kept."""
        request, server = fetch
        outcome = simulate(request, server)
        state = start(request)
        for exchange in outcome.exchanges:
            assert isinstance(state, Send)
            assert exchange.request == state.request
            state = state.receive(exchange.response)

        assert state == cors_sim.Done(outcome)


class TestHostileServers:
    """What a server does, however odd, is never an exception."""

    @given(
        requests(), st.lists(st.tuples(st.integers(0, 999), arbitrary_headers()), min_size=1, max_size=3)
    )
    def test_any_headers(self, request: Request, answers: list[tuple[int, HeaderList]]) -> None:
        """It is a verdict."""
        server = Answers(tuple(Response(status, headers) for status, headers in answers))
        outcome = simulate(request, server, steps=True)

        assert isinstance(outcome.verdict, Allowed | Opaque | Blocked)
        assert outcome.verdict.allowed or outcome.verdict.evidence is not None

    @given(requests(), responses(), responses())
    def test_single_checks(self, request: Request, response: Response, preflight: Response) -> None:
        """Of one hop, of the preflight, and of the response."""
        verdicts = [
            decide(request, response, preflight=preflight),
            preflight_check(request, preflight),
            cors_check(request, response),
        ]

        assert all(isinstance(verdict, Allowed | Opaque | Blocked) for verdict in verdicts)

    @given(fetches())
    def test_the_wire_is_of_the_request(self, fetch: tuple[Request, Answers]) -> None:
        """
        At most 21 hops, each of them preflighted once at most, and each preflight before its request.

        What status 421 answers is sent once more, and counts once.
        """
        request, server = fetch
        exchanges = simulate(request, server).exchanges
        asked = [
            second.request
            for first, second in itertools.pairwise((None, *exchanges))
            if second is not None
            and not (first and first.response.status == 421 and first.request == second.request)
        ]

        assert sum(not one.is_preflight for one in asked) <= 21
        assert all(
            not second.is_preflight for first, second in itertools.pairwise(asked) if first.is_preflight
        )

    @given(fetches())
    def test_nobody_is_asked_without_leave(self, fetch: tuple[Request, Answers]) -> None:
        """What needs a preflight is not sent before one that passed."""
        request, server = fetch
        outcome = simulate(request, server)

        if preflight_needed(request) and outcome.exchanges:
            first, *rest = outcome.exchanges
            assert first.request.is_preflight
            if first.response.status == 421 and rest:
                # Sent once more: the second answer is the one that counts.
                first, *rest = rest
            assert not rest or preflight_check(request, first.response).allowed


class TestVerdicts:
    """How verdict, response and wire go together."""

    @given(fetches())
    def test_what_script_sees(self, fetch: tuple[Request, Answers]) -> None:
        """A network error where it is blocked, nothing where it is opaque, else an answer."""
        request, server = fetch
        outcome = simulate(request, server)
        kinds = {
            Allowed: {"basic", "cors"},
            Opaque: {"opaque", "opaqueredirect"},
            Blocked: {"error"},
        }

        assert outcome.response.type in kinds[type(outcome.verdict)]
        assert bool(outcome) == outcome.verdict.allowed
        assert (outcome.error is not None) == isinstance(outcome.verdict, Blocked)

    @given(fetches())
    def test_what_was_allowed_can_be_shown(self, fetch: tuple[Request, Answers]) -> None:
        """A response of another origin that script reads has passed the CORS check."""
        request, server = fetch
        outcome = simulate(request, server)

        if outcome.response.type == "cors":
            last = outcome.exchanges[-1]
            origin = last.response.headers.get("Access-Control-Allow-Origin")
            assert origin in {"*", last.request.headers.get_all("Origin")[-1]}

    @given(fetches())
    def test_the_last_step_is_the_verdicts(self, fetch: tuple[Request, Answers]) -> None:
        """Where it is blocked; and no other step failed."""
        request, server = fetch
        outcome = simulate(request, server, steps=True)
        failed = [(noted.step, noted.evidence) for noted in outcome.steps if not noted.passed]
        verdict = outcome.verdict

        assert failed == ([(verdict.step, verdict.evidence)] if isinstance(verdict, Blocked) else [])


def values() -> st.SearchStrategy[Value]:
    """Values of all kinds."""
    outcomes = st.builds(lambda fetch: simulate(*fetch, steps=True), fetches())
    parts = outcomes.flatmap(
        lambda outcome: st.sampled_from(
            [
                *(outcome, outcome.verdict, outcome.response, outcome.cache, outcome.request),
                *(*outcome.exchanges, *outcome.steps, *outcome.cache.entries),
                *(start(outcome.request, steps=True), outcome.request.origin, outcome.request.url),
                *((need,) if (need := preflight_needed(outcome.request)) else ()),
            ]
        )
    )
    return st.one_of(parts, requests(), servers().map(lambda server: server.responses[0]), browsers())


class TestValues:
    """Everything that goes in and comes out is a value."""

    @given(values())
    def test_pickling(self, value: Value) -> None:
        """What comes back is equal, hashed alike, and reads the same."""
        back = pickled(value)

        assert value == back
        assert hash(value) == hash(back)
        assert repr(value) == repr(back)

    @given(values())
    def test_copying(self, value: Value) -> None:
        """Likewise."""
        assert value == copy.copy(value)
        assert value == copy.deepcopy(value)

    @pytest.mark.parametrize("kind", sorted(Value.__subclasses__(), key=str))
    def test_no_subclasses(self, kind: type[Value]) -> None:
        """Of any."""
        with pytest.raises(TypeError, match="is a value of cors_sim and cannot be subclassed"):
            type("Special", (kind,), {})

    @given(values())
    def test_frozen(self, value: Value) -> None:
        """No attribute can be set, known or not."""
        for name in ("request", "anything", "__class__"):
            with pytest.raises((AttributeError, TypeError)):
                setattr(value, name, None)

    def test_outcomes_differ(self) -> None:
        """By each of their fields."""
        request = Request("https://api.example.com", origin="https://a.test", method="PUT")
        outcome = simulate(request, lambda _: Response(200, {"Access-Control-Allow-Origin": "*"}))
        others: dict[str, Any] = {
            "verdict": Allowed(),
            "response": Response(),
            "exchanges": (),
            "cache": PreflightCache(max_entries=1),
            "steps": (None,),
            "request": request.with_fields(method="GET"),
            "browser": Browser(name="another"),
            "initial_cache": PreflightCache(max_entries=1),
            "now": 1.0,
        }

        assert set(others) == {field.name for field in attrs.fields(Outcome)}
        for name, other in others.items():
            assert outcome != attrs.evolve(outcome, **{name: other})
