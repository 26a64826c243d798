"""What is measured: the same samples as ready values, as raw strings, and as the floor's dicts."""

import itertools
from typing import Any

import attrs

from cors_sim import Request, Response

PAGE = "https://app.example.com"
API_HEADERS = {
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
PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Origin": PAGE,
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Allow-Methods": "GET, PUT, DELETE",
    "Access-Control-Allow-Headers": "content-type, x-request-id",
    "Access-Control-Max-Age": "600",
    "Vary": "Origin",
}


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


SIMPLE = Sample("simple", "GET", {"Accept": "application/json"}, "same-origin", preflight=False)
PREFLIGHTED = Sample(
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


def floor_response(headers: dict[str, str], status: int) -> dict[str, Any]:
    """An answer as the floor has it."""
    return {"status": status, "headers": {name.lower(): value for name, value in headers.items()}}


_numbers = itertools.count()


def fresh_url() -> str:
    """A URL that nobody has parsed before."""
    return f"https://api.example.com/items/{next(_numbers)}"
