"""Ask a real Chromium what `record` asked curl: ``python -m spec_tests.capture.verify``.

Starts the same servers and a headless Chromium, opens a page at the origin of each recorded
capture, runs its ``fetch`` there and writes what the script got to ``recorded/chromium.json``.
"""

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from spec_tests.capture import servers
from spec_tests.capture.record import RECORDED

# `websockets` is installed only where the captures are made.
connect: Any = import_module("websockets.sync.client").connect

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--ignore-certificate-errors",
    "--remote-debugging-port=0",
)
FETCH = """
(async ({url, bodyBytes, ...init}) => {
  try {
    if (bodyBytes) init.body = "x".repeat(bodyBytes);
    const response = await fetch(url, init);
    const size = (await response.arrayBuffer()).byteLength;
    return {readable: true, type: response.type, status: response.status,
            exposed: [...response.headers.keys()], body_bytes: size};
  } catch (error) {
    return {readable: false, type: "error", status: 0, exposed: [], body_bytes: 0};
  }
})
"""


class Browser:
    """A Chromium, spoken to over the Chrome DevTools Protocol."""

    def __init__(self, socket: Any) -> None:  # noqa: ANN401 - as its library types it
        self._socket = socket
        self._sent = 0
        self.events: list[dict[str, Any]] = []

    def _receive(self, seconds: float) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._socket.recv(timeout=seconds))
        if "method" in message:
            self.events.append(message)
        return message

    def call(self, method: str, session: str | None = None, **params: object) -> dict[str, Any]:
        """Call a method of the protocol and wait for its result."""
        self._sent += 1
        call = {"id": self._sent, "method": method, "params": params}
        if session:
            call["sessionId"] = session
        self._socket.send(json.dumps(call))
        while True:
            message = self._receive(30)
            if message.get("id") == self._sent:
                result: dict[str, Any] = message["result"]
                return result

    def listen(self, seconds: float) -> None:
        """Take what events come for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self._receive(left)
            except TimeoutError:
                return


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a headless Chromium with a new profile."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        argv = ["chromium", *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            told = Path(profile) / "DevToolsActivePort"
            for _ in range(300):
                if told.exists() and len(told.read_text().split()) == 2:
                    break
                time.sleep(0.1)
            port, path = told.read_text().split()
            with connect(f"ws://127.0.0.1:{port}{path}", max_size=None) as socket:
                yield Browser(socket)
        finally:
            process.terminate()
            process.wait()


def page_at(origin: str) -> str:
    """The URL of a page that has an origin."""
    return "http://localhost:8960/sandboxed" if origin == "null" else f"{origin}/"


def evaluate(browser: Browser, session: str, code: str) -> Any:  # noqa: ANN401 - whatever JSON it returns
    """Run a script in the page and return its value."""
    said = browser.call("Runtime.evaluate", session, expression=code, awaitPromise=True, returnByValue=True)
    return said["result"].get("value")


def fetch(browser: Browser, capture: dict[str, Any]) -> dict[str, Any]:
    """Run the request of a capture in a page of its own, without cookies or caches.

    The Fetch domain, which could answer a dialog that asks for a password, stays off: with it on,
    Chromium sends no Origin header after a redirect from the page's own origin to another.
    """
    context = browser.call("Target.createBrowserContext")["browserContextId"]
    target = browser.call("Target.createTarget", url="about:blank", browserContextId=context)
    session = browser.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
    for domain in ("Page", "Runtime", "Log", "Network"):
        browser.call(f"{domain}.enable", session)
    browser.call("Page.navigate", session, url=page_at(capture["origin"]))
    while evaluate(browser, session, "document.readyState + self.origin") != (
        "complete" + capture["origin"]
    ):
        time.sleep(0.02)
    browser.events.clear()
    init = {
        "url": capture["url"],
        "method": capture["method"],
        "headers": capture["headers"],
        "credentials": capture["credentials"],
        "bodyBytes": capture["body_bytes"],
    }
    result: dict[str, Any] = evaluate(browser, session, f"{FETCH}({json.dumps(init)})")
    browser.listen(0.3)
    result |= observed(browser.events)
    browser.call("Target.disposeBrowserContext", browserContextId=context)
    return result


def observed(events: list[dict[str, Any]]) -> dict[str, Any]:
    """What the browser said of the fetch beside its result."""
    console: list[str] = []
    network: list[str] = []
    names: dict[str, str] = {}
    cors_error = net_error = None
    for event in events:
        params = event["params"]
        if event["method"] == "Log.entryAdded":
            console.append(params["entry"]["text"])
        elif event["method"] == "Network.requestWillBeSent":
            name = params["request"]["method"] + " " + params["request"]["url"]
            if redirect := params.get("redirectResponse"):
                network.append(f"{names[params['requestId']]} -> {redirect['status']}")
            names[params["requestId"]] = name
        elif event["method"] == "Network.responseReceived":
            network.append(f"{names[params['requestId']]} -> {params['response']['status']}")
        elif event["method"] == "Network.loadingFailed":
            network.append(f"{names[params['requestId']]} -> {params['errorText']}")
            if status := params.get("corsErrorStatus"):
                cors_error = status["corsError"]
            else:
                net_error = params["errorText"]
    preflight = None
    if any(line.startswith("OPTIONS ") for line in network):
        preflight = "failed" if "Preflight" in (cors_error or "") else "passed"
    return {
        "preflight": preflight,
        "cors_error": cors_error,
        "net_error": None if cors_error else net_error,
        "network": network,
        "console": console,
    }


def main() -> None:
    """Fetch what each recorded capture stands for; the same request only once."""
    index = json.loads((RECORDED / "index.json").read_text())
    answers: dict[str, Any] = {}
    seen: dict[str, Any] = {}
    with servers.running(), chromium() as browser:
        answers["_browser"] = browser.call("Browser.getVersion")["product"]
        for name, capture in index.items():
            keys = ("origin", "url", "method", "headers", "credentials", "body_bytes")
            key = json.dumps([capture[key] for key in keys])
            if key not in seen:
                seen[key] = fetch(browser, capture)
            answers[name] = seen[key]
    (RECORDED / "chromium.json").write_text(json.dumps(answers, indent=1) + "\n")


if __name__ == "__main__":
    main()
