"""Recorded answers, and who is logged in."""

# ruff: noqa: SIM300 - expected == actual

import asyncio
import re

import pytest
from hypothesis import given

from cors_sim import (
    Exchange,
    HTTPRequest,
    InvalidInput,
    Outcome,
    Request,
    Response,
    simulate,
    simulate_async,
)
from cors_sim.servers import Unanswered, recorded, with_credentials
from cors_sim.testing.strategies import conversations

APP = "https://app.example.com"
URL = "https://api.example.com/data"
WELCOME = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "*"}


class TestExchanges:
    """Exchanges that were recorded."""

    @given(conversations())
    def test_again(self, outcome: Outcome) -> None:
        """The same fetch has the same outcome, in either way, and time after time."""
        server = recorded(outcome.exchanges)

        assert outcome == simulate(outcome.request, server) == simulate(outcome.request, server)
        assert outcome == asyncio.run(simulate_async(outcome.request, server.awaited))

    def test_in_order(self) -> None:
        """Of equal requests each has its own answer, and the last one is repeated."""
        [exchange] = simulate(Request(URL, origin=APP), lambda _: Response()).exchanges
        statuses = [200, 404]
        server = recorded(Exchange(exchange.request, Response(status)) for status in statuses)
        answer = server.session()

        assert [200, 404, 404] == [answer(exchange.request).status for _ in range(3)]
        assert 200 == server.session()(exchange.request).status

    def test_something_else(self) -> None:
        """A request that differs in any header is another."""
        outcome = simulate(Request(URL, origin=APP), lambda _: Response(200, WELCOME))
        server = recorded(outcome.exchanges)

        with pytest.raises(Unanswered, match=re.escape(f"no answer to GET {URL}: none was recorded")):
            simulate(Request(URL, origin="https://other.test"), server)

    def test_no_exchange(self) -> None:
        """Anything else in the list is refused."""
        with pytest.raises(InvalidInput, match="exchanges"):
            recorded([Response()])  # type: ignore[list-item]  # to see it refused


class TestByTarget:
    """Responses by URL, or by method and URL."""

    def test_url(self) -> None:
        """Whatever the method and the headers."""
        server = recorded({f"{URL}#part": Response(200, WELCOME)})
        assert simulate(Request(URL, origin=APP, method="PUT"), server)
        assert asyncio.run(simulate_async(Request(URL, origin=APP), server.awaited))

    def test_method(self) -> None:
        """Goes before the URL alone."""
        server = recorded({("OPTIONS", URL): Response(200, WELCOME), ("PUT", URL): Response(201, WELCOME)})
        outcome = simulate(Request(URL, origin=APP, method="PUT"), server)
        assert [200, 201] == [exchange.response.status for exchange in outcome.exchanges]

    def test_something_else(self) -> None:
        """Raises, with a word on preflights, or has the answer for all else."""
        request = Request(URL, origin=APP, method="PUT")
        responses = {("PUT", URL): Response()}
        with pytest.raises(Unanswered, match=re.escape(f"OPTIONS {URL} (a preflight)")):
            simulate(request, recorded(responses))
        outcome = simulate(request, recorded(responses, otherwise=Response(404)))
        assert 404 == outcome.exchanges[0].response.status

    @pytest.mark.parametrize("key", ["no URL", ("GET", "no URL"), 7, ("GET", URL, "more"), (URL,)])
    def test_no_target(self, key: object) -> None:
        """A key that is no target is refused."""
        with pytest.raises(InvalidInput, match="exchanges"):
            recorded({key: Response()})  # type: ignore[arg-type]  # to see it refused


class TestWithCredentials:
    """What the browser adds for somebody who is logged in."""

    @staticmethod
    def echo(request: HTTPRequest) -> Response:
        """Welcome, and say who asked."""
        headers = {"Access-Control-Allow-Origin": APP, "Access-Control-Allow-Credentials": "true"}
        return Response(200, headers, body=(request.headers.get("Cookie") or "nobody").encode())

    def test_added(self) -> None:
        """To requests with credentials, in either way, and to no other."""
        server = with_credentials(self.echo, {"Cookie": "user=alice"})

        async def awaited(request: HTTPRequest) -> Response:
            return self.echo(request)

        included = Request(URL, origin=APP, credentials_mode="include")
        assert b"user=alice" == simulate(included, server).response.body
        assert b"nobody" == simulate(Request(URL, origin=APP), server).response.body
        asynchronous = with_credentials(awaited, {"Cookie": "user=bob"}).awaited
        assert b"user=bob" == asyncio.run(simulate_async(included, asynchronous)).response.body

    def test_what_script_has_set(self) -> None:
        """Goes before."""
        seen: list[HTTPRequest] = []

        def server(request: HTTPRequest) -> Response:
            seen.append(request)
            return Response()

        request = Request(APP, origin=APP, headers={"Authorization": "Bearer x"})
        simulate(request, with_credentials(server, {"Authorization": "Basic eA=="}))
        assert [("Bearer x",)] == [request.headers.get_all("Authorization") for request in seen]

    def test_no_server(self) -> None:
        """What neither answers nor opens sessions is refused when it is asked."""
        with pytest.raises(InvalidInput, match="server"):
            with_credentials(7, {}).session()  # type: ignore[arg-type]  # to see it refused
