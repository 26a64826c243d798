"""Distinct combinations: two rows have the same number if, and only if, they hold the same."""

from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from cors_sim.batch.combinations import combinations_of

few = st.sampled_from(["a", "b", "a b", "0", " ", "", None])
PAIR = pa.struct([("name", pa.string()), ("value", pa.string())])
COLUMNS = {
    "text": (few, pa.string()),
    "number": (st.sampled_from([0, 1, -1, None]), pa.int64()),
    "truth": (st.sampled_from([True, False, None]), pa.bool_()),
    "lists": (st.none() | st.lists(few, max_size=3), pa.list_(pa.string())),
    "pairs": (
        st.none() | st.lists(st.none() | st.fixed_dictionaries({"name": few, "value": few}), max_size=2),
        pa.list_(PAIR),
    ),
}
rows = st.lists(st.tuples(*(values for values, _ in COLUMNS.values())), max_size=12)


def arrays(rows: list[tuple[Any, ...]]) -> list[pa.Array]:
    """The columns of *rows*."""
    return [
        pa.array([row[number] for row in rows], kind) for number, (_, kind) in enumerate(COLUMNS.values())
    ]


@given(rows)
def test_equal_rows(rows: list[tuple[Any, ...]]) -> None:
    """An empty list is as good as none."""
    first, which = combinations_of(arrays(rows), len(rows))
    keys = [repr([value or None if isinstance(value, list) else value for value in row]) for row in rows]
    distinct = list(dict.fromkeys(keys))

    assert which.to_pylist() == [distinct.index(key) for key in keys]
    assert first.to_pylist() == [keys.index(key) for key in distinct]


def test_slices() -> None:
    """A part of a column is as good as a whole one."""
    lists = pa.array([["z"], ["a"], ["b", "c"], None, ["a"]]).slice(1)

    assert combinations_of([lists], 4)[1].to_pylist() == [0, 1, 2, 0]


def test_more_than_a_number_can_say() -> None:
    """Columns whose combinations are more than 64 bits can count."""
    columns = [pa.array(list(range(1000)) * 2) for _ in range(10)]
    first, which = combinations_of(columns, 2000)

    assert first.to_pylist() == list(range(1000))
    assert which.to_pylist() == list(range(1000)) * 2


def test_no_columns() -> None:
    """Rows of nothing are all alike."""
    assert [column.to_pylist() for column in combinations_of([], 3)] == [[0], [0, 0, 0]]
