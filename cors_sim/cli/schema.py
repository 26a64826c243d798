"""``cors-sim schema``: the JSON Schema of what ``--json`` prints."""

from importlib import resources

import click


def explanation_schema() -> str:
    """The text of the schema."""
    return resources.files("cors_sim.cli").joinpath("explanation.schema.json").read_text("utf-8")


@click.command()
def schema() -> None:
    """Print the JSON Schema of what --json prints."""
    click.echo(explanation_schema(), nl=False)
