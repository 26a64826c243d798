"""The real servers that the captures come from, all on fixed ports of the loopback address.

======  ==============================================================
8960    nginx: the pages' own origin, ``http://localhost:8960``
8961    nginx: a cross-origin server
8962    Express with the npm package ``cors``
8963    Flask with Flask-CORS
8964    Flask without it
8965    nginx: TLS and HTTP/2
8966    written-out bytes, for what no server sends of itself
8967    a proxy that answers CONNECT
8968    nginx: the origin that redirects lead to
8969    Apache httpd: cleartext HTTP/2 by Upgrade
8970    nobody
======  ==============================================================
"""

import asyncio
import importlib.metadata
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

CONFIGS = Path(__file__).parent / "configs"

STAR = b"Access-Control-Allow-Origin: *\r\n"
RAW = {
    # A byte that is not UTF-8, as servers with a Latin-1 past send it.
    "/latin-1": b"HTTP/1.1 200 OK\r\n"
    + STAR
    + b"X-Name: caf\xe9 M\xfcnchen\r\nAccess-Control-Expose-Headers: X-Name\r\n",
    # Field values folded over two lines (RFC 9112 calls it obs-fold).
    "/obs-fold": b"HTTP/1.1 200 OK\r\n"
    + STAR
    + b"X-Long: one,\r\n two,\r\n\tthree\r\nAccess-Control-Expose-Headers: X-Long\r\n",
    "/obs-fold-origin": b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin:\r\n *\r\n",
    "/obs-fold-next": b"HTTP/1.1 200 OK\r\nX-First: 1\r\n Access-Control-Allow-Origin: *\r\n",
    "/no-reason": b"HTTP/1.1 200\r\n" + STAR,
    "/http-1.0": b"HTTP/1.0 200 OK\r\n" + STAR,
    "/star-twice": b"HTTP/1.1 200 OK\r\n" + STAR + STAR,
    "/empty-origin": b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: \r\n",
    "/odd-spelling": b"HTTP/1.1 200 OK\r\naCCESS-cONTROL-aLLOW-oRIGIN:\t* \t \r\n",
    "/no-space": b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin:*\r\n",
    "/space-before-colon": b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin : *\r\n",
    "/no-colon": b"HTTP/1.1 200 OK\r\nthis line has none\r\n" + STAR,
}
RAW_BODY = b'{"raw":true}\n'


def _raw_answer(target: str) -> bytes:
    """The bytes for a request target of the raw server; none means: hang up."""
    if target == "/lf-only":
        head = RAW["/no-reason"].replace(b"200", b"200 OK") + b"Connection: close\r\n\r\n"
        return head.replace(b"\r\n", b"\n") + RAW_BODY
    if target not in RAW:
        return b""
    end = f"Content-Length: {len(RAW_BODY)}\r\nConnection: close\r\n\r\n"
    return RAW[target] + end.encode() + RAW_BODY


async def _serve_raw(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(asyncio.IncompleteReadError):
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(_raw_answer(head.split()[1].decode()))
    writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


async def _serve_connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer CONNECT: through to loopback ports, but 403 for port 8968."""
    head = await reader.readuntil(b"\r\n\r\n")
    host, _, port = head.split()[1].decode().rpartition(":")
    if port == "8968" or host not in {"localhost", "127.0.0.1"}:
        body = b"not through here\n"
        writer.write(
            b"HTTP/1.1 403 Forbidden\r\nAccess-Control-Allow-Origin: *\r\n"
            b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
        )
        writer.write(body)
        writer.close()
        return
    far_reader, far_writer = await asyncio.open_connection("127.0.0.1", int(port))
    writer.write(b"HTTP/1.1 200 Connection established\r\nProxy-Agent: connect-test\r\n\r\n")
    await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))


@contextmanager
def _asyncio_servers() -> Iterator[None]:
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda _loop, _context: None)
    loop.run_until_complete(asyncio.start_server(_serve_raw, "127.0.0.1", 8966))
    loop.run_until_complete(asyncio.start_server(_serve_connect, "127.0.0.1", 8967))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


@contextmanager
def _process(argv: list[str], directory: Path, **env: str) -> Iterator[None]:
    """Run one server, with its output in a log file beside its configuration."""
    with (directory / f"{Path(argv[0]).name}.out").open("wb") as log:
        process = subprocess.Popen(argv, cwd=directory, stdout=log, stderr=log, env={**os.environ, **env})
        try:
            yield
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int) -> None:
    for _ in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"nobody listens on port {port}")


def _lay_out(directory: Path) -> None:
    """Copy the configurations, and make what they name: files, users, a certificate."""
    shutil.copytree(CONFIGS, directory, dirs_exist_ok=True)
    static = directory / "www" / "static"
    (static / "folder").mkdir(parents=True)
    (static / "data.json").write_text('{"static":true}\n')
    lines = [f"{line:07d} the quick brown fox jumps over the lazy dog\n" for line in range(40_000)]
    (static / "large.txt").write_text("".join(lines))
    (static / "medium.txt").write_text("".join(lines[:200]))
    (directory / "users").write_text("user:{PLAIN}pass\n")
    certificate = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30"
    names = "-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
    files = "-keyout key.pem -out cert.pem"
    subprocess.run(f"{certificate} {names} {files}".split(), cwd=directory, check=True, capture_output=True)
    subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"],
        cwd=directory / "express",
        check=True,
        capture_output=True,
    )


@contextmanager
def running() -> Iterator[None]:
    """Run every server for as long as the block lasts."""
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        _lay_out(directory)
        nginx = ["nginx", "-p", str(directory), "-c", "nginx.conf", "-e", "nginx.log"]
        apache = ["apache2", "-d", str(directory), "-f", "apache.conf", "-DFOREGROUND"]
        if os.geteuid() == 0:
            nginx += ["-g", "user root;"]  # the directory is its maker's alone
            directory.chmod(0o755)
        stack.enter_context(_process(nginx, directory))
        stack.enter_context(_process(apache, directory))
        stack.enter_context(_process(["node", "app.js"], directory / "express", NODE_ENV="production"))
        stack.enter_context(_process([sys.executable, "flask_app.py"], directory))
        stack.enter_context(_asyncio_servers())
        for port in range(8960, 8970):
            _wait_for(port)
        yield


def _said(argv: list[str], pattern: str) -> str:
    """The version in what a program says of itself."""
    result = subprocess.run(argv, check=True, capture_output=True, text=True)
    found = re.search(pattern, result.stdout + result.stderr)
    assert found is not None
    return found[1]


def versions() -> dict[str, str]:
    """Name and version of each server, by the key that `cases` uses."""
    node = json.loads((CONFIGS / "express" / "package.json").read_text())["dependencies"]
    flask = importlib.metadata.version("flask")
    werkzeug = importlib.metadata.version("werkzeug")
    nginx = "nginx " + _said(["nginx", "-v"], r"nginx/(\S+)")
    express = f"Express {node['express']}, cors {node['cors']}, Node.js "
    express += _said(["node", "--version"], r"v(\S+)")
    return {
        "nginx": nginx,
        "express": express,
        "nginx+express": f"{nginx} in front of {express}",
        "flask-cors": f"Flask {flask}, Flask-CORS {importlib.metadata.version('flask-cors')}"
        f", Werkzeug {werkzeug}",
        "flask": f"Flask {flask}, Werkzeug {werkzeug}",
        "apache": "Apache httpd " + _said(["apache2", "-v"], r"Apache/(\S+)"),
        "raw": "synthetic: bytes written out in servers.py",
        "proxy": "synthetic: the CONNECT proxy in servers.py",
        "nobody": "none: nobody listens there",
    }
