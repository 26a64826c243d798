"""
What a release is tried with: `RELEASING.md` says when.

Every session takes the wheel, built from here, and the tests from the source distribution, in a folder that
the package itself is not in: so what is tried is what is shipped.

``nox`` runs the tests with each Python that is there. Others are named, as ``nox -s lowest types``.
"""

import re
import shutil
import tarfile
import tomllib
from pathlib import Path

import nox

nox.needs_version = ">=2024.10"
nox.options.sessions = ["tests"]
nox.options.error_on_missing_interpreters = False

ROOT = Path(__file__).parent
OLDEST, *OTHERS = ("3.11", "3.12", "3.13", "3.14")

# They look at the source of the package, or install it from here.
OF_THE_SOURCE = ("--ignore=spec_tests/architecture", "--ignore=spec_tests/docs", "--ignore=docs")


@nox.session(python=[OLDEST, *OTHERS])
def tests(session: nox.Session) -> None:
    """The tests, against the wheel."""
    tree = _installed(session, "cors-sim[test]")
    with session.chdir(tree):
        session.run("python", "-m", "pytest", "-n", "2", *OF_THE_SOURCE, *session.posargs)


@nox.session(python=OLDEST)
def lowest(session: nox.Session) -> None:
    """The same, with the lowest version of each dependency that `pyproject.toml` lets in."""
    constraints = Path(session.create_tmp()).resolve() / "lowest.txt"
    constraints.write_text("".join(f"{line}\n" for line in _lowest()), encoding="utf-8")
    tree = _installed(session, "cors-sim[test]", "--constraint", str(constraints))
    session.run("python", "-m", "pip", "list")
    with session.chdir(tree):
        session.run("python", "-m", "pytest", "-n", "2", *OF_THE_SOURCE, *session.posargs)


@nox.session(python=OLDEST)
def types(session: nox.Session) -> None:
    """What mypy and pyright make of programs that use the wheel."""
    tree = _installed(session, "cors-sim[test]", "mypy", "pyright")
    with session.chdir(tree):
        session.run("python", "-m", "mypy", "-p", "spec_tests.stability.samples")
        session.run("python", "-m", "pyright", "--pythonpath", f"{session.bin}/python")


@nox.session(python=OLDEST)
def distribution(session: nox.Session) -> None:
    """That wheel and source distribution are the same wherever they are built, and what is in them."""
    session.install("build", "attrs")
    session.run("python", "-m", "spec_tests.stability.distribution")


def _installed(session: nox.Session, *wanted: str) -> Path:
    """Build, install the wheel with what is *wanted*, and return the folder with the tests."""
    built = Path(session.create_tmp()).resolve() / "built"
    shutil.rmtree(built, ignore_errors=True)
    session.install("build")
    session.run("python", "-m", "build", "--outdir", str(built), str(ROOT), silent=True)
    (wheel,) = built.glob("*.whl")
    (archive,) = built.glob("*.tar.gz")
    package, *others = wanted
    extras = package.partition("[")[2]
    session.install(f"cors-sim[{extras} @ {wheel.as_uri()}", *others)
    with tarfile.open(archive) as file:
        file.extractall(built, filter="data")
    tree = built / archive.name.removesuffix(".tar.gz")
    shutil.rmtree(tree / "cors_sim")
    return tree


def _lowest() -> list[str]:
    """Each dependency at run time, in the core or in an extra that users install, at its lowest version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    users = [
        *project["dependencies"],
        *(line for extra in ("cli", "har", "http", "show", "testing") for line in extras[extra]),
    ]
    found = (re.match(r"([A-Za-z0-9_.-]+)>=([0-9.]+)", line) for line in users)
    return sorted({f"{match[1]}=={match[2]}" for match in found if match is not None})
