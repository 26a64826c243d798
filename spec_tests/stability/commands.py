"""
Every form of every command's output, one after the other: printed by a process of its own, to be compared.

``python -m spec_tests.stability.commands`` prints them.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from click.testing import CliRunner

from cors_sim.cli.__main__ import cli

EXAMPLES: Final = Path(__file__).parents[2] / "docs" / "examples"
_ASKED: Final = ("--origin", "https://app.example.com", "--url", "https://api.example.com/items")
_FORMS: Final = (
    *(("--format", form) for form in ("text", "html", "markdown", "mermaid")),
    *(("--json",), ("--curl",), ("--fix", "nginx")),
)
_APPLICATION: Final = "spec_tests.audit.applications:wsgi_reflecting"


def invocations(folder: Path) -> Iterator[list[str]]:
    """The arguments of each; what is written to files is written into *folder*."""
    yield ["--help"]
    for document in ("explain", "compare", "audit"):
        yield ["schema", document]
    for form in _FORMS:
        yield ["explain", *_ASKED, *form, str(EXAMPLES / "wrong-headers.txt")]
        yield ["explain", *form, str(EXAMPLES / "site.har")]
        yield ["explain", *form, str(EXAMPLES / "console.log")]
    yield ["compare", *_ASKED, str(EXAMPLES / "wrong-headers.txt")]
    yield ["compare", *_ASKED, "--json", str(EXAMPLES / "wrong-headers.txt")]
    for form in (
        (),
        ("--json",),
        *(((f"--{name}", str(folder / name))) for name in ("sarif", "html", "svg")),
    ):
        yield [
            "audit",
            _APPLICATION,
            "--credentials",
            "--matrix",
            "--trust",
            "https://app.example.com",
            *form,
        ]


def main() -> None:
    """Print them."""
    with tempfile.TemporaryDirectory() as name:
        for arguments in invocations(Path(name)):
            result = CliRunner().invoke(cli, arguments)
            shown = [argument.replace(name, "") for argument in arguments]
            sys.stdout.write(f"$ {shown} -> {result.exit_code}\n{result.output}\n".replace(name, ""))
        for path in sorted(Path(name).iterdir()):
            sys.stdout.write(f"$ cat {path.name}\n{path.read_text(encoding='utf-8')}\n")


if __name__ == "__main__":
    main()
