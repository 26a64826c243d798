"""A report as Markdown, to be put into an issue or a chat: its diagram is Mermaid's."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cors_sim.explain.snippets import Snippet
from cors_sim.explain.values import Condition, Explanation, Fix
from cors_sim.show import words
from cors_sim.show.inert import inert
from cors_sim.show.mermaid import mermaid
from cors_sim.show.report import Report

# What Markdown and HTML would take for more than itself, and what code hosts add (mentions, references).
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>|~$!]")
_ADDED: Final = re.compile(r"[&@#]")
_ADDRESS: Final = re.compile(r"(?<![a-z])[a-z]+://[^ '\"]*[^ '\".,:;)]")
_BACKTICKS: Final = re.compile(r"`+")


def markdown(reports: Iterable[Report]) -> str:
    """
    The reports, one below the other.

    Args:
        reports: one a fetch, without secrets.
    """
    return "\n".join("\n".join(_lines(inert(report))) for report in reports)


def _lines(report: Report) -> Iterator[str]:
    verdict, explanation = report.verdict, report.explanation
    reason = "" if verdict is None or verdict.reason is None else f" {_code(verdict.reason)}"
    yield f"# {words.HEADLINES[report.word]}{reason}"
    yield ""
    yield _text(words.sentence(report.request, verdict))
    yield ""
    if explanation is not None:
        yield from _explanation(report, explanation)
    if report.missing:
        yield from _heading("What is missing")
    for missing in report.missing:
        yield from (_text(missing.what), "", *_block(missing.command, "sh"), "")
    yield from _listed("Taken on trust", report.trusted)


def _explanation(report: Report, explanation: Explanation) -> Iterator[str]:
    yield from (_text(explanation.cause), "")
    evidence, step = explanation.evidence, explanation.step
    if evidence is not None and step is not None:
        yield f"- Failing step: [{_text(str(step))}]({step.url})"
        yield f"- Seen: {_code(words.seen(evidence))}"
        yield f"- Would pass: {_code(words.would_pass(evidence))}"
        yield ""
    yield from _heading("What the console means" if report.is_reconstructed else "On the wire")
    yield from _block(mermaid(report), "mermaid")
    yield ""
    if len(explanation.conditions) > 1:
        yield from _heading("In the way, in the order in which it is met")
        yield from _conditions(explanation.conditions)
    if explanation.fixes:
        yield from _heading("What helps")
    for number, fix in enumerate(explanation.fixes, start=1):
        yield from _fix(number, fix)
    for snippet in report.snippets:
        yield from _snippet(snippet)
    yield from _listed("What else to know", [remark.text for remark in explanation.remarks])
    yield from _listed("Besides", [remark.text for remark in explanation.advice])
    yield from _listed("Not the problem", explanation.not_the_problem)
    yield from _listed("Not looked at here", [remark.text for remark in explanation.not_modelled])


def _conditions(conditions: Iterable[Condition]) -> Iterator[str]:
    for number, condition in enumerate(conditions, start=1):
        where = "" if condition.target is None else f" in the answer to {_code(str(condition.target))}"
        yield f"{number}. {_code(condition.reason)}{where}: {_text(condition.text)}"
    yield ""


def _fix(number: int, fix: Fix) -> Iterator[str]:
    public = " (public: for every page there is)" if fix.is_public else ""
    yield from (f"### {number}. {_text(fix.headline)}{public}", "")
    for change in fix.changes:
        yield from (f"{_text(words.place(change))}:", "")
        yield from _block("\n".join(f"{line.sign} {line.text}" for line in words.diff(change)), "diff")
        yield ""
    yield from (_text(fix.effect), "", _text(words.shown_to_work(fix)), "")
    notes = (*fix.assumes, *fix.notes)
    yield from (f"- {_text(note)}" for note in notes)
    if notes:
        yield ""


def _snippet(snippet: Snippet) -> Iterator[str]:
    yield from _heading(f"On {snippet.title}")
    yield from (words.SNIPPET_NOTE, "")
    for part in snippet.parts:
        yield from (f"{_text(part.place)}:", "", *_block(part.text, snippet.language), "")
    yield from (f"Run with {_text(snippet.run_with)}." if snippet.executed else "Not run here.", "")
    notes = [f"- {_text(note)}" for note in snippet.notes]
    yield from (*notes, "") if notes else ()


def _heading(title: str) -> Iterator[str]:
    yield from (f"## {title}", "")


def _listed(title: str, texts: Iterable[str]) -> Iterator[str]:
    texts = list(texts)
    if texts:
        yield from (*_heading(title), *(f"- {_text(text)}" for text in texts), "")


def _text(text: str) -> str:
    """*text* with addresses as code, and what means something to Markdown escaped."""
    pieces = []
    end = 0
    for match in _ADDRESS.finditer(text):
        pieces += [_escaped(text[end : match.start()]), _code(match[0])]
        end = match.end()
    return "".join([*pieces, _escaped(text[end:])])


def _escaped(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\g<0>", text)
    return _ADDED.sub(lambda match: f"&#{ord(match[0])};", escaped)


def _fence(text: str, least: int) -> str:
    """More backticks than *text* has in a row."""
    return "`" * max([least, *(len(run) + 1 for run in _BACKTICKS.findall(text))])


def _code(text: str) -> str:
    """*text* as code, in which nothing means anything."""
    fence = _fence(text, 1)
    return f"{fence} {text} {fence}" if "`" in text else f"{fence}{text}{fence}"


def _block(text: str, language: str) -> Iterator[str]:
    fence = _fence(text, 3)
    yield f"{fence}{language}"
    yield from text.split("\n")
    yield fence
