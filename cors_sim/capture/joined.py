"""A console and a capture of the same fetch: each says what the other does not."""

from collections.abc import Iterable

import attrs

from cors_sim.capture.asked import Said
from cors_sim.capture.console import Incident
from cors_sim.capture.evidence import Conclusion
from cors_sim.capture.missing import NOT_SHOWN
from cors_sim.headers import HeaderList
from cors_sim.origins import OpaqueOrigin
from cors_sim.urls import URL, url_or_none


def incident_for(url: URL | None, incidents: Iterable[Incident]) -> Incident | None:
    """
    The incident that is about *url*.

    Args:
        url: that script asked for; None where that is not known.
        incidents: that a console tells of.
    """
    incidents = list(incidents)
    for incident in incidents:
        told = {incident.facts.url, incident.facts.redirected_from} - {None}
        if url is None or not told or url.without_fragment in map(_url, told):
            return incident
    return None


def _url(text: str | None) -> URL | None:
    url = url_or_none(text or "")
    return None if url is None else url.without_fragment


def said_with(said: Said, incident: Incident, *, request_is_shown: bool) -> Said:
    """
    What is known of a request from somebody and from a console, whose word counts less.

    Args:
        said: what somebody says.
        incident: what the console says.
        request_is_shown: whether a capture shows the method and the headers, and so more of them.
    """
    facts = incident.facts
    origin = OpaqueOrigin() if facts.origin == "null" else facts.origin
    if request_is_shown:
        return attrs.evolve(
            said, url=said.url or facts.redirected_from or facts.url, origin=said.origin or origin
        )
    names = HeaderList({facts.header_name: NOT_SHOWN}) if facts.header_name is not None else None
    return Said(
        url=said.url or facts.redirected_from or facts.url,
        origin=said.origin or origin,
        method=said.method or facts.method,
        headers=said.headers if said.headers is not None else names,
        credentials_mode=said.credentials_mode,
    )


def compared(conclusion: Conclusion, incident: Incident) -> Conclusion:
    """
    *conclusion*, and whether the console agrees with it.

    Args:
        conclusion: what follows from a capture.
        incident: what the console says of the same fetch.
    """
    verdict = conclusion.verdict
    if verdict is None or verdict.reason in incident.reasons:
        return conclusion
    meant = ", ".join(incident.reasons)
    return attrs.evolve(
        conclusion,
        trusted=(
            *conclusion.trusted,
            f"That the capture is of the request that failed: the console says otherwise of it ({meant}).",
        ),
    )
