"""
What the page of the HAR recordings does, and what its servers answer.

Three origins on loopback: the page's, that of an interface, and another that redirects lead to. Each case
is one or more calls of script in the page; its server answers by path and method, wherever it is asked.
"""

from typing import Final

import attrs

PAGE: Final = "http://localhost:8971"
API: Final = "http://localhost:8972"
OTHER: Final = "http://127.0.0.1:8973"
NOBODY: Final = "http://localhost:8974"

EXACT: Final = {"Access-Control-Allow-Origin": PAGE, "Vary": "Origin"}
WITH_CREDENTIALS: Final = {**EXACT, "Access-Control-Allow-Credentials": "true"}
STAR: Final = {"Access-Control-Allow-Origin": "*"}
PUT_ALLOWED: Final = {**EXACT, "Access-Control-Allow-Methods": "PUT"}
JSON_ALLOWED: Final = {**PUT_ALLOWED, "Access-Control-Allow-Headers": "content-type"}
SECRET: Final = "s3cr3t-t0k3n"  # noqa: S105 - made up, so that a test can look for it


@attrs.frozen
class Answer:
    """
    What a server says.

    Args:
        status: of the response.
        headers: besides those of HTTP itself.
    """

    status: int = 200
    headers: dict[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Case:
    """
    Something that script does.

    Args:
        script: an expression whose value is a promise of what script gets to see: ``readable``,
            ``opaque`` or ``blocked``.
        answers: by method; ``*`` for any other. A redirect may name the path ``/NAME/end``, whose
            answers are those of ``end``.
        end: likewise, behind a redirect.
    """

    script: str
    answers: dict[str, Answer]
    end: dict[str, Answer] = attrs.field(factory=dict)


def _fetch(where: str, init: str = "{}") -> str:
    return f"get('{where}', {init})"


def _redirect(to: str, headers: dict[str, str], status: int = 302) -> Answer:
    return Answer(status, {"Location": to, **headers})


CASES: Final[dict[str, Case]] = {
    "readable": Case(_fetch(f"{API}/readable"), {"*": Answer(200, EXACT)}),
    "same-origin": Case(_fetch("/same-origin"), {"*": Answer()}),
    "missing": Case(_fetch(f"{API}/missing"), {"*": Answer()}),
    "mismatch": Case(
        _fetch(f"{API}/mismatch"), {"*": Answer(200, {"Access-Control-Allow-Origin": f"{PAGE}/"})}
    ),
    "error-page": Case(_fetch(f"{API}/error-page"), {"*": Answer(500)}),
    "readable-404": Case(_fetch(f"{API}/readable-404"), {"*": Answer(404, STAR)}),
    "star-credentials": Case(
        _fetch(f"{API}/star-credentials", "{credentials: 'include'}"), {"*": Answer(200, STAR)}
    ),
    "with-credentials": Case(
        _fetch(f"{API}/with-credentials", "{credentials: 'include'}"), {"*": Answer(200, WITH_CREDENTIALS)}
    ),
    "put": Case(
        _fetch(f"{API}/put", "{method: 'PUT', body: '{}', headers: {'Content-Type': 'application/json'}}"),
        {"OPTIONS": Answer(204, {**JSON_ALLOWED, "Access-Control-Max-Age": "60"}), "*": Answer(200, EXACT)},
    ),
    "put-again": Case(
        _fetch(f"{API}/put", "{method: 'PUT', body: '{}', headers: {'Content-Type': 'application/json'}}"),
        {},
    ),
    "put-blocked-after-preflight": Case(
        _fetch(f"{API}/put-blocked-after-preflight", "{method: 'PUT'}"),
        {"OPTIONS": Answer(204, PUT_ALLOWED), "*": Answer(200)},
    ),
    "method-refused": Case(
        _fetch(f"{API}/method-refused", "{method: 'DELETE'}"),
        {"OPTIONS": Answer(204, PUT_ALLOWED), "*": Answer(200, EXACT)},
    ),
    "header-refused": Case(
        _fetch(f"{API}/header-refused", "{headers: {'X-Trace': '1'}}"),
        {"OPTIONS": Answer(204, EXACT), "*": Answer(200, EXACT)},
    ),
    "authorization": Case(
        _fetch(f"{API}/authorization?token={SECRET}", f"{{headers: {{Authorization: 'Bearer {SECRET}'}}}}"),
        {
            "OPTIONS": Answer(204, {**EXACT, "Access-Control-Allow-Headers": "authorization"}),
            "*": Answer(200, EXACT),
        },
    ),
    "preflight-405": Case(
        _fetch(f"{API}/preflight-405", "{method: 'PUT'}"), {"OPTIONS": Answer(405), "*": Answer(200, EXACT)}
    ),
    "preflight-missing": Case(
        _fetch(f"{API}/preflight-missing", "{method: 'PUT'}"),
        {"OPTIONS": Answer(204), "*": Answer(200, EXACT)},
    ),
    "preflight-redirect": Case(
        _fetch(f"{API}/preflight-redirect", "{method: 'PUT'}"),
        {"OPTIONS": _redirect("/preflight-redirect/end", PUT_ALLOWED, 301), "*": Answer(200, EXACT)},
    ),
    "redirect": Case(
        _fetch(f"{API}/redirect"),
        {"*": _redirect(f"{OTHER}/redirect/end", STAR)},
        end={"*": Answer(200, STAR)},
    ),
    "redirect-hop-blocked": Case(
        _fetch(f"{API}/redirect-hop-blocked"),
        {"*": _redirect(f"{OTHER}/redirect-hop-blocked/end", {})},
        end={"*": Answer(200, STAR)},
    ),
    "redirect-end-blocked": Case(
        _fetch(f"{API}/redirect-end-blocked"),
        {"*": _redirect(f"{OTHER}/redirect-end-blocked/end", STAR)},
        end={"*": Answer(200, EXACT)},
    ),
    "redirect-out": Case(
        _fetch("/redirect-out"),
        {"*": _redirect(f"{API}/redirect-out/end", {})},
        end={"*": Answer(200, EXACT)},
    ),
    "redirect-preflighted": Case(
        _fetch(f"{API}/redirect-preflighted", "{headers: {'X-Trace': '1'}}"),
        {
            "OPTIONS": Answer(204, {**STAR, "Access-Control-Allow-Headers": "x-trace"}),
            "*": _redirect(f"{OTHER}/redirect-preflighted/end", STAR),
        },
        end={
            "OPTIONS": Answer(204, {**STAR, "Access-Control-Allow-Headers": "x-trace"}),
            "*": Answer(200, STAR),
        },
    ),
    "refused": Case(_fetch(f"{NOBODY}/refused"), {}),
    "no-cors": Case(_fetch(f"{API}/no-cors", "{mode: 'no-cors'}"), {"*": Answer()}),
    "manual": Case(
        _fetch(f"{API}/manual", "{redirect: 'manual'}"), {"*": _redirect(f"{OTHER}/manual/end", STAR)}
    ),
    "image": Case(f"image('{API}/image', null)", {"*": Answer()}),
    "image-anonymous": Case(f"image('{API}/image-anonymous', 'anonymous')", {"*": Answer()}),
    "xhr": Case(f"xhr('{API}/xhr', true)", {"*": Answer(200, WITH_CREDENTIALS)}),
    "xhr-blocked": Case(
        f"xhr('{API}/xhr-blocked', true)",
        {"*": Answer(200, {**WITH_CREDENTIALS, "Access-Control-Allow-Credentials": "True"})},
    ),
    "resource-policy": Case(
        _fetch(f"{OTHER}/resource-policy", "{mode: 'no-cors'}"),
        {"*": Answer(200, {"Cross-Origin-Resource-Policy": "same-origin"})},
    ),
    "sandboxed": Case(f"framed(\"fetch('{API}/sandboxed')\")", {"*": Answer(200, EXACT)}),
}

SCRIPT: Final = """
const seen = (promise) => promise.then(
    (response) => /^opaque/.test(response.type) ? "opaque" : "readable", () => "blocked");
const get = (url, init) => seen(fetch(url, init));
const image = (url, crossorigin) => new Promise((done) => {
  const element = new Image();
  if (crossorigin !== null) element.crossOrigin = crossorigin;
  // What is no image errs as well: whether it was blocked, the image does not tell.
  element.onerror = element.onload = () => done(null);
  element.src = url;
});
const xhr = (url, withCredentials) => new Promise((done) => {
  const request = new XMLHttpRequest();
  request.open("GET", url);
  request.withCredentials = withCredentials;
  request.onload = () => done("readable");
  request.onerror = () => done("blocked");
  request.send();
});
const framed = (code) => new Promise((done) => {
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-scripts";
  // Developer tools take a moment to see a new frame.
  frame.srcdoc = `<script>setTimeout(() => ${code}.then(() => "readable", () => "blocked")
      .then((word) => parent.postMessage(word, "*")), 500)</` + "script>";
  addEventListener("message", (event) => setTimeout(() => {
    frame.remove();
    done(event.data);
  }, 500), {once: true});
  document.body.append(frame);
});
"""
