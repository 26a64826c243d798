"""
The playground in real browsers: what it shows is what the engine says, and everybody can use it.

They need the built site, Chromium with chromedriver, Firefox, and axe-core: see spec_tests/README.md.
"""

# ruff: noqa: SIM300 - expected == actual

import base64
import html
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from docs.playground.form import Form
from docs.playground.judging import Asked, Judged, judged
from docs.playground.presets import presets
from spec_tests.site.bidi import Browser
from spec_tests.site.serving import Site
from spec_tests.site.test_form import answer, form

pytestmark = pytest.mark.servers

OFFERED: Final = {preset["id"]: preset for preset in presets()["presets"]}
FIRST: Final = "q01-works-in-curl"
AXE: Final = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"

READY: Final = "() => Boolean(document.documentElement.dataset.playground)"
SUMMARY: Final = "() => document.getElementById('summary').textContent"
SHOWN: Final = """() => ({
  preset: document.getElementById("preset").value,
  summary: document.getElementById("summary").textContent,
  words: [...document.querySelectorAll(".browser")].map((card) => card.dataset.word),
  console: [...document.querySelectorAll(".browser")].map((card) =>
    [...card.querySelectorAll("pre")].map((line) => line.textContent)),
  title: document.querySelector("#report h1")?.textContent ?? "",
})"""
FILL: Final = """(values) => {
  for (const [place, value] of Object.entries(values)) {
    const element = document.querySelector(place);
    element.value = value;
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""
SUMMARY_OF_FIRST: Final = "Blocked (allow-origin-missing) by the standard and in all three browsers."
VISIBLE: Final = "(place) => document.querySelector(place)?.checkVisibility() ?? false"
TEXT: Final = "(place) => document.querySelector(place).textContent"


def link_of(typed: object) -> str:
    """The fragment that holds a form, made by the words of docs/playground.md."""
    deflated = zlib.compress(json.dumps(typed).encode(), wbits=-15)
    return f"form={base64.urlsafe_b64encode(deflated).decode().rstrip('=')}"


def came(typed: Form, browser: str = "chromium") -> Judged:
    """What the engine says here."""
    return judged(Asked(form=typed, browser=browser, snippets_for=""))


@pytest.fixture(scope="module")
def opened(browser: Browser, site: Site) -> Browser:
    """The playground, loaded."""
    browser.resize(1280, 900)
    browser.open(site.url())
    browser.until(READY)
    browser.until(SUMMARY)
    return browser


@pytest.fixture
def page(opened: Browser) -> Iterator[Browser]:
    """The playground as it is when it is loaded."""
    opened.errors.clear()
    opened.resize(1280, 900)
    opened.run("() => { location.hash = `opened-${performance.now()}`; }")
    opened.until("(id) => location.hash === `#preset=${id}`", FIRST)
    opened.until(
        "(summary) => document.getElementById('summary').textContent === summary", SUMMARY_OF_FIRST
    )
    yield opened
    assert [] == opened.errors


def go(page: Browser, fragment: str, summary: str) -> None:
    """Follow a link within the page, and wait for what comes of it."""
    page.run("(fragment) => { location.hash = fragment; }", fragment)
    page.until("(wanted) => document.getElementById('summary').textContent === wanted", summary)


class TestResults:
    """What is shown is what the engine says."""

    def test_each_preset(self, page: Browser) -> None:
        """Each question and exercise can be chosen, and shows what the package says of it elsewhere."""
        for name, preset in OFFERED.items():
            found = came(preset["form"])
            wanted = {
                "preset": name,
                "words": [one["word"] for one in found["browsers"]],
                "console": [[*filter(None, [one["error"]]), *one["console"]] for one in found["browsers"]],
                "title": html.unescape(found["report"].partition("<h1>")[2].partition("</h1>")[0]),
            }
            page.run("(name) => { location.hash = `preset=${name}`; }", name)
            page.until(
                f"(end, wanted) => {{ const {{ summary, ...shown }} = ({SHOWN})();"
                " return summary.endsWith(end) && JSON.stringify(shown) === JSON.stringify(wanted); }",
                found["summary"],
                wanted,
            )

    def test_another_browser(self, page: Browser) -> None:
        """The report is of the browser that is chosen; the address says which, and the focus stays."""
        page.run("() => document.querySelector('[name=browser][value=firefox]').focus()")
        page.press("Space")
        page.until("() => document.getElementById('report').textContent.includes('Decided as firefox')")

        assert "firefox" == page.run("() => document.activeElement.value")
        assert page.run("() => location.hash").endswith("&browser=firefox")

    def test_a_fix_for_a_server(self, page: Browser) -> None:
        """The fix is written for the server that is chosen."""
        page.run(
            "() => { const choice = document.getElementById('snippets'); choice.value = 'nginx';"
            " choice.dispatchEvent(new Event('change', { bubbles: true })); }"
        )
        page.until("() => document.getElementById('report').textContent.includes('add_header')")

    def test_the_steps(self, page: Browser) -> None:
        """The steps are there to open, and stay open while something is typed."""
        page.run("() => { [...document.querySelectorAll('#report details')].at(-1).open = true; }")
        page.run(FILL, {"#method": "PUT"})
        page.until("() => document.getElementById('summary').textContent.includes('preflight-allow')")

        assert page.run("() => [...document.querySelectorAll('#report details')].at(-1).open")

    def test_nothing_is_fetched_from_elsewhere(self, page: Browser) -> None:
        """Everything comes from the site itself."""
        loaded = page.run("() => performance.getEntriesByType('resource').map(({ name }) => name)")
        origin = page.run("() => location.origin")

        assert [] == [name for name in loaded if not name.startswith((f"{origin}/", "data:"))]


class TestLinks:
    """The address holds what is typed."""

    def test_there_and_back(self, page: Browser, site: Site) -> None:
        """What is typed is in the address, and comes back when that is opened."""
        page.run(FILL, {"#url": "https://api.example.com/\u00e9?\u20ac", "#headers": "X-A: 1\nX-B: <b>"})
        page.until("() => location.hash.includes('form=')")
        fragment = page.run("() => location.hash.slice(1)")
        page.open(site.url(fragment))
        page.until(READY)

        assert "https://api.example.com/\u00e9?\u20ac" == page.run(
            "() => document.getElementById('url').value"
        )
        assert "X-A: 1\nX-B: <b>" == page.run("() => document.getElementById('headers').value")
        assert FIRST == page.run("() => document.getElementById('preset').value")

    def test_made_elsewhere(self, page: Browser) -> None:
        """A link that somebody else made is understood."""
        typed = form(method="PUT", answers=[answer(to="preflight", status="405"), answer()])
        go(page, link_of(typed), came(typed)["summary"])

        assert 2 == page.run("() => document.querySelectorAll('.answer').length")

    @pytest.mark.parametrize("fragment", ["form=AAAA", "form=%", f"form={'A' * 4001}", "form=" + "x" * 999])
    def test_damaged(self, page: Browser, fragment: str) -> None:
        """A link that cannot be read is said to be so, and there is a form all the same."""
        go(page, fragment, came(OFFERED[FIRST]["form"])["summary"])

        assert "cannot be read" in page.run(TEXT, "#status")

    def test_damaged_from_the_start(self, page: Browser, site: Site) -> None:
        """So it is when the page is opened with it."""
        page.open(site.url("form=AAAA&browser=firefox"))
        page.until(READY)
        page.until(
            "(summary) => document.getElementById('summary').textContent === summary", SUMMARY_OF_FIRST
        )

        assert "cannot be read" in page.run(TEXT, "#status")

    @pytest.mark.parametrize(
        "typed", [3, [], {"answers": 3, "mode": 3}, {"answers": [None, 3, {}], "url": {}}]
    )
    def test_of_another_shape(self, page: Browser, typed: object) -> None:
        """What a form has not is left out."""
        page.run("(fragment) => { location.hash = fragment; }", link_of(typed))
        page.until("() => document.getElementById('summary').textContent.startsWith('Nothing comes of it')")

        assert "cors" == page.run("() => document.getElementById('mode').value")

    def test_no_markup(self, page: Browser) -> None:
        """Nothing in a link is taken for markup or script."""
        bad = "<img src=x onerror='document.title=1'><script>document.title=1</script>"
        typed = form(
            url=f"https://api.example.com/?{bad}#{bad}",
            headers=f"X-A: {bad}",
            method="PUT",
            answers=[answer(headers=f"Access-Control-Allow-Origin: {bad}\nX-B: {bad}")],
        )
        go(page, link_of(typed), came(typed)["summary"])
        page.run(FILL, {"#method": bad})
        page.until(VISIBLE, "#method-problem")

        assert 0 == page.run("() => document.querySelectorAll('.playground img').length")
        assert page.run("() => document.title").startswith("Playground")


class TestBadInput:
    """What is wrong is said beside its field, and the rest is kept."""

    def test_beside_the_field(self, page: Browser) -> None:
        """The field is marked, and what describes it says what is wrong; mended, it is as before."""
        before = page.run(SHOWN)
        page.run(FILL, {"#url": "http://[", ".answer [name=status]": "2x"})
        page.until("() => document.getElementById('summary').textContent.includes('URL, Answer 1: Status')")

        described = """(place) => {
          const field = document.querySelector(place);
          const ids = (field.getAttribute("aria-describedby") ?? "").split(" ");
          const texts = ids.map((id) => document.getElementById(id)?.textContent).join();
          return [field.getAttribute("aria-invalid"), texts];
        }"""
        for place, problem in (
            ("#url", "Must be a URL"),
            (".answer [name=status]", "Must be a whole number"),
        ):
            invalid, text = page.run(described, place)
            assert "true" == invalid
            assert problem in text
        assert before["words"] == page.run(SHOWN)["words"]
        assert "https://app.example.com" == page.run("() => document.getElementById('origin').value")
        assert "Traceback" not in page.run(TEXT, "body")

        page.run(FILL, {"#url": "https://api.example.com/items", ".answer [name=status]": "200"})
        page.until(
            "(summary) => document.getElementById('summary').textContent === summary", before["summary"]
        )
        assert [None, ""] == page.run(described, "#url")
        assert not page.run(VISIBLE, ".playground .field .problem")

    def test_a_note(self, page: Browser) -> None:
        """What is not sent is said beside the field, and is no problem."""
        page.run(FILL, {"#headers": "Cookie: a=1"})

        assert "Not sent: Cookie" in page.until(
            "() => document.getElementById('headers-note')?.textContent"
        )
        assert page.run("() => document.getElementById('headers').getAttribute('aria-invalid')") is None


class TestPredictions:
    """Predict first, then see."""

    def test_predict_and_reveal(self, page: Browser) -> None:
        """Nothing is given away before somebody has said what they expect; then each point is marked."""
        preset = OFFERED["q05-preflight-without-headers"]
        go(page, f"preset={preset['id']}&predict", "Say what you expect, and then look.")
        assert not page.run(VISIBLE, "#shown")
        assert preset["explanation"] not in page.run(
            "() => document.querySelector('.playground').innerText"
        )

        page.run("() => document.querySelector('[name=word][value=readable]').focus()")
        page.press("Space", "Tab", "Space", "Tab", "Enter")
        page.until(VISIBLE, "#marks")
        marks = page.run(TEXT, "#marks")
        assert "1 of 2 right" in marks
        assert "You said readable; it is blocked." in marks
        assert "Right: yes." in marks
        assert preset["explanation"] in marks
        assert page.run(VISIBLE, "#shown")
        assert "1 of 2 right" == page.run("() => document.activeElement.textContent")

    def test_other_answers(self, page: Browser) -> None:
        """Where something else is typed, there is something else to predict."""
        go(page, f"preset={FIRST}&predict", "Say what you expect, and then look.")
        page.run(
            "() => { document.querySelector('[name=word][value=blocked]').click();"
            " document.querySelector('[name=preflight][value=no]').click();"
            " document.querySelector('#prediction button').click(); }"
        )
        page.until(VISIBLE, "#marks")
        assert "2 of 2 right" in page.run(TEXT, "#marks")

        page.run(FILL, {"#method": "PUT"})
        page.until(VISIBLE, "#prediction")
        assert not page.run(VISIBLE, "#shown")
        assert not page.run(VISIBLE, "#marks")

    def test_a_flaw(self, page: Browser) -> None:
        """Where something is known to be wrong, it is asked what; the next exercise comes after it."""
        one, other = [preset for preset in OFFERED.values() if preset["kind"] == "flaw"][:2]
        (reason,) = {browser["reason"] for browser in came(one["form"])["browsers"]}
        go(page, f"preset={one['id']}&predict", "Say what you expect, and then look.")
        assert not page.run(VISIBLE, "[name=word]")
        page.run("() => document.querySelector('#prediction button').click()")
        assert not page.run(VISIBLE, "#marks")

        page.run(FILL, {"#reason": reason})
        page.run("() => document.querySelector('#prediction button').click()")
        page.until(VISIBLE, "#marks")
        assert "1 of 1 right" in page.run(TEXT, "#marks")

        page.run("() => document.querySelector('#marks button').click()")
        page.until("(id) => document.getElementById('preset').value === id", other["id"])
        page.until("() => document.activeElement.id === 'preset'")
        page.until(VISIBLE, "#reason")
        assert "" == page.run("() => document.getElementById('reason').value")

    def test_writing(self, page: Browser) -> None:
        """Answers that are to be written are held against what is wanted, until it works."""
        names = [preset["id"] for preset in OFFERED.values() if preset["kind"] == "write"]
        assert names
        for name in names[:2]:
            page.run("(name) => { location.hash = `preset=${name}`; }", name)
            page.until("() => document.getElementById('summary').textContent.startsWith('Not there yet.')")
            page.run("() => document.querySelector('#task button').click()")
            page.until("() => document.getElementById('summary').textContent.startsWith('Done: it works.')")


class TestEverybody:
    """It can be used with a keyboard, a screen reader, little room, and in the dark."""

    def test_keyboard(self, page: Browser) -> None:
        """The keyboard leads through all of it, in the order in which it is read."""
        page.run("() => document.getElementById('preset').focus()")
        focused = "() => { const at = document.activeElement; return at.id || at.dataset.act || at.name; }"
        seen = []
        for _ in range(20):
            seen.append(page.run(focused))
            page.press("Tab")

        upper = ["preset", "predict", "copy", "reset", "origin", "method", "url", "headers", "body"]
        assert [*upper, "mode", "credentials", "redirect"] == seen[:12]
        assert "add" in seen
        assert "remove" in seen

    def test_adding_and_removing(self, page: Browser) -> None:
        """The focus goes where something was added, and never gets lost where something goes."""
        page.run("() => document.getElementById('add').focus()")
        page.press("Enter")
        assert "to" == page.run("() => document.activeElement.name")
        assert 2 == page.run("() => document.querySelectorAll('.answer').length")

        page.run("() => document.querySelectorAll('[data-act=up]')[1].focus()")
        page.press("Enter")
        assert "Remove Answer 1" == page.run("() => document.activeElement.getAttribute('aria-label')")
        page.press("Enter")
        assert "Remove Answer 1" == page.run("() => document.activeElement.getAttribute('aria-label')")
        page.press("Enter")
        assert "add" == page.run("() => document.activeElement.id")
        page.until("() => document.getElementById('summary').textContent.startsWith('Not established')")

    def test_what_is_announced(self, page: Browser) -> None:
        """What comes of it, and how the page is, are in live regions."""
        assert ["status", "status"] == page.run(
            "() => ['summary', 'status'].map((id) => document.getElementById(id).getAttribute('role'))"
        )

    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize("state", ["result", "problems", "prediction"])
    def test_accessibility(self, page: Browser, theme: str, state: str) -> None:
        """Axe finds nothing, in either theme."""
        page.run("(theme) => { document.body.dataset.theme = theme; }", theme)
        if state == "problems":
            page.run(FILL, {"#url": "http://[", ".answer [name=headers]": "x"})
            page.until(VISIBLE, "#url-problem")
        elif state == "prediction":
            go(page, f"preset={FIRST}&predict", "Say what you expect, and then look.")
        page.run("(source) => { (0, eval)(source); }", AXE.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = page.run(
            "async () => (await axe.run('.playground', { resultTypes: ['violations'],"
            " rules: { 'color-contrast': { enabled: true } } })).violations.map(({ id, nodes }) =>"
            " ({ id, nodes: nodes.map(({ html, failureSummary }) => [html, failureSummary]) }))"
        )

        assert [] == found

    @pytest.mark.parametrize("width", [320, 390, 1024, 1280])
    def test_room(self, page: Browser, width: int) -> None:
        """Nothing has to be scrolled sideways."""
        go(
            page,
            "preset=q26-origin-null-after-redirect",
            came(OFFERED["q26-origin-null-after-redirect"]["form"])["summary"],
        )
        page.resize(width, 800)

        assert (
            page.run("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
            <= 0
        )
        wide = page.run(
            "() => [...document.querySelectorAll('.playground *')].filter((at) => at.checkVisibility() &&"
            " at.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
            ".map((at) => at.outerHTML)"
        )
        assert [] == wide


class TestWithoutNetwork:
    """Loaded once, it needs no network."""

    def test_opened_again(self, page: Browser, site: Site) -> None:
        """The page says when it is kept; then the server can be gone."""
        page.until("() => document.documentElement.dataset.playground === 'kept'")
        with site.gone():
            page.open(site.url("preset=q18-put-not-listed"))
            wanted = came(OFFERED["q18-put-not-listed"]["form"])["summary"]
            page.until("(wanted) => document.getElementById('summary').textContent === wanted", wanted)
            page.run(FILL, {".answer [name=headers]": "Access-Control-Allow-Origin: *"})
            page.until(
                "() => document.getElementById('summary').textContent.includes('method-not-allowed')"
            )
            # The browser looks for a newer worker, in vain, and says so.
            page.errors.clear()
