"""Which versions of the servers are installed here."""

import importlib.metadata
import json
import re
import subprocess
from collections.abc import Callable, Mapping
from typing import Final

from spec_tests.explain.servers.processes import MODULES


def run_with(server: str) -> str:
    """Name and version of all that a snippet for *server* is run with, as `Snippet.run_with` says it."""
    return ", ".join(
        f"{name} {_short(version())}" if version else name for name, version in _PIECES[server]
    )


def _short(version: str) -> str:
    """The first two numbers of *version*."""
    found = re.match(r"v?([0-9]+\.[0-9]+)", version)
    assert found is not None, version
    return found[1]


def _said(*argv: str) -> Callable[[], str]:
    """What a program says of its version, in the form NAME/VERSION or by itself."""

    def version() -> str:
        done = subprocess.run(argv, check=True, capture_output=True, text=True)
        return re.sub(r"^.*?/", "", done.stdout + done.stderr, count=1)

    return version


def _node_package(name: str) -> Callable[[], str]:
    def version() -> str:
        package = json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))
        return str(package["version"])

    return version


def _python_package(name: str) -> Callable[[], str]:
    return lambda: importlib.metadata.version(name)


_NGINX: Final = (("nginx", _said("nginx", "-v")),)
_CADDY: Final = (("Caddy", _said("caddy", "version")),)
_PIECES: Final[Mapping[str, tuple[tuple[str, Callable[[], str] | None], ...]]] = {
    "nginx": _NGINX,
    "apache": (("Apache httpd", _said("apache2", "-v")),),
    "caddy": _CADDY,
    "nginx-gateway": _NGINX,
    "caddy-gateway": _CADDY,
    "express": (("Express", _node_package("express")), ("cors", _node_package("cors"))),
    "flask": (("Flask", _python_package("flask")), ("Flask-CORS", _python_package("flask-cors"))),
    "fastapi": (("FastAPI", _python_package("fastapi")), ("Starlette", _python_package("starlette"))),
    "django": (
        ("Django", _python_package("django")),
        ("django-cors-headers", _python_package("django-cors-headers")),
    ),
    "asgi": (("uvicorn", _python_package("uvicorn")),),
    "wsgi": (("wsgiref of the standard library", None),),
}
