"""Apache httpd."""

from collections.abc import Iterator

from cors_sim.explain.grant import Grant
from cors_sim.explain.snippets._snippet import (
    Part,
    Snippet,
    all_headers,
    indented,
    lines,
    path_pattern,
    quoted,
)


def apache(grant: Grant) -> Snippet:
    """Lines for a ``VirtualHost``."""
    pattern = quoted(path_pattern(grant, r"\x{:02x}".format, "latin-1"))
    rules = lines(
        f"<LocationMatch {pattern}>",
        indented(_origin(grant)),
        indented(f"Header always set {name} {quoted(value)}" for name, value in all_headers(grant)),
        "</LocationMatch>",
        _preflight(grant, pattern),
    )
    modules = "mod_headers and mod_rewrite" if grant.preflight else "mod_headers"
    return Snippet(
        server="apache",
        title="Apache httpd",
        language="apacheconf",
        parts=(Part("In the VirtualHost", rules),),
        notes=(
            f"Needs {modules} (on Debian: a2enmod {modules.replace('mod_', '').replace(' and', '')}).",
            "Error pages have the headers too: that is what 'always' is for.",
            "If the application behind Apache sends Access-Control headers as well, browsers see both: "
            "remove them there.",
        ),
        run_with="Apache httpd 2.4",
    )


def _origin(grant: Grant) -> Iterator[str]:
    for origin in grant.origins:
        # "novary": the next line says Vary, and for every answer.
        condition = "" if grant.fixed_origin else f" \"expr=%{{req_novary:Origin}} == '{origin}'\""
        yield f"Header always set Access-Control-Allow-Origin {quoted(origin)}{condition}"
    if grant.fixed_origin is None:
        yield "Header always merge Vary Origin"


def _preflight(grant: Grant, pattern: str) -> Iterator[str]:
    if grant.preflight:
        yield "RewriteEngine On"
        yield "RewriteCond %{REQUEST_METHOD} =OPTIONS"
        yield f"RewriteRule {pattern} - [R=204,L]"
