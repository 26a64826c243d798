"""
The records of what a browser tells script: exceptions that its APIs throw, and events of elements.

Texts are templates; a `Refusal` says in the standard's terms what each is about.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.browsers.departure import Departure

_ENUMERATIONS: Final = MappingProxyType(
    {
        "cache": "RequestCache",
        "credentials": "RequestCredentials",
        "duplex": "RequestDuplex",
        "mode": "RequestMode",
        "priority": "RequestPriority",
        "redirect": "RequestRedirect",
        "referrerPolicy": "ReferrerPolicy",
    }
)


class Refusal(StrEnum):
    """Why an API refuses before there is a request. Values are stable."""

    URL_EMPTY = "url-empty"
    URL_INVALID = "url-invalid"
    URL_INCLUDES_CREDENTIALS = "url-includes-credentials"
    URL_SCHEME_NOT_HTTP = "url-scheme-not-http"
    REFERRER_INVALID = "referrer-invalid"
    METHOD_INVALID = "method-invalid"
    METHOD_FORBIDDEN = "method-forbidden"
    METHOD_NOT_FOR_NO_CORS = "method-not-for-no-cors"
    MODE_NAVIGATE = "mode-navigate"
    ONLY_IF_CACHED_ACROSS_ORIGINS = "only-if-cached-across-origins"
    BODY_WITH_GET = "body-with-get"
    STREAM_NOT_SUPPORTED = "stream-not-supported"
    STREAM_WITH_KEEPALIVE = "stream-with-keepalive"
    STREAM_WITHOUT_DUPLEX = "stream-without-duplex"
    STREAM_WITH_NO_CORS = "stream-with-no-cors"
    HEADER_NAME_INVALID = "header-name-invalid"
    HEADER_VALUE_INVALID = "header-value-invalid"
    HEADERS_NOT_PAIRS = "headers-not-pairs"
    NOT_A_BYTE_STRING = "not-a-byte-string"
    NOT_AN_ENUM_VALUE = "not-an-enum-value"
    NOT_A_PRELOAD_DESTINATION = "not-a-preload-destination"
    WORKER_ACROSS_ORIGINS = "worker-across-origins"


Call = Literal[
    "fetch", "open", "setRequestHeader", "send", "EventSource", "sendBeacon", "Worker", "import", "element"
]
"""What script called; ``element`` where it called nothing and an element fires ``error``."""


@attrs.frozen(repr=False)
class ScriptError(Value):
    """
    What a rejected promise, or a call that throws, says to script.

    Args:
        name: of the exception, as ``TypeError``.
        message: its text; empty where no standard says any.
    """

    name: str
    message: str


@attrs.frozen(repr=False)
class Text(Value):
    """
    What an engine says of a refusal.

    Args:
        call: what script called.
        refusal: why it was refused.
        template: in braces, what `ScriptInterface.message` fills in.
        member: of the dictionary that was passed, where only of that; empty for any. What of the member,
            where that matters, stands behind a slash.
    """

    call: Call
    refusal: Refusal
    template: str
    member: str = ""


@attrs.frozen(kw_only=True, repr=False)
class Loads(Value):
    """
    When an element fires ``load`` for a response that it may use. The defaults take anything.

    Args:
        statuses: that are good enough.
        content_type: that it must have; ``css-or-none`` takes a response without one, too.
        content: what the body must be. SVG is an ``image`` by its type, which makes no other image of it.
        after_failure: whether ``load`` is fired even where what was sent came to nothing, or to a response
            of another type.
        whatever_type: whether it takes what is blocked for its type, too.
        over_network: whether only a response that came over the network is good enough.
        guarded: whether opaque responses may be kept from it.
    """

    statuses: Literal["any", "below-400", "ok", "200"] = "any"
    content_type: Literal["any", "css-or-none", "event-stream", "event-stream-in-utf-8", "javascript"] = (
        "any"
    )
    content: Literal["any", "font", "image", "image-of-any-type", "media", "media-or-image"] = "any"
    after_failure: bool = False
    whatever_type: bool = False
    over_network: bool = False
    guarded: bool = False


_JAVASCRIPT: Final = Loads(statuses="ok", content_type="javascript")
_MEDIA: Final = Loads(content="media", guarded=True)

STANDARD_LOADS: Final = (
    ("audio", _MEDIA),
    ("eventsource", Loads(statuses="200", content_type="event-stream")),
    ("font", Loads(content="font")),
    ("img", Loads(content="image", guarded=True)),
    ("import", _JAVASCRIPT),
    ("module", _JAVASCRIPT),
    ("modulepreload", _JAVASCRIPT),
    ("preload", Loads()),
    ("script", Loads(statuses="ok", guarded=True)),
    ("stylesheet", Loads(statuses="ok", content_type="css-or-none", guarded=True)),
    ("video", _MEDIA),
    ("worker", _JAVASCRIPT),
)
"""
When elements fire ``load`` by the standards.

Spec: https://html.spec.whatwg.org/ and https://drafts.csswg.org/css-font-loading/
"""


STANDARD_PRELOADS: Final = (
    ("fetch", ""),
    ("font", "font"),
    ("image", "image"),
    ("script", "script"),
    ("style", "style"),
    ("track", "track"),
)
"""
What is preloaded by the standard.

Spec: https://html.spec.whatwg.org/multipage/links.html#translate-a-preload-destination
"""


@attrs.frozen(kw_only=True, repr=False)
class ScriptInterface(Value):
    """
    What a browser's APIs do and say. The defaults are the standards', which say no texts.

    Args:
        departures: why fields but those for texts have values that are not the standards'.
        texts: of what the APIs refuse.
        fetch_failed: what the rejected promise of a blocked fetch says.
        send_failed: what a synchronous ``send()`` says that fails.

        streams: what becomes of a ReadableStream as a body: it is ``sent``, its name is sent
            ``as-text``, or it is ``refused``.
        not_set_by_script: names of headers, in lower case, that script sets in vain, besides the forbidden.
        sets_charset_first: whether XMLHttpRequest makes the charset of the author's ``Content-Type`` UTF-8
            before it is judged whether that header needs leave; else it is judged as script wrote it.
        synchronous_upload_listens: whether upload listeners count in a synchronous XMLHttpRequest.
        limits_beacons: whether a beacon counts towards the 64 KiB of keepalive requests.
        fonts_are_cors_requests: whether fonts are fetched in mode ``cors``.
        font_preloads_are_cors_requests: whether preloads of fonts are, whatever their ``crossorigin``.
        worker_refused_at_once: whether ``new Worker()`` throws for a script elsewhere, rather than fail.
        preloads: what a preload may be ``as``, each with the destination that this means.

        loads: for each kind of element (as in ``Request.api``; ``preload-image`` for a preload as an image,
            where that is not as for any ``preload``) when it fires ``load``.
        not_preloaded: the event that is fired for a preload ``as`` something else, where one is.
        opaque_response_blocking: which responses are kept from elements that asked for them in mode
            ``no-cors``: ``none``; those that begin as the markup or JSON that their type says
            (``by-content``); or partial ones and, of such types, those that are no script
            (``unless-script``).
        refuses_url_credentials: whether elements in mode ``no-cors`` and event sources fail, and beacons
            are not sent, where the URL includes credentials.
        synchronous_send_throws_in_worker: whether a synchronous ``send()`` in a worker throws once
            something was sent.
        error_before_throwing: whether ``error`` is fired before a synchronous ``send()`` throws:
            ``never``, ``always``, or in a worker and once something was sent.
    """

    departures: tuple[Departure, ...] = ()
    texts: tuple[Text, ...] = ()
    fetch_failed: str = ""
    send_failed: str = ""

    streams: Literal["sent", "as-text", "refused"] = "sent"
    not_set_by_script: frozenset[str] = frozenset()
    sets_charset_first: bool = True
    synchronous_upload_listens: bool = True
    limits_beacons: bool = True
    fonts_are_cors_requests: bool = True
    font_preloads_are_cors_requests: bool = False
    worker_refused_at_once: bool = False
    preloads: tuple[tuple[str, str], ...] = STANDARD_PRELOADS

    loads: tuple[tuple[str, Loads], ...] = STANDARD_LOADS
    not_preloaded: tuple[tuple[str, Literal["load", "error"]], ...] = ()
    opaque_response_blocking: Literal["none", "by-content", "unless-script"] = "none"
    refuses_url_credentials: bool = False
    synchronous_send_throws_in_worker: bool = True
    error_before_throwing: Literal["never", "in-worker-or-once-sent", "always"] = "never"

    def message(
        self, call: Call, refusal: Refusal, *, in_worker: bool, value: str, member: str, context: str
    ) -> str:
        """
        What the exception for *refusal* says; empty where no text is known.

        Args:
            call: what script called.
            refusal: why it was refused.
            in_worker: whether script runs in a worker.
            value: what was refused.
            member: of the dictionary, or the number of the argument, that was refused.
            context: the header whose value was refused, or the origin that it was refused.
        """
        for text in self.texts:
            if text.call == call and text.refusal is refusal and text.member in {"", member}:
                return text.template.format_map(
                    {
                        "scope": "WorkerGlobalScope" if in_worker else "Window",
                        "value": value,
                        "value_as_utf_8": _as_utf_8(value),
                        "value_in_lower_case_as_utf_8": _as_utf_8(_infra.ascii_lowercase(value)),
                        "member": member.partition("/")[0],
                        "context": context,
                        "type": _ENUMERATIONS.get(member, ""),
                        **_first_beyond_bytes(value),
                    }
                )
        return ""

    def loads_of(self, kind: str, destination: str) -> Loads | None:
        """When an element of *kind*, a preload for *destination*, fires ``load``; None if unknown."""
        rules = dict(self.loads)
        return rules.get(f"{kind}-{destination}", rules.get(kind))


STANDARD_SCRIPT: Final = ScriptInterface()
"""What the standards say, who say no texts."""


def _as_utf_8(value: str) -> str:
    """
    *value*, one character a byte, as a browser shows it that takes it for UTF-8 with a NUL at its end.
    """
    return value.partition("\0")[0].encode("latin-1", "replace").decode("utf-8", "replace")


def _first_beyond_bytes(value: str) -> dict[str, int]:
    """Where in *value* the first character is that is no byte, and which one."""
    for index, character in enumerate(value):
        if character > "\xff":
            return {"index": index, "code_point": ord(character)}
    return {}
