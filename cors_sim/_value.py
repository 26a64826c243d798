"""What all values of this library share: they are frozen by attrs and closed to subclassing."""

from collections.abc import Iterator
from enum import StrEnum

import attrs


class Value:
    """
    The base of every value.

    A subclass could change what a decision means, so there are none: compose values instead.
    """

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        if Value not in cls.__bases__:
            base = cls.__bases__[0].__name__
            message = f"{base} is a value of cors_sim and cannot be subclassed"
            raise TypeError(message)

    def __repr__(self) -> str:
        """The call that makes the value, with what differs from the defaults."""
        name = type(self).__name__
        return f"{name}({', '.join(arguments(self))})"


def arguments(value: Value) -> Iterator[str]:
    """``name=value`` for each field that is shown and differs from its default."""
    for field in attrs.fields(type(value)):  # type: ignore[arg-type]  # each value is an attrs class
        argument = getattr(value, field.name)
        if field.repr and argument != field.default:
            shown = str(argument) if isinstance(argument, StrEnum) else argument
            yield f"{field.alias}={shown!r}"
