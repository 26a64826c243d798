"""Decisions, against the floor; from strings, against the building of the values; and in each browser."""

from collections.abc import Iterator

from benchmarks import floor, samples
from benchmarks.measuring import Row
from cors_sim import BROWSERS, STANDARD, Request, Response, cors_check, decide, preflight_check

READY = 5
FROM_STRINGS = 1.5
IN_A_BROWSER = 1.1


def rows() -> Iterator[Row]:
    """What is measured."""
    request = samples.SIMPLE.request(samples.fresh_url())
    put = samples.PREFLIGHTED.request(samples.fresh_url())
    response, preflight = samples.response(), samples.preflight_response()
    f_request, f_put = samples.SIMPLE.floor_request(), samples.PREFLIGHTED.floor_request()
    f_response = samples.floor_response(samples.API_HEADERS, 200)
    f_preflight = samples.floor_response(samples.PREFLIGHT_HEADERS, 204)
    headers = f_response["headers"]

    def f_simple() -> bool:
        return floor.decide(f_request, f_response, None)

    def f_preflighted() -> bool:
        return floor.decide(f_put, f_response, f_preflight)

    # They decide the same.
    assert cors_check(request, response).allowed is floor.cors_check(f_request, headers) is True
    assert cors_check(put, response).allowed is floor.cors_check(f_put, headers) is True
    assert decide(request, response).allowed is f_simple() is True
    assert decide(put, response, preflight=preflight).allowed is f_preflighted() is True

    yield Row(
        name="cors_check",
        subject=lambda: cors_check(request, response),
        against="floor",
        base=lambda: floor.cors_check(f_request, headers),
        target=2,
    )
    yield Row(
        name="cors_check, with credentials",
        subject=lambda: cors_check(put, response),
        against="floor",
        base=lambda: floor.cors_check(f_put, headers),
        target=2,
    )
    blocked, f_blocked = Response(200), samples.floor_response({}, 200)["headers"]
    yield Row(
        name="cors_check that blocks, and says why",
        subject=lambda: cors_check(request, blocked),
        against="floor",
        base=lambda: floor.cors_check(f_request, f_blocked),
    )
    yield Row(name="preflight_check", subject=lambda: preflight_check(put, preflight))
    yield Row(
        name="decide, simple",
        subject=lambda: decide(request, response),
        against="floor",
        base=f_simple,
        target=READY,
    )
    yield Row(
        name="decide, preflighted",
        subject=lambda: decide(put, response, preflight=preflight),
        against="floor",
        base=f_preflighted,
        target=READY,
    )
    yield Row(
        name="decide, simple, values new to it",
        subject=lambda values: decide(*values),
        against="asked before",
        base=lambda _: decide(request, response),
        fresh=lambda: (samples.SIMPLE.request(samples.fresh_url()), samples.response()),
    )
    for sample in (samples.SIMPLE, samples.PREFLIGHTED):
        yield Row(
            name=f"decide, {sample.name}, from strings",
            subject=lambda sample=sample: _decided(*_built(sample)),
            against="building",
            base=lambda sample=sample: _built(sample),
            target=FROM_STRINGS,
        )
    for browser in BROWSERS:
        if browser is not STANDARD:
            yield Row(
                name=f"decide, simple, {browser.name}",
                subject=lambda browser=browser: decide(request, response, browser=browser),
                against="standard",
                base=lambda: decide(request, response),
                target=IN_A_BROWSER,
            )
            yield Row(
                name=f"decide, preflighted, {browser.name}",
                subject=lambda browser=browser: decide(put, response, preflight=preflight, browser=browser),
                against="standard",
                base=lambda: decide(put, response, preflight=preflight),
                target=IN_A_BROWSER,
            )


def _built(sample: samples.Sample) -> tuple[Request, Response, Response | None]:
    """The values of a decision, of strings: the URL is another each time."""
    preflight = samples.preflight_response() if sample.preflight else None
    return sample.request(samples.fresh_url()), samples.response(), preflight


def _decided(request: Request, response: Response, preflight: Response | None) -> object:
    return decide(request, response, preflight=preflight)
