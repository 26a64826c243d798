"""The pytest plugin: fixture, option, marker."""

# ruff: noqa: SIM300 - expected == actual

from pathlib import Path

import pytest

from cors_sim import Response, client
from cors_sim.pytest_plugin import PageBrowser
from spec_tests.testing.runs import pytest_run, summary

APP = """
async def app(scope, receive, send):
    headers = [(b"access-control-allow-origin", b"*"), (b"access-control-allow-headers", b"*")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"hello"})

def ask(browser):
    init = {"headers": {"Authorization": "Bearer x"}}
    return browser.fetch(app, "https://api.example.com/", init, origin="https://app.example.com")
"""


def run(folder: Path, test: str, *arguments: str) -> tuple[int, str]:
    """What pytest says of *test*, with an application that only browsers let in, and not the standard."""
    (folder / "test_it.py").write_text(f"import pytest\n{APP}\n{test}", encoding="utf-8")
    return pytest_run(folder, *arguments)


class TestFixture:
    """The fixture ``browser``."""

    def test_standard(self, tmp_path: Path) -> None:
        """Is the standard to the letter, unless told otherwise."""
        code, output = run(tmp_path, "def test(browser): assert ask(browser).browser.name == 'standard'")
        assert (0, "1 passed") == (code, summary(output))

    def test_option(self, tmp_path: Path) -> None:
        """The option says which browsers it is, one after another."""
        test = "def test(browser): assert ask(browser)"
        options = ("--cors-browser", "standard", "--cors-browser=chromium")
        code, output = run(tmp_path, test, *options)
        assert (1, "1 failed, 1 passed") == (code, summary(output))
        assert "FAILED test_it.py::test[standard]" in output

    def test_marker(self, tmp_path: Path) -> None:
        """The marker goes before the option."""
        test = "@pytest.mark.cors_browser('firefox', 'webkit')\ndef test(browser): assert ask(browser)"
        code, output = run(tmp_path, test, "--cors-browser=standard", "-vv")
        assert (0, "2 passed") == (code, summary(output))
        assert "test_it.py::test[firefox] PASSED" in output

    def test_no_browser(self, tmp_path: Path) -> None:
        """What is no browser is an error with the names of those there are."""
        code, output = run(tmp_path, "def test(browser): pass", "--cors-browser=netscape")
        assert (1, "1 error") == (code, summary(output))
        assert "browser must be one of standard, chromium, firefox, webkit, got 'netscape'" in output

    def test_with_hypothesis(self, tmp_path: Path) -> None:
        """It lives for the session, so that Hypothesis has nothing against it."""
        test = (
            "from hypothesis import given, strategies as st\n"
            "@given(st.booleans())\ndef test(browser, flag): ask(browser)"
        )
        code, output = run(tmp_path, test)
        assert (0, "1 passed") == (code, summary(output))

    def test_others_are_left_alone(self, tmp_path: Path) -> None:
        """A test without it runs once, and loads neither httpx nor Hypothesis for the plugin."""
        test = "import sys\ndef test(): assert not {'httpx', 'hypothesis'} & sys.modules.keys()"
        code, output = run(tmp_path, test, "--cors-browser=chromium", "-p", "no:hypothesispytest")
        assert (0, "1 passed") == (code, summary(output))


class TestPageBrowser:
    """What the fixture is."""

    def test_fetch(self) -> None:
        """Is ``fetch()`` in a page, with the page's choices and the browser's."""
        page = client.Page("https://app.example.com", base="https://app.example.com/a/")
        outcome = PageBrowser("webkit").fetch(lambda _: Response(), "b", {"mode": "no-cors"}, origin=page)
        assert "https://app.example.com/a/b" == outcome.request.url.href
        assert "webkit" == outcome.browser.name
        assert outcome.steps

    def test_refused(self) -> None:
        """What the API refuses raises."""
        with pytest.raises(client.ClientError):
            PageBrowser("standard").fetch(
                lambda _: Response(), "/", {"method": "TRACE"}, origin="https://a.test"
            )
