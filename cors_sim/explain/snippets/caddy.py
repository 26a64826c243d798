"""Caddy: by itself, and as the one door to several services."""

from collections.abc import Iterator
from typing import Final

from cors_sim.explain.grant import Grant
from cors_sim.explain.snippets._snippet import (
    CORS_RESPONSE_HEADERS,
    Part,
    Snippet,
    all_headers,
    has_plain_path,
    indented,
    lines,
    path_pattern,
    quoted,
)

_RUN_WITH: Final = "Caddy 2.6"


def _escaped(code_point: int) -> str:
    return f"\\x{{{code_point:x}}}"


def caddy(grant: Grant) -> Snippet:
    """Lines for a site block."""
    path = f"path {grant.path}" if has_plain_path(grant) else f"path_regexp {path_pattern(grant, _escaped)}"
    return Snippet(
        server="caddy",
        title="Caddy",
        language="caddyfile",
        parts=(
            Part(
                f"In the site block, or the handle block that answers for {grant.path}",
                lines(_rules(grant, path)),
            ),
        ),
        notes=(
            "Error responses have the headers too.",
            *_login(grant),
            "If the application behind Caddy sends Access-Control headers as well, browsers see both: "
            "remove them there, or take the lines for caddy-gateway.",
        ),
        run_with=_RUN_WITH,
    )


def caddy_gateway(grant: Grant) -> Snippet:
    """Two snippets, in Caddy's sense, imported for each service."""
    return Snippet(
        server="caddy-gateway",
        title="Caddy in front of several services",
        language="caddyfile",
        parts=(
            Part(
                "At the top of the Caddyfile, behind the global options",
                lines(
                    "(cors) {",
                    indented(_rules(grant), "\t"),
                    "}",
                    "(without_cors) {",
                    indented((f"header_down -{name}" for name in CORS_RESPONSE_HEADERS), "\t"),
                    "}",
                ),
            ),
            Part("In the handle block of each service that these pages may read", "import cors"),
            Part(
                "In the reverse_proxy block of each of these services, so that nothing is said twice",
                "import without_cors",
            ),
        ),
        notes=(
            "A service without the imports stays as it is.",
            "Error responses have the headers too, those that Caddy makes when a service is down included.",
            *_login(grant),
        ),
        run_with=_RUN_WITH,
    )


def _rules(grant: Grant, path: str | None = None) -> Iterator[str]:
    """The lines, for requests to *path* where there is one."""
    yield from _matcher("@cors", [path] if path else [])
    target = "@cors " if path else ""
    if grant.fixed_origin is not None:
        yield f"header {target}Access-Control-Allow-Origin {quoted(grant.fixed_origin)}"
    else:
        yield f"header {target}+Vary Origin"
    for number, origin in enumerate(grant.origins if grant.fixed_origin is None else (), 1):
        conditions = [f"header Origin {origin}"]
        yield from _matcher(f"@cors_{number}", [path, *conditions] if path else conditions)
        yield f"header @cors_{number} Access-Control-Allow-Origin {quoted(origin)}"
    for name, value in all_headers(grant):
        yield f"header {target}{name} {quoted(value)}"
    if grant.preflight:
        method = "method OPTIONS"
        yield from _matcher("@cors_preflight", [path, method] if path else [method])
        yield "respond @cors_preflight 204"


def _matcher(name: str, conditions: list[str]) -> Iterator[str]:
    if len(conditions) == 1:
        yield f"{name} {conditions[0]}"
    elif conditions:
        yield f"{name} {{"
        yield from indented(conditions, "\t")
        yield "}"


def _login(grant: Grant) -> Iterator[str]:
    if grant.preflight:
        yield (
            "A preflight carries no login: let basicauth and forward_auth match 'not method OPTIONS', "
            "because Caddy asks them before it answers."
        )
