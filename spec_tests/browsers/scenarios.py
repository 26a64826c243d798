"""Scenarios: the loopback origins they name, and their placeholders.

A scenario as a person writes it holds placeholders, which `resolve` replaces:

- `${NAME}`: an origin of `ORIGINS`, as `http://127.0.0.1:8802`;
- `${NAME.host}`: its host and port; `${NAME.port}`: its port;
- `${sid}`: the scenario's id;
- `@{NAME}/x`: the scenario's resource `x` on that origin.

`README.md` has the schema. May import the standard library alone.
"""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

Scenario = dict[str, Any]
Observation = dict[str, Any]


class LoopbackOrigin(NamedTuple):
    """One place where the recorder's server listens."""

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """The host, and the port unless it is the scheme's own."""
        default = {"http": 80, "https": 443}[self.scheme]
        return self.host if self.port == default else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"


ORIGINS = {
    "page": LoopbackOrigin("http", "127.0.0.1", 8801),  # where most pages come from
    "cross": LoopbackOrigin("http", "127.0.0.1", 8802),  # another origin of the same site
    "cross2": LoopbackOrigin("http", "127.0.0.1", 8803),  # a third
    "site": LoopbackOrigin("http", "localhost", 8802),  # another site
    "lpage": LoopbackOrigin("http", "localhost", 8801),
    "alpha": LoopbackOrigin("http", "alpha.localhost", 8801),
    "wwwalpha": LoopbackOrigin("http", "www.alpha.localhost", 8801),
    "beta": LoopbackOrigin("http", "beta.localhost", 8802),
    "idn": LoopbackOrigin("http", "xn--bcher-kva.localhost", 8801),
    "p80": LoopbackOrigin("http", "localhost", 80),
    "p80x": LoopbackOrigin("http", "127.0.0.1", 80),
    "tpage": LoopbackOrigin("https", "localhost", 8843),
    "tcross": LoopbackOrigin("https", "localhost", 8844),
    "dead": LoopbackOrigin("http", "127.0.0.1", 8899),  # nobody listens there
}

_RESOURCE = re.compile(r"@\{([a-z0-9]+)\}/")
_PLACEHOLDER = re.compile(r"\$\{([a-z0-9]+)(?:\.(host|port))?\}")


def _replace(text: str, scenario_id: str) -> str:
    def value(match: re.Match[str]) -> str:
        name, part = match.groups()
        if name == "sid":
            return scenario_id
        origin = ORIGINS[name]
        return {"host": origin.authority, "port": str(origin.port), None: str(origin)}[part]

    return _PLACEHOLDER.sub(value, _RESOURCE.sub(r"${\1}/r/${sid}/", text))


def resolve_value(value: Any, scenario_id: str) -> Any:  # noqa: ANN401 - any JSON
    """A copy of any part of a scenario, without placeholders."""
    if isinstance(value, str):
        return _replace(value, scenario_id)
    if isinstance(value, list):
        return [resolve_value(item, scenario_id) for item in value]
    if isinstance(value, dict):
        return {_replace(key, scenario_id): resolve_value(item, scenario_id) for key, item in value.items()}
    return value


def resolve(scenario: Scenario) -> Scenario:
    """A copy of a scenario without placeholders, and with every member of `page`."""
    resolved: Scenario = resolve_value(scenario, scenario["id"])
    page = {"origin": str(ORIGINS["page"]), "kind": "top", "headers": []} | resolved.get("page", {})
    if "://" not in page["origin"]:
        page["origin"] = str(ORIGINS[page["origin"]])
    return {"server": {}} | resolved | {"page": page}


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON values of a file of lines, compressed or not."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return (json.loads(line) for line in text.splitlines() if line.strip())


def read_scenarios(path: Path) -> list[Scenario]:
    """The scenarios of a file, without placeholders: lines of JSON, or an object with a member `scenarios`.

    Raises:
        ValueError: Two have one id, or an id has more in it than lower-case letters, digits and hyphens.
    """
    lines = (
        list(read_lines(path))
        if not path.name.endswith(".json")
        else json.loads(path.read_text())["scenarios"]
    )
    scenarios = [resolve(scenario) for scenario in lines]
    seen: set[str] = set()
    for scenario in scenarios:
        if scenario["id"] in seen or not re.fullmatch(r"[a-z0-9-]+", scenario["id"]):
            raise ValueError(f"{path}: bad or repeated id {scenario['id']!r}")
        seen.add(scenario["id"])
    return scenarios
