"""
The consoles of browsers as data: what each prints of a fetch, written and read with the same templates.

Reading is in `messages` and `reading`, which nothing that decides imports.
"""

from cors_sim.browsers.console.templates import Console
from cors_sim.browsers.console.writing import console_lines

__all__ = ["Console", "console_lines"]
