"""
Asking the server: within the target, within the budget, and whatever it does.

Equal requests are sent once, however many browsers would send them. What fails is an answer, too: none.
"""

import queue
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Final

import attrs

from cors_sim._value import Value
from cors_sim.exchanges import HTTPRequest
from cors_sim.flows import Answerer, Server
from cors_sim.origins import same_origin
from cors_sim.responses import Response
from cors_sim.urls import URL

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Sent without being told to: they are not meant to change anything."""

HANGS_LIMIT: Final = 3
"""After so many answers in a row that did not come in time, none is waited for."""


class Trouble(StrEnum):
    """Why a request of the audit has no answer."""

    CRASHED = "crashed"
    HUNG = "hung"
    NO_ANSWER = "no-answer"
    NO_RESPONSE = "no-response"
    OUTSIDE_TARGET = "not-asked-outside-target"
    UNSAFE_METHOD = "not-asked-unsafe-method"
    OUT_OF_BUDGET = "not-asked-out-of-budget"
    GAVE_UP = "not-asked-gave-up"


EXPECTED_TROUBLE: Final = frozenset({Trouble.UNSAFE_METHOD})
"""What is as it should be, and not reported."""


@attrs.frozen(repr=False)
class Problem(Value):
    """
    A request that has no answer.

    Args:
        probe: what it was sent for.
        trouble: why there is none.
        method: of the request.
        url: of the request.
        detail: what is known beyond that.
    """

    probe: str
    trouble: Trouble
    method: str
    url: str
    detail: str = ""


@attrs.frozen
class Limits:
    """How much is asked, and how fast."""

    max_requests: int
    requests_per_second: float | None
    seconds_per_request: float
    unsafe_methods: bool
    progress: Callable[[int, str], None]


_NOTHING: Final = object()
"""What a server that returns None gave."""


class Asker:
    """
    A `Server` for `simulate`, with a session for each fetch.

    Args:
        server: what is audited.
        target: only its origin is asked.
        limits: how much, and how fast.
    """

    def __init__(self, server: Answerer | Server, target: URL, limits: Limits) -> None:
        self._server = server
        self._target = target
        self._limits = limits
        self._remembers = hasattr(server, "session")
        self._known: dict[tuple[HTTPRequest, ...], Response] = {}
        self._next_at = 0.0
        self._hangs = 0
        self._worker: _Worker | None = None
        self.sent = 0
        self.answered = 0
        self.probe = ""
        self.problems: dict[Problem, None] = {}

    @property
    def exhausted(self) -> bool:
        """Whether nothing more will be sent."""
        return self.sent >= self._limits.max_requests or self._hangs >= HANGS_LIMIT

    @property
    def sends_unsafe_methods(self) -> bool:
        """Whether other methods than ``GET``, ``HEAD`` and ``OPTIONS`` are sent."""
        return self._limits.unsafe_methods

    def session(self) -> "_Session":
        """An answerer for one fetch."""
        return _Session(self)

    def refusal(self, request: HTTPRequest, cost: int) -> Trouble | None:
        """Why *request*, which takes *cost* requests to send, is not to be sent; or None."""
        if not same_origin(request.url.origin, self._target.origin):
            return Trouble.OUTSIDE_TARGET
        if request.method not in SAFE_METHODS and not self._limits.unsafe_methods:
            return Trouble.UNSAFE_METHOD
        if self._hangs >= HANGS_LIMIT:
            return Trouble.GAVE_UP
        return Trouble.OUT_OF_BUDGET if self.sent + cost > self._limits.max_requests else None

    def answer(self, request: HTTPRequest, session: "_Session") -> Response:
        """What *request* is answered: as it was before, or asked now."""
        key = (*session.history, request) if self._remembers else (request,)
        if key in self._known:
            session.unsent.append(request)
            return self._known[key]
        # A session of the server's has to hear first what this fetch was answered from memory.
        due = [*session.unsent, request] if self._remembers else [request]
        trouble = self.refusal(request, len(due))
        if trouble is not None:
            # Not remembered: what is refused now for want of budget is no answer of the server's.
            self._report(trouble, request)
            return Response.network_error()
        session.unsent.clear()
        self._known[key] = [self._send(one, session) for one in due][-1]
        return self._known[key]

    def opened(self) -> Answerer:
        """What the server answers one fetch with."""
        opening: Callable[[], Answerer] | None = getattr(self._server, "session", None)
        return self._server if opening is None else opening()  # type: ignore[return-value]  # callable, having no session

    def _send(self, request: HTTPRequest, session: "_Session") -> Response:
        self._wait_for_turn()
        self.sent += 1
        self._limits.progress(self.sent, self.probe)
        if self._worker is None:
            self._worker = _Worker()
        result = self._worker.run(lambda: session.answerer()(request), self._limits.seconds_per_request)
        if result is None:
            self._worker = None  # It still waits; whatever it gets, nobody asks for any more.
            self._hangs += 1
            return self._failed(Trouble.HUNG, request, f"{self._limits.seconds_per_request:g} s")
        self._hangs = 0
        if isinstance(result, Exception):
            return self._failed(Trouble.CRASHED, request, f"{type(result).__name__}: {result}"[:200])
        if isinstance(result, BaseException):
            raise result
        if not isinstance(result, Response):
            return self._failed(Trouble.NO_RESPONSE, request, type(result).__name__)
        if result.is_network_error:
            return self._failed(Trouble.NO_ANSWER, request, "")
        self.answered += 1
        return result

    def _failed(self, trouble: Trouble, request: HTTPRequest, detail: str) -> Response:
        self._report(trouble, request, detail)
        return Response.network_error()

    def _report(self, trouble: Trouble, request: HTTPRequest, detail: str = "") -> None:
        if trouble not in EXPECTED_TROUBLE:
            problem = Problem(self.probe, trouble, request.method, request.url.href, detail)
            self.problems[problem] = None

    def _wait_for_turn(self) -> None:
        rate = self._limits.requests_per_second
        if rate is not None:
            now = time.monotonic()
            time.sleep(max(0.0, self._next_at - now))
            self._next_at = max(now, self._next_at) + 1 / rate


class _Session:
    """The answerer of one fetch."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._answerer: Answerer | None = None
        self.history: tuple[HTTPRequest, ...] = ()
        self.unsent: list[HTTPRequest] = []

    def __call__(self, request: HTTPRequest) -> Response:
        response = self._asker.answer(request, self)
        self.history = (*self.history, request)
        return response

    def answerer(self) -> Answerer:
        """The server's own, opened when it is first needed."""
        if self._answerer is None:
            self._answerer = self._asker.opened()
        return self._answerer


class _Worker:
    """A thread that calls what may never return."""

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[object] = queue.SimpleQueue()
        threading.Thread(target=self._work, name="cors_sim.audit", daemon=True).start()

    def run(self, call: Callable[[], object], seconds: float) -> object:
        """What *call* returns or raises; None if it does neither in time."""
        self._calls.put(call)
        try:
            return self._results.get(timeout=seconds)
        except queue.Empty:
            return None

    def _work(self) -> None:
        while True:
            try:
                result = self._calls.get()()
            except BaseException as error:
                result = error
            self._results.put(_NOTHING if result is None else result)
