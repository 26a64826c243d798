"""WebKitGTK, in a window of its own (`webkit_window.py`) on a virtual display.

The console lines come out on the standard error of WebKit's web process. Many have no URL, so the marks
that the page writes between them say which scenario they belong to.
"""

import asyncio
import re
import shutil
import time
from pathlib import Path

from .base import MARK, Driver, Line, find_program

_DISPLAY = ":97"
_PATIENCE = 60.0  # seconds for the window to open
_TOLD = "@@window "  # how the window's own lines begin

# `[URL:LINE:COLUMN: ]CONSOLE [SOURCE ]LEVEL TEXT`; a page's own `console.log` has no source.
_LINE = re.compile(
    r"(?:(?P<url>.*?): )?CONSOLE (?:(?P<source>[A-Z][A-Za-z ]*?) )?"
    r"(?P<level>LOG|WARN|ERROR|DEBUG|INFO) ?(?P<text>.*)"
)
_LIBRARY_WARNING = re.compile(r"\(.*:\d+\): .*(?:WARNING|CRITICAL) \*\*")


class WebKit(Driver):
    """A WebKitGTK window under Xvfb."""

    engine = "webkit"

    async def _start(self) -> None:
        await self._launch(
            [find_program("Xvfb"), _DISPLAY, "-screen", "0", "1024x768x24", "-nolisten", "tcp"], {}
        )
        while not Path(f"/tmp/.X11-unix/X{_DISPLAY[1:]}").exists():  # noqa: S108 - where X servers listen
            await asyncio.sleep(0.05)
        # PyGObject belongs to the system's Python: a virtual environment has none.
        python = shutil.which("python3", path="/usr/bin:/bin") or "python3"
        self._window = await self._launch(
            [python, "-u", str(Path(__file__).with_name("webkit_window.py")), str(self.profile)],
            {
                "DISPLAY": _DISPLAY,
                "XDG_RUNTIME_DIR": str(self.profile),
                "GDK_BACKEND": "x11",
                "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
                "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
                "LIBGL_ALWAYS_SOFTWARE": "1",
                "GSK_RENDERER": "cairo",
                "NO_AT_BRIDGE": "1",
                "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
                "GIO_USE_PROXY_RESOLVER": "dummy",
            },
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._lines: list[Line] = []
        self._ready = asyncio.Event()
        self._listening = asyncio.create_task(self._listen())
        await asyncio.wait_for(self._ready.wait(), _PATIENCE)

    async def _listen(self) -> None:
        assert self._window.stdout is not None
        continues = False  # whether what comes is more of a message with newlines in it
        while raw := await self._window.stdout.readline():
            text = raw.decode(errors="replace").rstrip("\n")
            if text.startswith(_TOLD):
                self.version = "WebKitGTK/" + text.removeprefix(_TOLD)
                self._ready.set()
            elif match := _LINE.fullmatch(text):
                self._lines.append(_line(match))
                continues = True
            elif _LIBRARY_WARNING.match(text):
                continues = False
            elif self._lines and continues and not self._lines[-1].is_mark:
                self._lines[-1].text += "\n" + text

    async def open(self, url: str) -> None:
        """See `Driver.open`."""
        assert self._window.stdin is not None
        self._window.stdin.write(f"{url}\n".encode())
        await self._window.stdin.drain()

    async def take_lines(self) -> list[Line]:
        """See `Driver.take_lines`."""
        lines, self._lines = self._lines, []
        return lines


def _line(match: re.Match[str]) -> Line:
    source = match["source"] or "CONSOLE_API"
    text = match["text"]
    return Line(
        text, time.time() * 1000, match["level"], source, url=match["url"], is_mark=text.startswith(MARK)
    )
