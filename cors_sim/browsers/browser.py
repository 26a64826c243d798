"""The record of what a browser decides where the standard leaves it a choice."""

from typing import Final

import attrs

from cors_sim._value import Value


@attrs.frozen(kw_only=True, repr=False)
class Browser(Value):
    """
    A browser, as far as CORS can tell it from another.

    Args:
        name: as shown to people.
        max_age_limit: the most seconds that a preflight's answer is kept for; None for no limit
            (Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7.10).
    """

    name: str
    max_age_limit: float | None = None


STANDARD: Final = Browser(name="standard")
"""The Fetch standard to the letter, with no limit of its own where the text leaves one open."""
