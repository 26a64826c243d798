"""
What this version wrote, kept so that later versions show that they read it.

``python -m spec_tests.stability.kept`` writes it, for a version that has none yet: it is part of a release.
"""

import json
import pickle
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import cors_sim
from cors_sim import BROWSERS, HTTPRequest, OpaqueOrigin, PreflightCache, Request, Response
from cors_sim.audit import Policy, audit
from cors_sim.audit import Report as AuditReport
from cors_sim.capture.har import read_har
from cors_sim.cli.audit_document import document as audit_document
from cors_sim.cli.audit_sarif import sarif
from cors_sim.cli.document import comparison_document, document
from cors_sim.explain.grant import Grant
from cors_sim.show.comparison import comparison
from cors_sim.show.report import report_of_explanation

FOLDER: Final = Path(__file__).parent / "versions"
VERSION: Final = "0.1.0"
PAGE: Final = "https://app.example.com"
API: Final = "https://api.example.com/items?a=1#b"
_ALLOWED: Final = {"Access-Control-Allow-Origin": PAGE, "Access-Control-Allow-Methods": "PUT"}


def _server(asked: HTTPRequest) -> Response:
    """Lets a PUT in, moves it, and shares with somebody else there."""
    if asked.is_preflight:
        return Response(
            204, {**_ALLOWED, "Access-Control-Allow-Headers": "x-a", "Access-Control-Max-Age": "60"}
        )
    if "next" in asked.url.href:
        return Response(200, {"Access-Control-Allow-Origin": "https://b.example", "X-B": "\xe9"}, body=b"x")
    return Response(307, {**_ALLOWED, "Location": "/next"})


def values() -> dict[str, Any]:
    """A value of each kind that somebody may keep, by a name."""
    request = Request(
        API, origin=PAGE, method="PUT", headers={"X-A": "1"}, body=b"{}", credentials_mode="same-origin"
    )
    outcomes = {
        f"outcome-{browser.name}": cors_sim.simulate(request, _server, browser=browser, steps=True)
        for browser in BROWSERS
    }
    first = outcomes["outcome-standard"]
    state = cors_sim.start(request, cache=PreflightCache(max_entries=10))
    assert isinstance(state, cors_sim.Send)
    explanation = cors_sim.explain(first)
    return {
        **outcomes,
        "request": request,
        "request-opaque": Request(API, origin=OpaqueOrigin("a"), mode="no-cors", destination="image"),
        "response": Response(200, [("A", "b"), ("a", "c")], body=b"d", status_message="OK"),
        "network-error": Response.network_error(),
        "cache": first.cache,
        "state": state,
        "state-later": state.receive(_server(state.request), now=1.0),
        "explanation": explanation,
        "report": report_of_explanation(explanation),
        "grant": Grant(origins=(PAGE,), methods=("GET", "PUT"), header_names=("x-a",), credentials=True),
        "policy": Policy([PAGE], credentials=True, methods=["PUT"]),
        "console": cors_sim.read_console("\n".join(outcomes["outcome-chromium"].console)),
        "audit": audited(),
        "har": _har(),
    }


def audited() -> AuditReport:
    """What is found in a server that lets every page read."""

    def reflecting(asked: HTTPRequest) -> Response:
        origin = asked.headers.get("Origin") or "*"
        return Response(
            200, {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"}
        )

    return audit(reflecting, Policy([PAGE], credentials=True), url="https://api.example.com/items")


def _har() -> object:
    with (Path(__file__).parents[2] / "docs" / "examples" / "site.har").open("rb") as file:
        return read_har(file)


def documents() -> dict[str, Any]:
    """What the commands print with ``--json``, by their names, and SARIF."""
    made = values()
    outcome = made["outcome-chromium"]
    return {
        "explain": document([made["report"]], [], ["a problem"]),
        "compare": comparison_document(outcome.request, comparison(outcome), []),
        "audit": audit_document(made["audit"]),
        "sarif": sarif(made["audit"]),
    }


def write(folder: Path, pickles: Mapping[str, Any], printed: Mapping[str, Any]) -> None:
    """Write them."""
    folder.mkdir(parents=True)
    (folder / "values.pickle").write_bytes(pickle.dumps(dict(pickles), protocol=4))
    for name, made in printed.items():
        text = json.dumps(made, indent=1, sort_keys=True) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


def main() -> int:
    """Write what this version writes."""
    folder = FOLDER / VERSION
    if folder.exists():
        sys.stderr.write(f"{folder} is there: what a version wrote stays as it is\n")
        return 1
    write(folder, values(), documents())
    return 0


if __name__ == "__main__":
    sys.exit(main())
