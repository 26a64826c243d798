"""`decide_table` and `decide_batches`: each distinct combination is decided once, and joined back."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from cors_sim.batch.columns import VERDICT, Arrays, checked, plain_columns
from cors_sim.batch.combinations import combinations_of
from cors_sim.batch.dependence import what_counts
from cors_sim.batch.rows import Decided, decide_row, values_of
from cors_sim.browsers import STANDARD, Browser
from cors_sim.errors import InvalidInput

_ROWS_AT_ONCE: Final = 1 << 17
"""Rows of a table that are decided together: few enough for what is made on the way to stay small."""

_VALUES_AT_ONCE: Final = 1 << 11
"""Combinations that are values of Python at one time, which are large."""

_REMEMBERED: Final = 1 << 13
"""Combinations that are remembered from batch to batch: the first, for what is common comes early."""

_Memory = dict[tuple[str, ...], dict[tuple[Hashable, ...], Decided]]
"""By the names of columns, verdicts by the values in them."""


def decide_table(table: pa.Table, *, browser: Browser = STANDARD) -> pa.Table:
    """
    Judge every row of *table*, as `decide` judges one hop.

    Args:
        table: requests and responses; `docs/reference/batch.md` has its columns. Others stay as they are.
        browser: whose choices count.

    Returns:
        The table with the columns of the verdict behind its own. A row that is no request, or no response,
        has an ``error`` in place of a verdict.

    Raises:
        InvalidInput: a column is missing, is of a wrong type, or has the name of one that would be added;
            the error names the column, what is expected, and what was found.
    """
    if not isinstance(table, pa.Table):
        raise InvalidInput("table", type(table).__name__, "must be a pyarrow.Table")
    schema = output_schema(table.schema)
    return pa.Table.from_batches(decide_batches(_pieces(table), browser=browser), schema)


def decide_batches(
    batches: Iterable[pa.RecordBatch], *, browser: Browser = STANDARD
) -> Iterator[pa.RecordBatch]:
    """
    Judge every row of *batches*, one batch at a time: what Spark's ``mapInArrow`` takes.

    Args:
        batches: as tables are for `decide_table`.
        browser: whose choices count.

    Returns:
        As many batches of as many rows in the same order, each with the columns of the verdict behind its
        own.

    Raises:
        InvalidInput: as `decide_table`; of a batch when it is reached.
    """
    if not isinstance(browser, Browser):
        raise InvalidInput("browser", browser, "must be a Browser")
    return _batches(batches, browser)


def _batches(batches: Iterable[pa.RecordBatch], browser: Browser) -> Iterator[pa.RecordBatch]:
    memory: _Memory = {}
    for batch in batches:
        schema = output_schema(batch.schema)
        arrays = [*batch.columns, *_verdicts(batch, browser, memory)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def output_schema(schema: pa.Schema) -> pa.Schema:
    """
    The schema of what comes out where tables or batches of *schema* go in.

    Args:
        schema: of the requests and responses.

    Raises:
        InvalidInput: they cannot be decided; see `decide_table`.
    """
    checked(schema)
    return pa.schema([*schema, *VERDICT], schema.metadata)


def _pieces(table: pa.Table) -> Iterator[pa.RecordBatch]:
    for start in range(0, len(table), _ROWS_AT_ONCE):
        yield from table.slice(start, _ROWS_AT_ONCE).combine_chunks().to_batches()


def _verdicts(batch: pa.RecordBatch, browser: Browser, memory: _Memory) -> list[pa.Array]:
    """The columns of `VERDICT` for *batch*."""
    columns = plain_columns(batch)
    counts, own = what_counts(columns)
    counted = {name: column for name, column in counts.items() if column.null_count < len(column)}
    first, which = combinations_of(counted.values(), batch.num_rows)
    pieces = []
    for start in range(0, len(first), _VALUES_AT_ONCE):
        rows = first.slice(start, _VALUES_AT_ONCE)
        combinations = {name: column.take(rows) for name, column in counted.items()}
        pieces.append(_decided(combinations, columns["url"].take(rows), browser, memory))
    table = pa.Table.from_batches(pieces, VERDICT)
    decided = {name: table[name].combine_chunks() for name in VERDICT.names}
    verdicts = {name: column.take(which) for name, column in decided.items()}
    for reason, where, observed in own:
        named = pc.is_in(decided["reason"], pa.array([reason]))
        if pc.any(named).as_py():
            named = pc.and_(named.take(which), where)
            verdicts["observed"] = pc.if_else(named, observed, verdicts["observed"])
    return list(verdicts.values())


def _decided(combinations: Arrays, urls: pa.Array, browser: Browser, memory: _Memory) -> pa.RecordBatch:
    """The verdicts on *combinations*, each with one of the *urls* that it is found with."""
    names = tuple(combinations)
    remembered = memory.setdefault(names, {})
    decided = []
    keys = zip(*map(values_of, combinations.values()), strict=True)
    for key, url in zip(keys, urls.to_pylist(), strict=True):
        verdict = remembered.get(key)
        if verdict is None:
            row = dict(zip(names, key, strict=True))
            row["url"] = url
            verdict = decide_row(row, browser)
            if len(remembered) < _REMEMBERED:
                remembered[key] = verdict
        decided.append(verdict)
    fields = zip(*decided, strict=True)
    return pa.RecordBatch.from_arrays(
        [pa.array(values, field.type) for values, field in zip(fields, VERDICT, strict=True)],
        schema=VERDICT,
    )
