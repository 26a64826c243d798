"""A browser that keeps preflight answers, to be driven by Hypothesis."""

from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from hypothesis.strategies import DataObject, SearchStrategy

from cors_sim import (
    STANDARD,
    Browser,
    Outcome,
    PreflightCache,
    Request,
    simulate,
)
from cors_sim.flows import Answerer
from cors_sim.servers import server_of
from cors_sim.testing.strategies import fresh_requests


class PreflightCacheMachine(RuleBasedStateMachine):
    """
    A browser fetches from a server, waits, and fetches again, with what preflights allowed before.

    Whatever it does, script gets to read what it would have got to read without a cache. Where it does
    not, the server's preflight answers contradict each other or change within their max-age, and pages
    break now and then. Say what to fetch and from where in a subclass; its ``TestCase`` is a test::

        class Machine(PreflightCacheMachine):
            server = asgi(app)
            requests = fresh_requests(url="https://api.example.com/items")

        TestPreflights = Machine.TestCase

    Attributes:
        server: what answers; one session of it lasts for a whole run.
        requests: a strategy for what is fetched.
        browser: whose choices count.
    """

    server: ClassVar[Any]
    requests: ClassVar[SearchStrategy[Request]] = fresh_requests()
    browser: ClassVar[Browser] = STANDARD

    def __init__(self) -> None:
        super().__init__()
        server = server_of(type(self).server)
        self.answer: Answerer = server if callable(server) else server.session()
        self.cache = PreflightCache()
        self.now = 0.0

    @rule(data=st.data())
    def fetch(self, data: DataObject) -> None:
        """Fetch with the cache, and compare with what comes of it without."""
        # What the flag lets through without listing it, the standard itself lets through from the cache.
        request = data.draw(self.requests, label="request").with_fields(use_cors_preflight=False)
        outcome = self.run(request, self.cache)
        without = self.run(request, PreflightCache())
        self.cache = outcome.cache
        message = (
            f"at {self.now:g} s {request!r} is {outcome.verdict!r} with what preflights allowed before, "
            f"and {without.verdict!r} without"
        )
        if outcome.verdict != without.verdict:
            raise AssertionError(message)

    @rule(seconds=st.sampled_from((1, 5, 600, 86_400)) | st.integers(1, 1_000_000))
    def wait(self, seconds: int) -> None:
        """Let some time pass."""
        self.now += seconds

    @rule()
    def close(self) -> None:
        """Close the browser, which forgets."""
        self.cache = PreflightCache()

    def run(self, request: Request, cache: PreflightCache) -> Outcome:
        """What comes of *request* now."""
        return simulate(request, self.answer, browser=self.browser, cache=cache, now=self.now)
