"""
What comes with ``import cors_sim``, and what deciding touches: nothing but the package and what it needs.

Each test asks a fresh interpreter, for this one has imported everything.
"""

import ast
import json
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from typing import Any

import pytest

import cors_sim
from spec_tests.architecture.source import Module, modules, project

# Rooms that need an extra, and which.
ROOMS_WITH_AN_EXTRA = {
    "cors_sim.audit": "http",
    "cors_sim.batch": "batch",
    "cors_sim.capture": "har",
    "cors_sim.cli": "cli",
    "cors_sim.pytest_plugin": "testing",
    "cors_sim.servers": "http",
    "cors_sim.show": "show",
    "cors_sim.testing": "testing",
}
# Rooms that read files, ask servers or the terminal, or write for it.
ROOMS_THAT_REACH_OUTSIDE = {
    "cors_sim.audit",
    "cors_sim.cli",
    "cors_sim.pytest_plugin",
    "cors_sim.servers",
    "cors_sim.show",
    "cors_sim.testing",
}
NEEDED = {"ada_url", "attrs", "publicsuffixlist"}

# What comes with ``import cors_sim``.
DECIDES = {
    *("_infra", "_on_demand", "_value", "enums", "errors"),
    *(
        "browsers",
        "deciding",
        "headers",
        "origins",
        "requests",
        "responses",
        "standard",
        "urls",
        "verdicts",
    ),
}
# Modules of the standard's algorithms that do not.
ASKS_OR_IS_RARE = {
    *("data_urls", "fetch_params", "filtering", "main_fetch", "mime_types", "network"),
    *("origin_header", "preflight_cache", "preflight_keeping", "timing", "type_checks"),
}

OUTSIDE = {
    *(
        "asyncio",
        "http",
        "logging",
        "random",
        "secrets",
        "socket",
        "ssl",
        "subprocess",
        "tempfile",
        "urllib",
    ),
    *("_socket", "_ssl", "_posixsubprocess", "_random"),
}

WATCH = """
import json, sys
seen = []
sys.addaudithook(lambda event, arguments: seen.append([event, str(arguments)]))
"""


def run(program: str) -> Any:  # noqa: ANN401 - whatever JSON it prints
    """What *program* prints, in an interpreter of its own."""
    # -I: neither the environment nor the current folder has a say in what is imported.
    done = subprocess.run(
        [sys.executable, "-I", "-c", textwrap.dedent(program)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def imported(module: Module) -> Iterator[str]:
    """The top-level names that *module* imports, at its top or later."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            assert node.level == 0, f"{module.name}: imports are absolute"
            yield node.module.split(".")[0]


class TestImporting:
    """``import cors_sim``."""

    def test_no_extra_and_nothing_of_the_outside(self) -> None:
        """Only what it needs is loaded, and no module that could reach a network, a process or chance."""
        loaded = {
            name.split(".")[0]
            for name in run("""
                import json, sys
                before = set(sys.modules)
                import cors_sim
                print(json.dumps(sorted(set(sys.modules) - before)))
            """)
        }
        distributions = packages_distributions()
        installed = {name for name in loaded if name in distributions} - {"cors_sim"}

        assert installed <= {*NEEDED, "attr", "_cffi_backend"}
        assert "publicsuffixlist" not in loaded
        assert loaded & OUTSIDE == set()

    def test_nothing_that_deciding_does_not_need(self) -> None:
        """No browser's data, console or texts, nothing that asks servers, and no other room, is loaded."""
        loaded = run("""
            import json, sys
            import cors_sim
            print(json.dumps(sorted(name for name in sys.modules if name.startswith("cors_sim."))))
        """)
        rooms = {".".join(name.split(".")[:2]) for name in loaded}

        assert rooms == {f"cors_sim.{name}" for name in DECIDES} | {"cors_sim.explain"}
        assert [name for name in loaded if name.startswith("cors_sim.explain.")] == []
        assert [name for name in loaded if name.startswith("cors_sim.browsers.")] == [
            "cors_sim.browsers.browser"
        ]
        assert {f"cors_sim.standard.{name}" for name in ASKS_OR_IS_RARE}.isdisjoint(loaded)

    @pytest.mark.parametrize("name", cors_sim.__all__)
    def test_each_name_can_come_first(self, name: str) -> None:
        """Whichever name is asked for first, it is there, and is what it is when others came before."""
        program = f"import json; from cors_sim import {name}; print(json.dumps(repr(type({name}))))"

        assert run(program) == repr(type(getattr(cors_sim, name)))

    def test_no_file_but_modules(self) -> None:
        """Nothing is opened, listed or asked of the system but to import."""
        seen = run(f"{WATCH}\nimport cors_sim; print(json.dumps(seen))")
        opened = [arguments for event, arguments in seen if event == "open"]

        assert [path for path in opened if ".pyc" not in path and ".py'" not in path] == []
        assert {
            event
            for event, _ in seen
            if event.partition(".")[0] in {"os", "shutil", "socket", "subprocess", "urllib"}
        } <= {"os.listdir"}

    def test_nothing_is_printed(self) -> None:
        """And nothing is warned about."""
        done = subprocess.run(
            [sys.executable, "-I", "-W", "error", "-c", "import cors_sim"], capture_output=True, check=True
        )

        assert (done.stdout, done.stderr) == (b"", b"")


DECIDING = """
import cors_sim

welcome = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "*"}
request = cors_sim.Request("https://api.example.com/", origin="https://app.example.com", method="PUT")


def server(asked):
    if asked.is_preflight or asked.url.path == "/next":
        return cors_sim.Response(200, welcome)
    return cors_sim.Response(307, {**welcome, "Location": "/next"})


def decide():
    cors_sim.decide(request, cors_sim.Response(200), preflight=cors_sim.Response(200, welcome))
    for outcome in cors_sim.compare(request, server, steps=True).values():
        outcome.verdict, outcome.console, outcome.error, repr(outcome), hash(outcome)
"""


class TestDeciding:
    """What a decision touches."""

    def test_nothing_outside(self) -> None:
        """No file, socket, process, or further import: the interpreter reports no such event."""
        program = f"{DECIDING}\ndecide(){WATCH}\ndecide()\nevents = list(seen)\nprint(json.dumps(events))"
        harmless = ("builtins.", "object.", "sys._")

        assert [event for event in run(program) if not event[0].startswith(harmless)] == []

    def test_the_events_would_be_seen(self) -> None:
        """The test before could fail: opening a file and making a socket are events."""
        program = (
            f"{WATCH}\nopen('/dev/null').close(); import socket; socket.socket(); print(json.dumps(seen))"
        )

        assert {"open", "socket.__new__"} <= {event for event, _ in run(program)}

    def test_nothing_that_explains(self) -> None:
        """Deciding loads no explanation, nothing that reads consoles, and no room of another kind."""
        loaded = run("""
import json, sys
import cors_sim
request = cors_sim.Request("https://api.example.com/", origin="https://app.example.com")
cors_sim.simulate(request, lambda _: cors_sim.Response(200), steps=True).verdict
print(json.dumps([name for name in sys.modules if name.startswith("cors_sim.")]))
""")
        explaining = ("cors_sim.explain.", "cors_sim.browsers.console.reading", "cors_sim.client")

        assert [name for name in loaded if name.startswith(explaining)] == []

    def test_the_public_suffix_list_waits_for_a_same_site_question(self) -> None:
        """Same origin or another host by the address alone: both are answered without it."""
        asked = run(f"""{DECIDING}
import json, sys
from cors_sim.origins import same_site

loaded = []
def note():
    loaded.append("publicsuffixlist" in sys.modules)

decide()
note()
page = cors_sim.parse_origin("https://app.example.com")
same_site(page, page)
note()
same_site(page, cors_sim.parse_origin("https://api.example.com"))
note()
print(json.dumps(loaded))
""")

        assert asked == [False, False, True]


class TestRooms:
    """Which room may need what."""

    @pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
    def test_dependencies(self, module: Module) -> None:
        """A module imports the standard library, what the package needs, and the extra of its room."""
        extras = project()["project"]["optional-dependencies"]
        extra = ROOMS_WITH_AN_EXTRA.get(module.room)
        allowed = NEEDED | {requirement.split(">")[0] for requirement in (extras[extra] if extra else ())}

        assert set(imported(module)) - set(sys.stdlib_module_names) - {"cors_sim"} <= allowed

    def test_what_is_needed_is_declared(self) -> None:
        """The package's dependencies, and no others."""
        declared = {requirement.split(">")[0] for requirement in project()["project"]["dependencies"]}

        assert {name.replace("-", "_") for name in declared} == NEEDED

    def test_every_room_has_its_place(self) -> None:
        """Each is in a layer of the import contracts, and all but the outermost may not reach outside."""
        layers, outside = project()["tool"]["importlinter"]["contracts"]
        in_a_layer = {name.strip() for layer in layers["layers"] for name in layer.split("|")}
        rooms = {module.room for module in modules()} - {"cors_sim"}

        assert rooms == in_a_layer
        assert rooms - ROOMS_THAT_REACH_OUTSIDE == set(outside["source_modules"])

    def test_without_any_extra(self) -> None:
        """Each other module can be imported where no extra is installed."""
        names = [module.name for module in modules() if module.room not in ROOMS_WITH_AN_EXTRA]
        extras = project()["project"]["optional-dependencies"]
        others = [
            requirement.split(">")[0].split("[")[0] for extra in extras.values() for requirement in extra
        ]
        program = f"""
import importlib, json, sys
sys.modules.update(dict.fromkeys({others}))  # So importing any of them fails.
print(json.dumps([importlib.import_module(name).__name__ for name in {names}]))
"""

        assert run(program) == names
