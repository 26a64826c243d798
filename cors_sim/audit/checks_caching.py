"""
Whether a shared cache can give one page the answer that was for another.

Shown by a sequence: one page asks, the cache keeps the answer, the other page gets that.
"""

from cors_sim.audit.examination import Examination, Fetched
from cors_sim.audit.probe_origins import UNRELATED
from cors_sim.audit.severity import Severity
from cors_sim.flows import Outcome, simulate
from cors_sim.origins import Origin
from cors_sim.requests import Request
from cors_sim.servers import shared_cache

LIFETIME = 60.0
"""Seconds that a cache keeps what does not say how long, as many delivery networks do."""


def without_origin(examination: Examination) -> None:
    """What is answered to those who send no ``Origin``, as the server's own pages."""
    fetched = _own_page(examination)
    value = None if fetched.answer is None else fetched.answer.headers.get("access-control-allow-origin")
    if value is not None and value != "*":
        examination.found(
            "headers-without-origin",
            f"A page of {fetched.own.request.origin} itself, which sends no Origin, is answered with "
            f"Access-Control-Allow-Origin: {value}.",
            fetched.own,
        )


def _own_page(examination: Examination) -> Fetched:
    credentials = examination.reads_with_credentials
    return examination.fetch(examination.target, credentials=credentials, probe="no Origin")


def caching(examination: Examination) -> None:
    """Whether pages meet in a cache: one that others break, or one that gives away what was for another."""
    reader = examination.reader
    if reader is None or examination.policy.is_public:
        return
    credentials = examination.reads_with_credentials
    theirs = examination.fetch(reader, credentials=credentials, probe="cache: who reads").own
    stranger = examination.fetch(UNRELATED.origin, credentials=credentials, probe="cache: any page").own
    others = [origin for origin in examination.trusted if origin != reader][:1]
    _sequence(examination, [stranger, _own_page(examination).own], theirs)
    for other in others:
        fetched = examination.fetch(other, credentials=credentials, probe="cache: another trusted page")
        _sequence(examination, [theirs], fetched.own)
    _sequence(examination, [theirs], stranger)


def _sequence(examination: Examination, firsts: list[Outcome], second: Outcome) -> None:
    """Whether what *second* gets changes where one of *firsts* has asked a cache before it."""
    for first in firsts:
        explicit = _cached(examination, first.request, second.request, None)
        for outcomes, is_explicit in (
            (explicit, True),
            (_cached(examination, first.request, second.request, LIFETIME), False),
        ):
            if outcomes[1].verdict.allowed != second.verdict.allowed:
                _record(examination, outcomes, first.request.origin, is_explicit=is_explicit)
                return


def _cached(
    examination: Examination, first: Request, second: Request, default_lifetime: float | None
) -> tuple[Outcome, Outcome]:
    """What comes of *first* and then *second* where they meet in a cache."""
    examination.asker.probe = "cache"
    cache = shared_cache(examination.asker.session(), default_lifetime=default_lifetime).session()
    return simulate(first, cache), simulate(second, cache)


def _record(
    examination: Examination, outcomes: tuple[Outcome, Outcome], first: Origin, *, is_explicit: bool
) -> None:
    before, outcome = outcomes
    second = outcome.request.origin
    if outcome.verdict.allowed:
        what, severity = "gets that and reads it, which it could not before", Severity.MEDIUM
    else:
        what = "gets that and can no longer read it"
        severity = Severity.MEDIUM if is_explicit else Severity.LOW
    kind = "by its own headers" if is_explicit else "for a time of its own choice"
    examination.found(
        "vary-missing",
        f"Where a shared cache keeps, {kind}, the answer to GET {examination.url} that was for a page of "
        f"{first}, script of {second} {what}.",
        outcome,
        severity=severity,
        before=(before,),
    )
