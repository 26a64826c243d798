"""The four things that can be concluded, and the exit code of each."""

from types import MappingProxyType
from typing import Final, Literal

from cors_sim.verdicts import Allowed, Opaque, Verdict

Word = Literal["readable", "blocked", "opaque", "not-established"]

EXIT_CODES: Final = MappingProxyType({"readable": 0, "blocked": 1, "opaque": 1, "not-established": 3})
"""2 is for input that cannot be used; a crash has another code than any of these."""


def word_for(verdict: Verdict | None) -> Word:
    """The conclusion that *verdict* is; None is a verdict that is not established."""
    if verdict is None:
        return "not-established"
    if isinstance(verdict, Allowed):
        return "readable"
    return "opaque" if isinstance(verdict, Opaque) else "blocked"
