"""A server that is audited leads the audit nowhere: not to another host or port, and not to a file."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner

from cors_sim.cli.__main__ import cli

APP: Final = "https://app.example.com"


class Listener(http.server.ThreadingHTTPServer):
    """A server on a free port that notes what it is asked, and leads on."""

    def __init__(self, location: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.location = location
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    """Lets everybody in, and redirects whatever it is asked."""

    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        server: Any = self.server
        server.asked.append(f"{self.command} {self.path}")
        preflight = self.command == "OPTIONS"
        self.send_response(204 if preflight else 307)
        origin = self.headers.get("Origin", "*")
        for name, value in (
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Allow-Credentials", "true"),
            ("Access-Control-Allow-Methods", "PUT, DELETE"),
            ("Access-Control-Allow-Headers", "content-type, authorization"),
            ("Refresh", f"0; url={server.location}"),
            ("Link", f"<{server.location}>; rel=preload"),
            ("Content-Location", server.location),
            ("Alt-Svc", f'h2="{server.location}"'),
            ("Set-Cookie", f"next={server.location}"),
            ("Content-Length", "0"),
            *(() if preflight else (("Location", server.location),)),
        ):
            self.send_header(name, value)
        self.end_headers()

    do_GET = do_HEAD = do_OPTIONS = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - the names of http.server

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def listening(location: str) -> Iterator[Listener]:
    """A listener, while it is needed."""
    with Listener(location) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    "shape",
    [
        "http://127.0.0.1:{port}/elsewhere",
        "//127.0.0.1:{port}/elsewhere",
        "http://localhost:{port}/elsewhere",
        "http://[::ffff:127.0.0.1]:{port}/elsewhere",
        "http://127.1:{port}/elsewhere",
        "http://2130706433:{port}/elsewhere",
        "http://user:password@127.0.0.1:{port}/elsewhere",
        "\\\\127.0.0.1:{port}\\elsewhere",
        "https://127.0.0.1:{port}/elsewhere",
        "ws://127.0.0.1:{port}/elsewhere",
        "ftp://127.0.0.1:{port}/elsewhere",
    ],
)
def test_other_hosts(shape: str) -> None:
    """Whatever it redirects to, nobody else is asked, be it by another name of the same machine."""
    with listening("/") as elsewhere, listening(shape.format(port=elsewhere.server_port)) as server:
        arguments = [
            "audit",
            server.address,
            "--trust",
            APP,
            "--credentials",
            "--timeout",
            "5",
            "--unsafe-methods",
        ]
        result = CliRunner().invoke(cli, [*arguments, "--json"])

        assert result.exit_code in {0, 1, 3}, result.output
        assert server.asked
        assert elsewhere.asked == []


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "file:{secret}",
        "/../../../..{secret}",
        "data:,a",
    ],
)
def test_files(location: str, tmp_path: Path) -> None:
    """No file is read: what stands in one is nowhere in what is found."""
    secret = tmp_path / "secret.txt"
    secret.write_text("what nobody may read", encoding="utf-8")
    with listening(location.format(secret=secret)) as server:
        result = CliRunner().invoke(
            cli, ["audit", server.address, "--trust", APP, "--timeout", "5", "--json"]
        )

        assert result.exit_code in {0, 1, 3}, result.output
        assert "what nobody may read" not in result.output
        assert "root:" not in result.output


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/", "//127.0.0.1/", "/etc/passwd"]
)
def test_what_is_no_target(target: str) -> None:
    """Nor can it be pointed at a file."""
    result = CliRunner().invoke(cli, ["audit", target, "--trust", APP])

    assert result.exit_code == 2
    assert "APP_OR_URL" in result.output


def test_a_redirect_within_the_target() -> None:
    """One that stays is followed: the tests above would see another that was."""
    with listening("/next") as server:
        CliRunner().invoke(cli, ["audit", server.address, "--trust", APP, "--timeout", "5"])

        assert "GET /next" in server.asked
