"""Spring, ASP.NET Core, and Go with and without a package."""

from collections.abc import Iterator

from cors_sim.explain.grant import Grant
from cors_sim.explain.snippets._snippet import (
    Part,
    Snippet,
    all_headers,
    indented,
    lines,
    quoted,
    quoted_list,
)


def spring(grant: Grant) -> Snippet:
    """A filter ahead of Spring Security."""
    text = lines(
        "@Bean",
        "FilterRegistrationBean<CorsFilter> corsForOnePath() {",
        "    var granted = new CorsConfiguration();",
        indented(_spring_policy(grant)),
        "    var filter = new FilterRegistrationBean<>(new CorsFilter(request ->",
        f"        {quoted(grant.path)}.equals(request.getRequestURI()) ? granted : null));",
        "    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);",
        "    return filter;",
        "}",
    )
    return Snippet(
        server="spring",
        title="Spring",
        language="java",
        parts=(Part("In a class with @Configuration", text),),
        notes=(
            "Imports: java.util.List; org.springframework.boot.web.servlet.FilterRegistrationBean; "
            "org.springframework.context.annotation.Bean; org.springframework.core.Ordered; "
            "org.springframework.web.cors.CorsConfiguration; org.springframework.web.filter.CorsFilter.",
            "Highest precedence puts it ahead of Spring Security, whose login a preflight cannot pass.",
            "Spring answers 403 to other origins, and to methods that are not allowed.",
        ),
    )


def _spring_policy(grant: Grant) -> Iterator[str]:
    yield f"granted.setAllowedOrigins(List.of({quoted_list(grant.origins)}));"
    yield f"granted.setAllowedMethods(List.of({quoted_list(grant.methods)}));"
    if grant.header_names:
        yield f"granted.setAllowedHeaders(List.of({quoted_list(grant.header_names)}));"
    if grant.exposed_header_names:
        yield f"granted.setExposedHeaders(List.of({quoted_list(grant.exposed_header_names)}));"
    if grant.credentials:
        yield "granted.setAllowCredentials(true);"
    if grant.max_age is not None:
        yield f"granted.setMaxAge({grant.max_age}L);"


def aspnetcore(grant: Grant) -> Snippet:
    """A named policy for one endpoint."""
    policy = lines(
        'builder.Services.AddCors(options => options.AddPolicy("granted", policy => policy',
        f"    {'.AllowAnyOrigin()' if grant.is_public else f'.WithOrigins({quoted_list(grant.origins)})'}",
        indented(_aspnetcore_policy(grant)),
        "));",
    )
    use = lines([] if grant.is_public else _ASPNETCORE_VARY, "app.UseCors();")
    return Snippet(
        server="aspnetcore",
        title="ASP.NET Core",
        language="csharp",
        parts=(
            Part("In Program.cs, ahead of builder.Build()", policy),
            Part("In Program.cs, behind app.UseRouting() and ahead of app.UseAuthentication()", use),
            Part(f"On the endpoint that answers for {grant.path}", '.RequireCors("granted")'),
        ),
        notes=('On a controller, the third part is [EnableCors("granted")].',),
    )


def _aspnetcore_policy(grant: Grant) -> Iterator[str]:
    yield f".WithMethods({quoted_list(grant.methods)})"
    if grant.header_names:
        yield f".WithHeaders({quoted_list(grant.header_names)})"
    if grant.exposed_header_names:
        yield f".WithExposedHeaders({quoted_list(grant.exposed_header_names)})"
    if grant.credentials:
        yield ".AllowCredentials()"
    if grant.max_age is not None:
        yield f".SetPreflightMaxAge(TimeSpan.FromSeconds({grant.max_age}))"


_ASPNETCORE_VARY = (
    "// On every response: ASP.NET Core leaves it out for origins that are not allowed.",
    "app.Use((context, next) =>",
    "{",
    '    context.Response.Headers.Append("Vary", "Origin");',
    "    return next(context);",
    "});",
)


def go(grant: Grant) -> Snippet:
    """A handler around another, with the standard library alone."""
    text = lines(
        "func granted(next http.Handler) http.Handler {",
        "\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {",
        "\t\theader := w.Header()",
        indented(_go_origin(grant), "\t\t"),
        indented(
            (f"header.Set({quoted(name)}, {quoted(value)})" for name, value in all_headers(grant)), "\t\t"
        ),
        indented(_GO_PREFLIGHT if grant.preflight else (), "\t\t"),
        "\t\tnext.ServeHTTP(w, r)",
        "\t})",
        "}",
    )
    return Snippet(
        server="go",
        title="Go, net/http alone",
        language="go",
        parts=(Part("Beside the handlers", text), Part("Where they are registered", _go_route(grant))),
        notes=(_GO_PATTERN, _GO_PANIC),
    )


def _go_origin(grant: Grant) -> Iterator[str]:
    if grant.fixed_origin is not None:
        yield f'header.Set("Access-Control-Allow-Origin", {quoted(grant.fixed_origin)})'
        return
    yield 'header.Add("Vary", "Origin")'
    yield 'switch origin := r.Header.Get("Origin"); origin {'
    yield f"case {quoted_list(grant.origins)}:"
    yield '\theader.Set("Access-Control-Allow-Origin", origin)'
    yield "}"


_GO_PREFLIGHT = (
    'if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {',
    "\tw.WriteHeader(http.StatusNoContent)",
    "\treturn",
    "}",
)
_GO_PANIC = "A handler that panics answers nothing at all, so that there is nothing to be read."
_GO_PATTERN = (
    "The pattern in mux.Handle has no method ahead of the path: with one, mux answers preflights with 405."
)


def _go_route(grant: Grant) -> str:
    """One path alone: a pattern that ends in a slash would stand for all below it, too."""
    pattern = f"{grant.path}{{$}}" if grant.path.endswith("/") else grant.path
    return f"mux.Handle({quoted(pattern)}, granted(handler))"


def go_rs_cors(grant: Grant) -> Snippet:
    """The package rs/cors around one handler."""
    text = lines(
        "var granted = cors.New(cors.Options{", indented(_rs_cors_options(grant), "\t"), "}).Handler"
    )
    return Snippet(
        server="go-rs-cors",
        title="Go with rs/cors",
        language="go",
        parts=(Part("Beside the handlers", text), Part("Where they are registered", _go_route(grant))),
        notes=(
            _GO_PATTERN,
            _GO_PANIC,
            "rs/cors looks at the method of every request: with one that is not in AllowedMethods, "
            "not even a GET can be read.",
        ),
    )


def _rs_cors_options(grant: Grant) -> Iterator[str]:
    # With an empty list rs/cors allows three names of its own choice. Accept needs no permission.
    header_names = grant.header_names or ("Accept",)
    yield f"AllowedOrigins: []string{{{quoted_list(grant.origins)}}},"
    yield f"AllowedMethods: []string{{{quoted_list(grant.methods)}}},"
    yield f"AllowedHeaders: []string{{{quoted_list(header_names)}}},"
    if grant.exposed_header_names:
        yield f"ExposedHeaders: []string{{{quoted_list(grant.exposed_header_names)}}},"
    if grant.credentials:
        yield "AllowCredentials: true,"
    if grant.max_age is not None:
        yield f"MaxAge: {grant.max_age},"
