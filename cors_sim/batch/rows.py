"""What is made of a row: a request, a response, the answer to the preflight; and of those, a verdict."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Final, NamedTuple

import pyarrow as pa

from cors_sim.batch.columns import PREFLIGHT, REQUEST, RESPONSE, Column, repeated
from cors_sim.batch.places import page_origin
from cors_sim.browsers import Browser
from cors_sim.deciding import decide
from cors_sim.errors import InvalidInput
from cors_sim.requests import Request
from cors_sim.responses import Response

Row = Mapping[str, Any]
"""The values of a row by the names of columns as `plain_columns` has them; none is as good as null."""

_FIELDS: Final = [
    column.name for column in REQUEST if column.name not in {"url", "origin", "request_headers"}
]


def _of_headers(columns: Iterable[Column]) -> list[tuple[str, str]]:
    return [(column.name, column.header) for column in columns if column.header is not None]


_RESPONSE: Final = _of_headers(RESPONSE)
_PREFLIGHT: Final = _of_headers(PREFLIGHT)


class Decided(NamedTuple):
    """What a decision adds to a row: the columns of `ADDED`, in their order."""

    allowed: bool | None = None
    reason: str | None = None
    step: str | None = None
    header: str | None = None
    observed: str | None = None
    expected: str | None = None
    browser: str | None = None
    error: str | None = None


def decide_row(row: Row, browser: Browser) -> Decided:
    """What `decide` says of *row*, or why that is no request or no response."""
    get = row.get
    try:
        request = _request(row)
        response = _response(get("status"), row, _RESPONSE)
        status = get("preflight_status")
        preflight = None if status is None else _response(status, row, _PREFLIGHT)
        verdict = decide(request, response, preflight=preflight, browser=browser)
    except InvalidInput as error:
        return Decided(browser=browser.name, error=str(error))
    evidence = verdict.evidence
    if evidence is None:
        return Decided(allowed=True, browser=browser.name)
    return Decided(
        allowed=False,
        reason=verdict.reason,
        step=str(verdict.step),
        header=evidence.header,
        observed=evidence.observed,
        expected=evidence.expected,
        browser=browser.name,
    )


def _request(row: Row) -> Request:
    origin: Any = row.get("origin")
    fields = {name: row[name] for name in _FIELDS if row.get(name) is not None}
    return Request(
        row["url"],
        origin=page_origin(origin) or origin,
        headers=row.get("request_headers") or (),
        **fields,
    )


def _response(status: int | None, row: Row, names: list[tuple[str, str]]) -> Response:
    if status == 0:
        return Response.network_error()
    headers: list[tuple[str, Any]] = []
    for name, header in names:
        value = row.get(name)
        if value is not None:
            headers.append((header, value))
        elif (values := row.get(repeated(name))) is not None:
            headers += [(header, value) for value in values]
    return Response(status, headers)


def values_of(column: pa.Array) -> list[Hashable]:
    """The values of *column* in Python: lists as tuples, names and values as pairs."""
    values: list[Any] = column.to_pylist()
    if not pa.types.is_list(column.type):
        return values
    if pa.types.is_struct(column.type.value_type):
        values = [value and map(_pair, value) for value in values]
    return [None if value is None else tuple(value) for value in values]


def _pair(pair: Mapping[str, str | None] | None) -> tuple[str | None, str | None] | None:
    return None if pair is None else (pair["name"], pair["value"])
