"""What all servers here have in common, and what they say when they cannot answer."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import attrs

from cors_sim import flows
from cors_sim.errors import InvalidInput
from cors_sim.exchanges import HTTPRequest
from cors_sim.flows import Answerer, AsyncAnswerer
from cors_sim.responses import Response

Failures = Callable[[HTTPRequest, Exception], None]
"""Told of each request that got no answer, and why: the browser hears only of a network error."""


class Unanswered(LookupError):  # noqa: N818 - the name says what is so
    """Nobody here can say what the answer to this request is."""

    def __init__(self, request: HTTPRequest, why: str) -> None:
        super().__init__(request, why)
        self.request = request
        self.why = why

    def __str__(self) -> str:
        preflight = " (a preflight)" if self.request.is_preflight else ""
        return f"no answer to {self.request.method} {self.request.url}{preflight}: {self.why}"


@attrs.frozen
class Awaited:
    """
    A server for `cors_sim.simulate_async`.

    Args:
        session: opens a session, whose answers are awaited.
    """

    session: Callable[[], AsyncAnswerer]


class Server(ABC):
    """Something that answers: for `cors_sim.simulate` as it is, for `simulate_async` as `awaited`."""

    @abstractmethod
    def session(self) -> Answerer:
        """A fresh session."""

    @abstractmethod
    def awaited_session(self) -> AsyncAnswerer:
        """A fresh session whose answers are awaited."""

    @property
    def awaited(self) -> Awaited:
        """The same server for `cors_sim.simulate_async`."""
        return Awaited(self.awaited_session)


AnyServer = Answerer | AsyncAnswerer | flows.Server | flows.AsyncServer
"""Whatever one of the two ways to simulate takes."""


def opened(server: AnyServer) -> Answerer:
    """A session of *server*; a callable is one already."""
    return cast("Answerer", _callable(server))


def opened_awaited(server: AnyServer) -> AsyncAnswerer:
    """A session of *server*, or of its `awaited` if it has one."""
    return cast("AsyncAnswerer", _callable(getattr(server, "awaited", server)))


def _callable(server: Any) -> object:  # noqa: ANN401 - of whichever kind came in
    session = server.session() if hasattr(server, "session") else server
    if not callable(session):
        raise InvalidInput("server", server, "must be callable or have a session() that is")
    return session


def run(answering: Coroutine[Any, Any, Response]) -> Response:
    """What *answering* comes to, in an event loop of its own; in a thread, where one is running here."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(answering)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, answering).result()
