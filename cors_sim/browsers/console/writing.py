"""Console lines for a fetch that is over."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cors_sim.browsers.console.incident import Incident
from cors_sim.browsers.console.templates import lines
from cors_sim.exchanges import Exchange
from cors_sim.requests import Request
from cors_sim.verdicts import Verdict

if TYPE_CHECKING:
    from cors_sim.browsers.browser import Browser


def console_lines(
    browser: "Browser", request: Request, verdict: Verdict, exchanges: Sequence[Exchange]
) -> tuple[str, ...]:
    """
    The lines about a fetch on the console of *browser*, exactly and in order.

    Args:
        browser: whose console; one that prints nothing has none.
        request: as script asked at first.
        verdict: what came of it.
        exchanges: what went over the wire, preflights and redirects included.
    """
    if browser.console is None:
        return ()
    return tuple(lines(browser.console, Incident.of(request, verdict, exchanges)))
