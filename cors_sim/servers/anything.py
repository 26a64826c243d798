"""From what somebody has at hand to a server."""

import inspect
from typing import Any, cast

from cors_sim import flows
from cors_sim.errors import InvalidInput
from cors_sim.flows import Answerer
from cors_sim.servers.asgi_application import asgi
from cors_sim.servers.network import live
from cors_sim.servers.wsgi_application import wsgi
from cors_sim.urls import URL

_PARAMETERS = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_RULE = (
    "must be a URL, a server, or an ASGI or WSGI application; asgi() and wsgi() take what does not look so"
)


def server_of(app_or_url: Any) -> Answerer | flows.Server:  # noqa: ANN401 - of whichever kind it is
    """
    The server that *app_or_url* is.

    Args:
        app_or_url: a URL, for `live`; a server; or a callable that needs one argument, which answers
            itself, two (WSGI) or three (ASGI).

    Raises:
        InvalidInput: it is none of these.
    """
    if isinstance(app_or_url, str | URL):
        return live(app_or_url)
    if hasattr(app_or_url, "session"):
        return cast("flows.Server", app_or_url)
    try:
        parameters = inspect.signature(app_or_url).parameters.values()
    except (TypeError, ValueError):
        raise InvalidInput("app_or_url", app_or_url, _RULE) from None
    needed = [
        parameter
        for parameter in parameters
        if parameter.kind in _PARAMETERS and parameter.default is parameter.empty
    ]
    if len(needed) == 1:
        return cast("Answerer", app_or_url)
    if len(needed) == 2:
        return wsgi(app_or_url)
    if len(needed) == 3:
        return asgi(app_or_url)
    raise InvalidInput("app_or_url", app_or_url, _RULE)
