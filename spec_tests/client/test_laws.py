"""What holds for the client, whatever a page writes."""

from collections.abc import Callable
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from cors_sim import BROWSERS, Browser, InvalidInput, OpaqueOrigin, Request, ScriptError
from cors_sim.client import ClientError, Page, RequestInit, element, fetch, send_beacon, xhr

TEXT = st.text(max_size=12) | st.sampled_from(
    ["GET", "put", "X-A", "a\nb", "\0", "http://[", "data:,x", "/a", "//b", "{value}"]
)
PAIRS = st.lists(st.tuples(TEXT, TEXT), max_size=3)
MEMBERS = ("method", "mode", "credentials", "cache", "redirect", "referrer", "referrerPolicy", "body")
WORDS = TEXT | st.sampled_from(
    ["cors", "no-cors", "same-origin", "include", "only-if-cached", "manual", "POST"]
)
ORIGINS = st.sampled_from(["https://app.example.com", "http://localhost:8080", OpaqueOrigin()])
PAGES = st.builds(Page, ORIGINS, in_worker=st.booleans())


def say_in_every_browser(error: ClientError) -> None:
    """Each browser has a text for it, be it empty."""
    for browser in BROWSERS:
        said = error.in_browser(browser)
        assert ScriptError(error.name, said.message) == said


def made(make: Callable[[], Request]) -> Request | ClientError | None:
    """
    What *make* makes, or the error of script's, which every browser can say.

    None for a blob: URL, whose store is not modelled: no other argument is impossible here.
    """
    try:
        return make()
    except ClientError as error:
        say_in_every_browser(error)
        return error
    except InvalidInput as impossible:
        if impossible.argument == "url" and str(impossible.value).startswith("blob:"):
            return None
        raise


@given(
    url=TEXT,
    init=st.dictionaries(st.sampled_from(MEMBERS), WORDS, max_size=4),
    headers=PAIRS,
    page=PAGES,
    browser=st.sampled_from(BROWSERS),
)
def test_fetch(
    url: str, init: dict[str, str], headers: list[tuple[str, str]], page: Page, browser: Browser
) -> None:
    """Any text makes a request or an error of script's, which know whether it was in a worker."""
    whole = cast("RequestInit", {**init, "headers": headers})
    came_of_it = made(lambda: fetch(url, whole, origin=page, browser=browser))
    assert came_of_it is None or page.in_worker == came_of_it.in_worker


@given(
    method=TEXT,
    url=TEXT,
    headers=PAIRS,
    body=TEXT | st.none(),
    page=PAGES,
    browser=st.sampled_from(BROWSERS),
)
def test_xhr(
    method: str, url: str, headers: list[tuple[str, str]], body: str | None, page: Page, browser: Browser
) -> None:
    """The same; GET and HEAD have no body."""
    request = made(lambda: xhr(method, url, headers=headers, body=body, origin=page, browser=browser))
    if isinstance(request, Request) and request.method in {"GET", "HEAD"}:
        assert request.body is None


@given(url=TEXT, crossorigin=TEXT | st.none(), policy=TEXT, page=PAGES, browser=st.sampled_from(BROWSERS))
def test_element(url: str, crossorigin: str | None, policy: str, page: Page, browser: Browser) -> None:
    """Any attribute does, and ``crossorigin`` alone decides the mode; nothing is thrown, but fired."""
    came_of_it = made(
        lambda: element(
            "img", url, origin=page, crossorigin=crossorigin, referrer_policy=policy, browser=browser
        )
    )
    if isinstance(came_of_it, Request):
        assert (came_of_it.mode == "cors") == (crossorigin is not None)
    elif came_of_it is not None:
        assert came_of_it.event == "error"


@given(url=TEXT, body=TEXT | st.binary(max_size=8) | st.none(), page=PAGES)
def test_send_beacon(url: str, body: str | bytes | None, page: Page) -> None:
    """A beacon goes over http, or the call throws."""
    request = made(lambda: send_beacon(url, body, origin=page))
    assert isinstance(request, ClientError) or (request is not None and request.url.has_http_scheme)
