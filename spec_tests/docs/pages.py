"""
The pages of the documentation, and the blocks of code in them.

The language of a block says how it is tested:

``pycon``
    run by doctest, in order and in one namespace a page;
``console``
    each line behind ``$`` is run by a shell at the top of the repository, and what it prints on both
    streams is compared with the lines behind it; ``$?`` is the exit code of the command before;
``sh``
    commands that set something up, which need a network: what can be said without one is tested;
``text``, ``json``
    nothing to run.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
PAGES: Final = sorted(
    [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        ROOT / "CONTRIBUTING.md",
        *(path for path in DOCS.rglob("*.md") if {"_build", "errors"}.isdisjoint(path.parts)),
        *(
            path
            for path in (ROOT / "spec_tests").rglob("README.md")
            if {".venv", "node_modules"}.isdisjoint(path.parts)
        ),
    ]
)

_BLOCK: Final = re.compile(r"^(`{3,}|:{3,})(.*)\n((?:.*\n)*?)\1\n", re.MULTILINE)


@attrs.frozen
class Block:
    """
    A fenced block.

    Args:
        language: the words behind the fence.
        text: what is in it.
        line: the number of its first line, from zero.
    """

    language: str
    text: str
    line: int


@attrs.frozen
class Command:
    """A command, and what it is shown to print."""

    command: str
    shown: str


def name_of(path: Path) -> str:
    """What *path* is called in the names of tests."""
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, *languages: str) -> list[Block]:
    """The blocks of the page at *path* in any of *languages*; all, if none is given."""
    text = path.read_text(encoding="utf-8")
    found = [
        Block(match[2].strip(), match[3], text.count("\n", 0, match.start(3)))
        for match in _BLOCK.finditer(text)
    ]
    return [block for block in found if not languages or block.language in languages]


def commands(block: Block) -> Iterator[Command]:
    """The commands of a ``console`` block; one goes on behind a line that ends in a backslash."""
    for piece in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, shown = re.split(r"(?<!\\)\n", piece, maxsplit=1)
        yield Command(command, shown.rstrip())


def plain(output: str) -> str:
    """*output* without the blanks at the ends of its lines, and without empty lines at its end."""
    return "\n".join(line.rstrip() for line in output.splitlines()).rstrip()
