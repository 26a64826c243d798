"""``cors-sim explain``: from what curl printed to whether a page could read it, and why not."""

import codecs
import json
import sys
from collections.abc import Iterator
from typing import BinaryIO, Final

import click
from rich.console import Console

from cors_sim import _infra
from cors_sim.browsers import STANDARD
from cors_sim.capture.curl import read_curl
from cors_sim.capture.heads import Transcript
from cors_sim.capture.evidence import conclude
from cors_sim.cli.conclusions import EXIT_CODES, word_for
from cors_sim.cli.document import document
from cors_sim.cli.show import show
from cors_sim.errors import InvalidInput
from cors_sim.headers import HeaderList
from cors_sim.origins import OpaqueOrigin
from cors_sim.requests import Request
from cors_sim.standard.methods import is_forbidden_method, normalize_method
from cors_sim.standard.safelists import is_forbidden_request_header

UNUSABLE: Final = 2
_LINE_LIMIT: Final = 1 << 20


@click.command(epilog="Exit code: 0 readable, 1 blocked or opaque, 2 unusable input, 3 not established.")
@click.argument("capture", type=click.File("rb"), default="-")
@click.option("--origin", required=True, help="Origin of the page, as https://app.example.com, or null.")
@click.option("--url", required=True, help="URL that script asks for.")
@click.option("--method", default="GET", show_default=True, help="Method of the request.")
@click.option("--header", "headers", multiple=True, metavar="NAME:VALUE", help="Header that script sets.")
@click.option(
    "--credentials",
    type=click.Choice(["omit", "same-origin", "include"]),
    default="same-origin",
    show_default=True,
    help="Credentials mode, as fetch() has it.",
)
@click.option("--preflight", type=click.File("rb"), help="What curl printed for the preflight (OPTIONS).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; 'cors-sim schema' has its schema.")
def explain(
    capture: BinaryIO,
    origin: str,
    url: str,
    method: str,
    headers: tuple[str, ...],
    credentials: str,
    preflight: BinaryIO | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    r"""
    Say whether a page could read what curl got, and if not, why.

    CAPTURE is what `curl -i` or `curl -v` printed; by default it is read from standard input.

    \b
    curl -i URL -H 'Origin: https://app.example.com' |
        cors-sim explain --origin https://app.example.com --url URL
    """
    try:
        request = Request(
            url,
            origin=OpaqueOrigin() if origin == "null" else origin,
            method=_method(method),
            headers=_headers(headers),
            credentials_mode=credentials,
        )
        conclusion = conclude(request, _read(capture), None if preflight is None else _read(preflight))
    except InvalidInput as error:
        click.echo(f"cors-sim: {error}", err=True)
        sys.exit(UNUSABLE)
    if as_json:
        click.echo(json.dumps(document(request, conclusion, STANDARD.name), indent=2))
    else:
        show(Console(highlight=False), request, conclusion)
    sys.exit(EXIT_CODES[word_for(conclusion.verdict)])


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


def _read(stream: BinaryIO) -> Transcript:
    return read_curl(_lines(stream))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """
    The lines of *stream*, also of one that a shell has written as UTF-16.

    A body may be one endless line: it comes in pieces, and none is held.
    """
    line = stream.readline(_LINE_LIMIT)
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoder = codecs.getincrementaldecoder("utf-16")("replace")
        rest = ""
        while line:
            # A line break takes two bytes, which readline() has cut through.
            *lines, rest = (rest + decoder.decode(line)).split("\n")
            yield from (text.encode("latin-1", "replace") for text in lines)
            line = stream.readline(_LINE_LIMIT)
        return
    while line:
        yield line
        line = stream.readline(_LINE_LIMIT)
