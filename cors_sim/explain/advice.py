"""What helps where no header does, or besides; and what may be the cause and is not modelled here."""

from collections.abc import Iterator
from typing import Final

from cors_sim.enums import CredentialsMode
from cors_sim.explain import redirects
from cors_sim.explain.answers import listed
from cors_sim.explain.mending import responsible
from cors_sim.explain.repairs import ALLOW_ORIGIN_REASONS, CORS_REASONS
from cors_sim.explain.values import Remark
from cors_sim.explain.words import quoted
from cors_sim.flows import Outcome
from cors_sim.origins import is_loopback, same_site
from cors_sim.standard.mime_types import extract_a_mime_type
from cors_sim.standard.tables import JAVASCRIPT_MIME_TYPES
from cors_sim.urls import URL
from cors_sim.verdicts import Allowed, Blocked, Opaque, Reason

_NO_ANSWER: Final = frozenset({Reason.NETWORK_ERROR, Reason.PREFLIGHT_NETWORK_ERROR})

_MODULES: Final = frozenset({"import", "module", "modulepreload"})
"""Values of `Request.api` of what asks for module scripts."""

_BY_REASON: Final = {
    Reason.NETWORK_ERROR: (
        "check-connection",
        "Open the URL in a tab of its own: the browser then says what is wrong with the name, the port, "
        "the "
        "certificate or the server.",
    ),
    Reason.PREFLIGHT_NETWORK_ERROR: (
        "check-connection",
        "See whether the server answers OPTIONS at all: 'curl -v -X OPTIONS' with the URL shows it.",
    ),
    Reason.MIXED_CONTENT: (
        "serve-over-https",
        "Have the server answer on https. No header lets a page on https load plain http.",
    ),
    Reason.BAD_PORT: (
        "use-another-port",
        "Have the server listen on another port, such as 8080 or 3000. No header opens this one.",
    ),
    Reason.REDIRECT_LIMIT: (
        "break-the-loop",
        "Look where the redirects lead: mostly two URLs redirect to each other.",
    ),
    Reason.REDIRECT_LOCATION_INVALID: (
        "mend-the-location",
        "Have the server send one Location header with one URL in it.",
    ),
    Reason.REDIRECT_SCHEME_NOT_HTTP: (
        "mend-the-location",
        "Have the server redirect to http or https, or answer itself.",
    ),
    Reason.REDIRECT_URL_INCLUDES_CREDENTIALS: (
        "mend-the-location",
        "Have the server redirect to the URL without a username and password.",
    ),
    Reason.REDIRECT_BODY_WITHOUT_SOURCE: (
        "send-the-body-whole",
        "Send the body in one piece instead of as a stream, or ask for the final URL.",
    ),
    Reason.SCHEME_NOT_HTTP: (
        "serve-over-http",
        "Serve what is asked for over http or https, with a development server if need be.",
    ),
    Reason.DATA_URL_INVALID: (
        "mend-the-url",
        "Mend the data: URL: it is 'data:', a type, a comma, the data.",
    ),
    Reason.EMBEDDER_POLICY: (
        "ask-with-cors",
        "Or ask with CORS (mode 'cors', or the crossorigin attribute): then the embedder policy asks for "
        "nothing more.",
    ),
}


def advice(outcome: Outcome) -> Iterator[Remark]:
    """What helps besides fixes that could be tried, or where there are none."""
    verdict = outcome.verdict
    if not isinstance(verdict, Blocked):
        return
    exchange = responsible(outcome, verdict)
    if verdict.reason in _BY_REASON:
        yield Remark(*_BY_REASON[verdict.reason])
    if exchange is not None and not exchange.request.is_preflight and exchange.response.status >= 400:
        yield Remark("look-in-the-log", "Look in the server's log for the error, and mend that first.")
    if redirects.login(outcome) is not None:
        text = (
            "Log in first. Have the server answer script with the status 401, and the CORS headers, "
            "instead of redirecting it to a page made for people."
        )
        yield Remark("log-in", text)
    if verdict.reason in CORS_REASONS:
        if outcome.request.origin.serialized == "null":
            text = (
                "Give the page an origin: serve it over http or https (a development server will do), or "
                "put allow-same-origin on the sandboxed frame if you trust what is in it. Then the server "
                "can let it in by name."
            )
            yield Remark("serve-over-http", text)
        text = (
            "If the server is not yours: have your own server ask for it, and the page ask your server. "
            "What a server asks another is no matter of CORS."
        )
        yield Remark("own-backend", text)


def not_modelled(outcome: Outcome) -> Iterator[Remark]:
    """What could also be the cause, and was not looked at."""
    verdict = outcome.verdict
    if isinstance(verdict, Opaque):
        text = (
            "Chromium and Firefox also withhold opaque responses that are neither picture, sound, script "
            "nor style (opaque response blocking)."
        )
        yield Remark("opaque-response-blocking", text)
    if outcome.request.api in _MODULES and not isinstance(verdict, Blocked):
        yield from _module_type(outcome)
    if isinstance(verdict, Allowed) or verdict.reason in _NO_ANSWER:
        yield from _before_the_network(outcome)
    if isinstance(verdict, Allowed) or verdict.reason in ALLOW_ORIGIN_REASONS:
        yield from _shared_cache(outcome)
    if outcome.request.credentials_mode is CredentialsMode.INCLUDE and not same_site(
        outcome.request.origin, outcome.request.url.origin
    ):
        text = (
            "Whether cookies really go along depends on their SameSite attribute and on the browser's "
            "rules for cookies of other sites."
        )
        yield Remark("third-party-cookies", text)


def _module_type(outcome: Outcome) -> Iterator[Remark]:
    """That a script that is a module has to come as one."""
    response = outcome.exchanges[-1].response if outcome.exchanges else outcome.response
    mime_type = extract_a_mime_type(response.headers)
    if mime_type is None or mime_type.essence not in JAVASCRIPT_MIME_TYPES:
        said = quoted(response.headers.get("content-type") or "")
        text = (
            f"A module script has to come with the type text/javascript; this one comes with {said}. "
            "Firefox then says that a CORS request did not succeed."
        )
        yield Remark("module-type", text)


def _before_the_network(outcome: Outcome) -> Iterator[Remark]:
    url = outcome.request.url
    if not url.has_http_scheme or url.origin == outcome.request.origin:
        return
    text = f"The page's Content-Security-Policy: its connect-src may not allow {url.origin or url.scheme}."
    yield Remark("content-security-policy", f"{text} The console then says so.")
    yield Remark(
        "extension", "An extension, such as an ad blocker, may stop the request. A private window shows it."
    )
    yield Remark("service-worker", "A service worker of the page may answer instead of the server.")
    if _is_local(url):
        yield Remark(
            "local-network-access",
            f"{url.host} is on this machine or in its network: Chromium asks the user whether pages from "
            "the "
            "public internet may reach it.",
        )


def _is_local(url: URL) -> bool:
    host = (url.host or "").removeprefix("[").removesuffix("]")
    if is_loopback(url.host or "") or host.endswith(".local"):
        return True
    # Only for this question, and costly to import.
    import ipaddress  # noqa: PLC0415 - see above

    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def _shared_cache(outcome: Outcome) -> Iterator[Remark]:
    """Where it can be that a stored answer was for somebody else."""
    last = outcome.exchanges[-1] if outcome.exchanges else None
    if last is None or last.request.is_preflight or last.request.url.origin == outcome.request.origin:
        return
    response = last.response
    allowed = response.headers.get("access-control-allow-origin")
    if allowed != "*" and "origin" not in listed(response, "vary"):
        text = (
            "A cache (a CDN, or the browser's own) may hand out what it stored for somebody else, with "
            "that one's Access-Control-Allow-Origin or none, because the answer does not say Vary: "
            "Origin. It is likely where this works by turns."
        )
        yield Remark("shared-cache", text)
