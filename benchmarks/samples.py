"""
What is measured: the same samples as ready values, as raw strings, and as the floor's dicts.

`REALISTIC` is what servers say; `ADVERSARIAL` is what somebody could make a server say, at any size.
"""

import itertools
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from cors_sim import HTTPRequest, Request, Response

PAGE: Final = "https://app.example.com"
API_HEADERS: Final = {
    "Date": "Sun, 22 Nov 2026 10:00:00 GMT",
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": "1843",
    "Connection": "keep-alive",
    "Cache-Control": "private, max-age=0",
    "ETag": 'W/"6b034f0b-733"',
    "Vary": "Origin, Accept-Encoding",
    "X-Request-Id": "6f1d1c1e-7d5e-4d0c-9a5b-0b5a7c9e2f11",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=63072000",
    "Access-Control-Allow-Origin": PAGE,
    "Access-Control-Allow-Credentials": "true",
}
CDN_HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Type": "font/woff2",
    "Content-Length": "48236",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Timing-Allow-Origin": "*",
    "Vary": "Accept-Encoding",
}
LONG_HEADERS: Final = API_HEADERS | {f"X-Backend-{number}": f"cache-fra-{number}" for number in range(28)}
"""40 of them."""
PREFLIGHT_HEADERS: Final = {
    "Access-Control-Allow-Origin": PAGE,
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Allow-Methods": "GET, PUT, DELETE",
    "Access-Control-Allow-Headers": "content-type, x-request-id",
    "Access-Control-Max-Age": "600",
    "Vary": "Origin",
}
REALISTIC: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"7 headers of a CDN": CDN_HEADERS, "12 of an API": API_HEADERS, "40": LONG_HEADERS}
)


@attrs.frozen
class Sample:
    """One decision, as strings."""

    name: str
    method: str
    headers: dict[str, str]
    credentials_mode: str
    preflight: bool

    def request(self, url: str) -> Request:
        """The request as a value."""
        return Request(
            url,
            origin=PAGE,
            method=self.method,
            headers=self.headers,
            credentials_mode=self.credentials_mode,
        )

    def floor_request(self) -> dict[str, Any]:
        """The request as the floor has it."""
        return {
            "method": self.method,
            "scheme": "https",
            "port": None,
            "secure": True,
            "url_origin": "https://api.example.com",
            "origin": PAGE,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "credentials_mode": self.credentials_mode,
            "mode": "cors",
        }


SIMPLE: Final = Sample("simple", "GET", {"Accept": "application/json"}, "same-origin", preflight=False)
PREFLIGHTED: Final = Sample(
    "preflighted",
    "PUT",
    {"Content-Type": "application/json", "X-Request-Id": "1"},
    "include",
    preflight=True,
)


def response() -> Response:
    """The answer, as a value."""
    return Response(200, API_HEADERS)


def preflight_response() -> Response:
    """The preflight's answer, as a value."""
    return Response(204, PREFLIGHT_HEADERS)


def floor_response(headers: Mapping[str, str], status: int) -> dict[str, Any]:
    """An answer as the floor has it."""
    return {"status": status, "headers": {name.lower(): value for name, value in headers.items()}}


_numbers = itertools.count()


def fresh_url() -> str:
    """A URL that nobody has parsed before."""
    return f"https://api.example.com/items/{next(_numbers)}"


REDIRECTS: Final = {f"https://api.example.com/{number}": f"/{number - 1}" for number in (3, 2, 1)}


def server(asked: HTTPRequest) -> Response:
    """Allows all that is asked for here, and redirects from ``/3`` to ``/2``, to ``/1``, and to ``/0``."""
    if asked.is_preflight:
        return preflight_response()
    location = REDIRECTS.get(asked.url.href)
    return response() if location is None else Response(302, {**API_HEADERS, "Location": location})


@attrs.frozen
class Conversation:
    """A request, and what answers it and its preflight."""

    request: Request
    response: Response
    preflight: Response

    def server(self, asked: HTTPRequest) -> Response:
        """The answer, or that to a preflight."""
        return self.preflight if asked.is_preflight else self.response


def _asking(headers: Mapping[str, str] | list[tuple[str, str]] = API_HEADERS) -> Request:
    return Request("https://api.example.com/", origin=PAGE, method="PUT", headers=headers)


def _grants(more: list[tuple[str, str]]) -> Response:
    return Response(
        200, [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Methods", "*"), *more]
    )


def _allowed_headers(n: int) -> Conversation:
    names = [f"x-header-{number}" for number in range(n)]
    listed = [("Access-Control-Allow-Headers", ", ".join(names))]
    return Conversation(_asking({names[-1]: "1"}), _grants([]), _grants(listed))


def _sent_headers(n: int) -> Conversation:
    names = [f"x-header-{number}" for number in range(n)]
    listed = [("Access-Control-Allow-Headers", ", ".join(names))]
    return Conversation(_asking(dict.fromkeys(names, "1")), _grants([]), _grants(listed))


def _long_value(n: int) -> Conversation:
    long = [("Access-Control-Expose-Headers", "a" * n), ("Timing-Allow-Origin", '"' + "\\" * n)]
    listed = [("Access-Control-Allow-Headers", f"content-type, {'a' * n}")]
    asked = _asking({"Content-Type": f'text/plain;a="{"b" * n}"'})
    return Conversation(asked, _grants(long), _grants(listed))


def _repeated_lines(n: int) -> Conversation:
    lines = [
        ("Access-Control-Expose-Headers", "x-a"),
        ("Timing-Allow-Origin", "https://a.example"),
        ("Location", "/"),
        ("Access-Control-Allow-Headers", "x-a"),
    ] * (n // 4)
    return Conversation(_asking([("X-A", "1")] * (n // 4)), _grants(lines), _grants(lines))


def _empty_items(n: int) -> Conversation:
    empty = "," * n
    lists = [
        ("Access-Control-Allow-Headers", f"{empty}x-a"),
        ("Access-Control-Expose-Headers", empty),
        ("Timing-Allow-Origin", empty),
    ]
    return Conversation(_asking({"X-A": "1"}), _grants(lists), _grants(lists))


ADVERSARIAL: Final[Mapping[str, tuple[Callable[[int], Conversation], int]]] = MappingProxyType(
    {
        "2,000 allowed headers": (_allowed_headers, 2_000),
        "2,000 sent headers": (_sent_headers, 2_000),
        "a value of 64 kB": (_long_value, 64 * 1024),
        "10,000 repeated lines": (_repeated_lines, 10_000),
        "a list of 64 k empty items": (_empty_items, 64 * 1024),
    }
)
"""Each with the size at which it is measured; at twice that, it may take 2.3 times as long."""
