"""
Hypothesis strategies for the values of the package.

Each mixes a hand-picked pool, so that a server often names the very origin that asks, with what nobody
would pick by hand. They give valid values only, and every one unless told otherwise; they shrink to what
is simplest: a GET without headers, a welcome without restrictions.
"""

import zlib
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cors_sim import (
    URL,
    BodyWithoutSource,
    Browser,
    HeaderList,
    HTTPRequest,
    OpaqueOrigin,
    Outcome,
    PreflightCache,
    Request,
    Response,
    TupleOrigin,
    parse_origin,
    parse_url,
    simulate,
)
from cors_sim._infra import ascii_lowercase, ascii_uppercase, strip_http_tab_or_space
from cors_sim.enums import (
    DESTINATIONS,
    INITIATOR_TYPES,
    CacheMode,
    CredentialsMode,
    EmbedderPolicy,
    Mode,
    RedirectMode,
    ReferrerPolicy,
    ResponseTainting,
)
from cors_sim.explain.grant import PUBLIC, Grant
from cors_sim.origins import Origin
from cors_sim.requests import Body
from cors_sim.standard.methods import is_forbidden_method
from cors_sim.urls import url_or_none

Pair = tuple[str, str]
_Example = TypeVar("_Example")

TCHARS: Final = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""The characters of a token (RFC 9110, 5.6.2)."""

VALUE_CHARACTERS: Final = "".join(chr(code) for code in range(1, 256) if chr(code) not in "\n\r")
"""What a header value can hold anywhere but at its ends."""

# What asks and what answers are drawn from few, so that they meet.
_ORIGINS: Final = (
    "https://app.example.com",
    "https://api.example.com",
    "http://app.example.com",
    "https://app.example.com:8443",
    "https://other.test",
    "http://localhost:8080",
    "http://127.0.0.1:3000",
    "https://[::1]",
    "https://shop.example.co.uk",
    "https://xn--bcher-kva.example",
)
_PATHS: Final = ("/", "/data", "/data?key=value", "/data#part", "/%41%20b")
_ODD_URLS: Final = (
    "https://user:password@api.example.com/data",
    "https://api.example.com:6667/",
    "data:text/plain,hello",
    "data:;base64,aGVsbG8=",
    "data:broken",
    "about:blank",
    "ftp://api.example.com/file",
    "file:///etc/hosts",
    "web+thing:opaque",
)
_METHODS: Final = (
    *("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT"),
    *("get", "put", "patch", "*", "CHICKEN"),
)
_REQUEST_VALUES: Final = {
    "Accept": ("*/*", "a" * 128, "a" * 129, "a:b"),
    "Accept-Language": ("en, de;q=0.5", "en_GB"),
    "Authorization": ("Bearer token",),
    "Content-Type": ("text/plain", "text/plain;charset=utf-8", "application/json", "text/plain, x/y"),
    "Range": ("bytes=0-499", "bytes=5-", "bytes=-500", "bytes=5-4"),
    "X-Token": ("a",),
    "x-other": ("b",),
}
_LISTS: Final = ("*", "PUT, DELETE", "x-token", "X-Token, authorization, content-type, range", "", "x y")
_RESPONSE_VALUES: Final = {
    "Access-Control-Allow-Origin": ("*", "null", _ORIGINS[0], _ORIGINS[1]),
    "Access-Control-Allow-Credentials": ("true", "True", ""),
    "Access-Control-Allow-Methods": _LISTS,
    "Access-Control-Allow-Headers": _LISTS,
    "Access-Control-Expose-Headers": _LISTS,
    "Access-Control-Max-Age": ("0", "1", "600", "-1", "1.5", "9" * 400),
    "Location": ("/next", "https://other.test/next", "//api.example.com/", "#part", "http://[", "data:,x"),
    "Referrer-Policy": ("no-referrer", "origin, unknown", "@"),
    "Content-Type": ("text/plain", "image/png", "text/javascript", "text/css;a=b", "x"),
    "X-Content-Type-Options": ("nosniff", "NoSniff, x", "x"),
    "Cross-Origin-Resource-Policy": ("same-origin", "same-site", "cross-origin", "x"),
    "Timing-Allow-Origin": ("*", _ORIGINS[0], '"*"'),
    "Set-Cookie": ("a=b",),
    "X-Token": ("secret",),
}
_REQUEST_HEADERS: Final = [(name, value) for name, values in _REQUEST_VALUES.items() for value in values]
_RESPONSE_HEADERS: Final = [(name, value) for name, values in _RESPONSE_VALUES.items() for value in values]
_NAMES: Final = (*_REQUEST_VALUES, *_RESPONSE_VALUES)
_VALUES: Final = (
    *dict.fromkeys(value for _, value in (*_REQUEST_HEADERS, *_RESPONSE_HEADERS)),
    *("false", "-1", "1e3", "5, 5", "*, PUT", ",PUT,,", "x@y", "*/*", 'text/html;a="b', "caf\xe9"),
    *("https://user:password@api.example.com/", '"', '\\"', 'a, "b, c", d', "\x7f"),
)
_PERMISSIONS: Final[tuple[Pair, ...]] = (
    ("Access-Control-Allow-Methods", "GET, PUT, DELETE, PATCH"),
    ("Access-Control-Allow-Headers", "Authorization, Content-Type, Range, X-Token, X-Other"),
    ("Access-Control-Max-Age", "600"),
)
_WILDCARDS: Final[tuple[Pair, ...]] = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "*"),
    ("Access-Control-Allow-Headers", "*"),
)
_POLICIES: Final[tuple[tuple[Pair, ...], ...]] = (
    (),
    _WILDCARDS[:1],
    _WILDCARDS,
    (*_WILDCARDS, ("Access-Control-Expose-Headers", "*")),
    *(
        (
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Allow-Credentials", "true"),
            *_PERMISSIONS,
        )
        for origin in (*[_ORIGINS[0]] * 6, "null", *_ORIGINS)
    ),
)
_STATUSES: Final = (
    *(200, 200, 200, 200, 204, 204, 301, 302, 303, 307, 308),
    *(300, 304, 101, 206, 404, 407, 421, 500, 0, 999),
)

_TOKENS: Final = st.text(TCHARS, min_size=1, max_size=12)
_TEXT: Final = st.text(VALUE_CHARACTERS, max_size=20).map(strip_http_tab_or_space)


def tokens() -> SearchStrategy[str]:
    """HTTP tokens: what methods and header names are made of."""
    return _TOKENS


def header_names() -> SearchStrategy[str]:
    """Names of headers that mean something, in odd spellings too, and of others."""
    return st.one_of(st.sampled_from(_NAMES), st.sampled_from(_NAMES).map(ascii_uppercase), tokens())


def header_values() -> SearchStrategy[str]:
    """Header values: isomorphic text without NUL, CR and LF, and no blanks at its ends."""
    return st.one_of(st.sampled_from(_VALUES), _TEXT)


def header_pairs() -> SearchStrategy[Pair]:
    """One header."""
    known = st.sampled_from((*_REQUEST_HEADERS, *_RESPONSE_HEADERS))
    return st.one_of(known, st.tuples(header_names(), header_values()))


def header_lists() -> SearchStrategy[HeaderList]:
    """Header lists, with names that are repeated in other spellings."""
    return st.lists(header_pairs(), max_size=8).map(HeaderList)


def methods() -> SearchStrategy[str]:
    """Methods: the usual ones, spellings of them that are others, and any token."""
    return st.one_of(st.sampled_from(_METHODS), tokens())


def tuple_origins() -> SearchStrategy[TupleOrigin]:
    """Origins of ordinary pages."""
    known = [origin for origin in map(parse_origin, _ORIGINS) if isinstance(origin, TupleOrigin)]
    return _mostly(st.just(known[0]), st.one_of(st.sampled_from(known), _arbitrary_origins()))


def opaque_origins() -> SearchStrategy[OpaqueOrigin]:
    """Origins of sandboxed frames and their like."""
    return st.builds(OpaqueOrigin, st.one_of(st.just("opaque"), st.integers(0, 3)))


def origins() -> SearchStrategy[Origin]:
    """Tuple origins, mostly, and opaque ones."""
    return _mostly(tuple_origins(), opaque_origins())


def urls() -> SearchStrategy[URL]:
    """URLs as a request can be for: http and https, mostly, with any host, port, path and fragment."""
    known = [parse_url(origin + path) for origin in _ORIGINS for path in _PATHS]
    odd = [parse_url(text) for text in _ODD_URLS]
    first = [url for url in known if url.host == "api.example.com"]
    rest = st.one_of(st.sampled_from(known), st.sampled_from(odd), _arbitrary_urls())
    return _mostly(st.sampled_from(first), rest)


def bodies() -> SearchStrategy[Body]:
    """Request bodies, or None."""
    return st.one_of(
        st.none(),
        st.binary(max_size=4),
        st.just(b"a" * (64 * 1024 + 1)),
        st.builds(BodyWithoutSource, st.none() | st.integers(0, 70_000)),
    )


def requests(**fields: object) -> SearchStrategy[Request]:
    """
    Requests with any value in any field, midway in redirects too.

    Args:
        fields: arguments of `Request`, each a value or a strategy for values.
    """
    bookkeeping: dict[str, object] = {
        "url": st.lists(urls(), min_size=1, max_size=4),
        "response_tainting": st.sampled_from(ResponseTainting),
        "redirect_count": st.integers(0, 21),
        "timing_allow_failed": st.booleans(),
    }
    return fresh_requests(**(bookkeeping | fields))


def fresh_requests(**fields: object) -> SearchStrategy[Request]:
    """
    Requests as script makes them: for one URL, with no bookkeeping yet.

    Args:
        fields: arguments of `Request`, each a value or a strategy for values.
    """
    return st.builds(Request, **_told({"url": urls()} | _request_fields(), fields))


def statuses() -> SearchStrategy[int]:
    """Statuses: those that are treated otherwise than others, and any."""
    return _mostly(st.sampled_from(_STATUSES), st.integers(0, 999))


def response_headers() -> SearchStrategy[HeaderList]:
    """A whole CORS policy, as likely as not, and headers that add to it or spoil it."""
    return st.builds(
        lambda policy, more: HeaderList([*policy, *more]),
        st.sampled_from(_POLICIES),
        st.lists(st.one_of(st.sampled_from(_RESPONSE_HEADERS), header_pairs()), max_size=5),
    )


def responses(**fields: object) -> SearchStrategy[Response]:
    """
    What servers answer; no answer as well, unless told anything.

    Args:
        fields: arguments of `Response`, each a value or a strategy for values.
    """
    usual: dict[str, SearchStrategy[Any]] = {
        "status": statuses(),
        "headers": response_headers(),
        "body": st.none() | st.binary(max_size=4),
        "status_message": st.sampled_from(("", "OK", "caf\xe9")),
    }
    answers = st.builds(Response, **_told(usual, fields))
    return answers if fields else _mostly(answers, st.just(Response.network_error()))


@attrs.frozen
class Answers:
    """
    A server that answers by method, URL and whether it is asked with a preflight, and by nothing else.

    Args:
        responses: what it can answer. Which of them is the same in every run.
    """

    responses: tuple[Response, ...]

    def __call__(self, request: HTTPRequest) -> Response:
        """The one that *request* gets, whatever its headers are."""
        key = f"{request.method} {request.url} {request.is_preflight}"
        return self.responses[zlib.crc32(key.encode()) % len(self.responses)]

    def changed(self, change: Callable[[Response], Response]) -> "Answers":
        """The server whose every answer has gone through *change*; no answer stays none."""
        return Answers(
            tuple(
                response if response.is_network_error else change(response) for response in self.responses
            )
        )


def servers() -> SearchStrategy[Answers]:
    """Servers that answer equal requests equally."""
    return st.lists(responses(), min_size=1, max_size=3).map(lambda answers: Answers(tuple(answers)))


def fetches(**fields: object) -> SearchStrategy[tuple[Request, Answers]]:
    """
    A request and a server, which as likely as not welcomes just that request.

    Args:
        fields: arguments of `Request`, each a value or a strategy for values.
    """
    return st.builds(
        lambda request, server, welcome, more: (
            request,
            Answers((_welcome(request, more), *server.responses[1:])) if welcome else server,
        ),
        fresh_requests(**fields),
        servers(),
        st.booleans(),
        st.lists(st.sampled_from(_RESPONSE_HEADERS), max_size=3),
    )


def conversations(**fields: object) -> SearchStrategy[Outcome]:
    """
    Whole fetches, preflights and redirects included, by the standard: what came of them, and what was said.

    Args:
        fields: arguments of `Request`, each a value or a strategy for values.
    """
    return fetches(**fields).map(lambda fetch: simulate(*fetch))


def policies() -> SearchStrategy[Grant]:
    """What servers are meant to allow: to whom, what, and whether with credentials."""
    # Of what the URL parser reads, for a browser has no others.
    pages = urls().filter(lambda url: url.has_http_scheme).map(lambda url: str(url.origin))
    named = st.lists(pages, min_size=1, max_size=3, unique=True)
    return st.builds(
        Grant,
        origins=named,
        credentials=st.booleans(),
        methods=_unique(methods().filter(lambda method: not is_forbidden_method(method)), min_size=1),
        header_names=_unique(tokens()),
        exposed_header_names=_unique(tokens()),
        max_age=st.none() | st.integers(0, 100_000),
    ) | st.builds(Grant, origins=st.just(PUBLIC))


def _unique(names: SearchStrategy[str], min_size: int = 0) -> SearchStrategy[list[str]]:
    return st.lists(names, min_size=min_size, max_size=3, unique_by=ascii_lowercase)


def preflight_caches() -> SearchStrategy[PreflightCache]:
    """Preflight caches as fetches leave them."""
    return st.lists(st.tuples(fresh_requests(), servers()), max_size=2).map(_cache_after)


def browsers() -> SearchStrategy[Browser]:
    """Browsers with and without a limit on what they keep."""
    return st.builds(Browser, name=st.just("made up"), max_age_limit=st.sampled_from((None, 0.0, 7200.0)))


def _welcome(request: Request, more: list[Pair]) -> Response:
    """The answer that lets *request* through, but for *more* headers, which add to it or spoil it."""
    return Response(
        headers=[
            ("Access-Control-Allow-Origin", request.origin.serialized),
            ("Access-Control-Allow-Credentials", "true"),
            ("Access-Control-Allow-Methods", request.method),
            ("Access-Control-Allow-Headers", ", ".join(request.headers.names())),
            *more,
        ]
    )


def _arbitrary_origins() -> SearchStrategy[TupleOrigin]:
    return st.builds(
        TupleOrigin,
        st.sampled_from(("http", "https", "ws", "wss", "ftp", "moz-extension")),
        st.text("abcxyz019-.", min_size=1, max_size=12),
        st.none() | st.integers(0, 65_535),
    )


def _arbitrary_urls() -> SearchStrategy[URL]:
    text = st.builds(
        lambda scheme, host, port, rest: f"{scheme}://{host}{port}{rest}",
        st.sampled_from(("https", "http", "HTTPS", "ws", "foo")),
        st.one_of(
            st.text("abcxyzABC019-._", min_size=1, max_size=12),
            st.sampled_from(("1.2", "[1::2]", "b\xfccher")),
        ),
        _mostly(st.just(""), st.integers(1, 65_536).map(":{}".format)),
        st.one_of(st.just(""), st.text(max_size=8).map("/{}".format)),
    )
    return text.map(url_or_none).filter(lambda url: url is not None)  # type: ignore[return-value]  # filter() narrows no type


def _request_fields() -> dict[str, SearchStrategy[Any]]:
    """All fields but those that redirects change."""
    partitions: tuple[Hashable, ...] = (None, None, "https://top.test", ("https://top.test", 1))
    header = _mostly(st.sampled_from(_REQUEST_HEADERS), header_pairs())
    return {
        "origin": origins(),
        "method": methods(),
        "headers": st.lists(header, max_size=4).map(HeaderList),
        "body": bodies(),
        "mode": _mostly(st.just(Mode.CORS), st.sampled_from(Mode)),
        "credentials_mode": st.sampled_from(CredentialsMode),
        "redirect_mode": _mostly(st.just(RedirectMode.FOLLOW), st.sampled_from(RedirectMode)),
        "cache_mode": _mostly(st.just(CacheMode.DEFAULT), st.sampled_from(CacheMode)),
        "referrer_policy": st.sampled_from(ReferrerPolicy),
        "destination": _mostly(st.just(""), st.sampled_from(sorted(DESTINATIONS))),
        "initiator_type": st.one_of(st.none(), st.sampled_from(sorted(INITIATOR_TYPES))),
        "api": st.sampled_from(("fetch", "xhr", "img")),
        "use_cors_preflight": st.sampled_from((False, False, False, True)),
        "unsafe_request": st.sampled_from((True, True, True, False)),
        "keepalive": st.sampled_from((False, False, True)),
        "embedder_policy": st.sampled_from(EmbedderPolicy),
        "secure_context": _mostly(st.none(), st.sampled_from((False, True))),
        "network_partition_key": st.sampled_from(partitions),
    }


def _told(
    strategies: dict[str, SearchStrategy[Any]], fields: dict[str, object]
) -> dict[str, SearchStrategy[Any]]:
    """*strategies* for the fields of a value, with those that somebody wants otherwise."""
    told = {
        name: field if isinstance(field, SearchStrategy) else st.just(field)
        for name, field in fields.items()
    }
    return strategies | told


def _mostly(usual: SearchStrategy[_Example], odd: SearchStrategy[_Example]) -> SearchStrategy[_Example]:
    """*usual* three times in four: what Hypothesis chooses of its own accord is not always uniform."""
    return st.sampled_from((usual, usual, usual, odd)).flatmap(lambda chosen: chosen)


def _cache_after(fetches: list[tuple[Request, Answers]]) -> PreflightCache:
    cache = PreflightCache()
    for request, server in fetches:
        cache = simulate(request, server, cache=cache).cache
    return cache
