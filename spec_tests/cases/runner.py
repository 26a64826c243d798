"""
Runs cases: reads the files, builds requests and a server of cors_sim, and says what differs.

The files mean what `README.md` says; this is how one implementation follows it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict, cast, final

import cors_sim

HERE = Path(__file__).parent
SCHEMA_FILE = HERE / "schema.json"
CASE_FILES = (HERE / "questions.json", HERE / "standard.json")

FETCH = "https://fetch.spec.whatwg.org/#"

Pairs = list[list[str]]
VerdictName = Literal["allowed", "opaque", "blocked"]


class OpaqueOriginSpec(TypedDict):
    """An origin that is known by nothing but a token."""

    opaque: str


@final
class LengthSpec(TypedDict):
    """A body of so many bytes."""

    length: int


@final
class StreamSpec(TypedDict):
    """A body that can be sent once."""

    stream: int | None


class RequestSpec(TypedDict):
    """What is asked for."""

    url: str
    origin: str | OpaqueOriginSpec
    method: NotRequired[str]
    headers: NotRequired[Pairs]
    body: NotRequired[str | LengthSpec | StreamSpec | None]
    mode: NotRequired[str]
    credentials_mode: NotRequired[str]
    redirect_mode: NotRequired[str]
    cache_mode: NotRequired[str]
    referrer_policy: NotRequired[str]
    destination: NotRequired[str]
    use_cors_preflight: NotRequired[bool]
    unsafe_request: NotRequired[bool]
    keepalive: NotRequired[bool]
    embedder_policy: NotRequired[str]
    secure_context: NotRequired[bool | None]
    network_partition_key: NotRequired[str | None]


class WhenSpec(TypedDict):
    """What a rule looks at."""

    method: NotRequired[str]
    url: NotRequired[str]
    is_preflight: NotRequired[bool]
    until: NotRequired[float]


class AnswerSpec(TypedDict):
    """A response as the server sends it."""

    status: NotRequired[int]
    headers: NotRequired[Pairs]
    body: NotRequired[str | None]


class RuleSpec(TypedDict):
    """When the server answers what."""

    when: NotRequired[WhenSpec]
    answer: AnswerSpec | Literal["network-error"]


class StepSpec(TypedDict):
    """A step of a standard."""

    anchor: str
    number: str | None


class ExchangeSpec(TypedDict):
    """A request on the wire."""

    method: str
    url: str
    origin: str | None
    is_preflight: bool
    include_credentials: NotRequired[bool]
    headers: NotRequired[dict[str, str | None]]


class ResponseSpec(TypedDict):
    """What script gets to see of the response, besides its headers."""

    type: NotRequired[str]
    status: NotRequired[int]


class ExpectSpec(TypedDict):
    """What comes of it. A departure has some of these."""

    verdict: NotRequired[VerdictName]
    reason: NotRequired[str | None]
    step: NotRequired[StepSpec | None]
    exchanges: NotRequired[list[ExchangeSpec]]
    exposed: NotRequired[list[str]]
    response: NotRequired[ResponseSpec]


class SourceSpec(TypedDict):
    """Where an expectation comes from."""

    steps: list[StepSpec]
    observed: bool
    note: NotRequired[str]


class EarlierSpec(TypedDict):
    """A request made before."""

    at: float
    verdict: VerdictName
    request: NotRequired[RequestSpec]


class Case(TypedDict):
    """One case."""

    id: str
    question: str
    explanation: str
    source: SourceSpec
    request: RequestSpec
    server: list[RuleSpec]
    earlier: NotRequired[list[EarlierSpec]]
    at: NotRequired[float]
    expect: ExpectSpec
    letter: NotRequired[ExpectSpec]
    departures: NotRequired[dict[str, ExpectSpec | None]]


class UnmodelledCase(TypedDict):
    """A question that a case cannot ask, and why."""

    id: str
    question: str
    unmodelled: str


class CaseFile(TypedDict):
    """A file of cases."""

    title: str
    standard: dict[str, str]
    cases: list[Case | UnmodelledCase]


class NoRuleError(LookupError):
    """A request that no rule of its case answers, so one that must not be sent."""


def load(path: Path) -> CaseFile:
    """The file at *path*."""
    return cast("CaseFile", json.loads(path.read_text(encoding="utf-8")))


def load_cases(*paths: Path) -> list[Case]:
    """The cases of *paths* (of all files, for none) that can be run."""
    entries = [entry for path in paths or CASE_FILES for entry in load(path)["cases"]]
    return [entry for entry in entries if "unmodelled" not in entry]


def build_request(spec: RequestSpec) -> cors_sim.Request:
    """The request that *spec* describes; what it leaves out has the same defaults here."""
    fields: dict[str, Any] = dict(spec)
    origin = spec["origin"]
    fields["origin"] = origin if isinstance(origin, str) else cors_sim.OpaqueOrigin(origin["opaque"])
    fields["headers"] = _pairs(spec.get("headers", []))
    fields["body"] = _body(spec.get("body"))
    return cors_sim.Request(fields.pop("url"), **fields)


def _body(spec: str | LengthSpec | StreamSpec | None) -> bytes | cors_sim.BodyWithoutSource | None:
    if spec is None:
        return None
    if isinstance(spec, str):
        return spec.encode()
    if "length" in spec:
        return b"x" * spec["length"]
    return cors_sim.BodyWithoutSource(spec["stream"])


def _pairs(spec: Pairs) -> list[tuple[str, str]]:
    return [(name, value) for name, value in spec]


def build_server(rules: list[RuleSpec], at: float) -> Callable[[cors_sim.HTTPRequest], cors_sim.Response]:
    """What answers by *rules* at second *at*: the first rule that fits decides."""

    def answer(request: cors_sim.HTTPRequest) -> cors_sim.Response:
        for rule in rules:
            if _fits(rule.get("when", {}), request, at):
                return _response(rule["answer"])
        raise NoRuleError(f"{request.method} {request.url}")

    return answer


def _fits(when: WhenSpec, request: cors_sim.HTTPRequest, at: float) -> bool:
    return (
        when.get("method", request.method) == request.method
        and when.get("url", request.url.href) == request.url.href
        and when.get("is_preflight", request.is_preflight) == request.is_preflight
        and ("until" not in when or at < when["until"])
    )


def _response(answer: AnswerSpec | Literal["network-error"]) -> cors_sim.Response:
    if answer == "network-error":
        return cors_sim.Response.network_error()
    body = answer.get("body")
    return cors_sim.Response(
        answer.get("status", 200),
        _pairs(answer.get("headers", [])),
        body=None if body is None else body.encode(),
    )


def run(case: Case) -> tuple[list[cors_sim.Outcome], cors_sim.Outcome]:
    """The outcomes of the earlier requests of *case*, and that of its own."""
    cache = cors_sim.PreflightCache()
    earlier = []
    for before in case.get("earlier", []):
        request = build_request(before.get("request", case["request"]))
        server = build_server(case["server"], before["at"])
        outcome = cors_sim.simulate(request, server, cache=cache, now=before["at"])
        earlier.append(outcome)
        cache = outcome.cache
    at = case.get("at", 0.0)
    server = build_server(case["server"], at)
    return earlier, cors_sim.simulate(build_request(case["request"]), server, cache=cache, now=at)


def verdict_name(verdict: cors_sim.Verdict) -> VerdictName:
    """The name that the files have for the kind of *verdict*."""
    match verdict:
        case cors_sim.Allowed():
            return "allowed"
        case cors_sim.Opaque():
            return "opaque"
        case cors_sim.Blocked():
            return "blocked"


def step_spec(step: cors_sim.Step | None) -> StepSpec | None:
    """*step* as the files write it."""
    if step is None:
        return None
    return {"anchor": step.url.removeprefix(FETCH), "number": step.number or None}


def differences(expect: ExpectSpec, outcome: cors_sim.Outcome) -> dict[str, tuple[object, object]]:
    """What *outcome* does not share with *expect*, by member: what was expected, and what there is."""
    response = outcome.response
    actual: ExpectSpec = {
        "verdict": verdict_name(outcome.verdict),
        "reason": outcome.verdict.reason,
        "step": step_spec(outcome.verdict.step),
        "exchanges": list(_exchanges(expect.get("exchanges", []), outcome)),
        "exposed": [name for name, _ in response.headers.sort_and_combine()],
    }
    facts = {"type": response.type.value, "status": response.status}
    actual["response"] = cast("ResponseSpec", _same_members(facts, expect.get("response", {})))
    members = cast("Mapping[str, object]", expect)
    found = cast("Mapping[str, object]", actual)
    return {name: (members[name], found[name]) for name in members if members[name] != found[name]}


def _same_members(facts: Mapping[str, object], wanted: Mapping[str, object]) -> dict[str, object]:
    return {name: fact for name, fact in facts.items() if name in wanted}


def _exchanges(wanted: list[ExchangeSpec], outcome: cors_sim.Outcome) -> Iterator[ExchangeSpec]:
    """The exchanges of *outcome*, each with the optional members that the wanted one in its place has."""
    for index, exchange in enumerate(outcome.exchanges):
        request = exchange.request
        spec: ExchangeSpec = {
            "method": request.method,
            "url": request.url.href,
            "origin": request.headers.get("origin"),
            "is_preflight": request.is_preflight,
        }
        like = wanted[index] if index < len(wanted) else spec
        if "include_credentials" in like:
            spec["include_credentials"] = request.include_credentials
        if "headers" in like:
            spec["headers"] = {name: request.headers.get(name) for name in like["headers"]}
        yield spec
