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
        departure: the field of `Browser` that it departs in.
        when: whether the conversation is one that the departure is about.
        lifts: the standard's reasons that the browser need not give.
        gives: the browser's reasons that the standard need not give.
    """

    departure: str
    when: Callable[[Conversation], bool]
    lifts: Reasons = NOTHING
    gives: Reasons = NOTHING


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


LICENCES = (
    Licence(
        departure="limits_safelisted_total",
        when=lambda conversation: len(conversation.request.headers) == 9,
        lifts=PREFLIGHT,
    ),
    Licence(departure="preflights_for_upload_without_body", when=_is_flagged, lifts=PREFLIGHT),
    Licence(departure="flag_allows_method", when=_is_flagged, gives=PREFLIGHT),
    Licence(
        departure="preflight_status_first",
        when=lambda conversation: any(answer.status >= 300 for answer in conversation.answers),
        lifts=CHECK_OF_PREFLIGHT,
        gives=STATUS_OF_PREFLIGHT,
    ),
    Licence(
        departure="allow_methods_judged_first",
        when=lambda _: True,
        lifts=frozenset({Reason.ALLOW_HEADERS_INVALID}),
        gives=frozenset({Reason.METHOD_NOT_ALLOWED}),
    ),
    Licence(
        departure="authorization_covered_by_wildcard",
        when=lambda conversation: "authorization" in conversation.request.headers,
        lifts=frozenset({Reason.AUTHORIZATION_NOT_LISTED}),
    ),
    Licence(  # and so there was leave to keep
        departure="authorization_covered_by_wildcard",
        when=lambda conversation: (
            conversation.earlier is not None
            and "authorization" in conversation.earlier.request.headers
            and _earlier_says(conversation, "Access-Control-Allow-Headers", "*")
        ),
        lifts=PREFLIGHT,
    ),
    Licence(
        departure="preflight_origin_is_never_tainted",
        when=_is_redirected,
        lifts=CHECK_OF_PREFLIGHT,
        gives=CHECK_OF_PREFLIGHT,
    ),
    Licence(departure="preflight_after_redirect", when=_is_redirected, gives=PREFLIGHT),
    Licence(
        departure="redirects_checked_again_with_credentials",
        when=_asked_of_own_origin_first,
        gives=CHECK_OF_CREDENTIALS,
    ),
    Licence(
        departure="empty_location",
        when=lambda conversation: _locations(conversation) == ("",),
        lifts=frozenset(Reason),
        gives=frozenset({Reason.REDIRECT_LOCATION_INVALID}),
    ),
    Licence(
        departure="repeated_location",
        when=lambda conversation: len(_locations(conversation)) > 1,
        lifts=frozenset({Reason.REDIRECT_LOCATION_INVALID}),
    ),
    Licence(
        departure="refuses_redirect_url_credentials",
        when=lambda conversation: "user:word@" in "".join(_locations(conversation)),
        gives=frozenset({Reason.REDIRECT_URL_INCLUDES_CREDENTIALS}),
    ),
    Licence(
        departure="redirect_needs_location",
        when=lambda conversation: not any(_locations(conversation)),
        lifts=frozenset({Reason.REDIRECT_MODE_ERROR}),
    ),
    Licence(departure="caches_refusals", when=_is_later, lifts=PREFLIGHT),
    Licence(departure="cached_wildcard", when=_keeps_wildcard, gives=PREFLIGHT),
    Licence(departure="cached_wildcard_covers_authorization", when=_keeps_wildcard, lifts=PREFLIGHT),
    Licence(
        departure="cache_serves_fewer_credentials",
        when=lambda conversation: (
            conversation.earlier is not None
            and conversation.earlier.request.credentials_mode != conversation.request.credentials_mode
        ),
        gives=PREFLIGHT,
    ),
    Licence(
        departure="cache_keeps_opaque_origins",
        when=lambda conversation: conversation.request.origin.serialized == "null",
        gives=PREFLIGHT,
    ),
    Licence(
        departure="max_age_syntax",
        when=lambda conversation: _earlier_says(conversation, "Access-Control-Max-Age", "-1"),
        gives=PREFLIGHT,
    ),
    Licence(
        departure="unreadable_max_age",
        when=lambda conversation: _earlier_says(conversation, "Access-Control-Max-Age", "-1", "600, 2"),
        gives=PREFLIGHT,
    ),
)


def accounted_for(conversation: Conversation, after: Outcome) -> bool:
    """Whether a departure of its browser may make the verdict of *conversation* that of *after*."""
    before = conversation.outcome.verdict.reason
    departures = {departure.field for departure in after.browser.departures}
    return any(
        licence.departure in departures
        and (before in licence.lifts or after.verdict.reason in licence.gives)
        and licence.when(conversation)
        for licence in LICENCES
    )
