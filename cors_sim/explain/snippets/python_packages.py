"""The CORS packages of Flask, FastAPI or Starlette, and Django."""

import re
from collections.abc import Iterator

from cors_sim.explain.grant import Grant
from cors_sim.explain.snippets._snippet import (
    Part,
    Snippet,
    indented,
    lines,
    path_pattern,
    python_path,
    quoted,
    quoted_list,
)

_ANSWERS_200 = "A preflight is answered with status 200 instead of 204; browsers take either."


def flask(grant: Grant) -> Snippet:
    """Flask-CORS, for one path."""
    origins = '"*"' if grant.is_public else f"[{', '.join(map(_flask_origin, grant.origins))}]"
    options = [
        f"resources={{{_raw_pattern(grant)}: {{{quoted('origins')}: {origins}}}}},",
        f"methods=[{quoted_list(grant.methods)}],",
        f"allow_headers=[{quoted_list(grant.header_names)}],",
        *_option("expose_headers", grant.exposed_header_names),
        *(["supports_credentials=True,"] if grant.credentials else []),
        *([f"max_age={grant.max_age},"] if grant.max_age is not None else []),
        *(["send_wildcard=True,"] if grant.is_public else ["always_send=False,", "vary_header=False,"]),
    ]
    imports = [
        *(["import re", ""] if "re.compile(" in origins else []),
        *([] if grant.is_public else ["from flask import request"]),
        "from flask_cors import CORS",
    ]
    text = lines(imports, "", "CORS(", "    app,", indented(options), ")", _flask_vary(grant))
    return Snippet(
        server="flask",
        title="Flask with Flask-CORS",
        language="python",
        parts=(Part("Where app, the Flask application, is made", text),),
        notes=("Error responses have the headers too, an uncaught exception's included.", _ANSWERS_200),
        run_with="Flask 3.1, Flask-CORS 6.0",
    )


def _flask_origin(origin: str) -> str:
    """Flask-CORS takes text with brackets, as of an IPv6 address, for a regular expression."""
    return f're.compile(r"^{re.escape(origin)}$")' if "[" in origin else quoted(origin)


def _flask_vary(grant: Grant) -> Iterator[str]:
    if not grant.is_public:
        yield from ("", "", "@app.after_request", "def vary_by_origin(response):")
        yield "    # On every response: Flask-CORS leaves it out for origins that are not allowed."
        yield f"    if request.path == {python_path(grant)}:"
        yield '        response.vary.add("Origin")'
        yield "    return response"


def fastapi(grant: Grant) -> Snippet:
    """Starlette's middleware, which FastAPI has too, for one path."""
    options = [
        f"allow_origins=[{quoted_list(grant.origins)}],",
        f"allow_methods=[{quoted_list(grant.methods)}],",
        *_option("allow_headers", grant.header_names),
        *_option("expose_headers", grant.exposed_header_names),
        *(["allow_credentials=True,"] if grant.credentials else []),
        # Without it Starlette says 600. Where no server says any, browsers keep an answer for 5 seconds.
        f"max_age={5 if grant.max_age is None else grant.max_age},",
    ]
    text = lines(
        "from starlette.middleware.cors import CORSMiddleware",
        "",
        "",
        "class CORSForOnePath:",
        '    """CORSMiddleware for one path; the others stay as they are."""',
        "",
        "    def __init__(self, app, path, **options):",
        "        self.app, self.path = app, path",
        "        self.cors = CORSMiddleware(app, **options)",
        "",
        "    async def __call__(self, scope, receive, send):",
        '        app = self.cors if scope.get("path") == self.path else self.app',
        "        await app(scope, receive, send)",
        "",
        "",
        "app = CORSForOnePath(",
        "    app,",
        f"    {python_path(grant)},",
        indented(options),
        ")",
    )
    return Snippet(
        server="fastapi",
        title="FastAPI or Starlette",
        language="python",
        parts=(Part("At the end of the module that makes app, the application", text),),
        notes=(
            "Error responses have the headers too, an uncaught exception's included: with "
            "app.add_middleware, CORSMiddleware would stand inside of what answers that.",
            _ANSWERS_200,
            "Starlette lets every allowed origin send Content-Type as well, whatever allow_headers says.",
        ),
        run_with="FastAPI 0.165, Starlette 1.10",
    )


def django(grant: Grant) -> Snippet:
    """django-cors-headers, for one path."""
    origins = (
        "CORS_ALLOW_ALL_ORIGINS = True"
        if grant.is_public
        else f"CORS_ALLOWED_ORIGINS = [{quoted_list(grant.origins)}]"
    )
    text = lines(
        'INSTALLED_APPS = [*INSTALLED_APPS, "corsheaders"]',
        "# The first of all, so that it sees every response.",
        'MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *MIDDLEWARE]',
        f"CORS_URLS_REGEX = {_raw_pattern(grant)}",
        origins,
        ["CORS_ALLOW_CREDENTIALS = True"] if grant.credentials else [],
        f"CORS_ALLOW_METHODS = [{quoted_list(grant.methods)}]",
        f"CORS_ALLOW_HEADERS = [{quoted_list(grant.header_names)}]",
        _setting("CORS_EXPOSE_HEADERS", grant.exposed_header_names),
        f"CORS_PREFLIGHT_MAX_AGE = {grant.max_age or 0}",
    )
    return Snippet(
        server="django",
        title="Django with django-cors-headers",
        language="python",
        parts=(Part("In settings.py, behind INSTALLED_APPS and MIDDLEWARE", text),),
        notes=(
            "If both lists name corsheaders already, leave the first lines out; it has to be the first "
            "in MIDDLEWARE.",
            "Error responses have the headers too, an uncaught exception's included.",
            _ANSWERS_200,
            *_DJANGO_CSRF[: grant.credentials],
        ),
        run_with="Django 5.2, django-cors-headers 4.9",
    )


_DJANGO_CSRF = (
    "Django's own protection against forged requests is another matter: for requests that change "
    "something, the origin has to be in CSRF_TRUSTED_ORIGINS too.",
)


def _option(name: str, values: tuple[str, ...]) -> list[str]:
    return [f"{name}=[{quoted_list(values)}],"] if values else []


def _setting(name: str, values: tuple[str, ...]) -> list[str]:
    return [f"{name} = [{quoted_list(values)}]"] if values else []


def _raw_pattern(grant: Grant) -> str:
    """The regular expression for the path, as Python's raw text."""
    return f'r"{path_pattern(grant, _escaped)}"'


def _escaped(code_point: int) -> str:
    return f"\\x{code_point:02x}" if code_point < 0x100 else f"\\U{code_point:08x}"
