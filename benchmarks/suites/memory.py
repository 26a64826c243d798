"""Memory that a value holds, and that a decision takes for as long as it runs."""

import gc
import tracemalloc
from collections.abc import Callable, Iterator

from benchmarks import samples
from cors_sim import Blocked, HeaderList, Response, cors_check, decide, parse_origin, parse_url, simulate

_NUMBER = 1000


def held() -> Iterator[tuple[str, float]]:
    """For each kind of value, bytes that one more of it holds."""
    kinds: dict[str, Callable[[], object]] = {
        "URL, with its origin": lambda: parse_url(samples.fresh_url()),
        "origin": lambda: parse_origin(f"https://{samples.fresh_url()[-3:].strip('/')}.example"),
        "header list, 12 of an API": lambda: HeaderList(samples.API_HEADERS),
        "header list, 40": lambda: HeaderList(samples.LONG_HEADERS),
        "request": lambda: samples.SIMPLE.request(samples.fresh_url()),
        "response, 12 headers of an API": samples.response,
        "verdict that blocks": _blocked,
        "outcome of a preflighted fetch, request and all": _outcome,
    }
    for name, make in kinds.items():
        yield name, _bytes_each(make)


def taken() -> Iterator[tuple[str, int]]:
    """For each decision on ready values, the most bytes at once that it takes while it runs."""
    simple = samples.SIMPLE.request(samples.fresh_url())
    put = samples.PREFLIGHTED.request(samples.fresh_url())
    response, preflight = samples.response(), samples.preflight_response()
    decisions: dict[str, Callable[[], object]] = {
        "cors_check that allows": lambda: cors_check(simple, response),
        "decide, simple, that allows": lambda: decide(simple, response),
        "decide, preflighted, that allows": lambda: decide(put, response, preflight=preflight),
        "simulate, preflighted": lambda: simulate(put, samples.server),
    }
    for name, decision in decisions.items():
        yield name, _most_bytes(decision)


def _blocked() -> object:
    verdict = cors_check(samples.SIMPLE.request(samples.fresh_url()), Response())
    assert isinstance(verdict, Blocked)
    return verdict


def _outcome() -> object:
    return simulate(samples.PREFLIGHTED.request(samples.fresh_url()), samples.server)


def _bytes_each(make: Callable[[], object]) -> float:
    make()
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        values = [make() for _ in range(_NUMBER)]
        gc.collect()
        return (tracemalloc.get_traced_memory()[0] - before) / len(values)
    finally:
        tracemalloc.stop()


def _most_bytes(decision: Callable[[], object]) -> int:
    decision()
    gc.collect()
    tracemalloc.start()
    try:
        decision()  # What the interpreter allocates only once is not counted.
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        decision()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
