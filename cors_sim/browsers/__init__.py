"""
Browsers as data: what each imposes on, or does otherwise than, the standard.

The algorithms take a `Browser` as an argument and consult its fields; they know no browser by name.
What a browser departs in, prints and tells script is loaded when that browser is first asked for.
"""

from typing import TYPE_CHECKING

from cors_sim import _on_demand
from cors_sim.browsers.browser import STANDARD, Browser

if TYPE_CHECKING:
    from cors_sim.browsers.chromium import CHROMIUM
    from cors_sim.browsers.departure import Departure
    from cors_sim.browsers.firefox import FIREFOX
    from cors_sim.browsers.profiles import BROWSERS
    from cors_sim.browsers.webkit import WEBKIT
else:
    __getattr__, __dir__ = _on_demand.names(
        __name__,
        {
            "BROWSERS": "profiles",
            "CHROMIUM": "chromium",
            "Departure": "departure",
            "FIREFOX": "firefox",
            "WEBKIT": "webkit",
        },
    )

__all__ = ["BROWSERS", "CHROMIUM", "FIREFOX", "STANDARD", "WEBKIT", "Browser", "Departure"]
