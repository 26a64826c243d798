"""The servers of the HAR recordings: they answer as `cases` says, on fixed ports of loopback."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from spec_tests.capture.har.cases import CASES, SECRET, Answer

PORTS = (8971, 8972, 8973)
BODY = b'{"some":"data"}\n'
PAGE_BODY = b"<!doctype html><meta charset=utf-8><title>HAR</title><link rel=icon href=data:,><p>A page."


class _Handler(BaseHTTPRequestHandler):
    """Answers by path and method."""

    protocol_version = "HTTP/1.1"
    server_version = "example"
    sys_version = ""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = self.path.partition("?")[0].strip("/")
        if not path:
            cookie = f"session={SECRET}; Path=/; HttpOnly"
            self._send(Answer(200, {"Content-Type": "text/html", "Set-Cookie": cookie}), PAGE_BODY)
            return
        name, _, part = path.partition("/")
        case = CASES.get(name.removesuffix("-again"))
        answers = {} if case is None else case.end if part else case.answers
        self._send(answers.get(self.command, answers.get("*", Answer(404))), BODY)

    def _send(self, answer: Answer, body: bytes) -> None:
        self.send_response(answer.status)
        for header in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(*header)
        if answer.status == 204:
            body = b""
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_PUT = do_POST = do_DELETE = do_OPTIONS = do_HEAD = _answer  # noqa: N815 - http.server's


@contextmanager
def running() -> Iterator[None]:
    """Run the servers for as long as the block lasts."""
    with ExitStack() as stack:
        for port in PORTS:
            server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
        yield
