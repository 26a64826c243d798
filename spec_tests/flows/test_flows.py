"""Whole fetches, by every way to drive them: answer by answer, at once, awaited, or one hop alone."""

# ruff: noqa: SIM300 - expected == actual

import asyncio
import copy
import math
from collections.abc import Awaitable, Callable
from typing import Any

import attrs
import pytest
from hypothesis import given

from cors_sim import (
    BROWSERS,
    WEBKIT,
    Blocked,
    BodyWithoutSource,
    Browser,
    Done,
    Evidence,
    HeaderList,
    HTTPRequest,
    InvalidInput,
    Outcome,
    PreflightCache,
    PreflightNeeded,
    Reason,
    Request,
    Response,
    ScriptError,
    Send,
    Step,
    TraceStep,
    _notebook,
    compare,
    decide,
    parse_url,
    simulate,
    simulate_async,
    start,
)
from cors_sim.browsers import STANDARD
from cors_sim.enums import Mode, RedirectMode
from cors_sim.verdicts import ALLOWED
from spec_tests.strategies import Answers, browsers, fetches, preflight_caches
from spec_tests.values import evaluated, pickled

APP = "https://app.example.com"
API = "https://api.example.com"
WELCOME = HeaderList(
    {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "*",
        "Access-Control-Allow-Headers": "*",
    }
)
PUT = Request(API, origin=APP, method="PUT")
GET = Request(API, origin=APP)
REFUSED_REDIRECTS = {
    Reason.REDIRECT_LOCATION_INVALID,
    Reason.REDIRECT_SCHEME_NOT_HTTP,
    Reason.REDIRECT_URL_INCLUDES_CREDENTIALS,
}
REDIRECT_STEP_22 = Step(
    "HTTP-redirect fetch", "22", "https://fetch.spec.whatwg.org/#concept-http-redirect-fetch"
)


def welcome(_: HTTPRequest) -> Response:
    """Let everybody in."""
    return Response(200, WELCOME)


async def welcome_later(request: HTTPRequest) -> Response:
    """Let everybody in, after a turn of the event loop."""
    await asyncio.sleep(0)
    return welcome(request)


def always(response: Response) -> Callable[[HTTPRequest], Response]:
    """A server with one answer to all."""
    return lambda _: response


def redirects(number: int) -> Callable[[HTTPRequest], Response]:
    """A server that redirects so many times, then answers."""

    def server(request: HTTPRequest) -> Response:
        count = int(request.url.path.removeprefix("/") or 0)
        if count == number:
            return Response(200, WELCOME)
        return Response(302, WELCOME.append("Location", f"/{count + 1}"))

    return server


def sending(state: Send | Done) -> Send:
    """The state, which is one that waits for an answer."""
    assert isinstance(state, Send)
    return state


def outcome_of(state: Send | Done) -> Outcome:
    """The outcome of the state, which is the last."""
    assert isinstance(state, Done)
    return state.outcome


def driven(
    request: Request,
    answers: Callable[[HTTPRequest], Response],
    **options: Any,  # noqa: ANN401 - options of many types
) -> Outcome:
    """A fetch, answer by answer."""
    state = start(request, **options)
    while isinstance(state, Send):
        state = state.receive(answers(state.request))
    return state.outcome


class Counting:
    """A server that counts what one session asked, and how many sessions there were."""

    def __init__(self) -> None:
        self.sessions: list[list[HTTPRequest]] = []

    def session(self) -> Callable[[HTTPRequest], Response]:
        """Open a session."""
        asked: list[HTTPRequest] = []
        self.sessions.append(asked)

        def answer(request: HTTPRequest) -> Response:
            asked.append(request)
            return Response(200, WELCOME.append("X-Count", str(len(asked))), body=b"%d" % len(asked))

        return answer


class TestStart:
    """Begin a fetch whose answers you bring yourself."""

    def test_it_waits_for_the_first_answer(self) -> None:
        """`Send` says what is asked."""
        state = sending(start(GET))

        assert ("GET", parse_url(API), False) == (
            state.request.method,
            state.request.url,
            state.request.is_preflight,
        )

    @pytest.mark.parametrize("url", ["data:,hello", "https://api.example.com:25/", "ftp://localhost/"])
    def test_or_it_is_done(self, url: str) -> None:
        """Where nobody is asked."""
        state = start(Request(url, origin=APP))

        assert () == outcome_of(state).exchanges
        assert state == start(Request(url, origin=APP))

    @pytest.mark.parametrize("value", [None, API, GET.url, Response()])
    def test_what_is_no_request_is_refused(self, value: Any) -> None:  # noqa: ANN401 - of any wrong type
        """The error names the argument, the value and the rule."""
        with pytest.raises(InvalidInput) as raised:
            start(value)

        assert ("request", value, "must be a Request") == raised.value.args

    @pytest.mark.parametrize(
        ("argument", "value"),
        [
            ("browser", "chromium"),
            ("browser", None),
            ("cache", {}),
            ("now", None),
            ("now", "1"),
            ("now", math.inf),
            ("now", math.nan),
        ],
    )
    def test_what_is_no_browser_and_no_cache_is_refused(self, argument: str, value: Any) -> None:  # noqa: ANN401 - of any wrong type
        """At once, not when it is first looked at."""
        arguments: dict[str, Any] = {argument: value}
        with pytest.raises(InvalidInput) as raised:
            start(PUT, **arguments)

        assert (argument, value) == (raised.value.argument, raised.value.value)
        with pytest.raises(InvalidInput, match=argument):
            simulate(PUT, welcome, **arguments)


class TestReceive:
    """The state after an answer."""

    def test_answer_by_answer(self) -> None:
        """A preflight, a redirect, a preflight, and the end."""
        state = sending(start(PUT))
        asked = [state.request]
        for response in (
            Response(204, WELCOME),
            Response(307, WELCOME.append("Location", "/next")),
            Response(204, WELCOME),
        ):
            state = sending(state.receive(response))
            asked.append(state.request)
        outcome = outcome_of(state.receive(Response(201, WELCOME)))

        assert ["OPTIONS /", "PUT /", "OPTIONS /next", "PUT /next"] == [
            f"{request.method} {request.url.path}" for request in asked
        ]
        assert ALLOWED == outcome.verdict
        assert asked == [exchange.request for exchange in outcome.exchanges]
        assert [204, 307, 204, 201] == [exchange.response.status for exchange in outcome.exchanges]

    def test_no_answer(self) -> None:
        """Is `Response.network_error()`."""
        outcome = outcome_of(sending(start(GET)).receive(Response.network_error()))

        assert Reason.NETWORK_ERROR is outcome.verdict.reason

    def test_one_state_many_answers(self) -> None:
        """A `Send` is not used up: each answer makes a state of its own."""
        state = sending(start(PUT))
        before = copy.copy(state)
        allowed = sending(state.receive(Response(204, WELCOME)))
        refused = outcome_of(state.receive(Response(403)))
        again = sending(state.receive(Response(204, WELCOME)))

        assert "PUT" == allowed.request.method
        assert Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING is refused.verdict.reason
        assert allowed == again
        assert before == state
        assert [200, 404, 500] == [
            outcome_of(allowed.receive(Response(status, WELCOME))).response.status
            for status in (200, 404, 500)
        ]

    @pytest.mark.parametrize("value", [None, 200, {"status": 200}, b""])
    def test_what_is_no_response_is_refused(self, value: Any) -> None:  # noqa: ANN401 - of any wrong type
        """The error names the argument of the method."""
        state = sending(start(GET))
        with pytest.raises(InvalidInput) as raised:
            state.receive(value)

        assert ("response", value) == (raised.value.argument, raised.value.value)

    @pytest.mark.parametrize("value", ["1", math.nan, -math.inf])
    def test_what_is_no_time_is_refused(self, value: Any) -> None:  # noqa: ANN401 - of any wrong type
        """Though None is the time before."""
        state = sending(start(GET))
        with pytest.raises(InvalidInput) as raised:
            state.receive(Response(), now=value)

        assert ("now", value, "must be a number of seconds") == raised.value.args

    @given(fetches(), browsers(), preflight_caches())
    def test_it_is_what_simulate_does(
        self, fetch: tuple[Request, Answers], browser: Browser, cache: PreflightCache
    ) -> None:
        """Driven by hand or at once, with steps and without."""
        request, server = fetch
        for steps in (False, True):
            options: dict[str, Any] = {"browser": browser, "cache": cache, "now": 1.0, "steps": steps}

            assert simulate(request, server, **options) == driven(request, server, **options)


class TestStates:
    """States are values."""

    def test_they_have_no_truth(self) -> None:
        """An ``if state`` that means the verdict is a mistake."""
        with pytest.raises(TypeError, match="a Send is no verdict: look at its outcome"):
            bool(start(GET))
        with pytest.raises(TypeError, match="a Done is no verdict: look at its outcome"):
            bool(start(Request("data:,", origin=APP)))

    @given(fetches())
    def test_they_can_be_pickled(self, fetch: tuple[Request, Answers]) -> None:
        """Amid a fetch, which goes on as if nothing had been."""
        request, server = fetch
        state = start(request, steps=True)
        while isinstance(state, Send):
            assert state == pickled(state)
            response = server(state.request)
            assert state.receive(response) == pickled(state).receive(response)
            state = state.receive(response)

        assert state == pickled(state)

    def test_they_are_equal_by_what_was_said(self) -> None:
        """Request, answers, and all that the fetch was started with."""
        state = sending(start(PUT))

        assert state == start(PUT)
        assert hash(state) == hash(start(PUT))
        assert state != start(PUT, steps=True)
        assert state != start(PUT, now=1.0)
        assert state.receive(Response(204, WELCOME)) != state.receive(Response(200, WELCOME))

    def test_they_read_well(self) -> None:
        """What is asked, or what came of it."""
        state = sending(start(GET))

        assert f"Send(request={state.request!r})" == repr(state)
        done = state.receive(Response())
        assert f"Done(outcome={outcome_of(done)!r})" == repr(done)

    @pytest.mark.parametrize("state", [start(GET), start(Request("data:,", origin=APP))])
    def test_they_are_frozen(self, state: Send | Done) -> None:
        """No field can be set."""
        field = attrs.fields(type(state))[0].name
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(state, field, None)

    @pytest.mark.parametrize("kind", [Send, Done, Outcome, ScriptError])
    def test_they_have_no_subclasses(self, kind: type) -> None:
        """Compose values instead."""
        with pytest.raises(TypeError, match="is a value of cors_sim and cannot be subclassed"):
            type("Special", (kind,), {})


class TestTime:
    """``now`` is the caller's: seconds on a scale that does not run backwards."""

    def allowing(self, max_age: int) -> Response:
        """Permission for so many seconds."""
        return Response(204, WELCOME.append("Access-Control-Max-Age", str(max_age)))

    def test_it_moves_with_the_answers(self) -> None:
        """An entry is as old as the answer to the preflight."""
        state = sending(start(PUT, now=10.0)).receive(self.allowing(5), now=12.5)
        outcome = outcome_of(sending(state).receive(Response(200, WELCOME), now=13.0))

        assert {12.5} == {entry.stored_at for entry in outcome.cache.entries}

    def test_it_stands_still_unless_told(self) -> None:
        """At the time of the answer before, or of the start."""
        first = sending(start(PUT, now=10.0)).receive(self.allowing(5))
        redirected = sending(first).receive(Response(307, WELCOME.append("Location", "/next")), now=11.0)
        outcome = outcome_of(
            sending(sending(redirected).receive(self.allowing(5))).receive(Response(200, WELCOME))
        )

        assert [10.0, 10.0, 11.0, 11.0] == [entry.stored_at for entry in outcome.cache.entries]

    def test_the_state_says_when(self) -> None:
        """Untold, it is the state that is told the time of the answer before, or of the start."""
        redirect = Response(307, WELCOME.append("Location", "/next"))
        asked = sending(start(PUT, now=-10.0))
        first = sending(asked.receive(self.allowing(5)))
        later = sending(asked.receive(self.allowing(5), now=-2.0))

        assert asked.receive(self.allowing(5), now=-10.0) == first
        assert asked.receive(self.allowing(5), now=0.0) != first
        assert later.receive(redirect, now=-2.0) == later.receive(redirect)
        assert later.receive(redirect, now=-10.0) != later.receive(redirect)

    def test_it_never_runs_backwards(self) -> None:
        """An answer that comes before the one before comes with it."""
        state = sending(start(PUT, now=10.0)).receive(self.allowing(5), now=3.0)
        outcome = outcome_of(sending(state).receive(Response(200, WELCOME)))

        assert {10.0} == {entry.stored_at for entry in outcome.cache.entries}

    def test_entries_expire_between_fetches(self) -> None:
        """Until then no preflight is sent."""
        cache = simulate(PUT, lambda _: self.allowing(5), now=10.0).cache

        assert [False, False, True, True] == [
            sending(start(PUT, cache=cache, now=now)).request.is_preflight
            for now in (10.0, 14.9, 15.0, 100.0)
        ]

    def test_entries_expire_within_a_fetch(self) -> None:
        """A redirect back finds what was stored, or does not, by when it was answered."""
        redirect = Response(307, WELCOME.append("Location", "/"))
        for now, preflighted in ((4.9, False), (5.0, True)):
            asked = sending(sending(start(PUT)).receive(self.allowing(5), now=0.0))
            state = sending(asked.receive(redirect, now=now))

            assert preflighted is state.request.is_preflight

    def test_a_simulation_takes_no_time(self) -> None:
        """All of it is now."""
        outcome = simulate(PUT, lambda _: self.allowing(5), now=7.0)

        assert {7.0} == {entry.stored_at for entry in outcome.cache.entries}

    @pytest.mark.parametrize(("limit", "lived"), [(None, 86400), (600.0, 600), (0.0, 0)])
    def test_a_browser_may_limit_it(self, limit: float | None, lived: float) -> None:
        """Whatever the server says."""
        browser = Browser(name="made up", max_age_limit=limit)
        outcome = simulate(PUT, lambda _: self.allowing(86400), browser=browser)

        assert [lived > 0, lived > 599, lived > 86399, False] == [
            outcome.cache.method_match("PUT", PUT, now) for now in (0, 599, 86399, 86400)
        ]
        assert browser is outcome.browser


class TestSimulate:
    """Run a whole fetch against a server."""

    def test_a_callable(self) -> None:
        """Is asked, as often as it takes."""
        outcome = simulate(PUT, welcome)

        assert ALLOWED == outcome.verdict
        assert ["OPTIONS", "PUT"] == [exchange.request.method for exchange in outcome.exchanges]

    def test_a_server_with_sessions(self) -> None:
        """Each run opens one of its own, and asks it all its questions."""
        server = Counting()
        outcomes = [simulate(PUT, server) for _ in range(2)]

        assert [["OPTIONS", "PUT"]] * 2 == [
            [asked.method for asked in session] for session in server.sessions
        ]
        assert outcomes[0] == outcomes[1]
        assert b"2" == outcomes[0].response.body

    def test_a_session_is_opened_even_if_nobody_asks(self) -> None:
        """And a server that cannot open one is refused at once."""
        server = Counting()
        simulate(Request("data:,", origin=APP), server)

        assert [[]] == server.sessions

    @pytest.mark.parametrize("server", [None, 200, Response(), "https://api.example.com"])
    def test_what_is_no_server_is_refused(self, server: Any) -> None:  # noqa: ANN401 - of any wrong type
        """The error names the argument, the value and the rule."""
        with pytest.raises(InvalidInput) as raised:
            simulate(GET, server)

        assert ("server", server, "must be callable or have a session() that is") == raised.value.args

    def test_a_session_that_is_no_server_is_refused(self) -> None:
        """Likewise."""

        class Wrong:
            def session(self) -> Response:
                return Response()

        wrong: Any = Wrong()
        with pytest.raises(InvalidInput) as raised:
            simulate(GET, wrong)

        assert ("server", wrong) == (raised.value.argument, raised.value.value)

    @pytest.mark.parametrize("answer", [None, 200, "OK", (200, {}), b""])
    def test_what_is_no_answer_is_refused(self, answer: Any) -> None:  # noqa: ANN401 - of any wrong type
        """A server that answers with anything else is a programming error."""
        with pytest.raises(InvalidInput) as raised:
            simulate(GET, lambda _: answer)

        assert ("server", answer, "must answer with a Response") == raised.value.args

    @pytest.mark.parametrize(
        "error",
        [
            ValueError("x"),
            KeyError(1),
            OSError(),
            StopIteration(Response()),
            GeneratorExit(),
            KeyboardInterrupt(),
        ],
    )
    def test_what_a_server_raises_is_passed_on(self, error: BaseException) -> None:
        """The same exception; a StopIteration does not end the fetch as if it were an answer."""

        def server(_: HTTPRequest) -> Response:
            raise error

        with pytest.raises(type(error)) as raised:
            simulate(PUT, server)

        assert error is raised.value

    def test_what_a_server_raises_midway(self) -> None:
        """Is passed on as well."""

        def server(request: HTTPRequest) -> Response:
            if request.is_preflight:
                return Response(204, WELCOME)
            raise StopIteration(Response(200, WELCOME))

        with pytest.raises(StopIteration):
            simulate(PUT, server)

    @pytest.mark.parametrize("value", [None, API])
    def test_what_is_no_request_is_refused(self, value: Any) -> None:  # noqa: ANN401 - of any wrong type
        """Before anybody is asked."""
        with pytest.raises(InvalidInput) as raised:
            simulate(value, welcome)

        assert "request" == raised.value.argument


class TestSimulateAsync:
    """Run a whole fetch against a server whose answers are awaited."""

    def test_a_callable(self) -> None:
        """The same outcome as from one that is not awaited."""
        outcome = asyncio.run(simulate_async(PUT, welcome_later, steps=True, now=3.0))

        assert simulate(PUT, welcome, steps=True, now=3.0) == outcome

    def test_a_server_with_sessions(self) -> None:
        """Each run opens one of its own."""

        class Later:
            def __init__(self) -> None:
                self.counting = Counting()

            def session(self) -> Callable[[HTTPRequest], Awaitable[Response]]:
                answer = self.counting.session()

                async def later(request: HTTPRequest) -> Response:
                    return answer(request)

                return later

        server = Later()
        outcomes = [asyncio.run(simulate_async(PUT, server)) for _ in range(2)]

        assert [2, 2] == [len(session) for session in server.counting.sessions]
        assert outcomes[0] == outcomes[1] == simulate(PUT, Counting())

    def test_the_arguments_count(self) -> None:
        """Browser, cache, time and steps are what they are to a fetch at once."""
        cache = simulate(PUT, welcome).cache
        outcome = asyncio.run(
            simulate_async(PUT, welcome_later, browser=WEBKIT, cache=cache, now=4.0, steps=True)
        )

        assert simulate(PUT, welcome, browser=WEBKIT, cache=cache, now=4.0, steps=True) == outcome
        assert (cache, 4.0) == (outcome.initial_cache, outcome.now)

    def test_several_at_once(self) -> None:
        """Do not disturb each other."""

        async def run() -> list[Outcome]:
            return list(await asyncio.gather(*(simulate_async(PUT, welcome_later) for _ in range(5))))

        assert [simulate(PUT, welcome)] * 5 == asyncio.run(run())

    def test_what_a_server_raises_is_passed_on(self) -> None:
        """As by `simulate`."""

        async def server(_: HTTPRequest) -> Response:
            raise OSError(7)

        with pytest.raises(OSError, match="7"):
            asyncio.run(simulate_async(GET, server))

    def test_a_stop_iteration_does_not_end_the_fetch(self) -> None:
        """No coroutine can pass it on: Python makes it a RuntimeError."""

        def server(_: HTTPRequest) -> Awaitable[Response]:
            raise StopIteration(Response(200, WELCOME))

        with pytest.raises(RuntimeError) as raised:
            asyncio.run(simulate_async(GET, server))

        assert isinstance(raised.value.__cause__, StopIteration)

    def test_what_is_no_answer_is_refused(self) -> None:
        """As by `simulate`."""

        async def server(_: HTTPRequest) -> Response:
            nothing: Any = None
            return nothing  # type: ignore[no-any-return]  # to see it refused

        with pytest.raises(InvalidInput, match="server must answer with a Response, got None"):
            asyncio.run(simulate_async(GET, server))

    def test_what_is_no_server_is_refused(self) -> None:
        """As by `simulate`."""
        server: Any = None
        with pytest.raises(InvalidInput, match="server must be callable or have a session"):
            asyncio.run(simulate_async(GET, server))

    @given(fetches(), browsers(), preflight_caches())
    def test_it_is_what_simulate_does(
        self, fetch: tuple[Request, Answers], browser: Browser, cache: PreflightCache
    ) -> None:
        """Whatever the fetch."""
        request, server = fetch
        options: dict[str, Any] = {"browser": browser, "cache": cache, "now": 1.0, "steps": True}

        async def later(asked: HTTPRequest) -> Response:
            return server(asked)

        coroutine = simulate_async(request, later, **options)
        # Nothing in it waits for an event loop, so it needs none.
        with pytest.raises(StopIteration) as stopped:
            coroutine.send(None)
        assert simulate(request, server, **options) == stopped.value.value


class TestCompare:
    """``compare``: the same fetch in each browser."""

    def test_each_browser_has_its_outcome(self) -> None:
        """What a whole fetch in it comes to, by its name, the standard's first."""
        expected = {browser.name: simulate(PUT, welcome, browser=browser) for browser in BROWSERS}

        assert expected == compare(PUT, welcome)
        assert ["standard", "chromium", "firefox", "webkit"] == list(compare(PUT, welcome))

    def test_the_arguments_are_passed_on(self) -> None:
        """Cache, time and steps."""
        cache = simulate(PUT, welcome, now=7.0).cache
        outcomes = compare(PUT, welcome, cache=cache, now=8.0, steps=True)

        for outcome in outcomes.values():
            assert cache == outcome.initial_cache
            assert 8.0 == outcome.now
            assert outcome.steps
        assert 1 == len(outcomes["standard"].exchanges)

    def test_by_default(self) -> None:
        """There is nothing in the cache, no time has passed, and no steps are listed."""
        for outcome in compare(PUT, welcome).values():
            assert PreflightCache() == outcome.initial_cache
            assert 0.0 == outcome.now
            assert () == outcome.steps

    def test_each_run_opens_a_session_of_its_own(self) -> None:
        """A server that remembers is met afresh by each browser."""
        server = Counting()
        compare(GET, server)

        assert 4 == len(server.sessions)


class TestDecide:
    """Judge one hop, with nothing cached."""

    def test_a_simple_request(self) -> None:
        """By its response alone."""
        assert ALLOWED == decide(GET, Response(200, WELCOME))
        assert Reason.ALLOW_ORIGIN_MISSING is decide(GET, Response()).reason

    def test_a_preflight_is_needed(self) -> None:
        """And nobody said what its answer is."""
        with pytest.raises(PreflightNeeded) as raised:
            decide(PUT, Response(200, WELCOME))

        rule = "must be given, because of the method PUT"
        assert ("preflight", None, rule) == raised.value.args

    def test_with_a_preflight(self) -> None:
        """It has to permit the request, and the response has to be readable."""
        assert ALLOWED == decide(PUT, Response(200, WELCOME), preflight=Response(204, WELCOME))
        refused = decide(PUT, Response(200, WELCOME), preflight=Response(204))
        assert Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING is refused.reason
        unreadable = decide(PUT, Response(200), preflight=Response(204, WELCOME))
        assert Reason.ALLOW_ORIGIN_MISSING is unreadable.reason

    @pytest.mark.parametrize("request_", [GET, Request(APP, origin=APP, method="PUT")])
    def test_a_preflight_that_nobody_asks_for(self, request_: Request) -> None:
        """Is ignored."""
        assert ALLOWED == decide(request_, Response(200, WELCOME), preflight=Response(500))

    def test_mixed_content(self) -> None:
        """A secure page asks for a picture by https in the place of http, and for all else not at all."""
        url = "http://api.example.com/"

        assert ALLOWED == decide(Request(url, origin=APP, destination="image"), Response(200, WELCOME))
        assert Reason.MIXED_CONTENT is decide(Request(url, origin=APP), Response(200, WELCOME)).reason

    @pytest.mark.parametrize(
        ("request_", "reason"),
        [
            (Request(API, origin=APP, cache_mode="only-if-cached"), Reason.ONLY_IF_CACHED),
            (
                Request(API, origin=APP, method="POST", body=b"x" * 65537, keepalive=True),
                Reason.KEEPALIVE_BODY_TOO_LARGE,
            ),
        ],
    )
    def test_what_does_not_go_over_the_wire(self, request_: Request, reason: Reason) -> None:
        """Is blocked whatever the response."""
        assert reason is decide(request_, Response(200, WELCOME)).reason

    def test_a_response_of_the_wrong_type(self) -> None:
        """Is blocked after the CORS check has passed."""
        request = Request(API, origin=APP, destination="script")
        response = Response(200, {**dict(WELCOME), "Content-Type": "image/png"})

        assert Reason.MIME_TYPE is decide(request, response).reason

    def test_no_preflight_is_needed_where_nothing_is_sent(self) -> None:
        """A bad port blocks before anybody is asked for leave."""
        request = Request("https://api.example.com:25/", origin=APP, method="PUT")

        assert Reason.BAD_PORT is decide(request, Response(200, WELCOME)).reason

    @pytest.mark.parametrize(
        ("location", "url"), [("/next", f"{API}/next"), ("https://other.test", "https://other.test/")]
    )
    def test_a_redirect_that_would_be_followed(self, location: str, url: str) -> None:
        """Is not, and the next URL is the evidence."""
        verdict = decide(GET, Response(302, WELCOME.append("Location", location)))

        evidence = Evidence("Location", url, "no redirect")
        assert Blocked(Reason.REDIRECT_NOT_FOLLOWED, REDIRECT_STEP_22, evidence) == verdict

    @pytest.mark.parametrize(
        ("request_", "headers", "reason"),
        [
            (GET, {"Location": "/next"}, Reason.ALLOW_ORIGIN_MISSING),
            (GET, {**dict(WELCOME), "Location": "http://["}, Reason.REDIRECT_LOCATION_INVALID),
            (GET, {**dict(WELCOME), "Location": "data:,"}, Reason.REDIRECT_SCHEME_NOT_HTTP),
            (
                Request(API, origin=APP, redirect_mode="error"),
                {**dict(WELCOME), "Location": "/"},
                Reason.REDIRECT_MODE_ERROR,
            ),
            (
                Request(API, origin=APP, redirect_mode="manual"),
                {**dict(WELCOME), "Location": "/"},
                Reason.OPAQUE_REDIRECT,
            ),
            (GET.with_fields(redirect_count=20), {**dict(WELCOME), "Location": "/"}, Reason.REDIRECT_LIMIT),
            (GET, dict(WELCOME), None),
        ],
    )
    def test_a_redirect_that_would_not(
        self, request_: Request, headers: dict[str, str], reason: Reason | None
    ) -> None:
        """Is judged like any other response."""
        assert reason is decide(request_, Response(302, headers)).reason

    def test_a_redirect_that_a_browser_checks_again(self) -> None:
        """WebKit does, as if with credentials, where the first hop was to the page's own origin."""
        request = Request(
            [parse_url(APP), parse_url(API)], origin=APP, response_tainting="cors", redirect_count=1
        )
        response = Response(302, WELCOME.append("Location", "/next"))

        assert Reason.REDIRECT_NOT_FOLLOWED is decide(request, response).reason
        again = decide(request, response, browser=WEBKIT)
        assert Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS is again.reason
        leave = {"Access-Control-Allow-Origin": APP, "Access-Control-Allow-Credentials": "true"}
        by_name = Response(302, {**leave, "Location": "/next"})
        assert Reason.REDIRECT_NOT_FOLLOWED is decide(request, by_name, browser=WEBKIT).reason

    def test_a_redirect_of_the_preflight(self) -> None:
        """Is none that anybody follows."""
        verdict = decide(PUT, Response(), preflight=Response(302, WELCOME.append("Location", "/")))

        assert Reason.PREFLIGHT_REDIRECT is verdict.reason

    def test_data(self) -> None:
        """Needs no response."""
        assert ALLOWED == decide(Request("data:,", origin=APP), Response.network_error())
        assert Reason.DATA_URL_INVALID is decide(Request("data:", origin=APP), Response()).reason

    def test_no_answer(self) -> None:
        """To either."""
        nothing = Response.network_error()

        assert Reason.NETWORK_ERROR is decide(GET, nothing).reason
        assert (
            Reason.PREFLIGHT_NETWORK_ERROR is decide(PUT, Response(200, WELCOME), preflight=nothing).reason
        )

    @pytest.mark.parametrize("browser", BROWSERS, ids=lambda browser: browser.name)
    @pytest.mark.parametrize("mode", [mode for mode in Mode if not mode.startswith("web")])
    @pytest.mark.parametrize("redirect_mode", RedirectMode)
    def test_it_is_what_the_whole_fetch_decides(
        self, mode: Mode, redirect_mode: RedirectMode, browser: Browser
    ) -> None:
        """Unless there is a redirect to follow, one hop is the whole fetch."""
        image = WELCOME.append("Content-Type", "image/png")
        elsewhere = "https://user:word@api.example.com/"
        responses = [
            Response(200, WELCOME),
            Response(200, image),
            Response(204),
            Response(407, WELCOME),
            Response(302, WELCOME),
            Response(302, image),
            *(Response(302, image.append("Location", to)) for to in ("", "data:,", elsewhere)),
            Response(302, WELCOME.append("Location", "/a").append("Location", "/a")),
        ]
        for url, origin, destination in [(API, APP, ""), (API, APP, "script"), (APP, APP, "script")]:
            request = Request(
                url, origin=origin, mode=mode, redirect_mode=redirect_mode, destination=destination
            )
            for response in responses:
                verdict = decide(request, response, browser=browser)
                outcome = simulate(request, always(response), browser=browser)
                if verdict.reason is Reason.REDIRECT_NOT_FOLLOWED:
                    assert outcome.verdict.reason not in REFUSED_REDIRECTS
                else:
                    assert outcome.verdict == verdict

    @pytest.mark.parametrize("browser", BROWSERS, ids=lambda browser: browser.name)
    @pytest.mark.parametrize(
        "request_",
        [
            Request(APP, origin=APP, mode="same-origin", cache_mode="only-if-cached"),
            Request(API, origin=APP, method="POST", body=BodyWithoutSource(), mode="no-cors"),
            Request(API, origin=APP, mode="no-cors", embedder_policy="require-corp"),
        ],
    )
    def test_what_a_browser_decides_besides(self, request_: Request, browser: Browser) -> None:
        """About the network and about what may be embedded, one hop as the whole fetch."""
        for headers in ({}, {"Cross-Origin-Resource-Policy": "odd"}):
            response = Response(200, headers)
            outcome = simulate(request_, always(response), browser=browser)

            assert outcome.verdict == decide(request_, response, browser=browser)

    def test_a_browser(self) -> None:
        """Has its say."""
        assert ALLOWED == decide(GET, Response(200, WELCOME), browser=Browser(name="made up"))

    @pytest.mark.parametrize(
        ("argument", "value", "rule"),
        [
            ("request", API, "must be a Request"),
            ("response", 200, "must be a Response"),
            ("response", None, "must be a Response"),
            ("preflight", 204, "must be a Response"),
            ("browser", "chromium", "must be a Browser"),
        ],
    )
    @pytest.mark.parametrize("request_", [GET, PUT])
    def test_what_is_none_is_refused(
        self, request_: Request, argument: str, value: object, rule: str
    ) -> None:
        """The error names the argument, whether or not it would have been looked at."""
        arguments: dict[str, Any] = {
            "request": request_,
            "response": Response(),
            "preflight": Response(),
            argument: value,
        }
        with pytest.raises(InvalidInput) as raised:
            decide(**arguments)

        assert (argument, value, rule) == raised.value.args


class TestRedirects:
    """A chain of them."""

    def test_twenty_are_followed(self) -> None:
        """Spec: https://fetch.spec.whatwg.org/#concept-http-redirect-fetch, step 7."""
        outcome = simulate(GET, redirects(20))

        assert ALLOWED == outcome.verdict
        assert 21 == len(outcome.exchanges)
        assert 21 == len(outcome.response.url_list)

    def test_the_next_is_not(self) -> None:
        """Though it would have been the last."""
        outcome = simulate(GET, redirects(21))

        assert Reason.REDIRECT_LIMIT is outcome.verdict.reason
        assert 21 == len(outcome.exchanges)

    def test_one_that_never_ends(self) -> None:
        """Ends."""
        redirect = Response(302, WELCOME.append("Location", "/"))

        assert Reason.REDIRECT_LIMIT is simulate(GET, lambda _: redirect).verdict.reason

    def test_each_hop_is_preflighted(self) -> None:
        """Where it has to be, for nothing is cached of its URL."""
        server = redirects(2)
        outcome = simulate(PUT, lambda asked: welcome(asked) if asked.is_preflight else server(asked))

        assert ALLOWED == outcome.verdict
        assert ["OPTIONS /", "PUT /", "OPTIONS /1", "PUT /1", "OPTIONS /2", "PUT /2"] == [
            f"{exchange.request.method} {exchange.request.url.path}" for exchange in outcome.exchanges
        ]


class TestOutcome:
    """All that came of a fetch, and all that is needed to run it again."""

    def test_its_truth_is_that_of_its_verdict(self) -> None:
        """Only a response that script can read is true."""
        assert simulate(GET, welcome)
        assert not simulate(GET, lambda _: Response())
        assert not simulate(Request(API, origin=APP, mode="no-cors"), welcome)

    def test_the_error(self) -> None:
        """What the promise is rejected with: spec: https://fetch.spec.whatwg.org/#dom-global-fetch."""
        assert ScriptError("TypeError", "") == simulate(GET, lambda _: Response()).error
        assert simulate(GET, welcome).error is None
        assert simulate(Request(API, origin=APP, mode="no-cors"), welcome).error is None

    def test_the_console(self) -> None:
        """The standard asks for no lines on it."""
        assert () == simulate(GET, lambda _: Response()).console

    def test_a_script_error_is_a_value(self) -> None:
        """And reads as the call that makes it."""
        error = ScriptError("TypeError", "")

        assert "ScriptError(name='TypeError', message='')" == repr(error)
        assert error == evaluated(error)
        assert error == pickled(error)

    def test_what_is_blocked_is_a_network_error(self) -> None:
        """Script sees nothing of the response; the exchanges have it."""
        outcome = simulate(GET, lambda _: Response(403, {"X": "1"}, body=b"secret"))

        assert Response.network_error() == outcome.response
        assert b"secret" == outcome.exchanges[0].response.body

    def test_what_a_notebook_shows(self) -> None:
        """The page of this very outcome."""
        outcome = simulate(PUT, welcome)

        assert _notebook.html_of(outcome) == outcome._repr_html_()

    def test_its_repr(self) -> None:
        """The verdict, and the wire in short."""
        outcome = simulate(PUT, lambda asked: Response(204 if asked.is_preflight else 200, WELCOME))

        expected = f"Outcome(Allowed(), [OPTIONS {API}/ -> 204, PUT {API}/ -> 200])"
        assert expected == repr(outcome)

    def test_the_arguments_are_kept(self) -> None:
        """As they were given."""
        cache = simulate(PUT, welcome).cache
        browser = Browser(name="made up")
        outcome = simulate(PUT, welcome, cache=cache, browser=browser)

        assert PUT is outcome.request
        assert browser is outcome.browser
        assert cache is outcome.initial_cache
        assert STANDARD is simulate(GET, welcome).browser
        assert PreflightCache() == simulate(PUT, welcome).initial_cache

    @given(fetches(), browsers(), preflight_caches())
    def test_it_can_be_run_again(
        self, fetch: tuple[Request, Answers], browser: Browser, cache: PreflightCache
    ) -> None:
        """From what it holds, against what was recorded in it."""
        request, server = fetch
        outcome = simulate(request, server, browser=browser, cache=cache)
        recorded = {exchange.request: exchange.response for exchange in outcome.exchanges}
        again = simulate(
            outcome.request, recorded.__getitem__, browser=outcome.browser, cache=outcome.initial_cache
        )

        assert outcome == again
        assert outcome == pickled(outcome)
        assert hash(outcome) == hash(again)


class TestSteps:
    """The steps taken, for those who asked."""

    def cited(self, outcome: Outcome) -> list[tuple[str, bool]]:
        """Algorithm and step of each, and whether the fetch went on."""
        return [(str(noted.step), noted.passed) for noted in outcome.steps]

    def test_nobody_asked(self) -> None:
        """Then there are none."""
        assert () == simulate(PUT, welcome).steps
        assert () == driven(PUT, welcome).steps

    def test_of_a_preflighted_fetch(self) -> None:
        """In the order in which they were taken."""
        request = Request(API, origin=APP, method="PUT", headers={"X-A": "1"}, credentials_mode="include")
        response = Response(
            200,
            {
                "Access-Control-Allow-Origin": APP,
                "Access-Control-Allow-Credentials": "true",
                "Access-Control-Allow-Methods": "PUT",
                "Access-Control-Allow-Headers": "x-a",
            },
        )

        assert [
            ("main fetch, step 12", True),
            ("HTTP fetch, step 4.1", True),
            ("CORS check, step 4", True),
            ("CORS check, step 7", True),
            ("CORS-preflight fetch, step 7", True),
            ("CORS-preflight fetch, step 7.5", True),
            ("CORS-preflight fetch, step 7.7", True),
            ("CORS check, step 4", True),
            ("CORS check, step 7", True),
        ] == self.cited(simulate(request, lambda _: response, steps=True))

    def test_of_a_cached_one(self) -> None:
        """No preflight, and a note of why."""
        cache = simulate(PUT, welcome).cache
        outcome = simulate(PUT, welcome, cache=cache, steps=True)

        evidence = Evidence(None, "the method PUT", "an entry of the preflight cache for each")
        step = Step("HTTP fetch", "4.1", "https://fetch.spec.whatwg.org/#concept-http-fetch")
        assert TraceStep(step, evidence, passed=True, note="cached: no preflight") == outcome.steps[1]
        assert [
            ("main fetch, step 12", True),
            ("HTTP fetch, step 4.1", True),
            ("CORS check, step 3", True),
        ] == self.cited(outcome)

    def test_of_a_redirected_one(self) -> None:
        """Each hop has its own."""
        assert [
            ("main fetch, step 12", True),
            ("CORS check, step 3", True),
            ("HTTP-redirect fetch, step 18", True),
            ("main fetch, step 12", True),
            ("CORS check, step 3", True),
        ] == self.cited(simulate(GET, redirects(1), steps=True))

    def test_the_last_is_the_one_that_failed(self) -> None:
        """With the verdict's step and evidence."""
        outcome = simulate(GET, lambda _: Response(), steps=True)
        verdict = outcome.verdict

        assert isinstance(verdict, Blocked)
        failed = TraceStep(verdict.step, verdict.evidence, passed=False, note="allow-origin-missing")
        assert failed == outcome.steps[-1]
        assert [False] == [noted.passed for noted in outcome.steps if not noted.passed]

    def test_where_nothing_is_sent(self) -> None:
        """There is at least that."""
        outcome = simulate(Request("https://api.example.com:25/", origin=APP), welcome, steps=True)

        assert [("should request be blocked due to a bad port, step 2", False)] == self.cited(outcome)
