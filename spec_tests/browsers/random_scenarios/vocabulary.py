"""What random scenarios are made of: weighted choices and odd header values, as data.

A choice is a mapping from a value to its weight. `{good}` in an odd value stands for the right one.
May import the standard library alone.
"""

KINDS: dict[str, float] = {
    "fetch": 50, "xhr": 17, "img": 4, "script": 4, "module": 3, "import": 2, "css": 3, "font": 2,
    "audio": 1.5,
    "video": 1.5, "preload": 4, "modulepreload": 1, "eventsource": 4, "beacon": 2, "worker": 0.5,
}  # fmt: skip
WORKER_KINDS = {"fetch": 60, "xhr": 30, "eventsource": 6, "import": 4}

# (page kind, its origin) and the weight
PAGES = {
    ("top", "page"): 60, ("top", "lpage"): 2, ("top", "alpha"): 2, ("top", "idn"): 1, ("top", "p80"): 1,
    ("top", "tpage"): 3, ("csp-sandbox", "page"): 3.5, ("sandbox-iframe", "page"): 3.5,
    ("data-iframe", "page"): 3,
    ("sandbox-srcdoc-iframe", "page"): 2.5, ("srcdoc-iframe", "page"): 3, ("blob-iframe", "page"): 3,
    ("worker", "page"): 6, ("worker", "lpage"): 0.7, ("sandbox-iframe", "lpage"): 0.8,
}  # fmt: skip
OPAQUE_PAGES = {"csp-sandbox", "sandbox-iframe", "data-iframe", "sandbox-srcdoc-iframe"}
EMBEDDER_POLICIES = {None: 92, "require-corp": 5, "credentialless": 3}

TARGETS = {
    "cross": 52,
    "cross2": 10,
    "site": 14,
    "page": 11,
    "beta": 2,
    "alpha": 2,
    "lpage": 3,
    "p80": 1,
    "tcross": 2,
}
SECURE_TARGETS = {"tcross": 70, "tpage": 12, "cross": 10, "site": 8}
QUERIES = {"": 82, "?q=1": 9, "#part": 4, "?q=%20%C3%A9#x": 2, "?q=ä b'\"<": 3}
ODD_URLS = {
    "http://u:p@${cross.host}/r/${sid}/a": 3, "http://[": 2, "${cross}:99999/": 1,
    "http://127.0.0.1:22/": 2,
    "http://127.0.0.1:6667/r/${sid}/a": 2, "${dead}/r/${sid}/a": 5, "data:text/plain,x": 3,
    "about:blank": 2,
    "ftp://127.0.0.1/x": 2, "file:///etc/hostname": 2, "ws://${cross.host}/r/${sid}/a": 1, "foo:bar": 2,
    "blob:${page}/nothing": 2, "javascript:1": 1, "mailto:a@b.test": 1,
    "HTTP://${cross.host}/r/${sid}/a": 3,
    "//${cross.host}/r/${sid}/a": 3, "/r/${sid}/a": 3, "${cross}/r/${sid}/./b/../a": 2,
    "${cross}\\r\\${sid}\\a": 1,
    " ${cross}/r/${sid}/a ": 1, "chrome://version/": 1, "about:srcdoc": 1,
}  # fmt: skip

METHODS = {
    "GET": 40, "POST": 17, "PUT": 13, "DELETE": 7, "PATCH": 6, "HEAD": 5, "OPTIONS": 2, "FOO": 2,
    "QUERY": 1,
    "get": 1, "post": 1, "put": 1.5, "patch": 1.5, "Delete": 1, "head": 0.5, "options": 0.4, "foo": 0.4,
    "M-SEARCH": 0.4,
}  # fmt: skip
BAD_METHODS = ["TRACE", "CONNECT", "track", "A B", "", "GET ", "P\u00fcT", "P\u0100T", "(", "Track"]

_SAFE = [
    ["Accept", "text/html"], ["Accept", "application/json"], ["Accept-Language", "en"],
    ["Accept-Language", "de-DE,*;q=0.5"],
    ["Content-Language", "en"], ["Content-Type", "text/plain"],
    ["Content-Type", "application/x-www-form-urlencoded"],
    ["Content-Type", "multipart/form-data; boundary=x"], ["Content-Type", "text/plain;charset=utf-8"],
    ["Content-Type", "TEXT/PLAIN"], ["Range", "bytes=0-10"], ["Range", "bytes=5-"],
]  # fmt: skip
_EDGE = [
    ["Accept", "a" * 128], ["Accept", "a" * 129], ["Accept", "text/(html)"], ["Accept", "a\"b"],
    ["Accept", "a\x7fb"],
    ["Accept", "caf\u00e9"], ["Accept-Language", "en_US"], ["Accept-Language", "a" * 129],
    ["Accept-Language", "en\t"],
    ["Content-Language", "de;q=1"], ["Content-Language", "a@b"], ["Content-Type", "application/json"],
    ["Content-Type", "text/html"], ["Content-Type", "text/plain; charset=\"x"],
    ["Content-Type", "text/plain; charset=(x)"],
    ["Content-Type", ""], ["Content-Type", "text/plain, text/plain"], ["Content-Type", "text"],
    ["Content-Type", "text/plain;" + "a" * 118], ["Content-Type", " text/plain "],
    ["Content-Type", "application/xml"],
    ["Range", "bytes=-5"], ["Range", "bytes=9-1"], ["Range", "Bytes=0-1"], ["Range", "bytes=0-1,4-5"],
    ["Range", "bytes= 0-1"],
    ["Range", "bytes=0-99999999999999999999"], ["Range", "seconds=1-2"], ["Accept", ""],
    ["Accept", "   "],
]  # fmt: skip
_UNSAFE = [
    ["X-Test", "1"], ["X-A", "1"], ["x-b", "2"], ["X-Custom-Header", "value"],
    ["Authorization", "Bearer t"],
    ["authorization", "Basic dTpw"], ["Cache-Control", "no-cache"], ["Pragma", "no-cache"],
    ["X-Requested-With", "XMLHttpRequest"],
    ["If-None-Match", "\"1\""], ["If-Modified-Since", "Wed, 21 Oct 2015 07:28:00 GMT"],
    ["x-UPPER-lower", ""],
    ["Last-Event-ID", "1"], ["Upgrade-Insecure-Requests", "1"], ["Content-Encoding", "identity"],
    ["X_Under", "1"],
    ["X-Api-Key", "caf\u00e9"], ["*", "1"], ["!#$%&'", "1"], ["Access-Control-Allow-Origin", "*"],
    ["DNT2", "1"],
]  # fmt: skip
_FORBIDDEN = [
    ["Cookie", "a=1"], ["Host", "x"], ["Origin", "http://x"], ["Referer", "http://x/"],
    ["Sec-Foo", "1"], ["Proxy-X", "1"],
    ["DNT", "1"], ["Date", "x"], ["Content-Length", "1"], ["Connection", "close"],
    ["Access-Control-Request-Method", "PUT"],
    ["Access-Control-Request-Headers", "x"], ["X-HTTP-Method-Override", "TRACE"],
    ["X-Method-Override", "put"], ["Via", "x"],
    ["Accept-Encoding", "gzip"], ["Accept-Charset", "utf-8"], ["Set-Cookie", "a=1"], ["TE", "trailers"],
    ["x-http-method", "GET, connect"], ["Keep-Alive", "1"],
]  # fmt: skip
_HINT = [
    ["DPR", "2"], ["DPR", "x"], ["Save-Data", "on"], ["Save-Data", "off"], ["ECT", "4g"], ["ECT", "5g"],
    ["Downlink", "1.5"],
    ["RTT", "100"], ["RTT", "1s"], ["Width", "100"], ["Viewport-Width", "100"], ["Device-Memory", "8"],
    ["User-Agent", "x"],
    ["Intervention", "<x>"], ["Purpose", "prefetch"], ["Priority", "u=1"], ["Sec-CH-UA", "x"],
    ["X-Client-Data", "x"],
]  # fmt: skip
_BAD = [
    ["", "1"],
    ["x y", "1"],
    ["x:", "1"],
    ["X\u00e9", "1"],
    ["X-A", "a\nb"],
    ["X-A", "a\u0000b"],
    ["X-A", "\u0100"],
]

REQUEST_HEADERS = {
    "safe": _SAFE, "edge": _EDGE, "unsafe": _UNSAFE, "forbidden": _FORBIDDEN, "hint": _HINT, "bad": _BAD,
}  # fmt: skip
REQUEST_HEADER_WEIGHTS = {"safe": 26, "edge": 16, "unsafe": 42, "forbidden": 7, "hint": 7, "bad": 0.7}

BODIES = [
    {"kind": "text"}, {"kind": "text", "value": ""}, {"kind": "text", "value": "{\"a\": 1}"},
    {"kind": "urlencoded", "value": "a=1&b=2"}, {"kind": "formdata"}, {"kind": "blob"},
    {"kind": "blob", "type": "text/plain"},
    {"kind": "blob", "type": "application/json"}, {"kind": "blob", "type": "image/png"},
    {"kind": "blob", "type": ""},
    {"kind": "arraybuffer"}, {"kind": "stream"},
]  # fmt: skip

FETCH_OPTIONS: dict[str, dict[str | bool | None, float]] = {
    "mode": {None: 83, "cors": 3, "no-cors": 8, "same-origin": 5, "navigate": 0.5},
    "credentials": {None: 52, "include": 31, "omit": 9, "same-origin": 8},
    "redirect": {None: 86, "error": 5, "manual": 7, "follow": 2},
    "cache": {
        None: 89,
        "no-store": 3,
        "reload": 2,
        "no-cache": 2,
        "force-cache": 2,
        "default": 1,
        "only-if-cached": 1,
    },
    "keepalive": {None: 97, True: 3},
    "referrer": {None: 98, "": 1, "about:client": 0.5, "/somewhere": 0.5},
    "priority": {None: 98, "high": 1, "low": 1},
}
REFERRER_POLICIES = {
    None: 88, "no-referrer": 3, "origin": 2, "same-origin": 2, "strict-origin": 1, "unsafe-url": 1,
    "no-referrer-when-downgrade": 1, "origin-when-cross-origin": 1, "strict-origin-when-cross-origin": 1,
}  # fmt: skip
CROSSORIGIN = {None: 38, "anonymous": 37, "use-credentials": 21, "": 2, "nonsense": 2}
PRELOAD_AS = {"fetch": 40, "image": 15, "script": 15, "style": 12, "font": 15, "track": 1, "nonsense": 0.5}

STATUSES = {
    200: 66, 201: 3, 202: 1, 203: 1, 204: 5, 205: 1, 206: 2, 299: 1, 300: 1, 304: 2, 400: 2, 401: 3,
    403: 2, 404: 4, 405: 1,
    407: 1, 409: 0.5, 410: 0.5, 418: 0.5, 421: 0.5, 429: 1, 451: 0.5, 500: 3, 501: 0.5, 502: 0.5,
    503: 1, 599: 0.3, 600: 0.2,
}  # fmt: skip
GOOD_PREFLIGHT_STATUSES = {200: 45, 204: 45, 201: 2, 202: 2, 205: 1, 206: 2, 299: 3}
BAD_PREFLIGHT_STATUSES = {
    301: 2, 302: 3, 303: 1, 307: 3, 308: 1, 300: 1, 304: 2, 400: 4, 401: 4, 403: 5, 404: 5, 405: 5,
    407: 1, 429: 1, 500: 4,
    501: 2, 503: 2,
}  # fmt: skip
REDIRECT_STATUSES = {301: 3, 302: 5, 303: 3, 307: 4, 308: 3}
ODD_LOCATIONS = {
    None: 5, "": 2, "z": 3, "/r/${sid}/z": 4, "//${cross2.host}/r/${sid}/z": 3,
    "HTTP://${cross2.host}/r/${sid}/z": 2,
    "http:\\\\${cross2.host}/r/${sid}/z": 1, "  ${cross}/r/${sid}/z  ": 2,
    "${cross}/r/${sid}/z#part": 3, "?again": 2, "#part": 1,
    "http://u:p@${cross.host}/r/${sid}/z": 5, "http://u@${page.host}/r/${sid}/z": 3,
    "http://:p@${cross2.host}/r/${sid}/z": 2,
    "data:text/plain,x": 3, "ftp://127.0.0.1/x": 2, "file:///etc/hostname": 2, "javascript:1": 1,
    "about:blank": 2,
    "blob:${page}/x": 2, "mailto:a@b.test": 1, "foo:bar": 2, "ws://${cross.host}/x": 1,
    "chrome://version/": 1, "http://[": 3,
    "http://127.0.0.1:22/": 2, "${dead}/r/${sid}/z": 3, "z?\u00c3\u00a9": 1, "z?\u00e9": 1,
    "${cross}/r/${sid}/%7a": 1,
    "https://${tcross.host}/r/${sid}/z": 2, "http://": 1, "http://%": 1, "${cross}/r/${sid}/a": 1,
}  # fmt: skip

# What can be odd about any header field, given its right value: its lines, a pair or raw.
ODD_LINES = {
    "missing": [], "empty": ["{name}:"], "blank": ["{name}:   "], "trailing-spaces": ["{name}: {good}  "],
    "tabs": ["{name}:\t{good}\t"], "no-space": ["{name}:{good}"], "lower-name": ["{lower}: {good}"],
    "upper-name": ["{upper}: {good}"],
    "space-before-colon": ["{name} : {good}"], "fold-start": ["{name}:\r\n {good}"],
    "fold-onto-other": ["X-Y: 1", " {name}: {good}"],
    "twice": ["{name}: {good}", "{name}: {good}"],
    "twice-other-case": ["{name}: {good}", "{lower}: {good}"],
    "then-empty": ["{name}: {good}", "{name}:"], "empty-then": ["{name}:", "{name}: {good}"],
    "apart": ["{name}: {good}", "X-Y: 1", "{name}: {good}"],
    "list-twice": ["{name}: {good}, {good}"], "trailing-comma": ["{name}: {good},"],
    "leading-comma": ["{name}: ,{good}"],
    "nbsp": ["{name}: {good}\u00a0"], "vertical-tab": ["{name}: {good}\u000b"],
    "form-feed": ["{name}: \u000c{good}"],
    "control": ["{name}: {good}\u0001"], "delete": ["{name}: {good}\u007f"],
    "utf-8": ["{name}: {good}\u00c3\u00a9"],
    "latin-1": ["{name}: {good}\u00e9"], "nul": ["{name}: {good}\u0000"],
    "bare-cr": ["{name}: {good}\rX-Z: 1"],
    "quoted": ["{name}: \"{good}\""], "null": ["{name}: null"], "nonsense": ["{name}: nonsense"],
    "space-inside": ["{name}: {good} x"],
    "semicolon": ["{name}: {good}; q=1"], "bad-name": ["{name}\u0001: {good}"],
    "no-colon": ["{name} {good}"],
}  # fmt: skip
ODD_VALUES = {
    "Access-Control-Allow-Origin": [
        "*", "null", "${cross}", "${page}/", "http://example.test", "https://127.0.0.1:8801",
        "http://127.0.0.1",
        "127.0.0.1:8801", "${page} ${cross}", "${page}, ${cross}", "*, ${page}",
        "HTTP://127.0.0.1:8801", "http://*", "http://*:8801",
        "http://127.0.0.1:8801/path", "http://LOCALHOST:8801", "${lpage}", "Null", "**", "true",
        "http://u@127.0.0.1:8801", "http://127.1:8801",
        "about:blank", "http://[::1", "http://x y", "*.example.test", "undefined",
        "http://127.0.0.1:08801", "self", "data:,x", "%",
    ],
    "Access-Control-Allow-Credentials": [
        "TRUE", "True", "false", "1", "yes", "true, true", "true,", "\"true\"", "true;", "t", "null",
        "*", "ok", "true true",
    ],
    "Access-Control-Allow-Methods": [
        "*", "GET", "POST, GET", "put", "GET, {good}", "{good} GET", "{good};GET", "({good})", "@",
        "{good},,GET", "GET,POST,{good},DELETE",
        "{good}/1", "{", "GET, @, {good}", "*, {good}", "get, {good}", "\u00e9", "{good}, *", "none",
        "[{good}]", "GET:{good}", "=",
    ],
    "Access-Control-Allow-Headers": [
        "*", "x-other", "X-TEST, X-A, X-B", "{good} x", "{good};x", "({good})", "@", "{good},,",
        "*, authorization", "authorization",
        "x-other, {good}", "Content-Type", "content-type, authorization, x-test", "{", "x y",
        "x-other, @", "\u00e9", "\"{good}\"", "none", ":", "a/b",
    ],
    "Access-Control-Max-Age": [
        "0", "1", "5", "600", "-1", "abc", "5.5", " 10", "10, 20", "+5", "99999999999", "max-age=5",
        "1e3", "0x10", "4294967301", "", "007", "600s",
    ],
    "Access-Control-Expose-Headers": [
        "*", "X-Foo", "x-foo, x-bar", "X-Foo,,X-Bar", "X-Foo X-Bar", "set-cookie", "*, X-Foo", "etag",
        "@", "X-Foo, @", "\u00e9", "ETag, Server, Date",
        "X-Foo;X-Bar", "\"X-Foo\"", "X-Bar, Set-Cookie, X-Foo", "", "*, @", "x-missing",
    ],
    "Cross-Origin-Resource-Policy": [
        "same-origin", "same-site", "cross-origin", "Same-Origin", "nonsense", "same-site, same-origin",
        "cross-origin, same-origin", "*", "same-origin;",
    ],
}  # fmt: skip

# What a response may carry besides, for script to read or not.
RESPONSE_HEADERS = [
    ["X-Foo", "1"], ["X-Bar", "2"], ["X-Bar", "3"], ["ETag", "\"e\""], ["Content-Language", "en"],
    ["Expires", "0"], ["Pragma", "x"],
    ["Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT"], ["Server", "s"],
    ["Date", "Wed, 21 Oct 2015 07:28:00 GMT"], ["Set-Cookie2", "y=1"],
    ["Vary", "Origin"], ["Timing-Allow-Origin", "*"], ["*", "star"], ["X-Latin", "\u00e9"],
    ["x-lower", "a, b"], ["X-Empty", ""],
    ["Cache-Control", "no-store"], ["Set-Cookie", "z=1; Path=/r/${sid}/"], ["Authorization", "q"],
    ["Access-Control-Max-Age", "5"],
]  # fmt: skip

# For each kind of element: the content type and body that it takes, and what else a server may answer.
CONTENT = {
    "img": ("image/png", "image"), "script": ("text/javascript", "1"),
    "module": ("text/javascript", "1"), "import": ("text/javascript", "1"),
    "css": ("text/css", "a{}"), "font": ("font/ttf", "font"), "audio": ("audio/wav", "audio"),
    "video": ("audio/wav", "audio"),
    "modulepreload": ("text/javascript", "1"), "eventsource": ("text/event-stream", "data: x\n\n"),
    "worker": ("text/javascript", "postMessage(1)"),
    "image": ("image/png", "image"), "style": ("text/css", "a{}"), "track": ("text/vtt", "WEBVTT\n"),
}  # fmt: skip
OTHER_CONTENT = [
    ("text/html", "<p>x"), ("text/plain", "x"), ("application/json", "{}"), (None, "x"),
    ("application/octet-stream", "x"), ("", "x"),
    ("image/png", "image"), ("text/css", "a{}"), ("text/javascript", "1"), ("nonsense", "x"),
    ("text/xml", "<x/>"), ("image/svg+xml", "<svg/>"),
]  # fmt: skip
