"""
Record what the real curl sends for command lines: ``python -m spec_tests.capture.record_command_lines``.

Runs each of `COMMANDS` in a shell, against a server that keeps the head of the request, and writes both
to ``command_lines.json``.
"""

import json
import os
import subprocess
import tempfile
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parent / "command_lines.json"
PORT = 8961

COMMANDS = (
    "curl -i http://localhost:8961/",
    "curl -i localhost:8961/items?page=2#top",
    "curl -isS --compressed 'http://localhost:8961/a?q=(1)'",
    "curl -i -X PUT http://localhost:8961/1 -H 'Content-Type: application/json' --data-raw '{\"a\": 1}'",
    "curl -iXDELETE http://localhost:8961/items/1 -H 'Origin: https://app.example.com'",
    "curl -i --request PATCH --url http://localhost:8961/items -d a=1 -d b=2",
    "curl -i http://localhost:8961/items --json '{\"a\": 1}'",
    "curl -i http://localhost:8961/items --data-binary 'x y' -H 'content-type: text/plain'",
    "curl -i http://localhost:8961/ -A 'Mozilla/5.0' -e http://localhost/page -b 'a=b; c=d'",
    "curl -i http://localhost:8961/ -H 'Accept:' -H 'X-Empty;' -H 'User-Agent: me'",
    "curl -i http://localhost:8961/ -H \"X-Quoted: it's\" -H 'Host: api.example.com'",
    "curl -i http://localhost:8961/ -o - -w '%{http_code}' -m 5 | cat",
    "curl -i http://localhost:8961/ 2>&1",
    "curl -i http://localhost:8961/ > /dev/stdout",
    "curl \\\n  -i \\\n  -H 'Origin: https://app.example.com' \\\n  http://localhost:8961/lines",
)


class _Keeping(BaseHTTPRequestHandler):
    """Answers with nothing, and keeps what was sent."""

    heads: list[dict[str, Any]] = []  # noqa: RUF012 - shared on purpose: a handler lives for one request

    def handle_one_request(self) -> None:
        """Read a head, a body of known length, and answer."""
        self.raw_requestline = self.rfile.readline()
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        headers = [[name, value] for name, value in self.headers.items()]
        self.heads.append({"method": self.command, "target": self.path, "headers": headers})
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(204)
        self.end_headers()
        self.close_connection = True


def record() -> None:
    """Run all, and write what was sent."""
    server = HTTPServer(("localhost", PORT), _Keeping)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    version = subprocess.run(["curl", "--version"], check=True, capture_output=True, text=True).stdout
    recorded = []
    with tempfile.TemporaryDirectory() as home:  # so no .curlrc is read
        for command in COMMANDS:
            _Keeping.heads.clear()
            subprocess.run(  # noqa: S602 - a shell is what is recorded
                command,
                shell=True,
                check=True,
                capture_output=True,
                env={"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8"},
            )
            (sent,) = _Keeping.heads
            recorded.append({"command": command, "sent": sent})
    server.shutdown()
    document = {
        "curl": version.split()[1],
        "date": datetime.now(UTC).date().isoformat(),
        "commands": recorded,
    }
    RECORDED.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record()
