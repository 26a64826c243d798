"""WebKitGTK 2.50, as observed."""

from typing import Final

from cors_sim.browsers.browser import Browser, Departure

WEBKIT: Final = Browser(
    name="webkit",
    version="2.50",
    max_age_limit=600,
    departures=(
        Departure(
            "max_age_limit",
            "A preflight's answer is kept for 600 seconds at most.",
            (),
        ),
    ),
)
"""What was observed of webkit."""
