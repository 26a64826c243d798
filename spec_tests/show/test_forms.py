"""Each form of a report says what is to be said, and lets nobody's text do anything."""

import html.parser
import io
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from cors_sim import Request, Response, Step
from cors_sim.explain.values import Change, HeaderChange, Target
from cors_sim.show.comparison import comparison, print_comparison
from cors_sim.show.diagram import BROWSER, PAGE, Arrow, Diagram, Line, Stop, diagram_of
from cors_sim.show.html import fragment, page
from cors_sim.show.inert import inert, short
from cors_sim.show.markdown import markdown
from cors_sim.show.mermaid import mermaid
from cors_sim.show.picture import picture_of
from cors_sim.show.report import Report
from cors_sim.show.terminal import print_report
from cors_sim.show.terminal_diagram import SequenceDiagram
from cors_sim.show.words import diff, would_pass
from cors_sim.urls import parse_url
from cors_sim.verdicts import Evidence
from spec_tests.show import samples
from spec_tests.show.samples import API, HOSTILE
from spec_tests.show.test_secrets import FORMS, printed

CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]")


class Page(html.parser.HTMLParser):
    """What elements a page has, and which of their attributes could do something."""

    VOID = frozenset({"br", "circle", "line", "meta", "path", "polygon"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.active: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.elements.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name.startswith("on") or "javascript:" in (value or ""):
                self.active.append(f"{tag} {name}")
            if name in {"href", "src"}:
                self.links.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it, closed."""
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """It has to be the last that was opened."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep it."""
        self.words.append(data)


@pytest.mark.parametrize("sample", samples.ALL, ids=lambda sample: sample.__name__)
class TestEverySample:
    """Every kind of verdict in every form."""

    def test_text(self, sample: object) -> None:
        """On wide, narrow and plain terminals, in no line more than there is room for."""
        report: Report = sample()  # type: ignore[operator]  # a function
        for width in (60, 80, 140):
            lines = printed(report, width).splitlines()
            fitting = [line for line in lines if not line.lstrip().startswith("curl ")]
            assert max(map(len, fitting)) <= width

    def test_html(self, sample: object) -> None:
        """A whole page, all elements closed, with no script and no address but the standards'."""
        found = Page(page([sample()]))  # type: ignore[operator]  # a function

        assert found.open == []
        assert {"script", "img", "iframe", "link", "object"} & set(found.elements) == set()
        assert {link.partition("#")[0] for link in found.links} <= {
            "https://fetch.spec.whatwg.org/",
            "https://w3c.github.io/webappsec-mixed-content/",
            "https://html.spec.whatwg.org/multipage/browsers.html",
        }
        assert (found.elements.count("h1"), found.elements.count("main")) == (1, 1)

    def test_fragment(self, sample: object) -> None:
        """A part of a page, and no page."""
        found = Page(fragment(sample()))  # type: ignore[operator]  # a function

        assert found.open == []
        assert {"html", "head", "body", "main"} & set(found.elements) == set()

    def test_markdown_and_mermaid(self, sample: object) -> None:
        """Fences are closed, and a diagram begins as one."""
        report: Report = sample()  # type: ignore[operator]  # a function
        assert markdown([report]).count("```") % 2 == 0
        assert mermaid(report).startswith("sequenceDiagram\n")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
class TestHostileText:
    """What a server writes is shown, never obeyed."""

    @pytest.mark.parametrize("form", sorted(FORMS.keys() - {"repr"}))
    def test_no_controls(self, text: str, form: str) -> None:
        """No control character gets through, in whatever form."""
        assert not CONTROLS.search(FORMS[form](samples.hostile(text)))

    def test_html(self, text: str) -> None:
        """It is text: no element, no attribute, no link comes of it."""
        usual, found = Page(page([samples.hostile("usual")])), Page(page([samples.hostile(text)]))

        assert set(found.elements) == set(usual.elements)
        assert (found.active, found.links) == ([], usual.links)

    def test_html_shows_it(self, text: str) -> None:
        """And all of it, where it is not too long."""
        words = " ".join(Page(page([samples.hostile(text)])).words)

        assert inert(text)[:300] in words

    def test_markdown(self, text: str) -> None:
        """Outside of code nothing of it means anything."""
        outside = re.sub(r"(?s)(`+)(?!`).*?(?<!`)\1(?!`)", "", markdown([samples.hostile(text)]))
        outside = re.sub(r"\\.", "", outside)

        assert not re.search(r"<|(?<!CORS check, step 4)\]\(|\*\*|@everyone|&lt;", outside)

    def test_mermaid(self, text: str) -> None:
        """No line is more than the diagram has for any other server."""
        lines = mermaid(samples.hostile(text)).splitlines()
        usual = mermaid(samples.hostile("usual")).splitlines()

        assert [line[:6] for line in lines] == [line[:6] for line in usual]
        assert not any(
            re.search(r"%%|[{}<>](?!/?br)|;(?!<|.*#)", re.sub(r"#\d+;|<br/>|->>|-->>|--x", "", line))
            for line in lines
        )

    def test_terminal(self, text: str) -> None:
        """Markup of rich is text."""
        if text.startswith("[bold]"):
            assert "[bold]x[/bold]" in printed(samples.hostile(text))


class TestInert:
    """Text that nothing obeys."""

    def test_controls_are_spelt_out(self) -> None:
        """Escapes, newlines, marks of direction, and halves of characters."""
        assert inert("a\x1b[31mb\nc\x9bd\u202ee\u200bf\ud800") == (
            r"a\x1b[31mb\x0ac\x9bd\u202ee\u200bf\ud800"
        )

    def test_values(self) -> None:
        """Also within values."""
        request = Request(API, origin="https://app.example.com", headers={"X-A": "\x1b[2J"})

        assert inert(request).headers.get("x-a") == r"\x1b[2J"

    def test_short(self) -> None:
        """What is long is cut, and its length told."""
        assert short("x" * 1_000_000) == f"{'x' * 300}… (1000000 characters)"

    @given(st.text())
    def test_any_text(self, text: str) -> None:
        """No control is left, and nothing else is changed."""
        assert not CONTROLS.search(inert(text))
        if not CONTROLS.search(text) and text.isascii():
            assert inert(text).replace("\\x0a", "\n") == text


class TestDiagram:
    """Who says what to whom."""

    def test_parties(self) -> None:
        """Script, browser, and each server; of many, one for all."""

        def parties(servers: int) -> tuple[str, ...]:
            outcome = samples.redirected(servers).outcome
            assert outcome is not None
            return diagram_of(outcome).parties

        assert parties(1) == (
            "script at https://app.example.com",
            "chromium",
            "https://server-0.example.com",
        )
        assert len(parties(3)) == 5
        assert parties(4)[2:] == ("servers",)

    def test_rows(self) -> None:
        """The call, each request and answer, where it ends, and what script hears."""
        outcome = samples.blocked().outcome
        assert outcome is not None
        rows = diagram_of(outcome).rows

        assert [row.kind if isinstance(row, Arrow) else "stop" for row in rows] == [
            "call",
            "request",
            "response",
            "stop",
            "result",
        ]
        response = rows[2]
        assert isinstance(response, Arrow)
        assert [line.name for line in response.lines if line.decided] == ["Access-Control-Allow-Origin"]

    def test_what_is_missing_is_shown(self) -> None:
        """A header that decided by not being there."""
        outcome = samples.report_of(
            Request(API, origin=samples.PAGE), samples.answers(Response(200))
        ).outcome
        assert outcome is not None
        response = diagram_of(outcome).rows[2]

        assert isinstance(response, Arrow)
        assert [str(line) for line in response.lines] == ["no Access-Control-Allow-Origin"]

    def test_results(self) -> None:
        """What script gets, in each case."""
        texts = {}
        for sample in (
            samples.blocked,
            samples.readable,
            samples.opaque,
            samples.not_sent,
            samples.no_answer,
        ):
            outcome = sample().outcome
            assert outcome is not None
            last = diagram_of(outcome).rows[-1]
            assert isinstance(last, Arrow)
            texts[sample.__name__] = last.text

        assert texts == {
            "blocked": "TypeError: Failed to fetch",
            "readable": "the response, status 200",
            "opaque": "an opaque response: nothing to read",
            "not_sent": "TypeError: Failed to fetch",
            "no_answer": "TypeError",
        }

    @pytest.mark.parametrize("servers", [1, 2, 3, 5])
    @pytest.mark.parametrize("width", [320, 360, 760, 1100])
    def test_picture(self, servers: int, width: int) -> None:
        """All of it is within the picture, and no text begins left of its lane."""
        outcome = samples.redirected(servers).outcome
        assert outcome is not None
        drawn = picture_of(diagram_of(outcome), width)

        assert all(0 <= word.x <= width and 0 < word.y <= drawn.height for word in drawn.words)
        assert all(0 <= stroke.x1 <= width and 0 <= stroke.x2 <= width for stroke in drawn.strokes)
        assert len(drawn.stops) == 1
        assert all(stroke.head.count(",") == 3 for stroke in drawn.strokes)

    def test_long_names(self) -> None:
        """A host that has no room is cut, in a picture and on a terminal."""
        host = f"https://{'a' * 60}.example.com/"
        report = samples.report_of(Request(host, origin=samples.PAGE), samples.answers(Response(200)))
        assert report.outcome is not None
        for width in (360, 760):
            drawn = picture_of(diagram_of(report.outcome), width)
            (name,) = [word for word in drawn.words if word.anchor == "end"]
            assert len(name.text) * 7.4 < width
        assert "https://aaaaaaaaaaaaaaaaaaa" in printed(report, 80)
        assert max(map(len, printed(report, 80).splitlines())) <= 80

    def test_plain_terminal(self) -> None:
        """Where a terminal has no lines to draw with, ASCII does."""
        diagram = Diagram(
            ("script at https://app.example.com", "browser", "https://api.example.com"),
            (
                Arrow(source=PAGE, target=BROWSER, text="fetch: GET", kind="call"),
                Arrow(source=2, target=BROWSER, text="200", kind="response", lines=(Line("A", "b" * 300),)),
                Stop("blocked", str(Step("CORS check", "2", "https://fetch.spec.whatwg.org/"))),
            ),
        )
        raw = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
        Console(file=raw, width=80, highlight=False).print(SequenceDiagram(diagram))
        raw.flush()
        text = raw.buffer.getvalue().decode("ascii")

        assert ">" in text
        assert len([line for line in text.splitlines() if "bbbb" in line]) == 3


class TestComparison:
    """Four browsers side by side."""

    def printed(self, width: int, report: Report) -> str:
        """On a terminal."""
        console = Console(width=width, file=io.StringIO(), highlight=False)
        assert report.outcome is not None
        print_comparison(console, comparison(report.outcome))
        text = console.file.getvalue()  # type: ignore[attr-defined]  # a StringIO
        assert isinstance(text, str)
        return text

    @pytest.mark.parametrize("width", [80, 160])
    def test_all_four(self, width: int) -> None:
        """Each with what its console says."""
        text = self.printed(width, samples.blocked())

        for part in ("standard", "chromium 156", "firefox", "webkit", "Failed to fetch", "Load failed"):
            assert part in text

    @pytest.mark.parametrize("width", [80, 160])
    def test_what_is_empty_in_all_is_left_out(self, width: int) -> None:
        """No reason where all can read it."""
        text = self.printed(width, samples.readable())

        assert "script can read" in text
        assert "reason" not in text

    def test_an_answer_that_one_needs_more(self) -> None:
        """A browser that asks for what nobody recorded has nothing established."""
        # Chromium alone needs no leave for Save-Data.
        request = Request(API, origin=samples.PAGE, headers={"Save-Data": "on"})
        report = samples.report_of(
            request, samples.answers(Response(200, {"Access-Control-Allow-Origin": "*"}))
        )
        assert report.outcome is not None

        assert {item.browser.name: item.word for item in comparison(report.outcome)} == {
            "standard": "not-established",
            "chromium": "readable",
            "firefox": "not-established",
            "webkit": "not-established",
        }
        assert "Not established" in self.printed(80, report)


class TestWords:
    """Small words."""

    def test_evidence_of_no_header(self) -> None:
        """A status or a URL is shown by itself."""
        assert would_pass(Evidence(None, None, "an http URL")) == "an http URL"

    def test_what_a_fix_says(self) -> None:
        """Status, leave for everybody, and the browsers it was not shown in."""
        assert "- status 405" in printed(samples.status())
        assert "+ status 2" in printed(samples.status())
        assert "31 such lines" in printed(samples.status())
        few = printed(samples.in_few_browsers())
        assert "Does not work in: standard." in few
        assert "Not shown in: chromium" in few
        assert "for every page there is" in few

    def test_diff(self) -> None:
        """Lines that go and lines that come; of an answer that nobody saw, only the latter."""
        target = Target("OPTIONS", parse_url(API), is_preflight=True)
        headers = (HeaderChange("A", "1", None), HeaderChange("B", None, "2"))
        seen = Change(target=target, headers=headers, status=204, status_before=405)
        unseen = Change(target=target, status=204)

        assert [f"{line.sign} {line.text}" for line in diff(seen)] == [
            "- status 405",
            "+ status 204",
            "- A: 1",
            "+ B: 2",
        ]
        assert [f"{line.sign} {line.text}" for line in diff(unseen)] == ["+ status 204"]

    def test_the_server_of_each_hop(self) -> None:
        """Where there are several, each request says to which."""
        assert "at https://server-1.example.com" in printed(samples.redirected(2))

    def test_several_reports(self) -> None:
        """A page and a text of several have all of them, and say how many."""
        reports = [samples.blocked(), samples.readable()]

        assert "2 fetches" in page(reports)
        assert markdown(reports).count("\n# ") + 1 == 2
        assert unescape(page(reports)).count("<article>") == 2

    def test_on_a_console(self) -> None:
        """What was made up is said to be."""
        report = samples.made_up()

        assert "What the console means" in printed(report)
        assert "On nginx" in printed(report)
        assert "On nginx" in markdown([report])
        assert "nothing of it was recorded" in page([report])
        print_report(Console(file=io.StringIO()), report)


def test_width_of_a_fragment() -> None:
    """The wide picture of a fragment is as wide as is asked; the narrow one is as it is."""
    report = samples.blocked()

    for asked, width in ((fragment(report), "760"), (fragment(report, width=600), "600")):
        assert [width, "360"] == re.findall(r'viewBox="0 0 (\d+)', asked)
