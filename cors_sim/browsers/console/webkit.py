"""What WebKit prints: why, without the URL, and what that means for script, without the reason."""

from typing import Final

from cors_sim.browsers.console.conditions import (
    Not,
    by,
    has_a_location,
    in_cors_mode,
    in_the_page,
    of_a_redirect,
    to,
    value_has_comma,
)
from cors_sim.browsers.console.incident import PREFLIGHT, either
from cors_sim.browsers.console.templates import Console, Piece, Place, Rule
from cors_sim.verdicts import Reason

_MISMATCH: Final = either(Reason.ALLOW_ORIGIN_MISMATCH, Reason.ALLOW_ORIGIN_MULTIPLE_VALUES)
_TO: Final = (
    "Cross-origin redirection to {next_url_without_userinfo} denied by Cross-Origin Resource Sharing "
    "policy: "
)

EXPLANATIONS: Final[Place] = (
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
        "FTP URLs are disabled",
        frozenset({Reason.REDIRECT_SCHEME_NOT_HTTP}),
        (to("ftp"),),
    ),
    Rule(
        "Redirection to URL with a scheme that is not HTTP(S)",
        frozenset({Reason.REDIRECT_SCHEME_NOT_HTTP}),
        (Not(in_cors_mode),),
    ),
    Rule(
        _TO + "not allowed to follow a cross-origin CORS redirection with non CORS scheme",
        frozenset({Reason.REDIRECT_SCHEME_NOT_HTTP, Reason.REDIRECT_LOCATION_INVALID}),
        (has_a_location,),
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
        "FTP URLs are disabled",
        frozenset({Reason.SCHEME_NOT_HTTP}),
        (to("ftp"), Not(by("eventsource", "fetch", "xhr"))),
    ),
    Rule(
        "Cross origin requests are only supported for HTTP.",
        frozenset({Reason.SCHEME_NOT_HTTP}),
        (in_cors_mode, Not(to("blob"))),
    ),
    Rule(
        "FTP URLs are disabled",
        frozenset({Reason.SCHEME_NOT_HTTP}),
        (to("ftp"),),
    ),
    Rule(
        "Load cannot follow more than 20 redirections",
        frozenset({Reason.REDIRECT_LIMIT}),
    ),
    Rule(
        "Unsafe attempt to load URL {url} from origin {origin}. Domains, protocols and ports must match.",
        frozenset({Reason.SAME_ORIGIN_MODE}),
        (of_a_redirect,),
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
)
"""What a fetch failed for."""

_NO_MORE_THAN_THAT: Final[Place] = (
    Rule(
        "Not allowed to use restricted network port {port}: {url}",
        frozenset({Reason.BAD_PORT}),
    ),
    Rule("Fetch API cannot load {url}.", frozenset({Reason.SAME_ORIGIN_MODE}), (by("fetch"),)),
)

_EXPLAINED_BY_THE_NETWORK: Final = Rule(None, frozenset({Reason.PREFLIGHT_NETWORK_ERROR}))

# What an explanation means for script, by what script used. The rest says nothing more.
_CONSEQUENCES: Final = (
    ("fetch", "Fetch API cannot load {url} due to access control checks."),
    ("xhr", "XMLHttpRequest cannot load {url} due to access control checks."),
    ("eventsource", "EventSource cannot load {url} due to access control checks."),
    ("img", "Cannot load image {first_url_without_fragment} due to access control checks."),
    ("script", "Cross-origin script load denied by Cross-Origin Resource Sharing policy."),
)

CONSOLE: Final = Console(
    forbidden_request_header='Refused to set unsafe header "{header_name}"',
    tainted_canvas=(
        "Unable to get image data from canvas because the canvas has been tainted by cross-origin data."
    ),
    places=(
        (*EXPLANATIONS, *_NO_MORE_THAN_THAT),
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
                Rule(
                    consequence.replace("{url}", "{url_without_fragment}"),
                    frozenset({Reason.MIXED_CONTENT, Reason.NO_CORS_REDIRECT_MODE}),
                    (in_the_page, by(api)),
                )
                for api, consequence in _CONSEQUENCES
            ),
            *(
                Rule(consequence, why.reasons, (in_the_page, by(api), *why.when))
                for api, consequence in _CONSEQUENCES
                for why in (*EXPLANATIONS, _EXPLAINED_BY_THE_NETWORK)
                if api != "script" or why.reasons != frozenset({Reason.SCHEME_NOT_HTTP})
            ),
            *(
                Rule(
                    f"Beacon API cannot load {{url}}. {why.template}",
                    why.reasons,
                    (by("beacon"), *why.when),
                )
                for why in EXPLANATIONS
            ),
        ),
    ),
    pieces=(
        ("redirection", (Piece(_TO, (of_a_redirect, has_a_location), frozenset(Reason) - PREFLIGHT),)),
    ),
)
"""As WebKitGTK 2.50 prints it."""
