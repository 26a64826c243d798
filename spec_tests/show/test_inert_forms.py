"""Whatever a server writes into its headers, it does nothing in any form in which we show it."""

import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from markdown_it import MarkdownIt
from rich.console import Console

from cors_sim import BROWSERS, HTTPRequest, Request, Response, explain, simulate
from cors_sim.audit import Policy, audit, demonstration_page
from cors_sim.audit import Report as AuditReport
from cors_sim.browsers.console.reading import read_console
from cors_sim.capture.asked import Said
from cors_sim.capture.console import conclude_console, incidents_of
from cors_sim.capture.missing import all_missing
from cors_sim.cli.audit_document import document as audit_document
from cors_sim.cli.audit_page import page as audit_page
from cors_sim.cli.audit_picture import picture as audit_picture
from cors_sim.cli.audit_sarif import sarif
from cors_sim.cli.audit_table import show as show_audit
from cors_sim.cli.document import comparison_document, document
from cors_sim.show.comparison import comparison, print_comparison
from cors_sim.show.html import fragment, page
from cors_sim.show.markdown import markdown
from cors_sim.show.mermaid import mermaid
from cors_sim.show.report import Report, report_of_conclusion, report_of_explanation
from cors_sim.testing import assert_not_readable, assert_readable
from spec_tests.show.attacks import BIDI, HOSTILE, payloads
from spec_tests.show.test_forms import Page
from spec_tests.show.test_secrets import printed

PAGE: Final = "https://app.example.com"
API: Final = "https://api.example.com/items"
USUAL: Final = "usual"

# What a terminal, a page or an editor obeys. Newlines are our own, and are counted besides.
OBEYED: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
STANDARDS: Final = re.compile(
    r"https://(?:fetch\.spec\.whatwg\.org|w3c\.github\.io|html\.spec\.whatwg\.org)/"
)
BASH: Final = shutil.which("bash") or "bash"
FEW: Final = settings(max_examples=25)


def server(text: str) -> Callable[[HTTPRequest], Response]:
    """One that writes *text* wherever a server can."""

    def answer(_: HTTPRequest) -> Response:
        names = (
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Methods",
            "Vary",
            "X-Other",
            "Location",
        )
        headers = [*((name, text) for name in names), ("Access-Control-Allow-Headers", "x-a")]
        return Response(200, headers, status_message=text, body=text.encode("latin-1"))

    return answer


def report_of(text: str, method: str = "GET") -> Report:
    """What is shown of a fetch from that server."""
    request = Request(API, origin=PAGE, method=method, headers={"X-A": text})
    return report_of_explanation(explain(simulate(request, server(text), browser=BROWSERS[1], steps=True)))


def audit_of(text: str) -> AuditReport:
    """What is found in a server that lets everybody in, and writes *text* besides."""

    def answer(asked: HTTPRequest) -> Response:
        origin = asked.headers.get("origin") or "*"
        headers = [("Access-Control-Allow-Origin", origin), ("Access-Control-Allow-Credentials", "true")]
        more = (
            "Vary",
            "Cache-Control",
            "Access-Control-Expose-Headers",
            "X-Other",
            "Access-Control-Max-Age",
        )
        return Response(200, [*headers, *((name, text) for name in more)], status_message=text)

    return audit(answer, Policy([PAGE], credentials=True), url=f"{API}?<b>", matrix=True)


def on_terminal(show: Callable[[Console], None]) -> str:
    """What *show* prints on a terminal."""
    file = io.StringIO()
    show(Console(width=100, file=file, highlight=False))
    return file.getvalue()


def message(assertion: Callable[..., None], text: str) -> str:
    """What a failing assertion says."""
    request = Request(API, origin=PAGE)
    headers = {"Access-Control-Allow-Origin": PAGE, "Access-Control-Allow-Methods": text, "Location": text}
    outcome = simulate(request, lambda _: Response(200, headers, body=text.encode("latin-1")))
    if assertion is assert_readable:
        outcome = simulate(request, server(text))
    with pytest.raises(AssertionError) as failed:
        assertion(outcome)
    return str(failed.value)


def strings(document: object) -> list[str]:
    """All texts in a document, as a program reads them."""
    if isinstance(document, str):
        return [document]
    items = (
        document.values() if isinstance(document, dict) else document if isinstance(document, list) else []
    )
    return [text for item in items for text in strings(item)]


FORMS: Final[dict[str, Callable[[str], str]]] = {
    "text": lambda text: printed(report_of(text, "PUT")),
    "explanation": lambda text: str(report_of(text).explanation),
    "html": lambda text: page([report_of(text)]),
    "fragment": lambda text: fragment(report_of(text)),
    "markdown": lambda text: markdown([report_of(text)]),
    "mermaid": lambda text: mermaid(report_of(text)),
    "json": lambda text: json.dumps(document([report_of(text)], [], [])),
    "comparison": lambda text: on_terminal(
        lambda console: print_comparison(
            console, comparison(simulate(Request(API, origin=PAGE), server(text)))
        )
    ),
    "comparison-json": lambda text: json.dumps(
        comparison_document(
            Request(API, origin=PAGE), comparison(simulate(Request(API, origin=PAGE), server(text))), []
        )
    ),
    "readable": lambda text: message(assert_readable, text),
    "not-readable": lambda text: message(assert_not_readable, text),
}
AUDITS: Final[dict[str, Callable[[AuditReport], str]]] = {
    "table": lambda report: on_terminal(lambda console: show_audit(console, report, ("nginx",))),
    "page": lambda report: audit_page(report, ("nginx",)),
    "svg": lambda report: "" if report.matrix is None else audit_picture(report.matrix),
    "json": lambda report: json.dumps(audit_document(report)),
    "sarif": lambda report: json.dumps(sarif(report)),
    "demonstration": lambda report: "\n".join(map(demonstration_page, report.findings)),
}


@cache
def usual(form: str) -> Page:
    """The elements of the same page about a server that writes nothing in particular."""
    return Page(FORMS[form](USUAL))


@pytest.mark.parametrize("form", FORMS)
@FEW
@given(text=HOSTILE)
@example(text="\x1b[31mred\x1b]8;;https://evil.example\x07link\x9b2J\xad\x85")
def test_no_controls(form: str, text: str) -> None:
    """Nothing of it moves a cursor, turns text round, or is not seen."""
    assert not OBEYED.search(FORMS[form](text))


@pytest.mark.parametrize("form", AUDITS)
@FEW
@given(text=HOSTILE)
@example(text="\x1b[31mred\x1b]8;;https://evil.example\x07link\x9b2J\xad\x85")
def test_no_controls_in_audits(form: str, text: str) -> None:
    """Nor in what an audit shows."""
    assert not OBEYED.search(AUDITS[form](audit_of(text)))


@pytest.mark.parametrize("form", ["html", "fragment"])
@given(text=HOSTILE)
def test_html(form: str, text: str) -> None:
    """No element, no attribute that does something, and no link comes of it."""
    found = Page(FORMS[form](text))

    assert set(found.elements) <= set(usual(form).elements) | {"li", "ol", "tspan"}
    assert found.active == []
    assert all(STANDARDS.match(link) for link in found.links)


@FEW
@given(text=HOSTILE)
def test_audit_page(text: str) -> None:
    """As little in the page of an audit, and its picture is well-formed."""
    report = audit_of(text)
    found = Page(audit_page(report, ("nginx",)))

    assert {"script", "img", "iframe", "link", "object", "base"}.isdisjoint(found.elements)
    assert found.active == []
    assert set(found.links) <= set(Page(audit_page(audit_of(USUAL), ("nginx",))).links)
    assert report.matrix is not None
    assert ET.fromstring(audit_picture(report.matrix)).tag.endswith("svg")  # noqa: S314 - our own


@given(text=HOSTILE)
@example(text="``` </code><img src=a> ```")
def test_markdown(text: str) -> None:
    """Drawn by a reader of Markdown that lets HTML through, it has none, no image, and our links alone."""
    tokens = list(
        flat(MarkdownIt("commonmark", {"html": True}).enable("table").parse(FORMS["markdown"](text)))
    )

    assert {"html_inline", "html_block", "image", "table_open", "strong_open", "em_open"}.isdisjoint(
        {token.type for token in tokens}
    )
    links = [str(token.attrGet("href")) for token in tokens if token.type == "link_open"]
    assert all(STANDARDS.match(link) for link in links)
    assert {token.info for token in tokens if token.type == "fence"} <= {"mermaid", "diff"}


def flat(tokens: Any) -> Any:  # noqa: ANN401 - of a package whose tokens nest
    """All *tokens*, and those within."""
    for token in tokens:
        yield token
        yield from flat(token.children or ())


@given(text=HOSTILE)
def test_mermaid(text: str) -> None:
    """The diagram has the lines of any other, each a message, a note or a party; ``;`` ends only codes."""
    lines = FORMS["mermaid"](text).splitlines()

    assert lines[0] == "sequenceDiagram"
    for line in lines[1:]:
        assert re.fullmatch(r"(?:participant p\d+ as|Note over p\d+:|p\d+(?:->>|-->>|--x)p\d+:) .*", line)
        said = re.sub(r"#\d+;|<br/>", "", line.partition(":" if ":" in line else " as ")[2])
        assert not set(said) & set("<>{}[];#%\\\"'`|&~$^") - ({"%"} if "%%" not in said else set())


@given(text=HOSTILE)
def test_sarif(text: str) -> None:
    """No message has a link of its own: viewers make links of ``[text](address)`` in it."""
    log = sarif(audit_of(text))
    for run in log["runs"]:
        messages = [result["message"]["text"] for result in run["results"]]
        messages += [
            note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]
        ]
        for said in messages:
            assert not re.search(r"(?<!\\)\[[^\]]*\]\(", said)


@pytest.mark.parametrize("text", payloads())
def test_commands(text: str, tmp_path: Path) -> None:
    """A shell that runs a command that we print gives curl that text, and does nothing else."""
    request = Request(API, origin=PAGE, method="PUT", headers={"X-A": text})
    for missing in all_missing(request, "Nothing was recorded."):
        script = 'curl() { printf "%s\\0" "$@"; }\n' + missing.command
        run = subprocess.run(
            [BASH, "-c", script],
            cwd=tmp_path,
            env={"PATH": "", "LC_ALL": "C"},
            capture_output=True,
            check=True,
        )
        given_to_curl = run.stdout.decode("latin-1").split("\0")

        assert list(tmp_path.iterdir()) == []
        assert not OBEYED.search(missing.command)
        if not missing.is_preflight:
            assert f"X-A: {text.strip(' ')}" in given_to_curl


@pytest.mark.parametrize("text", [BIDI, *payloads()])
def test_consoles(text: str) -> None:
    """Text of a console, which can hold any character, is as inert, be it read as a message or not."""
    line = (
        f"Access to fetch at '{API}' from origin '{PAGE}' has been blocked by CORS policy: "
        f"The 'Access-Control-Allow-Origin' header has a value '{text}' that is not equal to the supplied "
        "origin."
    )
    incidents = incidents_of(read_console(line))

    assert incidents or "'" in text or "\\" in text
    for incident in incidents:
        report = report_of_conclusion(conclude_console(incident, Said(url=API, origin=PAGE)))
        for form in (printed(report), page([report]), markdown([report]), mermaid(report)):
            assert not OBEYED.search(form)
        assert not OBEYED.search(json.dumps(document([report], [], [])))
