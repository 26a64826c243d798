"""
What RFC 9111 has a shared cache do, as functions of a request and a response.

Seconds, on the scale of whoever calls. Of the extensions that serve stale responses there are none.
"""

from email.utils import parsedate_to_datetime
from typing import Final

from cors_sim import _infra
from cors_sim.exchanges import HTTPRequest
from cors_sim.headers import HeaderList
from cors_sim.responses import Response

HEURISTICALLY_CACHEABLE: Final = frozenset({200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
"""RFC 9110, 15.1; without 206, for parts are not stored here."""

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""RFC 9110, 9.2.1."""

_CONDITIONS: Final = ("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range")
_OF_THE_USER: Final = frozenset({"cookie", "authorization"})


def directives(headers: HeaderList) -> dict[str, str]:
    """The directives of ``Cache-Control`` by their names in lower case; of two of a name, the first."""
    found: dict[str, str] = {}
    for item in headers.get_decode_and_split("Cache-Control") or ():
        name, _, argument = item.partition("=")
        found.setdefault(_infra.ascii_lowercase(name), argument.replace('"', ""))
    return found


def is_left_alone(request: HTTPRequest) -> bool:
    """Whether the cache only passes *request* on: a part or a condition is asked for."""
    return any(name in request.headers for name in (*_CONDITIONS, "Range"))


def may_be_stored(request: HTTPRequest, response: Response, *, by_default: bool) -> bool:
    """
    Whether a shared cache may store *response* (RFC 9111, 3).

    Args:
        request: what was asked.
        response: what was answered.
        by_default: whether the cache gives a lifetime to what says nothing of one.
    """
    asked, said = directives(request.headers), directives(response.headers)
    explicit = bool(said.keys() & {"public", "max-age", "s-maxage"}) or "Expires" in response.headers
    shareable = "Authorization" not in request.headers or bool(
        said.keys() & {"must-revalidate", "public", "s-maxage"}
    )
    return (
        request.method == "GET"
        and 200 <= response.status <= 599
        and response.status not in {206, 304}
        and "no-store" not in asked.keys() | said.keys()
        and "private" not in said
        and shareable
        and (explicit or response.status in HEURISTICALLY_CACHEABLE)
        and (explicit or by_default or _has_validator(response))
    )


def _has_validator(response: Response) -> bool:
    return "ETag" in response.headers or "Last-Modified" in response.headers


def freshness_lifetime(response: Response, received: float, default_lifetime: float | None) -> float:
    """
    How long *response* is fresh (RFC 9111, 4.2.1 and 4.2.2).

    Args:
        response: what was answered.
        received: when; taken for its ``Date``, if it has none.
        default_lifetime: where it does not say; None for a tenth of the time since it was modified.
    """
    said = directives(response.headers)
    for name in ("s-maxage", "max-age"):
        if name in said:
            return _infra.decimal(said[name]) if _infra.is_ascii_digits(said[name]) else 0.0
    date = _date(response, "Date")
    date = received if date is None else date
    if "Expires" in response.headers:
        expires = _date(response, "Expires")
        return 0.0 if expires is None else expires - date
    if default_lifetime is not None:
        return default_lifetime
    modified = _date(response, "Last-Modified")
    if modified is None or response.status not in HEURISTICALLY_CACHEABLE:
        return 0.0
    return max(0.0, (date - modified) / 10)


def initial_age(response: Response) -> float:
    """How old *response* says that it is (RFC 9111, 5.1)."""
    age = response.headers.get("Age") or ""
    return _infra.decimal(age) if _infra.is_ascii_digits(age) else 0.0


def is_acceptable(request: HTTPRequest, response: Response, age: float, lifetime: float) -> bool:
    """Whether a stored *response* answers *request* without asking again (RFC 9111, 4)."""
    asked = directives(request.headers)
    limit = asked.get("max-age", "")
    return (
        age < lifetime
        and "no-cache" not in directives(response.headers)
        and "no-cache" not in asked
        and not (_infra.is_ascii_digits(limit) and age > _infra.decimal(limit))
    )


def matches(request: HTTPRequest, stored: HTTPRequest, response: Response) -> bool:
    """
    Whether *response* to *stored* is one to *request* by its ``Vary`` (RFC 9111, 4.1).

    What a browser adds with credentials and a model need not spell out differs where they do.
    """
    for item in response.headers.get_decode_and_split("Vary") or ():
        name = _infra.ascii_lowercase(item)
        if name == "*" or request.headers.get(name) != stored.headers.get(name):
            return False
        if name in _OF_THE_USER and request.include_credentials is not stored.include_credentials:
            return False
    return True


def conditions(response: Response) -> list[tuple[str, str]]:
    """The headers that ask whether *response* is still right (RFC 9111, 4.3.1), if that can be asked."""
    asked = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
    return [
        (name, value) for name, validator in asked if (value := response.headers.get(validator)) is not None
    ]


def updated(stored: Response, confirmed: Response) -> Response:
    """*stored* with the headers of the 304 that *confirmed* it in place of its own (RFC 9111, 3.2)."""
    names = [name for name in confirmed.headers.names() if _infra.ascii_lowercase(name) != "content-length"]
    new = [pair for pair in confirmed.headers if pair[0] in names]
    return stored.with_fields(headers=HeaderList.of_wire([*stored.headers.delete("Age", *names), *new]))


def _date(response: Response, name: str) -> float | None:
    try:
        return parsedate_to_datetime(response.headers.get(name) or "").timestamp()
    except ValueError:
        return None
