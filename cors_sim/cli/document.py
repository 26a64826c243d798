"""A conclusion as data: the document that ``--json`` prints. Its schema is `explanation.schema.json`."""

from typing import Any

from cors_sim.capture.evidence import Conclusion
from cors_sim.cli.conclusions import word_for
from cors_sim.exchanges import Exchange
from cors_sim.explain.reasons import MEANINGS
from cors_sim.flows import Outcome
from cors_sim.headers import HeaderList
from cors_sim.requests import Request
from cors_sim.verdicts import Evidence, Step


def document(request: Request, conclusion: Conclusion, browser: str) -> dict[str, Any]:
    """
    The document.

    Args:
        request: what script asks for.
        conclusion: what follows from the evidence.
        browser: whose rules were applied.
    """
    verdict, outcome = conclusion.verdict, conclusion.outcome
    reason = None if verdict is None else verdict.reason
    step = None if verdict is None else verdict.step
    evidence = None if verdict is None else verdict.evidence
    return {
        "version": 1,
        "conclusion": word_for(verdict),
        "reason": None if reason is None else str(reason),
        "meaning": None if reason is None else MEANINGS[reason],
        "step": None if step is None else _step(step),
        "evidence": None if evidence is None else _evidence(evidence),
        "request": {
            "method": request.method,
            "url": request.url.href,
            "origin": request.origin.serialized,
            "headers": _headers(request.headers),
            "credentials_mode": str(request.credentials_mode),
            "mode": str(request.mode),
        },
        "browser": browser,
        "exchanges": [] if outcome is None else [_exchange(exchange) for exchange in outcome.exchanges],
        "exposed_headers": [] if outcome is None else outcome.response.headers.sort_and_combine().names(),
        "steps": [] if outcome is None else _steps(outcome),
        "missing": [{"what": item.what, "command": item.command} for item in conclusion.missing],
        "trusted": list(conclusion.trusted),
    }


def _step(step: Step) -> dict[str, str]:
    return {"algorithm": step.algorithm, "number": step.number, "url": step.url}


def _evidence(evidence: Evidence) -> dict[str, str | None]:
    return {
        "header": evidence.header,
        "observed": evidence.observed,
        "expected": evidence.expected,
    }


def _headers(headers: HeaderList) -> list[list[str]]:
    return [list(pair) for pair in headers]


def _exchange(exchange: Exchange) -> dict[str, Any]:
    request, response = exchange.request, exchange.response
    return {
        "method": request.method,
        "url": request.url.href,
        "headers": _headers(request.headers),
        "is_preflight": request.is_preflight,
        "include_credentials": request.include_credentials,
        "status": response.status,
        "response_headers": _headers(response.headers),
    }


def _steps(outcome: Outcome) -> list[dict[str, Any]]:
    return [
        {
            "step": _step(taken.step),
            "evidence": _evidence(taken.evidence),
            "passed": taken.passed,
            "note": taken.note,
        }
        for taken in outcome.steps
    ]
