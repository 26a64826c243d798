"""What the three drivers have in common: a console line, and a browser's life as a process."""

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

import attrs

MARK = "@@recorder start "  # how a page says in the console which scenario it begins
_GRACE = 5.0  # seconds for a browser to end by itself


@attrs.define
class Line:
    """One line of a browser's console.

    Attributes:
        text: The message, verbatim.
        time: When, in milliseconds since the epoch.
        level: How grave the browser finds it.
        source: Which part of the browser says it, where the browser tells.
        category: The browser's own name for the kind of message, where it has one.
        url: The address that the browser attaches, if any.
        is_mark: True for `MARK` and the scenario's id after it.
    """

    text: str
    time: float
    level: str
    source: str | None = None
    category: str | None = None
    url: str | None = None
    is_mark: bool = False


class Driver(ABC):
    """A running browser.

    Used as `async with Chromium() as browser`; its profile is its own, and deleted afterwards.

    Attributes:
        engine: The engine's name in observations.
        version: The browser's name and version, known once it runs.
    """

    engine: ClassVar[str]
    version = "?"

    def __init__(self) -> None:
        self.profile = Path(tempfile.mkdtemp(prefix=f"recorder-{self.engine}-"))
        self._processes: list[asyncio.subprocess.Process] = []

    async def __aenter__(self) -> Self:
        try:
            await self._start()
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    @abstractmethod
    async def _start(self) -> None:
        """Launch the browser, connect to it, and learn its version."""

    @abstractmethod
    async def open(self, url: str) -> None:
        """Begin to load a page."""

    @abstractmethod
    async def take_lines(self) -> list[Line]:
        """The console lines since this was last asked, in the order in which the browser gave them."""

    async def _launch(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        stdin: int = asyncio.subprocess.DEVNULL,
        stdout: int = asyncio.subprocess.DEVNULL,
        stderr: int = asyncio.subprocess.DEVNULL,
    ) -> asyncio.subprocess.Process:
        inherited = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        fixed = {
            "LANG": "en_US.UTF-8",
            "LC_ALL": "C.UTF-8",
            "NO_PROXY": "*",
            "no_proxy": "*",
            "HOME": str(self.profile),
        }
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            env=inherited | fixed | dict(environment),
            start_new_session=True,
            limit=1 << 24,
        )
        self._processes.append(process)
        return process

    async def _end(self) -> None:
        for process in reversed(self._processes):
            await _terminate(process)
        shutil.rmtree(self.profile, ignore_errors=True)


async def _terminate(process: asyncio.subprocess.Process) -> None:
    """End a process of ours and the group that it leads."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _GRACE)
            return


def find_program(*names: str) -> str:
    """The first of these programs that is installed.

    Raises:
        FileNotFoundError: None is.
    """
    for name in names:
        if path := shutil.which(name):
            return path
    raise FileNotFoundError(f"none of {', '.join(names)} is installed")
