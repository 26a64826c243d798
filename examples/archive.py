"""
``python -m examples.archive FOLDER``: make an archive of response headers, as a crawler would leave it.

Each row is the answer of one site to one GET with credentials, from a script of the page `PAGE`. How often
which policy occurs is made up; what each looks like is not. The same seed makes the same archive.
"""

import argparse
import random
from collections import Counter
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

PAGE: Final = "https://probe.example"
ROWS_A_FILE: Final = 100_000

SCHEMA: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("url", "origin", "credentials_mode")),
        ("status", pa.int16()),
        *((f"access_control_allow_{name}", pa.list_(pa.string())) for name in ("origin", "credentials")),
    ]
)


class Site(NamedTuple):
    """How a share of the sites answers: ``{}`` stands for the number of the site."""

    share: float
    policy: str
    allow_origin: tuple[str, ...] | None = None
    allow_credentials: tuple[str, ...] | None = None
    url: str = "https://www.site{}.example/api/session"
    status: int = 200


SITES: Final = (
    Site(55, "nobody"),
    Site(4, "nobody", status=404),
    Site(14, "every page", ("*",)),
    Site(3, "every page, with credentials in vain", ("*",), ("true",)),
    Site(6, "whoever asks, with credentials", (PAGE,), ("true",)),
    Site(3, "whoever asks", (PAGE,)),
    Site(0.5, "whoever asks, with credentials misspelt", (PAGE,), ("True",)),
    Site(8, "another page", ("https://app.site{}.example",), ("true",)),
    Site(0.6, "an invalid value", ("https://app.site{}.example, https://site{}.example",)),
    Site(0.4, "an invalid value", ("*", "*")),
    Site(0.3, "an invalid value", ("https://*.site{}.example",)),
    Site(0.2, "an invalid value", ("https://app.site{}.example/",)),
    Site(0.2, "an invalid value", ("true",)),
    Site(3, "not asked", url="http://www.site{}.example/api/session"),
    Site(1.5, "not asked", status=0),
    Site(0.2, "not asked", url="https://www.site{} .example/"),
    Site(0.1, "not asked", status=1200),
)


def write(folder: Path, responses: int, *, seed: int = 6, rows_a_file: int = ROWS_A_FILE) -> Counter[str]:
    """
    Write an archive of *responses* to *folder*, in files of *rows_a_file*.

    Returns:
        How many sites have which policy: what a study should find.
    """
    chance = random.Random(seed)  # noqa: S311 - an example, and always the same
    shares = [site.share for site in SITES]
    policies: Counter[str] = Counter()
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, responses, rows_a_file):
        numbers = range(start, min(start + rows_a_file, responses))
        sites = chance.choices(SITES, shares, k=len(numbers))
        policies.update(site.policy for site in sites)
        rows = [_row(site, number) for site, number in zip(sites, numbers, strict=True)]
        table = pa.Table.from_pylist(rows, SCHEMA)
        pq.write_table(table, folder / f"part-{start // rows_a_file:05}.parquet", row_group_size=50_000)
    return policies


def _row(site: Site, number: int) -> dict[str, Any]:
    return {
        "url": site.url.format(number),
        "origin": PAGE,
        "credentials_mode": "include",
        "status": site.status,
        "access_control_allow_origin": _values(site.allow_origin, number),
        "access_control_allow_credentials": _values(site.allow_credentials, number),
    }


def _values(values: tuple[str, ...] | None, number: int) -> list[str] | None:
    return None if values is None else [value.replace("{}", str(number)) for value in values]


def main() -> None:
    """Write an archive, and say what is in it."""
    parser = argparse.ArgumentParser(description="Make an archive of response headers.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--responses", type=int, default=1_000_000)
    options = parser.parse_args()
    for policy, sites in write(options.folder, options.responses).most_common():
        print(f"{sites:>10,}  {policy}")


if __name__ == "__main__":
    main()
