"""What Firefox prints: why, that the request did not succeed, and what that means for the element."""

from typing import Final

from cors_sim.browsers.console.conditions import (
    Not,
    across_origins,
    allow_origin_is_repeated,
    authorization_is_covered_by_a_wildcard,
    by,
    follows_redirects,
    from_another_origin,
    has_a_location,
    has_a_redirect_status,
    has_no_url_in_its_location,
    is_a_permitted_put,
    is_about_a_page,
    is_of_no_use,
    of_a_preflight,
    of_a_redirect,
    taints_the_origin,
    to,
)
from cors_sim.browsers.console.incident import CORS_CHECK, PREFLIGHT, either
from cors_sim.browsers.console.templates import Console, Rule
from cors_sim.verdicts import Reason

_RESOURCE: Final = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
)
_AT: Final = _RESOURCE + "{url}. "
_PREFLIGHT_CORS_CHECK: Final = either(*CORS_CHECK) & PREFLIGHT
_MISMATCH: Final = either(Reason.ALLOW_ORIGIN_MISMATCH, Reason.ALLOW_ORIGIN_MULTIPLE_VALUES)
_NOT_HTTP: Final = "(Reason: CORS request not http)."
_PREFLIGHT: Final = _PREFLIGHT_CORS_CHECK | {
    Reason.PREFLIGHT_REDIRECT,
    Reason.PREFLIGHT_STATUS_NOT_OK,
    Reason.ALLOW_METHODS_INVALID,
    Reason.ALLOW_HEADERS_INVALID,
    Reason.METHOD_NOT_ALLOWED,
    Reason.AUTHORIZATION_NOT_LISTED,
    Reason.HEADER_NOT_ALLOWED,
}
_NO_USE: Final = frozenset(
    {Reason.PREFLIGHT_NETWORK_ERROR, Reason.NETWORK_ERROR, Reason.MIME_TYPE, Reason.NOSNIFF}
)
_REDIRECT: Final = frozenset(
    {
        Reason.REDIRECT_LOCATION_INVALID,
        Reason.REDIRECT_LIMIT,
        Reason.REDIRECT_URL_INCLUDES_CREDENTIALS,
        Reason.REDIRECT_BODY_WITHOUT_SOURCE,
        Reason.BAD_PORT,
    }
)
_MULTIPLE: Final = _AT + "(Reason: Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed)."
_DOES_NOT_MATCH: Final = (
    _AT + "(Reason: CORS header ‘Access-Control-Allow-Origin’ does not match ‘{allow_origin_as_utf_8}’)."
)
_PREFLIGHT_DID_NOT_SUCCEED: Final = (
    _AT + "(Reason: CORS preflight response did not succeed). Status code: {status}."
)
_DID_NOT_SUCCEED: Final = (
    _RESOURCE + "{last_url}. (Reason: CORS request did not succeed). Status code: (null)."
)

# The type is looked at before anything else of the response itself is.
_IS_OF_NO_USE: Final = (across_origins, is_of_no_use, Not(of_a_preflight), Not(of_a_redirect))

_WHY: Final = (
    Rule(None, frozenset(Reason), _IS_OF_NO_USE),
    Rule(None, CORS_CHECK, (of_a_redirect, has_no_url_in_its_location)),
    # For want of an answer, whatever the words say; with other methods, the line below comes instead.
    Rule(_MULTIPLE, frozenset({Reason.NETWORK_ERROR}), (across_origins, is_a_permitted_put)),
    Rule(
        _AT + "(Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: {status}.",
        either(Reason.ALLOW_ORIGIN_MISSING),
    ),
    Rule(
        _MULTIPLE,
        _MISMATCH,
        (allow_origin_is_repeated,),
    ),
    Rule(
        _DOES_NOT_MATCH,
        _MISMATCH,
    ),
    Rule(
        _RESOURCE + "‘{url}’. (Reason: Credential is not supported if the CORS header "
        "‘Access-Control-Allow-Origin’ is ‘*’).",
        either(Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS),
    ),
    Rule(
        _AT + "(Reason: expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).",
        either(Reason.ALLOW_CREDENTIALS_MISSING, Reason.ALLOW_CREDENTIALS_NOT_TRUE),
    ),
    Rule(
        _AT + "(Reason: CORS request external redirect not allowed).",
        frozenset({Reason.PREFLIGHT_REDIRECT}),
        (follows_redirects, has_a_location),
    ),
    Rule(
        _PREFLIGHT_DID_NOT_SUCCEED,
        frozenset({Reason.PREFLIGHT_STATUS_NOT_OK, Reason.PREFLIGHT_REDIRECT}),
    ),
    Rule(
        _AT + "(Reason: invalid token ‘{invalid_token_as_utf_8}’ in CORS header "
        "‘Access-Control-Allow-Methods’).",
        frozenset({Reason.ALLOW_METHODS_INVALID}),
    ),
    Rule(
        _AT + "(Reason: invalid token ‘{invalid_token_as_utf_8}’ in CORS header "
        "‘Access-Control-Allow-Headers’).",
        frozenset({Reason.ALLOW_HEADERS_INVALID}),
    ),
    Rule(
        _AT + "(Reason: Did not find method in CORS header ‘Access-Control-Allow-Methods’).",
        frozenset({Reason.METHOD_NOT_ALLOWED}),
    ),
    Rule(
        _AT + "(Reason: header ‘{refused_name}’ is not allowed according to header "
        "‘Access-Control-Allow-Headers’ from CORS preflight response).",
        frozenset({Reason.AUTHORIZATION_NOT_LISTED, Reason.HEADER_NOT_ALLOWED}),
    ),
    Rule(
        _RESOURCE + "{target_url}. " + _NOT_HTTP,
        frozenset({Reason.REDIRECT_SCHEME_NOT_HTTP}),
        (across_origins, Not(to("blob", "chrome", "data", "file", "javascript", "ws", "wss"))),
    ),
    Rule(
        _AT + _NOT_HTTP,
        frozenset({Reason.SCHEME_NOT_HTTP}),
        (
            Not(by("eventsource")),
            across_origins,
            Not(is_about_a_page),
            Not(to("blob", "chrome", "data", "file", "ws", "wss")),
        ),
    ),
)

CONSOLE: Final = Console(
    forbidden_request_header="Attempt to set a forbidden header was denied: {header_name}",
    after_each_exchange=(
        Rule(
            "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote "
            "resource at {url} soon. (Reason: When the `Access-Control-Allow-Headers` is `*`, the "
            "`Authorization` header is not covered. To include the `Authorization` header, it must be "
            "explicitly listed in CORS header `Access-Control-Allow-Headers`).",
            reasons=None,
            when=(authorization_is_covered_by_a_wildcard,),
        ),
    ),
    places=(
        _WHY,
        (
            Rule(
                _DOES_NOT_MATCH,
                frozenset({Reason.PREFLIGHT_REDIRECT}),
                (follows_redirects, has_a_location, taints_the_origin),
            ),
            Rule(
                _PREFLIGHT_DID_NOT_SUCCEED,
                frozenset({Reason.PREFLIGHT_REDIRECT}),
                (follows_redirects, has_a_location),
            ),
            Rule(_DID_NOT_SUCCEED, frozenset({Reason.PREFLIGHT_NETWORK_ERROR})),
            Rule(
                _DID_NOT_SUCCEED,
                _PREFLIGHT_CORS_CHECK,
                (follows_redirects, has_a_location, has_a_redirect_status),
            ),
        ),
        (
            Rule(_DID_NOT_SUCCEED, _PREFLIGHT),
            Rule(_DID_NOT_SUCCEED, CORS_CHECK, (follows_redirects, of_a_redirect)),
            Rule(None, frozenset({Reason.NETWORK_ERROR}), (across_origins, is_a_permitted_put)),
            Rule(_DID_NOT_SUCCEED, _NO_USE, (across_origins,)),
            Rule(_DID_NOT_SUCCEED, None, _IS_OF_NO_USE),
            Rule(
                _DID_NOT_SUCCEED,
                frozenset({Reason.REDIRECT_SCHEME_NOT_HTTP}),
                (across_origins, from_another_origin),
            ),
            Rule(
                _DID_NOT_SUCCEED,
                _REDIRECT,
                (across_origins, of_a_redirect),
            ),
        ),
        (
            Rule(
                "<script> source URI is not allowed in this document: “{first_url}”.",
                frozenset(Reason),
                (by("script"), across_origins),
            ),
            Rule(
                "Module source URI is not allowed in this document: “{first_url}”.",
                frozenset(Reason),
                (by("import", "module"), across_origins),
            ),
            Rule(
                "Firefox can’t establish a connection to the server at {first_url}.",
                frozenset(Reason),
                (by("eventsource"), across_origins),
            ),
        ),
    ),
)
"""As Firefox 153 ESR prints it."""
