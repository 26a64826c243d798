"""
Two things measured in turn, round after round, in one process: their ratio is what counts.

Time is the processor's: what other processes do in between is not in it.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Final

import attrs

LEAST_ROUNDS: Final = 5
MOST_SECONDS: Final = 3.0


@attrs.frozen(kw_only=True)
class Row:
    """
    A subject, what it is measured against, and the ratio that is wanted.

    Args:
        name: of the subject.
        subject: is called with what `fresh` gives, where there is that.
        against: the name of the base; empty where the subject stands alone.
        base: is called in the same way.
        target: the greatest ratio that is good enough; None for none.
        fresh: makes what a call is given, outside of what is timed: a value that nothing has been asked of.
    """

    name: str
    subject: Callable[..., object]
    against: str = ""
    base: Callable[..., object] | None = None
    target: float | None = None
    fresh: Callable[[], object] | None = None


@attrs.frozen
class Measured:
    """
    Seconds that one call took, round by round.

    Args:
        row: what was measured.
        subject: of it.
        base: of what it is measured against.
    """

    row: Row
    subject: Sequence[float]
    base: Sequence[float]

    @property
    def ratio(self) -> float | None:
        """The median of the ratios of each round, whose two sides the machine has treated alike."""
        if not self.base:
            return None
        return statistics.median(a / b for a, b in zip(self.subject, self.base, strict=True))

    @property
    def smallest(self) -> float | None:
        """The ratio of the smallest, which whatever else the machine does can only make greater."""
        return min(self.subject) / min(self.base) if self.base else None

    @property
    def missed(self) -> bool:
        """Whether both ratios are beyond the target."""
        if self.row.target is None or self.ratio is None or self.smallest is None:
            return False
        return min(self.ratio, self.smallest) > self.row.target


def seconds(function: Callable[..., object], number: int, fresh: Callable[[], object] | None) -> float:
    """Seconds that *number* calls take."""
    if fresh is None:
        started = time.process_time()
        for _ in range(number):
            function()
        return time.process_time() - started
    values = [fresh() for _ in range(number)]
    started = time.process_time()
    for value in values:
        function(value)
    return time.process_time() - started


def calls_for(
    function: Callable[..., object], wanted: float, fresh: Callable[[], object] | None = None
) -> int:
    """How many calls take about *wanted* seconds; of fresh values no more than caches hold."""
    number = 1
    while seconds(function, number, fresh) < wanted / 2 and (fresh is None or number < 64):
        number *= 2
    return number


def measure(row: Row, rounds: int, wanted: float) -> Measured:
    """Time *row*, subject and base in turn, for *rounds* of *wanted* seconds, or fewer if that is long."""
    subject: list[float] = []
    base: list[float] = []
    number = calls_for(row.subject, wanted, row.fresh)
    number_of_base = 0 if row.base is None else calls_for(row.base, wanted, row.fresh)
    started = time.process_time()
    for done in range(rounds):
        if done >= LEAST_ROUNDS and time.process_time() - started > MOST_SECONDS:
            break
        subject.append(seconds(row.subject, number, row.fresh) / number)
        if row.base is not None:
            base.append(seconds(row.base, number_of_base, row.fresh) / number_of_base)
    return Measured(row, subject, base)
