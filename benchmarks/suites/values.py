"""Values made of strings, the URLs and origins such as nobody has parsed yet."""

from collections.abc import Iterator
from functools import partial

from benchmarks import samples
from benchmarks.measuring import Row
from cors_sim import HeaderList, Response, TupleOrigin, parse_origin, parse_url


def rows() -> Iterator[Row]:
    """What is measured."""
    yield Row(name="URL, parsed", subject=parse_url, fresh=samples.fresh_url)
    yield Row(
        name="origin, parsed",
        subject=parse_origin,
        fresh=lambda: samples.fresh_url().replace("api.example.com/items/", "app-") + ".example",
    )
    yield Row(
        name="origin, serialized, the first time",
        subject=str,
        fresh=lambda: TupleOrigin("https", "app.example.com"),
    )
    for name, headers in samples.REALISTIC.items():
        yield Row(name=f"header list, {name}", subject=partial(HeaderList, headers))
    asked = HeaderList(samples.LONG_HEADERS)
    yield Row(name="question of it", subject=partial(_asked, asked))
    yield Row(
        name="first question of a list made of it",
        subject=_asked,
        fresh=partial(asked.append, "X-More", "1"),
    )
    yield Row(name="request", subject=samples.SIMPLE.request, fresh=samples.fresh_url)
    yield Row(name="response, 12 headers of an API", subject=lambda: Response(200, samples.API_HEADERS))


def _asked(headers: HeaderList) -> str | None:
    """The first question of a list made of another makes the index that the next ones use."""
    return headers.get("access-control-allow-origin")
