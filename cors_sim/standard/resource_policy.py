"""
Cross-Origin-Resource-Policy: who may embed what it may not read, and what COEP asks on top.

Spec: https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header
"""

from typing import Final

from cors_sim.browsers import STANDARD, Browser
from cors_sim.enums import EmbedderPolicy, Mode
from cors_sim.origins import TupleOrigin, is_ip_address, same_origin, schemelessly_same_site
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.urls import URL
from cors_sim.verdicts import Algorithm, Blocked, Evidence, Reason

INTERNAL_CHECK: Final = Algorithm(
    "cross-origin resource policy internal check",
    "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check",
)

_HEADER: Final = "Cross-Origin-Resource-Policy"


def cross_origin_resource_policy_check(
    request: Request,
    response: Response,
    *,
    request_includes_credentials: bool,
    browser: Browser = STANDARD,
) -> Blocked | None:
    """
    Why *response* may not be embedded by the page of *request*, or None.

    Args:
        request: whose origin, current URL and embedder policy decide.
        response: the answer from that URL.
        request_includes_credentials: whether cookies went along, which COEP ``credentialless`` asks.
        browser: whose choices count.

    Spec: https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check
    """
    # 1-2. (Not for a navigation.)
    # 3.
    without_embedder = cross_origin_resource_policy_internal_check(
        request, EmbedderPolicy.UNSAFE_NONE, response, request_includes_credentials, browser
    )
    if without_embedder is not None:
        return without_embedder
    # 5-7.
    return cross_origin_resource_policy_internal_check(
        request, request.embedder_policy, response, request_includes_credentials, browser
    )


def cross_origin_resource_policy_internal_check(
    request: Request,
    embedder_policy: EmbedderPolicy,
    response: Response,
    request_includes_credentials: bool,  # noqa: FBT001 - as the standard passes it
    browser: Browser = STANDARD,
) -> Blocked | None:
    """
    Why *embedder_policy* and the response's own policy together block *response*, or None.

    Spec: https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
    """
    # 2.
    header = response.headers.get("cross-origin-resource-policy")
    # 3. Anything else, two values included, is as good as nothing.
    policy = header if header in {"same-origin", "same-site", "cross-origin"} else None
    if header and policy is None and browser.any_resource_policy_satisfies_embedder:
        return None
    reason = Reason.RESOURCE_POLICY
    # 4.
    if policy is None and (
        embedder_policy is EmbedderPolicy.REQUIRE_CORP
        or (
            embedder_policy is EmbedderPolicy.CREDENTIALLESS
            and request_includes_credentials
            and browser.knows_credentialless
        )
    ):
        policy = "same-origin"
        reason = Reason.EMBEDDER_POLICY
    # 5.
    url = request.current_url
    if policy == "same-origin" and not same_origin(request.origin, url.origin):
        evidence = Evidence(_HEADER, header, _expected(request, url, browser))
        return Blocked(reason, INTERNAL_CHECK.step("5"), evidence)
    if policy == "same-site" and not _is_same_site(request, url, browser):
        return Blocked(reason, INTERNAL_CHECK.step("5"), Evidence(_HEADER, header, "cross-origin"))
    return None


def _is_same_site(request: Request, url: URL, browser: Browser = STANDARD) -> bool:
    """Whether ``same-site`` lets the page in: a secure response is not for an insecure page."""
    if browser.ip_addresses_have_no_site and is_ip_address(url.host or ""):
        return same_origin(request.origin, url.origin)
    page_is_secure = isinstance(request.origin, TupleOrigin) and request.origin.scheme == "https"
    return schemelessly_same_site(request.origin, url.origin) and (page_is_secure or url.scheme != "https")


def _expected(request: Request, url: URL, browser: Browser) -> str:
    """The narrowest value that would let the page in."""
    return "same-site" if _is_same_site(request, url, browser) else "cross-origin"


def embedder_policy_allows_credentials(request: Request, browser: Browser = STANDARD) -> bool:
    """
    Whether the page's ``Cross-Origin-Embedder-Policy`` lets credentials go along with *request*.

    Step 5 of the text as it stands lets them go along to the page's own origin only after a tainting
    redirect, and to nobody on the direct way. We read it the other way round, as it was before the
    redirect-taint had three values, and as browsers do.

    Spec: https://fetch.spec.whatwg.org/#cross-origin-embedder-policy-allows-credentials
    """
    # 1-2.
    if request.mode is not Mode.NO_CORS:
        return True
    # 4.
    if request.embedder_policy is not EmbedderPolicy.CREDENTIALLESS or not browser.knows_credentialless:
        return True
    # 5-6.
    return (
        same_origin(request.origin, request.current_url.origin) and request.redirect_taint == "same-origin"
    )
