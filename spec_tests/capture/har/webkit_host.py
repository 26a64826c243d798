"""
Two windows of WebKitGTK, of which one inspects the other; run by the system's Python, which has PyGObject.

Reads the cases from standard input as JSON, and writes what script saw and the HAR to standard output.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

INSPECTOR = "127.0.0.1:28297"
os.environ["WEBKIT_INSPECTOR_HTTP_SERVER"] = INSPECTOR

import gi  # noqa: E402 - reads the variable

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402 - the versions are said before

# As WI.NetworkTableContentView._HARResources does, whose table is not open.
EXPORT = """
const resources = [];
for (const frame of WI.networkManager.frames) {
  if (frame.mainResource) resources.push(frame.mainResource);
  resources.push(...frame.resourceCollection);
}
resources.sort((a, b) => a.requestSentTimestamp - b.requestSentTimestamp);
return JSON.stringify(await WI.HARBuilder.buildArchive(resources.filter((resource) =>
    resource.finished && resource.requestSentDate
    && ["http", "https"].includes(resource.urlComponents.scheme))), null, 2);
"""


def view() -> Any:  # noqa: ANN401 - PyGObject has no types
    """A window."""
    made = WebKit2.WebView()
    made.get_settings().set_enable_developer_extras(True)
    window = Gtk.Window()
    window.set_default_size(1000, 700)
    window.add(made)
    window.show_all()
    return made


def call(target: Any, code: str, then: Callable[[Any], None]) -> None:  # noqa: ANN401 - as above
    """Run the body of an asynchronous function in a window, and go on with its result."""

    def done(_: object, result: object) -> None:
        then(target.call_async_javascript_function_finish(result).to_string())

    target.call_async_javascript_function(code, -1, None, None, None, None, done)


def later(seconds: float, do: Callable[[], None]) -> None:
    """Go on after a while."""

    def once() -> bool:
        do()
        return False

    GLib.timeout_add(int(seconds * 1000), once)


def main() -> None:
    """Run the cases one after the other, and export."""
    asked = json.load(sys.stdin)
    page, inspector = view(), view()
    saw: dict[str, str | None] = {}
    left = list(asked["cases"].items())

    def step() -> None:
        if not left:
            later(2, lambda: call(inspector, EXPORT, finish))
            return
        name, script = left.pop(0)

        def go_on(word: str) -> None:
            saw[name] = None if word == "null" else word
            step()

        call(page, f"{asked['script']} return await {script};", go_on)

    def finish(har: str) -> None:
        version = (
            f"{WebKit2.get_major_version()}.{WebKit2.get_minor_version()}.{WebKit2.get_micro_version()}"
        )
        json.dump({"browser": f"WebKitGTK/{version}", "saw": saw, "har": har}, sys.stdout)
        Gtk.main_quit()

    page.load_uri("about:blank")
    later(1, lambda: inspector.load_uri(f"http://{INSPECTOR}/Main.html?ws={INSPECTOR}/socket/1/1/WebPage"))
    later(6, lambda: page.load_uri(asked["page"]))
    later(8, lambda: call(page, "document.cookie = 'seen=1';", lambda _: step()))
    Gtk.main()


main()
