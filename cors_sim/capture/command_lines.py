"""
A curl command line that was pasted with what it printed: what it had curl send.

Only what is understood in full counts. A command with an option that is not known here, a file to send,
or more than one URL is passed over: then nothing shows of the request, as without the line.
"""

import argparse
import re
import shlex
from collections.abc import Iterable
from typing import Final, NoReturn

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.headers import HeaderList
from cors_sim.urls import URL, url_or_none

_LENGTH_LIMIT: Final = 1 << 16
# Behind a prompt or not; the last sign is how the arrow of some ends in UTF-8.
_COMMAND: Final = re.compile(r"(?:.{0,200}?[$#%>\xaf] *)?(curl(?:\.exe)? .+)", re.DOTALL)
_REDIRECTION: Final = re.compile(r"[0-9]?>.*|[|;&]+")
_GLOBBING: Final = re.compile(r"[][{}]")

_SILENT_FLAGS: Final = (
    *("-4", "-6", "-f", "-g", "-i", "-k", "-L", "-N", "-s", "-S", "-v", "-#", "--compressed", "--fail"),
    *("--fail-with-body", "--globoff", "--http1.0", "--http1.1", "--http2", "--http3", "--include"),
    *("--insecure", "--ipv4", "--ipv6", "--location", "--no-buffer", "--no-progress-meter", "--path-as-is"),
    *("--progress-bar", "--show-error", "--silent", "--suppress-connect-headers", "--verbose"),
)
_SILENT_OPTIONS: Final = (
    *("-c", "-D", "-m", "-o", "-w", "-x", "--cacert", "--connect-timeout", "--connect-to", "--cookie-jar"),
    *("--dump-header", "--max-redirs", "--max-time", "--output", "--proxy", "--resolve", "--retry"),
    "--write-out",
)


@attrs.frozen(repr=False)
class CommandLine(Value):
    """
    What a command had curl send.

    Args:
        method: of the request; ``GET`` for ``-I``, which asks with ``HEAD`` in its stead.
        url: where to.
        headers: as curl sends them.
    """

    method: str
    url: URL
    headers: HeaderList


class _NotUnderstoodError(Exception):
    """The command has something that is not known here."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _NotUnderstoodError(message)


def _parser() -> _Parser:
    parser = _Parser(add_help=False, allow_abbrev=False)
    for flag in _SILENT_FLAGS:
        parser.add_argument(flag, action="store_true", dest="silent")
    for option in _SILENT_OPTIONS:
        parser.add_argument(option, dest="silent")
    parser.add_argument("-I", "--head", action="store_true", dest="head")
    parser.add_argument("-G", "--get", action="store_true", dest="get")
    parser.add_argument("-X", "--request", dest="method")
    parser.add_argument("-H", "--header", action="append", default=[], dest="headers")
    parser.add_argument("-A", "--user-agent", dest="user_agent", default="curl")
    parser.add_argument("-e", "--referer", dest="referer")
    parser.add_argument("-b", "--cookie", dest="cookie")
    parser.add_argument(
        *("-d", "--data", "--data-ascii", "--data-binary"), action="append", default=[], dest="data"
    )
    parser.add_argument("--data-raw", action="append", default=[], dest="raw")
    parser.add_argument("--json", action="append", default=[], dest="json")
    parser.add_argument("--url", action="append", default=[], dest="urls")
    parser.add_argument("words", nargs="*")
    return parser


def starts_command(line: str) -> bool:
    """Whether *line* is one at which somebody calls curl."""
    return len(line) <= _LENGTH_LIMIT and _COMMAND.fullmatch(line) is not None


def is_continued(line: str) -> bool:
    """Whether the command goes on behind *line*, which is of it."""
    return line.endswith("\\")


def command_line(lines: Iterable[str]) -> CommandLine | None:
    """
    What a command had curl send; None where that is not understood.

    Args:
        lines: of the command, without line ends; one character a byte.
    """
    text = " ".join(line.removesuffix("\\") for line in lines)
    match = _COMMAND.fullmatch(text)
    if match is None or len(text) > _LENGTH_LIMIT:
        return None
    try:
        return _understood(shlex.split(match[1])[1:])
    except (ValueError, _NotUnderstoodError):
        return None  # A quote that is not closed, a name that is none, or what the parser does not know.


def _understood(words: list[str]) -> CommandLine | None:
    end = next((index for index, word in enumerate(words) if _REDIRECTION.fullmatch(word)), len(words))
    said = _parser().parse_intermixed_args(words[:end])
    urls = [*said.urls, *said.words]
    data = [*said.data, *said.raw, *said.json]
    if len(urls) != 1 or said.get or any(item.startswith("@") for item in [*said.data, *said.json]):
        return None
    url = _url(urls[0])
    if url is None or (said.cookie is not None and "=" not in said.cookie):
        return None  # Without a "=" it names a file.
    method = said.method or ("POST" if data else "GET")
    host = f"{url.host}" if url.port is None else f"{url.host}:{url.port}"
    pairs = {"host": ("Host", host), "user-agent": ("User-Agent", said.user_agent)}
    pairs["accept"] = ("Accept", "application/json" if said.json else "*/*")
    if data:
        length = len(("" if said.json else "&").join(data))
        kind = "application/json" if said.json else "application/x-www-form-urlencoded"
        pairs |= {"length": ("Content-Length", str(length)), "content-type": ("Content-Type", kind)}
    if said.referer is not None:
        pairs["referer"] = ("Referer", said.referer)
    if said.cookie is not None:
        pairs["cookie"] = ("Cookie", said.cookie)
    more = []
    for header in said.headers:
        name, value = _header(header)
        pairs.pop(_infra.ascii_lowercase(name), None)
        if value is not None:
            more.append((name, value))
    return (
        CommandLine(method, url, HeaderList([*pairs.values(), *more])) if _infra.is_token(method) else None
    )


def _url(text: str) -> URL | None:
    """As curl reads it: without a scheme it is http. One with a pattern in it is many."""
    utf8 = text.encode("latin-1", "replace").decode("utf-8", "replace")
    if _GLOBBING.search(utf8):
        return None
    url = url_or_none(utf8 if "://" in utf8 else f"http://{utf8}")
    return url if url is not None and url.has_http_scheme and not url.includes_credentials else None


def _header(text: str) -> tuple[str, str | None]:
    """The name and value that ``-H`` says; None to leave the header out."""
    name, separator, value = text.partition(":")
    value = _infra.strip_http_whitespace(value)
    if separator and value:
        return name, value
    if not separator and text.endswith(";"):
        return text.removesuffix(";"), ""
    if separator:
        return name, None
    raise _NotUnderstoodError(text)
