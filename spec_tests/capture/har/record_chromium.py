"""
Chromium's HAR: ``python -m spec_tests.capture.har.record_chromium``.

The exporter is the one that people use: DevTools' own page is opened on the page that is recorded, and
its module writes the HAR, as "Export HAR (with sensitive data)" does.
"""

import subprocess
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from spec_tests.capture.har import servers
from spec_tests.capture.har.cases import CASES, PAGE, SCRIPT
from spec_tests.capture.har.recordings import write
from spec_tests.capture.verify import FLAGS, Browser, evaluate

# `websockets` is installed only where the captures are made.
connect: Any = import_module("websockets.sync.client").connect

EXPORT = """
(async () => {
  const [har, logs] = await Promise.all(
      ["har", "logs"].map((name) => import(`./models/${name}/${name}.js`)));
  const requests = logs.NetworkLog.NetworkLog.instance().requests();
  const progress = {createSubProgress: () => ({})};
  return har.Writer.Writer.harStringForRequests(requests, {sanitize: %s}, progress);
})()
"""


def attach(browser: Browser, url: str) -> tuple[str, str]:
    """Open a page, and give its target and the session with it."""
    target = browser.call("Target.createTarget", url=url)["targetId"]
    attached = browser.call("Target.attachToTarget", targetId=target, flatten=True)
    return target, attached["sessionId"]


def main() -> None:
    """Do each case, export, and write what script saw beside it."""
    with servers.running(), tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        argv = ["chromium", *FLAGS, "--remote-allow-origins=*", f"--user-data-dir={profile}", "about:blank"]
        process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            told = Path(profile) / "DevToolsActivePort"
            while not (told.exists() and len(told.read_text().split()) == 2):
                time.sleep(0.1)
            port, path = told.read_text().split()
            with connect(f"ws://127.0.0.1:{port}{path}", max_size=None) as socket:
                record(Browser(socket), port)
        finally:
            process.terminate()
            process.wait()


def record(browser: Browser, port: str) -> None:
    """Record the HAR with DevTools at *port*."""
    target, session = attach(browser, "about:blank")
    address = f"127.0.0.1:{port}/devtools/page/{target}"
    _, tools = attach(browser, f"devtools://devtools/bundled/devtools_app.html?ws={address}")
    time.sleep(5)
    browser.call("Page.navigate", session, url=f"{PAGE}/")
    time.sleep(2)
    evaluate(browser, session, f"document.cookie = 'seen=1'; {SCRIPT.replace('const ', 'var ')}")
    saw = {name: evaluate(browser, session, case.script) for name, case in CASES.items()}
    time.sleep(2)
    version = browser.call("Browser.getVersion")["product"]
    write("chromium", evaluate(browser, tools, EXPORT % "false"), version, saw)
    write("chromium-sanitized", evaluate(browser, tools, EXPORT % "true"), version, saw)


if __name__ == "__main__":
    main()
