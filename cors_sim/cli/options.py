"""The options that commands share: what was recorded, and what is known of the request."""

import io
import sys
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO, Final, TypeVar

import click

from cors_sim import _infra
from cors_sim.browsers import BROWSERS, Browser
from cors_sim.capture.asked import Said
from cors_sim.capture.evidence import Conclusion
from cors_sim.cli.conclusions import UNUSABLE
from cors_sim.cli.gathering import gather
from cors_sim.cli.reading import Evidence, read_evidence, read_transcript
from cors_sim.errors import InvalidInput
from cors_sim.headers import HeaderList
from cors_sim.origins import OpaqueOrigin
from cors_sim.show.inert import inert
from cors_sim.show.secrets import masked
from cors_sim.standard.methods import is_forbidden_method, normalize_method
from cors_sim.standard.safelists import is_forbidden_request_header

EXIT_CODES: Final = "Exit code: 0 readable, 1 blocked or opaque, 2 unusable input, 3 not established."
_Command = TypeVar("_Command", bound=Callable[..., Any])

_OPTIONS: Final[tuple[Callable[[Any], Any], ...]] = (
    click.argument("evidence", type=click.File("rb"), nargs=-1),
    click.option("--origin", help="Origin of the page, as https://app.example.com, or null."),
    click.option("--url", help="URL that script asks for."),
    click.option("--method", help="Method of the request."),
    click.option(
        "--header", "headers", multiple=True, metavar="NAME:VALUE", help="Header that script sets."
    ),
    click.option(
        "--credentials",
        type=click.Choice(["omit", "same-origin", "include"]),
        help="Credentials mode, as fetch() has it.",
    ),
    click.option(
        "--preflight", type=click.File("rb"), help="What curl printed for the preflight (OPTIONS)."
    ),
    click.option("--number", type=int, help="Of several fetches, the one with this number."),
    click.option("--json", "as_json", is_flag=True, help="Print JSON; 'cors-sim schema' has its schema."),
    click.option("--show-secrets", is_flag=True, help="Mask no credentials and tokens."),
)


def evidence_options(command: _Command) -> _Command:
    """Give *command* the options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def browser_named(name: str | None) -> Browser | None:
    """The browser of that name."""
    return {browser.name: browser for browser in BROWSERS}.get(name or "")


def gathered_or_exit(
    browser: Browser | None,
    *,
    evidence: tuple[BinaryIO, ...],
    preflight: BinaryIO | None,
    show_secrets: bool,
    **said: Any,  # noqa: ANN401 - the options about the request
) -> tuple[Evidence, list[Conclusion]]:
    """
    What follows from the evidence; where it cannot be used at all, one line says so and the program ends.

    Args:
        browser: whose choices count; None for the one that the evidence is of.
        evidence: what was recorded; none for standard input.
        preflight: what curl printed for the preflight.
        show_secrets: whether that line may have secrets in it.
        said: what is said of the request.
    """
    read = Evidence()
    try:
        known = said_by(**said)
        read = read_evidence(evidence or _standard_input())
        first = None if preflight is None else read_transcript(preflight)
        return read, gather(read, first, known, browser)
    except InvalidInput as error:
        # What nobody said may well have been in what could not be read.
        line = f"{error.argument} {error.rule}" if error.value is None else str(error)
        print_problems(read.problems or [line], show_secrets=show_secrets)
        sys.exit(UNUSABLE)


def _standard_input() -> tuple[BinaryIO, ...]:
    """What is piped to us, or pasted."""
    if not sys.stdin.isatty():
        return (sys.stdin.buffer,)
    click.echo("Paste what you have, then press Control-D.", err=True)
    # A terminal has an end as often as somebody says so: once is to be enough.
    return (io.BytesIO(sys.stdin.buffer.read()),)


def print_problems(problems: Iterable[str], *, show_secrets: bool) -> None:
    """
    Say what could not be used, on standard error, in a line each.

    Args:
        problems: the lines.
        show_secrets: whether they may have secrets in them.
    """
    for problem in problems:
        click.echo(f"cors-sim: {inert(problem if show_secrets else masked(problem))}", err=True)


def said_by(
    *,
    origin: str | None,
    url: str | None,
    method: str | None,
    headers: tuple[str, ...],
    credentials: str | None,
) -> Said:
    """
    What the options say.

    Raises:
        InvalidInput: an option says what no script could ask for.
    """
    return Said(
        url=url,
        origin=OpaqueOrigin() if origin == "null" else origin,
        method=None if method is None else _method(method),
        headers=_headers(headers) if headers else None,
        credentials_mode=credentials,
    )


def _method(text: str) -> str:
    """The method as ``fetch()`` would have it."""
    method = normalize_method(text)
    if is_forbidden_method(method):
        raise InvalidInput("--method", text, "must be one that browsers let script use")
    return method


def _headers(lines: tuple[str, ...]) -> HeaderList:
    """The headers as ``fetch()`` would take them."""
    pairs = []
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            raise InvalidInput("--header", line, "must be written as 'Name: value'")
        pairs.append((_infra.strip_http_whitespace(name), _infra.strip_http_whitespace(value)))
    headers = HeaderList(pairs)
    for name, value in headers:
        if is_forbidden_request_header(name, value):
            raise InvalidInput("--header", name, "must be one that script may set; the browser sets this")
    return headers
