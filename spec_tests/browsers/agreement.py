"""How far predictions agree with what browsers were seen to do.

    python -m spec_tests.browsers.agreement [--corpus NAME] [--engine NAME] [--list N] [--raise]

Every scenario counts for each facet:

- `outcome`: what each action came to: `ok`, `err`, `opaque`, `opaqueredirect`, `throw`, `sent`, `timeout`;
- `error`: name and message of each rejected promise of `fetch()`;
- `wire`: the requests that the server received: method, host, path, `Origin`, `Access-Control-Request-*`;
- `exposed`: the names of the response headers that script could read, for the last action;
- `console`: the CORS lines of the console, verbatim, in any order;
- `all`: all of these.

What is not modelled agrees in nothing. May import `corpora`, `scenarios` and `predict`.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from . import corpora
from .predict import predict
from .scenarios import Observation, Scenario

FACETS = ("outcome", "error", "wire", "exposed", "console")
RATCHET = Path(__file__).with_name("ratchet.json")

_OUTCOMES = {
    ("fetch", "rejected"): "err",
    ("xhr", "error"): "err",
    ("xhr", "load"): "ok",
    ("xhr", "sync-returned"): "ok",
    ("xhr", "open-threw"): "throw",
    ("xhr", "send-threw"): "throw",
}
_ELEMENT_OUTCOMES = {
    "load": "ok",
    "message": "ok",
    "value": "ok",
    "error": "err",
    "threw": "throw",
    "returned": "sent",
}
_CORS_LINE = {
    "chromium": re.compile(r"Access to |Fetch API cannot load"),
    "firefox": re.compile(r"Cross-Origin Request (Blocked|Warning)"),
    "webkit": re.compile(
        r".*(access control checks|Access-Control-|[Cc]ross[- ]origin|Preflight response|"
        r"Cross-Origin-Resource-Policy|Not allowed to follow a redirection)",
        re.DOTALL,
    ),
}
_LINE_LENGTH = 1000  # characters that survive Firefox's way from one of its processes to another


def _outcome(kind: str, result: dict[str, Any]) -> str:
    outcome = str(result["outcome"])
    if outcome == "timeout":
        return outcome
    if kind == "fetch" and outcome == "resolved":
        return "ok" if result["type"] in {"basic", "cors", "default"} else str(result["type"])
    if kind in {"fetch", "xhr"}:
        return _OUTCOMES.get((kind, outcome), outcome)
    return _ELEMENT_OUTCOMES.get(outcome, outcome)


def _request(request: dict[str, Any]) -> tuple[str | None, ...]:
    headers = {name.lower(): value for name, value in request.get("headers", [])}
    url = urlsplit(request["url"])
    compared = ("origin", "access-control-request-method", "access-control-request-headers")
    where = (url.netloc.rpartition("@")[2], url.path + (f"?{url.query}" if url.query else ""))
    return (request["method"], *where, *(headers.get(name) for name in compared))


def _exposed(result: dict[str, Any]) -> list[str] | None:
    if "headers" in result:
        return sorted({name.lower() for name, _ in result["headers"]})
    if "allHeaders" in result:
        return sorted(
            {line.partition(":")[0].lower() for line in result["allHeaders"].split("\r\n") if line}
        )
    return None


def facts(scenario: Scenario, told: Observation, engine: str) -> dict[str, Any]:
    """What an observation or a prediction says, facet by facet, for comparison with another."""
    results = told.get("results") or []
    lines = (line["text"][:_LINE_LENGTH].strip() for line in told.get("console") or [])
    kinds = (action["kind"] for action in scenario["actions"])
    return {
        "outcome": [_outcome(kind, result) for kind, result in zip(kinds, results, strict=False)],
        "error": [(r.get("name"), r.get("message")) for r in results if r["outcome"] == "rejected"],
        "wire": [_request(request) for request in told.get("requests") or []],
        "exposed": _exposed(results[-1]) if results else None,
        "console": Counter(line for line in lines if _CORS_LINE[engine].match(line)),
    }


def differences(scenario: Scenario, observation: Observation, prediction: dict[str, Any]) -> set[str]:
    """The facets in which a prediction differs from an observation."""
    if "unmodelled" in prediction:
        return set(FACETS)
    engine = observation["engine"]
    seen, predicted = facts(scenario, observation, engine), facts(scenario, prediction, engine)
    return {facet for facet in FACETS if seen[facet] != predicted[facet]}


def tally(found: Iterable[set[str]]) -> dict[str, int]:
    """How many scenarios there are, and how many agree in each facet.

    Args:
        found: For each scenario, the facets in which it differs.
    """
    counts = dict.fromkeys(("scenarios", *FACETS, "all"), 0)
    for facets in found:
        counts["scenarios"] += 1
        counts["all"] += not facets
        for facet in FACETS:
            counts[facet] += facet not in facets
    return counts


def corpus_differences(corpus: str, engine: str) -> dict[str, set[str]]:
    """For each recorded scenario of a corpus, the facets in which an engine's prediction differs."""
    scenarios = corpora.scenarios(corpus)
    return {
        scenario: differences(scenarios[scenario], observation, predict(scenarios[scenario], engine))
        for (observed, scenario), observation in corpora.observations(corpus).items()
        if observed == engine
    }


def _print_difference(corpus: str, engine: str, scenario_id: str, facets: set[str]) -> None:
    scenario = corpora.scenarios(corpus)[scenario_id]
    prediction = predict(scenario, engine)
    if "unmodelled" in prediction:
        print(f"{engine} {scenario_id}: unmodelled: {prediction['unmodelled']}")
        return
    seen = facts(scenario, corpora.observations(corpus)[engine, scenario_id], engine)
    predicted = facts(scenario, prediction, engine)
    for facet in sorted(facets):
        print(f"{engine} {scenario_id}: {facet}")
        print(f"    seen       {seen[facet]}\n    predicted  {predicted[facet]}")


def main() -> int:
    """Print the figures; 1 if the ratchet has higher ones."""
    parser = argparse.ArgumentParser(prog="python -m spec_tests.browsers.agreement")
    parser.add_argument("--corpus", choices=[*corpora.CORPORA], action="append", help="default: all")
    parser.add_argument("--engine", choices=[*corpora.ENGINES], action="append", help="default: all")
    parser.add_argument(
        "--list", type=int, default=0, metavar="N", help="show N differing scenarios of each"
    )
    parser.add_argument(
        "--raise", action="store_true", dest="raises", help="write higher figures to the ratchet"
    )
    arguments = parser.parse_args()
    ratchet = json.loads(RATCHET.read_text())
    lower = False
    print(f"{'':20}" + "".join(f"{name:>11}" for name in ("scenarios", *FACETS, "all")))
    for corpus in arguments.corpus or corpora.CORPORA:
        for engine in arguments.engine or corpora.ENGINES:
            found = corpus_differences(corpus, engine)
            counts = tally(found.values())
            shares = "".join(f"{counts[name] / counts['scenarios']:11.2%}" for name in (*FACETS, "all"))
            print(f"{corpus:7} {engine:12}{counts['scenarios']:11}{shares}")
            for scenario_id in [name for name, facets in found.items() if facets][: arguments.list]:
                _print_difference(corpus, engine, scenario_id, found[scenario_id])
            held = ratchet.setdefault(corpus, {}).setdefault(engine, {})
            lower |= any(counts[name] < held.get(name, 0) for name in counts)
            ratchet[corpus][engine] = {
                name: max(count, held.get(name, 0)) for name, count in counts.items()
            }
    if arguments.raises:
        RATCHET.write_text(json.dumps(ratchet, indent=2) + "\n")
    return int(lower)


if __name__ == "__main__":
    sys.exit(main())
