"""Express, Fastify, Koa and Cloudflare Workers."""

from collections.abc import Iterator

from cors_sim.explain.grant import Grant
from cors_sim.explain.snippets._snippet import Part, Snippet, indented, lines, quoted, quoted_list

# What path-to-regexp, which reads the paths of Express, takes for more than itself.
_EXPRESS_SPECIAL = "{}()[]+?!:*"


def express(grant: Grant) -> Snippet:
    """The package ``cors``, for one path."""
    path = "".join(f"\\\\{c}" if c in _EXPRESS_SPECIAL else c for c in grant.path)
    text = lines(
        'const cors = require("cors");',
        "",
        f"app.all({quoted(path)}, cors({{",
        indented(_options(grant), "  "),
        "}));",
    )
    return Snippet(
        server="express",
        title="Express with cors",
        language="javascript",
        parts=(Part("Ahead of the routes, and of what asks for a login", text),),
        notes=("Error responses have the headers too, an uncaught exception's included.",),
        run_with="Express 5.3, cors 2.8",
    )


def fastify(grant: Grant) -> Snippet:
    """``@fastify/cors``, for one path."""
    text = lines(
        'import cors from "@fastify/cors";',
        "",
        "const granted = {",
        indented(_options(grant), "  "),
        "};",
        "await fastify.register(cors, () => (request, callback) => {",
        f'  const granting = request.url.split("?")[0] === {quoted(grant.path)};',
        "  callback(null, granting ? granted : { origin: false });",
        "});",
    )
    return Snippet(
        server="fastify",
        title="Fastify with @fastify/cors",
        language="javascript",
        parts=(Part("Ahead of the routes", text),),
        notes=("@fastify/cors makes a route for OPTIONS at every path, and Fastify takes no second one.",),
    )


def koa(grant: Grant) -> Snippet:
    """``@koa/cors``, for one path."""
    several = grant.fixed_origin is None
    text = lines(
        'import cors from "@koa/cors";',
        "",
        f"const origins = [{quoted_list(grant.origins)}];" if several else (),
        "const granting = cors({",
        indented(_koa_options(grant), "  "),
        "});",
        "app.use((ctx, next) =>",
        f"  ctx.path === {quoted(grant.path)} ? granting(ctx, next) : next());",
    )
    return Snippet(
        server="koa",
        title="Koa with @koa/cors",
        language="javascript",
        parts=(Part("Ahead of everything else that app uses", text),),
    )


def workers(grant: Grant) -> Snippet:
    """A Worker in front of whatever answers."""
    several = grant.fixed_origin is None
    text = lines(
        f"const ORIGINS = [{quoted_list(grant.origins)}];" if several else (),
        "const GRANTED = {",
        indented(_headers(grant, several=several), "  "),
        "};",
        "",
        "export default {",
        "  async fetch(request, env, context) {",
        f"    if (new URL(request.url).pathname !== {quoted(grant.path)}) {{",
        "      return answer(request, env, context);",
        "    }",
        *(
            _WORKERS_PREFLIGHT
            if grant.preflight
            else ["    let response = await answer(request, env, context);"]
        ),
        "    response = new Response(response.body, response);",
        "    for (const [name, value] of Object.entries(GRANTED)) response.headers.set(name, value);",
        *(_WORKERS_LOOKUP if several else []),
        "    return response;",
        "  },",
        "};",
    )
    return Snippet(
        server="workers",
        title="Cloudflare Workers",
        language="javascript",
        parts=(Part("In place of the Worker's export; answer() is what it did so far", text),),
        notes=(
            "An exception in answer() still ends in an error page of Cloudflare's, without the headers.",
        ),
    )


_WORKERS_PREFLIGHT = (
    '    const preflight = request.method === "OPTIONS"',
    '      && request.headers.has("Access-Control-Request-Method");',
    "    let response = preflight",
    "      ? new Response(null, { status: 204 })",
    "      : await answer(request, env, context);",
)
_WORKERS_LOOKUP = (
    '    response.headers.append("Vary", "Origin");',
    '    const origin = request.headers.get("Origin");',
    '    response.headers.delete("Access-Control-Allow-Origin");',
    '    if (ORIGINS.includes(origin)) response.headers.set("Access-Control-Allow-Origin", origin);',
)


def _headers(grant: Grant, *, several: bool) -> Iterator[str]:
    if not several:
        yield f'"Access-Control-Allow-Origin": {quoted(grant.origins[0])},'
    for name, value in dict((*grant.response_headers, *grant.preflight_headers)).items():
        yield f"{quoted(name)}: {quoted(value)},"


def _options(grant: Grant) -> Iterator[str]:
    """The options that the packages of Express and Fastify have in common."""
    several = f"[{quoted_list(grant.origins)}]"
    yield f"origin: {several if grant.fixed_origin is None else quoted(grant.fixed_origin)},"
    yield f"methods: [{quoted_list(grant.methods)}],"
    yield f"allowedHeaders: [{quoted_list(grant.header_names)}],"
    if grant.exposed_header_names:
        yield f"exposedHeaders: [{quoted_list(grant.exposed_header_names)}],"
    yield from _common_options(grant)


def _koa_options(grant: Grant) -> Iterator[str]:
    lookup = '(ctx) => origins.find((origin) => origin === ctx.get("Origin"))'
    # With an empty list @koa/cors allows all that a preflight asks for. Accept needs no permission.
    header_names = grant.header_names or ("Accept",)
    yield f"origin: {lookup if grant.fixed_origin is None else quoted(grant.fixed_origin)},"
    yield f"allowMethods: [{quoted_list(grant.methods)}],"
    yield f"allowHeaders: [{quoted_list(header_names)}],"
    if grant.exposed_header_names:
        yield f"exposeHeaders: [{quoted_list(grant.exposed_header_names)}],"
    yield from _common_options(grant)


def _common_options(grant: Grant) -> Iterator[str]:
    if grant.credentials:
        yield "credentials: true,"
    if grant.max_age is not None:
        yield f"maxAge: {grant.max_age},"
