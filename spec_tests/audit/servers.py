"""Servers to audit: functions, each with the one flaw that its arguments say."""

from collections.abc import Callable

from cors_sim import HTTPRequest, Response
from cors_sim.flows import Answerer

APP, ADMIN = "https://app.example.com", "https://admin.example.com"
URL = "https://api.example.com/me"

ALLOW_ORIGIN = "Access-Control-Allow-Origin"
ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials"


def allowing(
    allowed: Callable[[str], object],
    *,
    credentials: bool = True,
    vary: bool = True,
    methods: str = "GET, HEAD, PUT",
    headers: str = "content-type",
    on_errors: bool = True,
    more: dict[str, str] | None = None,
    preflight_more: dict[str, str] | None = None,
) -> Answerer:
    """A server that names the origins that *allowed* says yes to, and says so on every answer."""

    def server(request: HTTPRequest) -> Response:
        missing = request.url.path != "/me"
        found = {"Vary": "Origin"} if vary else {}
        origin = request.headers.get("Origin")
        if origin is not None and allowed(origin) and (on_errors or not missing):
            found[ALLOW_ORIGIN] = origin
            if credentials:
                found[ALLOW_CREDENTIALS] = "true"
            if request.is_preflight:
                found |= {
                    "Access-Control-Allow-Methods": methods,
                    "Access-Control-Allow-Headers": headers,
                    **(preflight_more or {}),
                }
        if not request.is_preflight:
            found |= more or {}
        return Response(204 if request.is_preflight else 404 if missing else 200, found, body=b"")

    return server


def saying(*headers: tuple[str, str], status: int = 200) -> Answerer:
    """A server that says the same to everybody."""
    return lambda _request: Response(status, headers)


SAFE = allowing([APP, ADMIN].__contains__)
"""Two origins, compared to the letter; each answer says Vary."""
