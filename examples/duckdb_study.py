"""
``python -m examples.duckdb_study FOLDER``: the study on DuckDB, over an archive of any size.

One connection reads the archive and hands out batches, another counts what was decided. Nothing holds more
than a few batches at a time.
"""

import argparse
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from examples.study import COLUMNS, DECIDED, QUERY, Count, counts, decide, report

ROWS_AT_ONCE: Final = 100_000


def study(folder: Path, *, memory: str = "256MB") -> list[Count]:
    """
    Run the study over the Parquet files in *folder*.

    Args:
        folder: as `examples.archive` makes it.
        memory: what DuckDB may use, for each of the two connections.
    """
    reading, counting = (duckdb.connect(config={"memory_limit": memory, "threads": 1}) for _ in range(2))
    with reading, counting:
        query = f"SELECT {', '.join(COLUMNS)} FROM read_parquet($1)"  # noqa: S608 - names of our own
        archive = reading.sql(query, params=[str(folder / "*.parquet")]).to_arrow_reader(ROWS_AT_ONCE)
        counting.register("decided", pa.RecordBatchReader.from_batches(DECIDED, decide(archive)))
        return counts(counting.execute(QUERY).fetchall())


def main() -> None:
    """Run the study, and print what was found."""
    parser = argparse.ArgumentParser(description="Which CORS policies are in an archive? On DuckDB.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--memory", default="256MB")
    options = parser.parse_args()
    print(report(study(options.folder, memory=options.memory)))


if __name__ == "__main__":
    main()
