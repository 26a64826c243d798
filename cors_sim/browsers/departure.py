"""The record of something that a browser does otherwise than a standard says."""

import attrs

from cors_sim._value import Value


@attrs.frozen(repr=False)
class Departure(Value):
    """
    Something that a browser does otherwise than the standard says.

    Args:
        field: of `Browser`, or of its ``script``, whose value is not the standard's.
        changes: what is different for whom, in a sentence.
        evidence: ids of recorded experiments that show it (``spec_tests/browsers/`` and
            ``spec_tests/client/``).
        source: where it is known from, where no recorded experiment shows it.
    """

    field: str
    changes: str
    evidence: tuple[str, ...] = ()
    source: str = ""

    @property
    def name(self) -> str:
        """A stable name, as for an anchor."""
        return self.field.replace("_", "-")
