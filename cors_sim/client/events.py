"""
What script gets to hear of a fetch: a promise, an event, an exception, or nothing.

For elements this depends on more than the verdict. What is known of it is data of each browser
(`Browser.script`); what is not known is said so.
"""

from typing import Literal

import attrs

from cors_sim._value import Value
from cors_sim.browsers.script.interface import Loads, ScriptError
from cors_sim.client.content import is_content
from cors_sim.enums import ResponseType
from cors_sim.flows import Outcome
from cors_sim.responses import NULL_BODY_STATUSES, Response
from cors_sim.standard import tables
from cors_sim.standard.blocking import determine_nosniff
from cors_sim.standard.mime_types import extract_a_mime_type
from cors_sim.verdicts import Blocked

Name = Literal["resolve", "reject", "return", "throw", "load", "error", "open"]


@attrs.frozen(repr=False)
class Event(Value):
    """
    What script gets to hear.

    Args:
        name: a promise is resolved (``resolve``) or rejected (``reject``), a call returns (``return``) or
            throws (``throw``), or an event of that name is fired; None where that is not modelled.
        error: what the promise is rejected with, or the call throws; else None.
        unmodelled: why there is no name; else empty.
    """

    name: Name | None
    error: ScriptError | None = None
    unmodelled: str = ""


def event(outcome: Outcome, *, synchronous: bool = False) -> Event:
    """
    What script gets to hear of *outcome*.

    A module that arrives is taken to run, and a body that begins and ends as an image to be one.

    Args:
        outcome: of a request that one of the functions of `cors_sim.client` made, in the same browser.
        synchronous: for XMLHttpRequest, whether it was.
    """
    blocked = isinstance(outcome.verdict, Blocked)
    match outcome.request.api:
        case "fetch":
            return Event("reject", outcome.error) if blocked else Event("resolve")
        case "xhr":
            return _of_xhr(outcome, synchronous=synchronous)
        case "beacon":
            return Event("return")
        case api:
            rule = outcome.browser.script.loads_of(api, outcome.request.destination)
            return _of_element(outcome, rule)


def _of_xhr(outcome: Outcome, *, synchronous: bool) -> Event:
    blocked = isinstance(outcome.verdict, Blocked)
    if not synchronous:
        return Event("error" if blocked else "load")
    script = outcome.browser.script
    returns = (
        outcome.request.in_worker and outcome.exchanges and not script.synchronous_send_throws_in_worker
    )
    if not blocked or returns:
        return Event("return")
    message = script.send_failed.format(url=outcome.request.url)
    return Event("throw", ScriptError("NetworkError", message))


def _of_element(outcome: Outcome, rule: Loads | None) -> Event:
    if rule is None:
        return Event(None, unmodelled=f"what comes of {outcome.request.api!r} is not known")
    if isinstance(outcome.verdict, Blocked):
        return Event("load" if rule.after_failure and outcome.exchanges else "error")
    if outcome.exchanges:
        # What the element gets, where script can read nothing.
        response = outcome.exchanges[-1].response
    elif rule.over_network:
        return Event("error")
    else:
        response = outcome.response
    guarded = (
        outcome.browser.script.blocks_opaque_responses and outcome.response.type is ResponseType.OPAQUE
    )
    hidden = _is_hidden(response) if guarded and rule.guarded else False
    if hidden:
        return Event("load" if rule.after_failure else "error")
    usable = _has_status(response, rule) and _has_type(response, rule) and _has_content(response, rule)
    if usable and hidden is None and rule.content == "any":
        return Event(None, unmodelled="whether an opaque response of this type is kept from the element")
    if usable is None:
        return Event(None, unmodelled="whether the body is one that the browser can use")
    return Event("load" if usable else "error")


def _has_status(response: Response, rule: Loads) -> bool:
    match rule.statuses:
        case "any":
            return True
        case "below-400":
            return response.status < 400
        case "ok":
            return response.has_ok_status
        case "200":
            return response.status == 200


def _essence(response: Response) -> str | None:
    mime_type = extract_a_mime_type(response.headers)
    return None if mime_type is None else mime_type.essence


def _has_type(response: Response, rule: Loads) -> bool:
    essence = _essence(response)
    match rule.content_type:
        case "any":
            return True
        case "css-or-none":
            return essence in {None, "text/css"}
        case "event-stream":
            return essence == "text/event-stream"
        case "javascript":
            return essence in tables.JAVASCRIPT_MIME_TYPES


def _has_content(response: Response, rule: Loads) -> bool | None:
    if rule.content == "any":
        return True
    body = b"" if response.status in NULL_BODY_STATUSES else response.body or b""
    return is_content(body, rule.content, _essence(response))


def _is_hidden(response: Response) -> bool | None:
    """
    Whether an opaque response is kept from the element; None where that depends on what its body is.

    Spec: https://github.com/annevk/orb
    """
    essence = _essence(response) or ""
    telling = essence in {"text/html", "text/json", "application/json"} or essence.endswith(
        ("+json", "/xml", "+xml")
    )
    if determine_nosniff(response.headers) and (telling or essence == "text/plain"):
        return essence != "image/svg+xml"
    return None if telling and essence != "image/svg+xml" else False
