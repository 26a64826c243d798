"""``cors-sim explain`` and ``cors-sim schema``, from the outside."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from cors_sim import Reason
from cors_sim.cli import __main__ as entry
from cors_sim.cli.document import document
from cors_sim.cli.listing import listed
from cors_sim.explain.reasons import MEANINGS
from cors_sim.show.report import report_of_conclusion
from spec_tests.capture.test_recorded import INDEX, RECORDED, conclusion_of

PAGE = "http://localhost:8960"
STAR = ("explain", "--origin", PAGE, "--url", INDEX["star"]["url"], str(RECORDED / "star.txt"))


def run(*arguments: str, paste: bytes | None = None) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(entry.cli, list(arguments), input=paste)


def installed(*arguments: str, stdout: IO[str] | int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """Run the command as it is installed."""
    script = Path(sys.executable).with_name("cors-sim")
    command = [str(script), *arguments]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)


def explain(name: str, *arguments: str) -> Result:
    """Explain the recorded capture of that name."""
    return run(
        "explain", "--origin", PAGE, "--url", INDEX[name]["url"], *arguments, str(RECORDED / f"{name}.txt")
    )


class TestExitCodes:
    """What the exit code says."""

    def test_readable(self) -> None:
        """0: a page can read it."""
        result = explain("star")

        assert result.exit_code == 0
        assert "Readable" in result.output

    def test_blocked(self) -> None:
        """1: it cannot; reason, step, anchor, what was seen and what would pass are there."""
        result = explain("trailing-slash")

        assert result.exit_code == 1
        for part in (
            "Blocked  allow-origin-mismatch",
            "CORS check, step 4",
            "https://fetch.spec.whatwg.org/#concept-cors-check",
            "Access-Control-Allow-Origin: http://localhost:8960/",
            f"Access-Control-Allow-Origin: {PAGE}",
        ):
            assert part in result.output

    def test_missing(self) -> None:
        """What is not there is said to be not there."""
        result = explain("missed")

        assert result.exit_code == 1
        assert "no Access-Control-Allow-Origin header" in result.output

    def test_same_origin(self) -> None:
        """Nobody has to share with the page's own origin, which a GET does not even name."""
        url = INDEX["missed"]["url"]
        origin = url.removesuffix("/partner.json")
        result = run("explain", "--origin", origin, "--url", url, str(RECORDED / "missed.txt"))

        assert result.exit_code == 0
        assert "Origin:" not in result.output

    def test_unusable(self) -> None:
        """2: one line says what was expected and what was there."""
        result = run("explain", "--origin", PAGE, "--url", "http://a.test/", paste=b"hello\n")

        assert result.exit_code == 2
        assert result.stderr.count("\n") == 1
        assert "HTTP/1.1 200 OK" in result.stderr
        assert "1 lines of something else" in result.stderr

    def test_only_a_preflight(self) -> None:
        """It may be enough to see a block; where it passes, the command for the rest is shown."""
        passed = INDEX["preflight-put-http2"]["url"], str(RECORDED / "preflight-put-http2.txt")

        result = run("explain", "--method", "PUT", "--origin", PAGE, "--url", *passed)
        other = run("explain", "--origin", PAGE, "--url", *passed)
        refused = run("explain", "--origin", PAGE, "--header", "X-Other: 1", "--url", *passed)

        assert result.exit_code == 3
        assert "-X PUT" in result.output
        assert other.exit_code == 3
        assert refused.exit_code == 3

    def test_not_established(self) -> None:
        """3: the exact command that would establish it is there, in one line."""
        result = explain("put-express", "--method", "PUT")

        assert result.exit_code == 3
        (command,) = [line for line in result.output.splitlines() if "curl -sv" in line]
        assert "-X OPTIONS" in command
        assert command.endswith("2>&1")

    def test_crash(self) -> None:
        """A bug in ours ends with 70, which no answer has, and says that it is one."""
        program = "from cors_sim.cli import __main__ as entry; entry.cli = None; entry.main()"

        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

        assert done.returncode == 70
        assert "TypeError" in done.stderr
        assert "this is a bug" in done.stderr

    @pytest.mark.parametrize(
        ("arguments", "part"),
        [
            (["explain", "--origin", PAGE, "--url", PAGE, "no-such-file"], "'no-such-file': No such file"),
            (["explain", "--origin", PAGE, "--url", PAGE, str(RECORDED)], "Is a directory"),
            (["explain", "--origin", PAGE], "url must be given"),
            (["explain", "--url", PAGE], "origin must be given"),
            (["compare", "--url", PAGE], "origin must be given"),
            (["schema", "nothing"], "'nothing' is not one of 'explain', 'compare', 'audit'"),
            (
                ["explain", "--credentials", "maybe"],
                "'maybe' is not one of 'omit', 'same-origin', 'include'",
            ),
            (["explain", "--proxy", "x"], "No such option"),
            (["nothing"], "No such command 'nothing'"),
        ],
    )
    def test_arguments_that_cannot_be_used(self, arguments: list[str], part: str) -> None:
        """2, with one line, as for a capture that cannot be used."""
        done = installed(*arguments)

        assert done.returncode == 2
        assert part in done.stderr
        assert done.stderr.startswith("cors-sim: ")
        assert done.stderr.count("\n") == 1

    def test_without_arguments(self) -> None:
        """The help, and no traceback."""
        done = installed()

        assert "explain" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr

    def test_nobody_reads(self) -> None:
        """It ends by the signal, in silence: a pipe that was closed says nothing about CORS."""
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "w") as pipe:
            done = installed(*STAR, stdout=pipe)

        assert (done.returncode, done.stderr) == (-signal.SIGPIPE, "")

    def test_nowhere_to_write(self) -> None:
        """74, with the system's word for it."""
        with Path("/dev/full").open("w") as full:
            done = installed(*STAR, stdout=full)

        assert done.returncode == 74
        assert done.stderr == "cors-sim: [Errno 28] No space left on device\n"


class TestArguments:
    """Arguments that browsers would not take."""

    @pytest.mark.parametrize(
        ("arguments", "part"),
        [
            (("--method", "trace"), "--method must be one that browsers let script use"),
            (("--method", "a b"), "method must be an HTTP token"),
            (("--header", "Cookie: a=b"), "--header must be one that script may set"),
            (("--header", "no colon"), "--header must be written as 'Name: value'"),
            (("--header", "a b: c"), "header name must be an HTTP token"),
        ],
    )
    def test_refused(self, arguments: tuple[str, ...], part: str) -> None:
        """The line names the option, the rule and the value; the exit code is 2."""
        result = explain("star", *arguments)

        assert result.exit_code == 2
        assert part in result.stderr

    @pytest.mark.parametrize("origin", ["https://app.example.com/", "app.example.com", "*"])
    def test_origins(self, origin: str) -> None:
        """An origin is scheme, host and port, with nothing behind them."""
        result = run("explain", "--origin", origin, "--url", "http://a.test/", paste=b"")

        assert result.exit_code == 2
        assert "origin must be" in result.stderr

    def test_null_is_an_opaque_origin(self) -> None:
        """--origin null is a page whose origin is opaque."""
        url = INDEX["null-for-null"]["url"]
        path = str(RECORDED / "null-for-null.txt")

        result = run("explain", "--origin", "null", "--url", url, path)

        assert result.exit_code == 0
        assert "A page with an opaque origin can read" in result.output

    def test_methods_are_normalized(self) -> None:
        """Put is PUT, as fetch() has it."""
        result = explain("put-express", "--method", "put")

        assert "Access-Control-Request-Method: PUT" in result.output

    def test_preflight(self) -> None:
        """A preflight's capture is taken beside the request's."""
        preflight = str(RECORDED / "preflight-put-express.txt")
        header = "Content-Type: application/json"

        result = explain("put-express", "--method", "PUT", "--header", header, "--preflight", preflight)

        assert result.exit_code == 0
        assert "preflight" in result.output

    def test_standard_input(self) -> None:
        """Without a file the capture is pasted or piped; UTF-16, as some shells write, will do."""
        paste = (RECORDED / "star.txt").read_bytes().decode("latin-1").encode("utf-16")

        result = run("explain", "--origin", PAGE, "--url", INDEX["star"]["url"], paste=paste)

        assert result.exit_code == 0


class TestJSON:
    """What --json prints is what `cors-sim schema` describes."""

    @pytest.fixture
    def schema(self) -> dict[str, Any]:
        """The schema, as the command prints it."""
        schema: dict[str, Any] = json.loads(run("schema").output)
        jsonschema.Draft202012Validator.check_schema(schema)
        return schema

    @pytest.mark.parametrize("name", ["star", "missed", "put-express", "exposed", "to-user", "refused"])
    def test_command(self, name: str, schema: dict[str, Any]) -> None:
        """Each kind of conclusion is valid, and its word agrees with the exit code."""
        result = explain(name, "--json", "--method", INDEX[name]["method"])
        printed = json.loads(result.output)

        jsonschema.validate(printed, schema)
        words = {0: "readable", 1: "blocked", 3: "not-established"}
        assert words[result.exit_code] == printed["conclusion"]

    @pytest.mark.parametrize("name", [n for n, entry in INDEX.items() if entry["stands_for"] == "response"])
    def test_every_capture(self, name: str, schema: dict[str, Any]) -> None:
        """Every recorded capture makes a valid document."""
        conclusion = conclusion_of(name)

        printed = document([report_of_conclusion(conclusion)], listed([conclusion]), [])

        jsonschema.validate(json.loads(json.dumps(printed)), schema)


class TestHostileText:
    """What servers write is shown, never obeyed."""

    def test_many_lines_are_counted(self) -> None:
        """A header that comes fifty thousand times is shown in its beginning, with its number."""
        paste = b"HTTP/1.1 200 OK\r\n%b\r\n" % (b"Access-Control-Expose-Headers: a\r\n" * 50_000)

        result = run("explain", "--origin", PAGE, "--url", "http://a.test/", paste=paste)

        assert result.exit_code == 1
        assert result.output.count("Access-Control-Expose-Headers: a") == 20
        assert "50000 such lines" in result.output

    @pytest.mark.parametrize("form", ["text", "html", "markdown", "mermaid"])
    def test_markup_is_text(self, form: str) -> None:
        """Square brackets in a header are no markup of ours, and escapes do not get through."""
        paste = b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: [bold]\x1b[2J\x9b[/bold]\r\n\r\n"

        result = run("explain", "--origin", PAGE, "--url", "http://a.test/", "--format", form, paste=paste)

        assert result.exit_code == 1
        assert "bold" in result.output
        assert "\x1b" not in result.output
        assert "\x9b" not in result.output


class TestWords:
    """Every reason has a meaning."""

    def test_every_reason_has_a_meaning(self) -> None:
        """A sentence, with a full stop."""
        assert set(Reason) == set(MEANINGS)
        assert all(meaning.endswith(".") for meaning in MEANINGS.values())


class TestInstalled:
    """The command as it is installed."""

    def test_console_script(self) -> None:
        """`cors-sim` reads a pipe and exits with the code."""
        script = Path(sys.executable).with_name("cors-sim")
        capture = (RECORDED / "missed.txt").read_bytes()
        command = [str(script), "explain", "--origin", PAGE, "--url", INDEX["missed"]["url"]]

        done = subprocess.run(command, input=capture, capture_output=True, check=False)

        assert done.returncode == 1
        assert b"allow-origin-missing" in done.stdout

    def test_module(self) -> None:
        """`python -m cors_sim.cli` is the same."""
        command = [sys.executable, "-m", "cors_sim.cli", "--version"]

        done = subprocess.run(command, capture_output=True, check=True)

        assert done.stdout.startswith(b"cors-sim, version ")
