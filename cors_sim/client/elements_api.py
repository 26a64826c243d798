"""
Elements and modules, up to the request.

Spec: https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request
"""

from types import MappingProxyType
from typing import Any, Final, Literal

from cors_sim import _infra
from cors_sim.browsers import STANDARD, Browser
from cors_sim.browsers.script.interface import Refusal
from cors_sim.client.errors import ClientError
from cors_sim.client.page import Page, page_of
from cors_sim.enums import CredentialsMode, Mode, ReferrerPolicy, one_of
from cors_sim.errors import InvalidInput
from cors_sim.origins import Origin
from cors_sim.requests import Request
from cors_sim.urls import URL, url_or_none

Element = Literal[
    "audio", "font", "img", "module", "modulepreload", "preload", "script", "stylesheet", "video"
]

# Element: destination, initiator type.
_ELEMENTS: Final = MappingProxyType(
    {
        "audio": ("audio", "audio"),
        "font": ("font", "css"),
        "img": ("image", "img"),
        "module": ("script", "script"),
        "modulepreload": ("script", "link"),
        "preload": ("", "link"),
        "script": ("script", "script"),
        "stylesheet": ("style", "link"),
        "video": ("video", "video"),
    }
)
# Links with a URL that does not parse, or none, are left alone; the others fire "error".
_SILENT: Final = frozenset({"modulepreload", "preload", "stylesheet"})


def element(
    kind: Element,
    url: str,
    *,
    origin: str | Origin | Page,
    crossorigin: str | None = None,
    destination: str | None = None,
    referrer_policy: str = "",
    browser: Browser = STANDARD,
) -> Request:
    """
    The request that an element makes for *url*.

    Args:
        kind: ``stylesheet`` is ``<link rel=stylesheet>``, ``module`` a ``<script type=module>``,
            ``font`` a font face of CSS; ``preload`` and ``modulepreload`` are links, too.
        url: relative URLs are relative to the page.
        origin: of the page; or the `Page` itself.
        crossorigin: the attribute's value; None where there is none. Anything but
            ``use-credentials`` means ``anonymous``.
        destination: what a preload is ``as``.
        referrer_policy: the ``referrerpolicy`` attribute's value.
        browser: whose choices count.

    Raises:
        ClientError: *url* is empty or does not parse, or a preload is ``as`` nothing that is preloaded, or
            *browser* refuses *url* for its password; `ClientError.event` is what the element fires.
        InvalidInput: *kind* is none, or it has no *destination*.

    Spec: https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request
    """
    one_of(frozenset(_ELEMENTS), kind, "kind")
    own_destination, initiator_type = _ELEMENTS[kind]
    if kind == "preload":
        own_destination = _preload_destination(destination, browser)
    elif destination is not None:
        raise InvalidInput("destination", destination, "must be None, as only a preload has one")
    event: Literal["error"] | None = None if kind in _SILENT else "error"
    page = page_of(origin)
    parsed_url = _parsed(url, page, event)
    cors = _is_cors_request(kind, own_destination, crossorigin, browser)
    include = kind != "font" and (_is_use_credentials(crossorigin) or not cors)
    if parsed_url.includes_credentials and not cors and browser.script.refuses_url_credentials:
        raise ClientError(Refusal.URL_INCLUDES_CREDENTIALS, url, call="element", event="error")
    return _request(
        parsed_url,
        page,
        referrer_policy,
        api=kind,
        mode=Mode.CORS if cors else Mode.NO_CORS,
        credentials_mode=CredentialsMode.INCLUDE if include else CredentialsMode.SAME_ORIGIN,
        destination=own_destination,
        initiator_type=initiator_type,
    )


def module_import(url: str, *, origin: str | Origin | Page) -> Request:
    """
    The request that ``import(url)`` makes.

    Args:
        url: relative URLs (with a leading ``/``, ``./`` or ``../``) are relative to the page.
        origin: of the page; or the `Page` itself.

    Raises:
        ClientError: the promise is rejected without a request.

    Spec: https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-single-module-script
    """
    page = page_of(origin)
    base = page.base_url if url.startswith(("/", "./", "../")) else None
    parsed_url = url_or_none(url, base)
    if parsed_url is None:
        raise ClientError(Refusal.URL_INVALID, url, call="import")
    return _request(parsed_url, page, api="import", destination="script", initiator_type="script")


def _parsed(url: str, page: Page, event: Literal["error"] | None) -> URL:
    if not url:
        raise ClientError(Refusal.URL_EMPTY, url, call="element", event=event)
    parsed_url = page.url_or_none(url)
    if parsed_url is None:
        raise ClientError(Refusal.URL_INVALID, url, call="element", event=event)
    return parsed_url


def _is_cors_request(kind: Element, destination: str, crossorigin: str | None, browser: Browser) -> bool:
    if kind == "font":
        return browser.script.fonts_are_cors_requests
    if destination == "font" and browser.script.font_preloads_are_cors_requests:
        return True
    return crossorigin is not None or kind in {"module", "modulepreload"}


def _is_use_credentials(crossorigin: str | None) -> bool:
    return crossorigin is not None and _infra.ascii_lowercase(crossorigin) == "use-credentials"


def _preload_destination(text: str | None, browser: Browser) -> str:
    """
    The destination of a preload ``as`` *text*.

    Spec: https://html.spec.whatwg.org/multipage/links.html#translate-a-preload-destination
    """
    words = "" if text is None else _infra.ascii_lowercase(text)
    destination = dict(browser.script.preloads).get(words)
    if destination is None:
        event = dict(browser.script.not_preloaded).get(words)
        raise ClientError(Refusal.NOT_A_PRELOAD_DESTINATION, words, call="element", event=event)
    return destination


def _request(url: URL, page: Page, referrer_policy: str = "", **fields: Any) -> Request:  # noqa: ANN401 - fields of a Request
    policy = _infra.ascii_lowercase(referrer_policy)
    known = policy if policy in frozenset(ReferrerPolicy) else ""
    return Request(url, unsafe_request=False, **fields, **page.request_fields(known))
