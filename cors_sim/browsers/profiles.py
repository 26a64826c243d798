"""All browsers that the package knows."""

from typing import Final

from cors_sim.browsers.browser import STANDARD
from cors_sim.browsers.chromium import CHROMIUM
from cors_sim.browsers.firefox import FIREFOX
from cors_sim.browsers.webkit import WEBKIT

BROWSERS: Final = (STANDARD, CHROMIUM, FIREFOX, WEBKIT)
"""All four, the standard's first."""
