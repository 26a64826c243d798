"""The words that every form of showing uses, so that they say the same."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from cors_sim.explain.values import Change, Fix
from cors_sim.requests import Request
from cors_sim.show.inert import short
from cors_sim.verdicts import Evidence, Verdict

HEADLINES: Final = MappingProxyType(
    {
        "readable": "Readable",
        "blocked": "Blocked",
        "opaque": "Opaque",
        "not-established": "Not established",
    }
)


SNIPPET_NOTE: Final = "The lines allow what this request needs and no more: keep what else you allow."
"""Stands above each snippet."""


def sentence(request: Request, verdict: Verdict | None) -> str:
    """What follows for whom."""
    opaque = request.origin.serialized == "null"
    page = "page with an opaque origin" if opaque else f"page at {request.origin}"
    what = f"the response to {request.method} {short(request.url.href)}"
    if verdict is None:
        return f"Whether a {page} can read {what} does not follow from this."
    return f"A {page} {'can' if verdict.allowed else 'cannot'} read {what}."


def seen(evidence: Evidence) -> str:
    """What was there."""
    if evidence.header is None:
        return short(evidence.observed or "nothing")
    if evidence.observed is None:
        return f"no {evidence.header} header"
    return f"{evidence.header}: {short(evidence.observed)}"


def would_pass(evidence: Evidence) -> str:
    """What would have passed."""
    prefix = "" if evidence.header is None else f"{evidence.header}: "
    return f"{prefix}{short(evidence.expected)}"


class DiffLine(NamedTuple):
    """A line of a diff: what is taken away (``-``) or put there (``+``)."""

    sign: Literal["-", "+"]
    text: str


def diff(change: Change) -> Iterator[DiffLine]:
    """*change* as lines that go and lines that come."""
    if change.status is not None:
        if change.status_before is not None:
            yield DiffLine("-", f"status {change.status_before}")
        yield DiffLine("+", f"status {change.status}")
    for item in change.headers:
        if item.before is not None:
            yield DiffLine("-", f"{item.name}: {short(item.before)}")
        if item.after is not None:
            yield DiffLine("+", f"{item.name}: {short(item.after)}")


def place(change: Change) -> str:
    """Where *change* is to be made."""
    origin = "" if change.for_origin is None else f", for requests with Origin: {change.for_origin}"
    unseen = "" if change.was_seen else " (which nobody has seen)"
    return f"In the answer to {change.target}{unseen}{origin}"


def shown_to_work(fix: Fix) -> str:
    """In which browsers *fix* was shown to work."""
    works = [showing.browser.name for showing in fix.showings if showing.works]
    fails = [
        showing.browser.name
        for showing in fix.showings
        if showing.verdict is not None and not showing.works
    ]
    unknown = [showing.browser.name for showing in fix.showings if showing.verdict is None]
    words = [f"Run again, and works in: {', '.join(works)}."]
    if fails:
        words.append(f"Does not work in: {', '.join(fails)}.")
    if unknown:
        words.append(f"Not shown in: {', '.join(unknown)}, for want of an answer that nobody has recorded.")
    return " ".join(words)
