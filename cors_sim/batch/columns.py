"""
What a table of requests and responses looks like, and what is added to it.

The schema is data: checking a table, making values of its rows and the page of the documentation all
read it here.
"""

from collections.abc import Callable
from typing import Final

import attrs
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import types

from cors_sim._value import Value
from cors_sim.errors import InvalidInput

Arrays = dict[str, pa.Array]
"""Columns of one length, by their names."""

PAIR: Final = pa.struct([("name", pa.string()), ("value", pa.string())])


def is_list(kind: pa.DataType) -> bool:
    """Whether *kind* is one of lists."""
    return isinstance(kind, pa.ListType | pa.LargeListType | pa.FixedSizeListType)


def _is_text(kind: pa.DataType) -> bool:
    if types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return kind in {pa.string(), pa.large_string(), pa.string_view()}


def _is_number(kind: pa.DataType) -> bool:
    return bool(types.is_integer(kind)) and kind != pa.uint64()


def _is_header(kind: pa.DataType) -> bool:
    return _is_text(kind.value_type if is_list(kind) else kind)


def _is_pairs(kind: pa.DataType) -> bool:
    if types.is_map(kind):
        return _is_text(kind.key_type) and _is_text(kind.item_type)
    if not (is_list(kind) and types.is_struct(kind.value_type)):
        return False
    fields = {field.name: field.type for field in kind.value_type}
    return list(fields) == ["name", "value"] and all(map(_is_text, fields.values()))


@attrs.frozen(repr=False)
class Kind(Value):
    """
    What a column holds.

    Args:
        words: as people are told.
        accepts: whether a type of Arrow's will do.
        plain: the one type that all of these are turned into, or into lists of which.
    """

    words: str
    accepts: Callable[[pa.DataType], bool]
    plain: pa.DataType


TEXT: Final = Kind("text (string)", _is_text, pa.string())
NUMBER: Final = Kind("whole numbers (int64 or narrower)", _is_number, pa.int64())
TRUTH: Final = Kind("truth values (bool)", types.is_boolean, pa.bool_())
HEADER: Final = Kind("text or lists of text (string, list<string>)", _is_header, pa.string())
PAIRS: Final = Kind(
    "names and values (map<string, string>, list<struct<name: string, value: string>>)", _is_pairs, PAIR
)


@attrs.frozen(repr=False)
class Column(Value):
    """
    A column that a table has, may have, or is given.

    Args:
        name: of the column.
        kind: what it holds.
        meaning: what it says, and what null says.
        required: whether a table must have it.
        header: of a response, the header whose value it holds.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    header: str | None = None


def _headers(prefix: str, sender: str, headers: tuple[str, ...]) -> tuple[Column, ...]:
    names = {header: header.replace("-", "_") for header in headers}
    return tuple(
        Column(
            f"{prefix}{name}", HEADER, f"`{header}` of {sender}. Null or empty: not sent.", header=header
        )
        for header, name in names.items()
    )


REQUEST: Final = (
    Column("url", TEXT, "What is asked for; absolute.", required=True),
    Column("origin", TEXT, "Of the page: `https://app.example.com`, or `null` if opaque.", required=True),
    Column("method", TEXT, "As it is sent. Null: `GET`."),
    Column("request_headers", PAIRS, "What script set, in order. Null: nothing."),
    Column("mode", TEXT, "Null: `cors`."),
    Column("credentials_mode", TEXT, "Null: `same-origin`."),
    Column("redirect_mode", TEXT, "Null: `follow`."),
    Column("destination", TEXT, "What the response is for, as `image`. Null: for `fetch()`."),
    Column("embedder_policy", TEXT, "The page's `Cross-Origin-Embedder-Policy`. Null: `unsafe-none`."),
    Column("secure_context", TRUTH, "Whether the page must not load plain http. Null: if it is https."),
    Column(
        "use_cors_preflight", TRUTH, "Whether an upload listener asks for a preflight. Null: none does."
    ),
)
"""Of the request: each is named as the argument of `Request` that it becomes."""

RESPONSE: Final = (
    Column("status", NUMBER, "Of the response, 0 to 999. 0: there was no answer.", required=True),
    *_headers(
        "",
        "the response",
        (
            "access-control-allow-origin",
            "access-control-allow-credentials",
            "location",
            "content-type",
            "x-content-type-options",
            "cross-origin-resource-policy",
        ),
    ),
)
"""Of the response."""

PREFLIGHT: Final = (
    Column(
        "preflight_status",
        NUMBER,
        "Of the answer to the preflight, 0 to 999. 0: there was none. Null: there was no preflight.",
    ),
    *_headers(
        "preflight_",
        "that answer",
        (
            "access-control-allow-origin",
            "access-control-allow-credentials",
            "access-control-allow-methods",
            "access-control-allow-headers",
            "location",
        ),
    ),
)
"""Of the answer to the preflight."""

COLUMNS: Final = (*REQUEST, *RESPONSE, *PREFLIGHT)

ADDED: Final = (
    Column("allowed", TRUTH, "Whether script can read the response. Null: the row has an error."),
    Column("reason", TEXT, "Why it cannot, in a word of `Reason`."),
    Column("step", TEXT, "Where in the standard that is decided."),
    Column("header", TEXT, "The header in question. Null: it is none."),
    Column("observed", TEXT, "What was there. Null: nothing."),
    Column("expected", TEXT, "What would have passed."),
    Column("browser", TEXT, "The name of the browser that decides."),
    Column("error", TEXT, "Why the row is no request, or no response. Null: it is both."),
)
"""What a decision adds."""

VERDICT: Final = pa.schema([(column.name, column.kind.plain) for column in ADDED])


def checked(schema: pa.Schema) -> None:
    """
    Check that a table of *schema* can be decided.

    Raises:
        InvalidInput: a column is missing, is there twice, is of a wrong type, or has a name that the
            decision would add.
    """
    for column in COLUMNS:
        places = schema.get_all_field_indices(column.name)
        argument = f"column {column.name!r}"
        if not places and column.required:
            raise InvalidInput(argument, None, f"must be there, and hold {column.kind.words}")
        if len(places) > 1:
            raise InvalidInput(argument, len(places), "must be there once")
        for found in [schema.field(place).type for place in places]:
            if not (types.is_null(found) or column.kind.accepts(found)):
                raise InvalidInput(argument, str(found), f"must hold {column.kind.words}")
    for column in ADDED:
        if column.name in schema.names:
            rule = "must not be there: the verdict's is of that name"
            raise InvalidInput(f"column {column.name!r}", schema.field(column.name).type, rule)


def plain_columns(batch: pa.RecordBatch) -> Arrays:
    """
    All of `COLUMNS`, each of the plain type of its kind: those of *batch*, and nulls for the others.

    A header's column holds its value where it is there once. Where it is there more often, the values are
    in a list in a further column, whose name `repeated` has.
    """
    found: Arrays = {}
    for column in COLUMNS:
        plain = pa.list_(column.kind.plain) if column.kind is PAIRS else column.kind.plain
        if column.name not in batch.schema.names:
            found[column.name] = pa.nulls(batch.num_rows, plain)
        elif column.kind is HEADER and is_list(batch.column(column.name).type):
            found |= _once_and_repeated(column.name, batch.column(column.name).cast(pa.list_(plain)))
        else:
            found[column.name] = batch.column(column.name).cast(plain)
    return found


def repeated(name: str) -> str:
    """What the column of headers *name* is called where they are repeated."""
    return f"{name}, repeated"


def _once_and_repeated(name: str, lists: pa.Array) -> Arrays:
    length = pc.list_value_length(lists).fill_null(0)
    start = pc.subtract(pc.cumulative_sum(length), length)
    once = lists.flatten().take(_where(pc.equal(length, 1), start))
    # A null that is no list, but in one, is no value that could be sent: the list says so.
    more = pc.and_not(pc.greater(length, 0), once.is_valid())
    if not pc.any(more).as_py():
        return {name: once}
    # (Taking is faster than choosing, where there are lists.)
    return {name: once, repeated(name): lists.take(_where(more, rows_of(lists)))}


def _where(mask: pa.Array, numbers: pa.Array) -> pa.Array:
    return pc.if_else(mask, numbers, pa.scalar(None, numbers.type))


def rows_of(column: pa.Array) -> pa.Array:
    """The numbers of the rows of *column*."""
    return pc.cumulative_sum(pa.repeat(1, len(column)), start=-1)
