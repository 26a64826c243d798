"""What reads one text of others, each as a function of bytes. What else has to hold is asserted as well."""

import io
import json
from pathlib import Path
from typing import Any, Final, cast

import jsonschema

from cors_sim import BROWSERS, HeaderList, OpaqueOrigin, parse_origin, parse_url, read_console
from cors_sim.audit.policy import Policy
from cors_sim.browsers.header_lines import read_header_lines
from cors_sim.capture.asked import Said
from cors_sim.capture.browser_evidence import conclude_recorded
from cors_sim.capture.console import conclude_console, incidents_of
from cors_sim.capture.curl import read_curl
from cors_sim.capture.detect import detect
from cors_sim.capture.evidence import conclude
from cors_sim.capture.fetches import fetches_of
from cors_sim.capture.har import read_har
from cors_sim.capture.heads import Transcript
from cors_sim.capture.http_text import read_http
from cors_sim.capture.transcripts import request_of_transcript
from cors_sim.client import embedder_policy
from cors_sim.errors import InvalidInput
from cors_sim.show.inert import inert
from cors_sim.show.secrets import masked
from cors_sim.standard.data_urls import data_url_response
from cors_sim.standard.mime_types import extract_a_mime_type, parse_a_mime_type
from cors_sim.standard.safelists import (
    cors_unsafe_request_header_names,
    is_cors_safelisted_request_header,
    parse_a_single_range_header_value,
)
from cors_sim.urls import url_or_none
from spec_tests.cases import runner
from spec_tests.fuzz.source import pairs_of

EXTRACTED: Final = (
    *("Access-Control-Allow-Headers", "Access-Control-Allow-Methods", "Access-Control-Expose-Headers"),
    *("Access-Control-Max-Age", "Location", "Referrer-Policy"),
)
SAID: Final = Said(url="https://api.example.com/items", origin="https://app.example.com")
_SCHEMA: Final = json.loads(Path(runner.SCHEMA_FILE).read_text(encoding="utf-8"))
_CASE: Final = jsonschema.Draft202012Validator(
    {"$defs": _SCHEMA["$defs"], "$ref": "#/$defs/case"}  # one case, without the file around it
)


def headers(data: bytes) -> None:
    """A header list, and everything that is read from one."""
    listed = HeaderList(pairs_of(data.decode("latin-1").split("\n")))
    for name in (*EXTRACTED, *listed.names()):
        items = listed.get_decode_and_split(name)
        assert (items is None) == (name not in listed)
        extracted = listed.extract_values(name)
        assert extracted is None or extracted == "failure" or isinstance(extracted, list)
    combined = listed.sort_and_combine()
    assert {name.lower() for name in listed.names()} == set(combined.names())
    assert HeaderList(list(listed)) == listed
    extract_a_mime_type(listed)
    embedder_policy(listed)
    for browser in BROWSERS:
        cors_unsafe_request_header_names(listed, browser)


def header_lines(data: bytes) -> None:
    """Header lines as a server writes them, as each browser reads them."""
    for browser in BROWSERS:
        read = read_header_lines(data.decode("latin-1"), browser.header_syntax)
        assert read is None or all("\n" not in value for _, value in read)


def mime_type(data: bytes) -> None:
    """A MIME type; written out, it is read as the same."""
    parsed = parse_a_mime_type(data.decode("latin-1"))
    assert parsed is None or parse_a_mime_type(str(parsed)) == parsed


def range_value(data: bytes) -> None:
    """A Range header, by the standard and by browsers."""
    text = data.decode("latin-1")
    strict = parse_a_single_range_header_value(text, allow_whitespace=False)
    assert strict is None or strict == parse_a_single_range_header_value(text, allow_whitespace=True)
    for browser in BROWSERS:
        is_cors_safelisted_request_header("range", text, browser)


def url(data: bytes) -> None:
    """URLs and origins at our boundary, and what a ``data:`` URL holds; an origin, written, is the same."""
    text = data.decode("utf-8", "surrogateescape")
    base = parse_url("https://api.example.com/a/b?c#d")
    for found in (url_or_none(text), url_or_none(text, base)):
        if found is not None:
            assert url_or_none(found.href) == found
            assert "#" not in found.without_fragment.href
            assert found.with_fragment(found.fragment) == found
            assert found.path is not None
            assert found.origin is None or parse_origin(str(found.origin)) == found.origin
            if found.scheme == "data":
                data_url_response(found)
    Policy(text.split("\n"))
    parse_origin(text)


def _of_transcript(transcript: Transcript) -> None:
    for exchange in transcript.exchanges:
        assert exchange.response is None or 0 <= exchange.response.status <= 999
    request, _ = request_of_transcript(transcript, SAID)
    for browser in BROWSERS:
        assert conclude(request, transcript, browser=browser).request is request
    conclude(*request_of_transcript(transcript, Said(origin=OpaqueOrigin()))[:1], transcript)


def curl(data: bytes) -> None:
    """What curl printed, and what follows from it."""
    detect(data.decode("latin-1"))
    _of_transcript(read_curl(data.splitlines(keepends=True)))


def http(data: bytes) -> None:
    """HTTP as text, and what follows from it."""
    _of_transcript(read_http(data.splitlines(keepends=True)))


def har(data: bytes) -> None:
    """A HAR, and what follows from each fetch in it."""
    for fetch in fetches_of(read_har(io.BytesIO(data))):
        for said in (None, SAID):
            try:
                conclude_recorded(fetch, said)
            except InvalidInput:
                continue


def console(data: bytes) -> None:
    """A console, and what follows from each failure that it tells of."""
    text = data.decode("utf-8", "replace")
    reading = read_console(text)
    end = 0
    for message in reading.messages:
        assert end <= message.start < message.end
        assert message.text == text[message.start : message.end]
        end = message.end
    for incident in incidents_of(reading):
        for said in (None, SAID):
            try:
                conclude_console(incident, said)
            except InvalidInput:
                continue


def shown(data: bytes) -> None:
    """What is done to any text before it is shown: it is masked, and has no controls."""
    text = data.decode("utf-8", "surrogateescape")
    once = inert(masked(text))
    assert inert(once) == once
    assert masked(HeaderList([("X-A", data.replace(b"\n", b"").replace(b"\r", b"").replace(b"\0", b""))]))


def case(data: bytes) -> None:
    """A case in JSON: one that its schema lets through can be run."""
    try:
        read: Any = json.loads(data)
    except (ValueError, RecursionError):
        return
    if isinstance(read, dict) and _CASE.is_valid(read):
        try:
            runner.run(cast("runner.Case", read))
        except runner.NoRuleError:
            return
