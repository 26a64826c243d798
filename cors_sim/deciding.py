"""One hop judged at once, with answers that are there already."""

from cors_sim.browsers import STANDARD, Browser
from cors_sim.errors import must_be
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.standard.one_hop import one_hop
from cors_sim.verdicts import Verdict


def decide(
    request: Request,
    response: Response,
    *,
    preflight: Response | None = None,
    browser: Browser = STANDARD,
) -> Verdict:
    """
    Judge one hop, with nothing cached: *response* to *request*, and the *preflight* before it.

    Args:
        request: what script asks for.
        response: the answer to the request itself.
        preflight: the answer to the preflight; ignored where the browser sends none.
        browser: whose choices count.

    Returns:
        The verdict. A redirect that the browser would follow is `Blocked` with the reason
        ``redirect-not-followed`` and the next URL as evidence: `simulate` follows it.

    Raises:
        PreflightNeeded: the browser would send a preflight, and *preflight* is None.
        InvalidInput: an argument is impossible; the error names it and the rule it breaks.
    """
    _must_fit(request, response, preflight, browser)
    if not request.current_url.has_http_scheme:
        # Nobody is asked; what there is to decide, the whole fetch decides, which is seldom loaded for it.
        from cors_sim.flows import simulate  # noqa: PLC0415 - see above

        return simulate(request, lambda _: response, browser=browser).verdict
    return one_hop(request, response, preflight, browser)


def _must_fit(request: object, response: object, preflight: object, browser: object) -> None:
    if not (
        isinstance(request, Request)
        and isinstance(response, Response)
        and (preflight is None or isinstance(preflight, Response))
        and isinstance(browser, Browser)
    ):
        must_be(Request, request, "request")
        must_be(Response, response, "response")
        must_be(Browser, browser, "browser")
        must_be(Response, preflight, "preflight")
