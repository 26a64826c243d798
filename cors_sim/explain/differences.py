"""In what two origins differ that ought to agree: most mismatches are one of a few slips."""

import re

from cors_sim import _infra
from cors_sim.origins import TupleOrigin
from cors_sim.urls import url_or_none


def difference(observed: str, expected: str) -> str | None:
    """
    In what *observed* differs from the origin *expected*, as a clause; None where it is simply another.

    Args:
        observed: what ``Access-Control-Allow-Origin`` says.
        expected: the serialized origin of a page.
    """
    if not observed:
        return "it is empty"
    if observed == "null":
        return "null stands for pages that have no origin of their own, and for no page that has one"
    if observed[1:-1] == expected:
        return "the marks around it are part of the value"
    if "*" in observed:
        return "a * that is not the whole value is a letter like any other"
    if observed.startswith(expected) and not re.match(r"[:.0-9A-Za-z_\-]", observed[len(expected) :]):
        rest = observed[len(expected) :]
        return (
            "it ends in a slash, and an origin does not"
            if rest == "/"
            else f"{rest} is no part of an origin"
        )
    if "://" not in observed:
        return "it has no scheme, such as https://"
    if _infra.ascii_lowercase(observed) == expected:
        return "browsers write an origin in small letters"
    return _by_parts(observed, expected)


def _by_parts(observed: str, expected: str) -> str | None:
    ours, theirs = _origin(expected), _origin(observed)
    if ours is None or theirs is None:
        return None
    if ours == theirs:
        return f"it is the same origin, written another way: a browser writes {expected}"
    parts = []
    if ours.scheme != theirs.scheme:
        parts.append(f"{theirs.scheme} is not {ours.scheme}")
    if ours.host != theirs.host:
        parts.append(_hosts(theirs.host, ours.host))
    elif ours.port != theirs.port and ours.scheme == theirs.scheme:
        parts.append(_ports(theirs, ours))
    return ", and ".join(parts)


def _origin(text: str) -> TupleOrigin | None:
    url = url_or_none(text)
    origin = None if url is None else url.origin
    return origin if isinstance(origin, TupleOrigin) else None


def _hosts(theirs: str, ours: str) -> str:
    if ours.endswith(f".{theirs}"):
        return f"{theirs} does not stand for the names below it, such as {ours}"
    if theirs.endswith(f".{ours}"):
        return f"{theirs} is another host than {ours}"
    return f"{theirs} is not {ours}"


def _ports(theirs: TupleOrigin, ours: TupleOrigin) -> str:
    if theirs.port is None:
        return f"the port {ours.port} is missing"
    return f"it has the port {theirs.port}, and the page {'none' if ours.port is None else ours.port}"
