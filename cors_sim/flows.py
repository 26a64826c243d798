"""
Driving a fetch: step by step with answers of your own, or at once against something that answers.

`start` gives a state: `Send` (ask this) or `Done` (here is the outcome). States are values: a `Send` may
be kept, compared, pickled, and given as many different answers as there are. `simulate` drives the
same algorithm without building states.
"""

import math
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import attrs

from cors_sim import _notebook, browsers
from cors_sim._value import Value
from cors_sim.browsers import STANDARD, Browser
from cors_sim.enums import ResponseType
from cors_sim.errors import InvalidInput, must_be
from cors_sim.exchanges import Exchange, HTTPRequest
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.standard.fetch_params import Answer, FetchParams, FetchResult
from cors_sim.standard.http_fetch_checks import opaque_redirect, opaque_response
from cors_sim.standard.main_fetch import main_fetch
from cors_sim.standard.preflight_cache import PreflightCache
from cors_sim.verdicts import (
    ALLOWED,
    Blocked,
    Trace,
    TraceStep,
    Verdict,
)

if TYPE_CHECKING:
    from cors_sim.browsers.script.interface import ScriptError

Answerer = Callable[[HTTPRequest], Response]
"""Something that answers one request on the wire. It must answer equal requests equally."""


AsyncAnswerer = Callable[[HTTPRequest], Awaitable[Response]]
"""The same, awaited."""


class Server(Protocol):
    """Something that answers and remembers: each run of a fetch opens a session of its own."""

    def session(self) -> Answerer:
        """A fresh answerer."""
        ...


class AsyncServer(Protocol):
    """The same, awaited."""

    def session(self) -> AsyncAnswerer:
        """A fresh answerer."""
        ...


@attrs.frozen(kw_only=True, repr=False)
class Outcome(Value):
    """
    All that came of a fetch, and all that is needed to run it again.

    Args:
        verdict: whether script can read the response, and if not, why.
        response: what script gets to see; a network error where it is blocked.
        exchanges: what went over the wire, preflights and redirects included, in order.
        cache: the preflight cache afterwards.
        steps: the steps taken, if they were asked for; else empty.
        request: what was asked for.
        browser: whose choices counted.
        initial_cache: the preflight cache before.
        now: when the fetch began, on the scale of the preflight cache.
    """

    verdict: Verdict
    response: Response
    exchanges: tuple[Exchange, ...]
    cache: PreflightCache
    steps: tuple[TraceStep, ...]
    request: Request
    browser: Browser
    initial_cache: PreflightCache
    now: float = 0.0

    @property
    def error(self) -> "ScriptError | None":
        """What the promise is rejected with, or None where it is not."""
        if not isinstance(self.verdict, Blocked):
            return None
        # Deciding does not need it.
        from cors_sim.browsers.script.interface import ScriptError  # noqa: PLC0415 - see above

        return ScriptError("TypeError", self.browser.script.fetch_failed)

    @property
    def console(self) -> tuple[str, ...]:
        """The lines on the browser's console, in order; the standard asks for none."""
        # Deciding does not need it.
        from cors_sim.browsers.console.writing import console_lines  # noqa: PLC0415 - see above

        return console_lines(self.browser, self.request, self.verdict, self.exchanges)

    def _repr_html_(self) -> str | None:
        """What a notebook shows; None for text, where the extra ``show`` is not installed."""
        return _notebook.html_of(self)

    def __bool__(self) -> bool:
        return self.verdict.allowed

    def __repr__(self) -> str:
        wire = ", ".join(
            f"{exchange.request.method} {exchange.request.url} -> {exchange.response.status}"
            for exchange in self.exchanges
        )
        return f"Outcome({self.verdict!r}, [{wire}])"


_Arguments = tuple[Request, Browser, PreflightCache, float, bool]
"""Of a fetch: request, browser, cache, now, steps."""


class _Run:
    """
    A fetch under way, which cannot be kept or copied: `asked` until there is an `outcome`.
    """

    __slots__ = ("_arguments", "_fetching", "_params", "asked", "outcome")

    asked: HTTPRequest
    outcome: "Outcome | None"

    def __init__(self, arguments: _Arguments) -> None:
        request, browser, cache, now, steps = self._arguments = arguments
        self._params = FetchParams(request, browser, cache, now, Trace() if steps else None)
        self._fetching = main_fetch(self._params)
        self.outcome = None
        self._advance(None)

    def receive(self, response: Response, now: float) -> None:
        """Take the answer to what was asked."""
        self._advance((response, now))

    def _advance(self, answer: Answer | None) -> None:
        fetching = self._fetching
        try:
            self.asked = next(fetching) if answer is None else fetching.send(answer)
        except StopIteration as stop:
            self.outcome = self._outcome(stop.value)

    def _outcome(self, result: FetchResult) -> "Outcome":
        request, browser, cache, now, _ = self._arguments
        params = self._params
        verdict = _verdict(params.request, result)
        if params.trace is not None and isinstance(verdict, Blocked):
            params.trace.failed(verdict)
        return Outcome(
            verdict=verdict,
            response=Response.network_error() if isinstance(result, Blocked) else result,
            exchanges=tuple(params.exchanges),
            cache=params.cache,
            steps=() if params.trace is None else tuple(params.trace.steps),
            request=request,
            browser=browser,
            initial_cache=cache,
            now=now,
        )


def _verdict(request: Request, result: FetchResult) -> Verdict:
    if isinstance(result, Blocked):
        return result
    if result.type is ResponseType.OPAQUE:
        return opaque_response(request)
    if result.type is ResponseType.OPAQUEREDIRECT:
        return opaque_redirect(request)
    return ALLOWED


def _no_truth(state: object) -> NoReturn:
    message = f"a {type(state).__name__} is no verdict: look at its outcome"
    raise TypeError(message)


@attrs.frozen(repr=False)
class Send(Value):
    """
    The browser asks this and waits for the answer.

    Args:
        request: what goes over the wire.
    """

    request: HTTPRequest
    _arguments: _Arguments = attrs.field(alias="arguments", repr=False)
    _answers: tuple[Answer, ...] = attrs.field(alias="answers", repr=False)

    def receive(self, response: Response, *, now: float | None = None) -> "Send | Done":
        """
        The state after *response*.

        Args:
            response: the answer; `Response.network_error()` where there is none.
            now: when it came, in seconds on the scale of `start`; None for no time at all.

        Raises:
            InvalidInput: an argument is impossible; the error names it and the rule it breaks.
        """
        must_be(Response, response, "response")
        if now is not None:
            _must_be_a_time(now)
        last = self._answers[-1][1] if self._answers else self._arguments[3]
        return _replay(self._arguments, (*self._answers, (response, last if now is None else now)))

    def __bool__(self) -> NoReturn:  # noqa: PLE0304 - it must never be asked
        _no_truth(self)


@attrs.frozen(repr=False)
class Done(Value):
    """
    The fetch is over.

    Args:
        outcome: what came of it.
    """

    outcome: Outcome

    def __bool__(self) -> NoReturn:  # noqa: PLE0304 - it must never be asked
        _no_truth(self)


def _replay(arguments: _Arguments, answers: tuple[Answer, ...]) -> Send | Done:
    """Run the fetch afresh over the answers so far: see `_Run` for why."""
    run = _Run(arguments)
    for response, now in answers:
        run.receive(response, now)
    return Done(run.outcome) if run.outcome is not None else Send(run.asked, arguments, answers)


def start(
    request: Request,
    *,
    browser: Browser = STANDARD,
    cache: PreflightCache | None = None,
    now: float = 0.0,
    steps: bool = False,
) -> Send | Done:
    """
    Begin a fetch whose answers you bring yourself.

    Args:
        request: what script asks for.
        browser: whose choices count.
        cache: the preflight cache; None for an empty one.
        now: seconds on a scale of your own that does not run backwards.
        steps: whether the outcome lists the steps taken.

    Raises:
        InvalidInput: an argument is impossible; the error names it and the rule it breaks.
    """
    return _replay(_arguments(request, browser, cache, now, steps), ())


def _arguments(
    request: Request,
    browser: Browser,
    cache: PreflightCache | None,
    now: float,
    steps: bool,  # noqa: FBT001 - private
) -> _Arguments:
    if cache is None:
        cache = PreflightCache()
    must_be(Request, request, "request")
    must_be(Browser, browser, "browser")
    must_be(PreflightCache, cache, "cache")
    _must_be_a_time(now)
    return request, browser, cache, now, steps


def _must_be_a_time(value: object) -> None:
    if not (isinstance(value, int | float) and -math.inf < value < math.inf):
        raise InvalidInput("now", value, "must be a number of seconds")


def simulate(
    request: Request,
    server: Answerer | Server,
    *,
    browser: Browser = STANDARD,
    cache: PreflightCache | None = None,
    now: float = 0.0,
    steps: bool = False,
) -> Outcome:
    """
    Run a whole fetch against *server*: preflights, redirects and all.

    Args:
        request: what script asks for.
        server: called with each `HTTPRequest`, answers with a `Response`; or has ``session()`` that
            gives such a callable. What it raises is passed on; no answer is
            `Response.network_error()`.
        browser: whose choices count.
        cache: the preflight cache; None for an empty one.
        now: seconds on a scale of your own; the whole fetch takes no time.
        steps: whether the outcome lists the steps taken.

    Raises:
        InvalidInput: an argument is impossible, or an answer no `Response`.
    """
    answer = _answerer(server)
    run = _Run(_arguments(request, browser, cache, now, steps))
    while run.outcome is None:
        run.receive(_answered(answer(run.asked)), now)
    return run.outcome


def compare(
    request: Request,
    server: Answerer | Server,
    *,
    cache: PreflightCache | None = None,
    now: float = 0.0,
    steps: bool = False,
) -> dict[str, Outcome]:
    """
    Run the same fetch in each of `BROWSERS`.

    Args:
        request: what script asks for.
        server: as for `simulate`; each run opens a session of its own.
        cache: the preflight cache that each starts with; None for an empty one.
        now: as for `simulate`.
        steps: as for `simulate`.

    Returns:
        The outcomes by the names of the browsers, the standard's first.
    """
    return {
        browser.name: simulate(request, server, browser=browser, cache=cache, now=now, steps=steps)
        for browser in browsers.BROWSERS
    }


async def simulate_async(
    request: Request,
    server: AsyncAnswerer | AsyncServer,
    *,
    browser: Browser = STANDARD,
    cache: PreflightCache | None = None,
    now: float = 0.0,
    steps: bool = False,
) -> Outcome:
    """
    Run a whole fetch against a *server* whose answers are awaited; otherwise as `simulate`.
    """
    answer = _answerer(server)
    run = _Run(_arguments(request, browser, cache, now, steps))
    while run.outcome is None:
        run.receive(_answered(await answer(run.asked)), now)
    return run.outcome


def _answerer(server: Any) -> Any:  # noqa: ANN401 - of whichever of the four kinds came in
    opened = server.session() if hasattr(server, "session") else server
    if not callable(opened):
        raise InvalidInput("server", server, "must be callable or have a session() that is")
    return opened


def _answered(answer: object) -> Response:
    if not isinstance(answer, Response):
        raise InvalidInput("server", answer, "must answer with a Response")
    return answer
