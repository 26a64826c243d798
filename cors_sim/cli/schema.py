"""``cors-sim schema``: the JSON Schemas of what ``--json`` prints."""

from importlib import resources
from types import MappingProxyType
from typing import Final

import click

_FILES: Final = MappingProxyType(
    {
        "explain": "explanation.schema.json",
        "compare": "comparison.schema.json",
        "audit": "audit.schema.json",
    }
)


@click.command()
@click.argument("command", type=click.Choice(list(_FILES)), default="explain")
def schema(command: str) -> None:
    """Print the JSON Schema of what COMMAND prints with --json; by default that of explain."""
    text = resources.files("cors_sim.cli").joinpath(_FILES[command]).read_text("utf-8")
    click.echo(text, nl=False)
