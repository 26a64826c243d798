"""Values with other texts in them: the one way in which what is shown is made fit to be shown."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeVar

import attrs

from cors_sim._value import Value
from cors_sim.browsers import Browser
from cors_sim.explain.values import HeaderChange
from cors_sim.headers import HeaderList
from cors_sim.standard.preflight_cache import PreflightCache
from cors_sim.urls import URL, parse_url, url_or_none
from cors_sim.verdicts import Evidence, Step

T = TypeVar("T")
Rewrite = Callable[[str | None, str], str]
"""
Gives a text in place of another.

Its arguments are the name of the header that the text is the value of (None for other text), and the text.
"""

# Ours, or not shown.
_KEPT: Final = (Browser, PreflightCache, Step)


def rewritten(value: T, rewrite: Rewrite, kept: tuple[type, ...] = ()) -> T:
    """
    *value* with every text in it rewritten, whatever values it is made of.

    Args:
        value: of any type; what is no text and holds none is kept.
        rewrite: what to write instead.
        kept: types whose values are kept as they are.
    """
    new: Any = _rewritten(value, rewrite, (*_KEPT, *kept))
    return new  # type: ignore[no-any-return]  # of the same type


def _rewritten(value: Any, rewrite: Rewrite, kept: tuple[type, ...]) -> Any:  # noqa: ANN401 - values of all types
    if type(value) is str:
        return rewrite(None, value)
    if isinstance(value, HeaderList):
        return HeaderList((name, rewrite(name, text)) for name, text in value)
    if isinstance(value, URL):
        # What is left of it may be no URL any more.
        return url_or_none(rewrite(None, value.href)) or parse_url(f"{value.scheme}://not-shown/")
    if isinstance(value, tuple):
        return tuple(_rewritten(item, rewrite, kept) for item in value)
    if isinstance(value, Mapping):
        return MappingProxyType({key: _rewritten(item, rewrite, kept) for key, item in value.items()})
    if not isinstance(value, Value) or isinstance(value, kept):
        return value
    name = value.header if isinstance(value, Evidence) else None
    name = value.name if isinstance(value, HeaderChange) else name
    changes = {}
    for field in attrs.fields(type(value)):  # type: ignore[arg-type]  # each value is an attrs class
        old = getattr(value, field.name)
        is_text_of_header = name is not None and type(old) is str and field.name not in {"header", "name"}
        new = rewrite(name, old) if is_text_of_header else _rewritten(old, rewrite, kept)
        if new is not old:
            changes[field.alias] = new
    return attrs.evolve(value, **changes) if changes else value  # type: ignore[misc]  # as above
