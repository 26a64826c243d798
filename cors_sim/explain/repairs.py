"""
From what stands in the way to the least change of the server's answer that mends it.

One refusal at a time. Whether a change helps is found out elsewhere, by running the fetch again with it.
"""

from typing import Final

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.enums import CredentialsMode
from cors_sim.errors import InvalidInput
from cors_sim.exchanges import Exchange
from cors_sim.explain.answers import Session, listed
from cors_sim.explain.values import Change, HeaderChange, Target
from cors_sim.headers import HeaderList
from cors_sim.requests import Request
from cors_sim.urls import parse_origin
from cors_sim.verdicts import Blocked, Reason

ALLOW_ORIGIN: Final = "Access-Control-Allow-Origin"
ALLOW_CREDENTIALS: Final = "Access-Control-Allow-Credentials"
ALLOW_METHODS: Final = "Access-Control-Allow-Methods"
ALLOW_HEADERS: Final = "Access-Control-Allow-Headers"
EXPOSE_HEADERS: Final = "Access-Control-Expose-Headers"
RESOURCE_POLICY: Final = "Cross-Origin-Resource-Policy"
CONTENT_TYPE: Final = "Content-Type"
VARY: Final = "Vary"

_PER_ORIGIN: Final = frozenset(
    {ALLOW_ORIGIN, ALLOW_CREDENTIALS, ALLOW_METHODS, ALLOW_HEADERS, EXPOSE_HEADERS}
)
"""Headers that a server may send to one origin and not to another, as it may a status."""

ALLOW_ORIGIN_REASONS: Final = frozenset(
    {
        Reason.ALLOW_ORIGIN_MISSING,
        Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS,
        Reason.ALLOW_ORIGIN_MULTIPLE_VALUES,
        Reason.ALLOW_ORIGIN_MISMATCH,
        Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING,
        Reason.PREFLIGHT_ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS,
        Reason.PREFLIGHT_ALLOW_ORIGIN_MULTIPLE_VALUES,
        Reason.PREFLIGHT_ALLOW_ORIGIN_MISMATCH,
    }
)
WILDCARD_REASONS: Final = frozenset(
    {
        Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS,
        Reason.PREFLIGHT_ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS,
    }
)
ALLOW_CREDENTIALS_REASONS: Final = frozenset(
    {
        Reason.ALLOW_CREDENTIALS_MISSING,
        Reason.ALLOW_CREDENTIALS_NOT_TRUE,
        Reason.PREFLIGHT_ALLOW_CREDENTIALS_MISSING,
        Reason.PREFLIGHT_ALLOW_CREDENTIALS_NOT_TRUE,
    }
)
STATUS_REASONS: Final = frozenset({Reason.PREFLIGHT_STATUS_NOT_OK, Reason.PREFLIGHT_REDIRECT})
LIST_REASONS: Final = frozenset(
    {
        Reason.ALLOW_METHODS_INVALID,
        Reason.ALLOW_HEADERS_INVALID,
        Reason.METHOD_NOT_ALLOWED,
        Reason.AUTHORIZATION_NOT_LISTED,
        Reason.HEADER_NOT_ALLOWED,
    }
)
CORS_REASONS: Final = ALLOW_ORIGIN_REASONS | ALLOW_CREDENTIALS_REASONS | STATUS_REASONS | LIST_REASONS
"""Refusals of the CORS check and of the preflight: what a server's own headers can mend."""

POLICY_REASONS: Final = frozenset({Reason.RESOURCE_POLICY, Reason.EMBEDDER_POLICY})
TYPE_REASONS: Final = frozenset({Reason.MIME_TYPE, Reason.NOSNIFF})


@attrs.frozen(repr=False)
class Repair(Value):
    """
    A change that mends a refusal.

    Args:
        change: to the answer as it was at first, with all earlier changes in it.
        is_fit: whether to propose it. What grants more than was asked for is not, and is made only to
            see what would be met behind it.
    """

    change: Change
    is_fit: bool = True


def repair(
    request: Request, blocked: Blocked, exchange: Exchange, session: Session, change: Change | None
) -> Repair | None:
    """
    What mends *blocked*, or None where no header of the response does.

    Args:
        request: what script asks for.
        blocked: the refusal.
        exchange: whose response was refused, with the changes so far made.
        session: what answered.
        change: the changes so far to this response; None for none.
    """
    draft = Draft(exchange, session, change)
    reason, evidence, asked = blocked.reason, blocked.evidence, exchange.request.headers
    with_credentials = request.credentials_mode is CredentialsMode.INCLUDE
    is_fit = True
    if reason in ALLOW_ORIGIN_REASONS:
        is_fit = draft.allow_origin(evidence.expected, with_credentials=with_credentials)
    elif reason in ALLOW_CREDENTIALS_REASONS:
        draft.set(ALLOW_CREDENTIALS, "true")
        is_fit = with_credentials
    elif reason in STATUS_REASONS:
        draft.status = 204
    elif reason is Reason.ALLOW_METHODS_INVALID:
        draft.set(ALLOW_METHODS, asked.get("access-control-request-method"))
    elif reason is Reason.ALLOW_HEADERS_INVALID:
        draft.set(ALLOW_HEADERS, _spaced(asked.get("access-control-request-headers")))
    elif reason is Reason.METHOD_NOT_ALLOWED:
        draft.add(ALLOW_METHODS, evidence.expected)
    elif reason in LIST_REASONS:
        draft.add(ALLOW_HEADERS, _infra.ascii_lowercase(evidence.expected))
    elif reason in POLICY_REASONS:
        draft.set(RESOURCE_POLICY, evidence.expected)
    elif reason in TYPE_REASONS:
        draft.set(CONTENT_TYPE, "text/css" if request.destination == "style" else "text/javascript")
    else:
        return None
    return Repair(draft.change(), is_fit)


def _spaced(value: str | None) -> str | None:
    """A list as a preflight writes it, as people write it."""
    return None if value is None else ", ".join(_infra.split_on_commas(value))


class Draft:
    """
    A change in the making.

    Args:
        exchange: whose response is changed.
        session: what answered.
        change: the changes so far; None for none.
    """

    def __init__(self, exchange: Exchange, session: Session, change: Change | None) -> None:
        self._asked = exchange.request
        self._session = session
        self._target = Target.of(exchange.request)
        self._original = session.originals[self._target]
        self._was_seen = self._target not in session.unseen
        self._after: dict[str, str | None] = {}
        self.status: int | None = None
        if change is not None:
            self._after = {item.name: item.after for item in change.headers if item.name != VARY}
            self.status = change.status
        elif not self._was_seen and self._target.is_preflight:
            self.status = 204

    def set(self, name: str, value: str | None) -> None:
        """Have the header say *value*, or be gone."""
        self._after[name] = value

    def add(self, name: str, item: str) -> None:
        """Have the header, which is a list, hold *item* too; one that cannot be read is written anew."""
        present = self._after[name] if name in self._after else self._original.headers.get(name)
        is_list = present is not None and HeaderList({name: present}).extract_values(name) not in (
            [],
            "failure",
        )
        self._after[name] = f"{present}, {item}" if is_list else item

    def allow_origin(self, origin: str, *, with_credentials: bool) -> bool:
        """Let *origin* in, and say whether that is fit to be proposed."""
        if origin != "null":
            self._after[ALLOW_ORIGIN] = origin
            # It has let nobody in so far. It would now, with credentials that nobody asked for.
            allowed = self._original.headers.get("access-control-allow-credentials")
            if not with_credentials and "true" in (allowed or ""):
                self._after[ALLOW_CREDENTIALS] = None
            return True
        # Whoever likes can have the origin "null". "*" at least says that it is for everybody.
        self._after[ALLOW_ORIGIN] = "null" if with_credentials else "*"
        return not with_credentials

    def change(self) -> Change:
        """The change as it is so far."""
        headers = self._original.headers
        after = dict(self._after)
        for_origin = self._for_origin()
        if (
            for_origin is not None
            and not self._target.is_preflight
            and listed(self._original, "vary").isdisjoint({"*", "origin"})
        ):
            vary = headers.get("vary")
            after[VARY] = f"{vary}, Origin" if vary else "Origin"
        return Change(
            target=self._target,
            headers=tuple(HeaderChange(name, headers.get(name), value) for name, value in after.items()),
            status=self.status,
            status_before=self._original.status if self._was_seen else None,
            for_origin=for_origin,
        )

    def _for_origin(self) -> str | None:
        """The origin that alone is to get the change; None where it makes no difference to others."""
        origin = self._asked.headers.get("origin")
        is_for_all = self.status is None and _PER_ORIGIN.isdisjoint(self._after)
        if origin is None or not self._was_seen or is_for_all:
            return None
        original = self._original
        others = _lets_others_in(original.headers.get("access-control-allow-origin"), origin)
        varies = others or self._session.answers.vary_by_origin(self._asked, original)
        return origin if varies else None


def _lets_others_in(allow_origin: str | None, origin: str) -> bool:
    """Whether ``Access-Control-Allow-Origin`` of this value lets in anybody but *origin*."""
    if allow_origin is None or allow_origin == origin:
        return False
    if allow_origin in {"*", "null"}:
        return True
    try:
        # A host may hold a "*", which is then no more than a letter of it, and nobody's.
        return str(parse_origin(allow_origin)) == allow_origin and "*" not in allow_origin
    except InvalidInput:
        return False
