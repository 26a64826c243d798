"""
Columns of requests and responses in, columns of verdicts out: what a browser makes of a million answers.

Collections of headers repeat themselves, so each combination that counts is decided once. Tables and
batches are Arrow's, which DuckDB, Polars, pandas, Spark and Ray have in common.

Needs the extra ``[batch]``.
"""

from cors_sim.batch.columns import ADDED, COLUMNS, Column, Kind
from cors_sim.batch.deciding import decide_batches, decide_table, output_schema
from cors_sim.batch.summary import Summary, summarize

__all__ = [
    "ADDED",
    "COLUMNS",
    "Column",
    "Kind",
    "Summary",
    "decide_batches",
    "decide_table",
    "output_schema",
    "summarize",
]
