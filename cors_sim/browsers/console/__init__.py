"""
The consoles of browsers as data: what each prints of a fetch, by templates and the rules to choose one.
"""

from cors_sim.browsers.console.templates import Console
from cors_sim.browsers.console.writing import console_lines

__all__ = ["Console", "console_lines"]
