"""The values of the package, each by itself."""

import pickle
from typing import TypeVar

import cors_sim

_Value = TypeVar("_Value")


def pickled(value: _Value) -> _Value:
    """*value*, to a byte string and back."""
    copy: _Value = pickle.loads(pickle.dumps(value))  # noqa: S301 - of bytes made on the same line
    return copy


def evaluated(value: object) -> object:
    """What the repr of *value* makes where the public names of the package are at hand."""
    names = {name: getattr(cors_sim, name) for name in cors_sim.__all__}
    return eval(repr(value), names)  # noqa: S307 - of text made on the same line
