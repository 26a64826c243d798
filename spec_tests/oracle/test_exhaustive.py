"""A slice of the exhaustive comparison; ``python -m spec_tests.oracle.exhaustive`` runs all of it."""

import pytest

from cors_sim import Request, preflight_needed
from spec_tests.oracle import exhaustive

REQUESTS = list(exhaustive.requests())


def test_scope_is_of_a_million_conversations() -> None:
    """At least 1,000,000 combinations of request and answers are in the scope."""
    preflighted = sum(preflight_needed(request) is not None for request in REQUESTS)
    answers = len(exhaustive.responses())
    combinations = preflighted * len(exhaustive.preflights()) * answers
    combinations += (len(REQUESTS) - preflighted) * answers

    assert combinations >= 1_000_000


@pytest.mark.parametrize("index", range(0, len(REQUESTS), 7))
def test_slice_has_no_difference(index: int) -> None:
    """Every 97th conversation of every seventh request is the same in both models."""
    request: Request = REQUESTS[index]

    compared, differences = exhaustive.run(request, first=index % 97, step=97)

    assert compared > 0
    assert not differences, "\n".join(differences)
