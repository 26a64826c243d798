"""
Threads may share every value and every function, as nothing is ever changed.

What is computed when it is first asked for (the index of a header list, an origin, the tree of console
messages) is computed anew or found, and is the same either way.
"""

import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Final

import pytest

from cors_sim import (
    BROWSERS,
    HTTPRequest,
    PreflightCache,
    Request,
    Response,
    explain,
    read_console,
    simulate,
)
from spec_tests.architecture.source import ROOT

THREADS: Final = 8
ROUNDS: Final = 25
PAGE: Final = "https://app.example.com"


def server(asked: HTTPRequest) -> Response:
    """Lets a preflight in, redirects once, and shares."""
    allowed = [
        ("Access-Control-Allow-Origin", PAGE),
        ("access-control-allow-headers", "x-a"),
        ("Vary", "Origin"),
    ]
    if asked.is_preflight:
        return Response(204, [*allowed, ("Access-Control-Allow-Methods", "PUT")])
    if asked.url.path == "/a":
        return Response(307, [*allowed, ("Location", "https://b.example.co.uk/b")])
    return Response(200, {"Access-Control-Allow-Origin": "null", "X-B": "c"})


def work(request: Request, cache: PreflightCache, paste: str) -> list[object]:
    """Whatever asks for what is computed when it is first asked for."""
    outcomes = [simulate(request, server, browser=browser, cache=cache, steps=True) for browser in BROWSERS]
    first = outcomes[0]
    return [
        *outcomes,
        *(outcome.console for outcome in outcomes),
        [exchange.response.headers.get("access-control-allow-origin") for exchange in first.exchanges],
        request.redirect_taint,
        str(explain(first)),
        read_console(paste),
    ]


def together(call: Callable[[], list[object]]) -> list[list[object]]:
    """What *call* gives in each of `THREADS` threads that begin at once; an exception is raised here."""
    barrier, found, failed = threading.Barrier(THREADS), [], []

    def run() -> None:
        try:
            barrier.wait()
            found.append(call())
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    return found


@pytest.fixture(autouse=True)
def _in_short_turns() -> object:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def fresh() -> tuple[Request, PreflightCache, str]:
    """Values on which nothing was computed yet."""
    asked = Request(
        "https://api.example.com/a", origin=PAGE, method="PUT", headers=[("X-A", "1"), ("x-a", "2")]
    )
    line = f"Origin {PAGE} is not allowed by Access-Control-Allow-Origin. Status code: 200"
    return asked, PreflightCache(), line


def test_shared_values() -> None:
    """Eight threads with the same fresh values find what one finds."""
    expected = work(*fresh())
    for _ in range(ROUNDS):
        shared = fresh()
        assert together(lambda: work(*shared)) == [expected] * THREADS  # noqa: B023 - all have ended by then


def test_one_state_many_answers() -> None:
    """One cache, extended by eight threads, is what it was, and so is each extension."""
    request, cache, _ = fresh()
    later = simulate(request, server, cache=cache).cache
    found = together(lambda: [simulate(request, server, cache=cache, now=1.0).cache, cache])

    assert all(kept == PreflightCache() for _, kept in found)
    assert [len(extended.entries) for extended, _ in found] == [len(later.entries)] * THREADS  # type: ignore[attr-defined]  # caches


def test_first_use() -> None:
    """Threads that are the first to ask for what is loaded late all get it."""
    program = (
        "import threading, cors_sim\n"
        "from spec_tests.stability.test_threads import fresh, together, work\n"
        "found = together(lambda: work(*fresh()))\n"
        "assert all(one == found[0] for one in found)\n"
    )
    subprocess.run([sys.executable, "-X", "dev", "-W", "error", "-c", program], cwd=ROOT, check=True)
