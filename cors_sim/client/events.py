"""
What script gets to hear of a fetch: a promise, an event, an exception, or nothing.

For elements this depends on more than the verdict. What is known of it is data of each browser
(`Browser.script`); what is not known is said so.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.browsers.script.interface import Loads, ScriptError
from cors_sim.client.content import is_content, may_be_script_alone, shows_its_type
from cors_sim.enums import Mode
from cors_sim.flows import Outcome
from cors_sim.origins import same_origin
from cors_sim.responses import NULL_BODY_STATUSES, Response
from cors_sim.standard import tables
from cors_sim.standard.mime_types import extract_a_mime_type
from cors_sim.standard.type_checks import determine_nosniff
from cors_sim.verdicts import Blocked, Reason

_FOR_ITS_TYPE: Final = frozenset({Reason.MIME_TYPE, Reason.NOSNIFF})
Name = Literal["resolve", "reject", "return", "throw", "load", "error", "open", "run"]

# What APIs have in place of the events load and error.
_LOAD: Final[Mapping[str, Name]] = MappingProxyType(
    {"eventsource": "open", "import": "resolve", "worker": "run"}
)
_ERROR: Final[Mapping[str, Name]] = MappingProxyType({"import": "reject"})


@attrs.frozen(repr=False)
class Event(Value):
    """
    What script gets to hear.

    Args:
        name: a promise is resolved (``resolve``) or rejected (``reject``), a call returns (``return``) or
            throws (``throw``), a worker runs (``run``), or an event ``load``, ``error`` or ``open`` is
            fired; None where that is not modelled.
        error: what the promise is rejected with, or the call throws; else None.
        fires_error: whether an event ``error`` is fired before the call throws.
        unmodelled: why there is no name; else empty.
    """

    name: Name | None
    error: ScriptError | None = None
    fires_error: bool = False
    unmodelled: str = ""


def event(outcome: Outcome, *, synchronous: bool = False) -> Event:
    """
    What script gets to hear of *outcome*.

    A module that arrives is taken to run, and a body that begins and ends as an image to be one.

    Args:
        outcome: of a request that one of the functions beside this one made, in the same browser.
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
            if rule is None:
                return Event(None, unmodelled=f"what comes of {api!r} is not known")
            loads = _loads(outcome, rule)
            if isinstance(loads, str):
                return Event(None, unmodelled=loads)
            return Event(_LOAD.get(api, "load") if loads else _ERROR.get(api, "error"))


def _of_xhr(outcome: Outcome, *, synchronous: bool) -> Event:
    blocked = isinstance(outcome.verdict, Blocked)
    if not synchronous:
        return Event("error" if blocked else "load")
    script, in_worker, sent = outcome.browser.script, outcome.request.in_worker, bool(outcome.exchanges)
    if not blocked or (in_worker and sent and not script.synchronous_send_throws_in_worker):
        return Event("return")
    fires_error = {"never": False, "always": True, "in-worker-or-once-sent": in_worker or sent}
    message = script.send_failed.format(url=outcome.request.url)
    error = ScriptError("NetworkError", message)
    return Event("throw", error, fires_error=fires_error[script.error_before_throwing])


def _loads(outcome: Outcome, rule: Loads) -> bool | str:
    """Whether ``load`` is fired, rather than ``error``; or why that is not known."""
    verdict, sent = outcome.verdict, outcome.exchanges
    loads_after_failure = rule.after_failure and bool(sent)
    if isinstance(verdict, Blocked) and not (rule.whatever_type and verdict.reason in _FOR_ITS_TYPE):
        return loads_after_failure
    if not sent and rule.over_network:
        return False
    # What the element gets, where script can read nothing.
    response = sent[-1].response if sent else outcome.response
    hidden = _is_hidden(response, outcome) if rule.guarded else False
    if hidden or not _has_type(response, rule):
        return loads_after_failure
    usable = _has_status(response, rule) and _has_content(response, rule)
    if usable is None:
        return "whether the body is one that the browser can use is not known"
    if usable and hidden is None and not rule.after_failure and rule.content == "any":
        return "whether an opaque response of this type is kept from the element takes a parser to know"
    return usable or (loads_after_failure and _is_opaque(outcome))


def _is_opaque(outcome: Outcome) -> bool:
    """Whether the response is one that script could not read, were it not blocked."""
    request = outcome.request
    origins = [exchange.request.url.origin for exchange in outcome.exchanges]
    return request.mode is Mode.NO_CORS and not all(same_origin(url, request.origin) for url in origins)


def _has_status(response: Response, rule: Loads) -> bool:
    good = {
        "any": True,
        "below-400": response.status < 400,
        "ok": response.has_ok_status,
        "200": response.status == 200,
    }
    return good[rule.statuses]


def _essence(response: Response) -> str | None:
    mime_type = extract_a_mime_type(response.headers)
    return None if mime_type is None else mime_type.essence


def _has_type(response: Response, rule: Loads) -> bool:
    essence = _essence(response)
    good = {
        "any": True,
        "css-or-none": essence in {None, "text/css"},
        "event-stream": essence == "text/event-stream",
        "event-stream-in-utf-8": essence == "text/event-stream" and _is_utf_8(response),
        "javascript": essence in tables.JAVASCRIPT_MIME_TYPES,
    }
    return good[rule.content_type]


def _is_utf_8(response: Response) -> bool:
    mime_type = extract_a_mime_type(response.headers)
    charset = None if mime_type is None else mime_type.parameter("charset")
    return charset is None or _infra.ascii_lowercase(charset) == "utf-8"


def _has_content(response: Response, rule: Loads) -> bool | None:
    return rule.content == "any" or is_content(_body(response), rule.content, _essence(response))


def _body(response: Response) -> bytes:
    return b"" if response.status in NULL_BODY_STATUSES else response.body or b""


def _is_hidden(response: Response, outcome: Outcome) -> bool | None:
    """
    Whether *response* is kept from the element; None where it takes a parser to know.

    Spec: https://github.com/annevk/orb
    """
    blocking = outcome.browser.script.opaque_response_blocking
    if blocking == "none" or not _is_opaque(outcome):
        return False
    if blocking == "unless-script" and response.status == 206:
        # None of the requests is for a range but those of media elements, which take partial responses.
        return outcome.request.destination not in {"audio", "video"}
    essence = _essence(response) or ""
    is_xml = essence.endswith(("/xml", "+xml")) and essence != "image/svg+xml"
    telling = is_xml or essence.endswith(("/json", "+json")) or essence == "text/html"
    if determine_nosniff(response.headers) and (telling or essence == "text/plain"):
        return True
    if not telling or blocking == "by-content":
        return telling and shows_its_type(_body(response), essence)
    return None if may_be_script_alone(_body(response)) else True
