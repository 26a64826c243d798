"""What WebKitGTK 2.50 was seen to tell script."""

from typing import Final

from cors_sim.browsers.departure import Departure
from cors_sim.browsers.script.interface import STANDARD_PRELOADS, Loads, Refusal, ScriptInterface, Text

_URL: Final = "URL is not valid or contains user credentials."
_PATTERN: Final = "The string did not match the expected pattern."
_TYPE_ERROR: Final = "Type error"

_TEXTS: Final = (
    Text("fetch", Refusal.URL_INVALID, _URL),
    Text("fetch", Refusal.URL_INCLUDES_CREDENTIALS, _URL),
    Text("fetch", Refusal.REFERRER_INVALID, "Referrer is not a valid URL."),
    Text("fetch", Refusal.METHOD_INVALID, "Method is not a valid HTTP token."),
    Text("fetch", Refusal.METHOD_FORBIDDEN, "Method is forbidden."),
    Text("fetch", Refusal.METHOD_NOT_FOR_NO_CORS, "Method must be GET, POST or HEAD in no-cors mode."),
    Text("fetch", Refusal.MODE_NAVIGATE, "Request constructor does not accept navigate fetch mode."),
    Text(
        "fetch",
        Refusal.ONLY_IF_CACHED_ACROSS_ORIGINS,
        "only-if-cached cache option requires fetch mode to be same-origin.",
    ),
    Text("fetch", Refusal.BODY_WITH_GET, "Request has method '{value}' and cannot have a body"),
    Text("fetch", Refusal.STREAM_NOT_SUPPORTED, "ReadableStream uploading is not supported"),
    Text(
        "fetch",
        Refusal.STREAM_WITH_KEEPALIVE,
        "Request cannot have a ReadableStream body and keepalive set to true",
    ),
    Text("fetch", Refusal.HEADER_NAME_INVALID, "Invalid header name: '{value}'"),
    Text("fetch", Refusal.HEADER_VALUE_INVALID, "Header '{context}' has invalid value: '{value}'"),
    Text("fetch", Refusal.HEADERS_NOT_PAIRS, "Header sub-sequence must contain exactly two items"),
    Text("fetch", Refusal.NOT_A_BYTE_STRING, _TYPE_ERROR),
    Text("fetch", Refusal.NOT_AN_ENUM_VALUE, _TYPE_ERROR),
    Text("open", Refusal.URL_INVALID, _PATTERN),
    Text("open", Refusal.METHOD_INVALID, _PATTERN),
    Text("open", Refusal.METHOD_FORBIDDEN, "The operation is insecure."),
    Text("open", Refusal.NOT_A_BYTE_STRING, _TYPE_ERROR),
    Text("setRequestHeader", Refusal.HEADER_NAME_INVALID, _PATTERN),
    Text("setRequestHeader", Refusal.HEADER_VALUE_INVALID, _PATTERN),
    Text("setRequestHeader", Refusal.NOT_A_BYTE_STRING, _TYPE_ERROR),
    Text("EventSource", Refusal.URL_INVALID, _PATTERN),
    Text("sendBeacon", Refusal.URL_INVALID, "This URL is invalid"),
    Text("sendBeacon", Refusal.URL_SCHEME_NOT_HTTP, "Beacons can only be sent over HTTP(S)"),
    Text("sendBeacon", Refusal.STREAM_WITH_KEEPALIVE, "Beacons cannot send ReadableStream body"),
    Text("Worker", Refusal.URL_INVALID, _PATTERN),
    Text("Worker", Refusal.WORKER_ACROSS_ORIGINS, "The operation is insecure."),
    Text("import", Refusal.URL_INVALID, "Module name, '{value}' does not resolve to a valid URL."),
)

_BELOW_400: Final = Loads(statuses="below-400")
_JAVASCRIPT: Final = Loads(statuses="below-400", content_type="javascript")
_MEDIA: Final = Loads(statuses="below-400", content="media-or-image")
_PRELOADED: Final = Loads(statuses="below-400", whatever_type=True, over_network=True)

SCRIPT: Final = ScriptInterface(
    texts=_TEXTS,
    fetch_failed="Load failed",
    send_failed=" A network error occurred.",
    streams="refused",
    synchronous_upload_listens=False,
    fonts_are_cors_requests=False,
    worker_refused_at_once=True,
    preloads=(*STANDARD_PRELOADS, ("worker", "script")),
    loads=(
        ("audio", _MEDIA),
        ("eventsource", Loads(statuses="200", content_type="event-stream", over_network=True)),
        ("font", Loads(statuses="below-400", content="font")),
        ("img", Loads(content="image")),
        ("import", _JAVASCRIPT),
        ("module", _JAVASCRIPT),
        ("modulepreload", _PRELOADED),
        ("preload", _PRELOADED),
        ("preload-", Loads(over_network=True)),
        ("preload-image", Loads(content="image", over_network=True)),
        ("preload-script", Loads(statuses="below-400", whatever_type=True)),
        ("script", _BELOW_400),
        ("stylesheet", Loads(statuses="ok", content_type="css-or-none")),
        ("video", _MEDIA),
        ("worker", Loads(statuses="ok", content_type="javascript")),
    ),
    error_before_throwing="always",
    departures=(
        Departure(
            "streams",
            "A ReadableStream is refused.",
            ("cl-fetch-stream-post", "cl-fetch-nocors-stream"),
        ),
        Departure(
            "synchronous_upload_listens",
            "Upload listeners do not count in a synchronous XMLHttpRequest.",
            ("cl-xhr-sync-upload",),
        ),
        Departure(
            "fonts_are_cors_requests",
            "Font faces ask in mode no-cors.",
            ("ce-font-s200", "ce-font-blocked"),
        ),
        Departure(
            "worker_refused_at_once",
            "new Worker() throws for a script elsewhere.",
            ("cw-cross", "cp-data-iframe-worker"),
        ),
        Departure(
            "preloads",
            "Workers are preloaded, as scripts.",
            ("ce-preload-worker-s200",),
        ),
        Departure(
            "loads",
            "Scripts, modules, fonts, media and preloads take any status below 400; preloads of modules "
            "and scripts any type; media elements play pictures; event sources and most preloads do not "
            "take data: URLs.",
            (
                "ce-script-s304",
                "ce-module-s300",
                "ce-modulepreload-t1",
                "ce-audio-b-png",
                "ce-eventsource-dataurl",
                "ce-preload-fetch-dataurl",
            ),
        ),
        Departure(
            "error_before_throwing",
            "A synchronous send() fires error before it throws.",
            ("cl-xhr-sync-dead", "cl-xhr-sync-ftp"),
        ),
    ),
)
"""What WebKit tells script."""
