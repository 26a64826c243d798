"""
What a server is to allow on one resource, said once and without the words of any server.

A fix says with a `Grant` what it allows; `cors_sim.explain.snippets` says the same to a real server.
"""

from collections.abc import Iterable

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.errors import InvalidInput
from cors_sim.standard.methods import is_cors_safelisted_method, is_forbidden_method
from cors_sim.urls import parse_origin, url_or_none

PUBLIC = ("*",)
"""The origins of what every page may read."""


def _items(value: object, argument: str) -> tuple[object, ...]:
    """The items of *value*; a bare string, which is a list of characters to Python, is refused."""
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return tuple(value)
    raise InvalidInput(argument, value, "must be a list")


def _origins(value: object) -> tuple[str, ...]:
    origins = _items(value, "origins")
    if origins == PUBLIC:
        return PUBLIC
    if not origins or "*" in origins:
        raise InvalidInput("origins", value, "must have an origin, or be ('*',) for every page")
    texts = tuple(_serialized(origin) for origin in origins)
    if len(set(texts)) != len(texts):
        raise InvalidInput("origins", value, "must be different from each other")
    return texts


def _serialized(origin: object) -> str:
    if isinstance(origin, str) and parse_origin(origin, argument="origins").serialized == origin:
        return origin
    raise InvalidInput("origins", origin, "must be text as in an Origin header: 'https://app.example.com'")


def _tokens(value: object, argument: str) -> tuple[str, ...]:
    tokens = tuple(_infra.isomorphic_text(item, argument) for item in _items(value, argument))
    if not _infra.are_tokens(tokens):
        raise InvalidInput(argument, value, "must be HTTP tokens")
    # Methods are told apart by case as well, header names are not; nobody lists a method in two.
    if len(set(map(_infra.ascii_lowercase, tokens))) != len(tokens):
        raise InvalidInput(argument, value, "must be different from each other")
    return tokens


def _header_names(value: object) -> tuple[str, ...]:
    return _tokens(value, "header_names")


def _exposed_header_names(value: object) -> tuple[str, ...]:
    return _tokens(value, "exposed_header_names")


def _methods(value: object) -> tuple[str, ...]:
    methods = _tokens(value, "methods")
    if not methods:
        raise InvalidInput("methods", value, "must have the method of the request, safelisted or not")
    if any(map(is_forbidden_method, methods)):
        raise InvalidInput("methods", value, "must have no method that script may not use")
    return methods


def _max_age(value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    raise InvalidInput("max_age", value, "must be seconds, a whole number of zero or more, or None")


def _path(value: object) -> str:
    if isinstance(value, str) and value.startswith("/") and "?" not in value and "#" not in value:
        url = url_or_none(f"http://host{value}")
        if url is not None and url.path == value:
            return value
    raise InvalidInput("path", value, "must be the path of a URL as the URL parser writes it, from '/' on")


@attrs.frozen(kw_only=True, repr=False)
class Grant(Value):
    """
    What a server is to allow on one resource, and to whom: nothing else.

    Args:
        origins: who may read it: origins as browsers write them (``https://app.example.com``), or
            `PUBLIC` for every page there is.
        methods: the methods that were asked for, those included that need no permission.
        header_names: the request headers that need permission.
        exposed_header_names: the response headers that script is to see beside the safelisted ones.
        credentials: whether requests with cookies and the like are allowed; never together with
            `PUBLIC`, which browsers refuse.
        preflight: whether browsers ask with a preflight first. By itself that follows from
            *methods* and *header_names*; say True where an upload listener or a streamed body is
            the cause.
        max_age: how many seconds a preflight's answer may be kept; None to say nothing of it.
        path: the path of the resource, without a query.

    Raises:
        InvalidInput: an argument is impossible; the error names it and the rule it breaks.
    """

    origins: tuple[str, ...] = attrs.field(converter=_origins)
    methods: tuple[str, ...] = attrs.field(default=("GET",), converter=_methods)
    header_names: tuple[str, ...] = attrs.field(default=(), converter=_header_names)
    exposed_header_names: tuple[str, ...] = attrs.field(default=(), converter=_exposed_header_names)
    credentials: bool = False
    preflight: bool = attrs.field()
    max_age: int | None = attrs.field(default=None, converter=_max_age)
    path: str = attrs.field(default="/", converter=_path)

    @preflight.default
    def _(self) -> bool:
        return self._needs_preflight

    def __attrs_post_init__(self) -> None:
        if self.is_public and self.credentials:
            raise InvalidInput("credentials", self.credentials, "must be False where every page may read")
        if self._needs_preflight and not self.preflight:
            raise InvalidInput("preflight", self.preflight, "must be True for such methods and headers")

    @property
    def _needs_preflight(self) -> bool:
        return bool(self.header_names) or not all(map(is_cors_safelisted_method, self.methods))

    @property
    def is_public(self) -> bool:
        """Whether every page may read the resource."""
        return self.origins == PUBLIC

    @property
    def fixed_origin(self) -> str | None:
        """
        The one value of ``Access-Control-Allow-Origin`` that is right whoever asks.

        None where there are several origins: then the value, and with it the response, varies.
        """
        return self.origins[0] if len(self.origins) == 1 else None

    @property
    def response_headers(self) -> tuple[tuple[str, str], ...]:
        """What an allowed origin is answered beside ``Access-Control-Allow-Origin``."""
        exposed = ", ".join(self.exposed_header_names)
        headers = (*self._credentials_header, ("Access-Control-Expose-Headers", exposed))
        return tuple(header for header in headers if header[1])

    @property
    def preflight_headers(self) -> tuple[tuple[str, str], ...]:
        """What its preflight is answered beside ``Access-Control-Allow-Origin``; none without one."""
        if not self.preflight:
            return ()
        headers = (
            *self._credentials_header,
            ("Access-Control-Allow-Methods", ", ".join(self.methods)),
            ("Access-Control-Allow-Headers", ", ".join(self.header_names)),
            ("Access-Control-Max-Age", "" if self.max_age is None else str(self.max_age)),
        )
        return tuple(header for header in headers if header[1])

    @property
    def _credentials_header(self) -> tuple[tuple[str, str], ...]:
        return (("Access-Control-Allow-Credentials", "true"),) if self.credentials else ()
