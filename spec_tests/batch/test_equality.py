"""A table is decided as its rows are: whatever is in it, in every browser."""

import pyarrow as pa
from hypothesis import given

from cors_sim import BROWSERS
from cors_sim.batch import decide_batches, decide_table
from spec_tests.batch import by_row
from spec_tests.batch.by_row import Row
from spec_tests.batch.rows import alike, choices, table_of

ADDED = ["allowed", "reason", "step", "header", "observed", "expected", "browser", "error"]


@given(rows=alike(), choices=choices())
def test_a_table_is_its_rows(rows: list[Row], choices: list[int]) -> None:
    """Each row has the verdict, or the error, of the row by itself, and so it is batch by batch."""
    table = table_of(rows, choices)
    for browser in BROWSERS:
        expected = [by_row.decided(row, browser) for row in rows]
        decided = decide_table(table, browser=browser)
        batches = decide_batches(table.to_batches(max_chunksize=3), browser=browser)

        assert expected == decided.select(ADDED).to_pylist()
        assert decided == pa.Table.from_batches(batches)
