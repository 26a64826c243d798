"""How bad a finding is, from what helps to know to what gives an account away."""

from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """The words, from the least to the greatest; comparing is by `rank`."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for the least."""
        return SEVERITIES.index(self)


SEVERITIES: Final = tuple(Severity)
