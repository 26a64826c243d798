"""
A cache that users share, as a proxy or a content delivery network has one in front of its servers.

RFC 9111: https://www.rfc-editor.org/rfc/rfc9111
"""

import math
from collections.abc import Generator

import attrs

from cors_sim.errors import InvalidInput
from cors_sim.exchanges import HTTPRequest
from cors_sim.flows import Answerer, AsyncAnswerer
from cors_sim.headers import HeaderList
from cors_sim.responses import Response
from cors_sim.servers import caching_rules as rules
from cors_sim.servers._server import AnyServer, Server, opened, opened_awaited
from cors_sim.urls import URL

_Answering = Generator[HTTPRequest, Response, Response]


def shared_cache(server: AnyServer, *, default_lifetime: float | None = None) -> "SharedCache":
    """
    A shared cache in front of *server*.

    As the server of one fetch it starts empty. To have several fetches meet in one cache, open a session
    and pass that::

        cache = shared_cache(server).session()
        simulate(request_of_one_page, cache)
        simulate(request_of_another, cache.at(60.0))

    Responses to GET are stored and used as RFC 9111 has it, with ``Vary``, ``Cache-Control``,
    ``Expires``, ``Age``, ``ETag`` and ``Last-Modified``. All else is passed on, and so is a GET for a part
    or with a condition; what changes a resource makes the cache forget it.

    Args:
        server: whatever answers.
        default_lifetime: seconds for which a response is used that does not say for how long, as many
            delivery networks have them; None for a tenth of the time since it was modified, and for none
            where that is unknown.

    Raises:
        InvalidInput: *default_lifetime* is no number of seconds.
    """
    if default_lifetime is not None and not 0 <= default_lifetime < math.inf:
        raise InvalidInput("default_lifetime", default_lifetime, "must be a number of seconds")
    return SharedCache(server, default_lifetime)


@attrs.frozen
class _Stored:
    request: HTTPRequest
    response: Response
    received: float


@attrs.frozen
class _Store:
    default_lifetime: float | None
    stored: dict[URL, list[_Stored]] = attrs.field(init=False, factory=dict)

    def answer(self, request: HTTPRequest, now: float) -> _Answering:
        """Answer *request* at *now*: yields what is asked of the server, is sent its answer."""
        if request.method != "GET" or rules.is_left_alone(request):
            response = yield request
            # RFC 9111, 4.4.
            if request.method not in rules.SAFE_METHODS and 200 <= response.status <= 399:
                self.stored.pop(request.url, None)
            return response
        found = self._found(request)
        if found is None:
            return self._kept(request, (yield request), now)
        age = rules.initial_age(found.response) + now - found.received
        lifetime = rules.freshness_lifetime(found.response, found.received, self.default_lifetime)
        if rules.is_acceptable(request, found.response, age, lifetime):
            return _aged(found.response, age)
        conditions = rules.conditions(found.response)
        headers = HeaderList.of_wire([*request.headers, *conditions])
        response = yield attrs.evolve(request, headers=headers)
        if conditions and response.status == 304:
            return self._kept(request, rules.updated(found.response, response), now)
        return self._kept(request, response, now)

    def _found(self, request: HTTPRequest) -> _Stored | None:
        for stored in reversed(self.stored.get(request.url, ())):
            if rules.matches(request, stored.request, stored.response):
                return stored
        return None

    def _kept(self, request: HTTPRequest, response: Response, now: float) -> Response:
        if rules.may_be_stored(request, response, by_default=self.default_lifetime is not None):
            others = [
                stored
                for stored in self.stored.get(request.url, ())
                if not rules.matches(request, stored.request, stored.response)
            ]
            self.stored[request.url] = [*others, _Stored(request, response, now)]
        return response


def _aged(response: Response, age: float) -> Response:
    whole = "0" if age < 0 else f"{math.floor(age)}"
    return response.with_fields(headers=response.headers.set("Age", whole))


@attrs.frozen
class CacheSession:
    """
    A cache at a moment, with what is in it: a callable that answers, and so a server.

    Args:
        now: the moment: see `CacheSession.at`.
    """

    _store: _Store
    _answer: Answerer
    now: float = 0.0

    def at(self, now: float) -> "CacheSession":
        """
        The same cache at another moment: what is stored there is stored here.

        Args:
            now: seconds on a scale of your own that does not run backwards; seconds since 1970, where the
                server says ``Expires`` or ``Last-Modified`` and no ``Date``.
        """
        return attrs.evolve(self, now=now)

    def __call__(self, request: HTTPRequest) -> Response:
        """The answer to *request* at this moment."""
        answering = self._store.answer(request, self.now)
        try:
            asked = next(answering)
            while True:
                asked = answering.send(self._answer(asked))
        except StopIteration as stop:
            response: Response = stop.value
            return response


@attrs.frozen
class AwaitedCacheSession:
    """The same, awaited."""

    _store: _Store
    _answer: AsyncAnswerer
    now: float = 0.0

    def at(self, now: float) -> "AwaitedCacheSession":
        """The same cache at another moment: see `CacheSession.at`."""
        return attrs.evolve(self, now=now)

    async def __call__(self, request: HTTPRequest) -> Response:
        """The answer to *request* at this moment."""
        answering = self._store.answer(request, self.now)
        try:
            asked = next(answering)
            while True:
                asked = answering.send(await self._answer(asked))
        except StopIteration as stop:
            response: Response = stop.value
            return response


@attrs.frozen
class SharedCache(Server):
    """What `shared_cache` makes."""

    _server: AnyServer
    _default_lifetime: float | None

    def session(self) -> CacheSession:
        """An empty cache, in front of a fresh session of the server."""
        return CacheSession(_Store(self._default_lifetime), opened(self._server))

    def awaited_session(self) -> AwaitedCacheSession:
        """The same, awaited."""
        return AwaitedCacheSession(_Store(self._default_lifetime), opened_awaited(self._server))
