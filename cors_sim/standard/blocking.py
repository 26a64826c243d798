"""
What blocks a fetch that is not CORS: bad ports, mixed content, and types (in `type_checks`).

Spec: https://fetch.spec.whatwg.org/#port-blocking and
https://w3c.github.io/webappsec-mixed-content/
"""

from typing import Final

from cors_sim.browsers import STANDARD, Browser
from cors_sim.origins import is_ip_address, is_loopback
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.standard import tables
from cors_sim.urls import URL, parse_url
from cors_sim.verdicts import Algorithm, Blocked, Evidence, Reason

BAD_PORT: Final = Algorithm(
    "should request be blocked due to a bad port", "https://fetch.spec.whatwg.org/#block-bad-port"
)
MIXED_CONTENT: Final = Algorithm(
    "should fetching request be blocked as mixed content",
    "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch",
)


def blocked_due_to_a_bad_port(request: Request) -> Blocked | None:
    """
    Why *request* may not go to its port, or None.

    Spec: https://fetch.spec.whatwg.org/#block-bad-port
    """
    # 1.
    url = request.current_url
    # 2.
    if url.port in tables.BAD_PORTS and url.has_http_scheme:
        evidence = Evidence(None, f"port {url.port}", "a port that no other service is known by")
        return Blocked(Reason.BAD_PORT, BAD_PORT.step("2"), evidence)
    # 3.
    return None


def with_mixed_content_upgraded(request: Request) -> Request:
    """
    *request* with https for http in its current URL, where the page is secure and it is for a picture.

    Spec: https://w3c.github.io/webappsec-mixed-content/#upgrade-algorithm
    """
    url = request.current_url
    upgradable = (
        url.scheme == "http"
        and _is_upgradable(request)
        and request.restricts_mixed_content
        and not is_potentially_trustworthy(url)
        and not is_ip_address(url.host or "")
    )
    if not upgradable:
        return request
    upgraded = parse_url(f"https{url.href.removeprefix('http')}")
    return request.with_fields(url_list=(*request.url_list[:-1], upgraded))


def _is_upgradable(request: Request) -> bool:
    """Whether *request* is for what a page can do without: a picture, a sound or a film."""
    return request.destination in {"image", "audio", "video"}


def blocked_as_mixed_content(request: Request, browser: Browser = STANDARD) -> Blocked | None:
    """
    Why a secure page may not load *request*, or None.

    Args:
        request: whose current URL and page decide.
        browser: whose choices count.

    Spec: https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
    """
    url = request.current_url
    if is_potentially_trustworthy(url) and (
        browser.loopback_is_trustworthy or url.scheme != "http" or _is_upgradable(request)
    ):
        return None
    if not request.restricts_mixed_content:
        return None
    evidence = Evidence(None, str(url), "an https URL, because the page is secure")
    return Blocked(Reason.MIXED_CONTENT, MIXED_CONTENT.step("2"), evidence)


def is_potentially_trustworthy(url: URL) -> bool:
    """
    Whether what comes from *url* cannot have been changed on the way: https, or this very machine.

    Spec: https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy
    """
    if url.scheme in {"https", "wss", "data", "about", "file"}:
        return True
    return is_loopback(url.host or "")


def blocked_by_its_type(request: Request, response: Response) -> Blocked | None:
    """
    Why *response* is not of a type that *request* can be for, or None: for its MIME type, or for nosniff.
    """
    # The destination first, for it is free, and none but these is ever blocked.
    if request.destination != "style" and request.destination not in tables.SCRIPT_LIKE_DESTINATIONS:
        return None
    # Few fetches get here, and every import would pay for it.
    from cors_sim.standard import type_checks  # noqa: PLC0415 - see above

    blocked = type_checks.blocked_due_to_its_mime_type(request, response)
    return type_checks.blocked_due_to_nosniff(request, response) if blocked is None else blocked
