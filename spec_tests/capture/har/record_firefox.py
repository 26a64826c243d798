"""
Firefox's HAR: ``python -m spec_tests.capture.har.record_firefox``.

The exporter is the one that people use: the network panel of its developer tools is opened on the page
that is recorded, and "Copy All As HAR" is chosen.
"""

import json
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from spec_tests.capture.har import servers
from spec_tests.capture.har.cases import CASES, PAGE, SCRIPT
from spec_tests.capture.har.recordings import write

PORT = 28290
PREFERENCES = {
    "marionette.port": PORT,
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "devtools.netmonitor.persistlog": True,
    "devtools.netmonitor.responseBodyLimit": 0,
    "extensions.update.enabled": False,
    "intl.locale.requested": "en-US",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}
OPEN = """
const [done] = arguments;
(async () => {
  const {require} = ChromeUtils.importESModule("resource://devtools/shared/loader/Loader.sys.mjs");
  const {gDevTools} = require("devtools/client/framework/devtools");
  const tab = Services.wm.getMostRecentWindow("navigator:browser").gBrowser.selectedTab;
  const toolbox = await gDevTools.showToolboxForTab(tab, {toolId: "netmonitor"});
  %s
})().then(done, (error) => done(String(error)));
"""
EXPORT = (
    OPEN
    % """
  const {connector, store} = toolbox.getPanel("netmonitor").panelWin;
  const {getDisplayedRequests} = require("devtools/client/netmonitor/src/selectors/requests");
  const {HarMenuUtils} = require("devtools/client/netmonitor/src/har/har-menu-utils");
  return await HarMenuUtils.copyAllAsHar(getDisplayedRequests(store.getState()), connector);
"""
)


class Firefox:
    """A Firefox, spoken to over Marionette."""

    def __init__(self) -> None:
        self._socket = self._connect()
        self._receive()
        self._sent = 0
        self.version = self.call("WebDriver:NewSession")["capabilities"]["browserVersion"]
        self.call("WebDriver:SetTimeouts", script=60_000)

    @staticmethod
    def _connect() -> socket.socket:
        for _ in range(600):
            try:
                return socket.create_connection(("127.0.0.1", PORT))
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("Firefox did not open its port")

    def _receive(self) -> Any:  # noqa: ANN401 - JSON
        length = b""
        while not length.endswith(b":"):
            length += self._socket.recv(1)
        text = b""
        while len(text) < int(length[:-1]):
            text += self._socket.recv(int(length[:-1]) - len(text))
        return json.loads(text)

    def call(self, command: str, **parameters: object) -> Any:  # noqa: ANN401 - JSON
        """Call a command, and wait for its result."""
        self._sent += 1
        text = json.dumps([0, self._sent, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(text), text))
        _, _, error, result = self._receive()
        if error is not None:
            raise RuntimeError(f"{command}: {error['message']}")
        return result

    def run(self, script: str, *, context: str) -> Any:  # noqa: ANN401 - JSON
        """Run a script that calls its last argument with its result."""
        self.call("Marionette:SetContext", value=context)
        return self.call("WebDriver:ExecuteAsyncScript", script=script, args=[], newSandbox=False)["value"]


def main() -> None:
    """Do each case, export, and write what script saw beside it."""
    with servers.running(), tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = [
            f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in PREFERENCES.items()
        ]
        (Path(profile) / "user.js").write_text("\n".join(lines))
        argv = ["firefox", "--headless", "--no-remote", "--marionette", "-remote-allow-system-access"]
        process = subprocess.Popen(
            [*argv, "--profile", profile, "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"HOME": profile, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        )
        try:
            record(Firefox())
        finally:
            process.terminate()
            process.wait()


def record(firefox: Firefox) -> None:
    """Record the HAR."""
    opened = firefox.run(OPEN % "return null;", context="chrome")
    if opened is not None:
        raise RuntimeError(opened)
    firefox.call("Marionette:SetContext", value="content")
    firefox.call("WebDriver:Navigate", url=f"{PAGE}/")
    names = ["get", "image", "xhr", "framed"]
    shared = "".join(f"window.{name} = {name};" for name in names)
    firefox.run(f"document.cookie = 'seen=1'; {SCRIPT} {shared} arguments[0]();", context="content")
    saw = {
        name: firefox.run(f"const [done] = arguments; {case.script}.then(done);", context="content")
        for name, case in CASES.items()
    }
    time.sleep(3)
    write("firefox", firefox.run(EXPORT, context="chrome"), f"Firefox/{firefox.version}", saw)


if __name__ == "__main__":
    main()
