"""``cors-sim audit`` on applications in this process and on servers of this machine."""

import json
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from cors_sim import HTTPRequest, Response
from cors_sim.audit import KINDS, Policy, Severity, audit
from cors_sim.cli.__main__ import cli
from cors_sim.cli.audit_document import document, schema
from cors_sim.cli.audit_page import page
from cors_sim.cli.audit_picture import picture
from cors_sim.cli.audit_sarif import sarif
from cors_sim.cli.audit_table import show
from spec_tests.audit.servers import ALLOW_CREDENTIALS, ALLOW_ORIGIN, APP, SAFE, URL, allowing, saying

APPLICATIONS = "spec_tests.audit.applications"
POLICY = ["--trust", APP, "--credentials"]


def run(*arguments: str) -> Result:
    """What the command prints, and its exit code."""
    return CliRunner().invoke(cli, ["audit", *arguments])


class TestTargets:
    """What can be audited."""

    @pytest.mark.parametrize("name", ["asgi_safe", "wsgi_safe", "asgi_object"])
    def test_applications(self, name: str) -> None:
        """Of both kinds, functions and objects."""
        result = run(f"{APPLICATIONS}:{name}", *POLICY)
        assert result.exit_code == 0, result.output
        assert "Nothing was found." in result.output

    def test_a_flaw(self) -> None:
        """Ends with 1."""
        result = run(f"{APPLICATIONS}:wsgi_reflecting", *POLICY)
        assert result.exit_code == 1
        assert "any-origin-with-credentials" in result.output

    def test_this_machine(self, server: str) -> None:
        """Needs no leave."""
        result = run(server, *POLICY)
        assert result.exit_code == 1
        assert "any-origin-with-credentials" in result.output

    def test_somebody_else(self) -> None:
        """Is not asked without leave."""
        result = run("https://api.example.com/me", *POLICY)
        assert result.exit_code == 2
        assert "--i-may-test-this-host" in result.stderr

    def test_somebody_who_gave_leave(self) -> None:
        """Is asked; here there is no such host."""
        arguments = (
            "http://api.invalid/",
            "--i-may-test-this-host",
            "--max-requests",
            "1",
            "--timeout",
            "5",
        )
        result = run(*arguments)
        assert result.exit_code == 3, result.output
        assert "nothing is known of this server" in result.output

    def test_logins(self) -> None:
        """Headers that the browser adds reach the application."""
        result = run(f"{APPLICATIONS}:wsgi_for_members", *POLICY, "--login", "Cookie: session=1")
        assert "any-origin-with-credentials" in result.output
        assert "any-origin-with-credentials" not in run(f"{APPLICATIONS}:wsgi_for_members", *POLICY).output

    @pytest.mark.parametrize(
        ("arguments", "what"),
        [
            (["app"], "APP_OR_URL"),
            (["no_such_module:app"], "No module named"),
            ([f"{APPLICATIONS}:nothing"], "cannot be loaded"),
            ([f"{APPLICATIONS}:__name__"], "must name an ASGI or WSGI application"),
            ([f"{APPLICATIONS}:wsgi_safe", "--trust", "null"], "trusted"),
            ([f"{APPLICATIONS}:wsgi_safe", "--credentials"], "--trust"),
            ([f"{APPLICATIONS}:wsgi_safe", "--trust", APP, "--trust-nobody"], "--trust-nobody"),
            ([f"{APPLICATIONS}:wsgi_safe", "--login", "secret"], "--login"),
            (["http://localhost/", "--url", "http://other.example/"], "--url"),
        ],
    )
    def test_what_cannot_be(self, arguments: list[str], what: str) -> None:
        """Is said in a line."""
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert what in result.stderr
        assert result.stderr.count("\n") == 1


class TestExitCodes:
    """What CI goes by."""

    def test_secrets(self, tmp_path: Path) -> None:
        """What the browser is logged in with, and a token in the URL, are in none of its forms."""
        files = [tmp_path / name for name in ("report.html", "report.sarif", "matrix.svg")]
        arguments = (
            *(f"{APPLICATIONS}:wsgi_reflecting", *POLICY, "--login", "Cookie: sid=verysecret1"),
            *("--url", "https://api.example.com/me?access_token=verysecret2", "--matrix"),
            *("--html", str(files[0]), "--sarif", str(files[1]), "--svg", str(files[2])),
        )
        printed = [run(*arguments), run(*arguments, "--json")]
        written = [file.read_text(encoding="utf-8") for file in files]

        assert [result.exit_code for result in printed] == [1, 1]
        assert not [
            text for text in (*[result.output for result in printed], *written) if "verysecret" in text
        ]
        assert "access_token=***" in printed[1].output
        assert "access_token=verysecret2" in run(*arguments, "--show-secrets").output

    @pytest.mark.parametrize(
        ("fail_on", "code"), [("info", 1), ("low", 1), ("medium", 0), ("critical", 0), ("never", 0)]
    )
    def test_fail_on(self, fail_on: str, code: int) -> None:
        """The least severity that counts."""
        assert run(f"{APPLICATIONS}:wsgi_without_vary", *POLICY, "--fail-on", fail_on).exit_code == code

    def test_not_all_was_tried(self) -> None:
        """Ends with 3."""
        assert run(f"{APPLICATIONS}:wsgi_safe", *POLICY, "--max-requests", "3").exit_code == 3


class TestJSON:
    """What is printed for programs."""

    def test_it_is_as_the_schema_says(self) -> None:
        """With findings, problems and a matrix."""
        result = run(f"{APPLICATIONS}:wsgi_reflecting", "--json", "--matrix", "--max-requests", "30")
        printed = json.loads(result.stdout)
        jsonschema.validate(printed, json.loads(schema()), jsonschema.Draft202012Validator)

        assert printed["findings"][0]["id"] == "any-origin-with-credentials"
        assert printed["policy"]["inferred"]

    def test_the_schema_can_be_had(self) -> None:
        """From the command."""
        result = run("--schema")
        assert json.loads(result.stdout) == json.loads(schema())

    def test_the_schema_says_what_there_is(self) -> None:
        """Each word of a closed set, and nothing more than is said."""
        written = json.loads(schema())
        finding = written["$defs"]["finding"]["properties"]
        assert finding["severity"]["enum"] == [str(severity) for severity in Severity]

    def test_secrets_stay(self) -> None:
        """Neither bodies nor other headers are in it."""
        server = allowing(lambda _origin: True, more={"Set-Cookie": "session=1", "X-Token": "hush"})
        printed = json.dumps(document(audit(server, Policy([APP], methods=["PUT"], headers=[]), url=URL)))
        assert "session=1" not in printed
        assert "hush" not in printed


class TestSARIF:
    """What code scanning reads."""

    def test_its_shape(self) -> None:
        """Is that of SARIF 2.1.0."""
        log = sarif(audit(allowing(lambda _origin: True, vary=False), Policy([APP]), url=URL))
        jsonschema.validate(log, SARIF, jsonschema.Draft202012Validator)
        (run_of,) = log["runs"]
        rules = run_of["tool"]["driver"]["rules"]

        assert [rule["id"] for rule in rules] == list(KINDS)
        assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run_of["results"])
        assert run_of["results"][0]["level"] == "error"

    @pytest.mark.parametrize(
        ("url", "place"),
        [
            ("https://api.example.com/items?page=2", "api.example.com/items"),
            ("http://localhost:8000/items", "localhost%3A8000/items"),
            ("http://[::1]:8000/items", "%5B%3A%3A1%5D%3A8000/items"),
        ],
    )
    def test_its_places(self, url: str, place: str) -> None:
        """Have no scheme: GitHub takes a log only if they are files, by absolute URIs or relative ones."""
        log = sarif(audit(allowing(lambda _origin: True), Policy([APP]), url=url))
        (location,) = log["runs"][0]["results"][0]["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == place
        assert urlsplit(place).scheme == ""

    def test_the_file(self, tmp_path: Path) -> None:
        """Is written beside what is printed."""
        file = tmp_path / "audit.sarif"
        run(f"{APPLICATIONS}:wsgi_reflecting", "--sarif", str(file))
        jsonschema.validate(json.loads(file.read_text("utf-8")), SARIF, jsonschema.Draft202012Validator)


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:  # noqa: ANN401 - schemas
    return {"type": "object", "required": list(required), "properties": {**required, **optional}}


_MESSAGE = _object({"text": {"type": "string", "minLength": 1}})
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_LOCATION = _object(
    {
        "physicalLocation": _object(
            {"artifactLocation": _object({"uri": {"type": "string", "format": "uri-reference"}})}
        )
    }
)
# What the standard requires of the members that are used: sections 3.13 to 3.20, 3.27, 3.49.
SARIF = _object(
    {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": _object(
                {
                    "tool": _object(
                        {
                            "driver": _object(
                                {"name": {"type": "string"}},
                                rules={
                                    "type": "array",
                                    "uniqueItems": True,
                                    "items": _object(
                                        {"id": {"type": "string"}},
                                        shortDescription=_MESSAGE,
                                        fullDescription=_MESSAGE,
                                        help=_MESSAGE,
                                        helpUri={"type": "string", "format": "uri"},
                                        defaultConfiguration=_object({}, level=_LEVEL),
                                    ),
                                },
                            )
                        }
                    ),
                },
                invocations={
                    "type": "array",
                    "items": _object(
                        {"executionSuccessful": {"type": "boolean"}},
                        toolExecutionNotifications={
                            "type": "array",
                            "items": _object({"message": _MESSAGE}, level=_LEVEL),
                        },
                    ),
                },
                results={
                    "type": "array",
                    "items": _object(
                        {"message": _MESSAGE},
                        ruleId={"type": "string"},
                        ruleIndex={"type": "integer", "minimum": 0},
                        level=_LEVEL,
                        locations={"type": "array", "items": _LOCATION},
                        partialFingerprints={
                            "type": "object",
                            "additionalProperties": {"type": "string"},
                        },
                    ),
                },
                columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            ),
        },
    }
)


class TestPage:
    """The report for people."""

    def test_it_needs_nothing_else(self, tmp_path: Path) -> None:
        """No script, and nothing from elsewhere; the picture is in it."""
        file, svg = tmp_path / "audit.html", tmp_path / "audit.svg"
        arguments = ("--html", str(file), "--svg", str(svg), "--server", "flask")
        run(f"{APPLICATIONS}:wsgi_reflecting", *POLICY, *arguments)
        text = file.read_text("utf-8")

        assert "<script" not in text
        assert "src=" not in text.replace("srcdoc=", "").replace("&lt;", "<").split("<details>")[0]
        assert "default-src 'none'" in text
        assert "Flask with Flask-CORS" in text
        assert svg.read_text("utf-8").strip() in text

    def test_nothing_in_it_is_obeyed(self) -> None:
        """What servers write is text."""
        evil = "<img src=x onerror=alert(1)>"
        headers = ((ALLOW_ORIGIN, "*"), ("Vary", evil), ("X-Other", evil))
        report = audit(saying(*headers), Policy([APP]), url="https://api.example.com/?<b>", matrix=True)
        text = page(report, ("nginx",))

        assert evil not in text
        assert "&lt;img src=x onerror=alert(1)&gt;" in text

    def test_nothing_found_and_no_answer(self) -> None:
        """Is said as well."""
        report = audit(lambda _request: Response.network_error(), Policy([APP]), url=URL)
        text = page(report, ())
        assert "Nothing was found in what was tried, which was not all." in text
        assert "no-answer" in text

    def test_a_name_that_no_configuration_takes(self) -> None:
        """Has no lines: there are none that are safe."""
        policy = Policy(["https://$host.example.com"])
        assert "<summary>nginx" not in page(audit(saying((ALLOW_ORIGIN, "*")), policy, url=URL), ("nginx",))


class TestPicture:
    """The matrix as SVG."""

    def test_it_is_well_formed(self) -> None:
        """And has a word for each cell."""
        report = audit(
            allowing([APP, "null"].__contains__), Policy([APP], credentials=True), url=URL, matrix=True
        )
        assert report.matrix is not None
        root = ET.fromstring(picture(report.matrix))  # noqa: S314 - our own
        said = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]

        assert said.count("reads") + said.count("may send") + said.count("blocked") == len(
            report.matrix.cells
        )
        assert f"{APP} (trusted)" in said


class TestTerminal:
    """What is printed for people."""

    def printed(self, *arguments: str) -> str:
        """What the command prints."""
        return run(*arguments).output

    def test_the_matrix(self) -> None:
        """A row an origin, both kinds of requests in a cell."""
        text = self.printed(f"{APPLICATIONS}:wsgi_reflecting", *POLICY, "--matrix")
        assert "reads / reads" in text
        assert "- / -" in self.printed(f"{APPLICATIONS}:wsgi_safe", *POLICY, "--matrix")

    def test_fixes(self) -> None:
        """For the servers that were named."""
        text = self.printed(f"{APPLICATIONS}:wsgi_reflecting", *POLICY, "--server", "flask")
        assert "CORS(" in text

    def test_what_a_server_says_is_shown(self) -> None:
        """And not obeyed."""
        console = Console(record=True, width=80, file=None, quiet=False)
        value = "https://a.example\x1b[31m"
        report = audit(saying((ALLOW_ORIGIN, value), (ALLOW_CREDENTIALS, "true")), Policy([APP]), url=URL)
        with console.capture() as capture:
            show(console, report, ())
        assert "\x1b[31m" not in capture.get()

    def test_problems(self) -> None:
        """A few are printed; of many, as many."""
        console = Console(width=200)

        def server(request: HTTPRequest) -> Response:
            return Response.network_error() if request.headers.get("Origin") == "null" else SAFE(request)

        for most, said in ((200, False), (3, True)):
            with console.capture() as capture:
                show(
                    console, audit(server, Policy([APP], credentials=True), url=URL, max_requests=most), ()
                )
            assert "Requests without an answer" in capture.get()
            assert ("in all; --json has them" in capture.get()) is said

    def test_a_bar_where_somebody_looks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """On standard error, and gone in the end."""
        monkeypatch.setenv("FORCE_COLOR", "1")
        result = run(f"{APPLICATIONS}:wsgi_safe", *POLICY)
        assert "Nothing was found." in result.stdout
        assert "/200" in result.stderr


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a server that names whoever asks."""

    class Reflecting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header(ALLOW_ORIGIN, self.headers.get("Origin", "*"))
            self.send_header(ALLOW_CREDENTIALS, "true")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - as the base class has it

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Reflecting) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


def test_the_files_are_in_the_package() -> None:
    """Where they are read from."""
    files = {entry.name for entry in resources.files("cors_sim.cli").iterdir()}
    assert {"audit.schema.json", "audit_report.html.jinja"} <= files
