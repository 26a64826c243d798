"""
What blocks a fetch that is not CORS: bad ports, mixed content, MIME types, nosniff.

Spec: https://fetch.spec.whatwg.org/#port-blocking and
https://w3c.github.io/webappsec-mixed-content/
"""

from typing import Final

from cors_sim._infra import ascii_lowercase
from cors_sim.browsers import STANDARD, Browser
from cors_sim.headers import HeaderList
from cors_sim.origins import is_ip_address, is_loopback
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.standard import tables
from cors_sim.standard.mime_types import extract_a_mime_type
from cors_sim.urls import URL, parse_url
from cors_sim.verdicts import Algorithm, Blocked, Evidence, Reason

BAD_PORT: Final = Algorithm(
    "should request be blocked due to a bad port", "https://fetch.spec.whatwg.org/#block-bad-port"
)
MIXED_CONTENT: Final = Algorithm(
    "should fetching request be blocked as mixed content",
    "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch",
)
MIME_TYPE: Final = Algorithm(
    "should response to request be blocked due to its MIME type",
    "https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?",
)
NOSNIFF: Final = Algorithm(
    "should response to request be blocked due to nosniff",
    "https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?",
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


def upgraded_mixed_content_url(request: Request) -> URL:
    """
    The current URL of *request*, with https for http where the page is secure and it is a picture.

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
    return parse_url(f"https{url.href.removeprefix('http')}") if upgradable else url


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
    if not request.restricts_mixed_content:
        return None
    trusted = browser.loopback_is_trustworthy or url.scheme != "http" or _is_upgradable(request)
    if is_potentially_trustworthy(url) and trusted:
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
    """Why *response* is not of a type that *request* can be for, or None: both checks below."""
    blocked = blocked_due_to_its_mime_type(request, response)
    return blocked_due_to_nosniff(request, response) if blocked is None else blocked


def blocked_due_to_its_mime_type(request: Request, response: Response) -> Blocked | None:
    """
    Why *response* may not be run as a script: a picture, a film, a sound or a table is none.

    Spec: https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?
    """
    # 1-3. The destination first, for it is free.
    if request.destination not in tables.SCRIPT_LIKE_DESTINATIONS:
        return None
    mime_type = extract_a_mime_type(response.headers)
    if mime_type is None:
        return None
    # 4.
    if mime_type.essence.startswith(("audio/", "image/", "video/")) or (mime_type.essence == "text/csv"):
        evidence = Evidence("Content-Type", response.headers.get("content-type"), "a script's type")
        return Blocked(Reason.MIME_TYPE, MIME_TYPE.step("4"), evidence)
    # 5.
    return None


def determine_nosniff(headers: HeaderList) -> bool:
    """
    Whether the server asked for its ``Content-Type`` to be taken at its word.

    Spec: https://fetch.spec.whatwg.org/#determine-nosniff
    """
    # 1-2.
    values = headers.get_decode_and_split("x-content-type-options")
    if values is None:
        return False
    # 3-4.
    return ascii_lowercase(values[0]) == "nosniff"


def blocked_due_to_nosniff(request: Request, response: Response) -> Blocked | None:
    """
    Why *response*, taken at the word of its ``Content-Type``, is not what *request* is for, or None.

    Spec: https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?
    """
    # 1. The destination first, for it is free, and none but these two is ever blocked.
    destination = request.destination
    if destination != "style" and destination not in tables.SCRIPT_LIKE_DESTINATIONS:
        return None
    if not determine_nosniff(response.headers):
        return None
    # 2-3.
    mime_type = extract_a_mime_type(response.headers)
    essence = None if mime_type is None else mime_type.essence
    content_type = response.headers.get("content-type")
    # 4.
    if destination != "style" and essence not in tables.JAVASCRIPT_MIME_TYPES:
        evidence = Evidence("Content-Type", content_type, "text/javascript")
        return Blocked(Reason.NOSNIFF, NOSNIFF.step("4"), evidence)
    # 5.
    if destination == "style" and essence != "text/css":
        evidence = Evidence("Content-Type", content_type, "text/css")
        return Blocked(Reason.NOSNIFF, NOSNIFF.step("5"), evidence)
    # 6.
    return None
