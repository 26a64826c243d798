"""
What a page in an experiment does, as calls of `cors_sim.client`, and what it reports of each.

`README.md` has the schemas of actions and results.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from cors_sim import Browser, HeaderList, Opaque, OpaqueOrigin, Outcome, Request, client
from cors_sim.client import ClientError, Event, Page, Refusal
from cors_sim.standard.safelists import is_forbidden_request_header

Action = Mapping[str, Any]

_OPAQUE_KINDS: Final = frozenset({"csp-sandbox", "sandbox-iframe", "data-iframe", "sandbox-srcdoc-iframe"})
_TOP_KINDS: Final = frozenset({"top", "csp-sandbox"})
# Their documents have URLs that no URL is relative to.
_BASES: Final = MappingProxyType(
    {"blob-iframe": "blob:null/0", "data-iframe": "data:,", "worker": "blob:null/0"}
)
_ELEMENTS: Final = frozenset(
    {"audio", "css", "font", "img", "module", "modulepreload", "preload", "script", "video"}
)
_INIT: Final = (
    "method",
    "mode",
    "credentials",
    "redirect",
    "referrer",
    "referrerPolicy",
    "cache",
    "integrity",
    "keepalive",
    "priority",
)
_EVENT: Final = re.compile(
    rb"(?:^|[\r\n])data(?::[^\r\n]*)?(?:\r\n|\r|\n)(?:[^\r\n]+(?:\r\n|\r|\n))*(?:\r\n|\r|\n)"
)
_NOTHING: Final = "data:"
_SETS_COOKIE: Final = re.compile(r"\s*document\.cookie\s*=\s*(?:'[^']*'|\"[^\"]*\")\s*;?\s*")
# The scripts of experiments define nothing: a name alone is an error.
_POSTS: Final = b"postMessage("
_UNKNOWN_NAME: Final = re.compile(rb"[A-Za-z_$][A-Za-z0-9_$]*")
_INTEGRITY: Final = re.compile(r"sha(?:256|384|512)-", re.IGNORECASE)


class Unmodelled(Exception):  # noqa: N818 - it is no error
    """Nothing is predicted; the argument says why."""


def page_of(page: Mapping[str, Any]) -> Page:
    """The page of a scenario: its ``page`` member, as a `Page`."""
    origin, kind = page["origin"], page["kind"]
    return Page(
        OpaqueOrigin() if kind in _OPAQUE_KINDS else origin,
        base=_BASES.get(kind, f"{origin}/__ct/page/0"),
        embedder_policy=client.embedder_policy([(name, value) for name, value in page.get("headers", ())]),
        top_level_origin=None if kind in _TOP_KINDS else origin,
        in_worker=kind == "worker",
    )


def request_of(action: Action, page: Page, browser: Browser) -> Request:
    """
    The request that *action* makes.

    Args:
        action: one of a scenario's.
        page: where it is done.
        browser: whose choices count.

    Raises:
        ClientError: there is none, for script did what the API refuses.
        Unmodelled: what the action does is not modelled.
    """
    kind = action["kind"]
    if kind == "eval":
        raise Unmodelled("the script of an 'eval' action: see `local_result`")
    if action["url"].startswith("blob:"):
        # No experiment makes a blob, so that the URL is one of nothing: no answer, and nobody asked.
        action = {**action, "url": _NOTHING}
    url = action["url"]
    body = _body(action.get("body"))
    match kind:
        case "fetch":
            return _fetch(action, body, page, browser)
        case "xhr":
            return _xhr(action, body, page, browser)
        case "import":
            return client.module_import(url, origin=page)
        case "eventsource":
            with_credentials = bool(action.get("withCredentials"))
            return client.event_source(url, origin=page, with_credentials=with_credentials, browser=browser)
        case "beacon":
            return client.send_beacon(url, body, origin=page, browser=browser)
        case "worker":
            return client.worker(url, origin=page, browser=browser)
        case "font" if '"' in url:
            # The experiment writes url("...") around it, which is no CSS then.
            raise ClientError(Refusal.URL_INVALID, url, "SyntaxError", call="element", event="error")
        case _ if kind in _ELEMENTS:
            return client.element(
                "stylesheet" if kind == "css" else kind,
                url,
                origin=page,
                crossorigin=action.get("crossorigin"),
                destination=(action.get("as") or "fetch") if kind == "preload" else None,
                referrer_policy=(action.get("referrerPolicy") or "") if kind == "img" else "",
                browser=browser,
            )
        case _:
            raise Unmodelled(f"an action of the kind {kind!r}")


def _fetch(action: Action, body: client.BodyInit | None, page: Page, browser: Browser) -> Request:
    if _INTEGRITY.search(action.get("integrity") or ""):
        raise Unmodelled("integrity")
    init: Any = {member: action[member] for member in _INIT if member in action}
    if action.get("headers"):
        given = action["headers"]
        init["headers"] = given if isinstance(given, dict) else [tuple(pair) for pair in given]
    if body is not None:
        init["body"] = body
    if isinstance(body, client.Stream):
        init["duplex"] = "half"
    return client.fetch(action["url"], init, origin=page, browser=browser)


def _xhr(action: Action, body: client.BodyInit | None, page: Page, browser: Browser) -> Request:
    return client.xhr(
        action.get("method", "GET"),
        action["url"],
        origin=page,
        headers=[(name, value) for name, value in action.get("headers") or () if _is_settable(name, value)],
        body=body,
        with_credentials=bool(action.get("withCredentials")),
        upload_listener=bool(action.get("uploadListener")),
        synchronous=_is_synchronous(action),
        browser=browser,
    )


def _is_settable(name: str, value: str) -> bool:
    """Whether ``setRequestHeader()`` does not throw; the page goes on without the header where it does."""
    try:
        client.set_request_header(HeaderList(), name, value)
    except ClientError:
        return False
    return True


def _is_synchronous(action: Action) -> bool:
    return action.get("async", True) is False


def _body(given: Mapping[str, Any] | None) -> client.BodyInit | None:
    if not given:
        return None
    value = given.get("value", "hello")
    makers: dict[str, Callable[[], client.BodyInit]] = {
        "text": lambda: value,
        "urlencoded": lambda: client.URLSearchParams(value),
        "formdata": lambda: client.FormData([("a", value)]),
        "blob": lambda: client.Blob(value.encode(), given.get("type", "")),
        "arraybuffer": value.encode,
        "stream": client.Stream,
    }
    return makers[given["kind"]]()


def result_of(action: Action, came_of_it: Outcome | ClientError, browser: Browser) -> dict[str, Any]:
    """
    What the page reports of *action*.

    Args:
        action: one of a scenario's.
        came_of_it: the outcome of its request, or what was thrown before there was one.
        browser: that it was in.

    Raises:
        Unmodelled: it is not known.
    """
    if isinstance(came_of_it, ClientError):
        return _refused(action["kind"], came_of_it, browser)
    event = client.event(came_of_it, synchronous=_is_synchronous(action))
    if event.name is None:
        raise Unmodelled(event.unmodelled)
    match action["kind"]:
        case "fetch":
            return _of_fetch(came_of_it, event)
        case "xhr":
            return _of_xhr(came_of_it, event)
        case "eventsource" if event.name == "open":
            return {"outcome": "message" if _EVENT.search(_body_of(came_of_it)) else "error"}
        case "worker" if event.name == "run":
            runs = "message" if _POSTS in _body_of(came_of_it) else "timeout"
            return {"outcome": _of_running(came_of_it, runs)}
        case "import":
            return {"outcome": _of_running(came_of_it, "load") if event.name == "resolve" else "error"}
        case "beacon":
            return {"outcome": "returned"}
        case _:
            return {"outcome": event.name}


def lines_of(action: Action, outcome: Outcome | ClientError, browser: Browser) -> list[str]:
    """The console lines of an action: of the fetch, and of what the page does before and after it."""
    console = browser.console
    lines: list[str] = []
    if console is not None and console.forbidden_request_header and action["kind"] == "xhr":
        lines += [
            console.forbidden_request_header.format(header_name=name)
            for name, value in action.get("headers") or []
            if _is_refused(name, value)
        ]
    if isinstance(outcome, Outcome):
        lines += outcome.console
        loaded = client.event(outcome).name == "load" and isinstance(outcome.verdict, Opaque)
        # The page draws each image on a canvas, and reads that.
        if console is not None and console.tainted_canvas and action["kind"] == "img" and loaded:
            lines.append(console.tainted_canvas)
    return lines


def _is_refused(name: str, value: str) -> bool:
    return name.isascii() and value.isascii() and is_forbidden_request_header(name, value)


def local_result(action: Action, page: Page) -> dict[str, Any]:
    """
    What the page reports of an ``eval`` action, which prepares something.

    Raises:
        Unmodelled: it is not known.
    """
    if isinstance(page.origin, OpaqueOrigin) or not _SETS_COOKIE.fullmatch(action["code"]):
        raise Unmodelled("what the script of an 'eval' action comes to")
    return {"outcome": "value"}


def _of_fetch(outcome: Outcome, event: Event) -> dict[str, Any]:
    if event.error is not None:
        return {"outcome": "rejected", "name": event.error.name, "message": event.error.message}
    headers = [list(header) for header in outcome.response.headers.sort_and_combine()]
    return {"outcome": "resolved", "type": str(outcome.response.type), "headers": headers}


def _of_xhr(outcome: Outcome, event: Event) -> dict[str, Any]:
    if event.name == "throw":
        return {"outcome": "send-threw"} | ({"allHeaders": ""} if event.fires_error else {})
    names = {"return": "sync-returned"}
    headers = outcome.response.headers.sort_and_combine()
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return {"outcome": names.get(str(event.name), event.name), "allHeaders": lines}


def _refused(kind: str, error: ClientError, browser: Browser) -> dict[str, Any]:
    match error.event:
        case "reject" if kind == "fetch":
            said = error.in_browser(browser)
            return {"outcome": "rejected", "name": said.name, "message": said.message}
        case "reject":
            return {"outcome": "error"}
        case "throw":
            return {"outcome": "open-threw" if kind == "xhr" else "threw"}
        case None:
            return {"outcome": "timeout"}
        case "return":
            return {"outcome": "returned"}
        case event:
            return {"outcome": event}


def _body_of(outcome: Outcome) -> bytes:
    response = outcome.exchanges[-1].response if outcome.exchanges else outcome.response
    return response.body or b""


def _of_running(outcome: Outcome, runs: str) -> str:
    """What a script that is there comes to: *runs*, unless it is a name that nothing has."""
    return "error" if _UNKNOWN_NAME.fullmatch(_body_of(outcome)) else runs
