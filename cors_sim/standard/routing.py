"""
Main fetch's routing: by where a request goes and in which mode, how it goes, or why it does not.

Spec: https://fetch.spec.whatwg.org/#main-fetch
"""

from typing import Final, NamedTuple

from cors_sim.browsers import Browser
from cors_sim.enums import Mode, RedirectMode, ResponseTainting
from cors_sim.origins import same_origin
from cors_sim.requests import Request
from cors_sim.standard.blocking import blocked_as_mixed_content, blocked_due_to_a_bad_port
from cors_sim.standard.preflight import Past, PreflightNeed, cors_preflight_need
from cors_sim.verdicts import Algorithm, Blocked, Evidence, Reason

MAIN_FETCH: Final = Algorithm("main fetch", "https://fetch.spec.whatwg.org/#concept-main-fetch")

# Members are looked up once: each time would cost a tenth of a CORS check.
_UNTAINTED: Final = ResponseTainting.BASIC
_SAME_ORIGIN: Final = Mode.SAME_ORIGIN
_NO_CORS: Final = Mode.NO_CORS
_ALWAYS_BASIC: Final = frozenset({Mode.NAVIGATE, Mode.WEBSOCKET, Mode.WEBTRANSPORT})


class Route(NamedTuple):
    """
    How a request goes.

    Args:
        tainting: what the response tainting becomes.
        note: why, in a short phrase.
        need: what needs leave by a preflight; None for nothing.
    """

    tainting: ResponseTainting
    note: str
    need: PreflightNeed | None = None


_BASIC: Final = Route(ResponseTainting.BASIC, "no CORS: same origin, data: or a navigation")
_OPAQUE: Final = Route(ResponseTainting.OPAQUE, "no-cors: script will read nothing")
_CORS: Final = Route(ResponseTainting.CORS, "CORS, without a preflight")


def route(request: Request, browser: Browser, past: Past | None = None) -> Route | Blocked:
    """
    How *request* goes, or why it does not.

    Args:
        request: as it stands now.
        browser: whose choices count.
        past: what it was before redirects; None where there were none.

    Spec: https://fetch.spec.whatwg.org/#concept-main-fetch
    """
    url, mode = request.current_url, request.mode
    # 7.
    blocked = blocked_due_to_a_bad_port(request)
    if blocked is None:
        blocked = blocked_as_mixed_content(request, browser)
    if blocked is not None:
        return blocked
    # 12.b.1.
    if (
        (request.response_tainting is _UNTAINTED and same_origin(url.origin, request.origin))
        or url.scheme == "data"
        or mode in _ALWAYS_BASIC
    ):
        return _BASIC
    # 12.c.
    if mode is _SAME_ORIGIN:
        evidence = Evidence(None, str(url.origin), request.origin.serialized)
        return Blocked(Reason.SAME_ORIGIN_MODE, MAIN_FETCH.step("12"), evidence)
    # 12.d.1-12.d.2.
    if mode is _NO_CORS:
        if request.redirect_mode is not RedirectMode.FOLLOW:
            evidence = Evidence(None, f"redirect mode {request.redirect_mode}", "follow")
            return Blocked(Reason.NO_CORS_REDIRECT_MODE, MAIN_FETCH.step("12.d.1"), evidence)
        return _OPAQUE
    # 12.e.
    if not url.has_http_scheme:
        evidence = Evidence(None, f"{url.scheme}: URL", "an http or https URL")
        return Blocked(Reason.SCHEME_NOT_HTTP, MAIN_FETCH.step("12"), evidence)
    # 12.f.1.
    need = cors_preflight_need(request, browser, past)
    if need is not None:
        return Route(ResponseTainting.CORS, "CORS, if a preflight gives leave", need)
    # 12.g.1.
    return _CORS
