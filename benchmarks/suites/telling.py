"""What is told of a decision: console lines and their reading, an explanation, an audit."""

from collections.abc import Iterator

from benchmarks import samples
from benchmarks.measuring import Row
from cors_sim import CHROMIUM, Response, explain, read_console, simulate
from cors_sim.audit import audit


def rows() -> Iterator[Row]:
    """What is measured."""
    put = samples.PREFLIGHTED.request(samples.fresh_url())
    bare = Response(200)
    outcome = simulate(put, lambda _: bare, browser=CHROMIUM)
    lines = "\n".join(outcome.console)
    assert lines, "Chromium says something of this"

    yield Row(
        name="simulate, blocked",
        subject=lambda: simulate(put, lambda _: bare, browser=CHROMIUM),
    )
    yield Row(name="console lines of it", subject=lambda: outcome.console)
    yield Row(name="read_console, of these", subject=lambda: read_console(lines))
    yield Row(name="explain, from what was recorded", subject=lambda: explain(outcome))
    yield Row(
        name="explain, with the server at hand", subject=lambda: explain(outcome, server=lambda _: bare)
    )
    yield Row(
        name="audit, a sound server",
        subject=lambda: audit(samples.server, url="https://api.example.com/"),
    )
