"""Words about a fix, continued: what it takes to be so, and what else to know before making it."""

from collections.abc import Iterator, Sequence

from cors_sim import _infra
from cors_sim.browsers import Browser
from cors_sim.explain.alternatives import Alternative
from cors_sim.explain.answers import Patch, listed
from cors_sim.explain.effects import LEAVE, after
from cors_sim.explain.mending import Runs
from cors_sim.explain.repairs import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    CONTENT_TYPE,
)
from cors_sim.explain.values import Change, Target
from cors_sim.explain.words import and_list
from cors_sim.flows import Outcome


def assumptions(runs: Runs, patch: Patch, own: Browser) -> Iterator[str]:
    """What was taken to be so in *runs* with *patch*, of which *own* was asked about."""
    unseen: dict[Target, list[Browser]] = {}
    alike: dict[tuple[Target, str | None], None] = {}
    for outcome, session in runs:
        for target in session.unseen:
            unseen.setdefault(target, []).append(outcome.browser)
        for target, asked in session.alike.items():
            alike[target, asked.headers.get("origin")] = None
    for target, asking in unseen.items():
        if target not in patch:
            continue
        some = "" if own in asking else f" ({_names(asking)} will ask for it.)"
        rest = (
            "nothing in it stands in the way"
            if target.is_preflight
            else "it is no redirect and nothing in it stands in the way"
        )
        yield f"Nobody has seen the answer to {target}: with this change, {rest}.{some}"
    for target, origin in alike:
        sent = "without Origin" if origin is None else f"with Origin: {origin}"
        yield f"Nobody has seen the answer to {target} {sent}: it is as without, but for this change."


def _names(browsers: Sequence[Browser]) -> str:
    return and_list([browser.name for browser in browsers])


def notes(
    outcome: Outcome, changes: Sequence[Change], alternative: Alternative | None, *, is_public: bool
) -> Iterator[str]:
    """
    What else to know before making *changes*.

    Args:
        outcome: what the fetch comes to with them.
        changes: to the server.
        alternative: the other request that they are for; None for the one there is.
        is_public: whether they let every page in.
    """
    if alternative is not None and alternative.note:
        yield alternative.note
    if any(change.status is not None for change in changes):
        yield (
            "A preflight carries no credentials and no token, so it has to be answered before anything "
            "asks for them, and before a router that knows no OPTIONS."
        )
    for change in changes:
        if change.for_origin is not None:
            yield (
                f"The change to {change.target} is for requests with Origin: {change.for_origin} alone. "
                "What others get today stays, so the server has to look at the Origin header."
            )
    before = [item.before for change in changes for item in change.headers if item.name == ALLOW_ORIGIN]
    if any("," in (value or "") for value in before):
        yield (
            "There has to be one value. Where two layers set the header (an application and a proxy "
            "before it), one of them has to stop."
        )
    if is_public and not LEAVE.isdisjoint(item.name for change in changes for item in change.headers):
        yield "Do this only for what anybody may know: no login, cookie or network keeps a page out."
    elif after([change for change in changes if change.was_seen], ALLOW_ORIGIN):
        yield (
            "For more origins, keep a list of them, answer with the one that asks if it is on the list, "
            "and send Vary: Origin. Never answer with whatever Origin says."
        )
    further = _further_items(changes, outcome)
    if further:
        yield (
            f"The server already lists {and_list(further)}, too, which nobody could use from there so far. "
            "The page could then: shorten the list if it should not."
        )
    if any(item.name == ALLOW_CREDENTIALS and item.after is None for c in changes for item in c.headers):
        yield (
            "The request needs no credentials, so what allows them goes: the page would be let in with "
            "them otherwise."
        )
    if after(changes, ALLOW_CREDENTIALS):
        yield (
            "With credentials a page acts as the user who is logged in: "
            "let in only pages that you trust so."
        )
    if after(changes, CONTENT_TYPE):
        yield "Only if the response is what it will say that it is. If it is not, the URL is wrong."
    yield from _notes_on_status(outcome, changes)


def _further_items(changes: Sequence[Change], outcome: Outcome) -> list[str]:
    """What a preflight's answer lists and was not asked for, where nobody of this origin was let in."""
    found: dict[str, None] = {}
    for change in changes:
        if not change.target.is_preflight or not after([change], ALLOW_ORIGIN):
            continue
        for exchange in outcome.exchanges:
            if Target.of(exchange.request) != change.target:
                continue
            asked = exchange.request.headers
            methods = {*listed(exchange.response, ALLOW_METHODS)} - {"", "get", "head", "post", "options"}
            names = {*listed(exchange.response, ALLOW_HEADERS)} - {""}
            method = _infra.ascii_lowercase(asked.get("access-control-request-method") or "")
            wanted = set(_infra.split_on_commas(asked.get("access-control-request-headers") or ""))
            found |= dict.fromkeys(map(_infra.ascii_uppercase, sorted(methods - {method})))
            found |= dict.fromkeys(sorted(names - wanted))
    return list(found)


def _notes_on_status(outcome: Outcome, changes: Sequence[Change]) -> Iterator[str]:
    if not outcome.exchanges or not any(change.was_seen for change in changes):
        return
    status = outcome.exchanges[-1].response.status
    if status >= 400:
        yield (
            f"The status stays {status}: this lets script read the error, it does not make it go away. "
            "Many servers omit their CORS headers on errors, and have to be told not to."
        )
