"""
What came of the mutants: how many were killed, and which of the others nobody has looked at.

``python -m spec_tests.mutation.report``, after ``python -m spec_tests.mutation run``, prints both and ends
with exit code 1 where fewer than 97 in 100 were killed or a survivor is not in ``survivors.json``.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files

LEAST: Final = 0.97
REVIEWED: Final = Path(__file__).with_name("survivors.json")
KILLED: Final = {"killed", "timeout"}


@attrs.frozen
class Mutant:
    """
    A mutant that was tested.

    Args:
        function: what it is a mutant of.
        room: ``standard``, ``flows``, ``browsers`` or ``values``.
        status: what came of it.
        removed: lines of the function that it lacks.
        added: lines that it has instead.
    """

    function: str
    room: str
    status: str
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def room_of(path: str) -> str:
    """The room of the package that the module at *path* is in."""
    parts = Path(path).with_suffix("").parts
    return parts[1] if parts[1] in {"standard", "flows", "browsers"} else "values"


def mutants() -> Iterator[Mutant]:
    """Every mutant that was tested."""
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for name, exit_code in data.exit_code_by_key.items():
            status = status_by_exit_code[exit_code]
            function = name.rpartition("__mutmut_")[0]
            if status in KILLED:
                yield Mutant(function, room_of(str(path)), status)
                continue
            lines = get_diff_for_mutant(name, path=path).splitlines()[2:]
            yield Mutant(
                function,
                room_of(str(path)),
                status,
                tuple(line[1:].strip() for line in lines if line.startswith("-")),
                tuple(line[1:].strip() for line in lines if line.startswith("+")),
            )


def main() -> int:
    """Print the figures, and the survivors that are not reviewed."""
    reviewed = {
        (entry["function"], tuple(entry["removed"]), tuple(entry["added"]))
        for entry in json.loads(REVIEWED.read_text())
    }
    all_of, killed_of = Counter[str](), Counter[str]()
    unreviewed = 0
    for mutant in mutants():
        all_of[mutant.room] += 1
        if mutant.status in KILLED:
            killed_of[mutant.room] += 1
        elif (mutant.function, mutant.removed, mutant.added) not in reviewed:
            unreviewed += 1
            print(f"{mutant.status}: {mutant.function}")
            print(*(f"  - {line}" for line in mutant.removed), sep="\n")
            print(*(f"  + {line}" for line in mutant.added), sep="\n")
    for room, count in sorted(all_of.items()):
        print(f"{room}: {killed_of[room]} of {count} killed ({killed_of[room] / count:.1%})")
    score = killed_of.total() / max(1, all_of.total())
    print(f"all: {killed_of.total()} of {all_of.total()} killed ({score:.1%}), {unreviewed} not reviewed")
    return int(score < LEAST or unreviewed > 0)


if __name__ == "__main__":
    sys.exit(main())
