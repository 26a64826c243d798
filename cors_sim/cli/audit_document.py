"""A report as JSON; ``audit.schema.json`` says what is in it."""

from importlib import resources
from typing import Any

from cors_sim import _infra
from cors_sim.audit import Finding, Report
from cors_sim.exchanges import Exchange
from cors_sim.flows import Outcome

VERSION = 1

_SHOWN = frozenset({"vary", "cache-control", "location"})


def schema() -> str:
    """The text of the JSON Schema."""
    return resources.files("cors_sim.cli").joinpath("audit.schema.json").read_text("utf-8")


def document(report: Report) -> dict[str, Any]:
    """*report* as JSON has it, without bodies and without headers that may be secret."""
    policy = report.policy
    return {
        "version": VERSION,
        "url": report.url.href,
        "policy": {
            "trusted": list(policy.trusted),
            "credentials": policy.credentials,
            "methods": None if policy.methods is None else list(policy.methods),
            "headers": None if policy.headers is None else list(policy.headers),
            "inferred": policy.inferred,
        },
        "findings": [_finding(finding) for finding in report.findings],
        "problems": [
            {
                "probe": problem.probe,
                "trouble": str(problem.trouble),
                "method": problem.method,
                "url": problem.url,
                "detail": problem.detail,
            }
            for problem in report.problems
        ],
        "requests_sent": report.requests_sent,
        "is_complete": report.is_complete,
        "notes": list(report.notes),
        "matrix": None
        if report.matrix is None
        else [
            {
                "origin": cell.origin,
                "trusted": cell.trusted,
                "method": cell.method,
                "credentials": cell.credentials,
                "access": str(cell.access),
            }
            for cell in report.matrix.cells
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    kind = finding.kind
    return {
        "id": kind.id,
        "severity": str(finding.severity),
        "title": kind.heading,
        "text": finding.text,
        "browsers": list(finding.browsers),
        "remedy": kind.remedy,
        "cwe": kind.cwe,
        "references": list(kind.references),
        "before": [_outcome(outcome) for outcome in finding.before],
        "demonstration": _outcome(finding.demonstration),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    request, verdict = outcome.request, outcome.verdict
    return {
        "browser": outcome.browser.name,
        "origin": request.origin.serialized,
        "method": request.method,
        "url": request.url.href,
        "credentials_mode": str(request.credentials_mode),
        "headers": [list(pair) for pair in request.headers],
        "readable": verdict.allowed,
        "reason": None if verdict.reason is None else str(verdict.reason),
        "exchanges": [_exchange(exchange) for exchange in outcome.exchanges],
    }


def _exchange(exchange: Exchange) -> dict[str, Any]:
    request, response = exchange.request, exchange.response
    return {
        "method": request.method,
        "url": request.url.href,
        "origin": request.headers.get("origin"),
        "is_preflight": request.is_preflight,
        "include_credentials": request.include_credentials,
        "status": None if response.is_network_error else response.status,
        "headers": [list(pair) for pair in response.headers if _is_shown(pair[0])],
    }


def _is_shown(name: str) -> bool:
    lowered = _infra.ascii_lowercase(name)
    return lowered.startswith("access-control-") or lowered in _SHOWN
