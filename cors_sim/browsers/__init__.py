"""
Browsers as data: what each imposes on, or does otherwise than, the standard.

The algorithms take a `Browser` as an argument and consult its fields; they know no browser by name.
"""

from cors_sim.browsers.browser import STANDARD, Browser

__all__ = ["STANDARD", "Browser"]
