"""What ``cors-sim audit`` is pointed at: an application in this process, or an address."""

import importlib
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import attrs

from cors_sim.errors import InvalidInput
from cors_sim.origins import is_loopback
from cors_sim.responses import Response
from cors_sim.servers import Server, asgi, live, with_credentials, wsgi
from cors_sim.urls import URL, parse_url, url_or_none

APPLICATION_URL: Final = "https://api.example.com/"
"""Where an application in this process is taken to be, if nobody says."""


@attrs.frozen
class Target:
    """What is audited, and at which URL."""

    server: Server
    url: URL
    is_live: bool


def target_of(text: str, url: str | None, credentials: list[tuple[str, str]], timeout: float) -> Target:
    """
    What *text* names.

    Args:
        text: ``module:app``, or a URL.
        url: of the resource; None for *text*, or for the root of an application.
        credentials: headers that a browser adds where credentials go along.
        timeout: seconds that an answer may take.

    Raises:
        InvalidInput: it names nothing that can be asked.
    """
    address = url_or_none(text)
    if address is not None and address.has_http_scheme:
        resource = parse_url(url or text, address)
        if resource.origin != address.origin:
            raise InvalidInput("--url", url, f"must be of the origin that is audited, {address.origin}")
        server = live(address, otherwise=Response.network_error(), timeout=timeout)
        return Target(_logged_in(server, credentials), resource, is_live=True)
    resource = parse_url(url or APPLICATION_URL, parse_url(APPLICATION_URL), argument="--url")
    return Target(_logged_in(_application_server(text, timeout), credentials), resource, is_live=False)


def _logged_in(server: Server, credentials: list[tuple[str, str]]) -> Server:
    return with_credentials(server, credentials) if credentials else server


def _application_server(text: str, timeout: float) -> Server:
    app = _application(text)
    if _is_asgi(app):
        return asgi(app, raise_app_exceptions=False, timeout=timeout)
    return wsgi(app, raise_app_exceptions=False)


def _application(text: str) -> Callable[..., Any]:
    module, colon, name = text.partition(":")
    if not colon or not module or not name:
        raise InvalidInput("APP_OR_URL", text, "must be a URL, or an application as module:name")
    # As other tools that load applications do: the folder that one is in comes first.
    sys.path.insert(0, str(Path.cwd()))
    try:
        found: object = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        raise InvalidInput("APP_OR_URL", text, f"cannot be loaded ({error})") from error
    if not callable(found):
        raise InvalidInput("APP_OR_URL", text, "must name an ASGI or WSGI application")
    return found


def _is_asgi(app: Callable[..., Any]) -> bool:
    return any(map(inspect.iscoroutinefunction, (app, getattr(app, "__call__", None))))  # noqa: B004 - a coroutine?


def needs_leave(target: Target) -> bool:
    """Whether *target* is somebody's, and not this very machine's."""
    return target.is_live and not is_loopback(target.url.host or "")
