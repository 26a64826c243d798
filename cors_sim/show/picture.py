"""The sequence of a fetch as shapes and texts at places: what an SVG is made of."""

from typing import Final, Literal

import attrs

from cors_sim._value import Value
from cors_sim.show.diagram import BROWSER, Arrow, Diagram, Line, Stop, fitted, wrapped

_LINE_HEIGHT: Final = 17
_GAP: Final = 9
_EDGE: Final = 12
# Of the font that is used, a monospaced one of 12 pixels, and its likely substitutes.
_CHARACTER_WIDTH: Final = 7.4
_LINES_OF_A_HEADER: Final = 3


@attrs.frozen(repr=False)
class Words(Value):
    """
    A line of text.

    Args:
        x: where it begins, or ends.
        y: of its base.
        text: the line.
        kind: how it looks: the name of a class of the style sheet.
        anchor: which of its ends is at *x*.
    """

    x: float
    y: float
    text: str
    kind: str
    anchor: Literal["start", "end"] = "start"


@attrs.frozen(repr=False)
class Stroke(Value):
    """
    A line, with a head if it is an arrow.

    Args:
        x1: where it begins.
        y1: where it begins.
        x2: where it ends.
        y2: where it ends.
        kind: how it looks: the name of a class of the style sheet.
    """

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str

    @property
    def head(self) -> str:
        """The points of the arrow's head."""
        back = self.x2 + (-9 if self.x2 > self.x1 else 9)
        return f"{self.x2},{self.y2} {back},{self.y2 - 4.5} {back},{self.y2 + 4.5}"


@attrs.frozen(repr=False, kw_only=True)
class Picture(Value):
    """
    What is drawn.

    Args:
        width: in pixels.
        height: in pixels.
        lanes: one a party, from top to bottom.
        strokes: the arrows.
        words: the texts.
        stops: where the fetch ends: the centres of crosses.
    """

    width: int
    height: int
    lanes: tuple[Stroke, ...]
    strokes: tuple[Stroke, ...]
    words: tuple[Words, ...]
    stops: tuple[tuple[float, float], ...]


def picture_of(diagram: Diagram, width: int) -> Picture:
    """
    *diagram*, drawn.

    Args:
        diagram: fit to be shown.
        width: in pixels.
    """
    return _Drawing(diagram, width).picture()


class _Drawing:
    def __init__(self, diagram: Diagram, width: int) -> None:
        self._diagram = diagram
        self._width = width
        servers = len(diagram.parties) - 2
        # Where there is no room, all servers are one.
        self._is_narrow = width < 300 + 230 * servers
        lanes = 1 if self._is_narrow else servers
        first = _EDGE + width * (0.27 if self._is_narrow else 0.25)
        space = (width - _EDGE - first) / lanes
        self._columns = (_EDGE, first, *(first + space * (index + 1) for index in range(lanes)))
        self._y: float = 0
        self._strokes: list[Stroke] = []
        self._words: list[Words] = []
        self._stops: list[tuple[float, float]] = []

    def picture(self) -> Picture:
        """All of it."""
        self._heading()
        top = self._y
        for row in self._diagram.rows:
            if isinstance(row, Stop):
                self._stop(row)
            else:
                self._arrow(row)
        bottom = self._y + _GAP
        return Picture(
            width=self._width,
            height=round(bottom + 2),
            lanes=tuple(Stroke(x, top, x, bottom, "lane") for x in self._columns),
            strokes=tuple(self._strokes),
            words=tuple(self._words),
            stops=tuple(self._stops),
        )

    def _write(self, x: float, text: str, room: float, kind: str) -> None:
        characters = max(round(room / _CHARACTER_WIDTH), 8)
        for piece in wrapped(text, characters, at_hyphens=self._is_narrow)[:_LINES_OF_A_HEADER]:
            self._y += _LINE_HEIGHT
            self._words.append(Words(x, self._y, piece, kind))

    def _heading(self) -> None:
        """The parties, each above its lane."""
        script, browser, *servers = self._diagram.parties
        if len(servers) >= len(self._columns) - 1:
            servers = ["servers"]
        word, _, origin = script.rpartition(" ")
        rooms = self._columns[1] - _EDGE - _GAP
        self._write(_EDGE, word, rooms, "party")
        first = self._y
        self._write(_EDGE, origin, rooms, "party")
        self._words.append(Words(self._columns[1], first, browser, "party"))
        taken = self._columns[1] + (len(browser) + 1) * _CHARACTER_WIDTH
        for x, name in zip(self._columns[2:], servers, strict=True):
            end = x + _EDGE - 2
            shown = fitted(name, round((end - taken) / _CHARACTER_WIDTH) - 1)
            self._words.append(Words(end, first, shown, "party", "end"))
            taken = end + _CHARACTER_WIDTH
        self._y += _GAP

    def _column(self, party: int) -> float:
        return self._columns[min(party, len(self._columns) - 1)]

    def _arrow(self, arrow: Arrow) -> None:
        source, target = self._column(arrow.source), self._column(arrow.target)
        left, right = min(source, target), max(source, target)
        # What is said between browser and a far server may run over the lanes between.
        room = right - left - 2 * _GAP
        self._y += _GAP
        bad = " bad" if arrow.failed else ""
        self._write(left + _GAP, self._title(arrow), room, f"title{bad if not arrow.lines else ''}")
        for line in arrow.lines:
            self._write(left + _GAP, str(line), room, _kind(line, failed=arrow.failed))
        self._y += _GAP
        self._strokes.append(Stroke(source, self._y, target, self._y, f"arrow{bad}"))

    def _title(self, arrow: Arrow) -> str:
        kind = " (preflight)" if arrow.is_preflight and arrow.kind == "request" else ""
        several = self._is_narrow and len(self._diagram.parties) > 3
        where = f" at {self._diagram.parties[arrow.target]}" if several and arrow.kind == "request" else ""
        return f"{arrow.text}{kind}{where}"

    def _stop(self, stop: Stop) -> None:
        x = self._columns[BROWSER]
        self._y += _GAP
        self._stops.append((x, self._y + _LINE_HEIGHT - 4))
        self._write(x + 2 * _GAP, stop.text, self._width - x - 3 * _GAP, "stop")
        self._write(x + 2 * _GAP, stop.step, self._width - x - 3 * _GAP, "step")


def _kind(line: Line, *, failed: bool) -> str:
    if not line.decided:
        return "header"
    return "header decided bad" if failed else "header decided good"
