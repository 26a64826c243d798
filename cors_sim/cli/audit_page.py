"""A report as one HTML page that needs nothing else: for people, to pass on."""

from importlib import resources

import jinja2

from cors_sim.audit import Finding, Report, demonstration_page
from cors_sim.audit.severity import SEVERITIES
from cors_sim.cli.audit_picture import picture
from cors_sim.errors import InvalidInput
from cors_sim.explain.reasons import MEANINGS
from cors_sim.explain.snippets import Snippet
from cors_sim.show.inert import inert


def page(report: Report, servers: tuple[str, ...]) -> str:
    """
    *report* as a page.

    Args:
        report: what was found.
        servers: the names of the servers that the fixes are to be written for.
    """
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    text = resources.files("cors_sim.cli").joinpath("audit_report.html.jinja").read_text("utf-8")
    return environment.from_string(text).render(
        report=inert(report),
        counts=[
            (severity, sum(finding.severity is severity for finding in report.findings))
            for severity in reversed(SEVERITIES)
        ],
        findings=[
            (inert(finding), snippets(finding, servers), demonstration_page(finding))
            for finding in report.findings
        ],
        meanings=MEANINGS,
        picture="" if report.matrix is None else picture(report.matrix),
    )


def snippets(finding: Finding, servers: tuple[str, ...]) -> tuple[Snippet, ...]:
    """What mends *finding* on *servers*; none where some name cannot be written there safely."""
    try:
        return finding.snippets(servers)
    except InvalidInput:
        return ()
