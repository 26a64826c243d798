"""
`audit`: what a browser would let whom do with a server, found by trying.

It asks, in an order that does not depend on chance or time, until there is nothing left to try, nothing
left of the budget, or nobody who wants to know.
"""

from collections.abc import Callable, Iterable

from cors_sim.audit import (
    checks_caching,
    checks_granting,
    checks_reading,
    checks_responses,
    checks_working,
)
from cors_sim.audit.asking import Asker, Limits
from cors_sim.audit.examination import Examination
from cors_sim.audit.finding import Finding, Report
from cors_sim.audit.inference import infer, note
from cors_sim.audit.kinds import KINDS
from cors_sim.audit.matrix import Matrix
from cors_sim.audit.matrix_filling import fill
from cors_sim.audit.policy import Policy
from cors_sim.enums import CredentialsMode
from cors_sim.errors import InvalidInput
from cors_sim.flows import Answerer, Server
from cors_sim.urls import URL, parse_url

Check = Callable[[Examination], None]


def _nobody(_sent: int, _probe: str) -> None:
    """Whom progress is told by default."""


def audit(  # noqa: PLR0913 - all but two by name
    server: Answerer | Server,
    policy: Policy | None = None,
    *,
    url: str | URL,
    also: Iterable[str | URL] = (),
    matrix: bool = False,
    max_requests: int = 200,
    requests_per_second: float | None = None,
    seconds_per_request: float = 10.0,
    unsafe_methods: bool = False,
    progress: Callable[[int, str], None] = _nobody,
) -> Report:
    """
    Find out what a browser would let whom do with *server*.

    Args:
        server: what answers, as for `simulate`; one of `cors_sim.servers.with_credentials` for answers to
            somebody who has logged in.
        policy: which pages are meant to read it. Without one it is inferred from what the server grants,
            and the report says so.
        url: of the resource that is asked for; a good one is only for those who have logged in. Nothing
            but its origin is ever asked.
        also: URLs of the same origin whose answers are of another kind: that of an error, or a redirect.
        matrix: whether the report has one.
        max_requests: how many requests the server gets at most.
        requests_per_second: how many it gets in a second at most; None for no limit.
        seconds_per_request: how long an answer is waited for.
        unsafe_methods: whether other methods than ``GET``, ``HEAD`` and ``OPTIONS`` are sent. Without
            them, what a preflight allows is shown without doing it.
        progress: called ahead of each request, with its number and what it is for.

    Returns:
        The report. It has all that was found where the audit was interrupted (``KeyboardInterrupt``).

    Raises:
        InvalidInput: an argument is impossible; the error names it and the rule it breaks.
    """
    if not (callable(server) or hasattr(server, "session")):
        raise InvalidInput("server", server, "must be callable or have a session() that is")
    if not (policy is None or isinstance(policy, Policy)):
        raise InvalidInput("policy", policy, "must be a Policy or None")
    target = parse_url(url).without_fragment
    if not target.has_http_scheme:
        raise InvalidInput("url", str(url), "must be an http or https URL")
    others = [parse_url(item, target, argument="also").without_fragment for item in also]
    _must_be_positive(max_requests=max_requests, seconds_per_request=seconds_per_request)
    if requests_per_second is not None:
        _must_be_positive(requests_per_second=requests_per_second)
    limits = Limits(
        max_requests=max_requests,
        requests_per_second=requests_per_second,
        seconds_per_request=seconds_per_request,
        unsafe_methods=unsafe_methods,
        progress=progress,
    )
    asker = Asker(server, target, limits)
    return _audit(
        Examination(target, policy or Policy(inferred=True), asker), policy, others, matrix=matrix
    )


def _must_be_positive(**arguments: object) -> None:
    for name, value in arguments.items():
        if not isinstance(value, int | float) or isinstance(value, bool) or not value > 0:
            raise InvalidInput(name, value, "must be a number greater than zero")


def _audit(examination: Examination, policy: Policy | None, others: list[URL], *, matrix: bool) -> Report:
    filled: Matrix | None = None
    is_complete = True
    try:
        if policy is None:
            examination.policy = infer(examination)
            examination.notes[note(examination.policy)] = None
        for check in _checks(others):
            check(examination)
        if matrix:
            filled = fill(examination)
    except KeyboardInterrupt:
        is_complete = False
        examination.notes["The audit was interrupted: not all has been tried."] = None
    if not examination.asker.answered:
        is_complete = False
        examination.notes["There was no answer to anything: nothing is known of this server."] = None
    elif examination.asker.exhausted:
        is_complete = False
        examination.notes["The audit has stopped asking: not all has been tried. See the problems."] = None
    return Report(
        url=examination.url,
        policy=examination.policy,
        findings=_sorted(examination.findings.values()),
        problems=tuple(examination.asker.problems),
        requests_sent=examination.asker.sent,
        is_complete=is_complete,
        notes=tuple(examination.notes),
        matrix=filled,
    )


def _checks(others: list[URL]) -> Iterable[Check]:
    """The checks in their order: what is worst first, for the budget may end."""
    yield checks_working.trusted_readers
    yield checks_reading.untrusted_readers
    yield checks_reading.untrusted_by_method
    yield _with_a_reader
    yield checks_reading.untrusted_senders
    yield checks_working.wildcard_with_credentials
    yield checks_working.preflights
    yield checks_caching.without_origin
    yield checks_caching.caching
    yield checks_granting.excess
    yield checks_granting.exposed
    yield checks_granting.misplaced
    yield checks_responses.head
    yield checks_reading.comparison_of_case
    yield lambda examination: checks_responses.other_responses(examination, others)


def _with_a_reader(examination: Examination) -> None:
    """Where nobody who is trusted reads, what else there is to see is seen by who does."""
    if examination.reader is None:
        for finding in examination.findings.values():
            request = finding.demonstration.request
            if finding.demonstration.verdict.allowed:
                examination.reader = request.origin
                examination.reads_with_credentials = request.credentials_mode is CredentialsMode.INCLUDE
                return


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    order = list(KINDS)
    return tuple(sorted(findings, key=lambda found: (-found.severity.rank, order.index(found.id))))
