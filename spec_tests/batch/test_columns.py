"""What a table must look like: each column that does not is named, with what was expected and found."""

from typing import Any

import pyarrow as pa
import pytest

from cors_sim import InvalidInput
from cors_sim.batch import ADDED, COLUMNS, Column, decide_batches, decide_table, output_schema

ROW: dict[str, Any] = {"url": ["https://a.example/"], "origin": ["https://b.example"], "status": [200]}
PAIR = pa.struct([("name", pa.string()), ("value", pa.string())])


def refusal(table: Any) -> str:  # noqa: ANN401 - no table as well
    """Why *table* is refused."""
    with pytest.raises(InvalidInput) as caught:
        decide_table(table)
    return str(caught.value)


class TestMissing:
    """Three columns are needed."""

    @pytest.mark.parametrize("name", list(ROW))
    def test_it_is_named(self, name: str) -> None:
        """With what it would have to hold."""
        table = pa.table({other: values for other, values in ROW.items() if other != name})
        expected = "whole numbers (int64 or narrower)" if name == "status" else "text (string)"

        assert refusal(table) == f"column '{name}' must be there, and hold {expected}, got None"

    def test_in_batches_too(self) -> None:
        """When the batch is reached."""
        batch = pa.RecordBatch.from_pydict({"url": [], "origin": []})

        with pytest.raises(InvalidInput, match="column 'status' must be there"):
            next(decide_batches([batch]))


class TestWrongTypes:
    """Each kind of column takes some types."""

    @pytest.mark.parametrize(
        ("name", "kind", "expected", "found"),
        [
            ("url", pa.binary(), "text (string)", "binary"),
            ("status", pa.string(), "whole numbers (int64 or narrower)", "string"),
            ("status", pa.float64(), "whole numbers (int64 or narrower)", "double"),
            ("status", pa.uint64(), "whole numbers (int64 or narrower)", "uint64"),
            ("method", pa.list_(pa.string()), "text (string)", "list<item: string>"),
            ("mode", pa.dictionary(pa.int8(), pa.int64()), "text (string)", "dictionary<values=int64, "),
            ("secure_context", pa.int8(), "truth values (bool)", "int8"),
            ("location", pa.int64(), "text or lists of text (string, list<string>)", "int64"),
            (
                "location",
                pa.list_(pa.int64()),
                "text or lists of text (string, list<string>)",
                "list<item: int",
            ),
            (
                "request_headers",
                pa.string(),
                "names and values (map<string, string>, list<struct<",
                "string",
            ),
            (
                "request_headers",
                pa.map_(pa.string(), pa.int64()),
                "names and values (map<",
                "map<string, int64>",
            ),
            ("request_headers", pa.list_(pa.string()), "names and values (map<", "list<item: string>"),
            (
                "request_headers",
                pa.list_(pa.struct([("value", pa.string()), ("name", pa.string())])),
                "names and values (map<",
                "list<item: struct<value: string, name: string>>",
            ),
        ],
    )
    def test_it_is_named(self, name: str, kind: pa.DataType, expected: str, found: str) -> None:
        """With what it should hold and what it holds."""
        message = refusal(pa.table({**ROW, name: pa.nulls(1, kind)}))

        assert message.startswith(f"column '{name}' must hold {expected}")
        assert f", got '{found}" in message

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            *(("url", kind) for kind in (pa.string(), pa.large_string(), pa.string_view())),
            *(("status", kind) for kind in (pa.int8(), pa.uint32(), pa.int64())),
            ("method", pa.dictionary(pa.int8(), pa.large_string())),
            ("location", pa.list_(pa.dictionary(pa.int32(), pa.string()))),
            ("location", pa.list_(pa.string(), 1)),
            ("request_headers", pa.map_(pa.string(), pa.large_string())),
            ("request_headers", pa.large_list(PAIR)),
            *((column.name, pa.null()) for column in COLUMNS),
        ],
    )
    def test_others_will_do(self, name: str, kind: pa.DataType) -> None:
        """Any text, any whole numbers, any lists; and nulls of no type."""
        assert decide_table(pa.table({**ROW, name: pa.nulls(1, kind)})).num_rows == 1

    def test_no_table(self) -> None:
        """A list of rows is none."""
        assert refusal([ROW]) == "table must be a pyarrow.Table, got 'list'"


class TestNames:
    """Each name once, and none of those that are added."""

    def test_twice(self) -> None:
        """Which of the two would be meant?"""
        table = pa.Table.from_arrays([pa.array(["a"])] * 4, ["url", "origin", "mode", "mode"])

        assert (
            refusal(table.append_column("status", pa.array([1])))
            == "column 'mode' must be there once, got 2"
        )

    @pytest.mark.parametrize("column", ADDED, ids=lambda column: column.name)
    def test_added(self, column: Column) -> None:
        """Decided once, a table is not decided again by mistake."""
        table = pa.table({**ROW, column.name: pa.nulls(1, pa.int8())})

        assert refusal(table).startswith(f"column '{column.name}' must not be there")

    def test_others_stay(self) -> None:
        """In their places, with their types and metadata; the verdict's come behind."""
        schema = pa.schema([("n", pa.int8()), *pa.table(ROW).schema, ("site", pa.binary())], {"a": "b"})
        table = pa.Table.from_pylist(
            [{"n": 1, "url": "x", "origin": "y", "status": 0, "site": b"z"}], schema
        )
        decided = decide_table(table)

        assert decided.schema == output_schema(schema)
        assert decided.schema.metadata == {b"a": b"b"}
        assert decided.select(range(5)) == table
        assert decided.column_names[5:] == [column.name for column in ADDED]
