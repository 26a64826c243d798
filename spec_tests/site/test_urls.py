"""
The URL parser that the playground has, against `ada_url`: equal in every browser, but for what is listed.

Spec: https://url.spec.whatwg.org/#url-parsing
"""

# ruff: noqa: SIM300 - expected == actual

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import ada_url
import pytest

from spec_tests.browsers import corpora
from spec_tests.cases import runner
from spec_tests.site.bidi import Browser
from spec_tests.site.serving import Site
from spec_tests.values import test_urls

BASE: Final = "https://api.example.com/a/b?q#f"

SCHEMES: Final = (
    "http:",
    "HTTPS://",
    "ws:/",
    "ftp:\\\\",
    "file:///",
    "data:",
    "blob:https://",
    "custom://",
    "",
)
HOSTS: Final = (
    *(
        "a.test",
        "A.TEST.",
        "a..test",
        "*.a.test",
        "a_b",
        'a"b',
        "a%41",
        "a%00b",
        "a b",
        "a<b",
        "\u2603.test",
    ),
    *(
        "b\u00fccher.test",
        "fa\u00df.test",
        "\ufb00.test",
        "a\u00adb",
        "xn--bcher-kva.test",
        "xn--",
        "xn--a-ecp.test",
    ),
    *(
        "127.1",
        "0x7f.1",
        "1.2.3.4.5",
        "256.256.256.256",
        "[::1]",
        "[1::0:0]",
        "[::1",
        "",
        "\U0001f600.test",
    ),
)
ENDS: Final = (
    "",
    "/",
    ":80/",
    ":443/x",
    ":0",
    ":65536",
    ":a",
    "/a/../b/./c",
    "/%2e%2e/a",
    "/ \u20ac\\b?\u20ac'#\u20ac",
    "?#",
    "@b",
)

# "http://xn--/" and its like parse since June 2026, when the standard began to leave such names alone.
# ada_url follows it, and this whatwg-url does not yet.
NOT_YET: Final = re.compile(r"xn--(?:[/:?#\\]|a-ecp|$)", re.IGNORECASE)


def texts() -> Iterator[str]:
    """URLs and what is none: of the tests of URLs, of the cases, of the experiments, and made of parts."""
    for line in Path(test_urls.__file__).read_text(encoding="utf-8").splitlines():
        yield from re.findall(r'"((?:[^"\\]|\\["\\])*)"', line)
    for path in runner.CASE_FILES:
        yield from _strings(json.loads(path.read_text(encoding="utf-8")))
    for corpus in corpora.CORPORA:
        yield from _strings(list(corpora.scenarios(corpus).values()))
    yield from map("".join, itertools.product(SCHEMES, HOSTS, ENDS))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if not {":", "/"}.isdisjoint(value):
            yield value
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def parsed(text: str, base: str | None) -> str | None:
    """What `ada_url` makes of it."""
    try:
        href: str = ada_url.URL(text, base).href
    except ValueError:
        return None
    return href


LOAD: Final = """async () => {
  const at = (name) => new URL(`playground/${name}`, location.href).href;
  const { loadPyodide } = await import(at("pyodide/pyodide.mjs"));
  self.standardHref = (await import(at("url.js"))).standardHref;
  self.python = await loadPyodide();
  python.unpackArchive(await (await fetch(at("playground.zip"))).arrayBuffer(), "zip");
  python.runPython(`
import json
import sys

sys.path.insert(0, ".")
import ada_url

def parsed(text, base):
    try:
        return ada_url.URL(text, base).href
    except ValueError:
        return None

def parsed_all(pairs):
    return json.dumps([parsed(*pair) for pair in json.loads(pairs)])
`);
}"""
PARSE: Final = "(pairs) => JSON.parse(python.globals.get('parsed_all')(JSON.stringify(pairs)))"


@pytest.mark.servers
def test_equal(browser: Browser, site: Site) -> None:
    """Each text is the same URL, or none, with a base and without; halves of characters are none."""
    browser.open(site.url(page="search.html"))
    browser.run(LOAD)
    pairs = [(text, base) for text in dict.fromkeys(texts()) for base in (None, BASE)]
    assert len(pairs) > 10_000
    found = browser.run(PARSE, pairs)
    different = {
        pair: (parsed(*pair), here)
        for pair, here in zip(pairs, found, strict=True)
        if parsed(*pair) != here and not (here is None and NOT_YET.search(pair[0]))
    }

    assert {} == different
    assert None is parsed("https://a.test/\ud800", None)
    assert browser.run("() => python.runPython(`parsed('https://a.test/' + chr(0xD800), None) is None`)")
