"""``cors-sim audit``: what a browser would let whom do with a server."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from cors_sim import _infra
from cors_sim.audit import Policy, Report, Severity, audit
from cors_sim.audit.severity import SEVERITIES
from cors_sim.cli.audit_document import document, schema
from cors_sim.cli.audit_page import page
from cors_sim.cli.audit_picture import picture
from cors_sim.cli.audit_sarif import sarif
from cors_sim.cli.audit_table import show
from cors_sim.cli.audit_target import needs_leave, target_of
from cors_sim.errors import InvalidInput
from cors_sim.explain.snippets import SERVERS
from cors_sim.show.inert import inert
from cors_sim.show.secrets import masked

FOUND: Final = 1
UNUSABLE: Final = 2
INCOMPLETE: Final = 3
_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


def _print_schema(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 - as click calls it
    if value:
        click.echo(schema(), nl=False)
        context.exit()


@click.command(
    epilog="Exit code: 0 nothing that --fail-on names, 1 something, 2 unusable input, 3 not all was tried."
)
@click.argument("app_or_url", metavar="APP_OR_URL")
@click.option("--url", help="URL of the resource to ask for, or its path.")
@click.option("--also", multiple=True, metavar="URL", help="Another URL: of an error, a redirect, …")
@click.option(
    "--trust", "trusted", multiple=True, metavar="ORIGIN", help="An origin that is meant to read."
)
@click.option("--trust-nobody", is_flag=True, help="No other origin is meant to read.")
@click.option("--credentials/--no-credentials", default=False, help="Whether they read with cookies.")
@click.option("--method", "methods", multiple=True, help="A method that they use, beside GET and POST.")
@click.option("--allow-header", "headers", multiple=True, metavar="NAME", help="A header that they set.")
@click.option(
    "--login", "logins", multiple=True, metavar="NAME:VALUE", help="What the browser adds with credentials."
)
@click.option("--max-requests", type=click.IntRange(min=1), default=200, show_default=True)
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), help="Requests in a second, at most.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    help="Seconds to wait for an answer.",
)
@click.option("--unsafe-methods", is_flag=True, help="Send what is allowed beyond GET, HEAD and OPTIONS.")
@click.option("--i-may-test-this-host", is_flag=True, help="You have leave to test it: it is not loopback.")
@click.option("--server", "servers", multiple=True, type=click.Choice(SERVERS), help="Write fixes for it.")
@click.option("--matrix", is_flag=True, help="Show who may read what.")
@click.option("--svg", type=_FILE, help="Write the matrix as a picture.")
@click.option("--html", "html_file", type=_FILE, help="Write a page.")
@click.option("--sarif", "sarif_file", type=_FILE, help="Write SARIF 2.1.0, for code scanning.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--show-secrets", is_flag=True, help="Mask no credentials and tokens.")
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of what --json prints.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*map(str, SEVERITIES), "never"]),
    default="medium",
    show_default=True,
    help="The least severity that ends with 1.",
)
def command(  # noqa: PLR0913 - one an option
    *,
    app_or_url: str,
    trusted: tuple[str, ...],
    trust_nobody: bool,
    credentials: bool,
    methods: tuple[str, ...],
    headers: tuple[str, ...],
    as_json: bool,
    show_secrets: bool,
    servers: tuple[str, ...],
    html_file: Path | None,
    sarif_file: Path | None,
    svg: Path | None,
    fail_on: str,
    **asking: Any,  # noqa: ANN401 - the options about how to ask
) -> None:
    """
    Say what a browser would let whom do with a server, and show it.

    APP_OR_URL is an ASGI or WSGI application, as module:name, or a URL.
    Without --trust, the policy is taken from what the server grants.
    """
    try:
        policy = _policy(trusted, methods, headers, credentials=credentials, nobody=trust_nobody)
        report = _report(app_or_url, policy, matrix=asking.pop("matrix") or svg is not None, **asking)
    except InvalidInput as error:
        click.echo(f"cors-sim: {inert(str(error))}", err=True)
        sys.exit(UNUSABLE)
    if not show_secrets:
        report = masked(report)
    if html_file is not None:
        html_file.write_text(page(report, servers), encoding="utf-8")
    if sarif_file is not None:
        sarif_file.write_text(json.dumps(sarif(report), indent=2) + "\n", encoding="utf-8")
    if svg is not None and report.matrix is not None:
        svg.write_text(picture(report.matrix), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(document(report), indent=2))
    else:
        show(Console(highlight=False), report, servers)
    sys.exit(exit_code(report, fail_on))


def exit_code(report: Report, fail_on: str) -> int:
    """What the program ends with."""
    if fail_on != "never" and report.worst is not None and report.worst.rank >= Severity(fail_on).rank:
        return FOUND
    return 0 if report.is_complete else INCOMPLETE


def _policy(
    trusted: tuple[str, ...],
    methods: tuple[str, ...],
    headers: tuple[str, ...],
    *,
    credentials: bool,
    nobody: bool,
) -> Policy | None:
    if trusted and nobody:
        raise InvalidInput("--trust-nobody", True, "cannot go with --trust")  # noqa: FBT003 - what was passed
    if not trusted and not nobody:
        if methods or headers or credentials:
            raise InvalidInput("--trust", None, "must be given, where the policy is")
        return None
    return Policy(trusted, credentials=credentials, methods=methods or None, headers=headers or None)


def _report(  # noqa: PLR0913 - one an option
    app_or_url: str,
    policy: Policy | None,
    *,
    url: str | None,
    also: tuple[str, ...],
    logins: tuple[str, ...],
    max_requests: int,
    rate: float | None,
    timeout: float,
    unsafe_methods: bool,
    i_may_test_this_host: bool,
    matrix: bool,
) -> Report:
    target = target_of(app_or_url, url, [_header(line) for line in logins], timeout)
    if needs_leave(target) and not i_may_test_this_host:
        raise InvalidInput(
            "--i-may-test-this-host",
            target.url.host,
            "must be given for a host that is not this machine, by who has leave to test it",
        )
    with _progress(max_requests) as progress:
        return audit(
            target.server,
            policy,
            url=target.url,
            also=also,
            matrix=matrix,
            max_requests=max_requests,
            requests_per_second=rate,
            # The server's own limit comes first where it has one: it closes the connection as well.
            seconds_per_request=timeout + 1,
            unsafe_methods=unsafe_methods,
            progress=progress,
        )


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise InvalidInput("--login", name, "must be written as 'Name: value'")
    return _infra.strip_http_whitespace(name), _infra.strip_http_whitespace(value)


@contextmanager
def _progress(most: int) -> Iterator[Callable[[int, str], None]]:
    """A bar on standard error, where that is a terminal: how much of the budget is used, and for what."""
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=most)
        yield lambda sent, probe: bar.update(task, completed=sent, description=inert(probe))
