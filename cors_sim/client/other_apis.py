"""
Event sources, beacons and workers, up to the request.

Specs: https://html.spec.whatwg.org/ and https://w3c.github.io/beacon/
"""

from cors_sim.browsers import STANDARD, Browser
from cors_sim.browsers.script.interface import Call, Refusal
from cors_sim.client.bodies import STREAM_AS_TEXT, BodyInit, Stream, extract
from cors_sim.client.errors import ClientError
from cors_sim.client.page import Page, page_of
from cors_sim.enums import CredentialsMode, Mode
from cors_sim.headers import HeaderList
from cors_sim.origins import Origin, same_origin
from cors_sim.requests import Request
from cors_sim.standard.safelists import is_cors_safelisted_request_header
from cors_sim.urls import URL


def event_source(
    url: str, *, origin: str | Origin | Page, with_credentials: bool = False, browser: Browser = STANDARD
) -> Request:
    """
    The request that ``new EventSource(url)`` makes.

    Args:
        url: relative URLs are relative to the page.
        origin: of the page; or the `Page` itself.
        with_credentials: ``withCredentials``.
        browser: whose choices count.

    Raises:
        ClientError: the constructor throws; or *browser* refuses *url* for its password, and fires
            ``error``.

    Spec: https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource
    """
    page = page_of(origin)
    parsed_url = _parsed(url, page, "EventSource", "SyntaxError")
    if parsed_url.includes_credentials and browser.script.refuses_url_credentials:
        raise ClientError(Refusal.URL_INCLUDES_CREDENTIALS, url, call="EventSource", event="error")
    return Request(
        parsed_url,
        headers={"Accept": "text/event-stream"},
        credentials_mode=CredentialsMode.INCLUDE if with_credentials else CredentialsMode.SAME_ORIGIN,
        cache_mode="no-store",
        unsafe_request=False,
        initiator_type="other",
        api="eventsource",
        **page.request_fields(),
    )


def send_beacon(
    url: str, body: BodyInit | None = None, *, origin: str | Origin | Page, browser: Browser = STANDARD
) -> Request:
    """
    The request that ``navigator.sendBeacon(url, body)`` makes.

    Where its body is too large, nothing is sent and the call returns false: the verdict has that reason.

    Args:
        url: relative URLs are relative to the page.
        body: what is sent.
        origin: of the page; or the `Page` itself.
        browser: whose choices count.

    Raises:
        ClientError: the call throws; or *browser* refuses *url* for its password, and it returns false.

    Spec: https://w3c.github.io/beacon/#sendbeacon-method
    """
    page = page_of(origin)
    parsed_url = _parsed(url, page, "sendBeacon", "TypeError")
    if not parsed_url.has_http_scheme:
        raise ClientError(Refusal.URL_SCHEME_NOT_HTTP, url, call="sendBeacon")
    if parsed_url.includes_credentials and browser.script.refuses_url_credentials:
        raise ClientError(Refusal.URL_INCLUDES_CREDENTIALS, url, call="sendBeacon", event="return")
    if isinstance(body, Stream):
        if browser.script.streams != "as-text":
            raise ClientError(Refusal.STREAM_WITH_KEEPALIVE, STREAM_AS_TEXT, call="sendBeacon")
        body = STREAM_AS_TEXT
    sent, content_type = (None, None) if body is None else extract(body)
    headers = HeaderList() if content_type is None else HeaderList({"Content-Type": content_type})
    simple = all(is_cors_safelisted_request_header(name, value) for name, value in headers)
    return Request(
        parsed_url,
        method="POST",
        headers=headers,
        body=sent,
        mode=Mode.NO_CORS if simple else Mode.CORS,
        credentials_mode=CredentialsMode.INCLUDE,
        # The text of Beacon sets no unsafe-request flag; all browsers ask with a preflight, as if it did.
        unsafe_request=True,
        keepalive=browser.script.limits_beacons,
        initiator_type="beacon",
        api="beacon",
        **page.request_fields(),
    )


def worker(url: str, *, origin: str | Origin | Page, browser: Browser = STANDARD) -> Request:
    """
    The request that ``new Worker(url)`` makes for the worker's script.

    Args:
        url: relative URLs are relative to the page.
        origin: of the page; or the `Page` itself.
        browser: whose choices count.

    Raises:
        ClientError: the constructor throws.

    Spec: https://html.spec.whatwg.org/multipage/workers.html#dom-worker
    """
    page = page_of(origin)
    parsed_url = _parsed(url, page, "Worker", "SyntaxError")
    elsewhere = parsed_url.scheme != "data" and not same_origin(parsed_url.origin, page.origin)
    if elsewhere and browser.script.worker_refused_at_once:
        raise ClientError(
            Refusal.WORKER_ACROSS_ORIGINS,
            parsed_url.href,
            "SecurityError",
            call="Worker",
            context=page.origin.serialized,
        )
    return Request(
        parsed_url,
        mode=Mode.SAME_ORIGIN,
        destination="worker",
        unsafe_request=False,
        initiator_type="other",
        api="worker",
        **page.request_fields(),
    )


def _parsed(url: str, page: Page, call: Call, name: str) -> URL:
    parsed_url = page.url_or_none(url)
    if parsed_url is None:
        raise ClientError(Refusal.URL_INVALID, url, name, call=call)
    return parsed_url
