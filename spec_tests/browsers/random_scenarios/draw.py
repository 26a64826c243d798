"""A random source with the few ways of choosing that scenarios need.

May import the standard library alone.
"""

import random
from collections.abc import Mapping
from typing import TypeVar

_Choice = TypeVar("_Choice")


class Draw(random.Random):
    """Draws of one scenario: the same seed gives the same draws on any machine."""

    def weighted(self, choices: Mapping[_Choice, float]) -> _Choice:
        """One of the keys, as often as its weight says."""
        return self.choices(list(choices), list(choices.values()))[0]

    def chance(self, share: float) -> bool:
        """True in this share of draws."""
        return self.random() < share
