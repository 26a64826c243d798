"""
``python python_peers.py NAME`` reads a job as JSON and prints what the peer of that name made of it.

Run by an interpreter that has the peers, and not cors_sim: one of them has a module that another has, too.
Times are of the process, in microseconds a call, the smallest of three rounds.
"""

import contextlib
import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any

Verdict = Callable[[dict[str, Any]], bool]


def cors_testing(job: dict[str, Any]) -> Verdict:
    """The checks of ``cors.testing``, in the order of its client, on objects that are there already."""
    from cors.errors import CORSError
    from cors.preflight import check_origin, prepare_preflight
    from cors.utils import HeadersDict, Request

    def verdict(one: dict[str, Any]) -> bool:
        headers = HeadersDict({"Host": one["url"].split("/")[2], "Origin": job["page"]})
        for name, value in one["init"].get("headers", []):
            headers[name] = value
        request = Request(one["init"].get("method", "GET"), one["url"], headers)
        try:
            preflight, checks = prepare_preflight(request)
            if preflight is not None:
                if not 200 <= one["preflight"].status_code < 400:
                    return False
                for check in checks:
                    check(one["preflight"], request)
            check_origin(one["response"], request)
        except CORSError:
            return False
        return True

    def answer(status: int, pairs: list[tuple[str, str]]) -> SimpleNamespace:
        from requests.structures import CaseInsensitiveDict

        headers: Any = CaseInsensitiveDict()
        for name, value in pairs:
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        return SimpleNamespace(status_code=status, headers=headers)

    for one in (*job["cases"], *job["timed"]):
        one["response"], one["preflight"] = answer(*one["response"]), answer(*one["preflight"])
    return verdict


def starlette(job: dict[str, Any]) -> Verdict:
    """The server's half: what CORSMiddleware sends in front of an application that answers at once."""
    from starlette.middleware.cors import CORSMiddleware

    async def application(_scope: Any, _receive: Any, send: Any) -> None:  # noqa: ANN401 - as ASGI has them
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})

    middleware = CORSMiddleware(
        application, allow_origins=[job["page"]], allow_methods=["PUT"], allow_headers=["x-test"]
    )
    page = (b"origin", job["page"].encode())
    asking = [(b"access-control-request-method", b"PUT"), (b"access-control-request-headers", b"x-test")]

    def verdict(one: dict[str, Any]) -> bool:
        preflight = one["name"] == "preflighted"
        sent: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "OPTIONS" if preflight else "GET",
            "path": "/",
            "headers": [page, *asking] if preflight else [page],
        }
        running = middleware(scope, None, send)
        with contextlib.suppress(StopIteration):
            running.send(None)
        return (b"access-control-allow-origin", page[1]) in sent[0]["headers"]

    return verdict


PEERS: dict[str, Callable[[dict[str, Any]], Verdict]] = {
    "cors.testing": cors_testing,
    "starlette": starlette,
}


def measure(verdict: Verdict, one: dict[str, Any], calls: int) -> float:
    """Microseconds of the processor that a verdict takes."""
    assert verdict(one), f"refused, what all allow: {one['name']}"
    rounds = []
    for _ in range(3):
        started = time.process_time_ns()
        for _ in range(calls):
            verdict(one)
        rounds.append((time.process_time_ns() - started) / 1000 / calls)
    return min(rounds)


def main(name: str) -> None:
    """Print the verdicts and times of the peer."""
    job = json.load(sys.stdin)
    verdict = PEERS[name](job)
    result = {
        "verdicts": {one["name"]: verdict(one) for one in job["cases"]},
        "times": {one["name"]: measure(verdict, one, job["calls"]) for one in job["timed"]},
        "version": version(name),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1])
