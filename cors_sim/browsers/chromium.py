"""Chromium 156, as observed."""

from typing import Final

from cors_sim.browsers.browser import Browser, Departure

CHROMIUM: Final = Browser(
    name="chromium",
    version="156",
    max_age_limit=7200,
    departures=(
        Departure(
            "max_age_limit",
            "A preflight's answer is kept for 7200 seconds at most.",
            (),
        ),
    ),
)
"""What was observed of chromium."""
