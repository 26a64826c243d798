"""Answers that somebody wrote down."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import attrs

from cors_sim.errors import InvalidInput
from cors_sim.exchanges import Exchange, HTTPRequest
from cors_sim.flows import Answerer, AsyncAnswerer
from cors_sim.responses import Response
from cors_sim.servers._server import Server, Unanswered
from cors_sim.urls import URL, parse_url

ByTarget = Mapping[str, Response] | Mapping[tuple[str, str], Response]
"""Responses by URL, or by method and URL."""


def recorded(exchanges: Iterable[Exchange] | ByTarget, *, otherwise: Response | None = None) -> Server:
    """
    A server that answers what was answered before.

    Args:
        exchanges: `Exchange` values, as of `Outcome.exchanges`: a request is answered if it is equal to a
            recorded one, headers included; where several are, in their order, and the last for ever. Or
            responses by URL, or by method and URL (a preflight's is ``OPTIONS``): these answer whatever the
            headers are.
        otherwise: the answer to all else; None to raise `Unanswered`.

    Raises:
        InvalidInput: *exchanges* is neither, or a URL does not parse.
    """
    if isinstance(exchanges, Mapping):
        return _ByTarget({_target(key): value for key, value in exchanges.items()}, otherwise)
    listed = tuple(exchanges)
    if not all(isinstance(exchange, Exchange) for exchange in listed):
        raise InvalidInput("exchanges", listed, "must be exchanges, or responses by URL")
    return _ByRequest(listed, otherwise)


def _target(key: object) -> tuple[str | None, URL]:
    method, url = key if isinstance(key, tuple) and len(key) == 2 else (None, key)
    if not isinstance(url, str):
        raise InvalidInput("exchanges", key, "must have a URL, or a method and a URL, for each key")
    return method, parse_url(url, argument="exchanges").without_fragment


@attrs.frozen
class _Recorded(Server):
    def awaited_session(self) -> AsyncAnswerer:
        answer = self.session()

        async def awaited(request: HTTPRequest) -> Response:
            return answer(request)

        return awaited


@attrs.frozen
class _ByTarget(_Recorded):
    responses: Mapping[tuple[str | None, URL], Response]
    otherwise: Response | None

    def session(self) -> Answerer:
        return self._answer

    def _answer(self, request: HTTPRequest) -> Response:
        url = request.url.without_fragment
        for key in ((request.method, url), (None, url)):
            if key in self.responses:
                return self.responses[key]
        return _else(request, self.otherwise)


@attrs.frozen
class _ByRequest(_Recorded):
    exchanges: tuple[Exchange, ...]
    otherwise: Response | None

    def session(self) -> Answerer:
        left: dict[HTTPRequest, list[Response]] = defaultdict(list)
        for exchange in self.exchanges:
            left[exchange.request].append(exchange.response)

        def answer(request: HTTPRequest) -> Response:
            answers = left.get(request)
            if answers is None:
                return _else(request, self.otherwise)
            return answers.pop(0) if len(answers) > 1 else answers[0]

        return answer


def _else(request: HTTPRequest, otherwise: Response | None) -> Response:
    if otherwise is None:
        raise Unanswered(request, "none was recorded")
    return otherwise
