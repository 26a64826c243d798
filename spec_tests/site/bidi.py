"""
Real browsers, driven over WebDriver BiDi, which Firefox speaks itself and Chromium through chromedriver.

Spec: https://w3c.github.io/webdriver-bidi/
"""

import base64
import contextlib
import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

PATIENCE: Final = 60.0
"""Seconds that anything may take."""

KEYS: Final = {"Tab": "\ue004", "Enter": "\ue007", "Space": " ", "ArrowDown": "\ue015"}

_CHROMIUM: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
)
_FIREFOX: Final = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.proxy.type": 0,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


class Browser:
    """
    A running browser with one page.

    Attributes:
        name: of the browser.
        errors: what its console says is an error, since this was last emptied.
    """

    def __init__(self, name: str, socket: Any) -> None:  # noqa: ANN401 - of a package that is not typed here
        self.name = name
        self.errors: list[str] = []
        self._socket = socket
        self._sent = 0
        self._page = ""

    def begin(self) -> None:
        """Open the page, and listen to its console."""
        self.call("session.subscribe", events=["log.entryAdded"])
        # The page that a browser starts with takes keys, and may do nothing with them.
        self._page = self.call("browsingContext.create", type="tab")["context"]

    def call(self, method: str, **params: object) -> Any:  # noqa: ANN401 - whatever JSON it is
        """What a command gives."""
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=PATIENCE))
            if message.get("id") == self._sent:
                assert message["type"] == "success", message
                return message["result"]
            if message.get("method") == "log.entryAdded" and message["params"]["level"] == "error":
                self.errors.append(str(message["params"]["text"]))

    def open(self, url: str) -> None:
        """Load a page."""
        self.call("browsingContext.navigate", context=self._page, url="about:blank", wait="complete")
        self.call("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def run(self, function: str, *arguments: object) -> Any:  # noqa: ANN401 - whatever it gives
        """What a JavaScript function gives, as JSON has it."""
        said = self.call(
            "script.callFunction",
            functionDeclaration=(
                f"async (text) => JSON.stringify(await ({function})(...JSON.parse(text)) ?? null)"
            ),
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            target={"context": self._page},
            awaitPromise=True,
        )
        assert said["type"] == "success", said
        return json.loads(said["result"]["value"])

    def until(self, function: str, *arguments: object) -> Any:  # noqa: ANN401 - whatever it gives
        """What a JavaScript function gives, once that is true."""
        end = time.monotonic() + PATIENCE
        while not (given := self.run(function, *arguments)):
            assert time.monotonic() < end, f"{self.name}: never true: {function} {arguments}"
            time.sleep(0.05)
        return given

    def press(self, *keys: str) -> None:
        """Press keys, by their names in `KEYS` or as characters."""
        actions = [
            {"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")
        ]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self.call("input.performActions", context=self._page, actions=[source])

    def resize(self, width: int, height: int) -> None:
        """Give the page another size, in CSS pixels."""
        size = {"width": width, "height": height}
        self.call("browsingContext.setViewport", context=self._page, viewport=size)

    def picture(self, path: Path, origin: str = "document") -> None:
        """Take a picture of the whole document, or of the viewport."""
        taken = self.call("browsingContext.captureScreenshot", context=self._page, origin=origin)
        path.write_bytes(base64.b64decode(taken["data"]))


def program(*names: str) -> str:
    """The first of these programs that is installed."""
    found = next(filter(None, map(shutil.which, names)), None)
    assert found is not None, f"{names[0]} is not installed: see spec_tests/README.md"
    return found


@contextlib.contextmanager
def _process(pattern: str, *command: str) -> Iterator[str]:
    """A running program: what matches the group of *pattern* in what it prints when it is ready."""
    with tempfile.NamedTemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        try:
            end = time.monotonic() + PATIENCE
            while not (found := re.search(pattern, Path(said.name).read_text(encoding="utf-8"))):
                assert time.monotonic() < end, Path(said.name).read_text(encoding="utf-8")
                time.sleep(0.05)
            yield found[1]
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium with a profile of its own."""
    with _process(r"started successfully on port (\d+)", program("chromedriver"), "--port=0") as port:
        options = {"binary": program("chromium"), "args": list(_CHROMIUM)}
        wanted = {"browserName": "chrome", "webSocketUrl": True, "goog:chromeOptions": options}
        body = json.dumps({"capabilities": {"alwaysMatch": wanted}}).encode()
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/session", body, method="POST")
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(asked, timeout=PATIENCE) as response:
            session = json.load(response)["value"]
        with _connected("chromium", session["capabilities"]["webSocketUrl"]) as browser:
            browser.begin()
            yield browser


@contextlib.contextmanager
def firefox() -> Iterator[Browser]:
    """A headless Firefox with a profile of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        preferences = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in _FIREFOX.items()
        )
        (Path(profile) / "user.js").write_text("".join(preferences), encoding="utf-8")
        command = (program("firefox-esr", "firefox"), "--headless", "--no-remote", "--profile", profile)
        listening = r"WebDriver BiDi listening on (ws://\S+)"
        with (
            _process(listening, *command, "--remote-debugging-port", "0") as address,
            _connected("firefox", f"{address}/session") as browser,
        ):
            browser.call("session.new", capabilities={})
            browser.begin()
            yield browser


@contextlib.contextmanager
def _connected(name: str, address: str) -> Iterator[Browser]:
    # Needed to run these tests, and not to collect them.
    connect: Any = import_module("websockets.sync.client").connect
    with connect(address, max_size=None, proxy=None) as socket:
        browser = Browser(name, socket)
        try:
            yield browser
        finally:
            with contextlib.suppress(Exception):
                browser.call("browser.close" if name == "firefox" else "session.end")


BROWSERS: Final[dict[str, Callable[[], contextlib.AbstractContextManager[Browser]]]] = {
    "chromium": chromium,
    "firefox": firefox,
}
