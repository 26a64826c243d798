"""
The CORS check: does this response say that this origin may read it?

Spec: https://fetch.spec.whatwg.org/#cors-check
"""

from typing import Final

from cors_sim.enums import CredentialsMode
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.verdicts import ALLOWED, Algorithm, Allowed, Blocked, Evidence, Reason, Trace

CORS_CHECK: Final = Algorithm("CORS check", "https://fetch.spec.whatwg.org/#concept-cors-check")

_ALLOW_ORIGIN: Final = "Access-Control-Allow-Origin"
_ALLOW_CREDENTIALS: Final = "Access-Control-Allow-Credentials"
_INCLUDE: Final = CredentialsMode.INCLUDE


def cors_check(request: Request, response: Response, *, trace: Trace | None = None) -> Allowed | Blocked:
    """
    Decide whether *response* lets the origin of *request* read it.

    Args:
        request: what was asked for; its origin (``null`` after a tainting redirect) and its credentials
            mode decide.
        response: the server's answer, of whatever status.
        trace: where to note the steps taken, if anybody asked.

    Returns:
        `Allowed`, or `Blocked` with the step that failed.

    Spec: https://fetch.spec.whatwg.org/#concept-cors-check
    """
    # 1.
    headers = response.headers
    origin = headers.get("access-control-allow-origin")
    # 2. No header; not the value `null`.
    if origin is None:
        evidence = Evidence(_ALLOW_ORIGIN, None, request.serialized_origin)
        return Blocked(Reason.ALLOW_ORIGIN_MISSING, CORS_CHECK.step("2"), evidence)
    # 3.
    with_credentials = request.credentials_mode is _INCLUDE
    if not with_credentials and origin == "*":
        if trace is not None:
            evidence = Evidence(_ALLOW_ORIGIN, origin, "*")
            trace.passed(CORS_CHECK.step("3"), evidence, "any origin, without credentials")
        return ALLOWED
    # 4.
    if request.serialized_origin != origin:
        return _mismatch(request, origin)
    if trace is not None:
        evidence = Evidence(_ALLOW_ORIGIN, origin, request.serialized_origin)
        trace.passed(CORS_CHECK.step("4"), evidence, "names the request's origin")
    # 5.
    if not with_credentials:
        return ALLOWED
    # 6.
    credentials = headers.get("access-control-allow-credentials")
    # 7.
    if credentials == "true":
        if trace is not None:
            evidence = Evidence(_ALLOW_CREDENTIALS, credentials, "true")
            trace.passed(CORS_CHECK.step("7"), evidence, "allows credentials")
        return ALLOWED
    # 8.
    evidence = Evidence(_ALLOW_CREDENTIALS, credentials, "true")
    reason = Reason.ALLOW_CREDENTIALS_MISSING if credentials is None else Reason.ALLOW_CREDENTIALS_NOT_TRUE
    return Blocked(reason, CORS_CHECK.step("8"), evidence)


def _mismatch(request: Request, origin: str) -> Blocked:
    """The failure of step 4, told apart by what the header holds instead of the origin."""
    if origin == "*":
        reason = Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS
    elif "," in origin:
        reason = Reason.ALLOW_ORIGIN_MULTIPLE_VALUES
    else:
        reason = Reason.ALLOW_ORIGIN_MISMATCH
    evidence = Evidence(_ALLOW_ORIGIN, origin, request.serialized_origin)
    return Blocked(reason, CORS_CHECK.step("4"), evidence)
