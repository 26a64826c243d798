"""
From what was sent to what script asked for.

A recorded request has the headers of script and those of the browser (or of curl) in one list. Which are
script's follows from the preflight, where there is one, and else from which headers browsers write.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.capture.missing import NOT_SHOWN
from cors_sim.enums import DESTINATIONS, CredentialsMode, Mode
from cors_sim.errors import InvalidInput
from cors_sim.headers import NO_HEADERS, HeaderList
from cors_sim.origins import OpaqueOrigin, Origin, same_origin
from cors_sim.requests import Request
from cors_sim.standard.methods import is_cors_safelisted_method
from cors_sim.standard.safelists import cors_unsafe_request_header_names, is_forbidden_request_header
from cors_sim.urls import URL, parse_origin, parse_url, url_or_none

# Headers that browsers and curl write themselves, and that script could set as well.
_NOT_OF_SCRIPT: Final = frozenset(
    {
        *("accept", "accept-language", "cache-control", "if-modified-since", "if-none-match", "pragma"),
        *("priority", "purpose", "save-data", "upgrade-insecure-requests", "user-agent", "x-client-data"),
    }
)
_APIS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "audio": "audio",
        "eventsource": "eventsource",
        "fetch": "fetch",
        "font": "font",
        "image": "img",
        "ping": "beacon",
        "script": "script",
        "style": "stylesheet",
        "stylesheet": "stylesheet",
        "video": "video",
        "xhr": "xhr",
    }
)
_MODES: Final = frozenset({Mode.CORS, Mode.NO_CORS, Mode.SAME_ORIGIN})


@attrs.frozen(repr=False, kw_only=True)
class Sent(Value):
    """
    A request that was sent, as far as it was recorded.

    Args:
        method: as sent.
        url: where to.
        headers: as recorded.
        has_body: whether it had a body.
        resource_type: what it was for in a browser's words, as ``fetch``; None where that is not known.
        page: the address of the page that sent it, where that is known.
    """

    method: str
    url: URL
    headers: HeaderList
    has_body: bool = False
    resource_type: str | None = None
    page: URL | None = None


@attrs.frozen(repr=False, kw_only=True)
class Said(Value):
    """
    What somebody says of a request, which counts more than what was recorded. None is for not saying it.

    Args:
        url: what script asks for.
        origin: of the page.
        method: of the request.
        headers: that script sets.
        credentials_mode: as ``fetch()`` has it.
    """

    url: str | URL | None = None
    origin: str | Origin | None = None
    method: str | None = None
    headers: HeaderList | None = None
    credentials_mode: str | None = None


def request_of(sent: Sent | None, preflight: Sent | None = None, said: Said | None = None) -> Request:
    """
    What script asked for.

    Args:
        sent: the request; None where it was not recorded.
        preflight: its preflight; None where none was recorded.
        said: what is known besides.

    Raises:
        InvalidInput: the URL or the origin is neither said nor recorded, or what is said is impossible.
    """
    said = said or Said()
    recorded = sent or preflight
    known = NO_HEADERS if recorded is None else recorded.headers
    if said.url is not None:
        url = parse_url(said.url)
    elif recorded is not None:
        url = recorded.url
    else:
        raise InvalidInput("url", None, "must be given, for no request is shown")
    origin = _origin(sent, preflight) if said.origin is None else parse_origin(said.origin)
    if origin is None:
        raise InvalidInput("origin", None, "must be given, for no request of the page is shown")
    headers = said.headers if said.headers is not None else _headers(sent, preflight)
    method = said.method or _method(sent, preflight)
    mode = _mode(known, sent, preflight)
    sends_cookies = sent is not None and "cookie" in sent.headers and not same_origin(url.origin, origin)
    request = Request(
        url,
        origin=origin,
        method=method,
        headers=headers,
        mode=mode,
        credentials_mode=said.credentials_mode
        or _credentials_mode(known, mode, sends_cookies=sends_cookies),
        body=b"" if sent is not None and sent.has_body else None,
        destination=_destination(known, sent),
        api=_api(known, sent),
    )
    if preflight is not None and _is_simple(request):
        # An upload listener or a stream asks for it.
        return attrs.evolve(request, use_cors_preflight=True)
    return request


def _is_simple(request: Request) -> bool:
    unsafe_names = cors_unsafe_request_header_names(request.headers)
    return is_cors_safelisted_method(request.method) and not unsafe_names


def _method(sent: Sent | None, preflight: Sent | None) -> str:
    if sent is not None:
        return sent.method
    asked = None if preflight is None else preflight.headers.get("access-control-request-method")
    return asked if asked is not None and _infra.is_token(asked) else "GET"


def _headers(sent: Sent | None, preflight: Sent | None) -> HeaderList:
    """The headers of script."""
    names = set() if preflight is None else _items(preflight, "access-control-request-headers")
    pairs = []
    for name, value in NO_HEADERS if sent is None else sent.headers:
        lowered = _infra.ascii_lowercase(name)
        if lowered in names:
            names.discard(lowered)
            pairs.append((name, value))
        elif _is_of_script(lowered, value) and (preflight is None or lowered != "authorization"):
            pairs.append((name, value))
    pairs += [(name, NOT_SHOWN) for name in sorted(names) if _infra.is_token(name)]
    return HeaderList(pairs)


def _is_of_script(lowered_name: str, value: str) -> bool:
    return lowered_name not in _NOT_OF_SCRIPT and not is_forbidden_request_header(lowered_name, value)


def _items(sent: Sent, name: str) -> set[str]:
    """What the header lists, in lower case."""
    return set(map(_infra.ascii_lowercase, _infra.split_on_commas(sent.headers.get(name) or ""))) - {""}


def _origin(sent: Sent | None, preflight: Sent | None) -> Origin | None:
    for known in filter(None, (preflight, sent)):
        value = known.headers.get("origin")
        if value == "null":
            return OpaqueOrigin()
        url = url_or_none(value or known.headers.get("referer") or "") or known.page
        if url is not None and url.origin is not None:
            return parse_origin(url.origin)
    return None


def _mode(known: HeaderList, sent: Sent | None, preflight: Sent | None) -> Mode:
    said = known.get("sec-fetch-mode")
    if said in _MODES:
        return Mode(said)
    resource_type = None if sent is None else sent.resource_type
    if preflight is not None or "origin" in known or resource_type in {None, "fetch", "xhr"}:
        return Mode.CORS
    return Mode.NO_CORS


def _credentials_mode(known: HeaderList, mode: Mode, *, sends_cookies: bool) -> CredentialsMode:
    """Elements without ``crossorigin`` include credentials, and ``fetch()`` does not by itself."""
    of_an_element = known.get("sec-fetch-dest") not in {None, "empty"}
    include = sends_cookies or (mode is Mode.NO_CORS and of_an_element)
    return CredentialsMode.INCLUDE if include else CredentialsMode.SAME_ORIGIN


def _destination(known: HeaderList, sent: Sent | None) -> str:
    said = known.get("sec-fetch-dest") or (None if sent is None else sent.resource_type)
    return said if said is not None and said in DESTINATIONS else ""


def _api(known: HeaderList, sent: Sent | None) -> str:
    resource_type = None if sent is None else sent.resource_type
    return _APIS.get(resource_type or "", _APIS.get(_destination(known, sent), "fetch"))
