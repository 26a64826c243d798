"""
Browsers as data: what each imposes on, or does otherwise than, the standard.

The algorithms take a `Browser` as an argument and consult its fields; they know no browser by name.
"""

from typing import Final

from cors_sim.browsers.browser import STANDARD, Browser
from cors_sim.browsers.chromium import CHROMIUM
from cors_sim.browsers.departure import Departure
from cors_sim.browsers.firefox import FIREFOX
from cors_sim.browsers.webkit import WEBKIT

BROWSERS: Final = (STANDARD, CHROMIUM, FIREFOX, WEBKIT)
"""All four, the standard's first."""

__all__ = ["BROWSERS", "CHROMIUM", "FIREFOX", "STANDARD", "WEBKIT", "Browser", "Departure"]
