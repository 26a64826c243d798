"""What Chromium 156 was seen to tell script."""

from typing import Final

from cors_sim.browsers.departure import Departure
from cors_sim.browsers.script.interface import Loads, Refusal, ScriptInterface, Text

_FETCH: Final = "Failed to execute 'fetch' on '{scope}': "
_OPEN: Final = "Failed to execute 'open' on 'XMLHttpRequest': "
_SET_REQUEST_HEADER: Final = "Failed to execute 'setRequestHeader' on 'XMLHttpRequest': "
_SEND_BEACON: Final = "Failed to execute 'sendBeacon' on 'Navigator': "
_MEMBER: Final = "Failed to read the '{member}' property from 'RequestInit': "
_NOT_BYTES: Final = "String contains non ISO-8859-1 code point."

_TEXTS: Final = (
    Text("fetch", Refusal.URL_INVALID, _FETCH + "Failed to parse URL from {value}"),
    Text(
        "fetch",
        Refusal.URL_INCLUDES_CREDENTIALS,
        _FETCH + "Request cannot be constructed from a URL that includes credentials: {value}",
    ),
    Text("fetch", Refusal.REFERRER_INVALID, _FETCH + "Referrer '{value}' is not a valid URL."),
    Text("fetch", Refusal.METHOD_INVALID, _FETCH + "'{value}' is not a valid HTTP method."),
    Text("fetch", Refusal.METHOD_FORBIDDEN, _FETCH + "'{value}' HTTP method is unsupported."),
    Text("fetch", Refusal.METHOD_NOT_FOR_NO_CORS, _FETCH + "'{value}' is unsupported in no-cors mode."),
    Text(
        "fetch",
        Refusal.MODE_NAVIGATE,
        _FETCH + "Cannot construct a Request with a RequestInit whose mode member is set as 'navigate'.",
    ),
    Text(
        "fetch",
        Refusal.ONLY_IF_CACHED_ACROSS_ORIGINS,
        _FETCH + "'only-if-cached' can be set only with 'same-origin' mode",
    ),
    Text("fetch", Refusal.BODY_WITH_GET, _FETCH + "Request with GET/HEAD method cannot have body."),
    Text(
        "fetch",
        Refusal.STREAM_WITH_KEEPALIVE,
        _FETCH + "Keepalive request cannot have a ReadableStream body.",
    ),
    Text(
        "fetch",
        Refusal.STREAM_WITH_NO_CORS,
        _FETCH + 'If request is made from ReadableStream, mode should be"same-origin" or "cors"',
    ),
    Text(
        "fetch",
        Refusal.STREAM_WITHOUT_DUPLEX,
        _FETCH + "The `duplex` member must be specified for a request with a streaming body",
    ),
    Text("fetch", Refusal.HEADER_NAME_INVALID, _FETCH + "Invalid name"),
    Text("fetch", Refusal.HEADER_VALUE_INVALID, _FETCH + "Invalid value"),
    Text("fetch", Refusal.HEADERS_NOT_PAIRS, _FETCH + "Invalid value"),
    Text("fetch", Refusal.NOT_A_BYTE_STRING, _FETCH + _MEMBER + _NOT_BYTES),
    Text(
        "fetch",
        Refusal.NOT_AN_ENUM_VALUE,
        _FETCH + _MEMBER + "The provided value '{value}' is not a valid enum value of type FetchPriority.",
        "priority",
    ),
    Text(
        "fetch",
        Refusal.NOT_AN_ENUM_VALUE,
        _FETCH + _MEMBER + "The provided value '{value}' is not a valid enum value of type {type}.",
    ),
    Text("open", Refusal.URL_INVALID, _OPEN + "Invalid URL"),
    Text("open", Refusal.METHOD_INVALID, _OPEN + "'{value}' is not a valid HTTP method."),
    Text("open", Refusal.METHOD_FORBIDDEN, _OPEN + "'{value}' HTTP method is unsupported."),
    Text("open", Refusal.NOT_A_BYTE_STRING, _OPEN + _NOT_BYTES),
    Text(
        "setRequestHeader",
        Refusal.HEADER_NAME_INVALID,
        _SET_REQUEST_HEADER + "'{value}' is not a valid HTTP header field name.",
    ),
    Text(
        "setRequestHeader",
        Refusal.HEADER_VALUE_INVALID,
        _SET_REQUEST_HEADER + "'{value}' is not a valid HTTP header field value.",
    ),
    Text("setRequestHeader", Refusal.NOT_A_BYTE_STRING, _SET_REQUEST_HEADER + _NOT_BYTES),
    Text(
        "EventSource",
        Refusal.URL_INVALID,
        "Failed to construct 'EventSource': Cannot open an EventSource to '{value}'. The URL is invalid.",
    ),
    Text(
        "sendBeacon", Refusal.URL_INVALID, _SEND_BEACON + "The URL argument is ill-formed or unsupported."
    ),
    Text(
        "sendBeacon", Refusal.URL_SCHEME_NOT_HTTP, _SEND_BEACON + "Beacons are only supported over HTTP(S)."
    ),
    Text(
        "sendBeacon",
        Refusal.STREAM_WITH_KEEPALIVE,
        _SEND_BEACON + "sendBeacon cannot have a ReadableStream body.",
    ),
    Text("Worker", Refusal.URL_INVALID, "Failed to construct 'Worker': '{value}' is not a valid URL."),
    Text(
        "Worker",
        Refusal.WORKER_ACROSS_ORIGINS,
        "Failed to construct 'Worker': Script at '{value}' cannot be accessed from origin '{context}'.",
    ),
    Text("import", Refusal.URL_INVALID, "Failed to resolve module specifier '{value}'"),
)

_BELOW_400: Final = Loads(statuses="below-400", guarded=True)
_JAVASCRIPT: Final = Loads(statuses="ok", content_type="javascript")
_IMAGE: Final = Loads(content="image", guarded=True)
_MEDIA: Final = Loads(statuses="200", content="media", guarded=True)

SCRIPT: Final = ScriptInterface(
    texts=_TEXTS,
    fetch_failed="Failed to fetch",
    send_failed="Failed to execute 'send' on 'XMLHttpRequest': Failed to load '{url}'.",
    not_set_by_script=frozenset({"user-agent"}),
    sets_charset_first=False,
    synchronous_upload_listens=False,
    worker_refused_at_once=True,
    loads=(
        ("audio", _MEDIA),
        ("eventsource", Loads(statuses="200", content_type="event-stream-in-utf-8")),
        ("font", Loads(statuses="below-400", content="font")),
        ("img", _IMAGE),
        ("import", _JAVASCRIPT),
        ("module", _JAVASCRIPT),
        ("modulepreload", _JAVASCRIPT),
        ("preload", Loads()),
        ("preload-font", _BELOW_400),
        ("preload-image", _IMAGE),
        ("preload-script", Loads(statuses="below-400", whatever_type=True, guarded=True)),
        ("preload-style", _BELOW_400),
        ("script", _BELOW_400),
        ("stylesheet", _BELOW_400),
        ("video", _MEDIA),
        ("worker", Loads(statuses="ok")),
    ),
    opaque_response_blocking="by-content",
    refuses_url_credentials=True,
    departures=(
        Departure(
            "not_set_by_script",
            "Script cannot set User-Agent.",
            ("cl-fetch-useragent", "cl-xhr-useragent"),
        ),
        Departure(
            "sets_charset_first",
            "XMLHttpRequest puts UTF-8 between the quotes of a charset, which then still need leave.",
            ("cl-xhr-ct-safe-after",),
        ),
        Departure(
            "synchronous_upload_listens",
            "Upload listeners do not count in a synchronous XMLHttpRequest.",
            ("cl-xhr-sync-upload",),
        ),
        Departure(
            "worker_refused_at_once",
            "new Worker() throws for a script elsewhere.",
            ("cw-cross", "cp-csp-sandbox-worker"),
        ),
        Departure(
            "loads",
            "Scripts, style sheets and fonts take any status below 400, style sheets any type, media the "
            "status 200 alone; preloads fail for a status only where their kind does.",
            ("ce-script-s304", "ce-css-t1", "ce-audio-s206", "ce-preload-script-s404"),
        ),
        Departure(
            "opaque_response_blocking",
            "Elements in mode no-cors do not get what begins as the HTML, XML or JSON that its type says.",
            ("ce-script-no-htmlbody", "ce-img-no-json-nosniff"),
        ),
        Departure(
            "refuses_url_credentials",
            "Event sources, beacons, and elements in mode no-cors refuse a URL with a password.",
            ("ce-eventsource-userinfo", "cb-userinfo"),
        ),
    ),
)
"""What Chromium tells script."""
