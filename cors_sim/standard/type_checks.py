"""
What blocks a response for its type: a script that is none, or a type that the server stands by.

Spec: https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type? and
https://fetch.spec.whatwg.org/#x-content-type-options-header
"""

from typing import Final

from cors_sim._infra import ascii_lowercase
from cors_sim.headers import HeaderList
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.standard import tables
from cors_sim.standard.mime_types import extract_a_mime_type
from cors_sim.verdicts import Algorithm, Blocked, Evidence, Reason

MIME_TYPE: Final = Algorithm(
    "should response to request be blocked due to its MIME type",
    "https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?",
)
NOSNIFF: Final = Algorithm(
    "should response to request be blocked due to nosniff",
    "https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?",
)


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
