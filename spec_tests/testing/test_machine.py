"""A browser that keeps preflight answers, driven by Hypothesis."""

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from cors_sim import CHROMIUM, HTTPRequest, Response
from cors_sim.servers import recorded
from cors_sim.testing import PreflightCacheMachine, fresh_requests

URL = "https://api.example.com/items"
REQUESTS = fresh_requests(url=URL, origin="https://app.example.com")
WELCOME = [
    ("Access-Control-Allow-Origin", "https://app.example.com"),
    ("Access-Control-Allow-Headers", "X-Token, Content-Type"),
    ("Access-Control-Max-Age", "600"),
]


class Constant(PreflightCacheMachine):
    """A server that says the same of a URL whoever asks, and however."""

    server = recorded({URL: Response(200, [*WELCOME, ("Access-Control-Allow-Methods", "PUT, DELETE")])})
    requests = REQUESTS


class TestConstant(Constant.TestCase):  # type: ignore[misc, valid-type]  # made by Hypothesis
    """Breaks no page."""

    settings = settings(max_examples=20, stateful_step_count=20)


class InChromium(Constant):
    """The same, in a browser that keeps what it is told for less long."""

    browser = CHROMIUM


class TestInChromium(InChromium.TestCase):  # type: ignore[misc, valid-type]  # made by Hypothesis
    """Breaks no page either."""

    settings = settings(max_examples=20, stateful_step_count=20)


def contradictory(request: HTTPRequest) -> Response:
    """Allow PUT and DELETE to who asks for PUT, and nothing to who asks for DELETE."""
    refused = request.headers.get("Access-Control-Request-Method") == "DELETE"
    methods = "" if refused else "PUT, DELETE"
    return Response(200, [*WELCOME, ("Access-Control-Allow-Methods", methods)])


class Contradictory(PreflightCacheMachine):
    """A server whose answers to preflights contradict each other."""

    server = contradictory
    requests = fresh_requests(
        url=URL, origin="https://app.example.com", method="PUT", headers=(), mode="cors"
    ) | fresh_requests(url=URL, origin="https://app.example.com", method="DELETE", headers=(), mode="cors")


def test_contradictory() -> None:
    """Is found: what a page may do depends on what it has done before."""
    with pytest.raises(AssertionError, match="with what preflights allowed before"):
        run_state_machine_as_test(
            Contradictory,
            # Shrinking what is found takes most of a minute, and changes nothing in what is held here.
            settings=settings(max_examples=200, derandomize=True, database=None, phases=[Phase.generate]),
        )
