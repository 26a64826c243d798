"""The sequence of a fetch in the characters of a terminal: three lanes, whatever the number of servers."""

from collections.abc import Iterator
from typing import Final

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from cors_sim.show.diagram import BROWSER, PAGE, Arrow, Diagram, Line, Stop, fitted, wrapped

_MARGIN: Final = 2
_PAGE_ROOM: Final = 24
_NARROW_PAGE_ROOM: Final = 16
_NARROW: Final = 72
_LINES_OF_A_HEADER: Final = 3
# For terminals that have no others.
_ASCII: Final = str.maketrans("│├┤─▶◀✗…", "|||-><x.")


class SequenceDiagram:
    """
    A diagram, which rich can print.

    Args:
        diagram: fit to be shown.
    """

    def __init__(self, diagram: Diagram) -> None:
        self._diagram = diagram

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, as wide as there is room."""
        for line in _Drawing(self._diagram, options.max_width).lines():
            yield Text(line.plain.translate(_ASCII)) if options.ascii_only else line


class _Drawing:
    """The lanes stand at fixed columns; what is said is written between them, and an arrow drawn below."""

    def __init__(self, diagram: Diagram, width: int) -> None:
        self._diagram = diagram
        self._servers = diagram.parties[2:]
        page_room = _NARROW_PAGE_ROOM if width < _NARROW else _PAGE_ROOM
        self._columns = (_MARGIN, _MARGIN + page_room, max(width - 2, _MARGIN + 2 * page_room))

    def lines(self) -> Iterator[Text]:
        """All of it."""
        yield from self._heading()
        for row in self._diagram.rows:
            if isinstance(row, Stop):
                yield from self._stop(row)
            else:
                yield from self._arrow(row)

    def _heading(self) -> Iterator[Text]:
        page, browser, server = self._columns
        script, _, origin = self._diagram.parties[PAGE].rpartition(" ")
        name = self._diagram.parties[BROWSER]
        servers = self._servers[0] if len(self._servers) == 1 else "servers"
        servers = fitted(servers, server - browser - len(name))
        lefts = [script, *wrapped(origin, browser - page - 1)]
        for index, left in enumerate(lefts):
            line = f"{' ' * page}{left}"
            if index == 0:
                line = f"{line:<{browser}}{name}"
                line = f"{line:<{max(server + 1 - len(servers), len(line) + 1)}}{servers}"
            yield Text(line, style="bold")

    def _lanes(self, **texts: tuple[str, str]) -> Text:
        """A line with the lanes, and texts behind those that are named: ``page`` and ``browser``."""
        page, browser, server = self._columns
        line = Text(" " * page + "│")
        for name, until in (("page", browser), ("browser", server)):
            text, style = texts.get(name, ("", ""))
            if text:
                line.append(f" {text}", style=style)
            line.append(" " * (until - len(line)))
            line.append("│")
        return line

    def _arrow(self, arrow: Arrow) -> Iterator[Text]:
        page, browser, server = self._columns
        lane = "page" if PAGE in {arrow.source, arrow.target} else "browser"
        left, right = (page, browser) if lane == "page" else (browser, server)
        room = right - left - 3
        for piece in wrapped(self._title(arrow), room):
            yield self._lanes(**{lane: (piece, "red" if arrow.failed and not arrow.lines else "bold")})
        for line in arrow.lines:
            style = _style(line, failed=arrow.failed)
            for piece in wrapped(str(line), room)[:_LINES_OF_A_HEADER]:
                yield self._lanes(**{lane: (piece, style)})
        yield self._drawn(arrow, left, right)

    def _title(self, arrow: Arrow) -> str:
        kind = " (preflight)" if arrow.is_preflight and arrow.kind == "request" else ""
        where = ""
        if arrow.kind == "request" and len(self._servers) > 1:
            where = f" at {self._diagram.parties[arrow.target]}"
        return f"{arrow.text}{kind}{where}"

    def _drawn(self, arrow: Arrow, left: int, right: int) -> Text:
        """The arrow itself, with the lanes that it does not touch."""
        shaft = "─" * (right - left - 2)
        drawn = f"├{shaft}▶│" if arrow.source < arrow.target else f"│◀{shaft}┤"
        style = "red" if arrow.failed and arrow.kind != "response" else "cyan"
        line = Text(" " * _MARGIN)
        for column in self._columns:
            if len(line) < left and column < left:
                line.append("│")
                line.append(" " * (left - len(line)))
        line.append(drawn, style=style)
        for column in self._columns:
            if column > right:
                line.append(" " * (column - len(line)))
                line.append("│")
        return line

    def _stop(self, stop: Stop) -> Iterator[Text]:
        _, browser, server = self._columns
        for index, piece in enumerate(wrapped(f"{stop.text} ({stop.step})", server - browser - 3)):
            line = self._lanes(browser=(piece, "bold red"))
            if index == 0:
                line = Text.assemble(line[:browser], ("✗", "bold red"), line[browser + 1 :])
            yield line


def _style(line: Line, *, failed: bool) -> str:
    if not line.decided:
        return "dim"
    return "bold red" if failed else "bold green"
