"""
The cause in plain words: what the browser did, what it looked for, and what it found.

Written for somebody who meets this for the first time. What to do about it is said elsewhere.
"""

from typing import Final

from cors_sim import _infra
from cors_sim.enums import CredentialsMode, ResponseType
from cors_sim.exchanges import Exchange
from cors_sim.explain import redirects
from cors_sim.explain.findings import finding
from cors_sim.explain.mending import responsible
from cors_sim.explain.repairs import ALLOW_CREDENTIALS_REASONS, ALLOW_ORIGIN_REASONS
from cors_sim.explain.words import and_list, plural, quoted
from cors_sim.flows import Outcome
from cors_sim.requests import Request
from cors_sim.standard.preflight import preflight_needed
from cors_sim.verdicts import Blocked, Opaque, Reason

_FAILED: Final = "Script learns that the fetch failed, and nothing else."


def headline(outcome: Outcome) -> str:
    """The conclusion, in a line."""
    what = f"the answer to {outcome.request.method} {outcome.request.url}"
    match outcome.verdict:
        case Blocked():
            return f"Blocked: script cannot read {what}."
        case Opaque():
            return f"Opaque: the fetch goes through, and script can read nothing of {what}."
    return f"Readable: script can read {what}."


def cause(outcome: Outcome) -> str:
    """Why *outcome* came out as it did, in a short paragraph."""
    match outcome.verdict:
        case Blocked() as blocked:
            return _blocked(outcome, blocked)
        case Opaque() as opaque:
            return _opaque(outcome, opaque)
    return _readable(outcome)


def _blocked(outcome: Outcome, blocked: Blocked) -> str:
    exchange = responsible(outcome, blocked)
    found = finding(blocked, exchange, outcome)
    if exchange is None:
        return f"{_before_sending(outcome)} {found} {_FAILED}"
    if exchange.request.is_preflight:
        return f"{_asked_for_leave(outcome, exchange)} {found} {_not_sent(outcome, exchange)}"
    return f"{_sent(outcome)} {found} {_withheld(outcome, exchange, blocked)}"


def _page(request: Request) -> str:
    if request.origin.serialized == "null":
        return "a page that has no origin of its own"
    return f"a page at {request.origin}"


def _wish(request: Request) -> str:
    return f"A script on {_page(request)} asked for {request.method} {request.url}"


def _before_sending(outcome: Outcome) -> str:
    wish = _wish(outcome.request)
    if not outcome.exchanges:
        return f"{wish}. The browser stopped the request before it sent anything."
    return f"{wish}. On the way the browser stopped, before it sent the next request."


def _asked_for_leave(outcome: Outcome, preflight: Exchange) -> str:
    hops = _followed(outcome, preflight)
    way = f" The browser followed {_redirects(hops, preflight)}." if hops else ""
    where = "then asked the server there" if hops else "first asked the server"
    return f"{_wish(outcome.request)}.{way} {_why_asked(preflight, where)}"


def _followed(outcome: Outcome, last: Exchange) -> list[Exchange]:
    """The redirects on the way to *last*."""
    return [hop for hop in redirects.redirecting(outcome) if hop is not last]


def _redirects(hops: list[Exchange], last: Exchange) -> str:
    return f"{len(hops)} redirect{plural(hops)}, to {last.request.url}"


def _why_asked(preflight: Exchange, asked_first: str = "first asked the server") -> str:
    """That there was a preflight, and why."""
    asked = preflight.request.headers
    method = asked.get("access-control-request-method")
    needs = []
    if method not in {"GET", "HEAD", "POST"}:
        needs.append(f"the method {method}")
    names = asked.get("access-control-request-headers")
    if names is not None:
        items = _infra.split_on_commas(names)
        needs.append(f"the request header{plural(items)} {and_list(items)}")
    why = and_list(needs) if needs else "how its body is sent"
    return (
        f"Because of {why}, the browser {asked_first} for permission, with an OPTIONS request that "
        "is called a preflight."
    )


def _sent(outcome: Outcome) -> str:
    """That the request was sent, how, and whether there was an answer."""
    request, last = outcome.request, outcome.exchanges[-1]
    with_credentials = request.credentials_mode is CredentialsMode.INCLUDE
    credentials = ", with the user's credentials for that site" if with_credentials else ""
    preflights = [exchange for exchange in outcome.exchanges if exchange.request.is_preflight]
    sent = f", and the browser sent it{credentials}."
    if preflights:
        given = f"The server gave it, and the browser sent the request{credentials}."
        sent = f". {_why_asked(preflights[0])} {given}"
    followed = _followed(outcome, last)
    way = f" It followed {_redirects(followed, last)}." if followed else ""
    answer = last.response
    came = (
        "No answer came." if answer.is_network_error else f"The answer came, with status {answer.status}."
    )
    return f"{_wish(request)}{sent}{way} {came}"


def _not_sent(outcome: Outcome, preflight: Exchange) -> str:
    method = preflight.request.headers.get("access-control-request-method")
    where = "there" if _followed(outcome, preflight) else "at all"
    return f"So the browser did not send the {method} request {where}. {_FAILED}"


def _withheld(outcome: Outcome, exchange: Exchange, blocked: Blocked) -> str:
    if exchange.response.is_network_error:
        return _FAILED
    if exchange in redirects.redirecting(outcome):
        return f"So the browser did not follow the redirect. {_FAILED}"
    if blocked.reason in ALLOW_ORIGIN_REASONS | ALLOW_CREDENTIALS_REASONS:
        done = ", though the server has done what it was asked" if exchange.response.has_ok_status else ""
        return f"So the browser keeps the answer from script{done}."
    return _FAILED


def _opaque(outcome: Outcome, opaque: Opaque) -> str:
    if opaque.reason is Reason.OPAQUE_REDIRECT:
        return (
            f"{_sent(outcome)} That is a redirect, and the request was made with redirect: 'manual'. So "
            "the browser stopped there, and script learns that there is a redirect: not where to, and "
            "nothing else of the answer."
        )
    return (
        f"{_wish(outcome.request)} in mode 'no-cors', and the browser sent it. In that mode a server is "
        "not asked for permission, and script gets none: an opaque response, with no status, no headers "
        "and no body, whatever the server answered. It is meant for what a page shows and does not read, "
        "such as pictures."
    )


def _readable(outcome: Outcome) -> str:
    if not outcome.exchanges:
        return f"{_wish(outcome.request)}. The browser could answer that without asking a server."
    sent = _sent(outcome)
    if outcome.response.type is not ResponseType.CORS:
        return f"{sent} CORS has no say where a page asks its own server, or goes somewhere else."
    if preflight_needed(outcome.request) is None:
        sent = f"{sent} Neither its method nor its headers needed permission first (a preflight)."
    allowed = outcome.exchanges[-1].response.headers.get("access-control-allow-origin")
    says = "lets every page in" if allowed == "*" else "names the page's origin"
    names = outcome.response.headers.sort_and_combine().names()
    seen = f"with the header{plural(names)} {and_list(names)}" if names else "without any of its headers"
    return (
        f"{sent} The answer's Access-Control-Allow-Origin header, {quoted(allowed or '')}, {says}, so "
        f"script can read it, {seen}."
    )
