"""
Changes made to a server, as whoever reads a fix would make them: nothing here is `cors_sim.explain`'s.
"""

from collections.abc import Callable, Mapping, Sequence

import attrs

from cors_sim import URL, Change, Exchange, HTTPRequest, Response
from cors_sim.explain.grant import Grant

Answerer = Callable[[HTTPRequest], Response]


def with_changes(server: Answerer, changes: Sequence[Change]) -> Answerer:
    """*server* with *changes* made to what it answers."""

    def answer(asked: HTTPRequest) -> Response:
        response = server(asked)
        for change in changes:
            wanted = (change.target.method, change.target.url, change.target.is_preflight)
            if wanted == (asked.method, asked.url, asked.is_preflight):
                response = _changed(response, change, asked.headers.get("origin"))
        return response

    return answer


def _changed(response: Response, change: Change, origin: str | None) -> Response:
    pairs = list(response.headers)
    for_this_one = change.for_origin in {None, origin}
    for item in change.headers:
        if for_this_one or item.name == "Vary":
            pairs = [(name, value) for name, value in pairs if name.lower() != item.name.lower()]
            if item.after is not None:
                pairs.append((item.name, item.after))
    status = change.status if for_this_one and change.status else response.status
    return Response(status, pairs, body=response.body)


@attrs.frozen
class Record:
    """
    What answers as *exchanges* did, and with next to nothing where nobody has seen the answer.

    Args:
        exchanges: what was recorded.
    """

    exchanges: Sequence[Exchange]

    def session(self) -> Answerer:
        """What answers one fetch: the first time with the first recorded answer, and so on."""
        count: dict[Key, int] = {}

        def answer(asked: HTTPRequest) -> Response:
            key = _key(asked)
            seen = [exchange.response for exchange in self.exchanges if _key(exchange.request) == key]
            if not seen:
                return Response(204 if asked.is_preflight else 200)
            count[key] = count.get(key, -1) + 1
            return seen[min(count[key], len(seen) - 1)]

        return answer


Key = tuple[str, str, bool]


def _key(asked: HTTPRequest) -> Key:
    return asked.method, asked.url.href, asked.is_preflight


@attrs.frozen
class Changed:
    """
    A server with changes made to what it answers.

    Args:
        server: as it was.
        changes: what is made of it.
    """

    server: Answerer | Record
    changes: Sequence[Change]

    def session(self) -> Answerer:
        """What answers one fetch."""
        server = self.server
        return with_changes(server.session() if isinstance(server, Record) else server, self.changes)


@attrs.frozen
class Granting:
    """
    A server whose every permission comes from grants, at the URLs that they are for.

    Args:
        server: what answers otherwise.
        grants: by URL.
    """

    server: Changed
    grants: Mapping[URL, Grant]

    def session(self) -> Answerer:
        """What answers one fetch."""
        answerer = self.server.session()

        def answer(asked: HTTPRequest) -> Response:
            response = answerer(asked)
            grant = self.grants.get(asked.url)
            if grant is None:
                return response
            kept = [pair for pair in response.headers if not pair[0].lower().startswith("access-control-")]
            origin = asked.headers.get("origin")
            if grant.is_public or origin in grant.origins:
                kept.append(("Access-Control-Allow-Origin", "*" if grant.is_public else origin or ""))
                kept += grant.preflight_headers if asked.is_preflight else grant.response_headers
            return Response(204 if asked.is_preflight else response.status, kept)

        return answer
