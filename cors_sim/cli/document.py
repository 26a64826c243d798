"""Reports and comparisons as data: the documents that ``--json`` prints. Each has a schema."""

from collections.abc import Iterable
from typing import Any

from cors_sim.cli.listing import Listed
from cors_sim.exchanges import Exchange
from cors_sim.explain.reasons import MEANINGS
from cors_sim.explain.snippets import Snippet
from cors_sim.explain.values import Change, Condition, Explanation, Fix, Remark
from cors_sim.flows import Outcome
from cors_sim.headers import HeaderList
from cors_sim.requests import Request
from cors_sim.show.comparison import Compared
from cors_sim.show.report import Report
from cors_sim.verdicts import Evidence, Step, Verdict


def document(reports: Iterable[Report], found: Iterable[Listed], problems: Iterable[str]) -> dict[str, Any]:
    """
    The document that ``explain --json`` prints: the first report, with the others in it.

    Its schema is `explanation.schema.json`.

    Args:
        reports: those that are explained, without secrets.
        found: all fetches, without secrets.
        problems: what could not be used, in a line each.
    """
    first, *others = reports
    return {
        "version": 1,
        **_report(first),
        "others": [_report(report) for report in others],
        "fetches": [_listed(item) for item in found],
        "problems": list(problems),
    }


def comparison_document(
    request: Request, compared: Iterable[Compared], problems: Iterable[str]
) -> dict[str, Any]:
    """
    The document that ``compare --json`` prints. Its schema is `comparison.schema.json`.

    Args:
        request: what script asks for, without secrets.
        compared: what comes of it, without secrets.
        problems: what could not be used, in a line each.
    """
    return {
        "version": 1,
        "request": _request(request),
        "browsers": [_compared(item) for item in compared],
        "problems": list(problems),
    }


def _compared(item: Compared) -> dict[str, Any]:
    verdict, outcome = item.verdict, item.outcome
    return {
        "browser": item.browser.name,
        "browser_version": item.browser.version,
        "conclusion": item.word,
        **_decision(verdict),
        **_course(outcome),
    }


def _decision(verdict: Verdict | None) -> dict[str, Any]:
    reason = None if verdict is None else verdict.reason
    step = None if verdict is None else verdict.step
    evidence = None if verdict is None else verdict.evidence
    return {
        "reason": reason,
        "meaning": None if reason is None else MEANINGS[reason],
        "step": None if step is None else _step(step),
        "evidence": None if evidence is None else _evidence(evidence),
    }


def _course(outcome: Outcome | None) -> dict[str, Any]:
    if outcome is None:
        return {"exchanges": [], "exposed_headers": [], "error": None, "console": [], "steps": []}
    error = outcome.error
    return {
        "exchanges": [_exchange(exchange) for exchange in outcome.exchanges],
        "exposed_headers": outcome.response.headers.sort_and_combine().names(),
        "error": None if error is None else {"name": error.name, "message": error.message},
        "console": list(outcome.console),
        "steps": _steps(outcome),
    }


def _report(report: Report) -> dict[str, Any]:
    return {
        "conclusion": report.word,
        **_decision(report.verdict),
        "other_reasons": list(report.other_reasons),
        "request": _request(report.request),
        "browser": report.browser.name,
        "is_reconstructed": report.is_reconstructed,
        **_course(report.outcome),
        "explanation": None if report.explanation is None else _explanation(report.explanation),
        "snippets": [_snippet(snippet) for snippet in report.snippets],
        "missing": [{"what": item.what, "command": item.command} for item in report.missing],
        "trusted": list(report.trusted),
    }


def _listed(item: Listed) -> dict[str, Any]:
    request, verdict = item.conclusion.request, item.conclusion.verdict
    return {
        "number": item.number,
        "conclusion": item.word,
        "reason": None if verdict is None else verdict.reason,
        "method": request.method,
        "url": request.url.href,
        "count": item.count,
    }


def _request(request: Request) -> dict[str, Any]:
    return {
        "method": request.method,
        "url": request.url.href,
        "origin": request.origin.serialized,
        "headers": _headers(request.headers),
        "credentials_mode": request.credentials_mode,
        "mode": request.mode,
    }


def _step(step: Step) -> dict[str, str]:
    return {"algorithm": step.algorithm, "number": step.number, "url": step.url}


def _evidence(evidence: Evidence) -> dict[str, str | None]:
    return {"header": evidence.header, "observed": evidence.observed, "expected": evidence.expected}


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


def _explanation(explanation: Explanation) -> dict[str, Any]:
    return {
        "headline": explanation.headline,
        "cause": explanation.cause,
        "conditions": [_condition(condition) for condition in explanation.conditions],
        "fixes": [_fix(fix) for fix in explanation.fixes],
        "remarks": _remarks(explanation.remarks),
        "advice": _remarks(explanation.advice),
        "not_the_problem": list(explanation.not_the_problem),
        "not_modelled": _remarks(explanation.not_modelled),
    }


def _remarks(remarks: Iterable[Remark]) -> list[dict[str, str]]:
    return [{"kind": remark.kind, "text": remark.text} for remark in remarks]


def _condition(condition: Condition) -> dict[str, Any]:
    return {
        "reason": condition.reason,
        "step": _step(condition.step),
        "evidence": _evidence(condition.evidence),
        "text": condition.text,
        "change": None if condition.change is None else _change(condition.change),
        "is_assumed": condition.is_assumed,
    }


def _change(change: Change) -> dict[str, Any]:
    target = change.target
    return {
        "method": target.method,
        "url": target.url.href,
        "is_preflight": target.is_preflight,
        "was_seen": change.was_seen,
        "for_origin": change.for_origin,
        "status": change.status,
        "status_before": change.status_before,
        "headers": [
            {"name": item.name, "before": item.before, "after": item.after} for item in change.headers
        ],
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "headline": fix.headline,
        "effect": fix.effect,
        "is_public": fix.is_public,
        "changes": [_change(change) for change in fix.changes],
        "request": None if fix.request is None else _request(fix.request),
        "browsers": {
            showing.browser.name: None if showing.verdict is None else showing.works
            for showing in fix.showings
        },
        "assumes": list(fix.assumes),
        "notes": list(fix.notes),
    }


def _snippet(snippet: Snippet) -> dict[str, Any]:
    return {
        "server": snippet.server,
        "title": snippet.title,
        "language": snippet.language,
        "parts": [{"place": part.place, "text": part.text} for part in snippet.parts],
        "notes": list(snippet.notes),
        "run_with": snippet.run_with,
    }
