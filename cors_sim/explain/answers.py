"""
Where answers come from when a fetch is run again: the server itself, or what was recorded of it.

Each run has a `Session`, which applies the changes of a fix and keeps account of what nobody has seen.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from cors_sim import _infra
from cors_sim.exchanges import Exchange, HTTPRequest
from cors_sim.explain.values import Change, Target
from cors_sim.flows import Answerer, Outcome, Server
from cors_sim.responses import Response

Patch = Mapping[Target, Change]
"""The changes of a fix, by what they are of."""

_OTHER_ORIGIN: Final = "https://another-origin.invalid"
_UNSEEN_PREFLIGHT: Final = Response(204)
_UNSEEN: Final = Response(200)


class Answers:
    """
    What is known of a server.

    Args:
        outcome: a fetch whose exchanges are a record of it.
        server: the server; None where there is nothing but the record.
        recorded: more of the record, of requests that the fetch did not come to.
    """

    def __init__(
        self, outcome: Outcome, server: Answerer | Server | None, recorded: Iterable[Exchange] = ()
    ) -> None:
        self._server = server
        self._varying: dict[Target, bool] = {}
        self.recorded: dict[Target, list[Exchange]] = {}
        for exchange in (*outcome.exchanges, *recorded):
            self.recorded.setdefault(Target.of(exchange.request), []).append(exchange)

    def open(self) -> Answerer | None:
        """A fresh answerer; None where there is no server."""
        server = self._server
        if server is None:
            return None
        opened: Any = server.session() if hasattr(server, "session") else server
        answerer: Answerer = opened
        return answerer

    def vary_by_origin(self, asked: HTTPRequest, response: Response) -> bool:
        """
        Whether other origins than that of *asked* get another ``Access-Control-Allow-Origin``.

        A server is asked. Of a record it is believed that an answer varies by origin where it says so.

        Args:
            asked: what *response* is the answer to.
            response: as it is before any change.
        """
        target = Target.of(asked)
        known = self._varying.get(target)
        if known is None:
            known = self._varying[target] = self._find_out(asked, response)
        return known

    def _find_out(self, asked: HTTPRequest, response: Response) -> bool:
        if "origin" in listed(response, "vary"):
            return True
        answer = self.open()
        if answer is None:
            return False
        other = attrs.evolve(asked, headers=asked.headers.set("Origin", _OTHER_ORIGIN))
        name = "access-control-allow-origin"
        return answer(other).headers.get(name) != response.headers.get(name)


class Session:
    """
    What answers one run of a fetch.

    Args:
        answers: what is known of the server.
        patch: the changes to make to what it answers.

    Attributes:
        originals: the answers as they were before any change, by what they are to.
        unseen: what was asked that nobody has an answer to, so that a bare one was made up for it.
        alike: what was answered with the answer to another origin.
    """

    def __init__(self, answers: Answers, patch: Patch) -> None:
        self.answers = answers
        self._patch = patch
        self._server = answers.open()
        self._count: Counter[Target] = Counter()
        self.originals: dict[Target, Response] = {}
        self.unseen: dict[Target, HTTPRequest] = {}
        self.alike: dict[Target, HTTPRequest] = {}

    def __call__(self, asked: HTTPRequest) -> Response:
        """The answer to *asked*."""
        target = Target.of(asked)
        response = self._original(asked, target)
        self.originals.setdefault(target, response)
        change = self._patch.get(target)
        return response if change is None else amended(response, asked, change)

    def _original(self, asked: HTTPRequest, target: Target) -> Response:
        if self._server is not None:
            return self._server(asked)
        exchanges = self.answers.recorded.get(target)
        if exchanges is None:
            self.unseen[target] = asked
            return _UNSEEN_PREFLIGHT if target.is_preflight else _UNSEEN
        index = min(self._count[target], len(exchanges) - 1)
        self._count[target] += 1
        exchange = exchanges[index]
        if asked.headers.get("origin") != exchange.request.headers.get("origin"):
            self.alike[target] = asked
        return exchange.response


def amended(response: Response, asked: HTTPRequest, change: Change) -> Response:
    """*response*, the answer to *asked*, with *change* made."""
    if response.is_network_error:
        return response
    is_meant = change.for_origin is None or asked.headers.get("origin") == change.for_origin
    headers = response.headers
    for item in change.headers:
        # That the answer varies is for everybody to know.
        if not is_meant and item.name != "Vary":
            continue
        headers = headers.delete(item.name) if item.after is None else headers.set(item.name, item.after)
    status = change.status if is_meant and change.status is not None else response.status
    return response.with_fields(status=status, headers=headers)


def listed(response: Response, name: str) -> set[str]:
    """What the header of that name lists, in lower case."""
    return set(map(_infra.ascii_lowercase, _infra.split_on_commas(response.headers.get(name) or "")))
