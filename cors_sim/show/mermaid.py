"""The sequence of a fetch in Mermaid's language, which wikis and code hosts draw."""

import re
from collections.abc import Iterator
from typing import Final

from cors_sim.show.diagram import BROWSER, Arrow, Diagram, Stop, diagram_of
from cors_sim.show.inert import inert, short
from cors_sim.show.report import Report

# What Mermaid, or the page that it draws on, would take for more than itself.
_SPECIAL: Final = re.compile(r"[^A-Za-z0-9 ./:_*=?()+,@!✗▸-]|%%")
_ARROWS: Final = {"call": "->>", "request": "->>", "response": "-->>", "result": "-->>"}
_LIMIT: Final = 160


def mermaid(report: Report) -> str:
    """
    The sequence, or a note where nothing is established.

    Args:
        report: without secrets.
    """
    outcome = inert(report).outcome
    if outcome is None:
        return "\n".join(("sequenceDiagram", "participant p0 as script", *_missing(report), ""))
    return "\n".join([*_lines(diagram_of(outcome)), ""])


def _missing(report: Report) -> Iterator[str]:
    for missing in inert(report.missing):
        yield f"Note over p0: {_text(missing.what)}"


def _lines(diagram: Diagram) -> Iterator[str]:
    yield "sequenceDiagram"
    for index, party in enumerate(diagram.parties):
        yield f"participant p{index} as {_text(party)}"
    for row in diagram.rows:
        if isinstance(row, Stop):
            yield f"Note over p{BROWSER}: ✗ {_text(row.text)}<br/>{_text(row.step)}"
        else:
            yield _arrow(row)


def _arrow(arrow: Arrow) -> str:
    failed = arrow.failed and not arrow.lines
    preflight = " (preflight)" if arrow.is_preflight and arrow.kind == "request" else ""
    lines = [f"{arrow.text}{preflight}", *(f"{'▸ ' if line.decided else ''}{line}" for line in arrow.lines)]
    text = "<br/>".join(_text(short(line, _LIMIT)) for line in lines)
    return f"p{arrow.source}{'--x' if failed else _ARROWS[arrow.kind]}p{arrow.target}: {text}"


def _text(text: str) -> str:
    """*text*, in which no character means anything to Mermaid: others are written as ``#35;``."""
    return _SPECIAL.sub(lambda match: "".join(f"#{ord(character)};" for character in match[0]), text)
