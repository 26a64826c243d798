"""What the animals written here have in common: a resource, what is asked of it, and how it is served."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

import attrs

Headers = tuple[tuple[str, str], ...]

VARY: Final[Headers] = (("Vary", "Origin"),)
BODY: Final = b'{"balance": 42}'


@attrs.frozen
class Asked:
    """
    One request.

    Args:
        method: of the request.
        path: of the request.
        headers: by their names in lower case.
    """

    method: str
    path: str
    headers: Mapping[str, str]

    @property
    def origin(self) -> str:
        """The value of ``Origin``; empty if there is none."""
        return self.headers.get("origin", "")

    @property
    def is_preflight(self) -> bool:
        """Whether a browser asks for permission."""
        return self.method == "OPTIONS" and "access-control-request-method" in self.headers


@attrs.frozen
class Answer:
    """What an animal says."""

    status: int
    headers: Headers
    body: bytes = BODY


Animal = Callable[[Asked], Answer]


def resource(asked: Asked, headers: Headers) -> Answer:
    """``/data``, which is there for every method; nothing else is. *headers* are added."""
    if asked.path != "/data":
        return Answer(404, headers, b'{"error": "not found"}')
    if asked.method == "OPTIONS":
        return Answer(204, headers, b"")
    return Answer(200, (("Content-Type", "application/json"), *headers))


def grant(
    asked: Asked, origin: str | None = None, *, methods: str = "PUT", names: str = "content-type"
) -> Headers:
    """
    The headers that let a page read with credentials, as somebody writes them who knows how.

    Args:
        asked: the request.
        origin: who may read; None for whoever asks.
        methods: the value of ``Access-Control-Allow-Methods``.
        names: the value of ``Access-Control-Allow-Headers``.
    """
    headers = (
        ("Access-Control-Allow-Origin", asked.origin if origin is None else origin),
        ("Access-Control-Allow-Credentials", "true"),
        *VARY,
    )
    if not asked.is_preflight:
        return headers
    return (
        *headers,
        ("Access-Control-Allow-Methods", methods),
        ("Access-Control-Allow-Headers", names),
    )


def grant_if(trusted: Callable[[str], object], asked: Asked) -> Answer:
    """The resource, to be read by the origins that *trusted* is true of."""
    return resource(asked, grant(asked) if trusted(asked.origin) else VARY)


def wsgi(animal: Animal) -> Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]:
    """*animal* as a WSGI application."""

    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        headers = {
            name.removeprefix("HTTP_").replace("_", "-").lower(): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        answer = animal(Asked(environ["REQUEST_METHOD"], environ["PATH_INFO"], headers))
        start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", list(answer.headers))
        return [answer.body]

    return application


def asgi(animal: Animal) -> Callable[..., Any]:
    """*animal* as an ASGI application."""

    async def application(scope: dict[str, Any], _receive: object, send: Callable[..., Any]) -> None:
        await asyncio.sleep(0)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        answer = animal(Asked(scope["method"], scope["path"], headers))
        lines = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": lines})
        await send({"type": "http.response.body", "body": answer.body})

    return application
