"""Evidence as it comes in: files, pipes and pastes, in whatever encoding a shell wrote them."""

import codecs
import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final

import attrs
from rich.console import Console
from rich.progress import wrap_file

from cors_sim.browsers.console.messages import ConsoleReading
from cors_sim.browsers.console.reading import read_console
from cors_sim.capture.curl import read_curl
from cors_sim.capture.detect import SAMPLE_SIZE, Kind, detect
from cors_sim.capture.har import Har, read_har
from cors_sim.capture.heads import Transcript
from cors_sim.capture.http_text import read_http

_STANDARD_INPUT: Final = "standard input"
_LINE_LIMIT: Final = 1 << 20
# Reading less takes no time to speak of.
_PROGRESS_FROM: Final = 8 << 20


@attrs.define
class Evidence:
    """What was read, and what was wrong with it, in a line each."""

    hars: list[Har] = attrs.field(factory=list)
    transcripts: list[Transcript] = attrs.field(factory=list)
    consoles: list[ConsoleReading] = attrs.field(factory=list)
    problems: list[str] = attrs.field(factory=list)


def read_evidence(streams: Iterable[BinaryIO]) -> Evidence:
    """
    Read all of it.

    Args:
        streams: opened for reading bytes.
    """
    evidence = Evidence()
    for stream in streams:
        _read(stream, evidence)
    return evidence


def read_transcript(stream: BinaryIO) -> Transcript:
    """Read what curl printed, or HTTP as text."""
    evidence = read_evidence([stream])
    return evidence.transcripts[0] if evidence.transcripts else read_curl([])


def _read(stream: BinaryIO, evidence: Evidence) -> None:
    name = _name(stream)
    sample = _sample(stream)
    if not sample:
        # Nothing on standard input is nothing said.
        if name != _STANDARD_INPUT:
            evidence.problems.append(f"{name} is empty")
        return
    encoding = _encoding(sample)
    kind = detect(sample.decode(encoding, "replace"))
    whole = io.BufferedReader(_Rejoined(sample, stream), SAMPLE_SIZE)
    if kind is Kind.HAR:
        with _progress(whole, stream) as file:
            har = read_har(file)
        evidence.hars.append(har)
        if har.problem is not None:
            evidence.problems.append(f"{name}: {har.problem}")
        elif har.left_out:
            evidence.problems.append(f"{name}: {har.left_out} entries of the HAR could not be read")
    elif kind is Kind.CONSOLE:
        _take_console(name, whole.read().decode(encoding, "replace"), evidence)
    else:
        read = read_http if kind is Kind.HTTP else read_curl
        transcript = read(_lines(whole, encoding))
        evidence.transcripts.append(transcript)
        if transcript.is_cut:
            where = "in the middle of a head" if transcript.exchanges else "before an answer"
            evidence.problems.append(f"{name} ends {where}: headers may be missing from what follows")


def _take_console(name: str, text: str, evidence: Evidence) -> None:
    reading = read_console(text)
    evidence.consoles.append(reading)
    if not any(message.reasons for message in reading.messages):
        evidence.problems.append(
            f"{name}: no message here is one that Chromium, Firefox or Safari print of CORS in English; "
            "set the browser to English, or give a HAR"
        )


def _name(stream: BinaryIO) -> str:
    name = getattr(stream, "name", None)
    return name if isinstance(name, str) and name != "<stdin>" else _STANDARD_INPUT


def _sample(stream: BinaryIO) -> bytes:
    """The beginning, also of a pipe that gives it bit by bit."""
    sample = b""
    while len(sample) < SAMPLE_SIZE and (data := stream.read(SAMPLE_SIZE - len(sample))):
        sample += data
    return sample.removeprefix(codecs.BOM_UTF8)


def _encoding(sample: bytes) -> str:
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return "utf-16" if sample.startswith(marks) else "utf-8"


class _Rejoined(io.RawIOBase):
    """A stream from its beginning, some of which was read already."""

    def __init__(self, start: bytes, stream: BinaryIO) -> None:
        self._start = start
        self._stream = stream

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever has bytes
        """Fill *buffer* as far as one read does."""
        data, self._start = self._start[: len(buffer)], self._start[len(buffer) :]
        data = data or self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def _progress(whole: BinaryIO, stream: BinaryIO) -> Iterator[BinaryIO]:
    """*whole*, with a bar on a terminal where *stream* is a large file."""
    size = os.fstat(stream.fileno()).st_size if _is_file(stream) else 0
    if size < _PROGRESS_FROM or not sys.stderr.isatty():
        yield whole
        return
    console = Console(stderr=True)
    with wrap_file(whole, size, description="Reading", console=console, transient=True) as file:
        yield file


def _is_file(stream: BinaryIO) -> bool:
    try:
        stream.fileno()
    except OSError:
        return False
    return True


def _lines(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    """
    The lines of *stream*, also of one that a shell has written as UTF-16.

    A body may be one endless line: it comes in pieces, and none is held.
    """
    if encoding == "utf-16":
        text = io.TextIOWrapper(stream, encoding, "replace", newline="\n")
        while part := text.readline(_LINE_LIMIT):
            yield part.encode("latin-1", "replace")
        return
    while line := stream.readline(_LINE_LIMIT):
        yield line
