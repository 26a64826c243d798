"""
The names that browsers' own tools give to failures of CORS, and the reasons that each can mean.

Chromium's are values of ``corsError`` in its DevTools protocol (``Network.loadingFailed``, the issues of
``Audits``); Firefox's are categories of its console messages, which its links to documentation go by.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cors_sim.browsers.console.incident import PREFLIGHT, either
from cors_sim.verdicts import Reason

Codes = Mapping[str, frozenset[Reason]]

_MISMATCH: Final = frozenset({Reason.ALLOW_ORIGIN_MISMATCH})
_MULTIPLE: Final = frozenset({Reason.ALLOW_ORIGIN_MULTIPLE_VALUES, Reason.ALLOW_ORIGIN_MISMATCH})
_CREDENTIALS: Final = frozenset({Reason.ALLOW_CREDENTIALS_MISSING, Reason.ALLOW_CREDENTIALS_NOT_TRUE})
_CORS_CHECK: Final = {
    "AllowOriginMismatch": _MISMATCH,
    "InvalidAllowCredentials": _CREDENTIALS,
    "InvalidAllowOriginValue": _MISMATCH,
    "MissingAllowOriginHeader": frozenset({Reason.ALLOW_ORIGIN_MISSING}),
    "MultipleAllowOriginValues": _MULTIPLE,
    "WildcardOriginNotAllowed": frozenset({Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS}),
}

CHROMIUM: Final[Codes] = MappingProxyType(
    {
        **_CORS_CHECK,
        **{f"Preflight{code}": either(*reasons) & PREFLIGHT for code, reasons in _CORS_CHECK.items()},
        "CorsDisabledScheme": frozenset({Reason.SCHEME_NOT_HTTP, Reason.REDIRECT_SCHEME_NOT_HTTP}),
        "DisallowedByMode": frozenset({Reason.SAME_ORIGIN_MODE}),
        "HeaderDisallowedByPreflightResponse": frozenset(
            {Reason.HEADER_NOT_ALLOWED, Reason.AUTHORIZATION_NOT_LISTED}
        ),
        "InvalidAllowHeadersPreflightResponse": frozenset({Reason.ALLOW_HEADERS_INVALID}),
        "InvalidAllowMethodsPreflightResponse": frozenset({Reason.ALLOW_METHODS_INVALID}),
        "InvalidResponse": frozenset({Reason.PREFLIGHT_NETWORK_ERROR, Reason.NETWORK_ERROR}),
        "MethodDisallowedByPreflightResponse": frozenset({Reason.METHOD_NOT_ALLOWED}),
        "NoCorsRedirectModeNotFollow": frozenset({Reason.NO_CORS_REDIRECT_MODE}),
        "PreflightDisallowedRedirect": frozenset({Reason.PREFLIGHT_REDIRECT}),
        "PreflightInvalidStatus": frozenset({Reason.PREFLIGHT_STATUS_NOT_OK, Reason.PREFLIGHT_REDIRECT}),
        "RedirectContainsCredentials": frozenset({Reason.REDIRECT_URL_INCLUDES_CREDENTIALS}),
    }
)
"""By ``corsError``. Those of the local network, which is not modelled, are not among them."""

FIREFOX: Final[Codes] = MappingProxyType(
    {
        "CORSAllowOriginNotMatchingOrigin": either(*_MULTIPLE) | {Reason.PREFLIGHT_REDIRECT},
        "CORSExternalRedirectNotAllowed": frozenset({Reason.PREFLIGHT_REDIRECT}),
        "CORSInvalidAllowHeader": frozenset({Reason.ALLOW_HEADERS_INVALID}),
        "CORSInvalidAllowMethod": frozenset({Reason.ALLOW_METHODS_INVALID}),
        "CORSMethodNotFound": frozenset({Reason.METHOD_NOT_ALLOWED}),
        "CORSMissingAllowCredentials": either(*_CREDENTIALS),
        "CORSMissingAllowHeaderFromPreflight2": frozenset(
            {Reason.HEADER_NOT_ALLOWED, Reason.AUTHORIZATION_NOT_LISTED}
        ),
        "CORSMissingAllowOrigin2": either(Reason.ALLOW_ORIGIN_MISSING),
        "CORSMultipleAllowOriginNotAllowed": either(*_MULTIPLE) | {Reason.NETWORK_ERROR},
        "CORSNotSupportingCredentials": either(Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS),
        "CORSPreflightDidNotSucceed3": frozenset(
            {Reason.PREFLIGHT_STATUS_NOT_OK, Reason.PREFLIGHT_REDIRECT}
        ),
        "CORSRequestNotHttp": frozenset({Reason.SCHEME_NOT_HTTP, Reason.REDIRECT_SCHEME_NOT_HTTP}),
    }
)
"""By category. ``CORSDidNotSucceed2`` can mean any failure, and is not among them."""
