"""Whole fetches, and all that is said of them, each as a function of bytes."""

import io
import json
import re
from collections.abc import Callable
from typing import Any, Final

from rich.console import Console

from cors_sim import (
    BROWSERS,
    Allowed,
    Blocked,
    Done,
    InvalidInput,
    Opaque,
    Outcome,
    PreflightCache,
    Request,
    decide,
    explain,
    simulate,
    start,
)
from cors_sim.cli.document import document
from cors_sim.cli.gathering import gather
from cors_sim.cli.listing import listed
from cors_sim.cli.reading import read_evidence
from cors_sim.client import ClientError, FormData, Page, Stream, element, event, fetch, send_beacon, xhr
from cors_sim.origins import OpaqueOrigin
from cors_sim.show.html import fragment, page
from cors_sim.show.markdown import markdown
from cors_sim.show.mermaid import mermaid
from cors_sim.show.report import Report, report_of_conclusion, report_of_explanation
from cors_sim.show.secrets import masked
from cors_sim.show.terminal import print_report
from spec_tests.fuzz.parsers import SAID
from spec_tests.fuzz.source import Answers, Choices, fetch_of, pairs_of

# Ten redirects are followed twice as often, each behind a preflight, and one more is refused.
_MOST_EXCHANGES: Final = 42
_CONTROLS: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def flow(data: bytes) -> None:
    """A fetch in each browser, twice: the second time with what the first has left in the cache."""
    request, server = fetch_of(data)
    for browser in BROWSERS:
        outcome = simulate(request, server, browser=browser, steps=True)
        _check(outcome)
        assert _step_by_step(outcome) == outcome
        _check(simulate(request, server, browser=browser, cache=outcome.cache, now=1.5))
        answers = [exchange.response for exchange in outcome.exchanges] * 2
        if answers:
            verdict = decide(request, answers[1], preflight=answers[0], browser=browser)
            assert isinstance(verdict, Allowed | Blocked | Opaque)


def _check(outcome: Outcome) -> None:
    verdict = outcome.verdict
    assert isinstance(verdict, Allowed | Blocked | Opaque)
    assert outcome.response.is_network_error == isinstance(verdict, Blocked)
    assert len(outcome.exchanges) <= _MOST_EXCHANGES
    assert len(outcome.cache.entries) <= outcome.cache.max_entries
    assert all(isinstance(line, str) for line in outcome.console)
    assert (outcome.error is not None) == isinstance(verdict, Blocked)
    assert repr(outcome)
    event(outcome)


def _step_by_step(outcome: Outcome) -> Outcome:
    state = start(outcome.request, browser=outcome.browser, steps=True)
    for exchange in outcome.exchanges:
        assert not isinstance(state, Done)
        state = state.receive(exchange.response)
    assert isinstance(state, Done)
    return state.outcome


def explained(data: bytes) -> None:
    """A fetch, why it came out as it did, and that in every form."""
    request, server = fetch_of(data)
    browser = BROWSERS[len(data) % len(BROWSERS)]
    forms(report_of_explanation(explain(simulate(request, server, browser=browser, steps=True))))


def evidence(data: bytes) -> None:
    """Whatever was recorded, as the command line takes it: read, concluded from, and shown in each form."""
    read = read_evidence([io.BytesIO(data)])
    conclusions = gather(read, None, SAID, None)
    listed(conclusions)
    for conclusion in conclusions[:2]:
        forms(report_of_conclusion(conclusion, "nginx"))


def forms(report: Report) -> None:
    """*report*, without secrets, in each form: no control character of anybody's is in one."""
    hidden = masked(report)
    terminal = Console(file=io.StringIO(), width=60, highlight=False)
    print_report(terminal, hidden)
    written: Any = terminal.file
    texts = (page([hidden]), fragment(hidden), markdown([hidden]), mermaid(hidden), written.getvalue())
    for text in texts:
        assert not _CONTROLS.search(text)
    assert json.loads(json.dumps(document([hidden], [], [])))


def client(data: bytes) -> None:
    """What script writes, up to the request, and the fetch of it."""
    url, method, choices, text, *lines = [*data.decode("utf-8", "replace").split("\n"), "", "", "", ""]
    pick = Choices(choices)
    browser = pick.of(BROWSERS)
    origins: tuple[Any, ...] = ("https://app.example.com", OpaqueOrigin(), "http://localhost")
    origin = pick.of(origins)
    script = Page(origin, in_worker=pick.of((False, True)))
    body: Any = pick.of((None, text, text.encode(), Stream(), FormData([(text, text)])))
    init = {"method": method, "headers": pairs_of(lines), "body": body}
    for member in ("mode", "credentials", "cache", "redirect", "referrerPolicy", "duplex", "referrer"):
        if pick.of((False, True)):
            init[member] = pick.of((text, "cors", "no-cors", "include", "half", "follow", "no-store", url))
    calls: tuple[Callable[[], Request], ...] = (
        lambda: fetch(url, init, origin=script, browser=browser),  # type: ignore[arg-type]  # as in a page
        lambda: xhr(method, url, headers=pairs_of(lines), body=body, origin=script, browser=browser),
        lambda: element("img", url, crossorigin=text, origin=script, browser=browser),
        lambda: send_beacon(url, body, origin=script, browser=browser),
    )
    for call in calls:
        try:
            request = call()
        except (ClientError, InvalidInput) as error:
            str(error)
            continue
        _check(simulate(request, Answers(()), browser=browser, cache=PreflightCache()))
