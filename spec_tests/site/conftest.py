"""One site and one browser of each kind, for all tests that want them."""

from collections.abc import Iterator

import pytest

from spec_tests.site.bidi import BROWSERS, Browser
from spec_tests.site.serving import Site


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The built site, served."""
    site = Site()
    yield site
    site.stop()


@pytest.fixture(scope="session", params=list(BROWSERS))
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A running browser."""
    with BROWSERS[request.param]() as browser:
        yield browser
