"""HTTP/1.1 as bytes: requests as they arrive, responses as a scenario has them.

Nothing is normalised, for that is what the experiments are about. May import the standard library alone.
"""

import asyncio
import base64
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlsplit


class WireRequest(NamedTuple):
    """A request as it arrived: header names and order untouched, values as isomorphic text."""

    method: str
    url: str
    path: str
    headers: list[list[str]]
    body: bytes


async def read_request(reader: asyncio.StreamReader, scheme: str, authority: str) -> WireRequest:
    """The next request of a connection.

    Args:
        reader: Where the bytes come from.
        scheme: `http` or `https`.
        authority: The host and port to assume when the request names none.

    Raises:
        EOFError: The connection was closed instead.
        ValueError: This is no HTTP request.
    """
    head = (await reader.readuntil(b"\r\n\r\n"))[:-4].decode("latin-1")
    request_line, *lines = head.split("\r\n")
    method, target, _ = request_line.split(" ", 2)
    headers = [
        [name, value.removeprefix(" ")] for name, _, value in (line.partition(":") for line in lines)
    ]
    by_name = {name.lower(): value for name, value in headers}
    if "chunked" in by_name.get("transfer-encoding", "").lower():
        body = await _read_chunks(reader)
    else:
        body = await reader.readexactly(int(by_name.get("content-length", "0")))
    authority = by_name.get("host", authority)
    if target.startswith(("http://", "https://")):
        parts = urlsplit(target)
        authority, target = parts.netloc, parts.path + (f"?{parts.query}" if parts.query else "")
    return WireRequest(method, f"{scheme}://{authority}{target}", target.partition("?")[0], headers, body)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while True:
        size = int((await reader.readline()).split(b";")[0], 16)
        body += await reader.readexactly(size)
        await reader.readline()
        if size == 0:
            return body


def response_bytes(response: dict[str, Any], method: str) -> tuple[bytes, bool]:
    """A scenario's response as bytes, and whether the connection stays open after it.

    Only `Content-Length` is added, unless the scenario gives a length itself or wants none, or the status
    forbids one.
    """
    status = response.get("status", 200)
    body = (
        base64.b64decode(response["body_b64"])
        if "body_b64" in response
        else response.get("body", "").encode()
    )
    lines = [
        line if isinstance(line, str) else f"{line[0]}: {line[1]}" for line in response.get("headers", [])
    ]
    names = {line.partition(":")[0].strip().lower() for line in lines}
    keeps_open = not response.get("close", False)
    if not names & {"content-length", "transfer-encoding"}:
        if response.get("no_length"):
            keeps_open = False
        elif status >= 200 and status not in {204, 304}:
            lines.append(f"Content-Length: {len(body)}")
    reason = response.get("reason", _reason(status))
    head = response.get("before", "") + "\r\n".join([f"HTTP/1.1 {status} {reason}", *lines]) + "\r\n\r\n"
    has_body = method != "HEAD" and status not in {204, 304}
    return head.encode("latin-1") + (body if has_body else b""), keeps_open


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "X"
