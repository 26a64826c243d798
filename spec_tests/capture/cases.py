"""Every capture: the curl command line, and the browser request that it stands for."""

from dataclasses import dataclass, replace

PAGE = "http://localhost:8960"
NGINX = "http://localhost:8961"
EXPRESS = "http://localhost:8962"
FLASK_CORS = "http://localhost:8963"
FLASK = "http://localhost:8964"
TLS = "https://localhost:8965"
RAW = "http://localhost:8966"
PROXY = "http://localhost:8967"
SECOND = "http://localhost:8968"
APACHE = "http://localhost:8969"
NOBODY = "http://localhost:8970"

STDOUT = "stdout"  # curl ... > FILE
BOTH = "2>&1"  # curl ... > FILE 2>&1
TERMINAL = "terminal"  # what a terminal shows, escape sequences included

JSON = (("Content-Type", "application/json"),)
TEXT = (("Content-Type", "text/plain"),)
TOKEN = (("X-Token", "t"),)
BASIC = (("Authorization", "Basic dXNlcjpwYXNz"),)
ORIGIN = ("-H", f"Origin: {PAGE}")

HEAD_FOR_GET = "-I asks with HEAD, and this server answers HEAD otherwise than GET"
NO_ORIGIN = "the request had no Origin header, and this server answers by it"
TAINTED = (
    "curl -L repeats the -H Origin header at the second origin, where a browser sends"
    " Origin: null, and that server answers by it"
)
FIRST_HOP = "without -L the capture ends at the redirect, and what counts is the next response"
STOPPED = "curl was told to stop after three redirects"
KEPT_METHOD = "-X with -L repeats POST where a browser goes on with GET after a 303"
TWO_REQUESTS = "the responses to two requests in one capture; the request meant is the last"
THROUGH_PROXY = "the browser of verify.py goes to the server directly, not through the proxy"
NO_CHECK = "the browser of verify.py is told to accept any certificate, curl was not"
NO_PASSWORD = "the browser has no password to send"  # noqa: S105 - says that there is none
GAVE_UP = "curl gave up at the header line without a colon, the response is not whole"


@dataclass(frozen=True)
class Request:
    """What a script asks with ``fetch(url, {method, headers, credentials, body})``."""

    url: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    credentials: str = "same-origin"
    body: int = 0
    """Length of the request body, which is that many times ``x``."""
    origin: str = PAGE


@dataclass(frozen=True)
class Case:
    """One capture."""

    name: str
    about: str
    server: str
    args: tuple[str, ...]
    request: Request
    output: str = STDOUT
    stdin: int = 0
    """Length of curl's standard input, which is that many times ``x``."""
    stands_for: str = "response"
    preflight: str | None = None
    """Name of the capture that is this request's preflight."""
    why_not: str | None = None
    """Why the browser's answer cannot be had from this capture."""
    note: str | None = None
    """What the browser did otherwise than the standards say."""
    derived_from: str | None = None
    derived_by: str | None = None
    newer_too: bool = False
    """Recorded with a second, newer curl too, if record.py is given one."""


def ask(
    name: str,
    about: str,
    server: str,
    request: Request | str,
    options: str = "-i",
    output: str = STDOUT,
    why_not: str | None = None,
) -> Case:
    """A capture of the request itself."""
    if isinstance(request, str):
        request = Request(request)
    args = [*options.split(), "-H", f"Origin: {request.origin}"]
    if request.method not in {"GET", "HEAD"}:
        args += ["-X", request.method]
    for header in request.headers:
        args += ["-H", ": ".join(header)]
    if request.body:
        args += ["--data-binary", "@-"]
    args.append(request.url)
    case = Case(name, about, server, tuple(args), request, output, request.body)
    return replace(case, why_not=why_not)


def include(url: str) -> Request:
    """A request with credentials."""
    return Request(url, credentials="include")


def pair(
    name: str,
    about: str,
    server: str,
    request: Request,
    names: str = "",
    options: str = "-i",
    output: str = STDOUT,
) -> list[Case]:
    """A capture of the preflight, which asks for header `names`, and one of the request."""
    args = [*options.split(), "-X", "OPTIONS", "-H", f"Origin: {request.origin}"]
    args += ["-H", f"Access-Control-Request-Method: {request.method}"]
    if names:
        args += ["-H", f"Access-Control-Request-Headers: {names}"]
    args.append(request.url)
    first = Case(f"preflight-{name}", f"preflight: {about}", server, tuple(args), request, output)
    second = ask(name, f"the request itself: {about}", server, request, options, output)
    return [
        replace(first, stands_for="preflight"),
        replace(second, preflight=first.name),
    ]


# fmt: off
SIMPLE = [
    ask("no-cors", "no CORS headers at all", "nginx", f"{NGINX}/plain.json"),
    ask("star", "`*`", "nginx", f"{NGINX}/star.json"),
    ask("reflect", "origin reflected, Vary, credentials allowed", "nginx",
        include(f"{NGINX}/reflect.json")),
    ask("missed", "allow-list without the origin", "nginx", f"{NGINX}/partner.json"),
    ask("missed-express", "allow-list of cors missed", "express", f"{EXPRESS}/missed"),
    ask("missed-flask", "allow-list of Flask-CORS missed", "flask-cors", f"{FLASK_CORS}/missed"),
    ask("fixed-express", "cors sends one fixed origin to all", "express", f"{EXPRESS}/fixed"),
    ask("allowed-flask", "Flask-CORS, allow-list hit, credentials", "flask-cors",
        include(f"{FLASK_CORS}/allowed")),
    ask("pattern-flask", "Flask-CORS, regular expression hit, X-Total exposed but not there",
        "flask-cors", f"{FLASK_CORS}/pattern"),
    ask("send-wildcard-flask", "Flask-CORS with send_wildcard", "flask-cors",
        f"{FLASK_CORS}/send-wildcard"),
    ask("by-hand-flask", "Flask, header set by hand", "flask", f"{FLASK}/by-hand"),
    ask("twice", "nginx adds `*` to the origin that Express sent", "nginx+express",
        f"{NGINX}/twice/allowed"),
    ask("twice-star", "nginx adds `*` to the `*` that Express sent", "nginx+express",
        f"{NGINX}/twice/default"),
    ask("star-credentials", "`*` and Allow-Credentials, asked with credentials", "nginx",
        include(f"{NGINX}/star-credentials.json")),
    ask("star-credentials-omit", "`*` and Allow-Credentials, asked without credentials", "nginx",
        Request(f"{NGINX}/star-credentials.json", credentials="omit")),
    ask("star-credentials-express", "cors({credentials: true})", "express",
        include(f"{EXPRESS}/star-credentials")),
    ask("star-credentials-flask", "Flask-CORS, origins * and supports_credentials: reflects",
        "flask-cors", include(f"{FLASK_CORS}/star-credentials")),
    ask("credentials-missing", "origin reflected, Allow-Credentials missing", "nginx",
        include(f"{NGINX}/reflect-without-credentials.json")),
    ask("credentials-capital", "Allow-Credentials: True", "nginx",
        include(f"{NGINX}/credentials-True.json")),
    ask("trailing-slash", "origin with a slash at its end", "nginx",
        f"{NGINX}/trailing-slash.json"),
    ask("list", "two origins in one value", "nginx", f"{NGINX}/list.json"),
    ask("any-port", "http://localhost:*", "nginx", f"{NGINX}/any-port.json"),
    ask("upper-case", "origin in capitals", "nginx", f"{NGINX}/upper-case.json"),
    ask("null-for-page", "`null` for a page that has an origin", "nginx", f"{NGINX}/null.json"),
    ask("null-for-null", "`null` for a sandboxed page", "nginx",
        Request(f"{NGINX}/null.json", origin="null")),
    ask("other-page", "a page at 127.0.0.1, where only localhost is allowed", "nginx",
        Request(f"{NGINX}/reflect.json", origin="http://127.0.0.1:8960")),
    ask("same-origin", "the page's own origin: no CORS headers needed", "nginx",
        f"{PAGE}/own.json"),
    ask("exposed", "Expose-Headers names two of three", "express", f"{EXPRESS}/exposed"),
    ask("expose-star", "Expose-Headers: *, asked without credentials", "nginx",
        f"{NGINX}/expose-star.json"),
    ask("expose-star-credentials", "Expose-Headers: *, asked with credentials", "nginx",
        include(f"{NGINX}/expose-star.json")),
    ask("cookie", "two Set-Cookie fields", "express", include(f"{EXPRESS}/cookie")),
]

ERRORS = [
    ask("500-lost", "500, add_header without always", "nginx", f"{NGINX}/error-lost.json"),
    ask("500-kept", "500, add_header with always", "nginx", f"{NGINX}/error-kept.json"),
    ask("500-express", "cors recipe that throws on an unknown origin", "express",
        f"{EXPRESS}/throws"),
    ask("500-later-express", "cors first, then the handler throws", "express",
        f"{EXPRESS}/throws-later"),
    ask("500-flask", "Flask-CORS and an exception nobody caught", "flask-cors",
        f"{FLASK_CORS}/fails"),
    ask("404-lost", "404, add_header without always", "nginx", f"{NGINX}/static/none.json"),
    ask("404-kept", "404, add_header with always", "nginx", f"{NGINX}/static-always/none.json"),
    ask("404-flask", "Flask, header set by hand, abort(404)", "flask",
        f"{FLASK}/by-hand?missing=1"),
    ask("404-apache", "404, Header set without always", "apache", f"{APACHE}/none.json"),
    ask("401-lost", "401 with WWW-Authenticate, add_header without always", "nginx",
        f"{NGINX}/private.json"),
    ask("401-kept", "401 with WWW-Authenticate, add_header with always", "nginx",
        f"{NGINX}/private-always.json"),
    ask("413-lost", "413 for a body that nginx finds too large", "nginx",
        Request(f"{NGINX}/too-large.json", "POST", TEXT, body=3000)),
    ask("502-lost", "502, nobody behind nginx", "nginx", f"{NGINX}/bad-gateway.json"),
    ask("fail-500", "curl -f: headers, no body, a message on standard error", "nginx",
        f"{NGINX}/error-kept.json", "-f -i", BOTH),
    ask("refused", "nobody listens: curl's message alone", "nobody", f"{NOBODY}/", "-sS -i", BOTH),
    ask("refused-verbose", "nobody listens, -v", "nobody", f"{NOBODY}/", "-v", BOTH),
    ask("empty-reply", "the server hangs up, -v", "raw", f"{RAW}/nothing", "-v", BOTH),
    ask("bad-certificate", "self-signed, without -k, -v", "nginx", f"{TLS}/star.json", "-v", BOTH,
        NO_CHECK),
]

PREFLIGHTED = [
    *pair("put-express", "cors answers 204", "express",
          Request(f"{EXPRESS}/default", "PUT", JSON), "content-type"),
    *pair("put-allowed-express", "204, allow-list hit, credentials", "express",
          Request(f"{EXPRESS}/allowed", "PUT", TOKEN, "include"), "x-token"),
    *pair("put-missed-express", "204, allow-list missed", "express",
          Request(f"{EXPRESS}/missed", "PUT")),
    *pair("wrong-headers", "X-Token asked, Content-Type allowed", "express",
          Request(f"{EXPRESS}/only-content-type", headers=TOKEN), "x-token"),
    *pair("wrong-method", "PUT asked, GET and HEAD allowed", "express",
          Request(f"{EXPRESS}/only-get", "PUT")),
    *pair("post-not-named", "POST with JSON asked, GET and HEAD allowed: POST needs no naming",
          "express", Request(f"{EXPRESS}/only-get", "POST", JSON), "content-type"),
    *pair("star-headers", "Allow-Headers: * for X-Token", "express",
          Request(f"{EXPRESS}/star-headers", headers=TOKEN), "x-token"),
    *pair("star-authorization", "Allow-Headers: * for Authorization", "express",
          Request(f"{EXPRESS}/star-headers", headers=BASIC), "authorization"),
    *pair("star-headers-credentials", "Allow-Headers: * with credentials", "express",
          Request(f"{EXPRESS}/star-headers-credentials", headers=TOKEN, credentials="include"),
          "x-token"),
    *pair("patch-upper", "PATCH asked, patch allowed", "express",
          Request(f"{EXPRESS}/lowercase-patch", "PATCH")),
    *pair("patch-lower", "patch asked and allowed; Node.js answers such a method 400", "express",
          Request(f"{EXPRESS}/lowercase-patch", "patch")),
    *pair("no-middleware", "cors on GET alone: Express answers OPTIONS itself", "express",
          Request(f"{EXPRESS}/get-only-middleware", "PUT")),
    *pair("options-405", "nginx serves files to GET alone", "nginx",
          Request(f"{NGINX}/static/data.json", headers=TOKEN), "x-token"),
    *pair("options-405-kept", "the 405 has `*`", "nginx",
          Request(f"{NGINX}/static-always/data.json", headers=TOKEN), "x-token"),
    *pair("options-405-flask", "Flask without automatic OPTIONS", "flask",
          Request(f"{FLASK}/no-options", "PUT")),
    *pair("options-200-flask", "Flask's automatic OPTIONS knows no CORS", "flask",
          Request(f"{FLASK}/by-hand", "PUT")),
    *pair("options-403", "403 with the right headers", "nginx",
          Request(f"{NGINX}/options-403.json", headers=TOKEN), "x-token"),
    *pair("options-401", "the password asked of the preflight too", "nginx",
          Request(f"{NGINX}/private-always.json", headers=BASIC), "authorization"),
    *pair("options-301", "nginx adds a slash by a redirect", "nginx",
          Request(f"{NGINX}/api", "PUT")),
    *pair("options-301-followed", "nginx adds a slash by a redirect, -L", "nginx+express",
          Request(f"{NGINX}/api", "PUT"), options="-i -L"),
    *pair("options-308-flask", "Flask adds a slash by a redirect", "flask-cors",
          Request(f"{FLASK_CORS}/items", "PUT")),
    *pair("snippet", "nginx's 204 snippet, with add_header in the if alone", "nginx",
          Request(f"{NGINX}/snippet-204.json", "POST", JSON, body=20), "content-type"),
    *pair("put-flask", "Flask-CORS answers 200", "flask-cors",
          Request(f"{FLASK_CORS}/default", "PUT", JSON), "content-type"),
    *pair("put-missed-flask", "Flask-CORS, allow-list missed", "flask-cors",
          Request(f"{FLASK_CORS}/missed", "PUT", JSON), "content-type"),
    *pair("wrong-headers-flask", "Flask-CORS, X-Token asked, Content-Type allowed", "flask-cors",
          Request(f"{FLASK_CORS}/only-content-type", headers=TOKEN), "x-token"),
    *pair("wrong-method-flask", "Flask-CORS, PUT asked, GET allowed", "flask-cors",
          Request(f"{FLASK_CORS}/only-get", "PUT")),
    *pair("put-http2", "204 over HTTP/2, -v", "nginx",
          Request(f"{TLS}/put.json", "PUT", JSON + TOKEN), "content-type,x-token",
          "-k -s -v", BOTH),
    Case("preflight-and-put", "preflight and request in one command, by --next", "express",
         ("-s", "-v", *ORIGIN, "-X", "OPTIONS", "-H", "Access-Control-Request-Method: PUT",
          "-H", "Access-Control-Request-Headers: x-token", f"{EXPRESS}/default", "--next",
          "-s", "-v", *ORIGIN, "-X", "PUT", "-H", "X-Token: t", f"{EXPRESS}/default"),
         Request(f"{EXPRESS}/default", "PUT", TOKEN), BOTH, why_not=TWO_REQUESTS),
]

REDIRECTS = [
    ask("to-star", "302 with `*`, not followed", "nginx", f"{NGINX}/to-star", why_not=FIRST_HOP),
    ask("to-star-followed", "302 to another origin, `*` at both", "nginx", f"{NGINX}/to-star",
        "-i -L"),
    ask("to-star-followed-verbose", "302 to another origin, `*` at both, -v", "nginx",
        f"{NGINX}/to-star", "-s -v -L", BOTH),
    ask("to-star-followed-both", "302 to another origin, `*` at both, -v and -i", "nginx",
        f"{NGINX}/to-star", "-s -v -i -L", BOTH),
    ask("to-star-followed-head", "302 to another origin, `*` at both, -I", "nginx",
        Request(f"{NGINX}/to-star", "HEAD"), "-I -L"),
    ask("to-star-bare", "302 without CORS headers, not followed", "nginx",
        f"{NGINX}/to-star-bare"),
    ask("to-star-bare-followed", "302 without CORS headers to a `*`", "nginx",
        f"{NGINX}/to-star-bare", "-i -L"),
    ask("to-plain-followed", "302 with `*` to no CORS headers", "nginx", f"{NGINX}/to-plain",
        "-i -L"),
    ask("to-reflect-followed", "302 to another origin that reflects: Origin is null there",
        "nginx", f"{NGINX}/to-reflect", "-i -L", why_not=TAINTED),
    ask("to-reflect-followed-verbose", "302 to another origin that reflects, -v", "nginx",
        f"{NGINX}/to-reflect", "-s -v -L", BOTH, TAINTED),
    ask("to-same-followed", "302 with a relative Location", "nginx", f"{NGINX}/to-same", "-i -L"),
    ask("to-two-followed", "307, 302, 200", "nginx", f"{NGINX}/to-two", "-i -L"),
    ask("own-to-reflect-followed", "from the page's own origin to another", "nginx",
        f"{PAGE}/to-reflect", "-i -L"),
    ask("to-https", "301 to https, not followed", "nginx", f"{NGINX}/to-https"),
    ask("to-https-followed-verbose", "301 to https, -v: TLS lines in the middle", "nginx",
        f"{NGINX}/to-https", "-k -s -v -L", BOTH),
    ask("to-user", "302 to a URL with user and password", "nginx", f"{NGINX}/to-user"),
    ask("to-ftp", "302 to ftp:", "nginx", f"{NGINX}/to-ftp"),
    Case("post-303-followed", "303 after POST", "nginx",
         ("-i", "-L", *ORIGIN, "-H", "Content-Type: text/plain", "--data-binary", "@-",
          f"{NGINX}/to-get"),
         Request(f"{NGINX}/to-get", "POST", TEXT, body=20), stdin=20),
    ask("post-303-repeated", "303 after -X POST: curl repeats POST", "nginx",
        Request(f"{NGINX}/to-get", "POST", TEXT, body=20), "-s -v -L", BOTH, KEPT_METHOD),
    ask("to-itself", "a redirect loop, --max-redirs 3", "nginx", f"{NGINX}/to-itself",
        "-sS -i -L --max-redirs 3", BOTH, STOPPED),
    ask("moved-apache", "Apache's 301 by RedirectMatch", "apache", f"{APACHE}/moved", "-i -L"),
]

STAR = f"{NGINX}/star.json"
FORMATS = [
    ask("star-head", "-I", "nginx", Request(STAR, "HEAD"), "-I"),
    ask("star-head-verbose", "-I and -v", "nginx", Request(STAR, "HEAD"), "-I -v", BOTH),
    ask("head-differs", "-I for a GET: HEAD goes without cors", "express",
        f"{EXPRESS}/head-differs", "-I", why_not=HEAD_FOR_GET),
    ask("head-by-x", "-X HEAD -i: curl waits for a body in vain", "express",
        Request(f"{EXPRESS}/default", "HEAD"), "-i -X HEAD -m 2", BOTH),
    ask("star-dump", "-s -D - -o /dev/null: headers alone", "nginx", STAR,
        "-s -D - -o /dev/null"),
    ask("star-include-noise", "-i with progress meter", "nginx", STAR, "-i", BOTH),
    ask("star-verbose", "-s -v: the body follows the last `* ` line", "nginx", STAR, "-s -v",
        BOTH),
    ask("star-verbose-noise", "-v with progress meter", "nginx", STAR, "-v", BOTH),
    ask("star-verbose-only", "-s -v -o /dev/null: no body", "nginx", STAR,
        "-s -v -o /dev/null", BOTH),
    ask("star-both", "-s -v -i: the headers twice", "nginx", STAR, "-s -v -i", BOTH),
    ask("star-both-noise", "-v -i with progress meter", "nginx", STAR, "-v -i", BOTH),
    ask("star-both-unbuffered", "-s -v -i -N: the headers twice, then the last `* ` line",
        "nginx", STAR, "-s -v -i -N", BOTH),
    ask("star-write-out", "-i -w: a line after the body", "nginx", STAR,
        "-s -i -w \\n%{http_code}\\n"),
    ask("star-terminal", "-i in a terminal: names in bold", "nginx", STAR, "-i", TERMINAL),
    ask("star-terminal-verbose", "-v in a terminal", "nginx", STAR, "-v", TERMINAL),
    ask("star-terminal-both", "-v -i in a terminal: each header line twice in a row", "nginx",
        STAR, "-v -i", TERMINAL),
    ask("no-newline-terminal", "-v in a terminal, body without a newline", "express",
        f"{EXPRESS}/default", "-v", TERMINAL),
    ask("to-star-terminal", "-i -L in a terminal: Location is a hyperlink", "nginx",
        f"{NGINX}/to-star", "-i -L", TERMINAL),
    Case("no-origin", "no Origin sent to a server that reflects, -i", "nginx",
         ("-i", f"{NGINX}/reflect.json"), Request(f"{NGINX}/reflect.json"), why_not=NO_ORIGIN),
    Case("no-origin-verbose", "no Origin sent to a server that reflects: the `> ` lines show it",
         "nginx", ("-s", "-v", f"{NGINX}/reflect.json"), Request(f"{NGINX}/reflect.json"), BOTH,
         why_not=NO_ORIGIN),
    Case("no-origin-star-verbose", "no Origin sent, `*` all the same, -v", "nginx",
         ("-s", "-v", STAR), Request(STAR), BOTH),
    ask("missed-verbose", "no CORS headers, Origin in the `> ` lines", "express",
        f"{EXPRESS}/missed", "-s -v", BOTH),
    ask("http2", "HTTP/2, -i", "nginx", f"{TLS}/star.json", "-k -i"),
    ask("http2-verbose", "HTTP/2, -v", "nginx", f"{TLS}/star.json", "-k -s -v", BOTH),
    ask("http2-terminal", "HTTP/2, -v in a terminal", "nginx", f"{TLS}/star.json", "-k -v",
        TERMINAL),
    ask("http2-404", "HTTP/2, 404, no CORS headers", "nginx", f"{TLS}/missed.json", "-k -i"),
    ask("tls-http1-verbose", "HTTP/1.1 over TLS, -v", "nginx", f"{TLS}/star.json",
        "-k -v --http1.1", BOTH),
    ask("upgrade", "101 in front: HTTP/2 by Upgrade, -i", "apache", f"{APACHE}/data.json",
        "-i --http2"),
    ask("upgrade-verbose", "101 in front: HTTP/2 by Upgrade, -v", "apache",
        f"{APACHE}/data.json", "-s -v --http2", BOTH),
    ask("early-hints", "103 in front, -i", "express", f"{EXPRESS}/early-hints"),
    ask("early-hints-verbose", "103 in front, -v", "express", f"{EXPRESS}/early-hints",
        "-s -v", BOTH),
    ask("continue", "100 Continue in front, -i", "express",
        Request(f"{EXPRESS}/upload", "POST", TEXT, body=200_000), "-i -H Expect:100-continue"),
    ask("continue-verbose", "100 Continue in front, -v with progress meter", "express",
        Request(f"{EXPRESS}/upload", "POST", TEXT, body=200_000), "-v -H Expect:100-continue",
        BOTH),
    ask("trailer", "chunked, a trailer field after the body, -i", "express",
        f"{EXPRESS}/trailer"),
    ask("trailer-verbose", "chunked, a trailer field, -v", "express", f"{EXPRESS}/trailer",
        "-s -v", BOTH),
    ask("connect", "CONNECT answered in front, -i", "proxy", f"{TLS}/star.json",
        f"-k -i -x {PROXY}"),
    ask("connect-verbose", "CONNECT answered in front, -v", "proxy", f"{TLS}/star.json",
        f"-k -s -v -x {PROXY}", BOTH),
    ask("connect-http", "CONNECT for http: (-p)", "proxy", STAR, f"-i -p -x {PROXY}"),
    ask("connect-suppressed", "CONNECT not shown: --suppress-connect-headers", "proxy", STAR,
        f"-i -p -x {PROXY} --suppress-connect-headers"),
    ask("connect-403", "CONNECT refused by the proxy, -i", "proxy", f"{SECOND}/star.json",
        f"-sS -i -p -x {PROXY}", BOTH, THROUGH_PROXY),
    ask("connect-403-verbose", "CONNECT refused by the proxy, -v", "proxy",
        f"{SECOND}/star.json", f"-s -v -p -x {PROXY}", BOTH, THROUGH_PROXY),
    ask("anyauth", "401, then 200: two responses that are no redirect", "nginx",
        f"{NGINX}/private-always.json", "-i --anyauth -u user:pass",
        why_not=NO_PASSWORD),
    ask("anyauth-verbose", "401, then 200, -v", "nginx", f"{NGINX}/private-always.json",
        "-s -v --anyauth -u user:pass", BOTH, NO_PASSWORD),
    ask("cookie-verbose", "curl's cookie engine on, -v: `* Added cookie` among the headers",
        "express", include(f"{EXPRESS}/cookie"), "-s -v -c /dev/null", BOTH),
    Case("two-urls", "two URLs in one command, -i", "nginx",
         ("-i", *ORIGIN, f"{NGINX}/plain.json", STAR), Request(STAR), why_not=TWO_REQUESTS),
    Case("two-urls-verbose", "two URLs in one command, -v: the connection re-used", "nginx",
         ("-s", "-v", *ORIGIN, f"{NGINX}/plain.json", STAR), Request(STAR), BOTH,
         why_not=TWO_REQUESTS),
    ask("medium-verbose-noise", "10 kB, -v: curl's lines in the middle of the body", "nginx",
        f"{NGINX}/static/medium.txt", "-v", BOTH),
    ask("medium-both", "10 kB, -s -v -i: curl's lines in the middle of the body", "nginx",
        f"{NGINX}/static/medium.txt", "-s -v -i", BOTH),
    ask("large", "2 MB, -i", "nginx", f"{NGINX}/static/large.txt", "-s -i"),
    ask("large-verbose-noise", "2 MB, -v and progress meter", "nginx",
        f"{NGINX}/static/large.txt", "-v", BOTH),
    ask("binary", "a gzip file as the body, -i", "express", f"{EXPRESS}/binary", "-s -i"),
    ask("looks-like-http", "a body that looks like the head of a response, -i", "express",
        f"{EXPRESS}/looks-like-http"),
    ask("looks-like-http-verbose", "a body that looks like the head of a response, -v",
        "express", f"{EXPRESS}/looks-like-http", "-s -v", BOTH),
]

ODD_BYTES = [
    ask("latin-1", "a header value that is not UTF-8", "raw", f"{RAW}/latin-1"),
    ask("latin-1-verbose", "a header value that is not UTF-8, -v", "raw", f"{RAW}/latin-1",
        "-s -v", BOTH),
    ask("obs-fold", "a folded value", "raw", f"{RAW}/obs-fold"),
    ask("obs-fold-verbose", "a folded value, -v", "raw", f"{RAW}/obs-fold", "-s -v", BOTH),
    ask("obs-fold-origin", "`*` on the folded line", "raw", f"{RAW}/obs-fold-origin"),
    ask("obs-fold-next", "a field that is but the rest of a folded value", "raw",
        f"{RAW}/obs-fold-next"),
    ask("lf-only", "the server ends its lines with LF alone", "raw", f"{RAW}/lf-only"),
    ask("no-reason", "a status line without reason phrase", "raw", f"{RAW}/no-reason"),
    ask("http-1.0", "HTTP/1.0", "raw", f"{RAW}/http-1.0"),
    ask("star-twice-raw", "`*` twice", "raw", f"{RAW}/star-twice"),
    ask("empty-origin", "an empty value", "raw", f"{RAW}/empty-origin"),
    ask("odd-spelling", "odd capitals, tabs around the value", "raw", f"{RAW}/odd-spelling"),
    ask("no-space", "no space after the colon", "raw", f"{RAW}/no-space"),
    ask("space-before-colon", "a space before the colon", "raw", f"{RAW}/space-before-colon"),
    ask("no-colon", "a header line without a colon", "raw", f"{RAW}/no-colon", "-sS -i", BOTH,
        GAVE_UP),
]

# What a newer curl prints otherwise.
NEWER_TOO = {
    "refused-verbose", "preflight-put-http2", "preflight-and-put", "to-star-followed",
    "to-star-followed-verbose", "post-303-repeated", "star-head-verbose", "star-include-noise",
    "star-verbose", "star-verbose-noise", "star-both", "star-both-unbuffered", "star-terminal",
    "star-terminal-both", "no-newline-terminal", "to-star-terminal", "http2", "http2-verbose",
    "tls-http1-verbose", "upgrade", "upgrade-verbose", "early-hints-verbose", "continue",
    "continue-verbose", "trailer-verbose", "connect", "connect-verbose", "anyauth-verbose",
    "two-urls-verbose", "cookie-verbose", "medium-verbose-noise", "latin-1", "obs-fold",
    "obs-fold-verbose", "space-before-colon", "no-colon",
}

# Where Chromium did otherwise than the standards say.
AUTHORIZATION = (
    "Chromium lets Allow-Headers: * cover Authorization, the Fetch standard does not (CORS"
    " non-wildcard request-header name); with --enable-features=CorsNonWildcardRequestHeadersSupport"
    " Chromium fails the preflight too"
)
NOTES = {
    "star-authorization": AUTHORIZATION,
    "preflight-star-authorization": AUTHORIZATION,
    "space-before-colon": "Chromium takes the field although its name has a space at its end",
}

# The same bytes after what pasting, editors and shells do to them.
WAYS = {
    "lf": "carriage returns removed, as by tr -d '\\r'",
    "pasted": "as pasted from a terminal: no escape sequences, no carriage returns",
    "crlf": "every line end made CRLF",
    "prompt": "with the command line pasted too",
    "utf16": "UTF-16 with a byte order mark, as by > in Windows PowerShell 5",
}
DERIVED = [
    ("star", "lf"), ("twice", "lf"), ("preflight-put-express", "lf"), ("to-star-followed", "lf"),
    ("star-both", "lf"), ("star-verbose-noise", "lf"), ("http2-verbose", "lf"),
    ("continue-verbose", "lf"), ("looks-like-http", "lf"), ("latin-1", "lf"),
    ("star-terminal", "pasted"), ("star-terminal-verbose", "pasted"),
    ("star-terminal-both", "pasted"), ("to-star-terminal", "pasted"),
    ("star-verbose", "crlf"), ("star", "prompt"), ("star-verbose", "prompt"),
    ("star", "utf16"), ("star-verbose", "utf16"),
]
# fmt: on


def every_case() -> list[Case]:
    """All captures, in the order of index.json."""
    made = {
        case.name: replace(case, newer_too=case.name in NEWER_TOO, note=NOTES.get(case.name))
        for case in [*SIMPLE, *ERRORS, *PREFLIGHTED, *REDIRECTS, *FORMATS, *ODD_BYTES]
    }
    assert made.keys() >= NEWER_TOO | NOTES.keys()
    for name, how in DERIVED:
        base = made[name]
        made[f"{name}-{how}"] = replace(
            base,
            name=f"{name}-{how}",
            about=f"{base.about}; {WAYS[how]}",
            newer_too=False,
            derived_from=name,
            derived_by=how,
        )
    return list(made.values())
