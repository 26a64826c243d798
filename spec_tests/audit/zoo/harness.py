"""Starts an animal: in process where it is a Python application, as a process where it is not."""

import contextlib
import importlib.metadata
import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

from cors_sim.flows import Answerer
from spec_tests.audit.zoo import drive
from spec_tests.audit.zoo.records import Record
from spec_tests.explain.servers import applications, processes

_COMMANDS: Final = {
    "nginx": ("nginx", "-p", ".", "-e", "nginx.log", "-c", "nginx.conf"),
    "caddy": ("caddy", "run", "--adapter", "caddyfile", "--config", "Caddyfile"),
    "node": ("node", "app.js"),
}
_AROUND: Final = {
    "nginx": """
daemon off;
worker_processes 1;
pid nginx.pid;
events {{}}
http {{
  access_log off;
  client_body_temp_path body_temp;
  proxy_temp_path proxy_temp;
  fastcgi_temp_path fastcgi_temp;
  uwsgi_temp_path uwsgi_temp;
  scgi_temp_path scgi_temp;
{}
}}
""",
    "caddy": """
{{
	admin off
	auto_https off
}}
{}
""",
    "node": "{}",
}


@contextlib.contextmanager
def running(record: Record) -> Iterator[Answerer]:
    """The animal, for as long as the block lasts: what it answers to a request on the wire."""
    if record.kind in {"wsgi", "asgi"}:
        module = import_module(f"spec_tests.audit.zoo.animals.{record.file.stem}")
        yield getattr(drive, record.kind)(module.app)
        return
    port = processes.free_port()
    command = _COMMANDS[record.kind]
    with (
        applications.serving(applications.OpenService) as upstream,
        tempfile.TemporaryDirectory(prefix="cors-zoo-") as name,
    ):
        directory = Path(name)
        directory.chmod(0o755)  # for servers that give up being root
        text = _AROUND[record.kind].format(record.file.read_text(encoding="utf-8"))
        text = text.replace("@PORT@", str(port)).replace("@UPSTREAM@", str(upstream))
        (directory / command[-1]).write_text(text, encoding="utf-8")
        with processes.started(command, directory, port, record.policy.trusted[0]):
            yield drive.port(port)


def installed(name: str) -> str:
    """The first two numbers of the version of *name* that is installed here."""
    found = re.search(r"(?<![0-9])[0-9]+\.[0-9]+", _version(name))
    assert found is not None, name
    return found[0]


def _version(name: str) -> str:
    package = processes.MODULES / name / "package.json"
    if package.exists():
        return str(json.loads(package.read_text(encoding="utf-8"))["version"])
    argv = {"nginx": ["nginx", "-v"], "caddy": ["caddy", "version"]}.get(name)
    if argv is None:
        return importlib.metadata.version(name)
    done = subprocess.run(argv, check=True, capture_output=True, text=True)
    return done.stdout + done.stderr
