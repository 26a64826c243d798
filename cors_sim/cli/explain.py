"""``cors-sim explain``: from whatever was recorded to whether a page could read it, and why not."""

import json
import sys
from collections.abc import Iterable
from typing import Any, Final

import click
from rich.console import Console

from cors_sim.browsers import BROWSERS
from cors_sim.capture.missing import all_missing
from cors_sim.cli.conclusions import exit_code
from cors_sim.cli.document import document
from cors_sim.cli.listing import Listed, chosen, listed, print_listing
from cors_sim.cli.options import (
    EXIT_CODES,
    browser_named,
    evidence_options,
    gathered_or_exit,
    print_problems,
)
from cors_sim.explain.snippets import SERVERS
from cors_sim.show.html import page
from cors_sim.show.inert import inert
from cors_sim.show.markdown import markdown
from cors_sim.show.mermaid import mermaid
from cors_sim.show.report import Report, report_of_conclusion
from cors_sim.show.secrets import masked
from cors_sim.show.terminal import print_report

_FORMATS: Final = ("text", "html", "markdown", "mermaid")
_HELP: Final = """
Say whether a page could read a response, and if not, why, and what helps.

EVIDENCE is what was recorded, in one or more files: what `curl -i` or `curl -v` printed, HTTP as text,
a HAR, what a browser's console says. Which it is, is found out. Without any, standard input is read.

\b
cors-sim explain site.har
cors-sim explain console.txt response.txt
curl -i URL -H 'Origin: https://app.example.com' |
    cors-sim explain --origin https://app.example.com --url URL
"""


@click.command(help=_HELP, epilog=EXIT_CODES)
@evidence_options
@click.option(
    "--browser",
    type=click.Choice([browser.name for browser in BROWSERS]),
    help="Browser whose choices count; by default that of the evidence, or the standard.",
)
@click.option("--fix", "server", type=click.Choice(SERVERS), help="Say what to write on this server.")
@click.option("--curl", "as_curl", is_flag=True, help="Print the commands whose output is missing.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", help="What to print.")
def explain(
    browser: str | None,
    number: int | None,
    server: str | None,
    form: str,
    *,
    as_curl: bool,
    as_json: bool,
    show_secrets: bool,
    **given: Any,  # noqa: ANN401 - what `evidence_options` adds
) -> None:
    """Say whether a page could read a response, and if not, why, and what helps."""
    read, conclusions = gathered_or_exit(browser_named(browser), show_secrets=show_secrets, **given)
    found = listed(conclusions)
    picked = chosen(found, number)
    if number is not None:
        read.problems += [] if picked else [f"there is no fetch number {number}: there are {len(found)}"]
        found = picked or found
    print_problems(read.problems, show_secrets=show_secrets)
    if picked:
        reports = tuple(report_of_conclusion(item.conclusion, server) for item in picked)
        if server is not None and not any(report.snippets for report in reports):
            click.echo(f"cors-sim: nothing that could be written on {server} helps", err=True)
        shown = (reports, tuple(found), tuple(read.problems))
        hidden = shown if show_secrets else masked(shown)
        _print(*hidden, form="curl" if as_curl else "json" if as_json else form)
        if as_curl and hidden != shown:
            click.echo("cors-sim: secrets are masked; --show-secrets shows them", err=True)
    sys.exit(exit_code((item.word for item in found), read.problems))


def _print(
    reports: tuple[Report, ...], found: tuple[Listed, ...], problems: tuple[str, ...], *, form: str
) -> None:
    if form == "curl":
        for command in _commands(reports):
            click.echo(command)
    elif form == "json":
        click.echo(json.dumps(document(reports, found, problems), indent=2))
    elif form == "html":
        click.echo(page(reports), nl=False)
    elif form == "markdown":
        click.echo(markdown(reports), nl=False)
    elif form == "mermaid":
        # A text in Mermaid's language is one diagram.
        click.echo(mermaid(reports[0]), nl=False)
    else:
        console = Console(highlight=False)
        if len(found) > 1:
            print_listing(console, inert(found))
        for report in reports:
            if len(found) > 1:
                console.rule()
            print_report(console, report)


def _commands(reports: Iterable[Report]) -> list[str]:
    """The commands whose output is missing. What only a console tells of is missing altogether."""
    commands: dict[str, None] = {}
    for report in reports:
        missing = report.missing
        if report.is_reconstructed:
            missing = all_missing(report.request, "", report.browser)
        commands |= dict.fromkeys(item.command for item in missing)
    if not commands:
        click.echo("cors-sim: nothing is missing", err=True)
    return list(commands)
