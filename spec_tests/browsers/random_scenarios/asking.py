"""Who asks for what: the page, and what script or markup in it does.

May import `draw` and the vocabulary.
"""

from collections.abc import Mapping
from typing import Any

from . import vocabulary as words
from .draw import Draw

Action = dict[str, Any]


def draw_page(draw: Draw) -> dict[str, Any]:
    """A page as a scenario has it."""
    kind, origin = draw.weighted(words.PAGES)
    policy = draw.weighted(words.EMBEDDER_POLICIES) if kind in {"top", "worker"} else None
    headers = [["Cross-Origin-Embedder-Policy", policy]] if policy else []
    return {"origin": origin, "kind": kind, "headers": headers}


def is_credentialed(action: Action) -> bool:
    """Whether an action always sends credentials."""
    return (
        action.get("credentials") == "include"
        or action.get("withCredentials") is True
        or action.get("crossorigin") == "use-credentials"
        or action["kind"] == "beacon"
    )


def draw_action(draw: Draw, kind: str, url: str) -> Action:
    """One action of a kind."""
    action: Action = {"kind": kind, "url": url + draw.weighted(words.QUERIES)}
    if kind == "fetch":
        _draw_fetch(draw, action)
    elif kind == "xhr":
        _draw_xhr(draw, action)
    elif kind == "eventsource":
        _maybe(draw, action, "withCredentials", {None: 50, True: 40, False: 10})
    elif kind == "beacon":
        action |= {"body": draw.choice(words.BODIES[:-1])} if draw.chance(0.85) else {}
    elif kind not in {"font", "import", "worker"}:
        _maybe(draw, action, "crossorigin", words.CROSSORIGIN)
    if kind == "preload":
        _maybe(draw, action, "as", words.PRELOAD_AS)
    if kind == "img":
        _maybe(draw, action, "referrerPolicy", words.REFERRER_POLICIES)
    if kind not in {"fetch", "xhr"}:
        action["timeout_ms"] = 3000
    return action


def _maybe(draw: Draw, action: Action, member: str, choices: Mapping[Any, float]) -> None:
    value = draw.weighted(choices)
    if value is not None:
        action[member] = value


def _draw_fetch(draw: Draw, action: Action) -> None:
    _draw_request(draw, action)
    for member, choices in words.FETCH_OPTIONS.items():
        _maybe(draw, action, member, choices)
    _maybe(draw, action, "referrerPolicy", words.REFERRER_POLICIES)
    if action.get("mode") == "no-cors" and draw.chance(0.85):
        action["method"] = draw.choice(["GET", "GET", "POST", "HEAD"])
        if action["method"] != "POST":
            action.pop("body", None)


def _draw_xhr(draw: Draw, action: Action) -> None:
    _draw_request(draw, action)
    _maybe(draw, action, "withCredentials", {None: 60, True: 34, False: 6})
    _maybe(draw, action, "uploadListener", {None: 88, True: 10, "load": 2})
    _maybe(draw, action, "async", {None: 92, False: 8})
    if draw.chance(0.04):
        action["getHeader"] = ["X-Foo", "ETag"]
    if action.get("body", {}).get("kind") == "stream":
        action["body"] = {"kind": "text"}


def _draw_request(draw: Draw, action: Action) -> None:
    """Method, body and headers."""
    if draw.chance(0.012):
        action["method"] = draw.choice(words.BAD_METHODS)
        return
    method = draw.weighted(words.METHODS)
    if method != "GET" or draw.chance(0.2):
        action["method"] = method
    if draw.chance(0.55 if method.upper() in {"POST", "PUT", "PATCH"} else 0.012):
        action["body"] = draw.choice(words.BODIES)
    headers = [_draw_header(draw) for _ in range(draw.weighted({0: 52, 1: 26, 2: 13, 3: 6, 5: 3}))]
    if headers and draw.chance(0.06):
        name, value = draw.choice(headers)
        headers.append([draw.choice([name, name.lower(), name.upper()]), draw.choice([value, "2", ""])])
    if headers:
        action["headers"] = headers


def _draw_header(draw: Draw) -> list[str]:
    return list(draw.choice(words.REQUEST_HEADERS[draw.weighted(words.REQUEST_HEADER_WEIGHTS)]))


def draw_repeated(draw: Draw, action: Action, target: str) -> list[Action]:
    """Two to four requests, of which some could be spared their preflight by an earlier one.

    Args:
        draw: The random source.
        action: The first of them, which this changes to one that is likely to be preflighted.
        target: The name of the origin that it asks.
    """
    action.pop("body", None)
    action.pop("mode", None)
    if draw.chance(0.9):
        action["method"] = draw.weighted({"PUT": 5, "DELETE": 2, "PATCH": 1, "GET": 2, "POST": 1})
        action["headers"] = [draw.choice(words.REQUEST_HEADERS["unsafe"])] if draw.chance(0.6) else []
    actions = [action]
    for _ in range(draw.weighted({1: 60, 2: 27, 3: 13})):
        again = dict(draw.choice(actions))
        changes = ["same", "method", "headers", "credentials", "url", "cache"]
        for change in draw.sample(changes, draw.choice([1, 1, 2])):
            _vary(draw, again, change, target)
        actions.append(again)
    return actions


def _vary(draw: Draw, action: Action, change: str, target: str) -> None:
    if change == "method":
        action["method"] = draw.choice(["PUT", "DELETE", "GET", "PATCH", "put"])
    elif change == "headers":
        action["headers"] = [
            draw.choice(words.REQUEST_HEADERS["unsafe"]) for _ in range(draw.choice([0, 1, 2]))
        ]
    elif change == "credentials" and action["kind"] == "fetch":
        action["credentials"] = draw.choice(["include", "omit", "same-origin"])
    elif change == "credentials":
        action["withCredentials"] = draw.chance(0.5)
    elif change == "url":
        other = draw.choice(["cross", "site"])
        action["url"] = draw.choice([f"@{{{target}}}/a?other", f"@{{{target}}}/b", f"@{{{other}}}/a"])
    elif change == "cache" and action["kind"] == "fetch":
        action["cache"] = draw.choice(["no-store", "reload", "no-cache", "force-cache"])
