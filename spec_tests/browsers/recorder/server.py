"""The server that all origins of an experiment share.

A scenario's resource is `ORIGIN/r/SCENARIO/NAME` on every origin. Below `/__recorder/` are the pages, the
script that runs in them, and the addresses to which that script reports. May import `wire` and `scenarios`.
"""

import asyncio
import errno
import json
import ssl
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from spec_tests.browsers.scenarios import ORIGINS, Scenario

from .wire import WireRequest, read_request, response_bytes

CONTROL = "/__recorder/"
_FOR_ANYONE = [
    ["Access-Control-Allow-Origin", "*"],
    ["Cross-Origin-Resource-Policy", "cross-origin"],
    ["Cache-Control", "no-store"],
]
_LOGGED_BODY = 120  # bytes of a request body that an observation shows


class ExperimentServer:
    """Answers as the scenarios say, and keeps what arrived and what the pages reported.

    Attributes:
        pages: The documents to serve, by their key.
        requests: What arrived, by scenario, in order.
        reports: What a page said about a scenario that it ran.
        done: The keys of the pages that have run all their scenarios.
        progress: Set whenever a page has reported something.
    """

    def __init__(self, scenarios: list[Scenario]) -> None:
        self.scenarios = {scenario["id"]: scenario for scenario in scenarios}
        self.pages: dict[str, dict[str, Any]] = {}
        self.runner = Path(__file__).with_name("runner.js").read_text()
        self._servers: list[asyncio.Server] = []
        self.progress = asyncio.Event()
        self.reset()

    def reset(self) -> None:
        """Forget what happened, for another browser to start afresh."""
        self.requests: dict[str, list[dict[str, Any]]] = {}
        self.reports: dict[str, dict[str, Any]] = {}
        self.done: set[str] = set()
        self._answered: Counter[tuple[str, str, str]] = Counter()
        self._preflighted: set[str] = set()
        self._started = time.monotonic()

    async def __aenter__(self) -> Self:
        certificate = _self_signed_certificate()
        for scheme, port in sorted(
            {(origin.scheme, origin.port) for name, origin in ORIGINS.items() if name != "dead"}
        ):
            for host in ("127.0.0.1", "::1"):
                await self._listen(host, port, certificate if scheme == "https" else None)
        return self

    async def _listen(self, host: str, port: int, tls: ssl.SSLContext | None) -> None:
        try:
            self._servers.append(
                await asyncio.start_server(self._connection, host, port, limit=1 << 20, ssl=tls)
            )
        except OSError as error:
            if host != "::1" or error.errno != errno.EADDRNOTAVAIL:  # a machine may have no IPv6
                raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.close()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        scheme = "https" if writer.get_extra_info("ssl_object") else "http"
        host, port = writer.get_extra_info("sockname")[:2]
        try:
            stays_open = True
            while stays_open:
                request = await read_request(reader, scheme, f"{host}:{port}")
                answer = (
                    self._control(request)
                    if request.path.startswith(CONTROL)
                    else await self._resource(request)
                )
                if answer.get("abort"):
                    break
                raw, stays_open = response_bytes(answer, request.method)
                writer.write(raw)
                await writer.drain()
        except (EOFError, ValueError, ConnectionError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # the browser closed the connection or sent what is no HTTP, or all is over
        finally:
            writer.close()

    def _control(self, request: WireRequest) -> dict[str, Any]:
        what, _, key = request.path.removeprefix(CONTROL).partition("/")
        if what == "runner.js":
            return {"headers": [*_FOR_ANYONE, ["Content-Type", "text/javascript"]], "body": self.runner}
        if what == "page" and key in self.pages:
            page = self.pages[key]
            return {
                "headers": [*_FOR_ANYONE, ["Content-Type", "text/html; charset=utf-8"], *page["headers"]],
                "body": page["html"],
            }
        if what == "warm":
            return self._warm(request.method, key)
        if what == "result":
            report = json.loads(request.body)
            self.reports[report["id"]] = report
        elif what == "done":
            self.done.add(key)
        else:
            return {"status": 404, "headers": _FOR_ANYONE}
        self.progress.set()
        return {"status": 204, "headers": _FOR_ANYONE}

    def _warm(self, method: str, key: str) -> dict[str, Any]:
        """Tell a page whether its `PUT` was preflighted just before, see `warmUp` in `runner.js`."""
        if method == "OPTIONS":
            self._preflighted.add(key)
            return {
                "status": 204,
                "headers": [
                    *_FOR_ANYONE,
                    ["Access-Control-Allow-Methods", "PUT"],
                    ["Access-Control-Max-Age", "600"],
                ],
            }
        asked = key in self._preflighted
        self._preflighted.discard(key)
        return {"headers": _FOR_ANYONE, "body": "preflighted" if asked else "from the cache"}

    async def _resource(self, request: WireRequest) -> dict[str, Any]:
        _, _, rest = request.path.partition("/r/")
        scenario_id, _, name = rest.partition("/")
        if scenario_id not in self.scenarios or not request.path.startswith("/r/"):
            return {"status": 404}
        record: dict[str, Any] = {
            "t": round((time.monotonic() - self._started) * 1000, 1),
            "method": request.method,
            "url": request.url,
            "headers": request.headers,
        }
        if request.body:
            record |= {
                "body_len": len(request.body),
                "body_head": request.body[:_LOGGED_BODY].decode("latin-1"),
            }
        self.requests.setdefault(scenario_id, []).append(record)
        response, record["answered"] = self._response(scenario_id, name, request.method)
        await asyncio.sleep(response.get("delay_ms", 0) / 1000)
        return response

    def _response(self, scenario_id: str, name: str, method: str) -> tuple[dict[str, Any], str]:
        """The scenario's next response to a method, and which one of the scenario it is."""
        rules = self.scenarios[scenario_id]["server"].get(name)
        if rules is None:
            return {"status": 404}, "unlisted-404"
        rule = method if method in rules else "*"
        responses = rules.get(rule)
        if not responses:
            return {"status": 405}, "unlisted-405"
        index = min(self._answered[scenario_id, name, rule], len(responses) - 1)
        self._answered[scenario_id, name, rule] += 1
        return responses[index], f"{name}/{rule}/{index}"


def _self_signed_certificate() -> ssl.SSLContext:
    """A certificate for the time of one recording; the browsers are told not to mind who signed it."""
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = f"{folder}/key.pem", f"{folder}/certificate.pem"
        names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        files = ["-keyout", key, "-out", certificate]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files],
            check=True,
            capture_output=True,
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
    return context
