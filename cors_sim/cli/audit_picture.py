"""The matrix as a picture: SVG, with a word in each cell, for colour alone tells not everybody."""

from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import Final

from cors_sim.audit import Access, Cell, Matrix

# Colours, and what is written on them: contrast at least 4.5 to 1. Trusted and reads is as it should be.
_EXPECTED: Final = ("#1a7f37", "#ffffff")
_UNEXPECTED: Final = ("#b3261e", "#ffffff")
_SENT: Final = ("#f2cc60", "#1f2328")
_NOTHING: Final = ("#eaeef2", "#57606a")
_WORDS: Final[Mapping[Access, str]] = MappingProxyType(
    {
        Access.READS: "reads",
        Access.SENDS: "may send",
        Access.BLOCKED: "blocked",
        Access.NOT_ASKED: "not asked",
    }
)
_WIDTH: Final = 96
_HEIGHT: Final = 28
_CHARACTER: Final = 7.4


def words(access: Access) -> str:
    """What a cell says."""
    return _WORDS[access]


def colours(cell: Cell) -> tuple[str, str]:
    """Of the cell, and of what is written on it."""
    if cell.access not in {Access.READS, Access.SENDS}:
        return _NOTHING
    if not cell.trusted:
        return _UNEXPECTED
    return _EXPECTED if cell.access is Access.READS else _SENT


def picture(matrix: Matrix) -> str:
    """*matrix* as SVG."""
    left = 24 + _CHARACTER * max(map(len, (f"{origin} (trusted)" for origin in matrix.origins)))
    width = left + _WIDTH * len(matrix.columns) + 8
    height = _HEIGHT * (len(matrix.origins) + 2) + 8
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height}" '
        f'viewBox="0 0 {width:g} {height}" role="img" '
        'aria-label="Who may read what: origins by methods and credentials" '
        'font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12">',
        f'<rect width="{width:g}" height="{height}" fill="#ffffff"/>',
    ]
    for index, (method, credentials) in enumerate(matrix.columns):
        x = left + _WIDTH * (index + 0.5)
        parts.append(_text(x, _HEIGHT * 0.7, method, "#1f2328"))
        parts.append(_text(x, _HEIGHT * 1.5, "with cookies" if credentials else "without", "#57606a", 11))
    rows = {origin: row for row, origin in enumerate(matrix.origins)}
    for origin, row in rows.items():
        trusted = any(cell.trusted for cell in matrix.cells if cell.origin == origin)
        name = f"{origin} (trusted)" if trusted else origin
        parts.append(f'<text x="12" y="{_HEIGHT * (row + 2) + 18}" fill="#1f2328">{escape(name)}</text>')
    columns = {column: index for index, column in enumerate(matrix.columns)}
    for cell in matrix.cells:
        fill, ink = colours(cell)
        x = left + _WIDTH * columns[cell.method, cell.credentials]
        y = _HEIGHT * (rows[cell.origin] + 2)
        parts.append(
            f'<rect x="{x + 1:g}" y="{y + 1}" width="{_WIDTH - 2}" height="{_HEIGHT - 2}" rx="3" '
            f'fill="{fill}"/>'
        )
        parts.append(_text(x + _WIDTH / 2, y + 18, words(cell.access), ink))
    return "\n".join([*parts, "</svg>\n"])


def _text(x: float, y: float, text: str, fill: str, size: int = 12) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{fill}" font-size="{size}" text-anchor="middle">'
        f"{escape(text)}</text>"
    )
