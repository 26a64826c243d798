"""nginx: by itself, and as the one door to several services."""

import re
from collections.abc import Iterator
from typing import Final

from cors_sim.explain.grant import Grant
from cors_sim.explain.snippets._snippet import (
    CORS_RESPONSE_HEADERS,
    Part,
    Snippet,
    all_headers,
    indented,
    lines,
    quoted,
)

_RUN_WITH: Final = "nginx 1.22"


def nginx(grant: Grant) -> Snippet:
    """Lines for a ``location``."""
    variable = "_".join(["$cors_origin_for", *re.findall("[A-Za-z0-9]+", grant.path)])
    place = f"In the location that answers for {grant.path}"
    return Snippet(
        server="nginx",
        title="nginx",
        language="nginx",
        parts=(
            *_map(grant, variable),
            Part(place, lines(_headers(grant, variable), _preflight(grant))),
        ),
        notes=(
            "Error pages have the headers too: that is what 'always' is for.",
            *_INHERITANCE,
            "If the application behind nginx sends Access-Control headers as well, browsers see both: "
            "remove them there, or take the lines for nginx-gateway.",
            *_map_note(grant),
        ),
        run_with=_RUN_WITH,
    )


def nginx_gateway(grant: Grant) -> Snippet:
    """One file, included in the ``location`` of each service."""
    return Snippet(
        server="nginx-gateway",
        title="nginx in front of several services",
        language="nginx",
        parts=(
            *_map(grant, "$cors_origin"),
            Part(
                "In a new file cors.conf beside nginx.conf",
                lines(
                    _headers(grant, "$cors_origin"),
                    _preflight(grant),
                    "# What the services say themselves is dropped, so that nothing is said twice.",
                    (f"proxy_hide_header {name};" for name in CORS_RESPONSE_HEADERS),
                ),
            ),
            Part("In the location of each service that these pages may read", "include cors.conf;"),
        ),
        notes=(
            "A location without the include stays as it is.",
            "Error pages have the headers too, those that nginx makes when a service is down included.",
            *_INHERITANCE,
            *_map_note(grant),
        ),
        run_with=_RUN_WITH,
    )


_INHERITANCE = (
    "A location with add_header lines of its own inherits none from the levels above: "
    "repeat there what you have in the server or http block.",
)


def _map(grant: Grant, variable: str) -> Iterator[Part]:
    if grant.fixed_origin is None:
        rows = indented(f"{quoted(origin)} {quoted(origin)};" for origin in grant.origins)
        opening = f"map $http_origin {variable} {{"
        yield Part("In the http block", lines(opening, '    default "";', rows, "}"))


def _map_note(grant: Grant) -> Iterator[str]:
    if grant.fixed_origin is None:
        yield (
            "If nginx cannot build map_hash, an origin is long: "
            "set map_hash_bucket_size 256 in the http block."
        )


def _headers(grant: Grant, variable: str) -> Iterator[str]:
    if grant.fixed_origin is not None:
        yield f"add_header Access-Control-Allow-Origin {quoted(grant.fixed_origin)} always;"
    else:
        yield f"add_header Access-Control-Allow-Origin {variable} always;"
        yield "add_header Vary Origin always;"
    for name, value in all_headers(grant):
        yield f"add_header {name} {quoted(value)} always;"


def _preflight(grant: Grant) -> Iterator[str]:
    if grant.preflight:
        yield "if ($request_method = OPTIONS) {"
        yield "    return 204;"
        yield "}"
