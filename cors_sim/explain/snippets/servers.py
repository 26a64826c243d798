"""The servers by name, and what no configuration of theirs may be given to read."""

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from cors_sim.errors import InvalidInput
from cors_sim.explain.grant import Grant
from cors_sim.explain.snippets import (
    amazon,
    apache,
    caddy,
    compiled,
    javascript,
    nginx,
    python_interfaces,
    python_packages,
)
from cors_sim.explain.snippets._snippet import Snippet

_RENDERERS: Final[Mapping[str, Callable[[Grant], Snippet]]] = MappingProxyType(
    {
        "nginx": nginx.nginx,
        "apache": apache.apache,
        "caddy": caddy.caddy,
        "nginx-gateway": nginx.nginx_gateway,
        "caddy-gateway": caddy.caddy_gateway,
        "express": javascript.express,
        "flask": python_packages.flask,
        "fastapi": python_packages.fastapi,
        "django": python_packages.django,
        "asgi": python_interfaces.asgi,
        "wsgi": python_interfaces.wsgi,
        "fastify": javascript.fastify,
        "koa": javascript.koa,
        "spring": compiled.spring,
        "aspnetcore": compiled.aspnetcore,
        "go": compiled.go,
        "go-rs-cors": compiled.go_rs_cors,
        "workers": javascript.workers,
        "s3": amazon.s3,
        "api-gateway": amazon.api_gateway,
    }
)

SERVERS: Final = tuple(_RENDERERS)
"""The names of the servers that there are snippets for."""

_PLAIN_ORIGIN: Final = re.compile(r"[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]+)?")
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")


def snippet(grant: Grant, server: str) -> Snippet:
    """
    What to write where on *server*, so that it grants *grant* and no more.

    Args:
        grant: what is to be allowed.
        server: one of `SERVERS`.

    Raises:
        InvalidInput: there is no such server; or an origin or name in *grant* has a character that
            some configuration would take for more than itself, as ``$`` or ``*``.
    """
    if server not in SERVERS:
        raise InvalidInput("server", server, f"must be one of {', '.join(SERVERS)}")
    if not grant.is_public:
        _check(grant.origins, _PLAIN_ORIGIN, "origins")
    _check(grant.methods, _PLAIN_NAME, "methods")
    _check(grant.header_names, _PLAIN_NAME, "header_names")
    _check(grant.exposed_header_names, _PLAIN_NAME, "exposed_header_names")
    return _RENDERERS[server](grant)


def _check(texts: Iterable[str], plain: re.Pattern[str], argument: str) -> None:
    for text in texts:
        if not plain.fullmatch(text):
            raise InvalidInput(argument, text, "must have letters, digits, '.', '_' and '-' alone")
