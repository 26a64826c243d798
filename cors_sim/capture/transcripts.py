"""From a transcript to the request that it shows: what curl or a proxy sent says what script would ask."""

import re
from typing import Final

from cors_sim.capture.asked import Said, Sent, request_of
from cors_sim.capture.evidence import is_preflight
from cors_sim.capture.heads import CapturedExchange, Transcript
from cors_sim.headers import NO_HEADERS
from cors_sim.requests import Request
from cors_sim.urls import URL, url_or_none

_LOOPBACK: Final = re.compile(r"(?:localhost|127\.[0-9.]+|\[::1\])(?::[0-9]+)?")


def request_of_transcript(transcript: Transcript, said: Said) -> tuple[Request, tuple[str, ...]]:
    """
    What script asks for, by what was sent.

    Args:
        transcript: as read.
        said: what somebody says besides, which counts more.

    Returns:
        The request, and what was taken on trust.

    Raises:
        InvalidInput: the URL or the origin is neither said nor shown, or what is said is impossible.
    """
    exchanges = transcript.exchanges
    shown = [exchange for exchange in exchanges if exchange.request_headers is not None]
    request = next((exchange for exchange in shown if not is_preflight(exchange)), None)
    preflight = next((exchange for exchange in shown if is_preflight(exchange)), None)
    trusted = []
    guessed = request or preflight
    if said.url is None and guessed is not None and _scheme(guessed) is None:
        scheme = _likely_scheme(guessed)
        trusted.append(f"That the request went over {scheme}, which is not shown: --url says it.")
    sent, asked_first = (_sent(exchange, said) for exchange in (request, preflight))
    return request_of(sent, asked_first, said), tuple(trusted)


def _sent(exchange: CapturedExchange | None, said: Said) -> Sent | None:
    if exchange is None or exchange.method is None:
        return None
    headers = exchange.request_headers or NO_HEADERS
    url = _url(exchange) if said.url is None else url_or_none(str(said.url))
    if url is None:
        return None
    length = headers.get("content-length")
    has_body = length not in {None, "0"} or "transfer-encoding" in headers
    return Sent(method=exchange.method, url=url, headers=headers, has_body=has_body)


def _url(exchange: CapturedExchange) -> URL | None:
    """Where *exchange* went to, as far as it shows."""
    target, host = exchange.target or "", (exchange.request_headers or NO_HEADERS).get("host")
    if "://" in target:
        return url_or_none(target)
    scheme = _scheme(exchange) or _likely_scheme(exchange)
    return None if host is None else url_or_none(f"{scheme}://{host}{target}")


def _scheme(exchange: CapturedExchange) -> str | None:
    """What is shown of the scheme."""
    before, separator, _ = (exchange.target or "").partition("://")
    return before if separator else exchange.scheme


def _likely_scheme(exchange: CapturedExchange) -> str:
    host = (exchange.request_headers or NO_HEADERS).get("host") or ""
    return "http" if _LOOPBACK.fullmatch(host) else "https"
