"""
``python -m examples.spark_study FOLDER``: the study on Spark, here with two workers of one machine.

On a cluster nothing changes but the address of the master; `cors_sim` has to be installed on its workers.
"""

import argparse
import os
import sys
from pathlib import Path

from pyspark.sql import SparkSession

from examples.study import COLUMNS, QUERY, Count, counts, decide, report

SCHEMA = "allowed boolean, reason string, observed string, error string, allow_credentials string"
"""Of what `decide` yields, in Spark's words."""


def study(folder: Path, *, master: str = "local[2]", rows_at_once: int = 100_000) -> list[Count]:
    """
    Run the study over the Parquet files in *folder*.

    Args:
        folder: as `examples.archive` makes it.
        master: where Spark runs; a number in brackets is that of its workers.
        rows_at_once: rows of a batch.
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    spark = (
        SparkSession.builder.master(master)
        .appName("cors_sim")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", 8)
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", rows_at_once)
        .getOrCreate()
    )
    try:
        archive = spark.read.parquet(str(folder)).select(*COLUMNS)
        archive.mapInArrow(decide, SCHEMA).createOrReplaceTempView("decided")
        return counts(spark.sql(QUERY).collect())
    finally:
        spark.stop()


def main() -> None:
    """Run the study, and print what was found."""
    parser = argparse.ArgumentParser(description="Which CORS policies are in an archive? On Spark.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--master", default="local[2]")
    options = parser.parse_args()
    print(report(study(options.folder, master=options.master)))


if __name__ == "__main__":
    main()
