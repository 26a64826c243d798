"""
The study that both engines run: which policies are out there?

A policy is told by the verdict on one response: whom does the site let read it? What the verdict does not
say by itself, the header says that it observed.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from cors_sim.batch import decide_batches

COLUMNS: Final = (
    *("url", "origin", "credentials_mode", "status"),
    *("access_control_allow_origin", "access_control_allow_credentials"),
)
"""What is read of an archive."""

VERDICTS: Final = ("allowed", "reason", "observed", "error")
DECIDED: Final = pa.schema(
    [("allowed", pa.bool_()), *((name, pa.string()) for name in (*VERDICTS[1:], "allow_credentials"))]
)
"""What is kept of the verdicts, and what else the query asks for."""

QUERY: Final = """
    SELECT policy, reason, count(*) AS responses
    FROM (
        SELECT
            CASE
                WHEN error IS NOT NULL THEN 'not asked'
                WHEN allowed THEN 'whoever asks, with credentials'
                WHEN reason = 'allow-origin-missing' THEN 'nobody'
                WHEN reason = 'allow-credentials-missing' THEN 'whoever asks'
                WHEN reason = 'allow-credentials-not-true' THEN 'whoever asks, with credentials misspelt'
                WHEN reason = 'allow-origin-wildcard-with-credentials' AND allow_credentials = 'true'
                    THEN 'every page, with credentials in vain'
                WHEN reason = 'allow-origin-wildcard-with-credentials' THEN 'every page'
                WHEN reason = 'allow-origin-multiple-values' THEN 'an invalid value'
                WHEN reason = 'allow-origin-mismatch' AND (
                    observed NOT LIKE 'http%://%' OR observed LIKE '%*%' OR observed LIKE 'http%://%/%'
                ) THEN 'an invalid value'
                WHEN reason = 'allow-origin-mismatch' THEN 'another page'
                ELSE 'not asked'
            END AS policy,
            coalesce(reason, CASE WHEN error IS NOT NULL THEN 'error' ELSE 'allowed' END) AS reason
        FROM decided
    )
    GROUP BY policy, reason
"""
"""SQL as DuckDB and Spark understand it alike."""


class Count(NamedTuple):
    """How many responses show a policy, for one reason."""

    policy: str
    reason: str
    responses: int


def decide(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The verdicts on *batches* of an archive, in the columns of `DECIDED`."""
    for batch in decide_batches(batches):
        credentials = pc.binary_join(batch["access_control_allow_credentials"], ", ")
        columns = [*batch.select(VERDICTS).columns, credentials]
        yield pa.RecordBatch.from_arrays(columns, schema=DECIDED)


def counts(rows: Iterable[Iterable[object]]) -> list[Count]:
    """What the query returned, in one order: the most frequent first."""
    found = [Count(*row) for row in rows]  # type: ignore[arg-type]  # the query says of which types
    return sorted(found, key=lambda count: (-count.responses, count.policy, count.reason))


def report(found: list[Count]) -> str:
    """*found* as text: each policy with its share, the most frequent first, and the reasons for it."""
    total = sum(count.responses for count in found)
    policies: dict[str, list[Count]] = {}
    for count in found:
        policies.setdefault(count.policy, []).append(count)
    lines = [f"{total:,} responses"]
    for policy, some in sorted(policies.items(), key=lambda item: -_responses(item[1])):
        reasons = ", ".join(f"{count.reason} {count.responses:,}" for count in some)
        lines.append(f"{_responses(some):>12,}  {_responses(some) / total:6.2%}  {policy} ({reasons})")
    return "\n".join(lines)


def _responses(some: list[Count]) -> int:
    return sum(count.responses for count in some)
