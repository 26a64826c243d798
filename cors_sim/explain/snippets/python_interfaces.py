"""Any application that speaks ASGI or WSGI: a layer of a few lines, and no package."""

from collections.abc import Iterator

from cors_sim.explain.grant import Grant
from cors_sim.explain.snippets._snippet import (
    Part,
    Snippet,
    indented,
    lines,
    python_path,
    quoted,
)

_PLACE = "At the end of the module that makes app, the application"
_NOTES = (
    "Error responses that the application makes have the headers too. What the server makes of an "
    "exception that the application lets through has not.",
    "If the application sends Access-Control headers as well, browsers see both: remove them there.",
)


def asgi(grant: Grant) -> Snippet:
    """A layer around an ASGI application."""
    preflight = (
        'if scope["method"] == "OPTIONS" and b"access-control-request-method" in asked:',
        '    start = {"type": "http.response.start", "status": 204}',
        '    await send({**start, "headers": granted + PREFLIGHT_HEADERS})',
        '    await send({"type": "http.response.body"})',
        "    return",
    )
    text = lines(
        _constants(grant, "b"),
        "",
        "class CORS:",
        "    def __init__(self, app):",
        "        self.app = app",
        "",
        "    async def __call__(self, scope, receive, send):",
        f'        if scope["type"] != "http" or scope["path"] != {python_path(grant)}:',
        "            return await self.app(scope, receive, send)",
        *indented(['asked = dict(scope["headers"])'] if _asks(grant) else [], " " * 8),
        *indented(_granted(grant, 'asked.get(b"origin")', "b"), " " * 8),
        *indented(preflight if grant.preflight else [], " " * 8),
        "",
        "        async def send_granted(message):",
        '            if message["type"] == "http.response.start":',
        '                headers = [*message.get("headers", ()), *granted]',
        '                message = {**message, "headers": headers}',
        "            await send(message)",
        "",
        "        await self.app(scope, receive, send_granted)",
        "",
        "",
        "app = CORS(app)",
    )
    return Snippet(
        server="asgi",
        title="Any ASGI application",
        language="python",
        parts=(Part(_PLACE, text),),
        notes=_NOTES,
        run_with="uvicorn 0.54",
    )


def wsgi(grant: Grant) -> Snippet:
    """A layer around a WSGI application."""
    path = python_path(grant, "latin-1")  # PEP 3333: one character a byte
    preflight = (
        'asks = "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ',
        'if environ["REQUEST_METHOD"] == "OPTIONS" and asks:',
        '    start_response("204 No Content", granted + PREFLIGHT_HEADERS)',
        "    return []",
    )
    text = lines(
        _constants(grant, ""),
        "",
        "class CORS:",
        "    def __init__(self, app):",
        "        self.app = app",
        "",
        "    def __call__(self, environ, start_response):",
        f'        if environ["PATH_INFO"] != {path}:',
        "            return self.app(environ, start_response)",
        *indented(_granted(grant, 'environ.get("HTTP_ORIGIN")', ""), " " * 8),
        *indented(preflight if grant.preflight else [], " " * 8),
        "",
        "        def start_granted(status, headers, exc_info=None):",
        "            return start_response(status, [*headers, *granted], exc_info)",
        "",
        "        return self.app(environ, start_granted)",
        "",
        "",
        "app = CORS(app)",
    )
    return Snippet(
        server="wsgi",
        title="Any WSGI application",
        language="python",
        parts=(Part(_PLACE, text),),
        notes=_NOTES,
        run_with="wsgiref of the standard library",
    )


def _asks(grant: Grant) -> bool:
    """Whether the answer depends on what the request says."""
    return grant.preflight or grant.fixed_origin is None


def _constants(grant: Grant, prefix: str) -> Iterator[str]:
    def pairs(headers: tuple[tuple[str, str], ...]) -> Iterator[str]:
        for name, value in headers:
            yield f"    ({prefix}{quoted(name)}, {prefix}{quoted(value)}),"

    fixed = () if grant.fixed_origin is None else (("Access-Control-Allow-Origin", grant.fixed_origin),)
    vary = () if grant.fixed_origin is not None else (("Vary", "Origin"),)
    if grant.fixed_origin is None:
        yield f"ORIGINS = {{{', '.join(f'{prefix}{quoted(origin)}' for origin in grant.origins)}}}"
    yield from ("HEADERS = [", *pairs((*fixed, *vary, *grant.response_headers)), "]")
    if grant.preflight:
        asked_only = tuple(pair for pair in grant.preflight_headers if pair not in grant.response_headers)
        yield from ("PREFLIGHT_HEADERS = [", *pairs(asked_only), "]")
    yield ""


def _granted(grant: Grant, origin: str, prefix: str) -> Iterator[str]:
    """What is said to whoever asks; to one of several origins, its name besides."""
    if grant.fixed_origin is not None:
        yield "granted = HEADERS"
    else:
        name = f"{prefix}{quoted('Access-Control-Allow-Origin')}"
        yield f"origin = {origin}"
        yield f"granted = HEADERS + [({name}, origin)] if origin in ORIGINS else HEADERS"
