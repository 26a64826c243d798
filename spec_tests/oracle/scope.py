"""
The small scope that is enumerated whole: who asks, what is answered, and what was asked before.

Each value of a dimension stands for a class that the standard tells apart; a comment says which where
the value does not. There are three parts, each the product of its dimensions: fetches that are answered
where they are sent, fetches that are redirected once, and fetches behind an earlier one that has left
something in the cache. An answer that nobody asks for is not varied, so what is counted are conversations
that differ.
"""

import itertools
from collections.abc import Iterator
from functools import cache, partial

import attrs

from cors_sim import OpaqueOrigin, Request, Response

PAGE = "https://app.example.com"
API = "https://api.example.com/data"
OTHER = "https://other.test"
OPAQUE = OpaqueOrigin("frame")
Pairs = tuple[tuple[str, str], ...]
AnyOrigin = str | OpaqueOrigin


@attrs.frozen
class Earlier:
    """
    A fetch whose preflight may have left something in the cache, at 0 seconds.

    Args:
        request: what was asked for.
        preflight: the answer to its preflight.
        response: the answer to itself.
    """

    request: Request
    preflight: Response
    response: Response


@attrs.frozen(kw_only=True)
class Situation:
    """
    A request, and all answers that there are to what is asked for it.

    Args:
        request: what script asks for.
        preflights: to its preflight.
        responses: to itself.
        preflights_behind: to the preflight behind a redirect.
        responses_behind: to what the redirect leads to.
        earlier: what was asked before.
        times: when it is asked for, in seconds since *earlier*.
    """

    request: Request
    preflights: tuple[Response, ...]
    responses: tuple[Response, ...]
    preflights_behind: tuple[Response, ...] = ()
    responses_behind: tuple[Response, ...] = ()
    earlier: Earlier | None = None
    times: tuple[float, ...] = (0.0,)


@attrs.frozen
class Unit:
    """
    A piece of the scope that is enumerated in one go.

    Args:
        part: ``direct``, ``redirected`` or ``cached``.
        situations: what it consists of.
    """

    part: str
    situations: "partial[Iterator[Situation]]"


# Who asks, and how.
ORIGINS: tuple[AnyOrigin, ...] = (
    PAGE,  # same site
    "https://app.example.com:8443",  # differs in the port alone
    "https://api.example.com",  # same origin
    OTHER,  # cross site
    OPAQUE,
)
METHODS = ("GET", "POST", "PUT", "patch")  # safelisted, not, and not the one that it looks like
HEADERS: tuple[Pairs, ...] = (
    (),
    (("Content-Type", "text/plain"),),
    (("Content-Type", "application/json"),),
    (("Authorization", "Bearer x"),),
    (("X-B", "1"), ("x-a", "2")),
    (("Range", "bytes=-5"), ("Accept", "a" * 128)),  # one unsafe, one just safe
    (("Accept-Language", "a" * 128), *[("Content-Language", "b" * 128)] * 8),  # unsafe together
)
MODES = ("cors", "no-cors", "same-origin")
CREDENTIALS_MODES = ("omit", "same-origin", "include")
FLAGS = (False, True)

# What preflights and requests are answered.
PREFLIGHT_STATUSES = (204, 404, 301)
ALLOW_CREDENTIALS = (None, "true", "True")
ALLOW_METHODS = (None, "*", "PUT", "PATCH, put", "@")
ALLOW_HEADERS = (None, "*", "authorization", "Content-Type, x-a", "X-A,,x-b,", "x a")
EXPOSE_HEADERS = (None, "*", "x-c")
RESOURCE_POLICIES = {
    "cors": (None, "same-origin"),  # none of its business
    "no-cors": (None, "same-origin", "same-site", "cross-origin"),
    "same-origin": (None, "same-origin"),
}
NO_ANSWER = Response.network_error()


def answer(status: int, *pairs: tuple[str, str | None]) -> Response:
    """A response with those of the *pairs* that have a value."""
    return Response(status, [(name, value) for name, value in pairs if value is not None])


def serialized(origin: AnyOrigin) -> str:
    """What a request from *origin* says that it is from."""
    return origin if isinstance(origin, str) else "null"


@cache
def allow_origins(origin: AnyOrigin) -> tuple[str | None, ...]:
    """None, any, the right one, ``null``, a wrong one, and two."""
    own = serialized(origin)
    return tuple(dict.fromkeys((None, "*", own, "null", f"{PAGE}/", f"{own}, *")))


@cache
def direct_preflights(origin: AnyOrigin) -> tuple[Response, ...]:
    """Every answer to a preflight from *origin*."""
    return (
        NO_ANSWER,
        *itertools.starmap(
            lambda status, allow_origin, credentials, methods, headers: answer(
                status,
                ("Access-Control-Allow-Origin", allow_origin),
                ("Access-Control-Allow-Credentials", credentials),
                ("Access-Control-Allow-Methods", methods),
                ("Access-Control-Allow-Headers", headers),
            ),
            itertools.product(
                PREFLIGHT_STATUSES, allow_origins(origin), ALLOW_CREDENTIALS, ALLOW_METHODS, ALLOW_HEADERS
            ),
        ),
    )


@cache
def direct_responses(origin: AnyOrigin, mode: str) -> tuple[Response, ...]:
    """Every answer to a request of that *mode* from *origin*."""
    return (
        NO_ANSWER,
        *itertools.starmap(
            lambda allow_origin, credentials, expose_headers, resource_policy: answer(
                200,
                ("Access-Control-Allow-Origin", allow_origin),
                ("Access-Control-Allow-Credentials", credentials),
                ("Access-Control-Expose-Headers", expose_headers),
                ("Cross-Origin-Resource-Policy", resource_policy),
                ("X-C", "3"),
            ),
            itertools.product(
                allow_origins(origin), ALLOW_CREDENTIALS, EXPOSE_HEADERS, RESOURCE_POLICIES[mode]
            ),
        ),
    )


def direct(
    origin: AnyOrigin, method: str, headers: Pairs, mode: str, credentials_mode: str, flag: bool
) -> Iterator[Situation]:
    """A fetch with an empty cache, that no answer redirects."""
    request = Request(
        API,
        origin=origin,
        method=method,
        headers=headers,
        mode=mode,
        credentials_mode=credentials_mode,
        use_cors_preflight=flag,
    )
    yield Situation(
        request=request,
        preflights=direct_preflights(origin),
        responses=direct_responses(origin, mode),
    )


# Redirects.
REDIRECT_STATUSES = (301, 302, 303, 307, 308)
LOCATIONS: tuple[tuple[str, ...], ...] = (
    (),
    ("",),  # where it is
    ("/next",),  # the same origin
    (f"{PAGE}/d",),  # perhaps back home
    (f"{OTHER}/e",),  # another site
    ("https://user:word@api.example.com/f",),
    ("https://user:word@app.example.com/g",),
    ("data:,x",),
    ("https://[",),  # no URL
    ("/h", "/h"),
)
REDIRECTED_ORIGINS: tuple[AnyOrigin, ...] = (PAGE, "https://api.example.com", OTHER, OPAQUE)
REDIRECTED_METHODS = (*METHODS, "HEAD")
REDIRECTED_HEADERS: tuple[Pairs, ...] = ((), HEADERS[2], HEADERS[3], (("X-A", "1"),))
REDIRECT_MODES = ("follow", "error", "manual")


@cache
def few_preflights(origin: AnyOrigin) -> tuple[Response, ...]:
    """A preflight that is refused, and those that are answered in the two ways to allow all."""
    exact = (
        ("Access-Control-Allow-Credentials", "true"),
        ("Access-Control-Allow-Methods", "GET, PUT, PATCH"),
        ("Access-Control-Allow-Headers", "authorization, content-type, x-a"),
    )
    return (
        answer(204),
        answer(204, ("Access-Control-Allow-Origin", serialized(origin)), *exact),
        answer(204, ("Access-Control-Allow-Origin", "null"), *exact),
        answer(
            204,
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Allow-Methods", "*"),
            ("Access-Control-Allow-Headers", "*"),
        ),
    )


@cache
def few_responses(
    origin: AnyOrigin, status: int = 200, locations: tuple[str, ...] = ()
) -> tuple[Response, ...]:
    """One of each kind of leave to read."""
    return tuple(
        answer(
            status,
            ("Access-Control-Allow-Origin", allow_origin),
            ("Access-Control-Allow-Credentials", credentials),
            *(("Location", location) for location in locations),
        )
        for allow_origin in dict.fromkeys((None, "*", serialized(origin), "null"))
        for credentials in (None, "true")
    )


def redirected(
    origin: AnyOrigin, method: str, headers: Pairs, mode: str, credentials_mode: str, redirect_mode: str
) -> Iterator[Situation]:
    """A fetch with an empty cache, that every answer to it redirects."""
    yield Situation(
        request=Request(
            API,
            origin=origin,
            method=method,
            headers=headers,
            body=b"body" if method == "POST" else None,
            mode=mode,
            credentials_mode=credentials_mode,
            redirect_mode=redirect_mode,
        ),
        preflights=few_preflights(origin),
        responses=tuple(
            response
            for status, locations in itertools.product(REDIRECT_STATUSES, LOCATIONS)
            for response in few_responses(origin, status, locations)
        ),
        preflights_behind=few_preflights(origin),
        responses_behind=(NO_ANSWER, *few_responses(origin)),
    )


# The cache.
EARLIER_HEADERS: tuple[Pairs, ...] = ((), (("X-A", "1"),), HEADERS[3])
EARLIER_CREDENTIALS_MODES = ("same-origin", "include")
EARLIER_ALLOW_METHODS = (None, "*", "PUT", "GET, PATCH")
EARLIER_ALLOW_HEADERS = (None, "*", "X-A", "authorization, x-b")
MAX_AGES = (None, "0", "2", "600", "600, 2", "-1")
TIMES = (1.0, 2.0, 5.0)  # before, at and after the end of each
LATER_URLS = (API, f"{API}?other")
LATER_ORIGINS: tuple[AnyOrigin, ...] = (PAGE, OTHER, OPAQUE)
EARLIER_ORIGINS: tuple[AnyOrigin, ...] = (PAGE, OPAQUE)
LATER_METHODS = ("GET", "PUT", "PATCH")


def cached(
    origin: AnyOrigin,
    headers: Pairs,
    credentials_mode: str,
    flag: bool,
    allow_methods: str | None,
    allow_headers: str | None,
    max_age: str | None,
) -> Iterator[Situation]:
    """Fetches behind one of ``PUT``, whose preflight has said the rest."""
    leave = (
        ("Access-Control-Allow-Origin", "*" if credentials_mode != "include" else serialized(origin)),
        ("Access-Control-Allow-Credentials", "true"),
    )
    earlier = Earlier(
        Request(
            API,
            origin=origin,
            method="PUT",
            headers=headers,
            credentials_mode=credentials_mode,
            use_cors_preflight=flag,
        ),
        answer(
            204,
            *leave,
            ("Access-Control-Allow-Methods", allow_methods),
            ("Access-Control-Allow-Headers", allow_headers),
            ("Access-Control-Max-Age", max_age),
        ),
        answer(200, *leave),
    )
    for url, later_origin, method, later_headers, later_credentials_mode in itertools.product(
        LATER_URLS, LATER_ORIGINS, LATER_METHODS, EARLIER_HEADERS, EARLIER_CREDENTIALS_MODES
    ):
        yield Situation(
            request=Request(
                url,
                origin=later_origin,
                method=method,
                headers=later_headers,
                credentials_mode=later_credentials_mode,
            ),
            preflights=few_preflights(later_origin)[:2],
            responses=(*few_responses(later_origin)[:4:2], answer(200, *leave)),
            earlier=earlier,
            times=TIMES,
        )


def units() -> list[Unit]:
    """The scope, in pieces."""
    return [
        *(
            Unit("direct", partial(direct, *values))
            for values in itertools.product(ORIGINS, METHODS, HEADERS, MODES, CREDENTIALS_MODES, FLAGS)
        ),
        *(
            Unit("redirected", partial(redirected, *values))
            for values in itertools.product(
                REDIRECTED_ORIGINS,
                REDIRECTED_METHODS,
                REDIRECTED_HEADERS,
                MODES,
                CREDENTIALS_MODES,
                REDIRECT_MODES,
            )
        ),
        *(
            Unit("cached", partial(cached, *values))
            for values in itertools.product(
                EARLIER_ORIGINS,
                EARLIER_HEADERS,
                EARLIER_CREDENTIALS_MODES,
                FLAGS,
                EARLIER_ALLOW_METHODS,
                EARLIER_ALLOW_HEADERS,
                MAX_AGES,
            )
        ),
    ]
