"""
The pytest plugin: the fixture ``browser``, the option ``--cors-browser`` and the marker ``cors_browser``.

pytest imports it in every run of every project where it is installed, so it stands beside
`cors_sim.testing` and loads neither httpx nor Hypothesis before a test fetches.
"""

from typing import Any

import pytest

from cors_sim import BROWSERS, InvalidInput, Outcome, client, simulate
from cors_sim.client import Page, RequestInit
from cors_sim.origins import Origin

_MARKER = "cors_browser"
_DEFAULT = "standard"


class PageBrowser:
    """
    What the fixture ``browser`` is: it fetches as a page does, and remembers nothing.

    Args:
        name: of the browser: ``standard``, ``chromium``, ``firefox`` or ``webkit``.

    Raises:
        InvalidInput: there is no such browser.
    """

    def __init__(self, name: str) -> None:
        found = {browser.name: browser for browser in BROWSERS}
        if name not in found:
            raise InvalidInput("browser", name, f"must be one of {', '.join(found)}")
        self.profile = found[name]

    def fetch(
        self,
        app_or_url: Any,  # noqa: ANN401 - see `server_of`
        url: str,
        init: RequestInit | None = None,
        *,
        origin: str | Origin | Page,
    ) -> Outcome:
        """
        What comes of ``fetch(url, init)`` in a page.

        Args:
            app_or_url: what answers: see `cors_sim.servers.server_of`.
            url: what to fetch, absolute or relative to the page.
            init: the second argument of ``fetch``.
            origin: of the page; or the page.

        Raises:
            ClientError: the API itself refuses.
        """
        from cors_sim.servers import server_of  # noqa: PLC0415 - see the top

        request = client.fetch(url, init, origin=origin, browser=self.profile)
        return simulate(request, server_of(app_or_url), browser=self.profile, steps=True)


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> PageBrowser:
    """A browser that fetches as a page does: ``browser.fetch(app, url, init, origin=...)``."""
    return PageBrowser(getattr(request, "param", _DEFAULT))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.getgroup("cors_sim").addoption(
        "--cors-browser",
        action="append",
        metavar="NAME",
        help="what the fixture is: standard (the default), chromium, firefox, webkit; may be repeated",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    text = f"{_MARKER}(*names): the browsers that the fixture `browser` is, one after another"
    config.addinivalue_line("markers", text)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once for each browser that its marker names, or else the option."""
    if "browser" not in metafunc.fixturenames:
        return
    marker = metafunc.definition.get_closest_marker(_MARKER)
    names = marker.args if marker is not None else metafunc.config.getoption("--cors-browser")
    if names:
        metafunc.parametrize("browser", names, indirect=True, scope="session")
