"""
Looking for a fix by trying everything: all combinations of a few values of a few response headers.

It knows what no fix may do (name ``null``, allow credentials that nobody asked for, let everybody in with
credentials) and nothing of how `cors_sim` finds fixes.
"""

import itertools
from collections.abc import Iterator
from typing import Final

import attrs

from cors_sim import Blocked, Exchange, HTTPRequest, Outcome, Response, simulate
from spec_tests.explain.mended import Answerer, Record

KEEP: Final = None
ASKED: Final = "asked"
"""Stands for what the request itself names: its origin, its method, its headers."""


@attrs.frozen
class Choice:
    """
    What to make of all answers to preflights, and of all others.

    Args:
        preflight: header names and values; ``status`` is one of them.
        answer: the same.
    """

    preflight: dict[str, str | None]
    answer: dict[str, str | None]


def choices(with_credentials: bool, with_preflight: bool) -> Iterator[Choice]:
    """All choices, those that change little first."""
    origins = [KEEP, ASKED] if with_credentials else [KEEP, ASKED, "*"]
    credentials = [KEEP, "true"] if with_credentials else [KEEP]
    answer = {
        "Access-Control-Allow-Origin": origins,
        "Access-Control-Allow-Credentials": credentials,
        "Cross-Origin-Resource-Policy": [KEEP, "same-site", "cross-origin"],
    }
    preflight = {
        "Access-Control-Allow-Origin": origins,
        "Access-Control-Allow-Credentials": credentials,
        "Access-Control-Allow-Methods": [KEEP, ASKED],
        "Access-Control-Allow-Headers": [KEEP, ASKED],
        "status": [KEEP, "204"],
    }
    if not with_preflight:
        preflight = {name: [KEEP] for name in preflight}
    for values in itertools.product(*preflight.values(), *answer.values()):
        yield Choice(
            dict(zip(preflight, values[: len(preflight)], strict=True)),
            dict(zip(answer, values[len(preflight) :], strict=True)),
        )


def search(outcome: Outcome, server: Answerer | Record) -> Choice | None:
    """The first choice with which the fetch of *outcome* is not blocked any more, or None."""
    request, browser = outcome.request, outcome.browser
    with_credentials = request.credentials_mode == "include"
    with_preflight = any(exchange.request.is_preflight for exchange in outcome.exchanges)
    for choice in choices(with_credentials, with_preflight or request.mode == "cors"):
        session = server.session() if isinstance(server, Record) else server
        changed = simulate(request, Chosen(session, choice), browser=browser)
        if not isinstance(changed.verdict, Blocked) and _is_known(changed, choice, server):
            return choice
    return None


def _is_known(outcome: Outcome, choice: Choice, server: Answerer | Record) -> bool:
    """
    Whether *outcome* hangs on no answer that nobody has seen.

    An answer that has to let the page in is known to do so, for that is what *choice* says of it.
    """
    if not isinstance(server, Record):
        return True
    seen = {_key(exchange) for exchange in server.exchanges}
    unseen = [exchange.request for exchange in outcome.exchanges if _key(exchange) not in seen]
    chosen = {True: choice.preflight, False: choice.answer}
    return all(
        outcome.request.mode == "cors" and chosen[asked.is_preflight]["Access-Control-Allow-Origin"] != KEEP
        for asked in unseen
    )


def _key(exchange: Exchange) -> tuple[str, str, bool]:
    return exchange.request.method, exchange.request.url.href, exchange.request.is_preflight


@attrs.frozen
class Chosen:
    """A server with a choice made."""

    server: Answerer
    choice: Choice

    def __call__(self, asked: HTTPRequest) -> Response:
        """The answer, with the choice made."""
        response = self.server(asked)
        headers, status = response.headers, response.status
        chosen = self.choice.preflight if asked.is_preflight else self.choice.answer
        for name, value in chosen.items():
            if value == KEEP:
                continue
            if name == "status":
                status = int(value)
                continue
            said = _asked(name, asked) if value == ASKED else value
            if said is not None:
                headers = headers.set(name, said)
        return response.with_fields(status=status, headers=headers)


def _asked(name: str, asked: HTTPRequest) -> str | None:
    """What *asked* names of its own; an origin of ``null`` is none to name."""
    header = {
        "Access-Control-Allow-Origin": "Origin",
        "Access-Control-Allow-Methods": "Access-Control-Request-Method",
        "Access-Control-Allow-Headers": "Access-Control-Request-Headers",
    }[name]
    value = asked.headers.get(header)
    if header == "Origin" and value == "null":
        return "*" if not asked.include_credentials else None
    return value
