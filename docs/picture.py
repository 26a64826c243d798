"""
The picture in the README: a fetch, why it is blocked, and what helps.

    python -m docs.picture

writes it. It is drawn by what draws the pages of `cors-sim explain --format html`.
"""

import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from cors_sim import Explanation, Request, Response, explain, simulate
from cors_sim.show import words
from cors_sim.show.diagram import diagram_of
from cors_sim.show.picture import Picture, picture_of

FILE: Final = Path(__file__).parent / "pictures" / "explanation.svg"

_WIDTH: Final = 760
_LINE: Final = 20
_STYLE: Final = """
text { font: 12px ui-monospace, "DejaVu Sans Mono", monospace; fill: #1b1f24; white-space: pre }
.says { font: 15px system-ui, sans-serif } .word { font: 700 20px system-ui, sans-serif; fill: #b3261e }
.party, .stop, .decided { font-weight: 700 }
.title { font-weight: 600 } .decided { text-decoration: underline }
.header, .step { fill: #57606a }
.stop, .bad { fill: #b3261e }
.good { fill: #116329 }
.paper { fill: #ffffff; stroke: #d0d7de } .lane { stroke: #d0d7de; stroke-width: 1.5 }
.arrow { stroke: #1b1f24; fill: #1b1f24; stroke-width: 1.5 } .arrow.bad { stroke: #b3261e; fill: #b3261e }
.cross { stroke: #b3261e; stroke-width: 3 }
""".strip()


def explained() -> Explanation:
    """A page that sends JSON to an API whose preflight allows the method and not the header."""
    page = "https://app.example.com"
    request = Request(
        "https://api.example.com/items",
        origin=page,
        method="PUT",
        headers={"Content-Type": "application/json"},
    )
    allowed = {"Access-Control-Allow-Origin": page, "Access-Control-Allow-Methods": "PUT"}
    outcome = simulate(request, lambda _: Response(204, allowed))
    return explain(outcome, lambda _: Response(204, allowed))


def picture() -> str:
    """The picture, as SVG."""
    explanation = explained()
    verdict = explanation.outcome.verdict
    drawn = picture_of(diagram_of(explanation.outcome), _WIDTH - 2 * _LINE)
    says = textwrap.wrap(words.sentence(explanation.outcome.request, verdict), 85)
    fix = explanation.fixes[0]
    above = _LINE * (len(says) + 2)
    below = above + drawn.height + _LINE * 1.5
    parts = [_text(_LINE, _LINE * 1.6, f"Blocked: {verdict.reason}", "word")]
    parts += [_text(_LINE, _LINE * (2.7 + index), line, "says") for index, line in enumerate(says)]
    parts += [f'<g transform="translate({_LINE} {above})">', *_drawn(drawn), "</g>"]
    parts.append(_text(_LINE, below, f"What helps: {fix.headline}", "says"))
    y = below
    for change in fix.changes:
        y += _LINE
        parts.append(_text(_LINE, y, f"{words.place(change)}:", "header"))
        for line in words.diff(change):
            y += _LINE
            parts.append(
                _text(_LINE * 2, y, f"{line.sign} {line.text}", "bad" if line.sign == "-" else "good")
            )
    y += _LINE * 1.2
    parts.append(_text(_LINE, y, words.shown_to_work(fix), "says"))
    height = round(y + _LINE)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
            f'viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(explanation.cause)}">',
            f"<style>{_STYLE}</style>",
            f'<rect class="paper" x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="8"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _drawn(drawn: Picture) -> Iterator[str]:
    for lane in drawn.lanes:
        yield f'<path class="lane" d="M{lane.x1:g} {lane.y1:g}V{lane.y2:g}"/>'
    for arrow in drawn.strokes:
        yield f'<path class="{arrow.kind}" d="M{arrow.x1:g} {arrow.y1:g}H{arrow.x2:g}"/>'
        yield f'<polygon class="{arrow.kind}" points="{arrow.head}"/>'
    for x, y in drawn.stops:
        yield f'<path class="cross" d="M{x - 6:g} {y - 6:g}l12 12m0-12l-12 12"/>'
    for line in drawn.words:
        yield _text(line.x, line.y, line.text, line.kind, line.anchor)


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    end = ' text-anchor="end"' if anchor == "end" else ""
    return f'<text class="{kind}" x="{x:g}" y="{y:g}"{end}>{escape(text, quote=False)}</text>'


if __name__ == "__main__":
    FILE.write_text(picture(), encoding="utf-8")
