"""What all values of this library share: they are frozen by attrs and closed to subclassing."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

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

    def __reduce__(self) -> tuple[Any, ...]:
        """A pickle has the fields by their names, so that later versions, which may have more, read it."""
        kind: Any = type(self)
        return restored, (kind, {field.name: getattr(self, field.name) for field in attrs.fields(kind)})


def restored(kind: type[Value], state: dict[str, Any]) -> Value:
    """
    The value of that *kind* that was pickled.

    Args:
        kind: its class.
        state: its fields as they were. One that the class has since then gets its default; one that it has
            no more is let go.

    Raises:
        TypeError: there is no default.
    """
    new = object.__new__(kind)
    for field in attrs.fields(kind):  # type: ignore[arg-type]  # each value is an attrs class
        value = state[field.name] if field.name in state else _default(field)
        if value is attrs.NOTHING:
            message = f"this pickle of a {kind.__name__} is of a version that knew no {field.name!r}"
            raise TypeError(message)
        object.__setattr__(new, field.name, value)
    return new


def _default(field: "attrs.Attribute[Any]") -> object:
    default: Any = field.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]  # a class


def arguments(value: Value) -> Iterator[str]:
    """``name=value`` for each field that is shown and differs from its default."""
    for field in attrs.fields(type(value)):  # type: ignore[arg-type]  # each value is an attrs class
        argument = getattr(value, field.name)
        if field.repr and argument != field.default:
            shown = str(argument) if isinstance(argument, StrEnum) else argument
            yield f"{field.alias}={shown!r}"
