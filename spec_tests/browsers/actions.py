"""Temporary."""

from typing import Any
from cors_sim import Browser, Outcome, Request, OpaqueOrigin
from cors_sim import client
from cors_sim.client import ClientError, Page


class Unmodelled(Exception):
    pass


def page_of(p):
    kind = p["kind"]
    headers = {n.lower(): v for n, v in p["headers"]}
    coep = headers.get("cross-origin-embedder-policy", "unsafe-none")
    if kind in ("csp-sandbox", "sandbox-iframe", "data-iframe", "sandbox-srcdoc-iframe"):
        return Page(OpaqueOrigin(), embedder_policy=coep, base=p["origin"] + "/")
    return Page(p["origin"], embedder_policy=coep)


def _body(b):
    if b is None:
        return None
    v = b.get("value", "hello")
    return {
        "text": lambda: v,
        "urlencoded": lambda: client.URLSearchParams(
            v if isinstance(v, str) else "&".join("=".join(x) for x in v)
        ),
        "formdata": lambda: client.FormData((("a", v),)),
        "blob": lambda: client.Blob(v.encode(), b.get("type") or ""),
        "arraybuffer": lambda: v.encode(),
        "stream": client.Stream,
    }[b["kind"]]()


def request_of(a, page, browser):
    k = a["kind"]
    if k == "fetch":
        init = {
            x: a[x]
            for x in (
                "method",
                "mode",
                "credentials",
                "redirect",
                "referrerPolicy",
                "cache",
                "integrity",
                "keepalive",
            )
            if x in a
        }
        if a.get("headers"):
            init["headers"] = (
                [tuple(h) for h in a["headers"]] if isinstance(a["headers"], list) else a["headers"]
            )
        if a.get("body"):
            init["body"] = _body(a["body"])
        return client.fetch(a["url"], init, origin=page)
    if k == "xhr":
        return client.xhr(
            a.get("method", "GET"),
            a["url"],
            origin=page,
            headers=[tuple(h) for h in a.get("headers", [])],
            body=_body(a.get("body")),
            with_credentials=bool(a.get("withCredentials")),
            upload_listener=bool(a.get("uploadListener")),
        )
    if k in ("img", "script", "module", "css", "preload", "modulepreload", "audio", "video", "font"):
        return client.element(
            {"css": "stylesheet"}.get(k, k),
            a["url"],
            origin=page,
            crossorigin=a.get("crossorigin"),
            destination=a.get("as", "fetch") if k == "preload" else None,
        )
    if k == "import":
        return client.module_import(a["url"], origin=page)
    if k == "eventsource":
        return client.event_source(a["url"], origin=page, with_credentials=bool(a.get("withCredentials")))
    if k == "beacon":
        return client.send_beacon(a["url"], _body(a.get("body")), origin=page)
    raise Unmodelled(k)


MSG = {
    "chromium": "Failed to fetch",
    "firefox": "NetworkError when attempting to fetch resource.",
    "webkit": "Load failed",
}


def result_of(a, o, browser):
    k = a["kind"]
    if isinstance(o, ClientError):
        if k == "fetch":
            return {"outcome": "rejected", "name": o.name, "message": "?"}
        if k == "xhr":
            return {"outcome": "open-threw"}
        return {"outcome": "threw"}
    blocked = o.response.is_network_error
    if k == "fetch":
        if blocked:
            return {"outcome": "rejected", "name": "TypeError", "message": MSG[browser.name]}
        return {
            "outcome": "resolved",
            "type": str(o.response.type),
            "headers": [list(p) for p in o.response.headers.sort_and_combine()],
        }
    if k == "xhr":
        if blocked:
            return {"outcome": "error" if a.get("async") is not False else "send-threw", "allHeaders": ""}
        return {
            "outcome": "load" if a.get("async") is not False else "sync-returned",
            "allHeaders": "".join(f"{n}: {v}\r\n" for n, v in o.response.headers.sort_and_combine()),
        }
    if k == "beacon":
        return {"outcome": "returned"}
    if k == "eventsource":
        return {"outcome": "error" if blocked or o.response.status != 200 else "message"}
    return {"outcome": "error" if blocked else "load"}
