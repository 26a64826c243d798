"""Asking for the matrix."""

from cors_sim.audit.examination import Examination, Fetched
from cors_sim.audit.matrix import Access, Cell, Matrix
from cors_sim.audit.probe_origins import OPAQUE, UNRELATED, probe_origins
from cors_sim.origins import Origin
from cors_sim.standard.methods import is_cors_safelisted_method

METHODS = ("GET", "PUT", "DELETE")


def fill(examination: Examination) -> Matrix:
    """The trusted origins, some that are not, and those of findings, by methods and credentials."""
    policy = examination.policy
    methods = dict.fromkeys((*METHODS, *(policy.methods or ())))
    cells = [
        _cell(examination, origin, method, credentials=credentials)
        for origin in _origins(examination)
        for method in methods
        for credentials in (False, True)
    ]
    return Matrix(tuple(cells))


def _origins(examination: Examination) -> list[Origin]:
    found = [
        finding.demonstration.request.origin
        for finding in examination.findings.values()
        if finding.demonstration.verdict.allowed and finding.id != "case-insensitive-match"
    ]
    near = [probe.origin for base in examination.trusted[:1] for probe in probe_origins(base)[:3]]
    origins: list[Origin] = [*examination.trusted, UNRELATED.origin, OPAQUE.origin, *near, *found]
    return list(dict.fromkeys(origins))


def _cell(examination: Examination, origin: Origin, method: str, *, credentials: bool) -> Cell:
    fetched = examination.fetch(origin, credentials=credentials, method=method, probe="matrix")
    trusted = examination.policy.trusts(origin)
    return Cell(origin.serialized, trusted, method, credentials, _access(fetched, method))


def _access(fetched: Fetched, method: str) -> Access:
    if fetched.reads is not None:
        return Access.READS
    if fetched.sends is not None and not is_cors_safelisted_method(method):
        return Access.SENDS
    no_answer = any(exchange.response.is_network_error for exchange in fetched.own.exchanges)
    return Access.NOT_ASKED if no_answer else Access.BLOCKED
