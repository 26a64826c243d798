"""What WebKit prints: why, without the URL, and what that means for script, without the reason."""

from typing import Final

from cors_sim.browsers.console.incident import (
    Not,
    by,
    either,
    in_cors_mode,
    in_the_page,
    of_a_redirect,
    to,
    value_has_comma,
)
from cors_sim.browsers.console.templates import Console, Piece, Rule
from cors_sim.verdicts import Reason

_MISMATCH: Final = either(Reason.ALLOW_ORIGIN_MISMATCH, Reason.ALLOW_ORIGIN_MULTIPLE_VALUES)
_TO: Final = (
    "Cross-origin redirection to {next_url_without_userinfo} denied by Cross-Origin Resource Sharing "
    "policy: "
)

_WHY: Final = (
    Rule(
        "{redirection?}Access-Control-Allow-Origin cannot contain more than one origin.",
        _MISMATCH,
        (value_has_comma,),
    ),
    Rule(
        "{redirection?}Origin {sent_origin} is not allowed by Access-Control-Allow-Origin. "
        "Status code: {status}",
        _MISMATCH | either(Reason.ALLOW_ORIGIN_MISSING),
    ),
    Rule(
        "{redirection?}Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.",
        either(Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS),
    ),
    Rule(
        '{redirection?}Credentials flag is true, but Access-Control-Allow-Credentials is not "true".',
        either(Reason.ALLOW_CREDENTIALS_MISSING, Reason.ALLOW_CREDENTIALS_NOT_TRUE),
    ),
    Rule(
        "Preflight response is not successful. Status code: {status}",
        frozenset({Reason.PREFLIGHT_REDIRECT, Reason.PREFLIGHT_STATUS_NOT_OK}),
    ),
    Rule(
        "Header Access-Control-Allow-Methods has an invalid value: {value_as_latin_1}",
        frozenset({Reason.ALLOW_METHODS_INVALID}),
    ),
    Rule(
        "Header Access-Control-Allow-Headers has an invalid value: {value_as_latin_1}",
        frozenset({Reason.ALLOW_HEADERS_INVALID}),
    ),
    Rule(
        "Method {method} is not allowed by Access-Control-Allow-Methods.",
        frozenset({Reason.METHOD_NOT_ALLOWED}),
    ),
    Rule(
        "Request header field {refused_name_as_set} is not allowed by Access-Control-Allow-Headers.",
        frozenset({Reason.AUTHORIZATION_NOT_LISTED, Reason.HEADER_NOT_ALLOWED}),
    ),
    Rule(
        _TO + "not allowed to follow a cross-origin CORS redirection with non CORS scheme",
        frozenset({Reason.REDIRECT_SCHEME_NOT_HTTP, Reason.REDIRECT_LOCATION_INVALID}),
    ),
    Rule(
        _TO + "redirection URL {next_url} has credentials",
        frozenset({Reason.REDIRECT_URL_INCLUDES_CREDENTIALS}),
    ),
    Rule(
        "Not allowed to follow a redirection while loading {url}",
        frozenset({Reason.REDIRECT_MODE_ERROR}),
    ),
    Rule(
        "{redirection?}Cancelled load to {url} because it violates the resource's "
        "Cross-Origin-Resource-Policy response header.",
        frozenset({Reason.RESOURCE_POLICY, Reason.EMBEDDER_POLICY}),
    ),
    Rule(
        "Not allowed to use restricted network port {port}: {url}",
        frozenset({Reason.BAD_PORT}),
    ),
    Rule(
        "Cross origin requests are only supported for HTTP.",
        frozenset({Reason.SCHEME_NOT_HTTP}),
        (in_cors_mode, Not(to("blob"))),
    ),
    Rule(
        "No-Cors mode requires follow redirect mode",
        frozenset({Reason.NO_CORS_REDIRECT_MODE}),
    ),
    Rule(
        "Not allowed to load local resource: {url}",
        frozenset({Reason.SCHEME_NOT_HTTP}),
        (to("file"),),
    ),
    Rule("Fetch API cannot load {url}.", frozenset({Reason.SAME_ORIGIN_MODE}), (by("fetch"),)),
)

_ALL: Final = frozenset().union(*(rule.reasons or () for rule in _WHY))
_WITHOUT_CONSEQUENCE: Final = frozenset({Reason.BAD_PORT, Reason.SAME_ORIGIN_MODE, Reason.SCHEME_NOT_HTTP})
_CONSEQUENCE: Final = (_ALL | {Reason.MIXED_CONTENT}) - _WITHOUT_CONSEQUENCE
_CHECKS: Final = " due to access control checks."

CONSOLE: Final = Console(
    places=(
        _WHY,
        (
            Rule(
                "Not allowed to request resource",
                frozenset({Reason.MIXED_CONTENT, Reason.NO_CORS_REDIRECT_MODE}),
            ),
            Rule(
                "Not allowed to request resource",
                frozenset({Reason.SCHEME_NOT_HTTP}),
                (Not(in_cors_mode), to("file")),
            ),
        ),
        (
            *(
                Rule(text, reasons, (in_the_page, by(api), *when))
                for api, text in (
                    ("fetch", "Fetch API cannot load {url}" + _CHECKS),
                    ("xhr", "XMLHttpRequest cannot load {url}" + _CHECKS),
                    ("eventsource", "EventSource cannot load {url}" + _CHECKS),
                    ("img", "Cannot load image {first_url}" + _CHECKS),
                    ("script", "Cross-origin script load denied by Cross-Origin Resource Sharing policy."),
                )
                for reasons, when in (
                    (_CONSEQUENCE, ()),
                    (frozenset({Reason.SCHEME_NOT_HTTP}), (in_cors_mode, Not(to("blob")))),
                    (frozenset({Reason.SCHEME_NOT_HTTP}), (to("file"),)),
                )
            ),
            *(
                Rule(
                    "Beacon API cannot load {url}. " + rule.template,
                    rule.reasons,
                    (by("beacon"), *rule.when),
                )
                for rule in _WHY
            ),
        ),
    ),
    pieces=(("redirection", (Piece(_TO, (of_a_redirect,)),)),),
)
"""As WebKitGTK 2.50 prints it."""
