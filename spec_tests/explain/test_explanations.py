"""What an explanation says about one thing at a time."""

from __future__ import annotations

import attrs
import pytest

from cors_sim import (
    CHROMIUM,
    STANDARD,
    WEBKIT,
    InvalidInput,
    Outcome,
    Reason,
    Response,
    explain,
    simulate,
)
from cors_sim.explain.differences import difference
from cors_sim.explain.values import Target
from spec_tests.explain.explaining import API, PAGE, explained, get


class TestArguments:
    """What cannot be an argument is refused by name."""

    def test_outcome(self) -> None:
        """An outcome has to be one."""
        with pytest.raises(InvalidInput, match="outcome must be an Outcome"):
            explain("blocked")  # type: ignore[arg-type]  # on purpose

    def test_server(self) -> None:
        """A server has to answer."""
        outcome = simulate(get(), lambda _: Response())
        with pytest.raises(InvalidInput, match="server must be callable or have a session"):
            explain(outcome, "https://api.example.com")  # type: ignore[arg-type]  # on purpose

    @pytest.mark.parametrize("names", ["X-Total", b"X-Total", ["X Total"], [1]])
    def test_header_names(self, names: object) -> None:
        """Header names are a list of tokens."""
        outcome = simulate(get(), lambda _: Response())
        with pytest.raises(InvalidInput, match="header_names must be a list of header names"):
            explain(outcome, header_names=names)  # type: ignore[arg-type]  # on purpose

    @pytest.mark.parametrize("recorded", [1, "abc", [Response()]])
    def test_recorded(self, recorded: object) -> None:
        """What was recorded besides is a list of exchanges."""
        outcome = simulate(get(), lambda _: Response())
        with pytest.raises(InvalidInput, match="recorded must be a list of Exchange"):
            explain(outcome, recorded=recorded)  # type: ignore[arg-type]  # on purpose

    def test_recorded_behind_a_preflight(self) -> None:
        """An answer that the fetch did not come to is counted on: without it, nobody has seen it."""
        let_in = {"Access-Control-Allow-Origin": PAGE}
        blocked = simulate(get(method="PUT"), lambda _: Response(204, let_in))
        allowing = {**let_in, "Access-Control-Allow-Methods": "PUT"}
        whole = simulate(get(method="PUT"), lambda _: Response(200, allowing))
        assert whole.verdict.allowed
        assert explain(blocked).fixes[0].assumes != ()

        explanation = explain(blocked, recorded=whole.exchanges[1:])

        assert len(explanation.conditions) == 1
        assert len(explanation.fixes[0].changes) == 1
        assert explanation.fixes[0].assumes == ()

    def test_session(self) -> None:
        """A server with sessions has a new one for each run."""

        class Server:
            opened = 0

            def session(self) -> object:
                self.opened += 1
                return lambda _: Response()

        sessions = Server()
        outcome = simulate(get(), sessions)  # type: ignore[arg-type]  # its sessions are answerers
        explanation = explain(outcome, sessions)  # type: ignore[arg-type]  # the same
        assert sessions.opened > 5
        assert explanation.fixes[0].assumes == ()

    def test_another_browser(self) -> None:
        """A browser that is none of the four is tried first."""
        mine = attrs.evolve(STANDARD, name="mine", max_age_limit=1)
        explanation = explained(get(), {API: Response()}, browser=mine)
        names = [showing.browser.name for showing in explanation.fixes[0].showings]
        assert names == ["mine", "standard", "chromium", "firefox", "webkit"]


class TestDifference:
    """In what two origins differ."""

    @pytest.mark.parametrize(
        ("observed", "said"),
        [
            ("", "it is empty"),
            ("null", "null stands for pages that have no origin of their own"),
            ('"https://app.example.com"', "the marks around it are part of the value"),
            ("<https://app.example.com>", "the marks around it are part of the value"),
            ("https://*.example.com", "a * that is not the whole value is a letter like any other"),
            ("https://app.example.com/", "it ends in a slash"),
            ("https://app.example.com/app", "/app is no part of an origin"),
            ("https://app.example.com;", "; is no part of an origin"),
            ("app.example.com", "it has no scheme"),
            ("HTTPS://App.Example.com", "browsers write an origin in small letters"),
            ("https://app.example.com:443", "it is the same origin, written another way"),
            ("http://app.example.com", "http is not https"),
            ("https://example.com", "example.com does not stand for the names below it"),
            ("https://www.app.example.com", "www.app.example.com is another host than app.example.com"),
            ("http://other.test", "http is not https, and other.test is not app.example.com"),
            ("https://app.example.com:8443", "it has the port 8443, and the page none"),
        ],
    )
    def test_words(self, observed: str, said: str) -> None:
        """Each slip has words of its own."""
        words = difference(observed, PAGE)
        assert words is not None
        assert words.startswith(said)

    def test_port(self) -> None:
        """A page's port is missing, or another."""
        assert difference("http://localhost", "http://localhost:3000") == "the port 3000 is missing"
        words = "it has the port 8080, and the page 3000"
        assert difference("http://localhost:8080", "http://localhost:3000") == words

    def test_no_words(self) -> None:
        """What is no URL is not compared."""
        assert difference("https://", PAGE) is None


class TestWhereBrowsersDiffer:
    """What comes of it elsewhere is said where it is something else."""

    def test_opaque(self) -> None:
        """Chromium alone takes two ports of one address for different sites."""
        url = "http://127.0.0.1:8000/items"
        request = get(url, origin="http://127.0.0.1:3000", mode="no-cors")
        answer = Response(200, {"Cross-Origin-Resource-Policy": "same-site"})
        explanation = explained(request, {url: answer}, browser=CHROMIUM)
        differ = [remark.text for remark in explanation.remarks if remark.kind == "browsers-differ"]
        assert len(differ) == 1
        assert "standard gives script an opaque response" in differ[0]


class TestConditions:
    """All that stands in the way."""

    def test_order(self) -> None:
        """One behind the other, each with what mends it alone."""
        request = get(method="PUT", headers={"X-A": "1"}, credentials_mode="include")
        explanation = explained(request, {API: Response(404)})
        reasons = [condition.reason for condition in explanation.conditions]
        assert reasons == [
            Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING,
            Reason.PREFLIGHT_ALLOW_CREDENTIALS_MISSING,
            Reason.PREFLIGHT_STATUS_NOT_OK,
            Reason.METHOD_NOT_ALLOWED,
            Reason.HEADER_NOT_ALLOWED,
            Reason.ALLOW_ORIGIN_MISSING,
            Reason.ALLOW_CREDENTIALS_MISSING,
        ]
        assert [condition.is_assumed for condition in explanation.conditions] == [False] * 5 + [True] * 2
        changes = [condition.change for condition in explanation.conditions]
        assert [(change.status, len(change.headers)) for change in changes if change is not None] == [
            (None, 1),
            (None, 1),
            (204, 0),
            (None, 1),
            (None, 1),
            (None, 1),
            (None, 1),
        ]

    def test_order_in_webkit(self) -> None:
        """WebKit looks at the status first."""
        explanation = explained(get(method="PUT"), {API: Response(404)}, browser=WEBKIT)
        assert [condition.reason for condition in explanation.conditions[:2]] == [
            Reason.PREFLIGHT_STATUS_NOT_OK,
            Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING,
        ]
        assert "The origin" not in " ".join(explanation.not_the_problem)


class TestValues:
    """The values say what they are."""

    def test_target(self) -> None:
        """A target is known by method, URL and kind."""
        outcome: Outcome = simulate(get(method="PUT"), lambda _: Response())
        assert str(Target.of(outcome.exchanges[0].request)) == f"preflight OPTIONS {API}"

    def test_explanation(self) -> None:
        """An explanation has what its verdict has."""
        explanation = explained(get(), {API: Response()})
        verdict = explanation.verdict
        said = (explanation.reason, explanation.step, explanation.evidence)
        assert (verdict.reason, verdict.step, verdict.evidence) == said
