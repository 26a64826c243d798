"""
Elements, modules, event sources and beacons, up to the request.

Spec: https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request
"""

from types import MappingProxyType
from typing import Any, Final, Literal

from cors_sim.client.bodies import BodyInit, Stream, extract
from cors_sim.client.errors import ClientError, Refusal
from cors_sim.client.page import Page, page_of
from cors_sim.enums import CredentialsMode, Mode, one_of
from cors_sim.headers import HeaderList
from cors_sim.origins import Origin
from cors_sim.requests import Request
from cors_sim.standard.safelists import is_cors_safelisted_request_header
from cors_sim.urls import URL, url_or_none

Element = Literal[
    "audio", "font", "img", "module", "modulepreload", "preload", "script", "stylesheet", "video"
]
CrossOrigin = Literal["anonymous", "use-credentials"]

# Element: destination, initiator type.
_ELEMENTS: Final = MappingProxyType(
    {
        "audio": ("audio", "audio"),
        "font": ("font", "font"),
        "img": ("image", "img"),
        "module": ("script", "script"),
        "modulepreload": ("script", "link"),
        "preload": ("", "link"),
        "script": ("script", "script"),
        "stylesheet": ("style", "link"),
        "video": ("video", "video"),
    }
)
# These never make a no-cors request, whatever their crossorigin attribute.
_ALWAYS_CORS: Final = frozenset({"font", "module", "modulepreload"})


def element(
    kind: Element,
    url: str,
    *,
    origin: str | Origin | Page,
    crossorigin: str | None = None,
    destination: str | None = None,
) -> Request:
    """
    The request that an element makes for *url*.

    Args:
        kind: ``stylesheet`` is ``<link rel=stylesheet>``, ``module`` a ``<script type=module>``,
            ``font`` a font face of CSS.
        url: relative URLs are relative to the page.
        origin: of the page; or the `Page` itself.
        crossorigin: the attribute's value; None where there is none. Anything but
            ``use-credentials`` means ``anonymous``.
        destination: what a preload is ``as`` (``fetch`` is the empty destination).

    Raises:
        ClientError: *url* does not parse; the element fires ``error``.
        InvalidInput: *kind* or *destination* is none.

    Spec: https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request
    """
    one_of(frozenset(_ELEMENTS), kind, "kind")
    page = page_of(origin)
    own_destination, initiator_type = _ELEMENTS[kind]
    cors = crossorigin is not None or kind in _ALWAYS_CORS
    include = crossorigin == "use-credentials" or not cors
    headers = {"Range": "bytes=0-"} if kind in {"audio", "video"} else {}
    return _request(
        url,
        page,
        api=kind,
        mode=Mode.CORS if cors else Mode.NO_CORS,
        credentials_mode=CredentialsMode.INCLUDE if include else CredentialsMode.SAME_ORIGIN,
        destination=_translated(destination) if destination is not None else own_destination,
        initiator_type=initiator_type,
        headers=headers,
    )


def module_import(url: str, *, origin: str | Origin | Page) -> Request:
    """
    The request that ``import(url)`` makes.

    Spec: https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-single-module-script
    """
    return _request(url, page_of(origin), api="import", destination="script", initiator_type="script")


def event_source(url: str, *, origin: str | Origin | Page, with_credentials: bool = False) -> Request:
    """
    The request that ``new EventSource(url)`` makes.

    Raises:
        ClientError: *url* does not parse; the constructor throws.

    Spec: https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource
    """
    include = CredentialsMode.INCLUDE if with_credentials else CredentialsMode.SAME_ORIGIN
    return _request(
        url,
        page_of(origin),
        error="SyntaxError",
        api="eventsource",
        credentials_mode=include,
        headers={"Accept": "text/event-stream"},
        initiator_type="other",
        cache_mode="no-store",
    )


def send_beacon(url: str, body: BodyInit | None = None, *, origin: str | Origin | Page) -> Request:
    """
    The request that ``navigator.sendBeacon(url, body)`` makes.

    Raises:
        ClientError: the call throws.

    Spec: https://w3c.github.io/beacon/#sendbeacon-method
    """
    page = page_of(origin)
    if isinstance(body, Stream):
        raise ClientError(Refusal.STREAM_WITH_KEEPALIVE, body)
    sent, content_type = (None, None) if body is None else extract(body)
    headers = HeaderList() if content_type is None else HeaderList({"Content-Type": content_type})
    simple = all(is_cors_safelisted_request_header(name, value) for name, value in headers)
    return _request(
        url,
        page,
        api="beacon",
        method="POST",
        headers=headers,
        body=sent,
        keepalive=True,
        mode=Mode.NO_CORS if simple else Mode.CORS,
        credentials_mode=CredentialsMode.INCLUDE,
        initiator_type="beacon",
    )


def _translated(potential_destination: str) -> str:
    """Spec: https://fetch.spec.whatwg.org/#concept-potential-destination-translate"""
    return "" if potential_destination == "fetch" else potential_destination


def _request(url: str, page: Page, *, error: str = "TypeError", **fields: Any) -> Request:  # noqa: ANN401 - fields of a Request
    parsed_url: URL | None = url_or_none(url, page.base_url)
    if parsed_url is None:
        raise ClientError(Refusal.URL_INVALID, url, error)
    unsafe_request = fields.get("api") == "beacon"
    return Request(parsed_url, unsafe_request=unsafe_request, **fields, **page.request_fields())
