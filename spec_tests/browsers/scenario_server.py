"""The server of an experiment: it answers in HTTP/1.1 as the scenario says, and counts."""

import base64
from typing import Any

from cors_sim import URL, BodyWithoutSource, Browser, HTTPRequest, Response
from cors_sim.browsers.header_lines import read_header_lines

DEAD_PORTS = frozenset({8899})
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
ATTEMPTS = {"standard": (1, 1), "chromium": (2, 2), "firefox": (10, 2), "webkit": (2, 1)}
"""
How often a request is sent, by a safe method and by another, when the server closes the connection.

A browser takes it that a connection which lay idle was closed in the meantime, and tries the next one. So
the number depends on how many lie idle: this is the one that was seen most often. It is no part of CORS.
"""


class ScenarioServer:
    """
    Answers from the ``server`` member of a scenario; `received` is what it was asked, in order.

    Args:
        scenario: of which `README.md` has the schema.
        browser: which reads the header lines in its own way.
    """

    def __init__(self, scenario: dict[str, Any], browser: Browser) -> None:
        self._id = scenario["id"]
        self._resources = scenario["server"]
        self._browser = browser
        self._answered: dict[tuple[str, str], int] = {}
        self.received: list[HTTPRequest] = []

    def answer(self, request: HTTPRequest) -> Response:
        """The next answer to the resource and method of *request*."""
        streamed = isinstance(request.body, BodyWithoutSource)
        if not _is_listening(request.url) or (streamed and not self._browser.streams_over_http_1):
            return Response.network_error()
        response = None
        for _ in range(ATTEMPTS[self._browser.name][request.method not in SAFE_METHODS]):
            self.received.append(request)
            response = self._answer(request)
            if response is not None:
                return response
        return Response.network_error()

    def _answer(self, request: HTTPRequest) -> Response | None:
        """The answer to one attempt; None where the connection is closed instead."""
        parts = request.url.path.split("/")
        if len(parts) < 4 or parts[1] != "r" or parts[2] != self._id:
            return Response(404)
        name = "/".join(parts[3:])
        rules = self._resources.get(name)
        if rules is None:
            return Response(404, {"Content-Length": "0"})
        key = request.method if request.method in rules else "*"
        answers = rules.get(key)
        if not answers:
            return Response(405, {"Content-Length": "0"})
        index = self._answered.get((name, key), 0)
        self._answered[name, key] = index + 1
        return self._response(answers[min(index, len(answers) - 1)], request.method)

    def _response(self, answer: dict[str, Any], method: str) -> Response | None:
        if answer.get("abort"):
            return None
        body = (
            base64.b64decode(answer["body_b64"])
            if "body_b64" in answer
            else answer.get("body", "").encode("utf-8")
        )
        status = answer.get("status", 200)
        lines = [
            header if isinstance(header, str) else ": ".join(header) for header in answer.get("headers", [])
        ]
        names = {line.partition(":")[0].strip().lower() for line in lines}
        has_length = not names.isdisjoint({"content-length", "transfer-encoding"})
        if not has_length and not answer.get("no_length") and status not in {204, 304} and status >= 200:
            lines.append(f"Content-Length: {len(body)}")
        headers = read_header_lines("".join(f"{line}\r\n" for line in lines), self._browser.header_syntax)
        if headers is None:
            return Response.network_error()
        return Response(status, headers, body=None if method == "HEAD" else body)


def _is_listening(url: URL) -> bool:
    """Whether anybody answers there in an experiment."""
    host = url.host or ""
    return url.port not in DEAD_PORTS and (host in LOOPBACK or host.endswith(".localhost"))
