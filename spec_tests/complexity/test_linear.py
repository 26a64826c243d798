"""A hostile server cannot make a decision slow: twice as much of anything takes twice as long."""

from collections.abc import Callable
from functools import partial

import pytest

from benchmarks.samples import ADVERSARIAL, Conversation
from cors_sim import (
    BROWSERS,
    Browser,
    HeaderList,
    HTTPRequest,
    PreflightCache,
    Response,
    decide,
    explain,
    simulate,
)
from cors_sim.browsers.header_lines import read_header_lines
from spec_tests.complexity.growth import LIMIT, growth

SAMPLES = [
    pytest.param(make, size, id=name.replace(" ", "-")) for name, (make, size) in ADVERSARIAL.items()
]
Make = Callable[[int], Conversation]


def held_to_the_limit(size: int, work: Callable[[int], Callable[[], object]]) -> None:
    """What *work* gives for a size takes at most so many times as long as what it gives for half of it."""
    found = growth(work(size // 2), work(size))
    assert found.ratio <= LIMIT, f"{found.ratio:.2f} times as long, the least of {found.rounds} rounds"


@pytest.mark.parametrize(("make", "size"), SAMPLES)
class TestLinear:
    """Each sample, at its size and at half of it."""

    def test_header_lists(self, make: Make, size: int) -> None:
        """A list is made and asked."""

        def work(n: int) -> Callable[[], object]:
            conversation = make(n)
            lists = [list(each.headers) for each in (conversation.response, conversation.preflight)]

            def ask() -> None:
                for pairs in lists * 4:
                    made = HeaderList(pairs)
                    made.get("access-control-allow-origin")
                    made.get_decode_and_split("timing-allow-origin")
                    made.extract_values("access-control-expose-headers")
                    made.sort_and_combine()

            return ask

        held_to_the_limit(size, work)

    @pytest.mark.parametrize("browser", BROWSERS, ids=lambda browser: browser.name)
    def test_decide(self, make: Make, size: int, browser: Browser) -> None:
        """One hop is judged, the preflight included."""

        def work(n: int) -> Callable[[], object]:
            conversation = make(n)

            def judge() -> None:
                for _ in range(8):
                    decide(
                        conversation.request,
                        conversation.response,
                        preflight=conversation.preflight,
                        browser=browser,
                    )

            return judge

        held_to_the_limit(size, work)

    @pytest.mark.parametrize("browser", BROWSERS, ids=lambda browser: browser.name)
    def test_simulate(self, make: Make, size: int, browser: Browser) -> None:
        """A whole fetch is run, told step by step, and run again with the leave that it was given."""

        def work(n: int) -> Callable[[], object]:
            conversation = make(n)

            empty = PreflightCache(max_entries=10 * size)  # Else it would forget, and hide what grows.

            def run() -> None:
                fetch = partial(simulate, conversation.request, conversation.server, browser=browser)
                outcome = fetch(cache=empty, steps=True)
                fetch(cache=outcome.cache)
                str(outcome.console)

            return run

        held_to_the_limit(size, work)

    @pytest.mark.parametrize("browser", BROWSERS, ids=lambda browser: browser.name)
    def test_redirects(self, make: Make, size: int, browser: Browser) -> None:
        """A redirect to another origin says as much, and is followed by a second preflight."""

        def work(n: int) -> Callable[[], object]:
            conversation = make(n)
            answer = conversation.response
            elsewhere = HeaderList({"Location": "https://other.example/"})
            redirect = Response(307, [*elsewhere, *answer.headers.delete("location")])

            def server(asked: HTTPRequest) -> Response:
                answers = redirect if asked.url.host == "api.example.com" else answer
                return conversation.preflight if asked.is_preflight else answers

            assert len(simulate(conversation.request, server, browser=browser).exchanges) == 4
            return partial(simulate, conversation.request, server, browser=browser)

        held_to_the_limit(size, work)

    def test_header_lines(self, make: Make, size: int) -> None:
        """The lines of a response are read as each browser does."""

        def work(n: int) -> Callable[[], object]:
            fields = [*make(n).preflight.headers, *make(n).response.headers]
            lines = "".join(f"{name}: {value}\r\n{name}: \r\n" for name, value in fields)
            return lambda: [read_header_lines(lines, browser.header_syntax) for browser in BROWSERS]

        held_to_the_limit(size, work)

    @pytest.mark.parametrize("header", ["access-control-allow-origin", "access-control-allow-methods"])
    def test_explain(self, make: Make, size: int, header: str) -> None:
        """What is blocked for want of one header is explained, with fixes that were tried."""

        def work(n: int) -> Callable[[], object]:
            conversation = make(n)

            def server(asked: HTTPRequest) -> Response:
                answer = conversation.server(asked)
                return Response(answer.status, answer.headers.delete(header))

            outcome = simulate(conversation.request, server)
            assert not outcome.verdict.allowed
            return lambda: str(explain(outcome))

        held_to_the_limit(size, work)


class TestTheLimit:
    """It can tell."""

    def test_what_is_quadratic(self) -> None:
        """Twice as much takes four times as long, which is beyond it, and stays so."""

        def work(n: int) -> Callable[[], object]:
            return lambda: [first < second for first in range(n) for second in range(n)]

        assert growth(work(100), work(200)).ratio > LIMIT

    def test_what_is_linear(self) -> None:
        """Twice as much takes twice as long."""

        def work(n: int) -> Callable[[], object]:
            return lambda: [-number for number in range(n)]

        assert growth(work(20_000), work(40_000)).ratio <= LIMIT
