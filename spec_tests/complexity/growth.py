"""How time grows with the size of what is decided, whatever else the machine does."""

import gc
import time
from collections.abc import Callable
from typing import Final

import attrs

LIMIT: Final = 2.3
"""Twice as much may take so many times as long: linear, with something for memory that is further away."""

_LEAST_ROUNDS: Final = 5
_MOST_ROUNDS: Final = 60


@attrs.frozen
class Growth:
    """
    What doubling costs.

    Args:
        ratio: of the least times that were seen.
        rounds: that it took to see them.
    """

    ratio: float
    rounds: int


def growth(half: Callable[[], object], whole: Callable[[], object]) -> Growth:
    """
    How much longer *whole* takes than *half*, of which it is twice as much.

    Both are timed in turn. What other processes do can only make a time longer, so the least ones come
    ever nearer to the truth: there are rounds until the ratio is within the limit, or there were many.
    """
    least_half = least_whole = float("inf")
    rounds = 0
    gc.disable()  # It would visit all objects there are, at moments of its own.
    try:
        while rounds < _MOST_ROUNDS:
            rounds += 1
            least_half = min(least_half, _seconds(half))
            least_whole = min(least_whole, _seconds(whole))
            if rounds >= _LEAST_ROUNDS and least_whole <= LIMIT * least_half:
                break
    finally:
        gc.enable()
    return Growth(least_whole / least_half, rounds)


def _seconds(call: Callable[[], object]) -> float:
    started = time.process_time()
    call()
    return time.process_time() - started
