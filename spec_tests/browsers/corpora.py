"""The recorded corpora: scenarios, and what browsers made of them.

`README.md` says where each comes from. May import `scenarios`.
"""

import functools
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from .scenarios import Observation, Scenario, read_lines

ENGINES = ("chromium", "firefox", "webkit")
CORPORA = ("chosen", "probes", "random")
_RECORDED = Path(__file__).with_name("recorded")


@functools.cache
def scenarios(corpus: str) -> Mapping[str, Scenario]:
    """The scenarios of a corpus, without placeholders, by their id."""
    lines = read_lines(_RECORDED / f"{corpus}.scenarios.jsonl.gz")
    return MappingProxyType({scenario["id"]: scenario for scenario in lines})


@functools.cache
def observations(corpus: str) -> Mapping[tuple[str, str], Observation]:
    """The observations of a corpus, by engine and scenario."""
    lines = read_lines(_RECORDED / f"{corpus}.observations.jsonl.gz")
    return MappingProxyType({(line["engine"], line["scenario"]): line for line in lines})
