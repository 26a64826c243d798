"""
The exercises: made from cases, questions and experiments whose answers are known from elsewhere.

    python -m docs.exercises

writes `exercises.json`, which the page of exercises is made from. An answer is never ours: a verdict is
what the table of cases has it from the standard, or what a browser was recorded to do; a policy is what
the table of questions says. `spec_tests/docs/test_exercises.py` asks the package the same.

In the file, an exercise has

- ``id``; ``kind`` (``predict`` the verdict, find the ``flaw``, ``write`` the policy); ``title``;
  ``prompt``;
- ``origin`` of the page, ``null`` for an opaque one;
- ``request``: ``url``, ``method``, ``headers``, ``mode``, ``credentials_mode``, ``redirect_mode``,
  ``body``;
- ``answers``: a list of rules, of which the first whose ``when`` holds (``method``, ``url``,
  ``is_preflight``) gives its ``answer`` (``status``, ``headers``);
- ``answer``: for ``predict``, the ``verdict`` by browser, and where the standard says them the ``reason``
  and the ``requests`` that are sent; for ``flaw``, ``reason``, ``requests`` and ``step`` (its address),
  which is about the answer to the last request; for ``write``, the ``answers`` as they should be;
- ``explanation``, and ``source``: the file and the id that it was made from.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import cors_sim
from spec_tests.browsers import corpora
from spec_tests.browsers.agreement import facts
from spec_tests.browsers.scenarios import Observation, Scenario
from spec_tests.cases import runner
from spec_tests.cases.runner import Case

FILE: Final = Path(__file__).with_name("exercises.json")
NAMES: Final = {
    "standard": "the standard",
    "chromium": "Chromium",
    "firefox": "Firefox",
    "webkit": "WebKit",
}

_QUESTIONS: Final = Path(runner.HERE).parent / "explain" / "questions.json"

PREDICT: Final = (
    "check-same-host-other-port",
    "check-null-for-a-page-with-an-origin",
    "check-null-in-capitals",
    "check-scheme-in-capitals",
    "check-blanks-around-the-value",
    "check-wildcard-beside-an-origin",
    "check-credentials-sent-twice",
    "check-credentials-ignored-without-them",
    "check-error-status-is-readable",
    "need-media-type-is-parsed",
    "need-underscore-in-language",
    "preflight-status-299",
    "preflight-method-in-lower-case-in-the-list",
    "preflight-header-in-other-case",
    "preflight-methods-unparsable-and-not-needed",
    "q22-authorization-under-wildcard",
    "redirect-from-home-to-another",
    "redirect-hop-without-leave",
    "redirect-back-home-without-leave",
    "redirect-302-of-put",
)
"""Cases whose question does not give the answer away, from the CORS check to redirects."""

EXPERIMENTS: Final = {
    "redir-p-a-b-star": "From home to an API, and on to another",
    "dep-noloc-error-302": "Redirects are an error, and status 302 comes without a Location",
    "xredirpf-307-a-b-put-exact": "A second preflight, behind a redirect from one API to another",
    "redirloc-dup-same": "One Location, sent twice",
}
"""Recorded experiments in which browsers differ, with a title each."""

FLAW: Final = {
    "q01-works-in-curl": "It works in curl",
    "q03-preflight-405": "The headers are all there",
    "q06-headers-only-on-options": "The preflight passes",
    "q12-credentials-true-with-capital": "Cookies are allowed",
    "q13-header-sent-twice": "Two layers, both right",
    "q14-two-origins-listed": "Both origins are listed",
    "q15-trailing-slash": "The same origin, it seems",
    "q17-wildcard-subdomain": "All subdomains",
    "q20-patch-in-lower-case": "PATCH is listed",
    "q24-response-header-on-the-request": "One header more",
    "q25-preflight-redirected": "A missing slash",
    "q26-origin-null-after-redirect": "The CDN knows the origin",
}
"""Questions in which something is wrong that is easily overlooked, with a title each."""

WRITE: Final = {
    "q04-preflight-401": "A token, and a server that wants one from everybody",
    "q05-preflight-without-headers": "JSON to an API that has no word for preflights",
    "q07-content-type-not-allowed": "JSON to an API that allows nothing but simple requests",
    "q10-wildcard-with-credentials": "Cookies, for one origin",
    "q11-credentials-not-allowed": "An origin by name, and cookies",
    "q18-put-not-listed": "PUT beside GET and POST",
    "q21-x-requested-with": "A header that a library adds",
    "q22-authorization-under-wildcard": "A token in Authorization",
    "q29-custom-header-hidden": "A header that script may see",
}
"""Questions that a change to the server's answers settles, with a title each."""


def exercises() -> list[dict[str, Any]]:
    """All exercises, in the order in which they are to be done."""
    cases = {case["id"]: case for case in runner.load_cases()}
    settled = json.loads(_QUESTIONS.read_text(encoding="utf-8"))["answers"]
    return [
        *(_predict(cases[name]) for name in PREDICT),
        *(_experiment(name, title) for name, title in EXPERIMENTS.items()),
        *(_flaw(cases[name], title) for name, title in FLAW.items()),
        *(_write(cases[name], title, settled[name]["fix"]["changes"]) for name, title in WRITE.items()),
    ]


def _asked(case: Case) -> dict[str, Any]:
    request, origin = case["request"], case["request"]["origin"]
    return {
        "origin": origin if isinstance(origin, str) else "null",
        "request": {
            "url": request["url"],
            "method": request.get("method", "GET"),
            "headers": request.get("headers", []),
            "mode": request.get("mode", "cors"),
            "credentials_mode": request.get("credentials_mode", "same-origin"),
            "redirect_mode": request.get("redirect_mode", "follow"),
            "body": request.get("body"),
        },
        "answers": [
            {
                "when": dict(rule.get("when", {})),
                "answer": {
                    "status": rule["answer"].get("status", 200),
                    "headers": rule["answer"].get("headers", []),
                },
            }
            for rule in case["server"]
            if rule["answer"] != "network-error"
        ],
    }


def _source(case: Case) -> str:
    file = "questions" if case["id"][0] in "qs" and case["id"][1].isdigit() else "standard"
    return f"spec_tests/cases/{file}.json: {case['id']}"


def _predict(case: Case) -> dict[str, Any]:
    expect = case["expect"]
    departures = case.get("departures", {})
    verdicts = {name: (departures.get(name) or {}).get("verdict", expect["verdict"]) for name in NAMES}
    return {
        "id": f"predict-{case['id']}",
        "kind": "predict",
        "title": case["question"],
        "prompt": "Which requests does the browser send, and can script read the response?",
        **_asked(case),
        "answer": {
            "verdict": verdicts,
            "reason": expect["reason"],
            "requests": [f"{sent['method']} {sent['url']}" for sent in expect["exchanges"]],
        },
        "explanation": case["explanation"],
        "source": _source(case),
    }


_VERDICTS: Final = {"ok": "allowed", "err": "blocked", "opaque": "opaque"}


def _experiment(name: str, title: str) -> dict[str, Any]:
    """What was recorded of an experiment with one `fetch()`, from its answers on."""
    corpus = next(corpus for corpus in corpora.CORPORA if name in corpora.scenarios(corpus))
    scenario, seen = corpora.scenarios(corpus)[name], corpora.observations(corpus)
    (action,) = scenario["actions"]
    told = {engine: facts(scenario, seen[engine, name], engine) for engine in corpora.ENGINES}
    verdicts = {engine: _VERDICTS[told[engine]["outcome"][0]] for engine in corpora.ENGINES}
    asked = {
        "url": action["url"],
        "method": action.get("method", "GET"),
        "headers": action.get("headers", []),
        "mode": action.get("mode", "cors"),
        "credentials_mode": action.get("credentials", "same-origin"),
        "redirect_mode": action.get("redirect", "follow"),
        "body": None,
    }
    departures = [
        f"In {NAMES[browser.name]}: {departure.changes}"
        for browser in cors_sim.BROWSERS
        for departure in browser.departures
        if name in departure.evidence
    ]
    return {
        "id": f"predict-{name}",
        "kind": "predict",
        "title": title,
        "prompt": "The browsers do not agree. In which of them can script read the response?",
        "origin": scenario["page"]["origin"],
        "request": asked,
        "answers": list(_rules(scenario, [seen[engine, name] for engine in corpora.ENGINES])),
        "answer": {"verdict": verdicts},
        "explanation": " ".join(departures),
        "source": f"spec_tests/browsers/recorded/{corpus}.scenarios.jsonl.gz: {name}",
    }


def _rules(scenario: Scenario, seen: list[Observation]) -> Iterator[dict[str, Any]]:
    """The answers to what any of the browsers asked; 404 where the scenario has none."""
    asked = {(told["method"], told["url"]): None for browser in seen for told in browser["requests"]}
    for method, url in asked:
        by_method = scenario["server"].get(url.rpartition("/")[2], {})
        (answer, *_) = by_method.get(method) or by_method.get("*") or ({"status": 404, "headers": []},)
        told = {"status": answer["status"], "headers": answer["headers"]}
        yield {"when": {"method": method, "url": url}, "answer": told}


def _flaw(case: Case, title: str) -> dict[str, Any]:
    expect = case["expect"]
    step = expect["step"]
    if step is None:
        raise ValueError(f"{case['id']} ends at no step: nothing is wrong there")
    return {
        "id": f"flaw-{case['id']}",
        "kind": "flaw",
        "title": title,
        "prompt": "No browser lets script read the response. What is wrong, and in which answer?",
        **_asked(case),
        "answer": {
            "reason": expect["reason"],
            "step": f"{runner.FETCH}{step['anchor']}",
            "requests": [f"{sent['method']} {sent['url']}" for sent in expect["exchanges"]],
        },
        "explanation": case["explanation"],
        "source": _source(case),
    }


def _write(case: Case, title: str, changes: list[dict[str, str]]) -> dict[str, Any]:
    asked = _asked(case)
    return {
        "id": f"write-{case['id']}",
        "kind": "write",
        "title": title,
        "prompt": (
            f"Change the server's answers so that script at {asked['origin']} can do this and read the "
            "response, with the headers of its own that it has. Allow nothing that it does not need."
        ),
        **asked,
        "answer": {"answers": [_changed(rule, changes) for rule in asked["answers"]]},
        "explanation": case["explanation"],
        "source": f"spec_tests/explain/questions.json: {case['id']}",
    }


def _changed(rule: dict[str, Any], changes: list[dict[str, str]]) -> dict[str, Any]:
    """*rule* with the changes to its answer made."""
    status, headers = rule["answer"]["status"], list(rule["answer"]["headers"])
    kind = "preflight" if rule["when"].get("is_preflight") else "answer"
    for change in changes:
        if change["to"] != kind:
            continue
        if change["name"] == "status":
            status = int(change["after"])
            continue
        headers = [pair for pair in headers if pair[0].lower() != change["name"].lower()]
        headers.append([change["name"], change["after"]])
    return {"when": rule["when"], "answer": {"status": status, "headers": headers}}


def document() -> str:
    """The file, as text."""
    return json.dumps(exercises(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(document(), encoding="utf-8")
    print(f"{FILE.name}: {len(exercises())} exercises", file=sys.stderr)
