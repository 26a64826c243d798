"""Firefox 153 ESR, as observed."""

from typing import Final

from cors_sim.browsers.browser import Browser, Departure

FIREFOX: Final = Browser(
    name="firefox",
    version="153 ESR",
    max_age_limit=86400,
    departures=(
        Departure(
            "max_age_limit",
            "A preflight's answer is kept for 86400 seconds at most.",
            (),
        ),
    ),
)
"""What was observed of firefox."""
