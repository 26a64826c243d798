"""What starting costs, in fresh interpreters: imports, and the first of each kind of question."""

import os
import subprocess
import sys

from benchmarks.measuring import Measured, Row

OF_WHAT_IT_NEEDS = 1.5
_NEEDED = "import attrs, ada_url"
_ASKED = "import cors_sim; request = cors_sim.Request('https://api.example.com/', origin='https://app.example.com')"
STATEMENTS = {
    "import cors_sim": ("import cors_sim", OF_WHAT_IT_NEEDS),
    "import, and the first decision": (f"{_ASKED}; cors_sim.decide(request, cors_sim.Response())", None),
    "import, and the first fetch": (
        f"{_ASKED}; cors_sim.simulate(request, lambda _: cors_sim.Response())",
        None,
    ),
    "import, and the first fetch in all browsers": (
        f"{_ASKED}; [o.console for o in cors_sim.compare(request, lambda _: cors_sim.Response()).values()]",
        None,
    ),
}


def seconds(statement: str) -> float:
    """Seconds that *statement* takes in a fresh interpreter."""
    program = f"import time; t = time.process_time(); {statement}; print(time.process_time() - t)"
    # As installed: with the byte code that pip has written.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    return float(done.stdout)


def measured(rounds: int) -> list[Measured]:
    """Each statement, in turn with the import of what the package needs."""
    seconds("import cors_sim")  # Byte code is written.
    taken: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    needed: list[float] = []
    for _ in range(rounds):
        needed.append(seconds(_NEEDED))
        for name, (statement, _target) in STATEMENTS.items():
            taken[name].append(seconds(statement))
    return [
        Measured(
            Row(name=name, subject=_not_here, against="attrs, ada_url", target=target), taken[name], needed
        )
        for name, (_statement, target) in STATEMENTS.items()
    ]


def _not_here() -> None:
    """What is measured runs in an interpreter of its own."""
