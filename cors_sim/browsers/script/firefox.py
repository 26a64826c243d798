"""What Firefox 153 ESR was seen to tell script."""

from typing import Final

from cors_sim.browsers.departure import Departure
from cors_sim.browsers.script.interface import STANDARD_PRELOADS, Loads, Refusal, ScriptInterface, Text

_FETCH: Final = "{scope}.fetch: "
_METHOD: Final = _FETCH + "Invalid request method {value_as_utf_8}."
_SYNTAX: Final = "An invalid or illegal string was specified"
_NOT_BYTES: Final = (
    "to ByteString because the character at index {index} has value {code_point} which is greater than 255."
)
_PAIRS_OR_RECORD: Final = (
    " branch of (sequence<sequence<ByteString>> or record<ByteString, ByteString>) " + _NOT_BYTES
)

_TEXTS: Final = (
    Text("fetch", Refusal.URL_INVALID, _FETCH + "{value} is not a valid URL."),
    Text(
        "fetch", Refusal.URL_INCLUDES_CREDENTIALS, _FETCH + "{value} is an url with embedded credentials."
    ),
    Text("fetch", Refusal.REFERRER_INVALID, _FETCH + "Invalid referrer URL {value}."),
    Text("fetch", Refusal.METHOD_INVALID, _METHOD),
    Text("fetch", Refusal.METHOD_FORBIDDEN, _METHOD),
    Text("fetch", Refusal.METHOD_NOT_FOR_NO_CORS, _METHOD),
    Text("fetch", Refusal.MODE_NAVIGATE, _FETCH + "Invalid request mode navigate."),
    Text(
        "fetch",
        Refusal.ONLY_IF_CACHED_ACROSS_ORIGINS,
        _FETCH
        + "Request mode '{value}' was used, but request cache mode 'only-if-cached' can only be used "
        "with request mode 'same-origin'.",
    ),
    Text("fetch", Refusal.BODY_WITH_GET, _FETCH + "HEAD or GET Request cannot have a body."),
    Text(
        "fetch",
        Refusal.HEADER_NAME_INVALID,
        _FETCH + "{value_in_lower_case_as_utf_8} is an invalid header name.",
    ),
    Text("fetch", Refusal.HEADER_VALUE_INVALID, _FETCH + "{value_as_utf_8} is an invalid header value."),
    Text(
        "fetch",
        Refusal.NOT_A_BYTE_STRING,
        _FETCH + "Cannot convert 'method' member of RequestInit " + _NOT_BYTES,
        "method",
    ),
    Text(
        "fetch",
        Refusal.NOT_A_BYTE_STRING,
        _FETCH + "Cannot convert value in record<ByteString, ByteString>" + _PAIRS_OR_RECORD,
        "headers/value",
    ),
    Text(
        "fetch",
        Refusal.NOT_A_BYTE_STRING,
        _FETCH + "Cannot convert element of element of sequence<sequence<ByteString>>" + _PAIRS_OR_RECORD,
        "headers",
    ),
    Text(
        "fetch",
        Refusal.NOT_A_BYTE_STRING,
        _FETCH + "Cannot convert key of record<ByteString, ByteString>" + _PAIRS_OR_RECORD,
        "headers/key",
    ),
    Text(
        "fetch",
        Refusal.HEADERS_NOT_PAIRS,
        _FETCH + "Headers require name/value tuples when being initialized by a sequence.",
    ),
    Text(
        "fetch",
        Refusal.NOT_AN_ENUM_VALUE,
        _FETCH
        + "'{value}' (value of '{member}' member of RequestInit) is not a valid value for enumeration "
        "{type}.",
    ),
    Text("open", Refusal.URL_INVALID, "XMLHttpRequest.open: '{value}' is not a valid URL."),
    Text("open", Refusal.METHOD_INVALID, _SYNTAX),
    Text("open", Refusal.METHOD_FORBIDDEN, "The operation is insecure."),
    Text("open", Refusal.NOT_A_BYTE_STRING, "XMLHttpRequest.open: Cannot convert argument 1 " + _NOT_BYTES),
    Text("setRequestHeader", Refusal.HEADER_NAME_INVALID, "Invalid header name."),
    Text("setRequestHeader", Refusal.HEADER_VALUE_INVALID, "Invalid header name."),
    Text(
        "setRequestHeader",
        Refusal.NOT_A_BYTE_STRING,
        "XMLHttpRequest.setRequestHeader: Cannot convert argument {member} " + _NOT_BYTES,
    ),
    Text("sendBeacon", Refusal.URL_INVALID, "Navigator.sendBeacon: {value} is not a valid URL."),
    Text(
        "sendBeacon",
        Refusal.URL_SCHEME_NOT_HTTP,
        "Navigator.sendBeacon: Beacon URL {value} must be either http:// or https://.",
    ),
    Text("EventSource", Refusal.URL_INVALID, _SYNTAX),
    Text("Worker", Refusal.URL_INVALID, 'Worker constructor: Failed to load worker script at "{value}"'),
    Text(
        "import",
        Refusal.URL_INVALID,
        "The specifier \u201c{value}\u201d was a bare specifier, but was not remapped to anything. "
        "Relative module specifiers must start with \u201c./\u201d, \u201c../\u201d or \u201c/\u201d.",
    ),
)

_OK: Final = Loads(statuses="ok")
_JAVASCRIPT: Final = Loads(statuses="ok", content_type="javascript")
_MEDIA: Final = Loads(statuses="ok", content="media", guarded=True)

SCRIPT: Final = ScriptInterface(
    texts=_TEXTS,
    fetch_failed="NetworkError when attempting to fetch resource.",
    send_failed="A network error occurred.",
    streams="as-text",
    sets_charset_first=False,
    synchronous_send_throws_in_worker=False,
    limits_beacons=False,
    font_preloads_are_cors_requests=True,
    preloads=tuple(preload for preload in STANDARD_PRELOADS if preload != ("track", "track")),
    loads=(
        ("audio", _MEDIA),
        ("eventsource", Loads(statuses="200", content_type="event-stream", over_network=True)),
        ("font", Loads(statuses="ok", content="font")),
        ("img", Loads(content="image-of-any-type", guarded=True)),
        ("import", _JAVASCRIPT),
        ("module", _JAVASCRIPT),
        ("modulepreload", Loads(statuses="ok", content_type="javascript", after_failure=True)),
        ("preload", Loads(statuses="ok", after_failure=True, guarded=True)),
        ("preload-image", Loads(content="image-of-any-type", after_failure=True, guarded=True)),
        ("script", Loads(statuses="ok", guarded=True)),
        ("stylesheet", Loads(statuses="ok", content_type="css-or-none", guarded=True)),
        ("video", _MEDIA),
        ("worker", _JAVASCRIPT),
    ),
    not_preloaded=(("audio", "load"), ("json", "load"), ("track", "error"), ("video", "load")),
    opaque_response_blocking="unless-script",
    error_before_throwing="in-worker-or-once-sent",
    departures=(
        Departure(
            "streams",
            "A ReadableStream is sent as the text of its name.",
            ("cl-fetch-stream-post", "cl-fetch-keepalive-stream", "cb-stream"),
        ),
        Departure(
            "sets_charset_first",
            "Whether Content-Type needs leave is judged before XMLHttpRequest makes its charset UTF-8.",
            ("cl-xhr-ct-safe-after",),
        ),
        Departure(
            "limits_beacons",
            "A beacon may be of any size.",
            ("cb-big",),
        ),
        Departure(
            "font_preloads_are_cors_requests",
            "A preload of a font is a CORS request without a crossorigin attribute, too.",
            ("ce-preload-font-no",),
        ),
        Departure(
            "preloads",
            "Text tracks are not preloaded.",
            ("ce-preload-track-s200",),
        ),
        Departure(
            "not_preloaded",
            "Preloads as what is not preloaded fire load, as text tracks error.",
            ("ce-preload-audio-s200", "ce-preload-track-s200"),
        ),
        Departure(
            "loads",
            "Elements but images take statuses of 200 to 299 alone; preloads fire load for what failed; "
            "event sources do not take data: URLs.",
            ("ce-preload-fetch-blocked", "ce-modulepreload-t1", "ce-eventsource-dataurl"),
        ),
        Departure(
            "opaque_response_blocking",
            "Elements in mode no-cors get no partial responses, and no HTML, XML or JSON but scripts.",
            ("ce-script-no-html", "ce-img-no-json-nosniff"),
        ),
        Departure(
            "synchronous_send_throws_in_worker",
            "A synchronous send() in a worker does not throw once something was sent.",
            ("cl-xhr-sync-dead-w", "cl-xhr-sync-none-w"),
        ),
        Departure(
            "error_before_throwing",
            "A synchronous send() fires error before it throws, in a worker or once something was sent.",
            ("cl-xhr-sync-dead", "cl-xhr-sync-ftp-w"),
        ),
    ),
)
"""What Firefox tells script."""
