"""
What script could ask for instead: other requests, each of which is tried like any fix.

A server need not change for them, or must all the same: that is found out by running them.
"""

from collections.abc import Iterator, Set
from typing import Final

import attrs

from cors_sim import _infra
from cors_sim.enums import CacheMode, CredentialsMode, Mode, RedirectMode
from cors_sim.explain import redirects
from cors_sim.explain.mending import Obstacle
from cors_sim.explain.repairs import ALLOW_CREDENTIALS_REASONS, WILDCARD_REASONS
from cors_sim.explain.words import and_list
from cors_sim.flows import Outcome
from cors_sim.headers import HeaderList
from cors_sim.requests import Request
from cors_sim.urls import URL, parse_url
from cors_sim.verdicts import Opaque, Reason

# Headers that people put on the request and that say something on the response alone.
_RESPONSE_HEADER_NAMES: Final = frozenset(
    {
        "access-control-allow-credentials",
        "access-control-allow-headers",
        "access-control-allow-methods",
        "access-control-allow-origin",
        "access-control-expose-headers",
        "access-control-max-age",
        "cross-origin-resource-policy",
        "vary",
    }
)


@attrs.frozen
class Alternative:
    """
    Another request.

    Args:
        request: the request.
        headline: what to do, in a line.
        is_the_cure: whether it is what should be done, rather than a way around the server.
        note: what to know about it, in a sentence.
    """

    request: Request
    headline: str
    is_the_cure: bool
    note: str


def alternatives(outcome: Outcome, obstacles: tuple[Obstacle, ...]) -> Iterator[Alternative]:
    """
    Other requests that might fare better.

    Args:
        outcome: what came of the request as it is.
        obstacles: all that stands in its way.
    """
    request = outcome.request
    reasons = {obstacle.verdict.reason for obstacle in obstacles}
    if isinstance(outcome.verdict, Opaque):
        reasons.add(outcome.verdict.reason)
    yield from _other_headers(request, reasons)
    yield from _other_method(request, reasons)
    yield from _other_modes(request, reasons)
    yield from _other_url(outcome, reasons)
    yield from _other_credentials(outcome, reasons)


def misplaced_header_names(headers: HeaderList) -> list[str]:
    """Names of request headers that mean something on a response alone."""
    return [name for name in headers.names() if _infra.ascii_lowercase(name) in _RESPONSE_HEADER_NAMES]


def _other_headers(request: Request, reasons: Set[Reason]) -> Iterator[Alternative]:
    if Reason.HEADER_NOT_ALLOWED not in reasons:
        return
    misplaced = misplaced_header_names(request.headers)
    if misplaced:
        yield Alternative(
            request.with_fields(headers=request.headers.delete(*misplaced)),
            f"Take {and_list(misplaced)} off the request",
            is_the_cure=True,
            note="It belongs on the server's response. On a request it only needs permission itself.",
        )
        return
    if request.body is None and request.method in {"GET", "HEAD"} and "content-type" in request.headers:
        yield Alternative(
            request.with_fields(headers=request.headers.delete("content-type")),
            f"Send no Content-Type with a {request.method}",
            is_the_cure=True,
            note="There is no body whose type it could be.",
        )
    if "x-requested-with" in request.headers:
        yield Alternative(
            request.with_fields(headers=request.headers.delete("x-requested-with")),
            "Send no X-Requested-With",
            is_the_cure=False,
            note="Some libraries add it to every request; few servers look at it.",
        )


def _other_method(request: Request, reasons: Set[Reason]) -> Iterator[Alternative]:
    upper = _infra.ascii_uppercase(request.method)
    if Reason.METHOD_NOT_ALLOWED in reasons and upper != request.method:
        yield Alternative(
            request.with_fields(method=upper),
            f"Write the method as {upper}",
            is_the_cure=True,
            note="Methods are compared to the letter, and fetch() puts only some of them in capitals: "
            "DELETE, GET, HEAD, OPTIONS, POST and PUT.",
        )


def _other_modes(request: Request, reasons: Set[Reason]) -> Iterator[Alternative]:
    if Reason.OPAQUE_RESPONSE in reasons:
        by_script = request.api in {"fetch", "xhr"}
        yield Alternative(
            request.with_fields(
                mode=Mode.CORS,
                credentials_mode=request.credentials_mode if by_script else CredentialsMode.SAME_ORIGIN,
            ),
            "Ask in mode 'cors'" if by_script else 'Give the element crossorigin="anonymous"',
            is_the_cure=True,
            note="Only a request in mode 'cors' can be read, and only if the server permits it.",
        )
    if Reason.SAME_ORIGIN_MODE in reasons:
        yield Alternative(
            request.with_fields(mode=Mode.CORS),
            "Ask in mode 'cors'",
            is_the_cure=True,
            note="Mode 'same-origin' refuses every other origin, whatever the server says.",
        )
    if reasons & {Reason.OPAQUE_REDIRECT, Reason.REDIRECT_MODE_ERROR, Reason.NO_CORS_REDIRECT_MODE}:
        yield Alternative(
            request.with_fields(redirect_mode=RedirectMode.FOLLOW),
            "Ask with redirect: 'follow'",
            is_the_cure=True,
            note="It is what fetch() does when nothing is said about redirects.",
        )
    if Reason.ONLY_IF_CACHED in reasons:
        yield Alternative(
            request.with_fields(cache_mode=CacheMode.DEFAULT),
            "Ask with cache: 'default'",
            is_the_cure=True,
            note="Then the server is asked where the cache has nothing.",
        )
    if Reason.KEEPALIVE_BODY_TOO_LARGE in reasons:
        yield Alternative(
            request.with_fields(keepalive=False),
            "Ask without keepalive",
            is_the_cure=True,
            note="Then the request ends when the page does. Or send at most 64 KiB.",
        )


def _other_url(outcome: Outcome, reasons: Set[Reason]) -> Iterator[Alternative]:
    request = outcome.request
    final = redirects.final_url(outcome)
    if Reason.MIXED_CONTENT in reasons:
        url = request.current_url if final is None else final
        yield Alternative(
            _at(request, parse_url(f"https:{url.href.partition(':')[2]}")),
            "Ask over https",
            is_the_cure=True,
            note="Where the server has no https, that comes first.",
        )
    elif final not in {None, request.current_url} and Reason.REDIRECT_LIMIT not in reasons:
        # Permission that a hop lacks can be given. Else the hop itself is the fault.
        spoilt = reasons - redirects.MENDABLE or redirects.makes_origin_null(outcome)
        if redirects.login(outcome) is None:
            yield Alternative(
                _at(request, final),
                f"Ask for {final} directly",
                is_the_cure=bool(spoilt),
                note="Then there is no redirect on the way.",
            )


def _other_credentials(outcome: Outcome, reasons: Set[Reason]) -> Iterator[Alternative]:
    request = outcome.request
    refused = reasons & (WILDCARD_REASONS | ALLOW_CREDENTIALS_REASONS)
    is_null = request.origin.serialized == "null" or redirects.makes_origin_null(outcome)
    if request.credentials_mode is CredentialsMode.INCLUDE and (refused or is_null):
        yield Alternative(
            request.with_fields(credentials_mode=CredentialsMode.SAME_ORIGIN),
            "Send no credentials",
            is_the_cure=False,
            note="That is right where the answer is the same for everybody who asks.",
        )
    elif request.credentials_mode is CredentialsMode.SAME_ORIGIN and refused:
        yield Alternative(
            request.with_fields(credentials_mode=CredentialsMode.OMIT),
            "Ask with credentials: 'omit'",
            is_the_cure=False,
            note="This browser treats the redirect as if credentials went along.",
        )


def _at(request: Request, url: URL) -> Request:
    """*request*, not yet redirected, for *url*."""
    return request.with_fields(url_list=(url,))
