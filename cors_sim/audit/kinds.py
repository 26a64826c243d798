"""
The kinds of findings: what each is called, how bad it is, and what cures it. Data, no logic.

The ids are never renamed; the reference page and SARIF rules are made from this table.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from cors_sim._value import Value
from cors_sim.audit.severity import Severity

_FETCH: Final = "https://fetch.spec.whatwg.org/#http-cors-protocol"
_PORTSWIGGER: Final = "https://portswigger.net/web-security/cors"
_OWASP: Final = (
    "https://owasp.org/www-project-web-security-testing-guide/latest/"
    "4-Web_Application_Security_Testing/11-Client-side_Testing/07-Testing_Cross_Origin_Resource_Sharing"
)
_CACHES: Final = "https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches"

_OVERLY_PERMISSIVE: Final = 942
_ORIGIN_VALIDATION: Final = 346
_REGULAR_EXPRESSION: Final = 777
_EXPOSURE: Final = 200
_CACHE: Final = 524


@attrs.frozen(repr=False)
class Kind(Value):
    """
    A kind of finding.

    Args:
        id: stable, as ``any-origin-with-credentials``.
        heading: what is wrong, as a phrase.
        severity: how bad it is where nothing makes it better or worse.
        remedy: what to do, in a sentence or two.
        cwe: the number of the weakness in the Common Weakness Enumeration; None for what is no weakness.
        references: addresses to read on at.
        severity_if_inferred: how bad it is where nobody has said what the policy is.
    """

    id: str
    heading: str
    severity: Severity
    remedy: str
    cwe: int | None = None
    references: tuple[str, ...] = (_FETCH,)
    severity_if_inferred: Severity = attrs.field()

    @severity_if_inferred.default
    def _(self) -> Severity:
        return self.severity


_LIST = "Compare the whole Origin with a list of the trusted ones, and answer with the one that is equal."
_ANCHOR = (
    "Compare whole origins with a list; if it has to be an expression, anchor both ends and escape dots."
)
_ATTACK = (_PORTSWIGGER, _OWASP, _FETCH)
_INFO, _LOW, _MEDIUM, _HIGH, _CRITICAL = Severity


def _reading(
    kind: str,
    title: str,
    severity: Severity,
    without_credentials: Severity,
    remedy: str,
    cwe: int = _ORIGIN_VALIDATION,
    *,
    inferred: tuple[Severity, Severity] | None = None,
) -> tuple[Kind, Kind]:
    """The kinds for an origin that is not trusted and reads: with credentials, and without."""
    with_inferred, without_inferred = inferred or (severity, without_credentials)
    return (
        Kind(
            f"{kind}-with-credentials",
            f"{title} read with credentials",
            severity,
            remedy,
            cwe,
            _ATTACK,
            with_inferred,
        ),
        Kind(
            kind,
            f"{title} read without credentials",
            without_credentials,
            remedy,
            cwe,
            _ATTACK,
            without_inferred,
        ),
    )


_KINDS: Final = (
    # Who can read.
    *_reading(
        "any-origin",
        "Pages of any origin",
        _CRITICAL,
        _MEDIUM,
        _LIST,
        _OVERLY_PERMISSIVE,
        inferred=(_CRITICAL, _INFO),
    ),
    *_reading(
        "null-origin",
        "Sandboxed frames and other pages without an origin",
        _HIGH,
        _LOW,
        "Never trust 'null': every page can have a frame that sends it.",
        _OVERLY_PERMISSIVE,
    ),
    *_reading("prefix-match", "Origins that begin like a trusted one", _HIGH, _MEDIUM, _ANCHOR),
    *_reading("suffix-match", "Origins that end like a trusted one", _HIGH, _MEDIUM, _ANCHOR),
    *_reading("substring-match", "Origins that contain a trusted one", _HIGH, _MEDIUM, _ANCHOR),
    *_reading("truncated-origin", "Origins that are a part of a trusted one", _HIGH, _MEDIUM, _LIST),
    *_reading(
        "unescaped-dot",
        "Origins with another character for a dot",
        _HIGH,
        _MEDIUM,
        _ANCHOR,
        _REGULAR_EXPRESSION,
    ),
    *_reading(
        "odd-host-characters",
        "Origins with unusual characters in their host",
        _HIGH,
        _MEDIUM,
        _ANCHOR,
        _REGULAR_EXPRESSION,
    ),
    *_reading("idna-host", "Internationalized lookalikes of a trusted origin", _HIGH, _MEDIUM, _LIST),
    *_reading("public-suffix", "Origins under the same public suffix", _HIGH, _MEDIUM, _LIST),
    *_reading("hosting-platform", "Pages that anybody can have hosted", _HIGH, _MEDIUM, _LIST),
    *_reading("trailing-dot", "A trusted host with a dot at its end", _LOW, _INFO, _LIST),
    *_reading(
        "subdomain",
        "Subdomains that nobody said to trust",
        _MEDIUM,
        _LOW,
        "List the subdomains that are trusted: script injected into any other reads as well.",
        inferred=(_LOW, _INFO),
    ),
    *_reading(
        "insecure-scheme",
        "Pages loaded over plain http",
        _HIGH,
        _LOW,
        "Trust https origins only: whoever is on the network writes the script of http pages.",
        cwe=319,
    ),
    *_reading("other-port", "Other ports of a trusted host", _MEDIUM, _LOW, _LIST, inferred=(_LOW, _INFO)),
    *_reading(
        "local-origin",
        "Pages on the visitor's own machine or network",
        _MEDIUM,
        _LOW,
        "Trust localhost and private addresses in development alone.",
        inferred=(_LOW, _INFO),
    ),
    Kind(
        "case-insensitive-match",
        "Origins are compared without regard to case",
        _INFO,
        "Harmless by itself, for browsers write hosts in lower case; compare to the letter all the same.",
        178,
    ),
    Kind(
        "insecure-trusted-origin",
        "The policy itself trusts a page loaded over plain http",
        _LOW,
        "Serve the page over https, and trust that.",
        319,
    ),
    Kind(
        "credentials-not-asked-for",
        "Credentials are allowed, which the policy does not ask for",
        _LOW,
        "Leave Access-Control-Allow-Credentials out.",
        _OVERLY_PERMISSIVE,
    ),
    # What can be sent.
    Kind(
        "preflight-grants-untrusted",
        "A preflight allows an origin that is not trusted",
        _HIGH,
        "Answer preflights by the same list of origins as all else: what they allow is sent, with cookies.",
        352,
        _ATTACK,
    ),
    Kind(
        "any-method",
        "Any method is allowed",
        _LOW,
        "List the methods that pages use.",
        _OVERLY_PERMISSIVE,
        severity_if_inferred=_INFO,
    ),
    Kind(
        "excess-methods",
        "Methods are allowed that the policy does not ask for",
        _LOW,
        "List the methods that pages use.",
        _OVERLY_PERMISSIVE,
    ),
    Kind(
        "any-header",
        "Any request header is allowed",
        _LOW,
        "List the request headers that pages set.",
        _OVERLY_PERMISSIVE,
        severity_if_inferred=_INFO,
    ),
    Kind(
        "excess-headers",
        "Request headers are allowed that the policy does not ask for",
        _LOW,
        "List the request headers that pages set.",
        _OVERLY_PERMISSIVE,
    ),
    # What does not work.
    Kind(
        "works-for-nobody",
        "No trusted page can read",
        _MEDIUM,
        "Answer each trusted origin with Access-Control-Allow-Origin: that origin, to the letter.",
        severity_if_inferred=_LOW,
    ),
    Kind(
        "trusted-origin-blocked",
        "Some trusted pages cannot read",
        _MEDIUM,
        "Add the origin to the server's list as browsers write it.",
    ),
    Kind(
        "wildcard-with-credentials",
        "'*' is answered where credentials are meant to be sent",
        _LOW,
        "Browsers refuse '*' for requests with credentials: answer with the origin, from a list.",
        _OVERLY_PERMISSIVE,
    ),
    Kind(
        "multiple-values",
        "Access-Control-Allow-Origin has more than one value",
        _MEDIUM,
        "Let one layer alone add the header, with one origin.",
    ),
    Kind(
        "preflight-disagrees",
        "The preflight refuses what the actual response grants, or the other way round",
        _MEDIUM,
        "Answer OPTIONS by the same rules as the methods behind it.",
        severity_if_inferred=_INFO,
    ),
    Kind(
        "method-not-granted",
        "A method of the policy is not allowed",
        _MEDIUM,
        "Add it to Access-Control-Allow-Methods, in the capitals that script uses.",
    ),
    Kind(
        "header-not-granted",
        "A request header of the policy is not allowed",
        _MEDIUM,
        "Add it to Access-Control-Allow-Headers; '*' does not cover Authorization.",
    ),
    Kind(
        "error-without-headers",
        "Error responses lack the CORS headers",
        _LOW,
        "Add the headers outside the application's error handling: script then sees the status.",
    ),
    Kind(
        "redirect-without-headers",
        "Redirects lack the CORS headers",
        _LOW,
        "Add the headers to redirects too, or have script ask for where they lead.",
    ),
    Kind(
        "head-differs",
        "HEAD is not answered as GET is",
        _LOW,
        "Add the headers whatever the method.",
    ),
    Kind(
        "preflight-hides-cause",
        "A refused preflight is answered with an error status",
        _INFO,
        "Answer refused preflights with 204 and what is allowed: the console then names the method.",
    ),
    # What leaks or misleads.
    Kind(
        "error-leaks",
        "Error responses can be read by pages that are not trusted",
        _MEDIUM,
        "Apply the same list of origins to error responses.",
        _ORIGIN_VALIDATION,
        _ATTACK,
    ),
    Kind(
        "exposed-secrets",
        "Script can read response headers that look like secrets",
        _LOW,
        "Take them out of Access-Control-Expose-Headers, or out of the response.",
        _EXPOSURE,
    ),
    Kind(
        "vary-missing",
        "The answer depends on Origin and does not say so",
        _LOW,
        "Say Vary: Origin whoever asks, refused origins and requests without an Origin included.",
        _CACHE,
        (_CACHES,),
    ),
    Kind(
        "max-age-beyond-browsers",
        "Access-Control-Max-Age is longer than browsers keep it",
        _INFO,
        "Say no more than 7200, which Chromium keeps; more is cut.",
    ),
    Kind(
        "max-age-unreadable",
        "Access-Control-Max-Age is no number of seconds",
        _INFO,
        "Write seconds in digits, once.",
    ),
    Kind(
        "headers-on-wrong-response",
        "CORS headers are on a response where browsers ignore them",
        _INFO,
        "Allow-Methods, Allow-Headers and Max-Age belong on preflights' answers, Expose-Headers on others.",
    ),
    Kind(
        "headers-without-origin",
        "CORS headers are sent to requests without an Origin",
        _INFO,
        "Right where one origin alone is allowed; where there are several, say Vary: Origin here too.",
    ),
    Kind(
        "browsers-differ",
        "What is allowed in one browser is blocked in another",
        _INFO,
        "Look at the demonstrations: the cure depends on the header that they read differently.",
    ),
)

KINDS: Final[Mapping[str, Kind]] = MappingProxyType({kind.id: kind for kind in _KINDS})
