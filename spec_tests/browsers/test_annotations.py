"""
The profile of the standard against what the scenarios say of it.

The chosen scenarios carry a `spec`: what their authors read out of the standard.
"""

from typing import Any

import pytest

from spec_tests.browsers.agreement import facts
from spec_tests.browsers.corpora import scenarios
from spec_tests.browsers.predict import predict

ANNOTATED = {name: scenario for name, scenario in scenarios("chosen").items() if scenario.get("spec")}

WRONG = {
    "status-421": "HTTP-network-or-cache fetch, step 17: a 421 is fetched once more.",
    **dict.fromkeys(
        [
            *("mode-navigate", "nocors-put", "safe-bad-name-empty", "safe-bad-name-latin1"),
            *("safe-bad-value-cr", "safe-bad-value-lf", "safe-bad-value-u0100", "safe-get-body"),
            *("safe-method-bad-crlf", "safe-method-bad-space", "safe-method-connect", "safe-method-trace"),
            *("safe-method-trace-lower", "safe-method-track", "url-invalid", "url-userinfo"),
        ],
        "The annotation has the call throw. The fetch() method, step 2, rejects its promise.",
    ),
}
"""The annotations that are not what the standard says, each with the step that they miss."""

UNMODELLED = {
    "cache-304-noacao": "The second answer is a 304 to a browser's own HTTP cache; the package has none.",
}


def told(name: str) -> dict[str, Any]:
    """What the standard's profile says, in the members that annotations have."""
    scenario: Any = ANNOTATED[name]
    prediction = predict(scenario, "standard")
    requests = prediction["requests"]
    found = facts(scenario, prediction, "standard")
    headers = [{header.lower(): value for header, value in request["headers"]} for request in requests]
    return {
        "outcome": found["outcome"],
        "reqs": ",".join(request["method"] for request in requests),
        "origins": [each.get("origin", "-") for each in headers],
        "exposed": found["exposed"],
    }


def annotated(name: str) -> dict[str, Any]:
    """What the annotation says, in the order that comparing takes."""
    spec = dict(ANNOTATED[name]["spec"])
    if spec.get("exposed") is not None:
        spec["exposed"] = sorted(spec["exposed"])
    return spec


@pytest.mark.parametrize("name", sorted(ANNOTATED.keys() - WRONG.keys() - UNMODELLED.keys()))
def test_annotation(name: str) -> None:
    """The standard's profile does what the scenario says that the standard does."""
    found, spec = told(name), annotated(name)

    assert {member: found[member] for member in found if member in spec} == {
        member: spec[member] for member in found if member in spec
    }


@pytest.mark.parametrize("name", sorted(WRONG.keys() | UNMODELLED.keys()))
def test_difference(name: str) -> None:
    """A listed annotation does differ: one that agrees has no place in the lists."""
    found, spec = told(name), annotated(name)

    assert any(found[member] != spec[member] for member in found if member in spec)
