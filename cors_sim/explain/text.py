"""An explanation as plain text, to read in a terminal."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from cors_sim.explain.values import Change, Condition, Explanation, Fix
from cors_sim.explain.words import and_list, shown

_WIDTH: Final = 88


def text(explanation: Explanation) -> str:
    """*explanation* as text, its sections parted by empty lines."""
    return "\n\n".join("\n".join(section) for section in map(list, _sections(explanation)) if section)


def _sections(explanation: Explanation) -> Iterator[Iterable[str]]:
    yield _wrapped(explanation.headline, 0)
    yield _why(explanation)
    if len(explanation.conditions) > 1:
        yield _titled("In the way, in the order in which it is met", _conditions(explanation.conditions))
    if explanation.fixes:
        yield _titled("What helps", _fixes(explanation.fixes))
    yield _listed("What else to know", [remark.text for remark in explanation.remarks])
    yield _listed("Besides", [remark.text for remark in explanation.advice])
    yield _listed("Not the problem", explanation.not_the_problem)
    yield _listed("Not looked at here", [remark.text for remark in explanation.not_modelled])


def _wrapped(words: str, indent: int, first: str = "") -> list[str]:
    """*words* in lines, the first behind *first*, all of them behind so many blanks."""
    blanks = " " * indent
    return textwrap.wrap(
        words,
        _WIDTH,
        initial_indent=f"{blanks}{first}",
        subsequent_indent=f"{blanks}{' ' * len(first)}",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _titled(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield title
    yield from lines


def _listed(title: str, items: Iterable[str]) -> Iterator[str]:
    lines = [line for item in items for line in _wrapped(item, 2, "- ")]
    if lines:
        yield from _titled(title, lines)


def _why(explanation: Explanation) -> Iterator[str]:
    yield "Why"
    yield from _wrapped(explanation.cause, 2)
    if explanation.step is not None:
        yield f"  {explanation.reason}: {explanation.step}"
        yield f"  {explanation.step.url}"


def _conditions(conditions: Iterable[Condition]) -> Iterator[str]:
    for number, condition in enumerate(conditions, start=1):
        where = "" if condition.target is None else f", in the answer to {condition.target}"
        yield from _wrapped(f"{condition.reason}{where}", 2, f"{number}. ")
        yield from _wrapped(condition.text, 5)


def _fixes(fixes: Iterable[Fix]) -> Iterator[str]:
    for number, fix in enumerate(fixes, start=1):
        public = " (public: for every page there is)" if fix.is_public else ""
        yield from _wrapped(f"{fix.headline}{public}", 2, f"{number}. ")
        for change in fix.changes:
            yield from _change(change)
        yield from _wrapped(fix.effect, 5)
        yield from _wrapped(_shown(fix), 5)
        for assumption in fix.assumes:
            yield from _wrapped(assumption, 5, "Taken to be so: ")
        for note in fix.notes:
            yield from _wrapped(note, 5, "- ")


def _change(change: Change) -> Iterator[str]:
    unseen = "" if change.was_seen else ", which nobody has seen"
    origin = "" if change.for_origin is None else f", with Origin: {change.for_origin}"
    yield from _wrapped(f"In the answer to {change.target}{origin}{unseen}:", 5)
    if change.status is not None:
        if change.status_before is not None:
            yield f"       - status {change.status_before}"
        yield f"       + status {change.status}"
    for item in change.headers:
        if item.before is not None:
            yield f"       - {item.name}: {shown(item.before)}"
        if item.after is not None:
            yield f"       + {item.name}: {shown(item.after)}"


def _shown(fix: Fix) -> str:
    works = [showing.browser.name for showing in fix.showings if showing.works]
    fails = [
        showing.browser.name for showing in fix.showings if not (showing.works or showing.verdict is None)
    ]
    unknown = [showing.browser.name for showing in fix.showings if showing.verdict is None]
    words = [f"Shown to work in {and_list(works)}."]
    if fails:
        words.append(f"Does not work in {and_list(fails)}.")
    if unknown:
        words.append(f"Not shown in {and_list(unknown)}, which asks for more than was recorded.")
    return " ".join(words)
