"""
Attack targets: ``python -m spec_tests.fuzz [TARGET ...] [--runs N] [--seconds N] [--keep]``.

Needs the extra ``[fuzz]``. Ends with 1 when something was found; what was, is named.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from spec_tests.fuzz.targets import TARGETS, keep, kept

RESULTS: Final = Path(__file__).parent / "results.json"
_SECONDS_OF_ONE: Final = 30
_MEGABYTES: Final = 1024
_STATUS: Final = re.compile(r"#(\d+)\t.*?(?:cov|ft): (\d+)(?:.*? ft: (\d+))?(?:.*? corp: (\d+))?")
_DONE: Final = re.compile(r"stat::number_of_executed_units: *(\d+)")


def _child(name: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "spec_tests.fuzz.child", name, *arguments],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        errors="replace",
    )


def _write(folder: Path, corpus: Iterable[bytes]) -> None:
    folder.mkdir()
    for number, data in enumerate(corpus):
        (folder / f"{number:06}").write_bytes(data)


def attack(name: str, runs: int, seconds: int, progress: Progress, *, keeps: bool) -> dict[str, Any]:
    """
    Attack one target.

    Args:
        name: of the target.
        runs: how many inputs are tried, if there is time.
        seconds: how long at most.
        progress: where to show how far it is.
        keeps: whether what reached something new is kept.

    Returns:
        What came of it, for `RESULTS`.
    """
    target = TARGETS[name]
    task = progress.add_task(name, total=runs, features=0)
    with tempfile.TemporaryDirectory() as folder:
        corpus, dictionary = Path(folder) / "corpus", Path(folder) / "dictionary"
        _write(corpus, [*target.seeds(), *kept(name)])
        dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words), encoding="ascii")
        found = Path(folder) / "found"
        found.mkdir()
        began = time.monotonic()
        child = _child(
            name,
            f"-runs={runs}",
            f"-max_total_time={seconds}",
            f"-max_len={target.max_length}",
            f"-timeout={_SECONDS_OF_ONE}",
            f"-rss_limit_mb={_MEGABYTES}",
            f"-dict={dictionary}",
            f"-artifact_prefix={found}/",
            "-print_final_stats=1",
            str(corpus),
        )
        executed, said, features = 0, [], 0
        for line in child.stderr or ():
            said.append(line)
            status, done = _STATUS.match(line), _DONE.match(line)
            if status is not None:
                executed, features = int(status[1]), int(status[3] or status[2])
                progress.update(task, completed=executed, features=features)
            elif done is not None:
                executed = int(done[1])
        child.wait()
        progress.update(task, completed=executed, features=features)
        findings = [path.read_bytes() for path in found.iterdir()]
        if child.returncode and not findings:
            progress.console.print("".join(said[-30:]), markup=False, highlight=False)
        for data in findings:
            progress.console.print(
                f"{name}: {data!r}\n{''.join(said[-40:])}", markup=False, highlight=False
            )
        took = time.monotonic() - began
        if keeps and not child.returncode:
            # libFuzzer writes what reaches something new; the seeds are where they are.
            seeds = set(target.seeds())
            keep(name, {path.read_bytes() for path in corpus.iterdir()} - seeds)
    return {
        "executions": executed,
        "seconds": round(took),
        "features": features,
        "corpus": len(kept(name)),
        "findings": len(findings) or int(child.returncode != 0),
    }


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02X}" for byte in word.encode("utf-8"))


def rows(results: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """*results* as `docs/reference/assurance.md` has them, a line each."""
    return [
        f"| `{name}` | {came['executions']:,} | {came['features']:,} | {came['corpus']:,} "
        f"| {came['findings']} | `{came['commit']}` | {came['date']} |"
        for name, came in results.items()
    ]


def main() -> int:
    """Read the arguments, attack, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m spec_tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"one of {', '.join(TARGETS)}; or all")
    parser.add_argument("--runs", type=int, default=1_000_000, help="inputs for each target")
    parser.add_argument("--seconds", type=int, default=600, help="time for each target, at most")
    parser.add_argument("--keep", action="store_true", help="keep the corpus, and what came of it")
    given = parser.parse_args()
    unknown = set(given.targets) - TARGETS.keys()
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    columns = (
        TextColumn("{task.description:14}"),
        MofNCompleteColumn(),
        TextColumn("{task.fields[features]} features"),
        TimeElapsedColumn(),
    )
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    failed = False
    with Progress(*columns, console=Console(stderr=True)) as progress:
        for name in given.targets or TARGETS:
            came = attack(name, given.runs, given.seconds, progress, keeps=given.keep)
            failed = failed or bool(came["findings"])
            print(json.dumps({name: came}), flush=True)
            if given.keep:
                results[name] = _where() | _with_earlier(results.get(name, {}), came)
                ordered = {known: results[known] for known in TARGETS if known in results}
                RESULTS.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
        if given.keep:
            print("\n".join(rows(results)))
    return int(failed)


def _with_earlier(earlier: Mapping[str, Any], came: Mapping[str, Any]) -> dict[str, Any]:
    """What *came*, and the executions and seconds of the sessions before."""
    counted = ("executions", "seconds")
    return {**came, **{name: came[name] + earlier.get(name, 0) for name in counted}}


def _where() -> dict[str, str]:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=True,
        cwd=RESULTS.parent,
    ).stdout
    return {"commit": commit.strip(), "date": time.strftime("%Y-%m-%d", time.gmtime())}


if __name__ == "__main__":
    sys.exit(main())
