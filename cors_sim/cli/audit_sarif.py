"""
A report as SARIF, which services that show the results of checks read.

SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from collections.abc import Mapping
from importlib import metadata
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote

from cors_sim.audit import KINDS, Finding, Kind, Report, Severity
from cors_sim.show.inert import inert
from cors_sim.urls import URL

_LEVELS: Final[Mapping[Severity, str]] = MappingProxyType(
    {
        Severity.CRITICAL: "error",
        Severity.HIGH: "error",
        Severity.MEDIUM: "warning",
        Severity.LOW: "note",
        Severity.INFO: "note",
    }
)

_SCORES: Final[Mapping[Severity, str]] = MappingProxyType(
    {
        Severity.CRITICAL: "9.5",
        Severity.HIGH: "8.0",
        Severity.MEDIUM: "5.5",
        Severity.LOW: "2.0",
        Severity.INFO: "0.0",
    }
)
"""What GitHub sorts by, on the scale of CVSS."""

_RULES: Final = tuple(KINDS)


def sarif(report: Report) -> dict[str, Any]:
    """*report* as a SARIF log with one run."""
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "cors-sim",
                        "semanticVersion": metadata.version("cors-sim"),
                        "informationUri": "https://fetch.spec.whatwg.org/#http-cors-protocol",
                        "rules": [_rule(kind) for kind in KINDS.values()],
                    }
                },
                "invocations": [
                    {
                        "executionSuccessful": report.is_complete,
                        "toolExecutionNotifications": [
                            _notification(report, note) for note in report.notes
                        ],
                    }
                ],
                "results": [_result(report, finding) for finding in report.findings],
                "columnKind": "unicodeCodePoints",
            }
        ],
    }


def _rule(kind: Kind) -> dict[str, Any]:
    tags = ["security"] if kind.cwe is not None else ["correctness"]
    if kind.cwe is not None:
        tags.append(f"external/cwe/cwe-{kind.cwe}")
    return {
        "id": kind.id,
        "shortDescription": {"text": kind.heading},
        "fullDescription": {"text": f"{kind.heading}."},
        "help": {"text": kind.remedy},
        "helpUri": kind.references[0],
        "defaultConfiguration": {"level": _LEVELS[kind.severity]},
        "properties": {"tags": tags, "security-severity": _SCORES[kind.severity]},
    }


def _notification(report: Report, note: str) -> dict[str, Any]:
    return {"level": "note" if report.is_complete else "warning", "message": {"text": _text(note)}}


def _text(text: str) -> str:
    """*text* as a message, in which viewers would make a link of ``[text](address)``."""
    return inert(text).replace("](", "]\\(")


def _place(url: URL) -> str:
    """*url* as if it were a file: GitHub refuses a log with a location of another scheme than ``file``."""
    port = "" if url.port is None else f":{url.port}"
    # A colon in the first segment would make a scheme of what is before it.
    return f"{quote(f'{url.host}{port}', safe='')}{url.path}"


def _result(report: Report, finding: Finding) -> dict[str, Any]:
    origin = finding.demonstration.request.origin.serialized
    return {
        "ruleId": finding.id,
        "ruleIndex": _RULES.index(finding.id),
        "level": _LEVELS[finding.severity],
        "message": {"text": _text(f"{finding.text} {finding.kind.remedy}")},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": _place(finding.demonstration.request.url)}}}
        ],
        "partialFingerprints": {"corsSim/v1": f"{finding.id} {report.url.path} {origin}"},
        "properties": {"severity": str(finding.severity), "browsers": list(finding.browsers)},
    }
