"""
From what a console says to what stands in a fetch's way.

That the fetch was blocked is the browser's own word. Why, its message says more or less exactly: where it
can mean several things, all of them are told, the likeliest first, and where it can mean almost anything,
nothing is concluded.
"""

import itertools
import re
from collections.abc import Iterable
from typing import Final

import attrs

from cors_sim._value import Value
from cors_sim.browsers import BROWSERS, STANDARD, Browser
from cors_sim.browsers.console.messages import ConsoleMessage, ConsoleReading
from cors_sim.capture.asked import Said
from cors_sim.capture.evidence import Conclusion
from cors_sim.capture.missing import all_missing
from cors_sim.capture.reconstruction import OF_A_PREFLIGHT, Facts, reconstruct, request_of
from cors_sim.verdicts import Reason

_PREFLIGHT: Final = "preflight-"
_SENT: Final = re.compile("([A-Z]+) https?://")
# Beyond so many different causes a message says as good as nothing.
_LIMIT: Final = 3
# Of so many fetches a browser may still have something to say.
_FETCHES_AT_A_TIME: Final = 100


@attrs.frozen(repr=False, kw_only=True)
class Incident(Value):
    """
    One failed fetch, as a console tells it.

    Args:
        messages: about it, in order.
        reasons: what they can mean together, in the order of `Reason`.
        facts: what they say.
    """

    messages: tuple[ConsoleMessage, ...]
    reasons: tuple[Reason, ...]
    facts: Facts


def incidents_of(reading: ConsoleReading) -> tuple[Incident, ...]:
    """
    The failed fetches that a console tells of, in order, each once.

    Args:
        reading: of the console.
    """
    groups: list[list[ConsoleMessage]] = []
    for message in reading.messages:
        # The last first, for messages about one fetch follow each other, and not far behind.
        near = itertools.islice(reversed(groups), _FETCHES_AT_A_TIME)
        own = next((group for group in near if _belongs(message, group)), None)
        if own is not None:
            own.append(message)
        elif message.reasons:
            groups.append([message])
    return tuple(
        Incident(messages=tuple(group), reasons=_common_reasons(group), facts=_facts(group))
        for group in groups
    )


def _belongs(message: ConsoleMessage, group: Iterable[ConsoleMessage]) -> bool:
    """Whether *message* can be about the same fetch as all of *group*."""
    reasons = set(message.reasons or Reason)
    for other in group:
        reasons &= set(other.reasons or Reason)
        if set(message.browsers).isdisjoint(other.browsers) or not reasons:
            return False
        for name in ("url", "origin", "method", "header_name", "value"):
            ours, theirs = getattr(message, name), getattr(other, name)
            if None not in {ours, theirs} and ours != theirs:
                return False
    return True


def _common_reasons(group: Iterable[ConsoleMessage]) -> tuple[Reason, ...]:
    common = set(Reason)
    for message in group:
        common &= set(message.reasons or Reason)
    return tuple(reason for reason in Reason if reason in common)


def _facts(group: Iterable[ConsoleMessage]) -> Facts:
    found: dict[str, object] = {}
    for message in group:
        # Chromium's word on the network begins with the method: "PUT https://… net::ERR_FAILED".
        sent = _SENT.match(message.text)
        if sent is not None:
            found.setdefault("method", sent[1])
        for field in attrs.fields(Facts):
            value = getattr(message, field.name)
            if value is not None:
                found.setdefault(field.name, value)
    return Facts(**found)  # type: ignore[arg-type]  # the fields of a message that have the same names


def conclude_console(
    incident: Incident, said: Said | None = None, *, browser: Browser | None = None
) -> Conclusion:
    """
    What stands in the way of the fetch that failed.

    Args:
        incident: as the console tells it.
        said: what is known besides.
        browser: whose choices count; None for the one that printed the messages.

    Raises:
        InvalidInput: the fetch's URL is not known, or what is said is impossible.
    """
    said = said or Said()
    browser = browser or _browser_of(incident)
    fitting = [
        reconstruction
        for reason in incident.reasons
        if (reconstruction := reconstruct(reason, incident.facts, said, browser)) is not None
    ]
    kinds = {str(made.reason).removeprefix(_PREFLIGHT) for made in fitting}
    if not 0 < len(kinds) <= _LIMIT:
        return _open(incident, said, browser)
    best, *others = sorted(fitting, key=lambda made: _unlikeliness(made.reason, said))
    outcome = best.outcome
    trusted = [*best.made_up]
    if others:
        words = ", ".join(made.reason for made in others)
        trusted.append(f"That it is {best.reason}: the words of the console can also mean {words}.")
    return Conclusion(
        request=outcome.request,
        browser=browser,
        verdict=outcome.verdict,
        outcome=outcome,
        trusted=tuple(trusted),
        other_reasons=tuple(made.reason for made in others),
        is_reconstructed=True,
    )


def _unlikeliness(reason: Reason, said: Said) -> tuple[bool, bool]:
    """What makes *reason* less likely than others that fit as well."""
    # Of a request that needs a preflight, the preflight is what fails first.
    is_preflighted = said.method is not None or said.headers is not None
    return reason is Reason.PREFLIGHT_REDIRECT, is_preflighted and reason not in OF_A_PREFLIGHT


def _open(incident: Incident, said: Said, browser: Browser) -> Conclusion:
    """That a fetch was blocked, and nobody knows why."""
    request = request_of(incident.facts, said)
    missing = all_missing(request, "The console does not say why. What the server answers does.", browser)
    return Conclusion(request=request, browser=browser, verdict=None, outcome=None, missing=missing)


def _browser_of(incident: Incident) -> Browser:
    known = {browser.name: browser for browser in BROWSERS}
    return next((known[name] for name in incident.messages[0].browsers if name in known), STANDARD)
