"""Whole fetches: simple, preflighted, redirected, with leave in the cache; in each browser; with steps."""

from collections.abc import Iterator
from typing import Any

from benchmarks import samples
from benchmarks.measuring import Row
from cors_sim import BROWSERS, STANDARD, Browser, PreflightCache, Request, decide, simulate

IN_A_BROWSER = 1.1
WITH_STEPS = 2


def fetches() -> Iterator[tuple[str, Request, dict[str, Any]]]:
    """Each kind of fetch: its name, what is asked for, and with what in the cache."""
    simple = samples.SIMPLE.request(samples.fresh_url())
    put = samples.PREFLIGHTED.request(samples.fresh_url())
    yield "simple", simple, {}
    yield "preflighted", put, {}
    yield "3 redirects", samples.SIMPLE.request("https://api.example.com/3"), {}
    kept = simulate(put, samples.server).cache
    assert len(simulate(put, samples.server, cache=kept).exchanges) == 1
    yield "leave in the cache", put, {"cache": kept}


def rows() -> Iterator[Row]:
    """What is measured."""
    response, preflight = samples.response(), samples.preflight_response()
    for kind, request, keywords in fetches():
        assert simulate(request, samples.server, **keywords).verdict.allowed, kind

        def run(
            browser: Browser = STANDARD,
            request: Request = request,
            keywords: dict[str, Any] = keywords,
            steps: bool = False,  # noqa: FBT001, FBT002 - private
        ) -> object:
            return simulate(request, samples.server, browser=browser, steps=steps, **keywords)

        yield Row(
            name=f"simulate, {kind}",
            subject=run,
            against="decide",
            base=lambda request=request: decide(request, response, preflight=preflight),
        )
        yield Row(
            name=f"simulate, {kind}, with steps",
            subject=lambda run=run: run(steps=True),
            against="without",
            base=run,
            target=WITH_STEPS,
        )
        for browser in BROWSERS:
            if browser is not STANDARD:
                # Leave in the cache is the browser's own.
                own = simulate(request, samples.server, browser=browser).cache
                cache = own if keywords else PreflightCache()
                yield Row(
                    name=f"simulate, {kind}, {browser.name}",
                    subject=lambda run=run, browser=browser, cache=cache: run(
                        browser, keywords={"cache": cache}
                    ),
                    against="standard",
                    base=run,
                    target=IN_A_BROWSER,
                )
