"""What Chromium prints: one line for what CORS forbids, and the same once more for a worker."""

from typing import Final

import attrs

from cors_sim.browsers.console.conditions import (
    Condition,
    For,
    Not,
    across_origins,
    by,
    elsewhere,
    has_a_location,
    has_an_unusable_location,
    in_a_worker,
    in_cors_mode,
    of_a_redirect,
    to,
    value_has_space_or_comma,
    value_is_no_url,
)
from cors_sim.browsers.console.incident import CORS_CHECK, PREFLIGHT, either
from cors_sim.browsers.console.templates import Console, Piece, Rule
from cors_sim.verdicts import Reason

_BLOCKED: Final = " from origin '{origin}' has been blocked by CORS policy: "
_ACCESS: Final = "Access to {kind?} at '{url}'{redirected?}" + _BLOCKED
_CHECK: Final = _ACCESS + "{preflight?}"
_ALLOW_ORIGIN: Final = _CHECK + "The 'Access-Control-Allow-Origin' header "
_ONLY_SCHEMES: Final = (
    "Cross origin requests are only supported for protocol schemes: chrome, "
    "chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, "
    "isolated-app."
)

_RULES: Final = (
    # The network layer's own errors come first, and it says them in its own words.
    Rule(None, CORS_CHECK, (of_a_redirect, has_an_unusable_location)),
    Rule(
        _CHECK + "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        either(Reason.ALLOW_ORIGIN_MISSING),
    ),
    Rule(
        _CHECK + "The value of the 'Access-Control-Allow-Origin' header in the response must not be the "
        "wildcard '*' when the request's credentials mode is 'include'.{credentials_hint?}",
        either(Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS),
    ),
    Rule(
        _ALLOW_ORIGIN + "contains multiple values '{value_escaped}', but only one is allowed.{value_hint?}",
        either(Reason.ALLOW_ORIGIN_MISMATCH, Reason.ALLOW_ORIGIN_MULTIPLE_VALUES),
        (value_has_space_or_comma,),
    ),
    Rule(
        _ALLOW_ORIGIN + "contains the invalid value '{value_escaped}'.{value_hint?}",
        either(Reason.ALLOW_ORIGIN_MISMATCH),
        (value_is_no_url,),
    ),
    Rule(
        _ALLOW_ORIGIN
        + "has a value '{value_escaped}' that is not equal to the supplied origin.{value_hint?}",
        either(Reason.ALLOW_ORIGIN_MISMATCH),
    ),
    Rule(
        _CHECK + "The value of the 'Access-Control-Allow-Credentials' header in the response is "
        "'{value_escaped}' which must be 'true' when the request's credentials mode is 'include'."
        "{credentials_hint?}",
        either(Reason.ALLOW_CREDENTIALS_MISSING, Reason.ALLOW_CREDENTIALS_NOT_TRUE),
    ),
    Rule(
        _CHECK + "Redirect is not allowed for a preflight request.",
        frozenset({Reason.PREFLIGHT_REDIRECT}),
        (has_a_location,),
    ),
    Rule(
        _CHECK + "It does not have HTTP ok status.",
        frozenset({Reason.PREFLIGHT_STATUS_NOT_OK, Reason.PREFLIGHT_REDIRECT}),
    ),
    Rule(
        _ACCESS + "Cannot parse Access-Control-Allow-Methods response header field in preflight response.",
        frozenset({Reason.ALLOW_METHODS_INVALID}),
    ),
    Rule(
        _ACCESS + "Cannot parse Access-Control-Allow-Headers response header field in preflight response.",
        frozenset({Reason.ALLOW_HEADERS_INVALID}),
    ),
    Rule(
        _ACCESS + "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response.",
        frozenset({Reason.METHOD_NOT_ALLOWED}),
    ),
    Rule(
        _ACCESS + "Request header field {refused_name} is not allowed by Access-Control-Allow-Headers in "
        "preflight response.",
        frozenset({Reason.HEADER_NOT_ALLOWED, Reason.AUTHORIZATION_NOT_LISTED}),
    ),
    Rule(
        # The place for the location is never filled in.
        _ACCESS + "Redirect location '' contains a username and password, which is disallowed for "
        "cross-origin requests.",
        frozenset({Reason.REDIRECT_URL_INCLUDES_CREDENTIALS}),
        (across_origins,),
    ),
    Rule(
        "Access to {kind?} at '{target_url}' (redirected from '{redirected_from}')"
        + _BLOCKED
        + _ONLY_SCHEMES,
        frozenset({Reason.REDIRECT_SCHEME_NOT_HTTP}),
        (in_cors_mode, Not(has_an_unusable_location)),
    ),
    Rule(
        "Not allowed to load local resource: {url}",
        frozenset({Reason.SCHEME_NOT_HTTP}),
        (to("file"),),
    ),
    Rule(
        'Fetch API cannot load {url}. URL scheme "{scheme}" is not supported.',
        frozenset({Reason.SCHEME_NOT_HTTP}),
        (by("fetch"), Not(to("blob"))),
    ),
    Rule(
        "FTP is not supported.",
        frozenset({Reason.SCHEME_NOT_HTTP}),
        (by("xhr"), to("ftp")),
    ),
    Rule(
        _ACCESS + _ONLY_SCHEMES,
        frozenset({Reason.SCHEME_NOT_HTTP}),
        (in_cors_mode, Not(to("blob"))),
    ),
    Rule(
        'Fetch API cannot load {url}. Request mode is "same-origin" but the URL\'s origin is not same as '
        "the request origin {origin}.",
        frozenset({Reason.SAME_ORIGIN_MODE}),
        (Not(of_a_redirect),),
    ),
    Rule(
        'Fetch API cannot load {url}. Request mode is "no-cors" but the redirect mode is not "follow".',
        frozenset({Reason.NO_CORS_REDIRECT_MODE}),
    ),
)

_KINDS: Final[tuple[tuple[str, Condition], ...]] = (
    ("fetch", by("fetch")),
    ("XMLHttpRequest", by("xhr")),
    ("resource", by("beacon", "eventsource")),
    *(
        (kind, For(frozenset(destinations)))
        for kind, destinations in (
            ("image", {"image"}),
            ("script", {"script"}),
            ("CSS stylesheet", {"style"}),
            ("font", {"font"}),
            ("audio", {"audio"}),
            ("video", {"video"}),
            ("text track", {"track"}),
            ("manifest", {"manifest"}),
            ("link element resource", {""}),
        )
    ),
)

CONSOLE: Final = Console(
    forbidden_request_header='Refused to set unsafe header "{header_name}"',
    places=(
        _RULES,
        tuple(attrs.evolve(rule, when=(*rule.when, in_a_worker)) for rule in _RULES),
    ),
    pieces=(
        ("kind", (*(Piece(kind, (condition,)) for kind, condition in _KINDS), Piece("resource"))),
        ("redirected", (Piece(" (redirected from '{redirected_from}')", (elsewhere,)),)),
        (
            "preflight",
            (
                Piece(
                    "Response to preflight request doesn't pass access control check: ", reasons=PREFLIGHT
                ),
            ),
        ),
        ("value_hint", (Piece(" Have the server send the header with a valid value.", (by("fetch"),)),)),
        (
            "credentials_hint",
            (
                Piece(
                    " The credentials mode of requests initiated by the XMLHttpRequest is controlled by "
                    "the withCredentials attribute.",
                    (by("xhr"),),
                ),
            ),
        ),
    ),
)
"""As Chromium 156 prints it. Messages of its network layer (``net::ERR_FAILED``) are not among them."""
