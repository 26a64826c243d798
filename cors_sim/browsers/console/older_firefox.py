"""
How Firefox worded it before. Its quotation marks were straight at times, which makes no difference here.

Versions are those that are known to have had a wording; neighbours may have had it too.
"""

from typing import Final

from cors_sim.browsers.console.incident import CORS_CHECK, PREFLIGHT, either
from cors_sim.browsers.console.wordings import Wording
from cors_sim.verdicts import Reason

_BLOCKED: Final = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}"
)
_AT: Final = _BLOCKED + ". "
_STATUS: Final = frozenset({Reason.PREFLIGHT_STATUS_NOT_OK, Reason.PREFLIGHT_REDIRECT})
_ANY: Final = frozenset(
    {
        *CORS_CHECK,
        *PREFLIGHT,
        Reason.ALLOW_METHODS_INVALID,
        Reason.ALLOW_HEADERS_INVALID,
        Reason.METHOD_NOT_ALLOWED,
        Reason.HEADER_NOT_ALLOWED,
        Reason.NETWORK_ERROR,
    }
)
_NOT_OF_THE_SERVER: Final = "This is about the browser's settings or an extension: no server can mend it."

_BODIES: Final[tuple[tuple[str, frozenset[Reason], str, str], ...]] = (
    ("This can be fixed by moving the resource to the same domain or enabling CORS.", _ANY, "23 to 34", ""),
    (
        "(Reason: CORS header ‘Access-Control-Allow-Origin’ missing).",
        either(Reason.ALLOW_ORIGIN_MISSING),
        "35 to 96",
        "",
    ),
    (
        "(Reason: Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).",
        either(Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS),
        "43 to 52",
        "",
    ),
    ("(Reason: CORS request failed).", _ANY, "35 to 52", ""),
    ("(Reason: CORS request did not succeed).", _ANY, "53 to 96", ""),
    ("(Reason: CORS preflight channel did not succeed).", _ANY & PREFLIGHT, "35 to 75", ""),
    ("(Reason: CORS preflight response did not succeed).", _STATUS, "76 to 96", ""),
    (
        "(Reason: missing token ‘{header_name}’ in CORS header ‘Access-Control-Allow-Headers’ from CORS "
        "preflight channel).",
        frozenset({Reason.HEADER_NOT_ALLOWED, Reason.AUTHORIZATION_NOT_LISTED}),
        "35 to 75",
        "",
    ),
    (
        "(Reason: missing token ‘{header_name}’ in CORS header ‘Access-Control-Allow-Headers’ from CORS "
        "preflight response).",
        frozenset({Reason.HEADER_NOT_ALLOWED, Reason.AUTHORIZATION_NOT_LISTED}),
        "76 to 78",
        "",
    ),
    ("(Reason: CORS disabled).", frozenset(), "", _NOT_OF_THE_SERVER),
    ("(Reason: CORS header ‘Origin’ cannot be added).", frozenset(), "", _NOT_OF_THE_SERVER),
    ("(Reason: ", frozenset(), "", "Why it was blocked is said in words that are not known here."),
)

WORDINGS: Final = (
    *(
        Wording(_AT + body, ("firefox",), reasons, versions, note)
        for body, reasons, versions, note in _BODIES
    ),
    Wording(_BLOCKED, ("firefox",), note="Why it was blocked is cut off, as lines of 1000 characters are."),
)
"""All Firefox's."""
