"""How a decided table came out, in numbers."""

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from cors_sim._value import Value
from cors_sim.batch.columns import VERDICT
from cors_sim.errors import InvalidInput


@attrs.frozen(repr=False)
class Summary(Value):
    """
    How many rows came out how.

    Args:
        rows: all of them.
        allowed: those whose response script can read.
        reasons: why it cannot read the others: each `Reason` with its rows, the most frequent first.
        errors: rows that are no request or no response, and have an ``error``.
    """

    rows: int
    allowed: int
    reasons: tuple[tuple[str, int], ...]
    errors: int

    def __str__(self) -> str:
        counts = [("rows", self.rows), ("allowed", self.allowed), *self.reasons, ("errors", self.errors)]
        width = max(len(f"{count}") for _, count in counts)
        return "\n".join(f"{count:>{width}}  {what}" for what, count in counts)


def summarize(decided: pa.Table) -> Summary:
    """
    Count how the rows of *decided* came out.

    Args:
        decided: what `decide_table` returned, or any table with the same columns of the verdict.

    Raises:
        InvalidInput: such a column is missing.
    """
    for name in ("allowed", "reason", "error"):
        if name not in decided.column_names:
            rule = f"must be there, and hold {VERDICT.field(name).type}, as decide_table makes it"
            raise InvalidInput(f"column {name!r}", None, rule)
    counts = decided["reason"].drop_null().value_counts().to_pylist()
    reasons = sorted(((one["values"], one["counts"]) for one in counts), key=lambda one: (-one[1], one[0]))
    return Summary(
        rows=len(decided),
        allowed=pc.sum(decided["allowed"], min_count=0).as_py(),
        reasons=tuple(reasons),
        errors=len(decided) - decided["error"].null_count,
    )
