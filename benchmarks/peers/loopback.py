"""The server that peers with a network ask: the cases on one port, the page on another."""

import asyncio
import json
import threading
from collections.abc import Iterable
from typing import Any, Self

from benchmarks.peers.cases import CROSS, PAGE, Case

SCRIPT = """
<!doctype html><script type="module">
const job = await (await fetch('/job')).json();
const verdict = async ({url, init}) => {
  try { await (await fetch(url, {...init, cache: 'no-store'})).text(); } catch { return false; }
  return true;
};
const verdicts = {}, times = {};
for (const one of job.cases) verdicts[one.name] = await verdict(one);
for (const one of job.timed) {
  const started = performance.now();
  for (let n = 0; n < job.calls; n++) await verdict(one);
  times[one.name] = (performance.now() - started) * 1000 / job.calls;
}
await fetch('/result', {method: 'POST', body: JSON.stringify({verdicts, times})});
</script>
"""


class Loopback:
    """
    Serves *cases*, a page that asks them, and takes what it reports.

    Args:
        cases: what is asked, each at a path of its own name.
        timed: those that are measured.
        calls: how often.
    """

    def __init__(self, cases: Iterable[Case], timed: Iterable[Case], calls: int) -> None:
        self._cases, self._timed, self._calls = list(cases), list(timed), calls
        self._answers = {case.name: case for case in (*self._cases, *self._timed)}
        self._loop = asyncio.new_event_loop()
        self._reported = threading.Event()
        self.report: dict[str, Any] = {}
        self.page = self.cross = ""

    def __enter__(self) -> Self:
        async def listen() -> list[asyncio.Server]:
            return [await asyncio.start_server(self._connection, "127.0.0.1", 0) for _ in range(2)]

        self._servers = self._loop.run_until_complete(listen())
        self.page, self.cross = (
            f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}" for server in self._servers
        )
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        connections = asyncio.all_tasks() - {asyncio.current_task()}
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)

    @property
    def job(self) -> dict[str, Any]:
        """What a peer is to do, as JSON has it."""

        def asked(case: Case) -> dict[str, Any]:
            return {
                "name": case.name,
                "url": f"{self.cross}/{case.name}",
                "init": json.loads(self._moved(json.dumps(case.init))),
            }

        return {
            "page": self.page,
            "calls": self._calls,
            "cases": [asked(case) for case in self._cases],
            "timed": [asked(case) for case in self._timed],
        }

    def wait(self, seconds: float) -> dict[str, Any]:
        """What the page has reported, once it has."""
        if not self._reported.wait(seconds):
            raise TimeoutError
        return self.report

    def _moved(self, text: str) -> str:
        """*text* with the page and the server of the recordings where they are here."""
        return text.replace(PAGE, self.page).replace(CROSS, self.cross)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                method, path = head.split(" ", 2)[:2]
                lengths = [line for line in head.splitlines() if line.lower().startswith("content-length:")]
                body = await reader.readexactly(int(lengths[0].partition(":")[2]) if lengths else 0)
                writer.write(self._answer(method, path.removeprefix("/"), body))
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass  # the peer has had enough, or all is over
        finally:
            writer.close()

    def _answer(self, method: str, path: str, body: bytes) -> bytes:
        if path in self._answers:
            case = self._answers[path]
            status, headers = case.preflight if method == "OPTIONS" else case.response
            return _response(status, [(name, self._moved(value)) for name, value in headers], b"ok")
        if path == "result":
            self.report = json.loads(body)
            self._reported.set()
            return _response(204, [], b"")
        if path == "job":
            return _response(200, [("Content-Type", "application/json")], json.dumps(self.job).encode())
        return _response(200, [("Content-Type", "text/html")], SCRIPT.encode())


def _response(status: int, headers: list[tuple[str, str]], body: bytes) -> bytes:
    if status in {204, 304}:
        body = b""
    else:
        headers = [*headers, ("Content-Length", str(len(body)))]
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status} x\r\n{lines}\r\n".encode("latin-1") + body
