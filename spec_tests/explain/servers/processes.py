"""Real servers on free ports of the loopback address, each with a configuration of its own."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import attrs

from cors_sim.explain.snippets import Snippet

HERE: Final = Path(__file__).parent
BROKEN: Final = HERE / "broken"
MODULES: Final = HERE / "node_modules"

_REGION: Final = re.compile(
    r"^[ \t]*(?:#|//) \{\{\{ (.+)\n((?:.*\n)*?)[ \t]*(?:#|//) \}\}\}\n", re.MULTILINE
)


@attrs.frozen
class Program:
    """
    How a server is started.

    Args:
        files: of ``broken/``, the configuration or application first.
        argv: the command, run where the files are.
    """

    files: tuple[str, ...]
    argv: tuple[str, ...]


_NGINX = ("nginx", "-p", ".", "-e", "nginx.log", "-c")
_CADDY = ("caddy", "run", "--adapter", "caddyfile", "--config")

PROGRAMS: Final[Mapping[str, Program]] = {
    "nginx": Program(("nginx.conf",), (*_NGINX, "nginx.conf")),
    "apache": Program(("apache.conf",), ("apache2", "-d", ".", "-f", "apache.conf", "-DFOREGROUND")),
    "caddy": Program(("Caddyfile",), (*_CADDY, "Caddyfile")),
    "nginx-gateway": Program(("nginx-gateway.conf", "cors.conf"), (*_NGINX, "nginx-gateway.conf")),
    "caddy-gateway": Program(("gateway.Caddyfile",), (*_CADDY, "gateway.Caddyfile")),
    "express": Program(("express.js",), ("node", "express.js")),
    "flask": Program(("flask_app.py",), (sys.executable, "flask_app.py")),
    "fastapi": Program(("fastapi_app.py",), (sys.executable, "fastapi_app.py")),
    "django": Program(("django_app.py",), (sys.executable, "django_app.py")),
    "asgi": Program(("asgi_app.py",), (sys.executable, "asgi_app.py")),
    "wsgi": Program(("wsgi_app.py",), (sys.executable, "wsgi_app.py")),
}


_given: Final[set[int]] = set()


def free_port() -> int:
    """A port that nobody listens on, never given before: a browser remembers what it was told."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if port not in _given:
            _given.add(port)
            return port


def applied(configuration: str, path: str, snippet: Snippet | None) -> str:
    """
    *configuration* with *snippet* where its parts say.

    A region that the snippet has a place for loses what is broken in it; so does one of which the
    snippet says nothing. Without a snippet all stays as it is.
    """
    if snippet is None:
        return configuration
    parts = {part.place.replace(path, "@PATH@"): part.text for part in snippet.parts}

    def mended(region: re.Match[str]) -> str:
        return parts.get(region[1], "") + "\n"

    return _REGION.sub(mended, configuration)


def places(configuration: str) -> set[str]:
    """The places that *configuration* has a region for."""
    return {region[1] for region in _REGION.finditer(configuration)}


@contextlib.contextmanager
def running(
    server: str, page: str, upstreams: tuple[int, ...], path: str, snippet: Snippet | None
) -> Iterator[int]:
    """
    *server* with its broken configuration, or with *snippet* applied to it.

    Args:
        server: one of `PROGRAMS`.
        page: the origin that the broken configurations are about.
        upstreams: ports of three applications, for servers that answer nothing themselves.
        path: the path of the resource.
        snippet: what mends the configuration; None to leave it broken.

    Yields:
        The port that it listens on.
    """
    program, port = PROGRAMS[server], free_port()
    filled = {
        "@PORT@": str(port),
        "@PAGE@": page,
        "@DECODED@": unquote(path),
        "@UPSTREAM@": str(upstreams[0]),
        "@SECOND_UPSTREAM@": str(upstreams[1]),
        "@THIRD_UPSTREAM@": str(upstreams[2]),
    }
    with tempfile.TemporaryDirectory(prefix="cors-sim-") as name:
        directory = Path(name)
        directory.chmod(0o755)  # for servers that give up being root
        for file in program.files:
            text = applied((BROKEN / file).read_text(encoding="utf-8"), path, snippet)
            for placeholder, value in filled.items():
                text = text.replace(placeholder, value)
            (directory / file).write_text(text, encoding="utf-8")
        with started(program.argv, directory, port, page):
            yield port


@contextlib.contextmanager
def started(argv: tuple[str, ...], directory: Path, port: int, page: str) -> Iterator[None]:
    """One server, which has to listen within some seconds; what it printed is told where it does not."""
    program = shutil.which(argv[0])
    if program is None:
        message = f"{argv[0]} is not installed: spec_tests/README.md says what these tests need"
        raise FileNotFoundError(message)
    environment = {
        **os.environ,
        "HOME": str(directory),
        "NODE_ENV": "production",
        "NODE_PATH": str(MODULES),
        "PAGE": page,
        "PORT": str(port),
        "XDG_CONFIG_HOME": str(directory),
        "XDG_DATA_HOME": str(directory),
    }
    log = directory / "output"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [program, *argv[1:]], cwd=directory, env=environment, stdout=output, stderr=output
        )
        try:
            _wait(process, port, log)
            yield
        finally:
            process.terminate()
            process.wait(timeout=10)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    message = f"nobody listens on port {port}: {log.read_text(encoding='utf-8', errors='replace')}"
    raise RuntimeError(message)
