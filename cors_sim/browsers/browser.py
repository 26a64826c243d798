"""The record of what a browser decides where the standard leaves a choice, or departs from it."""

from typing import Final

import attrs

from cors_sim._value import Value


@attrs.frozen(repr=False)
class Departure(Value):
    """
    Something that a browser does otherwise than the standard says.

    Args:
        field: of `Browser`, whose value is not the standard's.
        changes: what is different for whom, in a sentence.
        evidence: ids of recorded experiments that show it (``spec_tests/browsers/``).
    """

    field: str
    changes: str
    evidence: tuple[str, ...]

    @property
    def name(self) -> str:
        """A stable name, as for an anchor."""
        return self.field.replace("_", "-")


@attrs.frozen(kw_only=True, repr=False)
class Browser(Value):
    """
    A browser, as far as CORS can tell it from another. The defaults are the standard's.

    Args:
        name: as shown to people.
        version: the one that was observed; empty for the standard.
        departures: why the other fields have values that are not the standard's.
        max_age_limit: the most seconds that a preflight's answer is kept for; None for no limit
            (Spec: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7.10).
    """

    name: str
    version: str = ""
    departures: tuple[Departure, ...] = ()
    max_age_limit: float | None = None

    def __repr__(self) -> str:
        return f"Browser({' '.join(filter(None, (self.name, self.version)))!r})"


STANDARD: Final = Browser(name="standard")
"""The Fetch standard to the letter, with no limit of its own where the text leaves one open."""
