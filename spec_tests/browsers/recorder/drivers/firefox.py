"""Firefox, over Marionette in the browser's own (chrome) context.

The CORS lines are `nsIScriptError`s, which an `nsIConsoleService` listener sees with their category;
WebDriver BiDi would give the text alone.
"""

import asyncio
import contextlib
import itertools
import json
from pathlib import Path
from typing import Any

from .base import Driver, Line, find_program

_PREFERENCES: dict[str, object] = json.loads(
    Path(__file__).with_name("firefox_preferences.json").read_text()
)
_PORT = 28283  # as in the preferences
_PATIENCE = 60.0  # seconds for the browser to start, and to answer a command

# The browser's own affairs, not the page's.
_INTERNAL = {"chrome javascript", "component javascript", "XPConnect JavaScript"}

_LISTEN = """
const window = Services.wm.getMostRecentWindow('navigator:browser');
window.__lines = [];
window.__listener = { observe(message) {
  try {
    message.QueryInterface(Ci.nsIScriptError);
  } catch (error) {
    return;  // no message of a page
  }
  window.__lines.push({ text: message.errorMessage, time: message.microSecondTimeStamp / 1000,
    level: message.flags & 1 ? 'warning' : 'error', category: message.category, url: message.sourceName });
} };
Services.console.registerListener(window.__listener);
"""
_TAKE = "return JSON.stringify(Services.wm.getMostRecentWindow('navigator:browser').__lines.splice(0));"
_OPEN = """
Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedBrowser.fixupAndLoadURIString(arguments[0],
  { triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal() });
"""


class Firefox(Driver):
    """A headless Firefox."""

    engine = "firefox"

    async def _start(self) -> None:
        preferences = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in _PREFERENCES.items()
        )
        (self.profile / "user.js").write_text("".join(preferences))
        command = [
            find_program("firefox-esr", "firefox"),
            "--headless",
            "--no-remote",
            "--marionette",
            "-remote-allow-system-access",
        ]
        await self._launch(
            [*command, "--profile", str(self.profile), "about:blank"],
            {"MOZ_HEADLESS": "1", "MOZ_CRASHREPORTER_DISABLE": "1"},
        )
        self._reader, self._writer = await asyncio.wait_for(self._connect(), _PATIENCE)
        self._numbers = itertools.count(1)
        await self._receive()  # its greeting
        session = await self._command(
            "WebDriver:NewSession",
            {"acceptInsecureCerts": True, "pageLoadStrategy": "none", "unhandledPromptBehavior": "dismiss"},
        )
        self.version = "Firefox/" + session["capabilities"]["browserVersion"]
        await self._command("Marionette:SetContext", {"value": "chrome"})
        await self._run(_LISTEN)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while True:
            with contextlib.suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", _PORT, limit=1 << 26)
            await asyncio.sleep(0.1)

    async def _receive(self) -> Any:  # noqa: ANN401 - whatever JSON the browser sends
        length = await self._reader.readuntil(b":")
        return json.loads(await self._reader.readexactly(int(length[:-1])))

    async def _command(self, name: str, parameters: dict[str, Any]) -> dict[str, Any]:
        number = next(self._numbers)
        message = json.dumps([0, number, name, parameters]).encode()
        self._writer.write(b"%d:%s" % (len(message), message))
        await self._writer.drain()
        while True:
            kind, answered, error, result = await asyncio.wait_for(self._receive(), _PATIENCE)
            if (kind, answered) != (1, number):
                continue
            if error:
                raise RuntimeError(f"{name}: {error['message']}")
            return dict(result)

    async def _run(self, script: str, *arguments: str) -> Any:  # noqa: ANN401 - as above
        parameters = {"script": script, "args": arguments, "sandbox": "system", "newSandbox": False}
        return (await self._command("WebDriver:ExecuteScript", parameters))["value"]

    async def open(self, url: str) -> None:
        """See `Driver.open`."""
        await self._run(_OPEN, url)

    async def take_lines(self) -> list[Line]:
        """See `Driver.take_lines`."""
        lines = (Line(**line) for line in json.loads(await self._run(_TAKE)))
        return [line for line in lines if line.category not in _INTERNAL]
