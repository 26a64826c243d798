"""What type checkers have to let pass, with the types that they have to see."""

import asyncio
from collections.abc import Callable
from typing import assert_never, assert_type

import cors_sim
from cors_sim import (
    Allowed,
    Blocked,
    Browser,
    Done,
    Evidence,
    Explanation,
    HTTPRequest,
    Opaque,
    Outcome,
    PreflightNeed,
    Reason,
    Request,
    Response,
    Send,
    Step,
    client,
)
from cors_sim.audit import Policy, Report, audit


def request() -> Request:
    """All words may be written as strings, and headers as a mapping or pairs, of text or bytes."""
    cors_sim.Request("https://api.example.com/", origin=cors_sim.OpaqueOrigin(1), headers=[(b"A", "b")])
    cors_sim.Request("https://api.example.com/", origin="https://a.example", headers={b"A": b"b"})
    return cors_sim.Request(
        cors_sim.parse_url("https://api.example.com/"),
        origin=cors_sim.parse_origin("https://app.example.com"),
        method="PUT",
        headers={"Content-Type": "application/json"},
        credentials_mode="include",
        mode="cors",
        body=b"{}",
    )


def decided() -> Reason | None:
    """A verdict is one of three, and knows more where it is none that allows."""
    answer = cors_sim.Response(200, {"Access-Control-Allow-Origin": "*"})
    verdict = cors_sim.decide(request(), answer, preflight=answer, browser=cors_sim.FIREFOX)
    assert_type(verdict, Allowed | Opaque | Blocked)
    match verdict:
        case Allowed():
            return None
        case Opaque() | Blocked():
            assert_type(verdict.step, Step)
            assert_type(verdict.evidence, Evidence)
            return verdict.reason
        case _:
            assert_never(verdict)


def asked(needed: PreflightNeed | None = None) -> bool:
    """Why a preflight is needed, or None."""
    needed = cors_sim.preflight_needed(request()) or needed
    return needed is not None


class Remembering:
    """A server with a session for each run."""

    def session(self) -> Callable[[HTTPRequest], Response]:
        """A fresh one."""
        answers = iter([Response(204), Response(200)])
        return lambda sent: next(answers) if sent.is_preflight else Response(200)


def answer(sent: HTTPRequest) -> Response:
    """A server that is a function."""
    return Response(404 if sent.url.host is None else 200)


async def answer_later(sent: HTTPRequest) -> Response:
    """One that is awaited."""
    await asyncio.sleep(0)
    return answer(sent)


def driven() -> Outcome:
    """Step by step, at once, awaited, and in all browsers."""
    state = cors_sim.start(request())
    while isinstance(state, Send):
        state = state.receive(answer(state.request), now=1.0)
    assert_type(state, Done)
    by_name = cors_sim.compare(request(), Remembering())
    assert_type(by_name, dict[str, Outcome])
    awaited = asyncio.run(cors_sim.simulate_async(request(), answer_later, browser=cors_sim.WEBKIT))
    assert_type(awaited, Outcome)
    return cors_sim.simulate(request(), Remembering(), cache=state.outcome.cache, now=2.0, steps=True)


def explained() -> tuple[str, ...]:
    """Why, and what helps."""
    explanation = cors_sim.explain(driven())
    assert_type(explanation, Explanation)
    return tuple(fix.headline for fix in explanation.fixes)


def of_a_page(browser: Browser) -> Request:
    """As script asks."""
    page = client.Page("https://app.example.com", in_worker=True)
    client.element("img", "/a.png", origin=page, crossorigin="anonymous")
    return client.fetch(
        "/items", {"method": "put", "body": "{}", "credentials": "include"}, origin=page, browser=browser
    )


def audited() -> Report:
    """Whom a server lets in."""
    return audit(answer, Policy(["https://app.example.com"]), url="https://api.example.com/")
