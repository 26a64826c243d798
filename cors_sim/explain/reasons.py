"""
One sentence for each `Reason`: what went wrong, in words that need no standard at hand.

Data, no logic. The command line and the reference pages read it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cors_sim.verdicts import Reason

MEANINGS: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.ALLOW_ORIGIN_MISSING: (
            "The response has no Access-Control-Allow-Origin header, so it is shared with no other origin."
        ),
        Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS: (
            "The request includes credentials, and for such a request '*' is no permission: "
            "the response has to name the page's origin."
        ),
        Reason.ALLOW_ORIGIN_MULTIPLE_VALUES: (
            "Access-Control-Allow-Origin holds more than one value, which together name no origin. "
            "Often two layers (an application and a proxy) both add the header."
        ),
        Reason.ALLOW_ORIGIN_MISMATCH: (
            "Access-Control-Allow-Origin names something other than the request's origin, "
            "with which it has to agree to the letter."
        ),
        Reason.ALLOW_CREDENTIALS_MISSING: (
            "The request includes credentials, and the response does not say that it may: "
            "Access-Control-Allow-Credentials is missing."
        ),
        Reason.ALLOW_CREDENTIALS_NOT_TRUE: (
            "The request includes credentials, and Access-Control-Allow-Credentials is not exactly 'true'."
        ),
        Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING: (
            "The answer to the preflight (OPTIONS) has no Access-Control-Allow-Origin header."
        ),
        Reason.PREFLIGHT_ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS: (
            "The request includes credentials, and the answer to the preflight says '*' "
            "instead of naming the page's origin."
        ),
        Reason.PREFLIGHT_ALLOW_ORIGIN_MULTIPLE_VALUES: (
            "In the answer to the preflight, Access-Control-Allow-Origin holds more than one value."
        ),
        Reason.PREFLIGHT_ALLOW_ORIGIN_MISMATCH: (
            "In the answer to the preflight, Access-Control-Allow-Origin is not the request's origin."
        ),
        Reason.PREFLIGHT_ALLOW_CREDENTIALS_MISSING: (
            "The request includes credentials, and the answer to the preflight has no "
            "Access-Control-Allow-Credentials header."
        ),
        Reason.PREFLIGHT_ALLOW_CREDENTIALS_NOT_TRUE: (
            "The request includes credentials, and in the answer to the preflight "
            "Access-Control-Allow-Credentials is not exactly 'true'."
        ),
        Reason.PREFLIGHT_REDIRECT: (
            "The preflight was answered with a redirect, which browsers do not follow there."
        ),
        Reason.PREFLIGHT_STATUS_NOT_OK: (
            "The preflight was not answered with a status from 200 to 299. "
            "Often OPTIONS is not routed, or has to log in, which a preflight cannot."
        ),
        Reason.PREFLIGHT_NETWORK_ERROR: "The preflight got no answer.",
        Reason.ALLOW_METHODS_INVALID: (
            "Access-Control-Allow-Methods is no comma-separated list of methods, and counts for nothing."
        ),
        Reason.ALLOW_HEADERS_INVALID: (
            "Access-Control-Allow-Headers is no comma-separated list of header names, "
            "and counts for nothing."
        ),
        Reason.METHOD_NOT_ALLOWED: (
            "The answer to the preflight does not allow the request's method "
            "(methods are compared to the letter, capitals included)."
        ),
        Reason.AUTHORIZATION_NOT_LISTED: (
            "The request has an Authorization header, which Access-Control-Allow-Headers has to name: "
            "'*' does not cover it."
        ),
        Reason.HEADER_NOT_ALLOWED: (
            "The answer to the preflight does not allow one of the request's headers."
        ),
        Reason.BAD_PORT: "Browsers make no requests to this port, which another service is known by.",
        Reason.MIXED_CONTENT: "A page on https may not load anything over plain http.",
        Reason.SAME_ORIGIN_MODE: "The request's mode is same-origin, and its URL is of another origin.",
        Reason.NO_CORS_REDIRECT_MODE: (
            "A no-cors request to another origin has to follow redirects, and this one says it will not."
        ),
        Reason.SCHEME_NOT_HTTP: "CORS works over http and https alone.",
        Reason.DATA_URL_INVALID: "The data: URL holds no data: a comma is missing, or its base64 is none.",
        Reason.ONLY_IF_CACHED: (
            "The request is only to be answered from the HTTP cache, and nothing is stored there."
        ),
        Reason.KEEPALIVE_BODY_TOO_LARGE: (
            "A request that may outlive its page cannot have a body of more than 64 KiB."
        ),
        Reason.REDIRECT_MODE_ERROR: (
            "The server redirects, and the request was made with redirect: 'error'."
        ),
        Reason.REDIRECT_LOCATION_INVALID: "The server redirects to something that is not one URL.",
        Reason.REDIRECT_SCHEME_NOT_HTTP: "The server redirects to a URL that is neither http nor https.",
        Reason.REDIRECT_LIMIT: "The server redirects more than 20 times.",
        Reason.REDIRECT_URL_INCLUDES_CREDENTIALS: (
            "The server redirects to a URL with a username or password in it, "
            "which a request to another origin may not follow."
        ),
        Reason.REDIRECT_BODY_WITHOUT_SOURCE: (
            "The server redirects a request whose body is a stream, which cannot be sent a second time."
        ),
        Reason.REDIRECT_NOT_FOLLOWED: (
            "The answer is a redirect, and what lies behind it was not looked at."
        ),
        Reason.NETWORK_ERROR: "There was no answer. This is not CORS.",
        Reason.RESOURCE_POLICY: (
            "Cross-Origin-Resource-Policy keeps the response from pages such as this one."
        ),
        Reason.EMBEDDER_POLICY: (
            "The page's Cross-Origin-Embedder-Policy takes nothing from other origins that does not "
            "say so itself in Cross-Origin-Resource-Policy."
        ),
        Reason.MIME_TYPE: "A script was asked for, and the response's Content-Type says it is none.",
        Reason.NOSNIFF: (
            "X-Content-Type-Options: nosniff is set, and the Content-Type is not of what was asked for."
        ),
        Reason.OPAQUE_RESPONSE: (
            "The request's mode is no-cors: it goes through, and script can read nothing of the answer."
        ),
        Reason.OPAQUE_REDIRECT: (
            "The request was made with redirect: 'manual': script learns that there was a redirect, "
            "and nothing else."
        ),
    }
)
