"""What runs in the test itself: the services behind web servers, and the pages' own origins."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit


class Service(BaseHTTPRequestHandler):
    """An application that knows nothing of CORS, or says something of its own."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    own_headers: ClassVar[tuple[tuple[str, str], ...]] = ()

    def answer(self) -> None:
        """Answer what the query asks for; OPTIONS with 405, as who does not know it."""
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        answer = parse_qs(urlsplit(self.path).query).get("answer", ["200"])[0]
        if answer == "crash":
            self.close_connection = True
            return
        body = b'{"items":[]}'
        self.send_response(405 if self.command == "OPTIONS" else int(answer))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("X-Total-Count", "42")
        self.send_header("X-Hidden", "h")
        for name, value in self.own_headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer  # noqa: N815 - of the base

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


class OpenService(Service):
    """A service that is open to every page, or so it says."""

    own_headers = (
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Credentials", "true"),
        ("Access-Control-Expose-Headers", "X-Hidden"),
    )


class PartnerService(Service):
    """A service that says who its partner is, and lets it do all kinds of things."""

    own_headers = (
        ("Access-Control-Allow-Origin", "https://partner.example.com"),
        ("Access-Control-Allow-Methods", "DELETE"),
        ("Access-Control-Allow-Headers", "X-Other"),
        ("Access-Control-Max-Age", "86400"),
    )


class Pages(BaseHTTPRequestHandler):
    """An empty page at every path; ``/sandboxed`` has an opaque origin."""

    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with the page."""
        body = b"<!doctype html><link rel=icon href=data:,><title>page</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        if self.path == "/sandboxed":
            self.send_header("Content-Security-Policy", "sandbox allow-scripts")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """*handler* on a free port, which is yielded."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
