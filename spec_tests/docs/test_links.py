"""Every link on every page leads somewhere."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import pytest

from docs import exercise_pages, generated, message_pages
from spec_tests.docs.pages import DOCS, PAGES, ROOT, blocks, name_of
from spec_tests.standard.extract import STANDARD, load_steps

_BLOCK: Final = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
_CODE: Final = re.compile(r"(`+)[^`].*?\1", re.DOTALL)
_LINK: Final = re.compile(r"(?<!\\)\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)")
_HEADING: Final = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_TARGET: Final = re.compile(r"^\(([\w-]+)\)=$", re.MULTILINE)
# What is in a page of Sphinx only: a label of another page.
_ANCHORS_OF_THE_STANDARD: Final = frozenset(load_steps()["anchors"])


def sources() -> Iterator[tuple[Path, str]]:
    """Every page with its generated parts, and the pages that are generated as a whole."""
    for path in PAGES:
        yield path, generated.filled(path.read_text(encoding="utf-8"))
    for slug, page in message_pages.pages().items():
        yield message_pages.DIRECTORY / f"{slug}.md", page


@pytest.fixture(scope="module")
def pages() -> dict[Path, str]:
    """The sources, by their places."""
    return dict(sources())


def links(page: str) -> Iterator[str]:
    """Where the links of *page* lead, code left out."""
    for match in _LINK.finditer(_CODE.sub("", _BLOCK.sub("", page))):
        yield match[1]


def anchors(page: str) -> set[str]:
    """What can be linked to in *page*: headings, as code hosts and MyST name them, and labels."""
    bare = _BLOCK.sub("", page)
    return {_slug(heading) for heading in _HEADING.findall(bare)} | set(_TARGET.findall(bare))


def _slug(heading: str) -> str:
    shown = re.sub(r"\\(.)|`", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")


class TestLinks:
    """The links between pages, and into the standard."""

    def test_there_are_links(self, pages: dict[Path, str]) -> None:
        """Enough to say that they are found at all."""
        assert sum(len(list(links(page))) for page in pages.values()) > 1000

    def test_internal(self, pages: dict[Path, str]) -> None:
        """A file is there, and has the anchor."""
        broken = []
        for path, page in pages.items():
            for link in links(page):
                parts = urlsplit(link)
                if parts.scheme:
                    continue
                target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
                there = target in pages or target.is_file()
                if not there or (parts.fragment and parts.fragment not in anchors(pages.get(target, ""))):
                    broken.append(f"{name_of(path)}: {link}")
        assert broken == []

    def test_standard(self, pages: dict[Path, str]) -> None:
        """An anchor of the standard is one at the commit that is followed."""
        found = {
            link.removeprefix(f"{STANDARD}#")
            for page in pages.values()
            for link in links(page)
            if link.startswith(f"{STANDARD}#")
        }
        assert len(found) > 30
        assert found - _ANCHORS_OF_THE_STANDARD == set()

    def test_pages_are_reachable(self, pages: dict[Path, str]) -> None:
        """From the index one comes to every page."""
        seen: set[Path] = set()
        waiting = [DOCS / "index.md"]
        while waiting:
            path = waiting.pop()
            if path in seen or path not in pages:
                continue
            seen.add(path)
            waiting += [
                (path.parent / unquote(urlsplit(link).path)).resolve()
                for link in links(pages[path])
                if not urlsplit(link).scheme and urlsplit(link).path
            ]
            # Pages for messages have none, and are written when the site is built.
            for block in blocks(path, "{toctree}") if path in PAGES else ():
                entries = [line for line in block.text.splitlines() if line and not line.startswith(":")]
                waiting += [found for entry in entries for found in path.parent.glob(f"{entry}.md")]
        every = {path for path in pages if path.is_relative_to(DOCS) and "examples" not in path.parts}
        assert {name_of(path) for path in every - seen} == set()


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Keep where links and pictures lead."""
        self.found += [value for name, value in attributes if name in {"href", "src"} and value]


def test_raw_html_has_no_links() -> None:
    """Links are Markdown's, so that the tests above see them."""
    parser = _Addresses()
    for page in (exercise_pages.exercises(), *message_pages.pages().values()):
        parser.feed(_CODE.sub("", _BLOCK.sub("", page)))
    assert parser.found == []


def test_addresses_are_not_of_this_machine() -> None:
    """No page names a path of the machine that made it."""
    for path, page in sources():
        assert str(ROOT) not in page, name_of(path)
