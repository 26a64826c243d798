"""
Tools for your own tests: Hypothesis strategies, and assertions that explain themselves.

The strategies have the names of what they give, in the plural. The pytest plugin, which pytest finds by
itself, is `cors_sim.pytest_plugin`.

Needs the extra ``[testing]``.
"""

from cors_sim.testing.assertions import assert_not_readable, assert_readable
from cors_sim.testing.machine import PreflightCacheMachine
from cors_sim.testing.strategies import (
    Answers,
    bodies,
    browsers,
    conversations,
    fetches,
    fresh_requests,
    header_lists,
    header_names,
    header_pairs,
    header_values,
    methods,
    opaque_origins,
    origins,
    policies,
    preflight_caches,
    requests,
    response_headers,
    responses,
    servers,
    statuses,
    tokens,
    tuple_origins,
    urls,
)
from cors_sim.testing.untrusted import untrusted_origins

__all__ = [
    "Answers",
    "PreflightCacheMachine",
    "assert_not_readable",
    "assert_readable",
    "bodies",
    "browsers",
    "conversations",
    "fetches",
    "fresh_requests",
    "header_lists",
    "header_names",
    "header_pairs",
    "header_values",
    "methods",
    "opaque_origins",
    "origins",
    "policies",
    "preflight_caches",
    "requests",
    "response_headers",
    "responses",
    "servers",
    "statuses",
    "tokens",
    "tuple_origins",
    "untrusted_origins",
    "urls",
]
