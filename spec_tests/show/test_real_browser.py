"""A real Chromium obeys nothing of what a server wrote, in any page that we make of it."""

import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from markdown_it import MarkdownIt

from spec_tests.explain.servers.chromium import FLAGS
from spec_tests.show.attacks import payloads
from spec_tests.show.test_inert_forms import AUDITS, FORMS, audit_of

pytestmark = pytest.mark.servers

HTML: Final = "<!DOCTYPE html><meta charset=utf-8>"


class Site(http.server.ThreadingHTTPServer):
    """Pages by their paths, and a note of each request for anything else."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, str] = {}
        self.shown: set[str] = set()
        self.obeyed: list[str] = []

    def address(self, path: str) -> str:
        """The address of *path*."""
        return f"http://127.0.0.1:{self.server_port}/{path}"


class Handler(http.server.BaseHTTPRequestHandler):
    """Gives pages, and notes what is asked for besides."""

    def do_GET(self) -> None:
        """Answer."""
        site: Any = self.server
        path = self.path.lstrip("/")
        if path in site.pages:
            site.shown.add(path)
        elif path != "favicon.ico":
            site.obeyed.append(path)
        self.send_response(200 if path in site.pages else 404)
        kind = "image/svg+xml" if path.endswith(".svg") else "text/html"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(site.pages.get(path, "").encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Site]:
    """The site, while it is needed."""
    with Site() as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()


def look(site: Site, folder: Path) -> None:
    """Have a Chromium look at all pages of *site*, each in a frame that may do anything."""
    frames = "".join(f"<iframe src='{site.address(path)}'></iframe>" for path in site.pages)
    site.pages["all.html"] = f"{HTML}<title>All</title>{frames}"
    flags = [flag for flag in FLAGS if "remote" not in flag]
    chromium = shutil.which("chromium") or "chromium"
    seen = subprocess.run(
        [
            chromium,
            *flags,
            f"--user-data-dir={folder}",
            "--virtual-time-budget=15000",
            "--dump-dom",
            site.address("all.html"),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout
    assert "<title>All</title>" in seen
    assert site.shown == set(site.pages)


def made_of(text: str, number: int) -> Iterator[tuple[str, str]]:
    """The pages that we make about a server that writes *text*, by their paths."""
    report = audit_of(text)
    yield f"report-{number}.html", FORMS["html"](text)
    yield f"fragment-{number}.html", HTML + FORMS["fragment"](text)
    yield (
        f"markdown-{number}.html",
        HTML + MarkdownIt("commonmark", {"html": True}).render(FORMS["markdown"](text)),
    )
    yield f"audit-{number}.html", AUDITS["page"](report)
    yield f"audit-{number}.svg", AUDITS["svg"](report)


def test_nothing_is_obeyed(tmp_path: Path) -> None:
    """No script runs, no picture or style sheet is loaded, and no frame goes anywhere."""
    with serving() as site:
        for number, text in enumerate(payloads(site.address("obeyed"))):
            site.pages.update(made_of(text, number))
        look(site, tmp_path)

        assert len(site.shown) > 100
        assert site.obeyed == []


def test_it_would_be_seen(tmp_path: Path) -> None:
    """The same, written into a page as it is, is obeyed."""
    with serving() as site:
        for number, text in enumerate(payloads(site.address("obeyed"))):
            site.pages[f"{number}.html"] = f'{HTML}<p title="{text}">{text}</p>'
        look(site, tmp_path)

        assert site.obeyed.count("obeyed") >= 5
