"""The page of data sets: what `spec_tests/datapackage.json` says, as lists."""

import json
from collections.abc import Mapping
from typing import Any

from docs.markdown import number, text
from spec_tests.datapackage import FILE


def data() -> str:
    """The files, by where they are from, and what was observed with which versions."""
    described = json.loads(FILE.read_text(encoding="utf-8"))
    standard = described["standard"]
    lines = [
        f"This is version {described['version']} of the data.",
        f"Expectations follow the Fetch standard at commit "
        f"[`{standard['commit'][:7]}`](https://github.com/whatwg/fetch/commit/{standard['commit']}) "
        f"of {standard['date']}.",
        f"Observations are of {', '.join(f'`{version}`' for version in described['browsers'].values())}.",
        "",
        "All files are in `spec_tests/`, and so are the pages that have the meaning of each member.",
        "",
    ]
    by_source: dict[str, list[Mapping[str, Any]]] = {}
    for resource in described["resources"]:
        by_source.setdefault(resource["sources"][0]["title"], []).append(resource)
    for source, resources in by_source.items():
        lines += [text(source), "", *map(_resource, resources), ""]
    return "\n".join(lines)


def _resource(resource: Mapping[str, Any]) -> str:
    """One file, as an item of a list."""
    article = "an" if resource["record"][0] in "aeo" else "a"
    return (
        f"- `{resource['path']}`: {text(resource['title'])}.\n"
        f"  A record is {article} {text(resource['record'])}; there are {number(resource['records'])}.\n"
        f"  Described in `{resource['describedIn']}`.\n"
        f"  {number(resource['bytes'])} bytes, SHA-256 `{resource['hash'].removeprefix('sha256:')[:16]}…`."
    )
