"""
The consoles of browsers as data: what each prints of a fetch, written and read with the same templates.
"""

from cors_sim.browsers.console.messages import ConsoleMessage, ConsoleReading, UnreadLine
from cors_sim.browsers.console.reading import read_console
from cors_sim.browsers.console.templates import Console
from cors_sim.browsers.console.writing import console_lines

__all__ = [
    "Console",
    "ConsoleMessage",
    "ConsoleReading",
    "UnreadLine",
    "console_lines",
    "read_console",
]
