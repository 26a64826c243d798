"""Words about a fix: what it is, and what it newly lets whom do."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cors_sim import _infra
from cors_sim.enums import CredentialsMode
from cors_sim.exchanges import HTTPRequest
from cors_sim.explain.repairs import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    CONTENT_TYPE,
    EXPOSE_HEADERS,
    RESOURCE_POLICY,
)
from cors_sim.explain.values import Change, Target
from cors_sim.explain.words import and_list, capitalized
from cors_sim.flows import Outcome
from cors_sim.headers import NO_HEADERS, HeaderList
from cors_sim.standard.safelists import cors_unsafe_request_header_names

LEAVE: Final = frozenset({ALLOW_ORIGIN, ALLOW_CREDENTIALS, ALLOW_METHODS, ALLOW_HEADERS, EXPOSE_HEADERS})


def after(changes: Sequence[Change], name: str) -> list[str]:
    """What *changes* have the header of that name say, each value once."""
    values = [item.after for change in changes for item in change.headers if item.name == name]
    return list(dict.fromkeys(value for value in values if value is not None))


def is_public(changes: Sequence[Change], asked: Iterable[HTTPRequest]) -> bool:
    """
    Whether *changes* let every page there is do what this one is to do.

    Args:
        changes: to the server.
        asked: what browsers ask, with them.
    """
    # Whoever likes can have the origin "null".
    of_nobody = {Target.of(request) for request in asked if request.headers.get("origin") == "null"}
    return (
        "*" in after(changes, ALLOW_ORIGIN)
        or "cross-origin" in after(changes, RESOURCE_POLICY)
        or any(change.target in of_nobody for change in changes)
    )


def headline(changes: Sequence[Change], *, is_public: bool) -> str:
    """*changes* in a line; those to answers that were seen, if there are any and it says enough."""
    if not is_public:
        changes = [change for change in changes if change.was_seen] or changes
    steps = []
    if any(change.status is not None for change in changes):
        steps.append("answer the preflight with a status of 200 to 299")
    origins = after(changes, ALLOW_ORIGIN)
    if origins:
        steps.append("let every page in" if "*" in origins else f"let {and_list(origins)} in")
    if after(changes, ALLOW_CREDENTIALS):
        steps.append("allow credentials")
    steps += _listing(changes, ALLOW_METHODS, "allow the method")
    steps += _listing(changes, ALLOW_HEADERS, "allow the request header")
    if after(changes, RESOURCE_POLICY):
        steps.append(f"say {RESOURCE_POLICY}: {and_list(after(changes, RESOURCE_POLICY))}")
    if after(changes, CONTENT_TYPE):
        steps.append(f"serve it as {and_list(after(changes, CONTENT_TYPE))}")
    return capitalized(and_list(steps))


def _listing(changes: Sequence[Change], name: str, words: str) -> Iterator[str]:
    """Phrases about what becomes of the lists that the headers of that name are."""
    new: dict[str, None] = {}
    mended = False
    for change in changes:
        for item in change.headers:
            if item.name != name:
                continue
            before = NO_HEADERS if item.before is None else HeaderList({name: item.before})
            mended |= before.extract_values(name) == "failure"
            listed = _infra.split_on_commas(item.before or "")
            items = _infra.split_on_commas(item.after or "")
            new |= {word: None for word in items if word and word not in listed}
    if mended:
        yield f"mend the list in {name}"
    if new:
        yield f"{words}{'s' if len(new) > 1 else ''} {and_list(list(new))}"


def exposure_headline(names: Sequence[str]) -> str:
    """The headline of what exposes the response headers of these *names*."""
    return f"Let script see {and_list(names)}, if it needs to"


def effect(outcome: Outcome, changes: Sequence[Change], *, is_public: bool) -> str:
    """
    What *changes* newly let whom do.

    Args:
        outcome: of the fetch with them.
        changes: to the server.
        is_public: whether they let everybody.
    """
    names = {item.name for change in changes for item in change.headers}
    if not changes:
        return "The server stays as it is."
    if not names & LEAVE and not any(change.status for change in changes):
        return _effect_of_a_policy(changes, is_public=is_public)
    request = outcome.request
    page = "Every page there is, whoever made it," if is_public else f"Pages at {request.origin}"
    last = outcome.exchanges[-1].request
    if names and names <= {EXPOSE_HEADERS, "Vary"}:
        what = f"see {and_list(after(changes, EXPOSE_HEADERS))} in"
    else:
        unsafe = cors_unsafe_request_header_names(request.headers)
        with_headers = f" with {and_list(unsafe)}" if unsafe else ""
        credentials = request.credentials_mode is CredentialsMode.INCLUDE
        what = (
            f"send {last.method}{with_headers}{', credentials included,' if credentials else ''} and read"
        )
    nobody = "" if is_public else " Nobody else gains anything."
    return f"{page} can {what} the answer of {last.url}.{nobody}"


def _effect_of_a_policy(changes: Sequence[Change], *, is_public: bool) -> str:
    if after(changes, RESOURCE_POLICY):
        who = "Every page there is" if is_public else "Pages of the same site"
        return f"{who} can embed the response. Being able to read it is another matter, which is CORS's."
    return "Nobody gains anything: the response only says what it is."
