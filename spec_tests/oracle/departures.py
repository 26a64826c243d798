"""
Which verdicts of the scope each departure of a browser may change, from what the departure says.

A departure that is not here may change none: what it is about is not in the scope, or goes over the wire
and decides nothing.
"""

from collections.abc import Callable

import attrs

from cors_sim import Outcome, Reason
from spec_tests.oracle.conversation import Conversation

Reasons = frozenset[Reason]

NOTHING: Reasons = frozenset()
CHECK_OF_CREDENTIALS: Reasons = frozenset(
    {
        Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS,
        Reason.ALLOW_CREDENTIALS_MISSING,
        Reason.ALLOW_CREDENTIALS_NOT_TRUE,
    }
)
CHECK_OF_PREFLIGHT: Reasons = frozenset(
    {
        Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING,
        Reason.PREFLIGHT_ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS,
        Reason.PREFLIGHT_ALLOW_ORIGIN_MULTIPLE_VALUES,
        Reason.PREFLIGHT_ALLOW_ORIGIN_MISMATCH,
        Reason.PREFLIGHT_ALLOW_CREDENTIALS_MISSING,
        Reason.PREFLIGHT_ALLOW_CREDENTIALS_NOT_TRUE,
    }
)
STATUS_OF_PREFLIGHT: Reasons = frozenset({Reason.PREFLIGHT_REDIRECT, Reason.PREFLIGHT_STATUS_NOT_OK})
PREFLIGHT: Reasons = (
    CHECK_OF_PREFLIGHT
    | STATUS_OF_PREFLIGHT
    | {
        Reason.PREFLIGHT_NETWORK_ERROR,
        Reason.ALLOW_METHODS_INVALID,
        Reason.ALLOW_HEADERS_INVALID,
        Reason.METHOD_NOT_ALLOWED,
        Reason.AUTHORIZATION_NOT_LISTED,
        Reason.HEADER_NOT_ALLOWED,
    }
)
"""Whatever a preflight can fail by: what is asked for more may give it, what is not asked for lifts it."""


@attrs.frozen(kw_only=True)
class Licence:
    """
    What a departure may change.

    Args:
        when: whether the conversation is one that the departure is about.
        lifts: the standard's reasons that the browser need not give.
        gives: the browser's reasons that the standard need not give.
    """

    when: Callable[[Conversation], bool]
    lifts: Reasons = NOTHING
    gives: Reasons = NOTHING


def _header(conversation: Conversation, name: str) -> str:
    """The value of that request header, or nothing."""
    return conversation.request.headers.get(name) or ""


def _is_flagged(conversation: Conversation) -> bool:
    earlier = conversation.earlier
    return conversation.request.use_cors_preflight or (
        earlier is not None and earlier.request.use_cors_preflight
    )


def _is_redirected(conversation: Conversation) -> bool:
    return any(300 <= answer.status <= 399 for answer in conversation.answers)


def _locations(conversation: Conversation) -> tuple[str, ...]:
    return tuple(
        value
        for exchange in conversation.outcome.exchanges
        if not exchange.request.is_preflight
        for name, value in exchange.response.headers
        if name == "Location"
    )


def _asked_of_own_origin_first(conversation: Conversation) -> bool:
    return conversation.request.url.origin == conversation.request.origin and _is_redirected(conversation)


def _is_later(conversation: Conversation) -> bool:
    return conversation.earlier is not None


def _earlier_says(conversation: Conversation, name: str, *values: str) -> bool:
    return conversation.earlier is not None and conversation.earlier.preflight.headers.get(name) in values


def _keeps_wildcard(conversation: Conversation) -> bool:
    return any(
        _earlier_says(conversation, name, "*")
        for name in ("Access-Control-Allow-Methods", "Access-Control-Allow-Headers")
    )


LICENCES: dict[str, Licence] = {
    "limits_safelisted_total": Licence(
        when=lambda conversation: len(conversation.request.headers) == 9, lifts=PREFLIGHT
    ),
    "preflights_for_upload_without_body": Licence(when=_is_flagged, lifts=PREFLIGHT),
    "flag_allows_method": Licence(when=_is_flagged, gives=PREFLIGHT),
    "preflight_status_first": Licence(
        when=lambda conversation: any(answer.status >= 300 for answer in conversation.answers),
        lifts=CHECK_OF_PREFLIGHT,
        gives=STATUS_OF_PREFLIGHT,
    ),
    "allow_methods_judged_first": Licence(
        when=lambda _: True,
        lifts=frozenset({Reason.ALLOW_HEADERS_INVALID}),
        gives=frozenset({Reason.METHOD_NOT_ALLOWED}),
    ),
    "authorization_covered_by_wildcard": Licence(
        when=lambda conversation: bool(_header(conversation, "authorization")),
        lifts=frozenset({Reason.AUTHORIZATION_NOT_LISTED}),
    ),
    "preflight_origin_is_never_tainted": Licence(
        when=_is_redirected, lifts=CHECK_OF_PREFLIGHT, gives=CHECK_OF_PREFLIGHT
    ),
    "preflight_after_redirect": Licence(when=_is_redirected, gives=PREFLIGHT),
    "redirects_checked_again_with_credentials": Licence(
        when=_asked_of_own_origin_first, gives=CHECK_OF_CREDENTIALS
    ),
    "empty_location": Licence(
        when=lambda conversation: _locations(conversation) == ("",),
        lifts=frozenset(Reason),
        gives=frozenset({Reason.REDIRECT_LOCATION_INVALID}),
    ),
    "repeated_location": Licence(
        when=lambda conversation: len(_locations(conversation)) > 1,
        lifts=frozenset({Reason.REDIRECT_LOCATION_INVALID}),
    ),
    "refuses_redirect_url_credentials": Licence(
        when=lambda conversation: "user:word@" in "".join(_locations(conversation)),
        gives=frozenset({Reason.REDIRECT_URL_INCLUDES_CREDENTIALS}),
    ),
    "redirect_needs_location": Licence(
        when=lambda conversation: not any(_locations(conversation)),
        lifts=frozenset({Reason.REDIRECT_MODE_ERROR}),
    ),
    "caches_refusals": Licence(when=_is_later, lifts=PREFLIGHT),
    "cached_wildcard": Licence(when=_keeps_wildcard, gives=PREFLIGHT),
    "cached_wildcard_covers_authorization": Licence(when=_keeps_wildcard, lifts=PREFLIGHT),
    "cache_serves_fewer_credentials": Licence(
        when=lambda conversation: (
            conversation.earlier is not None
            and conversation.earlier.request.credentials_mode != conversation.request.credentials_mode
        ),
        gives=PREFLIGHT,
    ),
    "cache_keeps_opaque_origins": Licence(
        when=lambda conversation: conversation.request.origin.serialized == "null", gives=PREFLIGHT
    ),
    "max_age_syntax": Licence(
        when=lambda conversation: _earlier_says(conversation, "Access-Control-Max-Age", "-1"),
        gives=PREFLIGHT,
    ),
    "unreadable_max_age": Licence(
        when=lambda conversation: _earlier_says(conversation, "Access-Control-Max-Age", "-1", "600, 2"),
        gives=PREFLIGHT,
    ),
}


def accounted_for(conversation: Conversation, after: Outcome) -> bool:
    """Whether a departure of its browser may make the verdict of *conversation* that of *after*."""
    before = conversation.outcome.verdict
    for departure in after.browser.departures:
        licence = LICENCES.get(departure.field)
        if licence is None:
            continue
        if (before.reason in licence.lifts or after.verdict.reason in licence.gives) and licence.when(
            conversation
        ):
            return True
    return False
