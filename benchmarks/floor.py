"""
The floor: the comparisons of one decision on bare dicts and strings, and nothing else.

No validation, no values, no evidence: names are in lower case already, URLs split, origins serialized.
It returns the same verdict (allowed or not) as the package does for the samples here, which the
measurement checks before it starts. It is what any decision has to do, written to be fast.
"""

import re
from typing import Any

BAD_PORTS = frozenset({1, 7, 9, 11, 13, 22, 25, 6000, 6665, 6666, 6667})
SAFELISTED_METHODS = frozenset({"GET", "HEAD", "POST"})
SAFELISTED_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})
UNSAFE = re.compile(r'[\x00-\x08\x0a-\x1f"():<>?@\[\\\]{}\x7f]')
LANGUAGE = re.compile(r"[0-9A-Za-z *,\-.;=]*")
TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


def cors_check(request: dict[str, Any], headers: dict[str, str]) -> bool:
    """The CORS check."""
    origin = headers.get("access-control-allow-origin")
    if origin is None:
        return False
    include = request["credentials_mode"] == "include"
    if not include and origin == "*":
        return True
    if request["origin"] != origin:
        return False
    if not include:
        return True
    return headers.get("access-control-allow-credentials") == "true"


def is_safelisted(name: str, value: str) -> bool:
    """Whether a request header is CORS-safelisted."""
    if len(value) > 128:
        return False
    if name == "accept":
        return not UNSAFE.search(value)
    if name in {"accept-language", "content-language"}:
        return LANGUAGE.fullmatch(value) is not None
    if name == "content-type":
        return not UNSAFE.search(value) and value.partition(";")[0].strip().lower() in SAFELISTED_TYPES
    return False


def listed(value: str | None) -> list[str] | None:
    """A list of tokens; None where it is malformed."""
    items = [piece.strip(" \t") for piece in (value or "").split(",")]
    items = [item for item in items if item]
    return items if all(TOKEN.fullmatch(item) for item in items) else None


def decide(request: dict[str, Any], response: dict[str, Any], preflight: dict[str, Any] | None) -> bool:
    """One hop with nothing cached."""
    if request["port"] in BAD_PORTS or (request["secure"] and request["scheme"] == "http"):
        return False
    if request["url_origin"] == request["origin"]:
        return True
    if request["mode"] != "cors":
        return False
    unsafe = [name for name, value in request["headers"].items() if not is_safelisted(name, value)]
    if unsafe or request["method"] not in SAFELISTED_METHODS:
        if preflight is None or not cors_check(request, preflight["headers"]):
            return False
        if not 200 <= preflight["status"] <= 299:
            return False
        methods = listed(preflight["headers"].get("access-control-allow-methods"))
        names = listed(preflight["headers"].get("access-control-allow-headers"))
        if methods is None or names is None:
            return False
        wildcard = request["credentials_mode"] != "include"
        method = request["method"]
        listed_method = method in methods or (wildcard and "*" in methods)
        if method not in SAFELISTED_METHODS and not listed_method:
            return False
        lowered = {name.lower() for name in names}
        if "authorization" in unsafe and "authorization" not in lowered:
            return False
        for name in unsafe:
            if name not in lowered and not (wildcard and "*" in lowered):
                return False
    if not cors_check(request, response["headers"]):
        return False
    return response["status"] not in {301, 302, 303, 307, 308}
