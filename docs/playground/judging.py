"""What comes of a form, as JSON for the page: in each browser, and explained for one of them."""

import json
from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Final, NotRequired, TypedDict

import attrs

from cors_sim import BROWSERS, Browser, Explanation, Outcome, Request, explain, simulate
from cors_sim.explain.snippets import snippet
from cors_sim.flows import Answerer
from cors_sim.show import words
from cors_sim.show.diagram import error_of, status_of
from cors_sim.show.html import fragment
from cors_sim.show.inert import inert
from cors_sim.show.report import Report, report_of_explanation, word_for
from docs.playground.form import (
    Answer,
    Form,
    Problems,
    Unanswered,
    not_sent,
    read_request,
    read_rules,
    server_of,
)

_TITLES: Final = MappingProxyType(
    {"standard": "The standard", "chromium": "Chromium", "firefox": "Firefox", "webkit": "WebKit"}
)

# What a picture has room for beside the form, in pixels.
_PICTURE: Final = 600


class Asked(TypedDict):
    """
    What the page wants to know.

    Args:
        form: what is typed in.
        browser: the name of the browser to explain it for.
        snippets_for: a server to write the fix for, one of `SERVERS`; empty for none.
        solution: answers with which script can read the response, where somebody is to find them.
    """

    form: Form
    browser: str
    snippets_for: str
    solution: NotRequired[list[Answer]]


class Sent(TypedDict):
    """A request on the wire, and the answer."""

    request: str
    status: str
    is_preflight: bool


class InBrowser(TypedDict):
    """
    What comes of it in one browser.

    Args:
        name: the browser's.
        title: the same for people, with its version.
        word: ``readable``, ``blocked``, ``opaque`` or ``not-established``.
        headline: the same for people.
        reason: a `Reason`; empty where script can read the response.
        sent: what goes over the wire.
        readable: the names of the headers that script can read.
        error: what the promise is rejected with; empty where it is not.
        console: the lines that the browser prints.
        unanswered: what it would ask, and no answer is for; empty where there is none.
    """

    name: str
    title: str
    word: str
    headline: str
    reason: str
    sent: list[Sent]
    readable: list[str]
    error: str
    console: list[str]
    unanswered: str


class Judged(TypedDict):
    """
    What comes of a form.

    Args:
        problems: what is wrong, by field. If there is any, the other members are empty.
        notes: what else to know of a field.
        summary: all browsers in a sentence.
        browsers: one by one.
        report: a part of a page with the exchange, the cause, the fixes and the steps.
        solved: whether script has what it has with the solution; None where there is none.
    """

    problems: Problems
    notes: Problems
    summary: str
    browsers: list[InBrowser]
    report: str
    solved: bool | None


def judged(asked: Asked) -> Judged:
    """What comes of a form."""
    form = asked["form"]
    chosen = next((browser for browser in BROWSERS if browser.name == asked["browser"]), BROWSERS[0])
    problems: Problems = {}
    request = read_request(form, chosen, problems)
    server = server_of(read_rules(form, request, problems))
    notes = _notes(form, request, problems)
    if problems:
        return Judged(problems=problems, notes=notes, summary="", browsers=[], report="", solved=None)
    browsers = [_in_browser(form, browser, server) for browser in BROWSERS]
    solution = asked.get("solution")
    return Judged(
        problems=problems,
        notes=notes,
        summary=summary(browsers),
        browsers=browsers,
        report=_report(request, chosen, server, asked["snippets_for"]),
        solved=None if solution is None else _is_solved(form, solution, browsers),
    )


def judged_json(asked: str) -> str:
    """The same from JSON to JSON: what the page calls."""
    return json.dumps(judged(json.loads(asked)))


def _notes(form: Form, request: Request, problems: Problems) -> Problems:
    dropped = [] if "headers" in problems else not_sent(form, request)
    return {"headers": f"Not sent: {', '.join(dropped)}. No script can set this."} if dropped else {}


def _in_browser(form: Form, browser: Browser, server: Answerer) -> InBrowser:
    found = InBrowser(
        name=browser.name,
        title=title_of(browser),
        word=word_for(None),
        headline=words.HEADLINES[word_for(None)],
        reason="",
        sent=[],
        readable=[],
        error="",
        console=[],
        unanswered="",
    )
    try:
        outcome = simulate(read_request(form, browser, {}), server, browser=browser)
    except Unanswered as unanswered:
        asked = unanswered.request
        preflight = "preflight " if asked.is_preflight else ""
        found["unanswered"] = f"{preflight}{asked.method} {asked.url}"
        return found
    return found | _came(inert(outcome))


def _came(outcome: Outcome) -> InBrowser:
    word = word_for(outcome.verdict)
    readable = outcome.response.headers.sort_and_combine().names() if outcome.verdict.allowed else []
    return InBrowser(
        name=outcome.browser.name,
        title=title_of(outcome.browser),
        word=word,
        headline=words.HEADLINES[word],
        reason=outcome.verdict.reason or "",
        sent=[
            Sent(
                request=f"{exchange.request.method} {exchange.request.url}",
                status="no answer" if exchange.response.is_network_error else status_of(exchange.response),
                is_preflight=exchange.request.is_preflight,
            )
            for exchange in outcome.exchanges
        ],
        readable=readable,
        error="" if outcome.error is None else error_of(outcome.error),
        console=list(outcome.console),
        unanswered="",
    )


def title_of(browser: Browser) -> str:
    """The name of *browser* for people."""
    name = _TITLES.get(browser.name, browser.name)
    return f"{name} {browser.version}" if browser.version else name


def summary(browsers: Sequence[InBrowser]) -> str:
    """All of *browsers* in a sentence."""
    by_end: dict[tuple[str, str], list[str]] = {}
    for browser in browsers:
        by_end.setdefault((browser["headline"], browser["reason"]), []).append(browser["title"])
    if len(by_end) == 1:
        return f"{_end(*next(iter(by_end)))} by the standard and in all three browsers."
    return f"{'; '.join(f'{_end(*end)} in {_listed(titles)}' for end, titles in by_end.items())}."


def _end(headline: str, reason: str) -> str:
    return f"{headline} ({reason})" if reason else headline


def _listed(titles: Iterable[str]) -> str:
    *first, last = (title.removesuffix(" (GTK)").replace("The ", "the ") for title in titles)
    return f"{', '.join(first)} and {last}" if first else last


def _report(request: Request, browser: Browser, server: Answerer, snippets_for: str) -> str:
    try:
        outcome = simulate(request, server, browser=browser)
    except Unanswered:
        return ""
    explanation = _explained(outcome, server)
    report = report_of_explanation(explanation)
    if snippets_for:
        report = _with_snippets(report, explanation, snippets_for)
    return fragment(report, width=_PICTURE)


def _explained(outcome: Outcome, server: Answerer) -> Explanation:
    """The explanation; one that rests on what was answered, where a fix asks what no answer is for."""
    try:
        return explain(outcome, server)
    except Unanswered:
        return explain(outcome)


def _with_snippets(report: Report, explanation: Explanation, server: str) -> Report:
    grants = next((fix.grants for fix in explanation.fixes if fix.grants), ())
    return attrs.evolve(report, snippets=tuple(snippet(granted.grant, server) for granted in grants))


def _is_solved(form: Form, solution: list[Answer], browsers: Sequence[InBrowser]) -> bool:
    """Whether script can read in each browser what it can read with the solution."""
    solved = judged(Asked(form=Form(**{**form, "answers": solution}), browser="", snippets_for=""))
    return all(
        browser["word"] == "readable" and set(browser["readable"]) >= set(other["readable"])
        for browser, other in zip(browsers, solved["browsers"], strict=True)
    )
