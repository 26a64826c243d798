"""``cors-sim explain`` and ``compare`` on evidence of every kind, good and bad."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from spec_tests.capture.har import recordings
from spec_tests.capture.har.cases import SECRET
from spec_tests.capture.test_recorded import INDEX, RECORDED
from spec_tests.cli.test_explain import PAGE, installed, run

API = "https://api.example.com/data"
CONSOLE = (
    f"Access to fetch at '{API}' from origin 'https://app.example.com' has been blocked by CORS policy: "
    "Request header field x-trace is not allowed by Access-Control-Allow-Headers in preflight response.\n"
    f"app.js:10 GET {API} net::ERR_FAILED\n"
)
FIREFOX = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
    f"{API}. (Reason: CORS request did not succeed). Status code: (null).\n"
)
GERMAN = (
    "Quellübergreifende (Cross-Origin) Anfrage blockiert: Die Gleiche-Quelle-Regel verbietet das Lesen der "
    f"externen Ressource auf {API}. (Grund: CORS-Kopfzeile 'Access-Control-Allow-Origin' fehlt).\n"
)
HTTP = (
    "GET /data HTTP/1.1\nHost: api.example.com\nOrigin: https://app.example.com\nX-Trace: 1\n\n"
    "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\n\n"
)


@pytest.fixture
def write(tmp_path: Path) -> Any:  # noqa: ANN401 - a function
    """Write a file, and give its name."""

    def write_file(name: str, content: bytes | str) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write_file


def har(name: str) -> bytes:
    """A recorded HAR."""
    return recordings.har(name)


class TestHAR:
    """A HAR is found out to be one, and all in it that script cannot read is explained."""

    def test_listing(self, write: Any) -> None:  # noqa: ANN401 - see above
        """Each fetch has a number; those that are alike are one."""
        result = run("explain", write("a.har", har("chromium")))

        assert result.exit_code == 1
        assert "2  ✗ GET http://localhost:8972/missing" in result.output
        assert "PUT http://localhost:8972/put (2 times)" in result.output
        assert result.output.count("Failing step") == len(
            [word for word in recordings.saw("chromium").values() if word in {"blocked", "opaque"}]
        )

    def test_piped(self) -> None:
        """From standard input as well."""
        assert run("explain", paste=har("firefox")).exit_code == 1

    def test_number(self, write: Any) -> None:  # noqa: ANN401 - see above
        """One of them is explained, and the exit code is its own."""
        path = write("a.har", har("chromium"))
        readable, blocked = run("explain", path, "--number", "1"), run("explain", path, "--number", "2")
        missing = run("explain", path, "--number", "99")

        assert (readable.exit_code, blocked.exit_code, missing.exit_code) == (0, 1, 2)
        assert "Blocked  allow-origin-missing" in blocked.output
        assert "there is no fetch number 99: there are 29" in missing.stderr

    def test_url(self, write: Any) -> None:  # noqa: ANN401 - see above
        """Or the one of an address."""
        result = run("explain", write("a.har", har("firefox")), "--url", "http://localhost:8972/missing#x")

        assert result.exit_code == 1
        assert result.output.startswith("Blocked  allow-origin-missing")
        assert "Decided" not in result.output

    def test_what_safari_leaves_out(self, write: Any) -> None:  # noqa: ANN401 - see above
        """A HAR of Safari's has nothing that was blocked; its console has."""
        one = json.loads(har("webkit"))
        one["log"]["entries"] = one["log"]["entries"][:1]
        alone = run("explain", write("a.har", json.dumps(one)))
        joined = run("explain", write("b.har", json.dumps(one)), write("c.txt", CONSOLE))

        assert alone.exit_code == 2
        assert "Safari leaves out of a HAR what was blocked" in alone.stderr
        assert joined.exit_code == 1
        assert "header-not-allowed" in joined.output

    def test_with_a_console(self, write: Any) -> None:  # noqa: ANN401 - see above
        """Where the HAR hides the answer, the console has the reason; else both are compared."""
        origin = "http://localhost:8971"
        console = "".join(
            f"Access to fetch at 'http://localhost:{port_and_path}' from origin '{origin}' has been "
            "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested "
            "resource.\n"
            for port_and_path in ("8974/refused", "8972/mismatch", "8972/missing")
        )
        result = run("explain", write("a.har", har("firefox")), write("c.txt", console), "--json")
        printed = json.loads(result.output)
        by_url = {
            report["request"]["url"].rpartition("/")[2]: report for report in [printed, *printed["others"]]
        }

        assert by_url["refused"]["reason"] == "allow-origin-missing"
        assert by_url["refused"]["is_reconstructed"]
        assert "console says otherwise" in by_url["mismatch"]["trusted"][-1]
        assert by_url["missing"]["trusted"] == []

    def test_a_console_that_does_not_tell(self, write: Any) -> None:  # noqa: ANN401 - see above
        """Then what is missing is missing."""
        result = run(
            "explain",
            write("a.har", har("firefox")),
            write("c.txt", FIREFOX.replace(API, "http://localhost:8974/refused")),
            "--url",
            "http://localhost:8974/refused",
        )

        assert result.exit_code == 3

    def test_an_origin_that_is_not_known(self, write: Any) -> None:  # noqa: ANN401 - see above
        """It is told of which, and the others are explained."""
        one = json.loads(har("chromium"))
        for header in one["log"]["entries"][1]["request"]["headers"]:
            header["name"] = f"X-{header['name']}"
        one["log"]["entries"][1].pop("pageref")
        result = run("explain", write("a.har", json.dumps(one)))

        assert result.exit_code == 2
        assert "http://localhost:8972/readable: origin must be given" in result.stderr
        assert "allow-origin-missing" in result.output

    def test_progress(self, write: Any) -> None:  # noqa: ANN401 - see above
        """A large file has a bar, on a terminal alone."""
        one = json.loads(har("chromium"))
        one["log"]["comment"] = ["x" * 1_000_000] * 9
        path = write("a.har", json.dumps(one))
        script = str(Path(sys.executable).with_name("cors-sim"))
        ours, theirs = pty.openpty()
        process = subprocess.Popen([script, "explain", path], stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        seen = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            seen += piece
        os.close(ours)

        assert process.wait() == 1
        assert b"Reading" in seen
        assert installed("explain", path).stderr == ""


class TestBadInput:
    """One line each, what was read before is kept, and the exit code is 2."""

    @pytest.mark.parametrize(
        ("content", "part", "kept"),
        [
            (
                har("chromium")[: len(har("chromium")) // 2],
                "the HAR ends in the middle",
                "allow-origin-missing",
            ),
            (
                har("chromium").replace(b'"version": "1.2"', b'"version": "7"'),
                "this is HAR 7",
                "allow-origin-missing",
            ),
            (b"{nope", "this is no JSON", ""),
            (b'{"a": 1}', "this JSON is no HAR", ""),
            (
                har("chromium").replace(b'"url": "http://localhost:8972/readable"', b'"url": "x"'),
                "1 entries of the HAR could not be read",
                "allow-origin-missing",
            ),
            (GERMAN.encode(), "set the browser to English", ""),
            (b"hello", "1 lines of something else", ""),
            (b"", "is empty", ""),
            ((RECORDED / "star-verbose.txt").read_bytes()[:150], "ends before an answer", ""),
            (HTTP.encode()[:-30], "ends in the middle of a head", ""),
        ],
        ids=range(10),
    )
    def test_line(self, write: Any, content: bytes, part: str, kept: str) -> None:  # noqa: ANN401 - see above
        """The line names the file, or says what was expected of it."""
        result = run("explain", write("evidence", content))

        assert result.exit_code == 2
        assert part in result.stderr
        assert result.stderr.count("\n") == 1
        assert result.stderr.startswith("cors-sim: ")
        assert kept in result.stdout
        assert "Traceback" not in result.output

    def test_a_cut_transcript(self, write: Any) -> None:  # noqa: ANN401 - see above
        """What was read of it is concluded from, and that nothing is missing is taken on trust."""
        text = HTTP.replace("X-Trace: 1\n", "")[:-5]
        result = run("explain", write("evidence", text))

        assert result.exit_code == 2
        assert "Blocked" in result.stdout or "Readable" in result.stdout
        assert "within which the capture ends" in " ".join(result.stdout.split())

    def test_nothing_to_explain(self, write: Any) -> None:  # noqa: ANN401 - see above
        """A HAR without a request to another origin."""
        one = json.loads(har("chromium"))
        one["log"]["entries"] = [one["log"]["entries"][2]]
        result = run("explain", write("a.har", json.dumps(one)), "--json")

        assert result.exit_code == 2
        assert "none of the 1 requests in the HAR" in result.stderr
        assert result.stdout == ""

    def test_a_secret_in_a_line(self, write: Any) -> None:  # noqa: ANN401 - see above
        """It is masked there too, unless asked for."""
        arguments = ("explain", "--url", f"nothing?token={SECRET}", "--origin", PAGE, write("a", HTTP))

        assert SECRET not in run(*arguments).stderr
        assert SECRET in run(*arguments, "--show-secrets").stderr

    @pytest.mark.parametrize("command", ["explain", "compare"])
    def test_no_such_number(self, write: Any, command: str) -> None:  # noqa: ANN401 - see above
        """There is but one."""
        result = run(command, write("a", HTTP.replace("X-Trace: 1\n", "")), "--number", "2")

        assert result.exit_code == 2
        assert "there is no fetch number 2: there are 1" in result.stderr


class TestConsole:
    """A paste from a console."""

    def test_alone(self) -> None:
        """The reason, the fix, and what was made up."""
        result = run("explain", paste=CONSOLE.encode())

        assert result.exit_code == 1
        assert "Blocked  header-not-allowed" in result.output
        assert "What the console means" in result.output
        assert "+ Access-Control-Allow-Headers: x-trace" in result.output
        assert "Not the problem" not in result.output

    def test_pasted_at_a_terminal(self) -> None:
        """Somebody is told what to do, and what they paste is read to its end."""
        ours, theirs = pty.openpty()
        script = str(Path(sys.executable).with_name("cors-sim"))
        process = subprocess.Popen(
            [script, "explain"], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        os.close(theirs)
        os.write(ours, CONSOLE.encode() + b"\x04")
        printed, told = process.communicate(timeout=60)
        os.close(ours)

        assert process.returncode == 1
        assert told == "Paste what you have, then press Control-D.\n"
        assert "Blocked  header-not-allowed" in printed

    def test_in_other_encodings(self) -> None:
        """As shells write them."""
        for encoding in ("utf-16", "utf-8-sig"):
            assert run("explain", paste=CONSOLE.encode(encoding)).exit_code == 1

    def test_of_one_address(self) -> None:
        """Of several, the one that is asked for."""
        other = CONSOLE.replace(API, "https://other.example.com/")
        both = run("explain", "--json", paste=(CONSOLE + other).encode())
        one = run("explain", "--json", "--url", API, paste=(CONSOLE + other).encode())

        assert len(json.loads(both.output)["others"]) == 1
        assert json.loads(one.output)["others"] == []

    def test_that_does_not_say_why(self) -> None:
        """The commands that do are there."""
        result = run("explain", "--origin", "https://app.example.com", paste=FIREFOX.encode())

        assert result.exit_code == 3
        assert "curl -sv" in result.output

    def test_with_a_transcript(self, write: Any) -> None:  # noqa: ANN401 - see above
        """The console says of which page and what; the transcript what was answered."""
        answer = "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\n\n"
        preflight = write("p", "HTTP/1.1 204 No Content\nAccess-Control-Allow-Origin: *\n\n")
        console = write("c", CONSOLE)
        told = run("explain", console, write("a", answer), "--preflight", preflight)
        otherwise = run("explain", console, write("b", HTTP.replace("X-Trace: 1\n", "")))

        assert "Blocked  header-not-allowed" in told.output
        assert "console says otherwise" in " ".join(otherwise.output.split())


class TestTranscripts:
    """What curl printed and HTTP as text, in one file or several."""

    def test_http(self) -> None:
        """All that it shows need not be said."""
        result = run("explain", paste=HTTP.replace("X-Trace: 1\n", "").encode())

        assert result.exit_code == 0
        assert "That the request went over https" in result.output

    def test_several_files(self, write: Any) -> None:  # noqa: ANN401 - see above
        """A preflight and the request behind it."""
        preflight = (
            "OPTIONS /data HTTP/1.1\nHost: api.example.com\nOrigin: https://app.example.com\n"
            "Access-Control-Request-Method: GET\nAccess-Control-Request-Headers: x-trace\n\n"
            "HTTP/1.1 204 No Content\nAccess-Control-Allow-Origin: *\n"
            "Access-Control-Allow-Headers: x-trace\n\n"
        )
        result = run("explain", write("a", preflight), write("b", HTTP))

        assert result.exit_code == 0

    def test_curl_gave_up(self) -> None:
        """Its word counts."""
        arguments = ("explain", "--origin", PAGE, "--url", INDEX["refused"]["url"])

        assert "network-error" in run(*arguments, str(RECORDED / "refused.txt")).output

    def test_nothing_at_all(self) -> None:
        """What a browser would ask, and nothing about what it would get."""
        result = run("explain", "--origin", PAGE, "--url", API, "--method", "PUT")

        assert result.exit_code == 3
        assert result.output.count("curl -sv") == 2

    def test_an_endless_line(self) -> None:
        """A body may be one line; also in UTF-16, it comes in pieces."""
        text = HTTP.replace("X-Trace: 1\n", "") + "x" * 3_000_000

        assert run("explain", paste=text.encode()).exit_code == 0
        assert run("explain", paste=text.encode("utf-16")).exit_code == 0


class TestOutput:
    """What is printed."""

    CASES = ("blocked", "readable", "not-established")

    @pytest.fixture(params=["explain", "compare"])
    def schema(self, request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
        """A command, and the schema that it is said to have."""
        schema: dict[str, Any] = json.loads(run("schema", request.param).output)
        jsonschema.Draft202012Validator.check_schema(schema)
        return request.param, schema

    @pytest.mark.parametrize("name", recordings.NAMES)
    def test_json(self, write: Any, schema: tuple[str, dict[str, Any]], name: str) -> None:  # noqa: ANN401 - see above
        """Every document is valid, and what is secret is not in it unless asked for."""
        command, described = schema
        path = write("a.har", har(name))
        printed = run(command, path, "--json").output
        jsonschema.validate(json.loads(printed), described)

        assert SECRET not in printed

    def test_number_of_a_secret(self, write: Any) -> None:  # noqa: ANN401 - see above
        """--show-secrets shows them, in text, JSON and pages, of a fetch that has some."""
        path = write("a.har", har("chromium"))
        for form in (
            (),
            ("--json",),
            ("--format", "html"),
            ("--format", "markdown"),
            ("--format", "mermaid"),
        ):
            arguments = ("explain", path, "--number", "12", *form)
            assert SECRET not in run(*arguments).output
            assert SECRET in run(*arguments, "--show-secrets").output

    @pytest.mark.parametrize("form", ["html", "markdown", "mermaid"])
    def test_formats(self, write: Any, form: str) -> None:  # noqa: ANN401 - see above
        """Each begins as it should."""
        beginning = {"html": "<!doctype html>", "markdown": "# Blocked", "mermaid": "sequenceDiagram"}
        result = run("explain", write("a.har", har("chromium")), "--format", form)

        assert result.exit_code == 1
        assert result.output.startswith(beginning[form])

    def test_fix(self, write: Any) -> None:  # noqa: ANN401 - see above
        """What to write on a server; where nothing helps there, that is said."""
        path = write("a.har", har("chromium"))
        helps = run("explain", path, "--number", "2", "--fix", "nginx")
        helps_not = run("explain", path, "--number", "1", "--fix", "nginx")

        printed = json.loads(run("explain", path, "--number", "2", "--fix", "nginx", "--json").output)
        jsonschema.validate(printed, json.loads(run("schema").output))

        assert "On nginx" in helps.output
        assert [snippet["server"] for snippet in printed["snippets"]] == ["nginx"]
        assert 'add_header Access-Control-Allow-Origin "http://localhost:8971" always;' in helps.output
        assert "nothing that could be written on nginx helps" in helps_not.stderr

    def test_curl(self, write: Any) -> None:  # noqa: ANN401 - see above
        """Only commands, which other programs can run."""
        console = run("explain", "--curl", "--header", "X-Api-Key: abc", paste=CONSOLE.encode())
        shown = run(
            "explain", "--curl", "--header", "X-Api-Key: abc", "--show-secrets", paste=CONSOLE.encode()
        )
        nothing = run("explain", write("a", HTTP.replace("X-Trace: 1\n", "")), "--curl")

        assert [line[:8] for line in shown.stdout.splitlines()] == ["curl -sv"] * 2
        assert "X-Api-Key: ***" in console.stdout
        assert "secrets are masked" in console.stderr
        assert "X-Api-Key: abc" in shown.stdout
        assert shown.stderr == ""
        assert (nothing.stdout, nothing.stderr) == ("", "cors-sim: nothing is missing\n")

    def test_browser(self, write: Any) -> None:  # noqa: ANN401 - see above
        """Another browser may be asked about."""
        arguments = ("explain", write("a", HTTP), "--header", "Save-Data: on")
        chromium, standard = run(*arguments, "--browser", "chromium"), run(*arguments)

        assert (chromium.exit_code, standard.exit_code) == (0, 3)


class TestCompare:
    """Four browsers side by side."""

    def test_side_by_side(self, write: Any) -> None:  # noqa: ANN401 - see above
        """The first that cannot be read, or the one that is asked for."""
        path = write("a.har", har("chromium"))
        first, other = run("compare", path), run("compare", path, "--number", "10")

        assert first.exit_code == 1
        assert "GET http://localhost:8972/missing" in first.output
        for name in ("standard", "chromium", "firefox", "webkit"):
            assert name in first.output
        assert "method-not-allowed" in other.output

    def test_nothing_established(self) -> None:
        """Then nothing can be compared, and what is missing is told."""
        result = run("compare", paste=HTTP.encode())

        assert result.exit_code == 3
        assert "curl -sv" in result.output

    def test_nothing_usable(self) -> None:
        """2, as of explain."""
        assert run("compare", paste=GERMAN.encode()).exit_code == 2

    def test_secrets(self, write: Any) -> None:  # noqa: ANN401 - see above
        """Masked, unless asked for."""
        arguments = ("compare", write("a.har", har("chromium")), "--number", "12")
        missing = ("compare", write("a", HTTP.replace("/data", f"/data?token={SECRET}")))

        assert SECRET not in run(*arguments).output
        assert SECRET in run(*arguments, "--show-secrets").output
        assert SECRET not in run(*missing).output
        assert SECRET in run(*missing, "--show-secrets").output
