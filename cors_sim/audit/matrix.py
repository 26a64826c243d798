"""Who may read what: origins by methods by credentials."""

from enum import StrEnum

import attrs

from cors_sim._value import Value


class Access(StrEnum):
    """What script of an origin gets."""

    READS = "reads"
    SENDS = "sends"
    BLOCKED = "blocked"
    NOT_ASKED = "not-asked"


@attrs.frozen(repr=False)
class Cell(Value):
    """
    One combination.

    Args:
        origin: as in an ``Origin`` header, ``null`` for one that is opaque.
        trusted: whether the policy trusts it.
        method: of the request.
        credentials: whether cookies and the like go along.
        access: what script gets. ``sends``: the browser sends the request, which was not done here, or
            script cannot read the answer though a preflight has allowed the request.
    """

    origin: str
    trusted: bool
    method: str
    credentials: bool
    access: Access


@attrs.frozen(repr=False)
class Matrix(Value):
    """
    The cells, origin by origin.

    Args:
        cells: all of them.
    """

    cells: tuple[Cell, ...]

    @property
    def origins(self) -> tuple[str, ...]:
        """The rows."""
        return tuple(dict.fromkeys(cell.origin for cell in self.cells))

    @property
    def columns(self) -> tuple[tuple[str, bool], ...]:
        """The columns: method, and whether with credentials."""
        return tuple(dict.fromkeys((cell.method, cell.credentials) for cell in self.cells))
