"""The page of JSON Schemas: each document that the command prints, member by member."""

import json
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any, Final

from docs.markdown import text

SCHEMAS: Final = {
    "explain": "explanation.schema.json",
    "compare": "comparison.schema.json",
    "audit": "audit.schema.json",
}
"""By command, the file in `cors_sim/cli/`."""


def load(command: str) -> dict[str, Any]:
    """The schema of what *command* prints."""
    file = resources.files("cors_sim.cli") / SCHEMAS[command]
    schema: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return schema


def schemas() -> str:
    """A section each command."""
    lines: list[str] = []
    for command, file in SCHEMAS.items():
        schema = load(command)
        lines += [f"## cors-sim {command} --json", ""]
        if "description" in schema:
            lines += [text(schema["description"]), ""]
        lines += [*_table(schema, command), ""]
        for name, definition in schema.get("$defs", {}).items():
            if "properties" in definition:
                lines += [f"({command}-{name})=", f"### {name}", ""]
                lines += [*_described(definition), *_table(definition, command), ""]
        lines += ["<details>", f"<summary>{file}</summary>", ""]
        lines += [
            f"```{{literalinclude}} ../../cors_sim/cli/{file}",
            ":language: json",
            "```",
            "",
            "</details>",
            "",
        ]
    return "\n".join(lines)


def _described(definition: Mapping[str, Any]) -> Iterator[str]:
    if "description" in definition:
        yield from (text(definition["description"]), "")


def _table(definition: Mapping[str, Any], command: str) -> Iterator[str]:
    yield from ("| Member | Type | Meaning |", "|---|---|---|")
    for name, member in definition["properties"].items():
        yield f"| `{name}` | {_type(member, command)} | {text(member.get('description', ''))} |"


def _type(member: Mapping[str, Any], command: str) -> str:
    """What a value is, in a phrase."""
    if "$ref" in member:
        name = member["$ref"].rpartition("/")[2]
        is_object = "properties" in load(command)["$defs"].get(name, {})
        return f"[{name}](#{command}-{name})" if is_object else f"{name}"
    if "const" in member:
        return f"`{json.dumps(member['const'])}`"
    for several in ("anyOf", "oneOf"):
        if several in member:
            return " or ".join(_type(one, command) for one in member[several])
    if member.get("type") == "array":
        return f"list of {_type(member.get('items', {}), command)}"
    if "enum" in member:
        shown = [f"`{json.dumps(value)}`" for value in member["enum"]]
        return ", ".join(shown) if len(shown) <= 6 else f"one of {len(shown)} words"
    kind = member.get("type", "anything")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)
