"""
Where a notebook asks a value what it looks like.

Deciding never depends on showing. The room that shows is above all that has something to show: it is found
by its name, and only when a notebook asks; nothing that decides does.
"""

from importlib import import_module
from typing import Final

_ROOM: Final = "cors_sim.show"


def html_of(value: object) -> str | None:
    """
    *value* as HTML, without secrets; None, for which notebooks show text, where the extra is not installed.

    Args:
        value: an `Outcome` or an `Explanation`.
    """
    try:
        room = import_module(f"{_ROOM}.notebook")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("cors_sim"):
            raise
        return None
    html: str = room.html_of(value)
    return html
