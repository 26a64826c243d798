"""What an audit holds a server against: which origins are meant to read it, and how."""

import re
from collections.abc import Iterable
from typing import Final

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.errors import InvalidInput
from cors_sim.explain.grant import Grant
from cors_sim.origins import TupleOrigin
from cors_sim.urls import parse_origin

EVERYBODY: Final = "*"
"""The one trusted "origin" of what every page may read."""

_PATTERN: Final = re.compile(r"(https?://)\*\.(.+)")


def _items(value: object, argument: str) -> tuple[object, ...]:
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return tuple(value)
    raise InvalidInput(argument, value, "must be a list")


def _trusted(value: object) -> tuple[str, ...]:
    items = _items(value, "trusted")
    if items == (EVERYBODY,):
        return (EVERYBODY,)
    return tuple(dict.fromkeys(_trusted_item(item) for item in items))


def _trusted_item(item: object) -> str:
    if item == EVERYBODY:
        raise InvalidInput("trusted", item, "must be ['*'] alone where every page may read")
    if isinstance(item, str) and (pattern := _PATTERN.fullmatch(item)):
        origin = parse_origin(f"{pattern[1]}{pattern[2]}", argument="trusted")
        return f"{pattern[1]}*.{str(origin).partition('://')[2]}"
    if isinstance(item, str) and "*" in item:
        raise InvalidInput("trusted", item, "must have a star ahead of a domain, as https://*.example.com")
    origin = parse_origin(item, argument="trusted")  # type: ignore[arg-type]  # it says what it takes
    if not isinstance(origin, TupleOrigin):
        raise InvalidInput("trusted", item, "must be an origin that can be told from others: 'null' cannot")
    return origin.serialized


def _tokens(value: object, argument: str) -> tuple[str, ...] | None:
    if value is None:
        return None
    tokens = tuple(_infra.isomorphic_text(item, argument) for item in _items(value, argument))
    if not _infra.are_tokens(tokens):
        raise InvalidInput(argument, value, "must be HTTP tokens")
    return tokens


def _methods(value: object) -> tuple[str, ...] | None:
    return _tokens(value, "methods")


def _headers(value: object) -> tuple[str, ...] | None:
    return _tokens(value, "headers")


@attrs.frozen(repr=False)
class Policy(Value):
    """
    Which pages are meant to read a server's answers, and with what requests.

    Args:
        trusted: their origins, as ``https://app.example.com``; ``https://*.example.com`` for all
            subdomains of a host; ``["*"]`` for every page there is; empty for none.
        credentials: whether they are meant to read with cookies and the like.
        methods: the methods that they are meant to use beside ``GET``, ``HEAD`` and ``POST``, which need
            no permission; None where that is not known, and too many cannot be told.
        headers: the request headers that they are meant to set; None likewise.
        inferred: whether nobody said this, and it was taken from what the server grants.

    Raises:
        InvalidInput: an argument is impossible; the error names it and the rule it breaks.
    """

    trusted: tuple[str, ...] = attrs.field(default=(), converter=_trusted)
    credentials: bool = attrs.field(default=False, kw_only=True)
    methods: tuple[str, ...] | None = attrs.field(default=None, converter=_methods, kw_only=True)
    headers: tuple[str, ...] | None = attrs.field(default=None, converter=_headers, kw_only=True)
    inferred: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.is_public and self.credentials:
            raise InvalidInput("credentials", self.credentials, "must be False where every page may read")

    @property
    def is_public(self) -> bool:
        """Whether every page may read."""
        return self.trusted == (EVERYBODY,)

    @property
    def origins(self) -> tuple[TupleOrigin, ...]:
        """The trusted origins; for a pattern, a subdomain that stands for all of them."""
        if self.is_public:
            return (TupleOrigin("https", "any-page.example"),)
        named = (parse_origin(item.replace("*.", "www.", 1)) for item in self.trusted)
        return tuple(origin for origin in named if isinstance(origin, TupleOrigin))

    def trusts(self, origin: object) -> bool:
        """Whether *origin* is one of those."""
        if self.is_public:
            return True
        if not isinstance(origin, TupleOrigin):
            return False
        text = origin.serialized
        return any(text == item or _matches(item, text) for item in self.trusted)

    def grant(self, path: str, *, method: str = "GET") -> Grant | None:
        """
        The same as what a server is to be told; None where that cannot be a list of origins.

        Args:
            path: of the resource.
            method: one that is asked for beside those of the policy.
        """
        if not self.trusted or any("*." in item for item in self.trusted):
            return None
        methods = dict.fromkeys(("GET", method, *(self.methods or ())))
        try:
            return Grant(
                origins=self.trusted,
                methods=tuple(methods),
                header_names=self.headers or (),
                credentials=self.credentials,
                path=path,
            )
        except InvalidInput:  # a policy may say what no server can be told, as a method in two cases
            return None


def _matches(item: str, text: str) -> bool:
    scheme, star, rest = item.partition("*.")
    return bool(star) and text.startswith(scheme) and text.endswith(f".{rest}")
