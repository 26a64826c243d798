"""Applications that ``cors-sim audit`` is pointed at: one of each interface, safe and not."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

APP = "https://app.example.com"

Start = Callable[[str, list[tuple[str, str]]], object]


def _headers(origin: str | None, *, is_allowed: bool, vary: bool = True) -> list[tuple[str, str]]:
    headers = [("Vary", "Origin")] if vary else []
    if origin is not None and is_allowed:
        headers += [("Access-Control-Allow-Origin", origin), ("Access-Control-Allow-Credentials", "true")]
    return headers


def wsgi_safe(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """One origin is allowed."""
    origin = environ.get("HTTP_ORIGIN")
    start_response("200 OK", _headers(origin, is_allowed=origin == APP))
    return [b""]


def wsgi_without_vary(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """One origin is allowed, and nobody is told that it depends on the origin."""
    origin = environ.get("HTTP_ORIGIN")
    start_response("200 OK", _headers(origin, is_allowed=origin == APP, vary=False))
    return [b""]


def wsgi_reflecting(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Every origin is allowed."""
    start_response("200 OK", _headers(environ.get("HTTP_ORIGIN"), is_allowed=True))
    return [b""]


def wsgi_for_members(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Every origin is allowed to those who have logged in."""
    origin, member = environ.get("HTTP_ORIGIN"), "session=1" in environ.get("HTTP_COOKIE", "")
    start_response("200 OK", _headers(origin, is_allowed=member or origin == APP))
    return [b""]


class _ASGI:
    """One origin is allowed."""

    async def __call__(
        self, scope: dict[str, Any], _receive: object, send: Callable[[dict[str, Any]], Awaitable[None]]
    ) -> None:
        found = dict(scope["headers"]).get(b"origin")
        origin = None if found is None else found.decode("latin-1")
        headers = [
            (name.encode(), value.encode()) for name, value in _headers(origin, is_allowed=origin == APP)
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


asgi_object = _ASGI()


async def asgi_safe(
    scope: dict[str, Any], receive: object, send: Callable[[dict[str, Any]], Awaitable[None]]
) -> None:
    """The same as a function."""
    await asgi_object(scope, receive, send)
