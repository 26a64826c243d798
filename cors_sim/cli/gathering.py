"""From the evidence that was read to what follows from it, a fetch each."""

from collections.abc import Iterable, Iterator

import attrs

from cors_sim.browsers import STANDARD, Browser
from cors_sim.capture.asked import Said, request_of
from cors_sim.capture.browser_evidence import conclude_recorded, went_through
from cors_sim.capture.console import Incident, conclude_console, incidents_of
from cors_sim.capture.evidence import Conclusion, conclude
from cors_sim.capture.fetches import RecordedFetch, fetches_of
from cors_sim.capture.heads import Transcript
from cors_sim.capture.joined import compared, incident_for, said_with
from cors_sim.capture.missing import all_missing
from cors_sim.capture.transcripts import request_of_transcript
from cors_sim.cli.reading import Evidence
from cors_sim.enums import Mode
from cors_sim.errors import InvalidInput
from cors_sim.origins import same_origin
from cors_sim.urls import parse_url


def gather(
    evidence: Evidence, preflight: Transcript | None, said: Said, browser: Browser | None
) -> list[Conclusion]:
    """
    What follows.

    Args:
        evidence: as read; what is wrong with it is added to its problems.
        preflight: what curl printed for the preflight.
        said: what the user says of the request.
        browser: whose choices count; None for the one that the evidence is of, or else the standard.

    Raises:
        InvalidInput: what is said is impossible, or not enough.
    """
    incidents = [incident for console in evidence.consoles for incident in incidents_of(console)]
    if evidence.hars:
        return _of_hars(evidence, incidents, said, browser)
    if evidence.transcripts or preflight is not None:
        return [_of_transcripts(evidence, preflight, incidents, said, browser)]
    if evidence.consoles:
        return [
            conclude_console(incident, said, browser=browser) for incident in _asked_for(incidents, said)
        ]
    return [_of_nothing(said, browser)]


def _of_hars(
    evidence: Evidence, incidents: list[Incident], said: Said, browser: Browser | None
) -> list[Conclusion]:
    found = []
    told = list(_asked_for(incidents, said))
    for fetch in (fetch for har in evidence.hars for fetch in fetches_of(har)):
        if said.url is not None and fetch.hops[0].url != parse_url(said.url).without_fragment:
            continue
        incident = incident_for(fetch.hops[0].url, told)
        try:
            conclusion = conclude_recorded(fetch, said, browser=browser)
        except InvalidInput as error:
            evidence.problems.append(f"{fetch.hops[0].url}: {error}")
            continue
        if not _concerns_cors(fetch, conclusion):
            continue
        if incident is not None:
            told.remove(incident)
            conclusion = _with_console(conclusion, incident, said, browser)
        found.append(conclusion)
    # Safari leaves out of a HAR what was blocked.
    left = [conclude_console(incident, said, browser=browser) for incident in told]
    found += left
    if not found:
        evidence.problems += _nothing_found(evidence)
    return found


def _concerns_cors(fetch: RecordedFetch, conclusion: Conclusion) -> bool:
    """Whether *fetch* went to another origin, in a mode in which that matters or with an end that does."""
    request = conclusion.request
    crosses = any(not same_origin(hop.url.origin, request.origin) for hop in fetch.hops)
    return crosses and (request.mode is Mode.CORS or went_through(fetch) is False)


def _with_console(
    conclusion: Conclusion, incident: Incident, said: Said, browser: Browser | None
) -> Conclusion:
    """*conclusion*, or what the console says where the HAR does not show enough."""
    if conclusion.verdict is not None:
        return compared(conclusion, incident)
    request = conclusion.request
    known = Said(
        url=said.url or request.url,
        origin=said.origin or request.origin,
        method=said.method or request.method,
        headers=said.headers if said.headers is not None else request.headers,
        credentials_mode=said.credentials_mode,
    )
    told = conclude_console(incident, known, browser=browser)
    return conclusion if told.verdict is None else told


def _nothing_found(evidence: Evidence) -> Iterator[str]:
    count = sum(len(har.entries) for har in evidence.hars)
    if evidence.problems:
        return
    yield f"none of the {count} requests in the HAR is one to another origin that script could read"
    if any(har.creator.startswith("WebKit") for har in evidence.hars):
        yield "Safari leaves out of a HAR what was blocked: give what its console says as well"


def _of_transcripts(
    evidence: Evidence,
    preflight: Transcript | None,
    incidents: list[Incident],
    said: Said,
    browser: Browser | None,
) -> Conclusion:
    transcript = _joined(evidence.transcripts)
    if not transcript.exchanges and transcript.giving_up is None:
        rule = (
            "must be what curl -i or curl -v prints, with a line like 'HTTP/1.1 200 OK', HTTP as text, "
            "a HAR, or what a console says"
        )
        raise InvalidInput("evidence", f"{transcript.lines} lines of something else", rule)
    incident = incident_for(None if said.url is None else parse_url(said.url), incidents)
    is_shown = any(exchange.request_headers is not None for exchange in transcript.exchanges)
    known = said if incident is None else said_with(said, incident, request_is_shown=is_shown)
    request, trusted = request_of_transcript(transcript, known)
    conclusion = conclude(request, transcript, preflight, browser=browser or STANDARD)
    conclusion = attrs.evolve(conclusion, trusted=(*conclusion.trusted, *trusted))
    return conclusion if incident is None else compared(conclusion, incident)


def _joined(transcripts: list[Transcript]) -> Transcript:
    """One transcript of all that the others show, in order."""
    given_up = [transcript.giving_up for transcript in transcripts if transcript.giving_up is not None]
    return Transcript(
        tuple(exchange for transcript in transcripts for exchange in transcript.exchanges),
        given_up[-1] if given_up else None,
        sum(transcript.lines for transcript in transcripts),
        any(transcript.is_cut for transcript in transcripts),
    )


def _asked_for(incidents: Iterable[Incident], said: Said) -> Iterator[Incident]:
    """The incidents about the URL that was said, or all."""
    url = None if said.url is None else parse_url(said.url)
    return (incident for incident in incidents if url is None or incident_for(url, [incident]) is not None)


def _of_nothing(said: Said, browser: Browser | None) -> Conclusion:
    """What would have to be recorded."""
    request = request_of(None, None, said)
    missing = all_missing(request, "Nothing was recorded.", browser or STANDARD)
    return Conclusion(
        request=request, browser=browser or STANDARD, verdict=None, outcome=None, missing=missing
    )
