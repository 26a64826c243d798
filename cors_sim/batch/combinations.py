"""Distinct combinations of values in columns, found with Arrow's kernels."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from cors_sim.batch.columns import is_list, rows_of

_MOST: Final = 2**62
"""Codes stay below it, for they are signed and have 64 bits."""


class _Codes(NamedTuple):
    """For each row a number below *size*, the same for equal values alone; null is a value."""

    codes: pa.Array
    size: int


def combinations_of(columns: Iterable[pa.Array], length: int) -> tuple[pa.Array, pa.Array]:
    """
    The distinct combinations in *columns*, each of which has *length* rows.

    Returns:
        The number of the first row of each combination; and for each row, which of them it has.
    """
    combined = _Codes(pa.repeat(pa.scalar(0, pa.int64()), length), 1)
    for column in columns:
        combined = _combined(combined, _encoded(column))
    which = combined.codes.dictionary_encode().indices
    groups = pa.table({"which": which, "row": rows_of(which)}).group_by("which", use_threads=False)
    first = groups.aggregate([("row", "min")]).sort_by("which")["row_min"]
    return first.combine_chunks(), which


def _combined(one: _Codes, other: _Codes) -> _Codes:
    """Codes for the pairs of what *one* and *other* stand for."""
    if one.size * other.size > _MOST:
        one = _dense(one.codes)
    return _Codes(pc.add(pc.multiply(one.codes, other.size), other.codes), one.size * other.size)


def _dense(values: pa.Array) -> _Codes:
    encoded = values.dictionary_encode(null_encoding="encode")
    return _Codes(encoded.indices.cast(pa.int64()), len(encoded.dictionary))


def _encoded(column: pa.Array) -> _Codes:
    """Codes for the values of *column*; of lists, an empty one is as good as none."""
    if pa.types.is_struct(column.type):
        # The validity as well: a null is not a pair of nulls.
        fields = [pc.struct_field(column, field.name) for field in column.type]
        combined = _Codes(column.is_valid().cast(pa.int64()), 2)
        for field in fields:
            combined = _combined(combined, _encoded(field))
        return _dense(combined.codes)
    return _dense(_as_texts(column) if is_list(column.type) else column)


def _as_texts(lists: pa.Array) -> pa.Array:
    """For each of *lists* a text that no other list has, but for none and an empty one."""
    items = _encoded(lists.flatten())
    digits = items.codes.cast(pa.string())
    ends = pc.cumulative_sum(pc.list_value_length(lists).fill_null(0)).cast(pa.int32())
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
    return pc.binary_join(pa.ListArray.from_arrays(offsets, digits), " ")
