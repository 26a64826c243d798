"""The built site, served as any server would."""

import contextlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

SITE: Final = Path(__file__).parents[2] / "docs" / "_build" / "html"
PAGE: Final = "playground.html"


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Site:
    """
    A server for the built site, which can be taken off the network.
    """

    def __init__(self) -> None:
        assert (SITE / "playground" / "files.js").exists(), "first: python docs/build_site.py"
        self._server = self._started(0)
        self.port: int = self._server.server_address[1]

    def _started(self, port: int) -> ThreadingHTTPServer:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Silent, directory=str(SITE)))
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server

    def url(self, fragment: str = "", page: str = PAGE) -> str:
        """The address of a page, the playground if none is named."""
        return f"http://127.0.0.1:{self.port}/{page}#{fragment}"

    def stop(self) -> None:
        """Take it off the network."""
        self._server.shutdown()
        self._server.server_close()

    @contextlib.contextmanager
    def gone(self) -> Iterator[None]:
        """Off the network, and back at the same address afterwards."""
        self.stop()
        try:
            yield
        finally:
            self._server = self._started(self.port)
