"""
The data sets of the project, described for machines.

    python -m spec_tests.datapackage

writes `datapackage.json`, in the form of a Data Package (https://datapackage.org/), with the size and the
SHA-256 of each file, how many records it has, and the versions that were observed.
`docs/reference/data.md` is made from the same.
"""

import gzip
import hashlib
import json
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import attrs

HERE: Final = Path(__file__).parent
FILE: Final = HERE / "datapackage.json"
ENGINES: Final = ("chromium", "firefox", "webkit")


@attrs.frozen
class Resource:
    """
    One file.

    Args:
        name: a stable word.
        path: of the file, in this directory.
        title: in a line.
        records: what a record of it is.
        described_in: the page that has its schema, in this directory.
        provenance: where it is from.
    """

    name: str
    path: str
    title: str
    records: str
    described_in: str
    provenance: str

    @property
    def content(self) -> bytes:
        """The file."""
        return (HERE / self.path).read_bytes()

    def count(self) -> int:
        """How many records it has."""
        content = gzip.decompress(self.content) if self.path.endswith(".gz") else self.content
        if ".jsonl" in self.path:
            return sum(1 for line in content.splitlines() if line.strip())
        document = json.loads(content)
        members = document.get("cases") or document.get("answers") or document.get("algorithms") or document
        return len(members)


_STANDARD: Final = "Derived by hand from the text of the Fetch standard, at the commit that the file names."
_RECORDED: Final = "Recorded of real browsers on the loopback interface; scenarios are our own."

RESOURCES: Final = (
    Resource(
        "cases-questions",
        "cases/questions.json",
        "What people ask about CORS, with what has to come of it",
        "case",
        "cases/README.md",
        _STANDARD,
    ),
    Resource(
        "cases-standard",
        "cases/standard.json",
        "The branches of the standard, one by one",
        "case",
        "cases/README.md",
        _STANDARD,
    ),
    Resource(
        "explanations",
        "explain/questions.json",
        "For each question, what its answer has to say and which fix comes first",
        "answer",
        "README.md",
        "Written by hand.",
    ),
    *(
        Resource(
            f"{corpus}-{kind}",
            f"browsers/recorded/{corpus}.{kind}.jsonl.gz",
            f"{title}: {what}",
            record,
            "browsers/README.md",
            _RECORDED,
        )
        for corpus, title in (
            ("chosen", "Experiments that people wrote"),
            ("probes", "Experiments that vary one thing each"),
            ("random", "Random experiments"),
        )
        for kind, what, record in (
            ("scenarios", "what is asked and answered", "scenario"),
            ("observations", "what browsers made of it", "observation of a scenario in a browser"),
        )
    ),
    Resource(
        "client",
        "client/recorded/experiments.jsonl.gz",
        "What APIs and elements refuse, throw and fire",
        "experiment, with what each browser did",
        "client/recorded/README.md",
        _RECORDED,
    ),
    Resource(
        "console-lines",
        "browsers_console/recorded.jsonl",
        "Each different line of the consoles",
        "line",
        "browsers_console/README.md",
        _RECORDED,
    ),
    Resource(
        "console-experiments",
        "browsers_console/experiments.jsonl",
        "Experiments that have each rule of a console print its line",
        "experiment, with what each browser printed",
        "browsers_console/README.md",
        _RECORDED,
    ),
    Resource(
        "steps",
        "standard/steps.json",
        "The steps of the standard's algorithms, each with a hash of its text",
        "algorithm",
        "README.md",
        "Extracted from the standard's source; it holds no text of the standard.",
    ),
)


def versions() -> dict[str, str]:
    """The version of each browser that was observed."""
    found: dict[str, set[str]] = {engine: set() for engine in ENGINES}
    for corpus in ("chosen", "probes", "random"):
        lines = gzip.decompress((HERE / f"browsers/recorded/{corpus}.observations.jsonl.gz").read_bytes())
        for line in lines.splitlines():
            observation = json.loads(line)
            found[observation["engine"]].add(observation["version"])
    return {engine: ", ".join(sorted(names)) for engine, names in found.items()}


def document() -> dict[str, Any]:
    """The description."""
    standard = json.loads((HERE / "standard" / "steps.json").read_text(encoding="utf-8"))
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "cors-sim-data",
        "title": "CORS: cases from the Fetch standard, and what browsers were recorded to do",
        "version": metadata.version("cors-sim"),
        "licenses": [{"name": "MIT", "path": "https://opensource.org/license/mit"}],
        "contributors": [{"title": "The cors_sim developers", "roles": ["author"]}],
        "standard": {
            "url": standard["standard"],
            "commit": standard["commit"],
            "date": standard["date"],
        },
        "browsers": versions(),
        "resources": [
            {
                "name": resource.name,
                "path": resource.path,
                "title": resource.title,
                "format": "jsonl" if ".jsonl" in resource.path else "json",
                "encoding": "utf-8",
                **({"compression": "gz"} if resource.path.endswith(".gz") else {}),
                "bytes": len(resource.content),
                "hash": f"sha256:{hashlib.sha256(resource.content).hexdigest()}",
                "records": resource.count(),
                "record": resource.records,
                "describedIn": resource.described_in,
                "sources": [{"title": resource.provenance}],
            }
            for resource in RESOURCES
        ],
    }


def text() -> str:
    """The file, as text."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
