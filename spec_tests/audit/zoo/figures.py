"""
How much of the zoo an audit gets right, beside other scanners.

    python -m spec_tests.audit.zoo.figures [--corsy CHECKOUT] [--write FILE]
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from cors_sim.audit import Policy, Report, Severity, audit
from spec_tests.audit.zoo import harness
from spec_tests.audit.zoo.records import RECORDS, URL, Record

_CREDENTIALS: Final = "-with-credentials"

SAME: Final[Mapping[str, tuple[str, ...]]] = {
    "origin-reflected": ("any-origin",),
    "null-trusted": ("null-origin",),
    "origin-prefix": ("prefix-match",),
    "origin-suffix": ("suffix-match",),
    # Who is found in the middle is found at the ends as well.
    "origin-substring": ("substring-match", "prefix-match", "suffix-match"),
    "origin-part": ("truncated-origin",),
    "unescaped-dot": ("unescaped-dot",),
    "odd-host-character": ("odd-host-characters",),
    "idna-folded": ("idna-host",),
    "trailing-dot": ("trailing-dot",),
    "subdomain-trusted": ("subdomain",),
    "insecure-scheme-trusted": ("insecure-scheme",),
    "any-port-trusted": ("other-port",),
    "local-trusted": ("local-origin",),
    "hosting-trusted": ("hosting-platform",),
    "wildcard-with-credentials": ("wildcard-with-credentials", "works-for-nobody"),
    "works-for-nobody": (
        *("works-for-nobody", "trusted-origin-blocked", "multiple-values", "preflight-disagrees"),
        *("method-not-granted", "header-not-granted", "redirect-without-headers"),
    ),
    "preflight-grants-more": ("preflight-grants-untrusted",),
    "error-loses-headers": ("error-without-headers", "head-differs"),
    "error-leaks": ("error-leaks", "head-differs"),
    "method-not-in-policy": ("excess-methods", "any-method"),
    "header-not-in-policy": ("excess-headers", "any-header"),
    "secret-exposed": ("exposed-secrets",),
    "max-age-too-long": ("max-age-beyond-browsers",),
    "vary-missing": ("vary-missing",),
}
"""By the zoo's name of a flaw, the audit's names of it, without what they say of credentials."""

THEIRS: Final = {
    "reflect_origin": ("origin-reflected",),
    "prefix_match": ("origin-prefix", "origin-substring"),
    "suffix_match": ("origin-suffix", "origin-substring"),
    "trust_null": ("null-trusted",),
    "include_match": ("origin-part",),
    "not_escape_dot": ("unescaped-dot",),
    "special_characters_bypass": ("odd-host-character",),
    "trust_any_subdomain": ("subdomain-trusted",),
    "custom_third_parties": ("hosting-trusted",),
    "https_trust_http": ("insecure-scheme-trusted",),
    "origin reflected": ("origin-reflected",),
    "post-domain wildcard": ("origin-prefix", "origin-substring"),
    "pre-domain wildcard": ("origin-suffix", "origin-substring"),
    "null origin allowed": ("null-trusted",),
    "unrecognized underscore": ("odd-host-character",),
    "unescaped regex": ("unescaped-dot",),
    "http origin allowed": ("insecure-scheme-trusted",),
    "wildcard value": ("wildcard-with-credentials",),
}
"""By another scanner's name of what it found, the zoo's."""


@attrs.frozen
class Audited:
    """
    What was said of one animal.

    Args:
        id: of the animal.
        found: names of what was found.
        serious: those of them that are of medium severity or above, or of none.
        named: whether the planted flaw is among them by its name, and bad enough.
        requests: how many the server got.
    """

    id: str
    found: tuple[str, ...]
    serious: tuple[str, ...]
    named: bool
    requests: int


def _records(records: Iterable[Record], *, in_process: bool) -> Iterable[Record]:
    return (record for record in records if not (in_process and record.needs_software))


def policy(record: Record) -> Policy:
    """The policy of *record*, as an audit is told it."""
    wanted = record.policy
    return Policy(
        wanted.trusted, credentials=wanted.credentials, methods=wanted.methods, headers=wanted.headers
    )


def audited(record: Record) -> Audited:
    """What our own audit says of an animal."""
    with harness.running(record) as server:
        report = audit(server, policy(record), url=URL)
    return judged(record, report)


def judged(record: Record, report: Report) -> Audited:
    """*report* held against *record*."""
    names = SAME.get(record.flaw, ())
    named = any(
        finding.id.removesuffix(_CREDENTIALS) in names or finding.id in names
        for finding in report.findings
        if record.severity is not None and finding.severity.rank >= Severity(record.severity).rank
    )
    return Audited(
        record.id,
        tuple(f"{finding.id} ({finding.severity})" for finding in report.findings),
        tuple(f.id for f in report.findings if f.severity.rank >= Severity.MEDIUM.rank),
        named,
        report.requests_sent,
    )


def ours(*, in_process: bool = False) -> list[Audited]:
    """What our own audit says of the whole zoo, or of what needs no other software."""
    return [audited(record) for record in _records(RECORDS, in_process=in_process)]


def scanned(*arguments: str) -> list[Audited]:
    """What another scanner says: see `spec_tests.audit.zoo.scanners`."""
    argv = [sys.executable, "-m", "spec_tests.audit.zoo.scanners", *arguments]
    done = subprocess.run(argv, check=True, stdout=subprocess.PIPE, text=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return [_other(record, line) for record, line in zip(RECORDS, lines, strict=True)]


def _other(record: Record, line: dict[str, Any]) -> Audited:
    assert line["id"] == record.id
    found = tuple(line["found"])
    names = {name for one in found for name in THEIRS.get(one.partition(" (")[0], ())}
    serious = tuple(name for name in found if not name.endswith(("(low)", "(info)")))
    return Audited(record.id, found, serious, record.flaw in names, line["requests"])


@attrs.frozen
class Figures:
    """
    What it comes to.

    Args:
        flawed: how many animals have a flaw.
        named: on how many of them it is found and called what it is.
        flagged: on how many of them anything is found.
        safe: how many animals are safe.
        alarms: on how many of them something of medium severity or above, or of no severity, is found.
        requests: the most that one animal got.
        requests_in_all: what all got together.
    """

    flawed: int
    named: int
    flagged: int
    safe: int
    alarms: int
    requests: int
    requests_in_all: int


def figures(results: list[Audited]) -> Figures:
    """The figures of *results*."""
    safe = {record.id for record in RECORDS if record.is_safe}
    flawed = [result for result in results if result.id not in safe]
    return Figures(
        flawed=len(flawed),
        named=sum(result.named for result in flawed),
        flagged=sum(bool(result.found) for result in flawed),
        safe=len(results) - len(flawed),
        alarms=sum(bool(result.serious) for result in results if result.id in safe),
        requests=max(result.requests for result in results),
        requests_in_all=sum(result.requests for result in results),
    )


def main() -> None:
    """Print the figures, and what went wrong on which animal."""
    parser = argparse.ArgumentParser(prog="python -m spec_tests.audit.zoo.figures")
    parser.add_argument("--corsy", metavar="CHECKOUT", help="a checkout of github.com/s0md3v/Corsy")
    parser.add_argument("--write", metavar="FILE", type=Path, help="where all results go, as JSON")
    options = parser.parse_args()
    results = {"cors_sim.audit": ours(), "CORScanner": scanned("corscanner")}
    if options.corsy is not None:
        results["Corsy"] = scanned("corsy", options.corsy)
    flaws = {record.id: record.flaw for record in RECORDS}
    for name, audits in results.items():
        sys.stdout.write(f"{name}: {figures(audits)}\n")
        for audit_ in audits:
            wrong = bool(audit_.serious) if flaws[audit_.id] == "safe" else not audit_.named
            if wrong:
                said = ", ".join(audit_.found) or "nothing"
                sys.stdout.write(f"  {audit_.id} ({flaws[audit_.id]}): {said}\n")
    if options.corsy is None:
        sys.stdout.write("Corsy: not run, for it is in no registry; give a checkout with --corsy\n")
    if options.write is not None:
        told = {name: [attrs.asdict(one) for one in audits] for name, audits in results.items()}
        options.write.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
