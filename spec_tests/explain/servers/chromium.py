"""A real Chromium that asks what pages ask, spoken to over the Chrome DevTools Protocol."""

import contextlib
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from spec_tests.explain.servers.questions import NULL, Question

FLAGS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--remote-debugging-port=0",
)
FETCH_ALL: Final = """
(async (requests) => {
  const readable = [];
  for (const {url, ...init} of requests) {
    try {
      await (await fetch(url, {cache: "no-store", ...init})).text();
      readable.push(true);
    } catch (error) {
      readable.push(false);
    }
  }
  return readable;
})
"""


class Chromium:
    """A running Chromium."""

    def __init__(self, socket: Any) -> None:  # noqa: ANN401 - of a package that is not typed here
        self._socket = socket
        self._sent = 0
        self._pages: dict[str, str] = {}

    def _call(self, method: str, session: str | None = None, **params: object) -> dict[str, Any]:
        self._sent += 1
        call = {"id": self._sent, "method": method, "params": params}
        self._socket.send(json.dumps(call if session is None else {**call, "sessionId": session}))
        while True:
            message = json.loads(self._socket.recv(timeout=60))
            if message.get("id") == self._sent:
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result

    def _evaluate(self, session: str, code: str) -> Any:  # noqa: ANN401 - whatever the code is
        said = self._call(
            "Runtime.evaluate", session, expression=code, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    def ask(self, questions: Iterable[Question], port: int, pages: int) -> dict[Question, bool]:
        """
        Whether pages can read the answers. A page stays open for whoever asks from its origin next.

        Args:
            questions: what they ask.
            port: of the server that they ask.
            pages: the port of their own.
        """
        by_origin: dict[str, list[Question]] = {}
        for question in questions:
            by_origin.setdefault(question.origin, []).append(question)
        answers: dict[Question, bool] = {}
        for origin, asked in by_origin.items():
            session = self._page(origin, pages)
            requests = [
                {
                    "url": str(question.request(port).current_url),
                    "method": question.method,
                    "headers": question.headers,
                    "credentials": "include" if question.credentials else "omit",
                }
                for question in asked
            ]
            readable = self._evaluate(session, f"{FETCH_ALL}({json.dumps(requests)})")
            answers |= dict(zip(asked, readable, strict=True))
        return answers

    def _page(self, origin: str, pages: int) -> str:
        """The session of the page at *origin*."""
        url = f"http://app.localhost:{pages}/sandboxed" if origin == NULL else f"{origin}/"
        if url in self._pages:
            return self._pages[url]
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        session: str = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._call("Page.navigate", session, url=url)
        end = time.monotonic() + 30
        while self._evaluate(session, "document.readyState + self.origin") != f"complete{origin}":
            assert time.monotonic() < end, f"Chromium does not open {url}"
            time.sleep(0.01)
        self._pages[url] = session
        return session


@contextlib.contextmanager
def running() -> Iterator[Chromium]:
    """A headless Chromium with a profile of its own."""
    # It comes with the extra [servers], which is needed to run these tests and not to collect them.
    connect: Any = import_module("websockets.sync.client").connect
    program = shutil.which("chromium")
    assert program is not None, "chromium is not installed: see spec_tests/README.md"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        argv = [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            with connect(_address(Path(profile) / "DevToolsActivePort"), max_size=None) as socket:
                yield Chromium(socket)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _address(told: Path) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if told.exists() and len(said := told.read_text(encoding="utf-8").split()) == 2:
            return f"ws://127.0.0.1:{said[0]}{said[1]}"
        time.sleep(0.05)
    raise RuntimeError("Chromium does not say where it listens")
