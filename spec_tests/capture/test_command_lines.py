"""A command line pasted with what it printed shows what the real curl sent."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from cors_sim import HeaderList, InvalidInput
from cors_sim.capture.asked import Said
from cors_sim.capture.command_lines import command_line, is_continued, starts_command
from cors_sim.capture.curl import read_curl
from cors_sim.capture.evidence import conclude
from cors_sim.capture.heads import CapturedExchange, Transcript, request_target
from cors_sim.capture.transcripts import request_of_transcript
from spec_tests.capture.test_recorded import CHROMIUM, DEPARTURES, INDEX, RECORDED, base_of

COMMANDS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "command_lines.json").read_text(encoding="utf-8")
)["commands"]

BARE = [
    name
    for name, entry in INDEX.items()
    if entry["output"] == "stdout" and "-v" not in entry["argv"] and entry["derived_from"] is None
]
TWINS = [name for name in BARE if INDEX.get(f"{name}-verbose", {}).get("url") == INDEX[name]["url"]]

# Of these recorded lines nothing counts: a file to send, options that are not understood, two URLs.
NOT_UNDERSTOOD = {
    "continue",
    "newer-continue",
    "connect-403",
    "anyauth",
    "two-urls",
}
# Which curl it is, what it can unpack, and what is between it and the next machine.
NOT_SHOWN = {"user-agent", "accept-encoding", "connection", "http2-settings", "upgrade"}


def sent(headers: HeaderList) -> set[tuple[str, str]]:
    """What tells requests apart."""
    return {(name.lower(), value) for name, value in headers if name.lower() not in NOT_SHOWN}


def pasted(name: str) -> Transcript:
    """The capture of that name behind a prompt and its command line."""
    command = f"$ {shlex.join(INDEX[name]['argv'])}\n".encode()
    return read_curl([command, *(RECORDED / f"{name}.txt").read_bytes().splitlines(keepends=True)])


def verbose(name: str) -> tuple[CapturedExchange, ...]:
    """What the real curl said that it sent, run the same way."""
    return read_curl((RECORDED / f"{name}-verbose.txt").read_bytes().splitlines(keepends=True)).exchanges


@pytest.mark.parametrize("recorded", COMMANDS, ids=lambda recorded: recorded["command"])
def test_recorded(recorded: dict[str, Any]) -> None:
    """Method, target and headers are those that curl sent."""
    lines = recorded["command"].encode().decode("latin-1").split("\n")
    assert starts_command(lines[0])
    assert [is_continued(line) for line in lines] == [True] * (len(lines) - 1) + [False]

    command = command_line(lines)
    assert command is not None
    real = HeaderList(tuple(header) for header in recorded["sent"]["headers"])
    assert command.method == recorded["sent"]["method"]
    assert request_target(command.url.href) == recorded["sent"]["target"]
    assert sent(command.headers) == sent(real)


@pytest.mark.parametrize("name", TWINS)
def test_as_verbose(name: str) -> None:
    """What a line shows is what -v shows, or nothing."""
    ours, theirs = pasted(name).exchanges, verbose(name)
    assert len(ours) == len(theirs)
    assert (name in NOT_UNDERSTOOD) == all(exchange.request_headers is None for exchange in ours)
    for exchange, real in zip(ours, theirs, strict=True):
        if exchange.request_headers is None or exchange.method is None:
            continue
        # -I asks with HEAD for what GET would be answered.
        method = "GET" if "-I" in INDEX[name]["argv"] else real.method
        assert real.request_headers is not None
        assert (exchange.method, exchange.target) == (method, real.target)
        assert sent(exchange.request_headers) == sent(real.request_headers)


@pytest.mark.parametrize(
    "name", [name for name in BARE if INDEX[name]["stands_for"] == "response" and name in CHROMIUM]
)
def test_what_follows(name: str) -> None:
    """Nothing but credentials has to be said besides, and a verdict is what Chromium did."""
    entry = INDEX[name]
    transcript = pasted(name)
    try:
        request, trusted = request_of_transcript(transcript, Said(credentials_mode=entry["credentials"]))
    except InvalidInput:
        shown = [exchange.request_headers for exchange in transcript.exchanges]
        assert all(headers is None or "origin" not in headers for headers in shown)
        return
    assert trusted == ()
    assert request.url.href == entry["url"]
    conclusion = conclude(request, transcript)
    if conclusion.verdict is not None and base_of(name) not in DEPARTURES and entry["comparable"]:
        assert conclusion.verdict.allowed is CHROMIUM[name]["readable"]


@pytest.mark.parametrize(
    "command",
    [
        "curl http://a.example http://b.example",
        "curl",
        "curl -i",
        "curl 'http://a.example",
        "curl http://a.example -u me:secret",
        "curl http://me:secret@a.example",
        "curl http://a.example/[1-3]",
        "curl ftp://a.example/",
        "curl http://",
        "curl http://a.example -d @file",
        "curl http://a.example -G -d a=b",
        "curl http://a.example -b cookies.txt",
        "curl http://a.example -X 'P T'",
        "curl http://a.example -H 'no header'",
        "curl http://a.example -H 'no name: 1'",
        "curl http://a.example --no-such-option",
        "curl http://a.example -H",
        f"curl http://a.example/{'a' * 70_000}",
        "wget http://a.example",
    ],
)
def test_not_understood(command: str) -> None:
    """What is not understood in full counts for nothing."""
    assert command_line([command]) is None


@pytest.mark.parametrize("prompt", ["", "$ ", "me@host:~/a$ ", "C:\\Users\\me>", "~ % ", "\u276f ", "# "])
def test_prompts(prompt: str) -> None:
    """Whatever a shell writes before it, it is a command."""
    line = f"{prompt}curl -i http://a.example/".encode().decode("latin-1")
    command = command_line([line])
    assert starts_command(line)
    assert command is not None
    assert command.url.href == "http://a.example/"


class TestSeveral:
    """Commands and what they printed, one behind the other."""

    PASTE = b"""\
$ curl -i -X OPTIONS https://api.example.com/ -H 'Origin: https://app.example.com' \\
    -H 'Access-Control-Request-Method: PUT'
HTTP/1.1 204 No Content
Access-Control-Allow-Origin: *
Access-Control-Allow-Methods: PUT

$ curl -i -X PUT https://api.example.com/ -H 'Origin: https://app.example.com'
HTTP/1.1 200 OK
Access-Control-Allow-Origin: *
Content-Length: 3

ok
$ curl -i https://api.example.com/other
HTTP/1.1 200 OK

$ curl -i https://api.example.com/in-the-body
"""

    def test_each_has_its_own(self) -> None:
        """An answer is to the command above it; what stands in a body is in a body."""
        transcript = read_curl(self.PASTE.splitlines(keepends=True))
        shown = [(exchange.method, exchange.target) for exchange in transcript.exchanges]
        assert shown == [("OPTIONS", "/"), ("PUT", "/"), ("GET", "/other")]

    def test_preflight(self) -> None:
        """The preflight and the request are told apart, and joined."""
        transcript = read_curl(self.PASTE.splitlines(keepends=True)[:-4])
        request, _ = request_of_transcript(transcript, Said())
        conclusion = conclude(request, transcript)
        assert request.method == "PUT"
        assert conclusion.verdict is not None
        assert conclusion.verdict.allowed

    def test_command_in_a_body(self) -> None:
        """A page that shows how to call curl begins no exchange."""
        lines = [
            b"HTTP/1.1 200 OK\n",
            b"\n",
            b"Try:\n",
            b"$ curl -i https://api.example.com/\n",
            b"HTTP/1.1 500 No\n",
            b"\n",
        ]
        assert [exchange.method for exchange in read_curl(lines).exchanges] == [None]

    def test_redirects(self) -> None:
        """Behind a redirect the same headers are sent, and where to does not show."""
        lines = [
            b"$ curl -iL https://api.example.com/ -H 'Origin: https://app.example.com'\n",
            b"HTTP/1.1 302 Found\n",
            b"Location: /there\n",
            b"\n",
            b"HTTP/1.1 200 OK\n",
            b"\n",
        ]
        first, second = read_curl(lines).exchanges
        assert (first.method, first.target, first.scheme) == ("GET", "/", "https")
        assert (second.method, second.target) == (None, None)
        assert second.request_headers == first.request_headers
