"""Record what the real curl prints: ``python -m spec_tests.capture.record``.

Starts the servers of `servers`, runs curl once per `cases.Case`, and writes the exact bytes to
``recorded/NAME.txt`` and the rest to ``recorded/index.json``. With ``--newer-curl PATH`` the
cases marked so are recorded with that curl too, as ``newer-NAME.txt``.
"""

import argparse
import json
import os
import re
import shlex
import subprocess
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spec_tests.capture import cases, servers

RECORDED = Path(__file__).parent / "recorded"
KEPT = 64 * 1024
ESCAPES = re.compile(rb"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\")


def in_terminal(argv: list[str], env: dict[str, str]) -> tuple[bytes, int]:
    """Run a program in a pseudo-terminal; what the terminal gets, and the exit code."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(argv, stdin=theirs, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    printed = b""
    with suppress(OSError):  # EIO: the program has closed its end
        while chunk := os.read(ours, 65536):
            printed += chunk
    os.close(ours)
    return printed, process.wait()


def run(case: cases.Case, curl: str) -> tuple[bytes, int]:
    """The bytes that curl prints for a case, and its exit code."""
    with tempfile.TemporaryDirectory() as home:  # so no .curlrc is read
        env = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8", "TERM": "xterm"}
        argv = [curl, *case.args]
        if case.output == cases.TERMINAL:
            return in_terminal(argv, env)
        errors = subprocess.STDOUT if case.output == cases.BOTH else subprocess.DEVNULL
        result = subprocess.run(
            argv,
            input=b"x" * case.stdin,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=env,
            check=False,
        )
        return result.stdout, result.returncode


def derive(how: str, printed: bytes, case: cases.Case) -> bytes:
    """What pasting, an editor or a shell makes of a recorded capture."""
    if how == "crlf":
        return re.sub(rb"\r?\n", b"\r\n", printed)
    if how == "prompt":
        return f"$ {shlex.join(['curl', *case.args])}\n".encode() + printed.replace(b"\r", b"")
    if how == "utf16":
        lines = printed.decode().replace("\r\n", "\n").replace("\n", "\r\n")
        return b"\xff\xfe" + lines.encode("utf-16-le")
    if how == "pasted":
        printed = ESCAPES.sub(b"", printed)
    return printed.replace(b"\r", b"")


def entry(case: cases.Case, curl_version: str, server: str, exit_code: int) -> dict[str, Any]:
    """What index.json says of a capture."""
    request = case.request
    return {
        "about": case.about,
        "argv": ["curl", *case.args],
        "output": case.output,
        "stdin_bytes": case.stdin,
        "exit_code": exit_code,
        "curl": curl_version,
        "server": server,
        "date": datetime.now(UTC).date().isoformat(),
        "derived_from": case.derived_from,
        "derived_by": case.derived_by,
        "truncated_from": None,
        "stands_for": case.stands_for,
        "preflight": case.preflight,
        "origin": request.origin,
        "url": request.url,
        "method": request.method,
        "headers": [list(header) for header in request.headers],
        "credentials": request.credentials,
        "body_bytes": request.body,
        "comparable": case.why_not is None,
        "why_not": case.why_not,
        "note": case.note,
    }


def version_of(curl: str) -> str:
    """The version that a curl says it has."""
    said = subprocess.run([curl, "--version"], check=True, capture_output=True, text=True).stdout
    return said.split()[1]


def record(curls: dict[str, str]) -> None:
    """Record every case with the curl for the prefix ``""``, and some with the others."""
    every = cases.every_case()
    names = servers.versions()
    RECORDED.mkdir(exist_ok=True)
    for old in RECORDED.glob("*.txt"):
        old.unlink()
    index: dict[str, Any] = {}
    printed: dict[str, bytes] = {}
    with servers.running():
        for prefix, curl in curls.items():
            version = version_of(curl)
            for case in every:
                if prefix and not case.newer_too:
                    continue
                if case.derived_from and case.derived_by:
                    data = derive(case.derived_by, printed[case.derived_from], case)
                    exit_code = index[case.derived_from]["exit_code"]
                else:
                    data, exit_code = run(case, curl)
                name = prefix + case.name
                printed[name] = data
                index[name] = entry(case, version, names[case.server], exit_code)
                if len(data) > KEPT:
                    index[name]["truncated_from"] = len(data)
                (RECORDED / f"{name}.txt").write_bytes(data[:KEPT])
    (RECORDED / "index.json").write_text(json.dumps(index, indent=1, ensure_ascii=False) + "\n")


def main() -> None:
    """Record with the curl in PATH, and with a newer one if there is one."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--newer-curl", metavar="PATH", help="another curl, for some cases again")
    newer = parser.parse_args().newer_curl
    record({"": "curl", "newer-": newer} if newer else {"": "curl"})


if __name__ == "__main__":
    main()
