"""The page of data sets: what `spec_tests/datapackage.json` says, as tables."""

import json

from docs.markdown import text
from spec_tests.datapackage import FILE, RESOURCES


def data() -> str:
    """A table of the files, and what was observed with which versions."""
    described = json.loads(FILE.read_text(encoding="utf-8"))
    standard = described["standard"]
    lines = [
        f"This is version {described['version']} of the data.",
        f"Expectations follow the Fetch standard at commit "
        f"[`{standard['commit'][:7]}`](https://github.com/whatwg/fetch/commit/{standard['commit']}) "
        f"of {standard['date']}.",
        f"Observations are of {', '.join(f'`{version}`' for version in described['browsers'].values())}.",
        "",
        "| File in `spec_tests/` | What it is | Records | Bytes | SHA-256 begins |",
        "|---|---|---:|---:|---|",
    ]
    lines += [
        f"| `{resource['path']}` | {text(resource['title'])}. | {resource['records']} "
        f"| {resource['bytes']} | `{resource['hash'].removeprefix('sha256:')[:12]}` |"
        for resource in described["resources"]
    ]
    lines += [
        "",
        "| File | A record is | Its members are in `spec_tests/` | Where it is from |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{resource.path}` | {'an' if resource.records[0] in 'aeo' else 'a'} {text(resource.records)} "
        f"| `{resource.described_in}` | {text(resource.provenance)} |"
        for resource in RESOURCES
    ]
    return "\n".join(lines)
