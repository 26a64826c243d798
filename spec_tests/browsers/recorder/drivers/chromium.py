"""Chromium, over its DevTools protocol.

The CORS lines are `Log.entryAdded` events. Frames of another origin and workers are targets of their own,
to which the driver attaches before they run.
"""

import asyncio
import contextlib
import itertools
import json
from typing import Any

import websockets

from .base import Driver, Line, find_program

_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--no-proxy-server",
    "--disable-dev-shm-usage",
    "--ignore-certificate-errors",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,MediaRouter,OptimizationHints,Translate,"
    "AutofillServerCommunication",
    "--remote-debugging-port=0",
]
_PATIENCE = 30.0  # seconds for the browser to start, and to answer a command


class Chromium(Driver):
    """A headless Chromium."""

    engine = "chromium"

    async def _start(self) -> None:
        command = [
            find_program("chromium", "chromium-browser", "google-chrome"),
            *_FLAGS,
            f"--user-data-dir={self.profile}",
        ]
        await self._launch([*command, "about:blank"], {})
        address = await asyncio.wait_for(self._devtools_address(), _PATIENCE)
        self._socket = await websockets.connect(address, max_size=None, compression=None, proxy=None)
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._lines: list[Line] = []
        self._tasks = {asyncio.create_task(self._listen())}
        self.version = (await self._command("Browser.getVersion"))["product"]
        target = await self._command("Target.createTarget", {"url": "about:blank"})
        attached = await self._command(
            "Target.attachToTarget", {"targetId": target["targetId"], "flatten": True}
        )
        self._session: str = attached["sessionId"]
        await self._attach(self._session)

    async def _devtools_address(self) -> str:
        told = self.profile / "DevToolsActivePort"
        while True:
            with contextlib.suppress(FileNotFoundError, ValueError):
                port, path = told.read_text().split("\n")[:2]
                return f"ws://127.0.0.1:{port}{path}"
            await asyncio.sleep(0.1)

    async def _attach(self, session: str) -> None:
        """Listen to a page, frame or worker, and to those that it makes."""
        children = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True}
        await self._try("Target.setAutoAttach", children, session)
        for domain in ("Log", "Runtime", "Page"):
            await self._try(f"{domain}.enable", {}, session)
        await self._try("Runtime.runIfWaitingForDebugger", {}, session)

    async def _try(self, method: str, parameters: dict[str, Any], session: str) -> None:
        with contextlib.suppress(LookupError):  # a worker has no `Page`; a frame may be gone already
            await self._command(method, parameters, session)

    async def _command(
        self, method: str, parameters: dict[str, Any] | None = None, session: str | None = None
    ) -> dict[str, Any]:
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps(message))
        return await asyncio.wait_for(self._answers[number], _PATIENCE)

    async def _listen(self) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            async for raw in self._socket:
                message = json.loads(raw)
                if "id" not in message:
                    self._event(message["method"], message["params"])
                    continue
                answer = self._answers.pop(message["id"])
                if answer.done():  # nobody waits any more
                    continue
                if "error" in message:
                    answer.set_exception(LookupError(message["error"]["message"]))
                else:
                    answer.set_result(message["result"])

    def _event(self, method: str, event: dict[str, Any]) -> None:
        if method == "Target.attachedToTarget":
            self._tasks.add(asyncio.create_task(self._attach(event["sessionId"])))
        elif method == "Log.entryAdded":
            entry = event["entry"]
            self._lines.append(
                Line(
                    entry["text"], entry["timestamp"], entry["level"], entry["source"], url=entry.get("url")
                )
            )
        elif method == "Runtime.exceptionThrown":
            details = event["exceptionDetails"]
            text = details.get("exception", {}).get("description") or details["text"]
            self._lines.append(Line(text, event["timestamp"], "error", "exception", url=details.get("url")))

    async def open(self, url: str) -> None:
        """See `Driver.open`."""
        await self._command("Page.navigate", {"url": url}, self._session)

    async def take_lines(self) -> list[Line]:
        """See `Driver.take_lines`."""
        lines, self._lines = self._lines, []
        return lines

    async def _end(self) -> None:
        for task in getattr(self, "_tasks", ()):
            task.cancel()
        await super()._end()
