"""
What a failure looks like, for those who have met it before: an error page, a login, two layers.

Each remark has a kind, a stable word, and says at what it was recognized.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from cors_sim import _infra
from cors_sim.exchanges import Exchange
from cors_sim.explain import redirects
from cors_sim.explain.alternatives import misplaced_header_names
from cors_sim.explain.exposure import hidden_header_names
from cors_sim.explain.mending import responsible
from cors_sim.explain.repairs import ALLOW_CREDENTIALS_REASONS, ALLOW_ORIGIN_REASONS, CORS_REASONS
from cors_sim.explain.values import Remark, Showing
from cors_sim.explain.words import and_list, plural
from cors_sim.flows import Outcome
from cors_sim.standard.methods import is_cors_safelisted_method
from cors_sim.standard.preflight import preflight_needed
from cors_sim.urls import URL
from cors_sim.verdicts import Allowed, Blocked, Reason, Verdict

_ALLOW_ORIGIN: Final = "access-control-allow-origin"


def remarks(outcome: Outcome, elsewhere: Sequence[Showing]) -> Iterator[Remark]:
    """
    What is to be said about *outcome* besides its cause.

    Args:
        outcome: what came of the fetch.
        elsewhere: what comes of it in other browsers.
    """
    verdict = outcome.verdict
    if isinstance(verdict, Blocked):
        yield from _of_a_block(outcome, verdict)
    elif isinstance(verdict, Allowed):
        yield from _of_a_readable_response(outcome)
    yield from _misplaced(outcome)
    yield from _where_browsers_differ(verdict, elsewhere)


def _of_a_block(outcome: Outcome, blocked: Blocked) -> Iterator[Remark]:
    if blocked.reason not in CORS_REASONS:
        text = "This is not CORS, though script sees the same: no Access-Control header mends it."
        yield Remark("not-cors", text)
    exchange = responsible(outcome, blocked)
    if exchange is None:
        return
    login = redirects.login(outcome)
    if login is not None:
        yield Remark(
            "login-redirect",
            f"The server redirected to {login}, which looks like a page to log in. Then it is the login "
            "that is missing, or has run out, and not a header.",
        )
    if exchange.request.is_preflight:
        yield from _of_a_preflight(exchange, blocked)
    elif blocked.reason in CORS_REASONS:
        yield from _of_an_answer(outcome, exchange, blocked)
    yield from _two_layers(exchange, blocked)
    yield from _null(outcome, blocked)


# 401 and 403: asked to log in. 404, 405, 501: not known to the router.
_REFUSALS: Final = {
    401: "The server wants a login of the OPTIONS request. A preflight never carries one.",
    403: "The server forbids the OPTIONS request, as firewalls and checks for a login or a token do. A "
    "preflight never carries either.",
    404: "The server has no route for OPTIONS at this URL.",
    405: "The server has a route for this URL, and it does not take OPTIONS.",
    501: "The server does not know the method OPTIONS.",
}


def _of_a_preflight(exchange: Exchange, blocked: Blocked) -> Iterator[Remark]:
    status = exchange.response.status
    if status in _REFUSALS:
        text = f"{_REFUSALS[status]} So OPTIONS never reaches what would add the CORS headers."
        yield Remark("options-refused", text)
    elif status >= 500:
        text = f"The server failed on the OPTIONS request (status {status}). Its log says why."
        yield Remark("options-refused", text)
    location = redirects.location(exchange)
    if blocked.reason is Reason.PREFLIGHT_REDIRECT and location is not None:
        yield Remark("preflight-redirect", _redirect(exchange.request.url, location))


def _redirect(url: URL, location: URL) -> str:
    """What kind of redirect leads from *url* to *location*."""
    rest, other = url.href.partition("://")[2], location.href.partition("://")[2]
    if url.scheme != location.scheme and rest == other:
        return "The redirect only changes http to https. Ask for the https URL."
    if rest.removesuffix("/") == other.removesuffix("/"):
        return "The redirect only changes the slash at the end. Ask for the URL as the server spells it."
    return "The redirect answers the OPTIONS request like any other. It has to be answered by itself."


def _of_an_answer(outcome: Outcome, exchange: Exchange, blocked: Blocked) -> Iterator[Remark]:
    status = exchange.response.status
    missing = blocked.reason is Reason.ALLOW_ORIGIN_MISSING
    if missing and status >= 400:
        yield Remark(
            "error-page",
            f"The answer is an error (status {status}) whose page has no CORS headers, as most servers' "
            "error pages have none. The error came first: without it this might not be a CORS error.",
        )
    elif missing and 200 <= status < 300:
        yield Remark(
            "works-in-curl",
            "curl, Postman and a server of yours do get this answer: there is no page in them, and so "
            "nobody to keep it from. Only browsers ask for permission.",
        )
    preflights = [earlier for earlier in outcome.exchanges if earlier.request.is_preflight]
    if missing and any(_ALLOW_ORIGIN in earlier.response.headers for earlier in preflights):
        yield Remark(
            "headers-only-on-preflight",
            "The preflight's answer has Access-Control-Allow-Origin and the answer itself has not. "
            "Permission to "
            "send is not permission to read: both need it.",
        )


def _two_layers(exchange: Exchange, blocked: Blocked) -> Iterator[Remark]:
    if blocked.reason not in ALLOW_ORIGIN_REASONS | ALLOW_CREDENTIALS_REASONS:
        return
    header = blocked.evidence.header or ""
    values = exchange.response.headers.get_all(header)
    items = _infra.split_on_commas(", ".join(values))
    if len(values) > 1:
        text = (
            f"{header} was sent {len(values)} times. Mostly two layers each add it: an application and a "
            "proxy before it, or a framework and the code in it. One of them has to stop."
        )
        yield Remark("two-layers", text)
    elif len(items) > 1:
        text = (
            f"{header} holds a list. It cannot: a server with several origins answers each with its own. "
            "If two layers set the header, a proxy may have joined what they said."
        )
        yield Remark("two-layers" if len(set(items)) < len(items) else "list-of-origins", text)


def _null(outcome: Outcome, blocked: Blocked) -> Iterator[Remark]:
    if blocked.reason not in ALLOW_ORIGIN_REASONS or blocked.evidence.expected != "null":
        return
    if redirects.makes_origin_null(outcome):
        text = (
            "A redirect from one foreign origin to another leaves a request without an origin: the servers "
            "on the way could have sent it anywhere. Behind it no server can let this page in by name."
        )
        yield Remark("origin-null-by-redirect", text)
    else:
        text = (
            "A page has no origin of its own if it was opened from a file, from a data: URL or in a "
            "sandboxed frame. All such pages say null, whoever made them, so no server can tell this one "
            "from others."
        )
        yield Remark("origin-null-of-page", text)


def _of_a_readable_response(outcome: Outcome) -> Iterator[Remark]:
    hidden = hidden_header_names(outcome)
    if hidden:
        text = f"Script does not see the header{plural(hidden)} {and_list(hidden)}"
        yield Remark("hidden-headers", f"{text}: {_why_hidden(outcome)}.")
    preflights = [exchange for exchange in outcome.exchanges if exchange.request.is_preflight]
    if not preflights and outcome.initial_cache.entries and preflight_needed(outcome.request) is not None:
        text = (
            "The browser asked for no permission, because an earlier preflight gave it and its answer is "
            "kept for a while. What the server says to a preflight today was not seen."
        )
        yield Remark("permission-was-kept", text)
    for preflight in preflights:
        methods = preflight.response.headers.extract_values("access-control-allow-methods")
        method = outcome.request.method
        if is_cors_safelisted_method(method) and methods not in (None, "failure") and method not in methods:
            text = (
                f"That Access-Control-Allow-Methods leaves out {method} does no harm: GET, HEAD and POST "
            )
            yield Remark("method-needs-no-permission", f"{text}need no permission.")


def _why_hidden(outcome: Outcome) -> str:
    exposed = outcome.exchanges[-1].response.headers.get("access-control-expose-headers")
    if exposed is None:
        return (
            "the answer has no Access-Control-Expose-Headers, which would have to list what script may see"
        )
    if exposed == "*":
        return "with credentials, * in Access-Control-Expose-Headers stands for nothing but itself"
    return "Access-Control-Expose-Headers does not list what script may see here"


def _misplaced(outcome: Outcome) -> Iterator[Remark]:
    names = misplaced_header_names(outcome.request.headers)
    if names:
        it = "is a header" if len(names) == 1 else "are headers"
        text = (
            f"{and_list(names)} {it} of responses. On a request the server does not even look at it, and "
            "sending it needs permission of its own."
        )
        yield Remark("misplaced-header", text)


def _where_browsers_differ(verdict: Verdict, elsewhere: Sequence[Showing]) -> Iterator[Remark]:
    says = [
        f"{showing.browser.name} {_word(showing.verdict)}"
        for showing in elsewhere
        if type(showing.verdict) is not type(verdict)
    ]
    if says:
        yield Remark("browsers-differ", f"Browsers do not agree here: {and_list(says)}.")


def _word(verdict: Verdict | None) -> str:
    if verdict is None:
        return "goes on and asks for what was not recorded"
    if isinstance(verdict, Blocked):
        return f"blocks it ({verdict.reason})"
    return "lets script read it" if verdict.allowed else "gives script an opaque response"
