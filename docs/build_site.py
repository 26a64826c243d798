"""
Builds the whole site: the pages, and the playground in them with all that it loads.

    python docs/build_site.py

writes it to `docs/_build/html`. It needs the extra [docs], the package `build` and npm, and asks PyPI and
the npm registry for what the playground runs on. The site itself asks nobody: any server can serve it.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

DOCS: Final = Path(__file__).resolve().parent
ROOT: Final = DOCS.parent
SOURCE: Final = DOCS / "playground"
WEB: Final = SOURCE / "web"

DEPENDENCIES: Final = ("attrs", "jinja2", "markupsafe", "publicsuffixlist")
"""What cors_sim needs in the page, besides `ada_url`; of the versions that are installed here."""

PYODIDE: Final = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
_LINKED: Final = re.compile(r'<(?:link|script)\b[^>]*\b(?:href|src)="([^"#:?]+\.(?:css|js))["?]')
# One date for every file in an archive, so that equal sites are equal.
_DATE: Final = (2026, 1, 1, 0, 0, 0)


def main() -> int:
    """Build the site; exit code 0 if nothing failed."""
    parser = argparse.ArgumentParser(prog="python docs/build_site.py", description=__doc__.split("\n\n")[0])
    parser.add_argument("--out", type=Path, default=DOCS / "_build" / "html", help="where the site goes")
    out = parser.parse_args().out.resolve()
    run(sys.executable, "-m", "sphinx", "-q", "-n", "-W", "-b", "html", str(DOCS), str(out))
    build_playground(out)
    print(f"The site is in {out}: python -m http.server --directory {out}")
    return 0


def run(*command: str) -> None:
    """Run *command* at the top of the repository."""
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - ours


def build_playground(site: Path) -> None:
    """Put into *site* what its page `playground.html` loads."""
    out = site / "playground"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for path in WEB.iterdir():
        if path.suffix in {".js", ".css"} and path.name not in {"offline.js", "url.js"}:
            shutil.copy(path, out)
    put_packages(site.parent / "npm", out)
    with tempfile.TemporaryDirectory() as folder:
        wheels = [adapter(out), *put_wheels(Path(folder), out)]
    write_json(out / "wheels.json", wheels)
    write_json(out / "presets.json", offered())
    # Its scope is the folder that it is in, and below: the page is one above the rest.
    shutil.copy(WEB / "offline.js", site / "playground-offline.js")
    write_files(site, out)


def put_packages(folder: Path, out: Path) -> None:
    """Put Python for browsers and the URL parser, which npm puts into *folder*, into *out*."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed: the playground's Python comes from its registry")
    folder.mkdir(exist_ok=True)
    shutil.copy(SOURCE / "package.json", folder)
    run(npm, "install", "--prefix", str(folder), "--no-package-lock", "--no-audit", "--no-fund", "--silent")
    (out / "pyodide").mkdir()
    for name in PYODIDE:
        shutil.copy(folder / "node_modules" / "pyodide" / name, out / "pyodide")
    shutil.copy(WEB / "url.js", folder)
    options = ("--bundle", "--minify", "--format=esm", "--log-level=warning", "--legal-comments=eof")
    esbuild = folder / "node_modules" / ".bin" / "esbuild"
    run(str(esbuild), str(folder / "url.js"), *options, f"--outfile={out / 'url.js'}")


def put_wheels(folder: Path, out: Path) -> Iterator[str]:
    """Our wheel and those of what it needs, without what was compiled for other machines: their names."""
    run(sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT))
    needed = [f"{name}=={metadata.version(name)}" for name in DEPENDENCIES]
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:")
    run(*pip, "--dest", str(folder), *needed)
    for wheel in sorted(folder.glob("*.whl")):
        distribution, version, *_ = wheel.name.split("-")
        name = f"{distribution}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel) as archive:
            files = {
                info.filename: archive.read(info)
                for info in archive.infolist()
                if not info.is_dir() and not info.filename.endswith((".so", ".pyd"))
            }
        write_archive(out / name, files)
        yield name


def adapter(out: Path) -> str:
    """The playground's own Python and its `ada_url`, as an archive: its name."""
    files = {
        f"docs/playground/{path.name}": path.read_bytes()
        for path in sorted(SOURCE.glob("*.py"))
        if path.name not in {"ada_url.py", "presets.py"}
    }
    files["ada_url.py"] = (SOURCE / "ada_url.py").read_bytes()
    write_archive(out / "playground.zip", files)
    return "playground.zip"


def write_archive(path: Path, files: dict[str, bytes]) -> None:
    """Write an archive with *files*."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)


def write_json(path: Path, value: object) -> None:
    """Write *value*."""
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def offered() -> object:
    """What the page has to choose from."""
    sys.path.insert(0, str(ROOT))
    from docs.playground.presets import presets  # noqa: PLC0415 - behind the line that makes it importable

    return presets()


def write_files(site: Path, out: Path) -> None:
    """Write what the service worker keeps: the page, what it links to, and all of the playground."""
    page = site / "playground.html"
    linked = _LINKED.findall(page.read_text(encoding="utf-8"))
    own = (path.relative_to(site).as_posix() for path in out.rglob("*") if path.is_file())
    kept = {page.name, *(name for name in linked if (site / name).is_file()), *own}
    files = sorted(kept - {"playground/files.js"})
    digest = hashlib.sha256()
    for name in files:
        digest.update(name.encode() + b"\0" + (site / name).read_bytes())
    described = json.dumps({"version": digest.hexdigest()[:16], "files": files}, indent=1)
    (out / "files.js").write_text(f"self.PLAYGROUND = {described};\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
