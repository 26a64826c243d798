"""
What of a row its verdict depends on: rows that are equal in it are decided alike.

Most URLs count for no more than where they lead (`cors_sim.batch.places`), and an origin that is allowed,
but is not the page's, for no more than that. Where a verdict may name either in another way than as the
row has it, the value itself counts. So does what is no header value, which an error names.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from cors_sim.batch.columns import Arrays, repeated
from cors_sim.batch.places import Places, are_serialized, places_of, same_site, serialized_origins
from cors_sim.enums import Mode
from cors_sim.responses import REDIRECT_STATUSES
from cors_sim.standard import tables
from cors_sim.verdicts import Reason

_NO_CORS: Final = pa.array([Mode.NO_CORS])
_SAME_ORIGIN: Final = pa.array([Mode.SAME_ORIGIN])
_UPGRADED: Final = pa.array(["audio", "image", "video"])
_OF_A_TYPE: Final = pa.array(["style", *tables.SCRIPT_LIKE_DESTINATIONS])
_REDIRECTS: Final = pa.array(REDIRECT_STATUSES, pa.int64())
# All others are treated alike. 0 is no answer; 407 is a challenge that some browsers keep to themselves.
_STATUSES: Final = pa.array([0, 407, *REDIRECT_STATUSES], pa.int64())
_MISMATCHES: Final = {
    "access_control_allow_origin": Reason.ALLOW_ORIGIN_MISMATCH,
    "preflight_access_control_allow_origin": Reason.PREFLIGHT_ALLOW_ORIGIN_MISMATCH,
}
_HEADER_VALUE: Final = r"^[\t -~]*$"
# One origin, or what stands in its place; and what stands for all that are not the page's.
_ONE_VALUE: Final = r"^[!-+\--~]+$"
_ANOTHER: Final = "-"
# A location that takes nothing from the URL before it, but for a fragment.
_ABSOLUTE: Final = "^https?://"


class Own(NamedTuple):
    """
    What rows that are decided alike have each of their own: the verdict's reason, and what is observed.

    Args:
        reason: of the verdict that names it.
        where: the rows in which it does not count.
        observed: in each row.
    """

    reason: Reason
    where: pa.Array
    observed: pa.Array


def what_counts(columns: Arrays) -> tuple[Arrays, list[Own]]:
    """
    *columns* without what their verdicts do not depend on.

    Args:
        columns: as of `cors_sim.batch.columns.plain_columns`.

    Returns:
        The same columns, with null or something like it in place of a value that does not count, and what
        the URLs are to their pages. And what rows have of their own.
    """
    status = columns["status"]
    redirect = pc.is_in(status, _REDIRECTS)
    no_cors = pc.is_in(columns["mode"], _NO_CORS)
    of_a_type = pc.is_in(columns["destination"], _OF_A_TYPE)
    policy = pc.or_(_has(columns, "cross_origin_resource_policy"), _has(columns, "embedder_policy"))
    pages = serialized_origins(columns["origin"])
    places = places_of(columns["url"], pages)
    counted = columns | {
        "place": places.place,
        "same_origin": places.same_origin,
        "same_site": _where(pc.and_(no_cors, policy), same_site, places.origin, pages),
        "url": _only(_url_counts(columns, places, redirect), columns["url"]),
        "status": pc.if_else(_is_ordinary(status), 200, status),
        "location": _only_header(redirect, columns["location"]),
        "content_type": _only_header(of_a_type, columns["content_type"]),
        "x_content_type_options": _only_header(of_a_type, columns["x_content_type_options"]),
        "cross_origin_resource_policy": _only_header(no_cors, columns["cross_origin_resource_policy"]),
    }
    own = [Own(Reason.MIXED_CONTENT, counted["url"].is_null(), columns["url"])]
    for name, reason in _MISMATCHES.items():
        another = pc.and_(_matches(columns[name], _ONE_VALUE), _is_another(columns[name], pages))
        counted[name] = pc.if_else(another, _ANOTHER, columns[name])
        own.append(Own(reason, another, columns[name]))
    return counted, own


def _has(columns: Arrays, name: str) -> pa.Array:
    """Where there is a value in the column *name*, or several."""
    once, more = columns[name].is_valid(), columns.get(repeated(name))
    return once if more is None else pc.or_(once, more.is_valid())


def _is_another(allowed: pa.Array, pages: pa.Array) -> pa.Array:
    """Whether what is *allowed* is neither every page nor the one of *pages* beside it."""
    page = pc.or_(pc.equal(allowed, "*"), pc.equal(allowed, pages).fill_null(fill_value=False))
    return pc.invert(page).fill_null(fill_value=False)


def _url_counts(columns: Arrays, places: Places, redirect: pa.Array) -> pa.Array:
    """Where more of the URL counts than where it leads."""
    url, location = columns["url"], columns["location"]
    # It has to be parsed; it is named; it becomes another; it is named as the serializer writes it; it is
    # what a location is relative to.
    counts = pc.or_(places.place.is_null(), pc.is_in(columns["mode"], _SAME_ORIGIN))
    counts = pc.or_(counts, pc.and_(places.is_http, pc.is_in(columns["destination"], _UPGRADED)))
    counts = pc.or_(counts, _where(places.is_http, _is_not_serialized, url, places.start_is_serialized))
    return pc.or_(counts, _where(pc.and_(redirect, _has(columns, "location")), _leads_on, url, location))


def _is_not_serialized(url: pa.Array, start_is_serialized: pa.Array) -> pa.Array:
    return pc.invert(pc.and_(are_serialized(url), start_is_serialized))


def _leads_on(url: pa.Array, location: pa.Array) -> pa.Array:
    absolute = pc.match_substring_regex(location, _ABSOLUTE).fill_null(fill_value=False)
    return pc.or_(pc.invert(absolute), pc.match_substring(url, "#").fill_null(fill_value=True))


def _is_ordinary(status: pa.Array) -> pa.Array:
    possible = pc.and_(pc.greater_equal(status, 0), pc.less_equal(status, 999))
    return pc.and_not(possible, pc.is_in(status, _STATUSES)).fill_null(fill_value=False)


def _where(mask: pa.Array, test: Callable[..., pa.Array], *columns: pa.Array) -> pa.Array:
    """What *test* says of *columns*, asked only where *mask* holds; False elsewhere."""
    return pc.replace_with_mask(mask, mask, test(*(column.filter(mask) for column in columns)))


def _only(mask: pa.Array, column: pa.Array) -> pa.Array:
    """*column* where *mask* holds, null elsewhere."""
    return pc.if_else(mask, column, pa.scalar(None, column.type))


def _only_header(mask: pa.Array, column: pa.Array) -> pa.Array:
    """The header values *column* where *mask* holds, or where they are none."""
    return _only(pc.or_(mask, pc.invert(_matches(column, _HEADER_VALUE))), column)


def _matches(column: pa.Array, pattern: str) -> pa.Array:
    """Where *column* matches *pattern*. There are few distinct values, so each is looked at once."""
    encoded = column.dictionary_encode()
    matched = pc.match_substring_regex(encoded.dictionary, pattern).take(encoded.indices)
    return matched.fill_null(fill_value=False)
