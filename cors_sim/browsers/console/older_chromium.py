"""
How Chromium worded it before, and what it says of the local network, which is not modelled.

Versions are those that are known to have had a wording; neighbours may have had it too.
"""

from collections.abc import Iterator
from typing import Final

from cors_sim.browsers.console.incident import PREFLIGHT, either
from cors_sim.browsers.console.wordings import Option, Options, Wording
from cors_sim.verdicts import Reason

_CHROMIUM: Final = ("chromium",)
_STATUS: Final = frozenset({Reason.PREFLIGHT_STATUS_NOT_OK, Reason.PREFLIGHT_REDIRECT})
_MISSING: Final = either(Reason.ALLOW_ORIGIN_MISSING)
_MULTIPLE: Final = either(Reason.ALLOW_ORIGIN_MULTIPLE_VALUES, Reason.ALLOW_ORIGIN_MISMATCH)
_CREDENTIALS: Final = either(Reason.ALLOW_CREDENTIALS_MISSING, Reason.ALLOW_CREDENTIALS_NOT_TRUE)
_NO_ANSWER: Final = frozenset({Reason.NETWORK_ERROR, Reason.SCHEME_NOT_HTTP})

_NO_CORS: Final = "set the request's mode to 'no-cors' to fetch the resource with CORS disabled."
_VALUE_HINT: Final = (
    " Have the server send the header with a valid value, or, if an opaque response serves your needs, "
    + _NO_CORS
)
_MISSING_HINT: Final = " If an opaque response serves your needs, " + _NO_CORS
_CREDENTIALS_HINT: Final = (
    " The credentials mode of requests initiated by the XMLHttpRequest is controlled by the "
    "withCredentials attribute."
)
_IN_THE_PREFLIGHT: Final = "Response to preflight request doesn't pass access control check: "

OPTIONS: Final[Options] = (
    # Any word: there were more kinds than there are now.
    ("kind", (Option("{initiator}"),)),
    ("value_hint", (Option(_VALUE_HINT, versions="69 to 132"),)),
    (
        "once_preflight",
        (Option(_IN_THE_PREFLIGHT, PREFLIGHT), Option("", frozenset(Reason) - PREFLIGHT)),
    ),
    (
        "once_redirect",
        (
            Option(""),
            Option("Redirect from '{redirected_from}' to '{next_url}' has been blocked by CORS policy: "),
        ),
    ),
    ("once_status", (Option(""), Option(" The response had HTTP status code {status}."))),
    (
        "once_hint",
        (Option(""), Option(_VALUE_HINT), Option(_MISSING_HINT), Option(_CREDENTIALS_HINT)),
    ),
    ("once_schemes", (Option("HTTP."), Option("protocol schemes: {other}."))),
)
"""What pieces were once, added to what they are now."""

_BLOCKED: Final = " from origin '{origin}' has been blocked by CORS policy: "
_ACCESS: Final = "Access to {kind?} at '{url}'{redirected?}" + _BLOCKED

BEGINNINGS: Final = (
    ("XMLHttpRequest cannot load {url}. ", "up to 61", "XMLHttpRequest"),
    ("Fetch API cannot load {url}. ", "up to 61", "fetch"),
    ("EventSource cannot load {url}. ", "up to 61", "EventSource"),
    ("Failed to load {url}: ", "62 to 68", None),
    ("Access to {kind?} at '{url}'" + _BLOCKED, "53 to 68", None),
    *(
        (
            kind + " from origin '{other}' has been blocked from loading by Cross-Origin Resource Sharing "
            "policy: ",
            "up to 52",
            kind,
        )
        for kind in ("Font", "Image", "Imported resource", "Media", "Script", "Text track", "Video")
    ),
)
"""What messages began with, in which versions, and what those are about."""

CHECKS: Final = (
    ("No 'Access-Control-Allow-Origin' header is present on the requested resource.", _MISSING),
    (
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard "
        "'*' when the request's credentials mode is 'include'.",
        either(Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS),
    ),
    (
        "A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header when the credentials "
        "flag is true.",
        either(Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS),
    ),
    (
        "The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only one is "
        "allowed.",
        _MULTIPLE,
    ),
    (
        "The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'.",
        either(Reason.ALLOW_ORIGIN_MISMATCH),
    ),
    (
        "The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the supplied "
        "origin.",
        either(Reason.ALLOW_ORIGIN_MISMATCH),
    ),
    (
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' which "
        "must be 'true' when the request's credentials mode is 'include'.",
        _CREDENTIALS,
    ),
    (
        "Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is '{value}'. It "
        "must be 'true' to allow credentials.",
        _CREDENTIALS,
    ),
    ("Invalid response.", _NO_ANSWER),
    ("Received an invalid response.", _NO_ANSWER),
)
"""What they went on with, before saying that the origin is not allowed access, and what that can mean."""

OTHERS: Final = (
    ("Invalid HTTP status code {status}", _STATUS),
    ("Response for preflight has invalid HTTP status code {status}", _STATUS),
    ("Response for preflight does not have HTTP ok status.", _STATUS),
    ("Response for preflight is invalid (redirect)", frozenset({Reason.PREFLIGHT_REDIRECT})),
    (
        "The request was redirected to '{next_url}', which is disallowed for cross-origin requests that "
        "require preflight.",
        frozenset({Reason.PREFLIGHT_REDIRECT}),
    ),
    (
        "Redirect location '{next_url}' has a disallowed scheme for cross-origin requests.",
        frozenset({Reason.REDIRECT_SCHEME_NOT_HTTP}),
    ),
    (
        "Redirect location '{next_url}' contains a username and password, which is disallowed for "
        "cross-origin requests.",
        frozenset({Reason.REDIRECT_URL_INCLUDES_CREDENTIALS}),
    ),
    (
        "Cannot parse Access-Control-Allow-Methods response header field in preflight response.",
        frozenset({Reason.ALLOW_METHODS_INVALID}),
    ),
    (
        "Cannot parse Access-Control-Allow-Headers response header field in preflight response.",
        frozenset({Reason.ALLOW_HEADERS_INVALID}),
    ),
    (
        "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response.",
        frozenset({Reason.METHOD_NOT_ALLOWED}),
    ),
    (
        "Method {method} is not allowed by Access-Control-Allow-Methods.",
        frozenset({Reason.METHOD_NOT_ALLOWED}),
    ),
    (
        "Request header field {header_name} is not allowed by Access-Control-Allow-Headers in preflight "
        "response.",
        frozenset({Reason.HEADER_NOT_ALLOWED, Reason.AUTHORIZATION_NOT_LISTED}),
    ),
    (
        "Request header field {header_name} is not allowed by Access-Control-Allow-Headers.",
        frozenset({Reason.HEADER_NOT_ALLOWED, Reason.AUTHORIZATION_NOT_LISTED}),
    ),
    ("Origin {origin} is not allowed by Access-Control-Allow-Origin.", _MISSING | _MULTIPLE),
    ("Cross origin requests are only supported for {once_schemes?}", frozenset({Reason.SCHEME_NOT_HTTP})),
    ("Cross origin requests are not allowed by request mode.", frozenset({Reason.SAME_ORIGIN_MODE})),
)
"""What they went on with instead of both."""

_SPACE: Final = "`{address_space}`"
LOCAL_NETWORK: Final = (
    (
        f"The request client is not a secure context and the resource is in more-private address space "
        f"{_SPACE}.",
        "92 and later",
    ),
    (
        f"Request had a target IP address space of `{{other}}` yet the resource is in address space "
        f"{_SPACE}.",
        "120 and later",
    ),
    (f"Permission was denied for this request to access the {_SPACE} address space.", "142 and later"),
    (
        "{once_preflight?}No 'Access-Control-Allow-Private-Network' header was present in the preflight "
        f"response for this private network request targeting the {_SPACE} address space.",
        "98 to 141",
    ),
    (
        "{once_preflight?}The 'Access-Control-Allow-Private-Network' header in the preflight response for "
        f"this private network request targeting the {_SPACE} address space had a value of '{{value}}', "
        "not 'true'.",
        "98 to 141",
    ),
    (f"Request had no target IP address space, yet the resource is in address space {_SPACE}.", "to 141"),
    (
        "No 'Private-Network-Access-Id' header was present in the preflight response for this private "
        f"network request targeting the {_SPACE} address space.",
        "120 to 141",
    ),
    (
        "No 'Private-Network-Access-Name' header was present in the preflight response for this private "
        f"network request targeting the {_SPACE} address space.",
        "120 to 141",
    ),
    (f"Unable to ask for permission to access the {_SPACE} IP address space.", "120 to 141"),
)
"""What they go on with, in which versions, where the resource is in a local network."""


def _wordings() -> Iterator[Wording]:
    for beginning, versions, initiator in BEGINNINGS:
        # Before Chromium left WebKit, what one said both said.
        browsers = ("chromium", "webkit") if "cannot load" in beginning else _CHROMIUM
        for check, reasons in CHECKS:
            template = (
                f"{beginning}{{once_preflight?}}{{once_redirect?}}{check} Origin '{{origin}}' is therefore "
                "not allowed access.{once_status?}{once_hint?}"
            )
            yield Wording(template, _CHROMIUM, reasons, versions, initiator=initiator)
        for other, reasons in OTHERS:
            yield Wording(beginning + other, browsers, reasons, versions, initiator=initiator)
    for other, reasons in OTHERS:
        yield Wording(_ACCESS + other, _CHROMIUM, reasons, "69 and later")
    missing = CHECKS[0][0] + _MISSING_HINT
    yield Wording(f"{_ACCESS}{{once_preflight?}}{missing}", _CHROMIUM, _MISSING, "69 to 132")
    for body, versions in LOCAL_NETWORK:
        note = "The resource is in a local network, access to which is not modelled: this is not CORS."
        yield Wording(_ACCESS + body, _CHROMIUM, frozenset(), versions, note)
    for check, reasons in CHECKS[:-2]:
        template = f"Access blocked by CORS policy: {{once_preflight?}}{check}{{once_hint?}}"
        yield Wording(template, _CHROMIUM, reasons, "experiments from 140")
    yield Wording(_ACCESS, _CHROMIUM, note="Why it was blocked is said in words that are not known here.")


WORDINGS: Final = tuple(_wordings())
"""Most of them Chromium's alone."""
