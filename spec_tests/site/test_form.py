"""The Python side of the playground, where there is no page."""

# ruff: noqa: SIM300 - expected == actual

import json
import re
from typing import Any, Final, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_sim import BROWSERS, CHROMIUM, InvalidInput, OpaqueOrigin, Reason
from cors_sim.client import RequestInit
from cors_sim.client.fetch_api import fetch
from cors_sim.enums import CredentialsMode, RedirectMode
from cors_sim.explain.snippets import SERVERS
from cors_sim.show.words import HEADLINES
from docs.playground.form import Answer, Form, Problems, read_headers, read_request, read_rules
from docs.playground.judging import Asked, Judged, judged, judged_json
from docs.playground.presets import (
    EXERCISES,
    QUESTIONS,
    ROOT,
    Preset,
    can_be_typed,
    form_of,
    presets,
)
from spec_tests.cases import runner
from spec_tests.cases.runner import Case

CASES: Final = {case["id"]: case for case in runner.load_cases()}
OFFERED: Final = {preset["id"]: preset for preset in presets()["presets"]}
ASKED_BY_PEOPLE: Final = [preset for preset in OFFERED.values() if preset["kind"] == "question"]

each_question = pytest.mark.parametrize("preset", ASKED_BY_PEOPLE, ids=lambda preset: preset["id"])


def answer(**members: Any) -> Answer:  # noqa: ANN401 - of several types
    """An answer to everything, but for some members."""
    usual = Answer(to="any", method="", url="", status="200", headers="", lost=False)
    return cast("Answer", {**usual, **members})


def form(**members: Any) -> Form:  # noqa: ANN401 - of several types
    """A form with one answer, but for some members."""
    usual = Form(
        origin="https://app.example.com",
        url="https://api.example.com/items",
        method="GET",
        headers="",
        body="",
        mode="cors",
        credentials="same-origin",
        redirect="follow",
        answers=[answer(headers="Access-Control-Allow-Origin: *")],
    )
    return cast("Form", {**usual, **members})


def came(typed: Form, browser: str = "chromium", snippets_for: str = "") -> Judged:
    """What comes of a form."""
    return judged(Asked(form=typed, browser=browser, snippets_for=snippets_for))


class TestPresets:
    """The questions are those of the cases, and come out as the cases say."""

    def test_all_are_there(self) -> None:
        """Each of the thirty-two questions that a form can say has one preset or more."""
        file = json.loads(QUESTIONS.read_text(encoding="utf-8"))["cases"]
        numbers = {preset["id"][:3] for preset in ASKED_BY_PEOPLE if preset["id"].startswith("q")}

        assert {f"q{number:02}" for number in range(1, 33)} - {"q31"} == numbers
        assert [case["id"] for case in file if can_be_typed(case)] == [one["id"] for one in ASKED_BY_PEOPLE]

    @each_question
    def test_verdict(self, preset: Preset) -> None:
        """What the standard says of the case is what comes of the form; and so in the browsers."""
        case: Case = CASES[preset["id"]]
        found = came(preset["form"])

        assert {} == found["problems"]
        for browser in found["browsers"]:
            expect = case["expect"] | (case.get("departures", {}).get(browser["name"]) or {})
            word = {"allowed": "readable"}.get(expect["verdict"], expect["verdict"])
            assert word == browser["word"]
            assert (expect.get("reason") or "") == browser["reason"] or browser["word"] == "readable"
        standard = found["browsers"][0]
        sent = [f"{exchange['method']} {exchange['url']}" for exchange in case["expect"]["exchanges"]]
        assert sent == [exchange["request"] for exchange in standard["sent"]]
        if "exposed" in case["expect"]:
            assert case["expect"]["exposed"] == standard["readable"]

    @each_question
    def test_request(self, preset: Preset) -> None:
        """The form makes the request of the case."""
        problems: Problems = {}
        request = read_request(preset["form"], BROWSERS[0], problems)
        wanted = runner.build_request(CASES[preset["id"]]["request"])

        assert {} == problems
        for field in ("url_list", "method", "headers", "body", "mode", "credentials_mode", "redirect_mode"):
            assert getattr(wanted, field) == getattr(request, field)
        assert wanted.origin.serialized == request.origin.serialized

    def test_exercises(self) -> None:
        """Each exercise is offered; a solution is a solution, and what it starts from is none."""
        exercises = json.loads(EXERCISES.read_text(encoding="utf-8")) if EXERCISES.exists() else []

        assert [exercise["id"] for exercise in exercises] == list(OFFERED)[len(ASKED_BY_PEOPLE) :]
        for exercise in exercises:
            preset = OFFERED[exercise["id"]]
            assert exercise["kind"] == preset["kind"]
            if "solution" in preset:
                for answers, solved in ((preset["form"]["answers"], False), (preset["solution"], True)):
                    typed = Form(**{**preset["form"], "answers": answers})
                    asked = Asked(form=typed, browser="", snippets_for="", solution=preset["solution"])
                    assert solved == judged(asked)["solved"]

    def test_what_cannot_be_typed(self) -> None:
        """Earlier requests, answers that end, and fields that ``fetch()`` has not leave a case out."""
        case: dict[str, Any] = {"request": {"url": "https://a.test/"}, "server": [{"answer": {}}]}

        assert can_be_typed(case)
        assert not can_be_typed({"unmodelled": "why"})
        assert not can_be_typed(case | {"earlier": []})
        assert not can_be_typed(case | {"request": {"url": "https://a.test/", "destination": "image"}})
        assert not can_be_typed(case | {"request": {"url": "https://a.test/", "body": {"length": 3}}})
        assert not can_be_typed(case | {"server": [{"when": {"until": 3}, "answer": {}}]})

    def test_no_answer(self) -> None:
        """A network error of a case is an answer that does not come."""
        rules = [{"when": {"is_preflight": False, "method": "PUT"}, "answer": "network-error"}]
        typed = form_of({"url": "https://a.test/"}, "null", rules)

        assert [answer(to="request", method="PUT", lost=True)] == typed["answers"]
        assert "null" == typed["origin"]


class TestReading:
    """What is typed becomes a request and answers."""

    def test_as_fetch_makes_it(self) -> None:
        """The request is that of ``fetch()``: the method is normalized, and text has its Content-Type."""
        typed = form(method="post", body="a", headers="X-A: 1", credentials="include", redirect="manual")
        init = RequestInit(
            method="post", body="a", headers=[("X-A", "1")], credentials="include", redirect="manual"
        )
        request = read_request(typed, CHROMIUM, {})

        assert fetch(typed["url"], init, origin=typed["origin"], browser=CHROMIUM) == request
        assert ("POST", "text/plain;charset=UTF-8") == (request.method, request.headers.get("content-type"))

    def test_an_opaque_origin(self) -> None:
        """``null`` is an opaque one."""
        assert OpaqueOrigin() == read_request(form(origin="null"), CHROMIUM, {}).origin

    def test_a_relative_url(self) -> None:
        """It is relative to the page; that of an answer to the request."""
        typed = form(url="/b", answers=[answer(url="c#d")])
        request = read_request(typed, CHROMIUM, {})

        assert "https://app.example.com/b" == str(request.url)
        assert "https://app.example.com/c" == str(read_rules(typed, request, {})[0].get("url"))

    def test_headers(self) -> None:
        """One a line, names repeated or not; lines of blanks are none."""
        assert [("A", "1: 2"), ("A", ""), ("B", "é")] == list(read_headers("A: 1: 2\n\n \t\r\nA:\nB:\té "))

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("A: 1\nB", "line 2 has no colon: write it as 'Name: value'"),
            ("\nA B: 1", "line 2: header name must be an HTTP token, got 'A B'"),
            ("A: \u20ac", "line 1: header value must have no code point above U+00FF, got ' \u20ac'"),
        ],
    )
    def test_headers_that_are_none(self, text: str, rule: str) -> None:
        """What is wrong is said, and in which line."""
        with pytest.raises(InvalidInput) as raised:
            read_headers(text)

        assert ("headers", rule) == (raised.value.argument, raised.value.rule)


WRONG: Final = {
    "origin": ("app.example.com", "Must be an origin such as 'https://app.example.com'."),
    "url": ("http://[", "Must be a URL, absolute or relative to the page. Script gets TypeError: "),
    "method": ("TRACE", "Must be another: no script can send this one. Script gets TypeError: "),
    "headers": ("nothing", "Line 1 has no colon: write it as 'Name: value'."),
    "body": ("a", "Must be empty with GET and HEAD. Script gets TypeError: "),
    "mode": ("navigate", "Must be another: no script can ask for this one. Script gets TypeError: "),
    "credentials": ("some", "Must be one of the values that fetch() knows. Script gets TypeError: "),
    "redirect": ("some", "Must be one of the values that fetch() knows. Script gets TypeError: "),
}
texts = st.one_of(
    st.text(max_size=12), st.sampled_from(["", "null", "GET", "no-cors", "A: 1", "https://a.test"])
)
ANSWERS = st.lists(
    st.builds(
        answer,
        to=st.sampled_from(["any", "preflight", "request"]),
        method=texts,
        url=texts,
        status=texts,
        headers=texts,
        lost=st.booleans(),
    ),
    max_size=3,
)


class TestProblems:
    """What no caller can mean is said beside its field, and never raised."""

    @pytest.mark.parametrize("field", WRONG)
    def test_each(self, field: str) -> None:
        """One field is wrong, and no other."""
        text, problem = WRONG[field]
        found = came(form(**{field: text}))

        assert [field] == list(found["problems"])
        assert found["problems"][field].startswith(problem)
        assert ([], "") == (found["browsers"], found["report"])

    def test_all(self) -> None:
        """All are said at once, those of answers too."""
        wrong = {name: text for name, (text, _) in WRONG.items() if name != "body"}
        answers = [answer(), answer(status="2x", headers="x", url="http://[")]
        found = came(form(**wrong, answers=answers))

        assert {*wrong, "answers.1.status", "answers.1.headers", "answers.1.url"} == set(found["problems"])

    @pytest.mark.parametrize(
        ("field", "members"),
        [
            ("url", {"url": "https://user:secret@api.example.com/"}),
            ("url", {"url": "blob:https://app.example.com/1"}),
            ("url", {"url": "/items", "origin": "null"}),
            ("method", {"method": "A B"}),
            ("method", {"method": "\u20ac"}),
            ("method", {"method": "PUT", "mode": "no-cors"}),
            ("answers.0.status", {"answers": [answer(status="1000")]}),
            ("answers.0.status", {"answers": [answer(status="\u0662\u0660\u0660")]}),
            ("answers.0.status", {"answers": [answer(status="")]}),
        ],
    )
    def test_rules_of_fetch(self, field: str, members: dict[str, Any]) -> None:
        """So is what ``fetch()`` refuses."""
        assert [field] == list(came(form(**members))["problems"])

    def test_without_words_of_a_browser(self) -> None:
        """The standard says which exception it is, and no words."""
        problem = came(form(url="http://["), "standard")["problems"]["url"]

        assert "Must be a URL, absolute or relative to the page. Script gets a TypeError" == problem

    def test_what_an_answer_that_does_not_come_says(self) -> None:
        """It does not matter."""
        assert {} == came(form(answers=[answer(lost=True, status="x", headers="x")]))["problems"]

    def test_a_header_that_no_script_sets(self) -> None:
        """It is not sent, and the page says so."""
        found = came(form(headers="Cookie: a=1\nX-A: 1\ncookie: b=2"))

        assert {"headers": "Not sent: Cookie. No script can set this."} == found["notes"]

    @given(st.fixed_dictionaries(dict.fromkeys(WRONG, texts)), ANSWERS)
    def test_anything(self, members: dict[str, str], answers: list[Answer]) -> None:
        """Whatever is typed, there are problems or there is a result; and it goes through JSON."""
        typed = form(**members, answers=answers)
        found = json.loads(judged_json(json.dumps(Asked(form=typed, browser="webkit", snippets_for=""))))

        assert bool(found["problems"]) == (found["browsers"] == [])
        assert set(found["problems"]) <= {
            *WRONG,
            *(f"answers.{index}.{name}" for index in range(len(answers)) for name in answers[index]),
        }


class TestJudging:
    """What comes of a form, in each browser and in words."""

    def test_a_browser_that_asks_more(self) -> None:
        """What no answer is for is not established, and said; the other browsers have their verdicts."""
        typed = form(
            headers="X-A: 1", answers=[answer(to="request", headers="Access-Control-Allow-Origin: *")]
        )
        found = came(typed)

        asks = "preflight OPTIONS https://api.example.com/items"
        assert {("not-established", asks)} == {
            (browser["word"], browser["unanswered"]) for browser in found["browsers"]
        }
        assert "" == found["report"]
        assert "Not established by the standard and in all three browsers." == found["summary"]

    def test_a_fix_that_asks_more(self) -> None:
        """A fix may lead to what no answer is for; then it says what it takes for granted."""
        allow = "Access-Control-Allow-Origin: https://app.example.com"
        typed = form(
            method="PUT",
            answers=[answer(to="preflight", headers=allow), answer(method="GET", headers=allow)],
        )

        assert "What helps" in came(typed)["report"]

    def test_methods_and_urls_of_answers(self) -> None:
        """The first answer that fits by kind, method and URL is given."""
        here, allow = "https://api.example.com", "Access-Control-Allow-Origin: *\n"
        typed = form(
            answers=[
                answer(to="preflight", status="500"),
                answer(method="PUT", status="501"),
                answer(url="/other", status="502"),
                answer(url=f"{here}/items", status="307", headers=f"{allow}Location: /next"),
                answer(url=f"{here}/next", headers=allow),
            ]
        )

        assert [["307", "200"]] * 4 == [
            [sent["status"] for sent in browser["sent"]] for browser in came(typed)["browsers"]
        ]

    def test_what_script_and_console_get(self) -> None:
        """Each browser has its own words; the standard has none for a console."""
        found = came(form(answers=[answer()]))["browsers"]

        assert ["TypeError", "TypeError: Failed to fetch"] == [browser["error"] for browser in found[:2]]
        assert [] == found[0]["console"]
        assert all("Access-Control-Allow-Origin" in browser["console"][0] for browser in found[1:])

    def test_summary(self) -> None:
        """Those that end alike are named together."""
        found = came(
            form(
                headers="Authorization: a",
                answers=[answer(headers="Access-Control-Allow-Origin: *\nAccess-Control-Allow-Headers: *")],
            )
        )

        assert (
            "Blocked (authorization-not-listed) in the standard; "
            "Readable in Chromium 156, Firefox 153 ESR and WebKit 2.50."
        ) == found["summary"]
        assert "Readable by the standard and in all three browsers." == came(form())["summary"]

    @pytest.mark.parametrize("browser", BROWSERS, ids=lambda browser: browser.name)
    def test_report(self, browser: Any) -> None:  # noqa: ANN401 - a Browser, which the id is made of
        """The report is that of the browser that was chosen, with its diagram, its fixes and its steps."""
        report = came(form(answers=[answer()]), browser.name)["report"]

        assert f"Decided as {browser.name}" in report
        assert all(part in report for part in ("<svg", "What helps", "The browser&#39;s steps")) or (
            all(part in report for part in ("<svg", "What helps", "The browser's steps"))
        )

    @pytest.mark.parametrize("server", SERVERS)
    def test_snippets(self, server: str) -> None:
        """The fix can be written for each server; where there is no fix there is nothing to write."""
        blocked = came(form(answers=[answer()]), snippets_for=server)["report"]

        assert "The lines allow what this request needs and no more" in blocked
        assert "The lines allow" not in came(form(), snippets_for=server)["report"]

    def test_nothing_of_it_is_markup(self) -> None:
        """What is typed is shown and never obeyed."""
        bad = "<img src=x onerror=alert(1)>"
        found = came(
            form(
                url=f"https://api.example.com/{bad}?{bad}#{bad}",
                headers=f"X-A: {bad}",
                answers=[answer(headers=f"Access-Control-Allow-Origin: {bad}\nX-B: {bad}")],
            )
        )

        assert "<img" not in found["report"]
        assert "&lt;img" in found["report"]


class TestPage:
    """The page offers what there is."""

    PAGE: Final = (ROOT / "docs" / "playground" / "web" / "page.html").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("mode", ["cors", "no-cors", "same-origin"]),  # those of script: fetch() refuses the others
            ("credentials", list(CredentialsMode)),
            ("redirect", list(RedirectMode)),
        ],
    )
    def test_choices(self, name: str, values: list[str]) -> None:
        """Each member of a request that has a few values offers all of them."""
        (choice,) = re.findall(rf'<select id="{name}".*?</select>', self.PAGE)

        assert sorted(values) == sorted(re.findall(r"<option>([^<]+)", choice))
        for value in values:
            assert {} == came(form(**{name: value}))["problems"]

    def test_words(self) -> None:
        """A prediction has each word that comes of a fetch with all answers, and one for differences."""
        offered = set(re.findall(r'name="word" value="([a-z-]+)"', self.PAGE))

        assert {*HEADLINES} - {"not-established"} | {"differs"} == offered

    def test_reasons_and_servers(self) -> None:
        """It gets every reason, and every server."""
        offered = presets()

        assert list(Reason) == offered["reasons"]
        assert list(SERVERS) == offered["servers"]
