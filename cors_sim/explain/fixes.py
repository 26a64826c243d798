"""
Fixes: what was shown to help, by running the fetch again with it in each browser.

Candidates come from two places: permission that the server could give, and other requests that script could
make (`alternatives`). What does not go through is not offered.
"""

from collections.abc import Iterable, Sequence

import attrs

from cors_sim.browsers import BROWSERS, Browser
from cors_sim.explain import effects, notes
from cors_sim.explain.alternatives import Alternative, alternatives
from cors_sim.explain.answers import Patch
from cors_sim.explain.exposure import expose
from cors_sim.explain.granting import grants
from cors_sim.explain.mending import Fetch, Mended
from cors_sim.explain.values import Fix
from cors_sim.verdicts import Allowed, Blocked


def fixes(fetch: Fetch, mended: Mended, header_names: Sequence[str]) -> tuple[Fix, ...]:
    """
    What helps, best first.

    Args:
        fetch: what came out as it did.
        mended: what mending the server alone came to, in the browser that was asked about.
        header_names: of the response, which script wants to see.
    """
    found = list(_of_a_readable_response(fetch, header_names))
    if isinstance(fetch.outcome.verdict, Blocked) and mended.works:
        found.append(_fix(fetch, mended.patch, None))
    for alternative in alternatives(fetch.outcome, mended.obstacles):
        other = attrs.evolve(fetch, request=alternative.request)
        other_mended = other.mend(fetch.outcome.browser, {})
        if other_mended.works:
            found.append(_fix(other, other_mended.patch, alternative))
    ranked = sorted(found, key=lambda ranked: ranked[0])
    return tuple(fix for _, fix in ranked if _works(fix, fetch.outcome.browser))


def _works(fix: Fix, browser: Browser) -> bool:
    return any(showing.works for showing in fix.showings if showing.browser == browser)


Rank = tuple[bool, int, int, int, int]
"""What makes a fix worse than another, the weightiest first."""


def _of_a_readable_response(fetch: Fetch, header_names: Sequence[str]) -> Iterable[tuple[Rank, Fix]]:
    """Fixes for what script cannot see of a response that it can read."""
    if not isinstance(fetch.outcome.verdict, Allowed):
        return
    for names, patch in expose(fetch, header_names):
        headline = effects.exposure_headline(names)
        fetch = attrs.evolve(fetch, header_names=tuple(names))
        yield _fix(fetch, patch, Alternative(fetch.request, headline, is_the_cure=False, note=""))


def _fix(fetch: Fetch, patch: Patch, alternative: Alternative | None) -> tuple[Rank, Fix]:
    """The fix that *patch* is, made good for as many browsers as can be, and its rank."""
    own = fetch.outcome.browser
    browsers = BROWSERS if own in BROWSERS else (own, *BROWSERS)
    for browser in browsers:
        if browser != own:
            patch = _extended(fetch, patch, browser)
    runs = fetch.runs(browsers, patch)
    showings = tuple(fetch.showing(outcome, session, patch) for outcome, session in runs)
    outcome = next(outcome for outcome, _ in runs if outcome.browser == own)
    changes = tuple(patch.values())
    assumes = tuple(notes.assumptions(runs, patch, own))
    asked = [exchange.request for result, _ in runs for exchange in result.exchanges]
    is_public = effects.is_public(changes, asked)
    fix = Fix(
        headline=effects.headline(changes, is_public=is_public)
        if alternative is None
        else alternative.headline,
        changes=changes,
        request=None if fetch.request == fetch.outcome.request else fetch.request,
        effect=effects.effect(outcome, changes, is_public=is_public),
        is_public=is_public,
        showings=showings,
        outcome=outcome,
        grants=tuple(grants(runs, patch)),
        assumes=assumes,
        notes=tuple(notes.notes(outcome, changes, alternative, is_public=is_public)),
    )
    place = 1 if alternative is None else 0 if alternative.is_the_cure else 2
    missing = sum(not showing.works for showing in showings)
    return (is_public, place, missing, len(assumes), len(changes)), fix


def _extended(fetch: Fetch, patch: Patch, browser: Browser) -> Patch:
    """*patch* with what *browser* needs beyond it, where it can be had without a loss elsewhere."""
    mended = fetch.mend(browser, patch)
    own, session = fetch.run(fetch.outcome.browser, mended.patch)
    still_works = fetch.showing(own, session, mended.patch).works
    return mended.patch if mended.works and still_works else patch
