"""``cors-sim compare``: the same fetch in four browsers, side by side."""

import json
import sys
from typing import Any, Final

import click
from rich.console import Console
from rich.text import Text

from cors_sim.cli.conclusions import UNUSABLE, exit_code
from cors_sim.cli.document import comparison_document
from cors_sim.cli.listing import chosen, listed
from cors_sim.cli.options import EXIT_CODES, evidence_options, gathered_or_exit, print_problems
from cors_sim.show.comparison import comparison, print_comparison
from cors_sim.show.inert import inert
from cors_sim.show.report import report_of_conclusion
from cors_sim.show.secrets import masked
from cors_sim.show.terminal import print_report

_HELP: Final = """
Say what four browsers do with the same answers: the standard's, Chromium, Firefox and Safari's WebKit.

EVIDENCE is as for `cors-sim explain`. Of several fetches, the first that is not readable is compared.

\b
cors-sim compare site.har
"""


@click.command(help=_HELP, epilog=EXIT_CODES)
@evidence_options
def compare(*, number: int | None, as_json: bool, show_secrets: bool, **given: Any) -> None:  # noqa: ANN401 - see explain
    """Say what four browsers do with the same answers."""
    read, conclusions = gathered_or_exit(None, show_secrets=show_secrets, **given)
    found = listed(conclusions)
    picked = chosen(found, number)
    if number is not None and not picked:
        read.problems.append(f"there is no fetch number {number}: there are {len(found)}")
    print_problems(read.problems, show_secrets=show_secrets)
    if not picked:
        sys.exit(UNUSABLE)
    conclusion = picked[0].conclusion
    console = Console(highlight=False)
    if conclusion.outcome is None:
        # What is missing is missing for all.
        report = report_of_conclusion(conclusion)
        print_report(console, report if show_secrets else masked(report))
        sys.exit(exit_code(["not-established"], read.problems))
    compared = comparison(conclusion.outcome)
    code = exit_code((item.word for item in compared), read.problems)
    request, problems = conclusion.request, tuple(read.problems)
    if not show_secrets:
        request, compared, problems = masked((request, compared, problems))
    if as_json:
        click.echo(json.dumps(comparison_document(request, compared, problems), indent=2))
    else:
        console.print(Text(f"{inert(request.method)} {inert(request.url)}", style="bold"))
        print_comparison(console, compared)
    sys.exit(code)
