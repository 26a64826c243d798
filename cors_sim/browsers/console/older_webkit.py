"""
How WebKit worded it before, and what Safari's inspector makes of it.

Versions, of Safari, are those that are known to have had a wording; neighbours may have had it too.
"""

from collections.abc import Iterator
from typing import Final

from cors_sim.browsers.console.incident import either
from cors_sim.browsers.console.webkit import EXPLANATIONS
from cors_sim.browsers.console.wordings import Option, Options, Wording
from cors_sim.verdicts import Reason

_WEBKIT: Final = ("webkit",)
_MISMATCH: Final = either(
    Reason.ALLOW_ORIGIN_MISSING, Reason.ALLOW_ORIGIN_MULTIPLE_VALUES, Reason.ALLOW_ORIGIN_MISMATCH
)

OPTIONS: Final[Options] = (("failed", (Option(""), Option("Failed to load resource: "))),)
"""Safari's inspector has each explanation once more behind these words."""

_OLDER: Final = (
    ("Origin {origin} is not allowed by Access-Control-Allow-Origin.", _MISMATCH, "up to 15"),
    (
        "Preflight response is not successful",
        frozenset({Reason.PREFLIGHT_STATUS_NOT_OK, Reason.PREFLIGHT_REDIRECT}),
        "up to 15",
    ),
    (
        "Cross-origin redirection denied by Cross-Origin Resource Sharing policy.",
        frozenset(
            {
                Reason.REDIRECT_SCHEME_NOT_HTTP,
                Reason.REDIRECT_URL_INCLUDES_CREDENTIALS,
                Reason.REDIRECT_LOCATION_INVALID,
            }
        ),
        "up to 10",
    ),
    ("CORS-preflight request was blocked", frozenset({Reason.PREFLIGHT_NETWORK_ERROR}), ""),
    ("Preflight response was blocked", frozenset({Reason.PREFLIGHT_NETWORK_ERROR}), ""),
    (
        "Cross origin requests are not allowed when using same-origin fetch mode.",
        frozenset({Reason.SAME_ORIGIN_MODE}),
        "",
    ),
)


def _wordings() -> Iterator[Wording]:
    for template, reasons, versions in _OLDER:
        yield Wording("{failed?}" + template, _WEBKIT, reasons, versions)
    for rule in EXPLANATIONS:
        yield Wording(f"Failed to load resource: {rule.template}", _WEBKIT, rule.reasons or frozenset())
    yield Wording(
        "Cross-origin redirection to {next_url} denied by Cross-Origin Resource Sharing policy: ",
        _WEBKIT,
        note="Why it was denied is said in words that are not known here.",
    )


WORDINGS: Final = tuple(_wordings())
"""All WebKit's."""
