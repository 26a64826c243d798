"""
The wheel and the source distribution: the same whenever and wherever they are built, and what is in them.

``python -m spec_tests.stability.distribution`` builds both twice from the last commit, in different folders
and with different permissions, and compares. It needs ``build``, and ends with 1 where anything is wrong.
"""

import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_NOT_MODULES: Final = frozenset({".json", ".jinja", ".j2", ".css"})
_AT_THE_TOP: Final = frozenset(
    {
        *(
            "CHANGELOG.md",
            "LICENSE",
            "PKG-INFO",
            "README.md",
            "SECURITY.md",
            "noxfile.py",
            "pyproject.toml",
        ),
        *("benchmarks", "cors_sim", "docs", "spec_tests"),
    }
)
_NEVER: Final = (
    "__pycache__",
    ".pyc",
    ".git/",
    ".venv",
    "node_modules",
    ".hypothesis",
    "/.ci",
    ".coverage",
)


def build(source: Path, target: Path, *, epoch: str | None, mask: str) -> dict[str, Path]:
    """
    What is built of *source*, by the ends of its names.

    Args:
        source: a copy of the repository.
        target: the folder to build into.
        epoch: ``SOURCE_DATE_EPOCH``; None for none.
        mask: of permissions, as ``022``.
    """
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    if epoch is not None:
        environment["SOURCE_DATE_EPOCH"] = epoch
    command = f"umask {mask} && exec '{sys.executable}' -m build --outdir '{target}' '{source}'"
    subprocess.run(["bash", "-c", command], check=True, env=environment, stdout=subprocess.DEVNULL)
    return {"".join(path.suffixes[-1:]): path for path in sorted(target.iterdir())}


def copied(folder: Path, mask: str) -> Path:
    """The last commit, as a clone in *folder*."""
    command = f"umask {mask} && git clone --quiet '{ROOT}' '{folder}'"
    subprocess.run(["bash", "-c", command], check=True)
    return folder


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def problems_of_wheel(path: Path) -> Iterator[str]:
    """What is wrong with the contents of a wheel, in a line each."""
    with zipfile.ZipFile(path) as file:
        names = set(file.namelist())
    modules = {f"cors_sim/{name}" for name in _tracked("cors_sim")}
    yield from (f"not in the wheel: {name}" for name in sorted(modules - names))
    for name in sorted(names - modules):
        if ".dist-info/" not in name:
            yield f"nobody has written, and it is in the wheel: {name}"
    for name in sorted(names):
        is_known = ".dist-info/" in name or name.endswith((".py", "/py.typed"))
        if not (is_known or Path(name).suffix in _NOT_MODULES):
            yield f"of an unexpected kind: {name}"
    if not any(name.endswith(".dist-info/licenses/LICENSE") for name in names):
        yield "no licence in the wheel"


def problems_of_source(path: Path) -> Iterator[str]:
    """What is wrong with the contents of a source distribution, in a line each."""
    with tarfile.open(path) as file:
        members = file.getmembers()
    names = {member.name.partition("/")[2] for member in members}
    top = {name.partition("/")[0] for name in names}
    yield from (f"not in the source distribution: {name}" for name in sorted(_AT_THE_TOP - top))
    for name in sorted(top - _AT_THE_TOP):
        if not name.endswith(".md") and name != ".gitignore":
            yield f"unexpected at the top of the source distribution: {name}"
    for folder in ("cors_sim", "spec_tests", "docs", "benchmarks"):
        missing = {f"{folder}/{name}" for name in _tracked(folder)} - names
        yield from (f"not in the source distribution: {name}" for name in sorted(missing))
    for member in members:
        if not (member.isfile() or member.isdir()):
            yield f"neither file nor folder: {member.name}"
        if any(part in member.name for part in _NEVER):
            yield f"is no source: {member.name}"


def _tracked(folder: str) -> list[str]:
    """The files of *folder* in the last commit."""
    listed = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", "-z", f"HEAD:{folder}"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    return [name for name in listed.decode().split("\0") if name]


def main() -> int:
    """Build, compare, look, and say what was found."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = build(copied(folder / "a", "022"), folder / "first", epoch=None, mask="022")
        second = build(copied(folder / "b b", "077"), folder / "second", epoch=None, mask="077")
        dated = build(copied(folder / "c", "022"), folder / "third", epoch="1700000000", mask="022")
        again = build(folder / "b b", folder / "fourth", epoch="1700000000", mask="077")
        problems = []
        for one, other in ((first, second), (dated, again)):
            for kind, path in one.items():
                said = f"{path.name} {digest(path)}"
                print(said)
                if digest(other[kind]) != digest(path):
                    problems.append(f"another time it is {digest(other[kind])}: {said}")
        problems += [*problems_of_wheel(first[".whl"]), *problems_of_source(first[".gz"])]
    for problem in problems:
        print(problem, file=sys.stderr)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
