"""What is attacked: a table, with what each is fed to begin with."""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import attrs

from cors_sim.errors import InvalidInput
from spec_tests.fuzz import parsers, whole

TESTS: Final = Path(__file__).parents[1]
CORPUS: Final = Path(__file__).parent / "corpus"

_CORS: Final = (
    *("Access-Control-Allow-Origin:", "Access-Control-Allow-Credentials:true", "Access-Control-Max-Age:"),
    *("Access-Control-Allow-Methods:", "Access-Control-Allow-Headers:", "Access-Control-Expose-Headers:"),
    *("Location:", "Vary:Origin", "Timing-Allow-Origin:", "Cross-Origin-Resource-Policy:same-site"),
    *("X-Content-Type-Options:nosniff", "Content-Type:text/plain;charset=utf-8", "Referrer-Policy:"),
    *(
        "https://app.example.com",
        "https://api.example.com/",
        "null",
        "*",
        "include",
        "PUT",
        "Authorization",
    ),
)
_HTTP: Final = (
    *_CORS,
    *("HTTP/1.1 200 OK\r\n", "HTTP/2 302", "GET / HTTP/1.1\r\n", "OPTIONS", "> ", "< ", "* ", "curl: (7) "),
    *("Content-Length: 3\r\n", "Host: api.example.com\r\n", "Origin:", "\x1b[1m", "\r\n\r\n", "100"),
)
_URLS: Final = ("https://", "data:", "blob:", "//", "..", "@", "[::1]", ":65536", "%2e", "xn--", "*.", "\\")
_JSON: Final = (
    '"headers":[{"name":',
    '"value":',
    '"log":{"entries":[',
    '"status":',
    '"url":',
    '"request":',
)
_CASE: Final = (
    *(
        '"url": "https://',
        '"method": "',
        '"mode": "no-cors"',
        '"credentials_mode": "include"',
        '"status": 302',
    ),
    *(
        '"headers": [["',
        '"answer": "network-error"',
        '"when": {"is_preflight": true}',
        '"earlier": [',
        '"at": ',
    ),
)
_CONSOLE: Final = (
    *(
        "has been blocked by CORS policy: ",
        "Access to fetch at '",
        "' from origin '",
        "Cross-Origin Request",
    ),
    *("Blocked: The Same Origin Policy disallows reading the remote resource at ", "(Reason: CORS header "),
    *("Origin https://app.example.com is not allowed by ", "Status code: 200", "net::ERR_FAILED", "due to"),
)
_FETCH: Final = (
    b"https://api.example.com/a\nhttps://app.example.com\nPUT\n\nX-A: 1\nContent-Type: application/json\n\n"
    b"204\nAccess-Control-Allow-Origin: *\nAccess-Control-Allow-Methods: PUT\n"
    b"Access-Control-Allow-Headers: x-a, content-type\n\n200\nAccess-Control-Allow-Origin: *",
    b"https://api.example.com/a\nhttps://app.example.com\nGET\n\n\n302\nLocation: https://b.example/\n"
    b"Access-Control-Allow-Origin: *\n\n200\nAccess-Control-Allow-Origin: null",
    b"https://api.example.com/a\nnull\nGET\n11\n\n!",
)


@attrs.frozen
class Target:
    """
    Something that takes bytes of others.

    Args:
        run: takes them. It may raise `InvalidInput`, and nothing else.
        words: what its texts are made of, for the fuzzer's dictionary.
        seeds: what to begin with.
        max_length: of an input, in bytes.
    """

    run: Callable[[bytes], None]
    words: tuple[str, ...] = ()
    seeds: Callable[[], Iterable[bytes]] = tuple
    max_length: int = 2048


def attempt(target: Target, data: bytes) -> None:
    """
    Give *data* to *target*: whatever it is, nothing but `InvalidInput` may come of it.
    """
    try:
        target.run(data)
    except InvalidInput as error:
        refusal = str(error)
    else:
        return
    # It is made of the input as well.
    assert len(refusal) < 2 * target.max_length + 1000


def kept(name: str) -> list[bytes]:
    """The corpus that is kept for the target of that name."""
    path = CORPUS / f"{name}.jsonl.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="ascii") as lines:
        return [json.loads(line).encode("latin-1") for line in lines]


def keep(name: str, corpus: Iterable[bytes]) -> None:
    """Keep *corpus* for the target of that name: a line each, a character a byte."""
    CORPUS.mkdir(exist_ok=True)
    lines = "".join(json.dumps(data.decode("latin-1")) + "\n" for data in sorted(set(corpus)))
    (CORPUS / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines.encode("ascii"), mtime=0))


def _files(pattern: str) -> Callable[[], Iterator[bytes]]:
    return lambda: (path.read_bytes()[:2048] for path in sorted(TESTS.glob(pattern)))


def _cases() -> Iterator[bytes]:
    for path in ("questions", "standard"):
        for case in json.loads((TESTS / "cases" / f"{path}.json").read_text(encoding="utf-8"))["cases"]:
            if "unmodelled" not in case:
                yield json.dumps(case | {"question": "Is it?", "explanation": "It is."}).encode()


def _entries() -> Iterator[bytes]:
    """HAR files of one recorded entry each."""
    for name in ("chromium", "firefox", "webkit"):
        log = json.loads(
            gzip.decompress((TESTS / "capture" / "har" / "recorded" / f"{name}.har.gz").read_bytes())
        )
        for entry in log["log"]["entries"][::7]:
            kept_members = {key: entry[key] for key in entry if key in {"_error", "_resourceType"}}
            for side in ("request", "response"):
                kept_members[side] = {
                    key: value
                    for key, value in entry[side].items()
                    if key in {"method", "url", "headers", "status", "bodySize", "_error"}
                }
            whole_file = {
                "log": {"version": "1.2", "creator": log["log"]["creator"], "entries": [kept_members]}
            }
            yield json.dumps(whole_file).encode()[:4000]


def _console_lines() -> Iterator[bytes]:
    yield from _files("browsers_console/pastes/*.txt")()
    recorded = (TESTS / "browsers_console" / "recorded.jsonl").read_text(encoding="utf-8").splitlines()
    for line in recorded[::20]:
        yield "\n".join(_strings(json.loads(line))).encode()[:2000]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _fetches() -> Iterator[bytes]:
    return iter(_FETCH)


def _evidence() -> Iterator[bytes]:
    yield from list(_files("capture/recorded/*.txt")())[::12]
    yield from list(_entries())[::6]
    yield from _files("browsers_console/pastes/*.txt")()


TARGETS: Final = {
    "headers": Target(parsers.headers, _CORS),
    "header-lines": Target(parsers.header_lines, ("\r\n", "\r", "\0", ":", " :")),
    "mime-type": Target(
        parsers.mime_type, ("text/html;charset=", '="', "\\"), lambda: [b'a/b;c="d\\"";e=f']
    ),
    "range": Target(parsers.range_value, ("bytes=", "bytes =", "-"), lambda: [b"bytes=0-499"], 512),
    "url": Target(
        parsers.url, _URLS, lambda: [b"https://u:p@h.example:80/a?b#c", b"data:a/b;base64,YQ=="], 512
    ),
    "curl": Target(parsers.curl, _HTTP, _files("capture/recorded/*.txt")),
    "http": Target(
        parsers.http, _HTTP, lambda: [b"GET /a HTTP/1.1\r\nHost: a\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n"]
    ),
    "har": Target(parsers.har, (*_JSON, *_CORS), _entries, 4096),
    "console": Target(parsers.console, _CONSOLE, _console_lines),
    "shown": Target(
        parsers.shown, ("?token=", "Authorization: Bearer ", "eyJ", "://", "%3F", "\x1b["), max_length=1024
    ),
    "case": Target(parsers.case, _CASE, _cases, 4096),
    "client": Target(
        whole.client,
        ("https://api.example.com/", "PUT", "Range: bytes=0-", "X-A: 1"),
        lambda: [b"/a\nPUT\n"],
    ),
    "flow": Target(whole.flow, _CORS, _fetches, 1024),
    "explained": Target(whole.explained, _CORS, _fetches, 1024),
    "evidence": Target(whole.evidence, (*_HTTP, *_JSON, *_CONSOLE), _evidence, 4096),
}
"""By their names."""
