"""What is known of each animal: read from the JSON files beside the animals."""

import json
from pathlib import Path
from typing import Any, Final

import attrs

from cors_sim import OpaqueOrigin, Request

ANIMALS: Final = Path(__file__).parent / "animals"
URL: Final = "https://api.example.com/data"
"""The resource of every animal."""


def _exchanges(items: list[dict[str, Any]]) -> "tuple[Exchanged, ...]":
    return tuple(Exchanged(**item) for item in items)


def _policy(fields: dict[str, Any]) -> "Policy":
    return Policy(**fields)


def _shown(fields: dict[str, Any]) -> "Shown":
    return Shown(**fields)


@attrs.frozen
class Policy:
    """Who is meant to read, with what requests; the words are those of an audit's policy."""

    trusted: tuple[str, ...] = attrs.field(converter=tuple)
    credentials: bool
    methods: tuple[str, ...] = attrs.field(converter=tuple)
    headers: tuple[str, ...] = attrs.field(converter=tuple)


@attrs.frozen
class Exchanged:
    """One exchange of a fetch: some of the answer's headers, with None where there is no such header."""

    method: str
    status: int
    headers: dict[str, str | None]


@attrs.frozen(kw_only=True)
class Shown:
    """
    A fetch that shows what the animal does, and what comes of it in every browser.

    Args:
        origin: of the page; None for one with an opaque origin.
        readable: whether script reads the response.
        reason: why not, in the words of `cors_sim.Reason`.
        exchanges: what goes over the wire.
        method: of the request.
        path: of the URL.
        headers: that script sets.
        body: that script sends.
        credentials: the credentials mode.
        exposed: names of response headers that script gets to see.
        stored_for: where a shared cache stands in between: the origin whose answer it has stored.
    """

    origin: str | None
    readable: bool
    exchanges: tuple[Exchanged, ...] = attrs.field(converter=_exchanges)
    reason: str | None = None
    method: str = "GET"
    path: str = "/data"
    headers: dict[str, str] = attrs.field(factory=dict)
    body: str | None = None
    credentials: str = "include"
    exposed: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    stored_for: str | None = None

    def request(self) -> Request:
        """What the page asks."""
        return asked(
            self.origin,
            path=self.path,
            method=self.method,
            headers=self.headers,
            body=None if self.body is None else self.body.encode(),
            credentials_mode=self.credentials,
        )


@attrs.frozen(kw_only=True)
class Record:
    """
    One animal.

    Args:
        id: its name, and that of its files.
        kind: ``wsgi``, ``asgi``, ``node``, ``nginx`` or ``caddy``.
        software: what it is made of, with the first two numbers of each version; empty if of nothing.
        flaw: its class, or ``safe``.
        severity: the least that a correct audit says of the flaw; None for a safe one.
        policy: what it is meant to grant.
        because: why, from what the server does.
        twin: the safe animal beside a flawed one, if the class has one.
        shown: the fetch that shows the flaw, or that the policy works.
        refused: origins that are, rightly, not let read with the credentials of the policy.
    """

    id: str
    kind: str
    software: dict[str, str]
    flaw: str
    severity: str | None
    policy: Policy = attrs.field(converter=_policy)
    because: str
    twin: str | None
    shown: Shown = attrs.field(converter=_shown)
    refused: tuple[str, ...] = attrs.field(converter=tuple)

    @property
    def is_safe(self) -> bool:
        """Whether there is nothing to find."""
        return self.flaw == "safe"

    @property
    def needs_software(self) -> bool:
        """Whether it is made of more than Python."""
        return bool(self.software)

    @property
    def file(self) -> Path:
        """The application or configuration."""
        suffix = {"wsgi": ".py", "asgi": ".py", "node": ".js", "nginx": ".conf", "caddy": ".Caddyfile"}[
            self.kind
        ]
        return ANIMALS / f"{self.id.replace('-', '_')}{suffix}"


def asked(origin: str | None, **fields: Any) -> Request:  # noqa: ANN401 - those of Request
    """A fetch of the resource by a page at *origin*; an opaque one where that is None."""
    page = OpaqueOrigin("page") if origin is None else origin
    return Request(URL.removesuffix("/data") + fields.pop("path", "/data"), origin=page, **fields)


def _read(path: Path) -> Record:
    return Record(**json.loads(path.read_text(encoding="utf-8")))


RECORDS: Final = tuple(_read(path) for path in sorted(ANIMALS.glob("*.json")))
