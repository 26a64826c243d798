"""
Puts one question to both models and says where they differ.

The naive oracle speaks dicts and lists, the package its own values; what is compared is what both say:
verdict, failing step, what script sees, what went over the wire, and the cache that is left.
"""

import itertools
from collections.abc import Callable
from typing import Any

from cors_sim import (
    Allowed,
    BodyWithoutSource,
    HTTPRequest,
    Opaque,
    OpaqueOrigin,
    Outcome,
    PreflightCache,
    Reason,
    Request,
    Response,
    simulate,
)
from spec_tests.oracle import naive

Answers = Callable[[str, str, bool], Response]
"""From method, URL and whether it is a preflight to the answer: what both servers are made from."""

# The oracle names the network and what is not of the Fetch standard by words of its own.
_NETWORK = {Reason.NETWORK_ERROR, Reason.PREFLIGHT_NETWORK_ERROR}


def naive_request(request: Request) -> dict[str, Any]:
    """*request* as the oracle takes it."""
    origin = request.origin
    body: Any = None
    if isinstance(request.body, bytes):
        body = request.body.decode("latin-1")
    elif isinstance(request.body, BodyWithoutSource):
        body = {"length": request.body.length}
    return naive.request(
        request.url.href,
        {"opaque": origin.token} if isinstance(origin, OpaqueOrigin) else origin.serialized,
        method=request.method,
        headers=[list(pair) for pair in request.headers],
        body=body,
        mode=str(request.mode),
        credentials_mode=str(request.credentials_mode),
        redirect_mode=str(request.redirect_mode),
        referrer_policy=str(request.referrer_policy),
        destination=request.destination,
        use_cors_preflight=request.use_cors_preflight,
        unsafe_request=request.unsafe_request,
        keepalive=request.keepalive,
        embedder_policy=str(request.embedder_policy),
        mixed_content_prohibited=request.restricts_mixed_content,
        network_partition_key=request.network_partition_key,
        timing_allow_failed=request.timing_allow_failed,
    )


def naive_response(response: Response) -> dict[str, Any]:
    """*response* as the oracle takes it."""
    if response.is_network_error:
        return {"error": True}
    headers = [list(pair) for pair in response.headers]
    return {"status": response.status, "headers": headers, "body": None}


class Both:
    """
    A browser of each kind, side by side, with a preflight cache that lasts from fetch to fetch.

    Args:
        answers: what the server says.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._cache = PreflightCache(max_entries=10_000)
        self._naive_cache: list[dict[str, Any]] = []

    def differences(self, request: Request, now: float = 0.0) -> list[str]:
        """What the two say differently of *request*, made at *now* seconds; empty if nothing."""

        def serve(asked: HTTPRequest) -> Response:
            return self._answers(asked.method, str(asked.url), asked.is_preflight)

        def serve_naive(asked: dict[str, Any]) -> tuple[dict[str, Any], float]:
            url = asked["url"].partition("#")[0]
            answer = self._answers(asked["method"], url, asked["is_preflight"])
            return naive_response(answer), now

        outcome = simulate(request, serve, cache=self._cache, now=now)
        self._cache = outcome.cache
        expected = naive.fetch(naive_request(request), serve_naive, self._naive_cache, now)
        actual = comparable(outcome, now)
        return [
            f"{key}: oracle {expected_value!r}, package {actual[key]!r}"
            for key, expected_value in comparable_naive(expected, self._naive_cache, now).items()
            if expected_value != actual[key]
        ]


def comparable(outcome: Outcome, now: float) -> dict[str, Any]:
    """What the package says, as it is compared at *now* seconds."""
    verdict = outcome.verdict
    where: list[str] | None = None
    if not isinstance(verdict, Allowed | Opaque):
        anchor = verdict.step.url.partition("#")[2]
        # The oracle names the step that a switch stands in, not the case.
        parts = itertools.takewhile(lambda part: not part.isalpha(), verdict.step.number.split("."))
        where = [anchor, ".".join(parts)]
        if verdict.reason in _NETWORK:
            where = ["network", ""]
        elif verdict.reason is Reason.MIXED_CONTENT:
            where = ["mixed-content", "request"]
        elif anchor == "concept-scheme-fetch":
            where = [anchor, "3"]
    response = outcome.response
    return {
        "verdict": type(verdict).__name__,
        "where": where,
        "type": str(response.type),
        "status": response.status,
        "headers": list(response.headers),
        "wire": [
            (
                exchange.request.method,
                str(exchange.request.url),
                list(exchange.request.headers),
                exchange.request.include_credentials,
                exchange.request.is_preflight,
            )
            for exchange in outcome.exchanges
        ],
        "timing": response.timing_allow_passed if verdict.allowed else None,
        "cache": sorted(
            (
                str(entry.key),
                entry.origin,
                str(entry.url),
                float(entry.max_age),
                entry.credentials,
                entry.method or "",
                entry.header_name or "",
                entry.stored_at,
            )
            for entry in outcome.cache.entries
            if entry.is_live(now)
        ),
    }


def comparable_naive(outcome: dict[str, Any], cache: list[dict[str, Any]], now: float) -> dict[str, Any]:
    """What the oracle says, as it is compared."""
    verdict = outcome["verdict"].capitalize()
    return {
        "verdict": verdict,
        "where": outcome["where"] if verdict == "Blocked" else None,
        "type": outcome["type"],
        "status": outcome["status"],
        "headers": [tuple(pair) for pair in outcome["headers"]],
        "wire": [
            (
                asked["method"],
                asked["url"].partition("#")[0],
                [tuple(pair) for pair in asked["headers"]],
                asked["include_credentials"],
                asked["is_preflight"],
            )
            for asked in outcome["wire"]
        ],
        "timing": outcome["timing_allow_passed"] if verdict == "Allowed" else None,
        "cache": sorted(
            (
                str(entry["key"]),
                entry["origin"],
                entry["url"],
                float(entry["max_age"]),
                entry["credentials"],
                entry["method"] or "",
                (entry["header_name"] or "").lower(),
                entry["stored_at"],
            )
            for entry in cache
            if now - entry["stored_at"] < entry["max_age"]
        ),
    }
