"""What the cause says, and what is not CORS though it looks so."""

from __future__ import annotations

import pytest

from cors_sim import (
    CHROMIUM,
    BodyWithoutSource,
    Reason,
    Response,
    explain,
    simulate,
)
from spec_tests.explain.explaining import ALLOWED, API, CDN, PAGE, explained, get, kinds, server


class TestLogin:
    """A redirect to a page to log in is told from others."""

    def test_said(self) -> None:
        """It is said, and nobody is sent to that page."""
        to_login = Response(302, [*ALLOWED.items(), ("Location", "https://sso.example.com/login?next=/")])
        explanation = explained(get(), {API: to_login, "https://sso.example.com/login?next=/": Response()})
        assert "login-redirect" in kinds(explanation)
        assert "log-in" in kinds(explanation, "advice")
        assert [fix for fix in explanation.fixes if fix.request is not None] == []

    def test_from_a_login(self) -> None:
        """Where the login itself was asked for, a redirect of it is one like any other."""
        login, home = "https://api.example.com/login", "https://api.example.com/login/"
        explanation = explained(
            get(login), {login: Response(302, {**ALLOWED, "Location": home}), home: Response()}
        )
        assert "login-redirect" not in kinds(explanation)


class TestPreflightRefused:
    """A preflight that something refuses before the application sees it."""

    @pytest.mark.parametrize(
        ("status", "said"),
        [
            (401, "wants a login"),
            (403, "forbids"),
            (404, "no route"),
            (405, "does not take OPTIONS"),
            (501, "does not know the method"),
            (502, "failed on the OPTIONS request (status 502)"),
        ],
    )
    def test_status(self, status: int, said: str) -> None:
        """The status says by what."""
        explanation = explained(get(method="PUT"), {API: Response(status)})
        said_of_it = [remark.text for remark in explanation.remarks if remark.kind == "options-refused"]
        assert [said in text for text in said_of_it] == [True]

    @pytest.mark.parametrize(
        ("location", "said"),
        [
            ("https://api.example.com/items", "only changes http to https"),
            ("http://api.example.com/items/", "only changes the slash"),
            ("http://api.example.com/v2/items", "like any other"),
        ],
    )
    def test_redirect(self, location: str, said: str) -> None:
        """A redirect is told by what it changes."""
        url = "http://api.example.com/items"
        redirect = Response(308, {"Access-Control-Allow-Origin": "*", "Location": location})
        explanation = explained(get(url, method="PUT", origin="http://app.example.com"), {url: redirect})
        said_of_it = [remark.text for remark in explanation.remarks if remark.kind == "preflight-redirect"]
        assert [said in text for text in said_of_it] == [True]

    def test_redirect_to_nowhere(self) -> None:
        """A redirect without a place to go to has no words about that."""
        explanation = explained(get(method="PUT"), {API: Response(302, ALLOWED)})
        assert explanation.reason is Reason.PREFLIGHT_REDIRECT
        assert kinds(explanation) == []
        assert "The answer is a redirect (status 302)" in explanation.cause


class TestCauses:
    """What the cause says in rarer cases."""

    def test_no_answer_that_is_one(self) -> None:
        """A status that browsers take for no answer is named."""
        explanation = explained(get(), {API: Response(407, ALLOWED)})
        assert explanation.reason is Reason.NETWORK_ERROR
        assert "status 407" in explanation.cause

    def test_stream(self) -> None:
        """A request that cannot be sent was not, though its preflight was."""
        request = get(
            "http://api.example.com/items",
            origin="http://app.example.com",
            method="POST",
            body=BodyWithoutSource(),
            use_cors_preflight=True,
        )
        allowed = Response(204, {"Access-Control-Allow-Origin": "*"})
        explanation = explained(request, {"http://api.example.com/items": allowed}, browser=CHROMIUM)
        assert explanation.reason is Reason.NETWORK_ERROR
        assert "before it sent the next request" in explanation.cause
        assert explanation.not_the_problem == ()
        assert explanation.conditions[0].target is None

    def test_refused_behind_a_redirect(self) -> None:
        """What script asked for is told from where a preflight was refused."""
        allowed = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "*"}
        answers = {
            (API, True): Response(204, allowed),
            (API, False): Response(307, {**allowed, "Location": CDN}),
            CDN: Response(404),
        }
        cause = explained(get(method="PUT"), answers).cause
        assert f"asked for PUT {API}. The browser followed 1 redirect, to {CDN}." in cause
        assert "did not send the PUT request there" in cause

    def test_authorization_without_a_list(self) -> None:
        """Authorization that no list names is missing like any header."""
        request = get(headers={"Authorization": "Bearer 1"})
        explanation = explained(request, {API: Response(204, ALLOWED)})
        assert "looked for authorization" in explanation.cause
        assert "Bearer" not in str(explanation)

    def test_same_origin(self) -> None:
        """CORS has no say where a page asks its own server."""
        explanation = explained(get(f"{PAGE}/items"), {f"{PAGE}/items": Response()})
        assert "CORS has no say" in explanation.cause
        assert explanation.not_modelled == ()

    def test_nobody_asked(self) -> None:
        """What needs no server says so."""
        assert "without asking a server" in explained(get("data:,hello"), {}).cause

    def test_kept_permission(self) -> None:
        """A permission that was kept from earlier is told of."""
        put = get(method="PUT")
        answers = {
            (API, True): Response(204, {**ALLOWED, "Access-Control-Allow-Methods": "PUT"}),
            (API, False): Response(200, ALLOWED),
        }
        answer = server(answers)
        first = simulate(put, answer)  # type: ignore[arg-type]  # a test's server
        second = simulate(put, answer, cache=first.cache)  # type: ignore[arg-type]  # the same
        assert "permission-was-kept" in kinds(explain(second))
        blocked = simulate(put, lambda _: Response(), cache=first.cache)
        said = explain(blocked).not_the_problem
        assert "The method and the headers: an earlier preflight gave permission for them." in said

    def test_password(self) -> None:
        """A password in what a server wrote is not repeated."""
        answer = Response(302, {**ALLOWED, "Location": "https://user:secret@api.example.com/"})
        assert "secret" not in str(explained(get(), {API: answer}))

    def test_control_characters(self) -> None:
        """What a server wrote is shown, never obeyed, and cut where it is long."""
        answer = Response(200, {"Access-Control-Allow-Origin": f"\x1b[31m{'x' * 500}"})
        cause = explained(get(), {API: answer}).cause
        assert "\\x1b[31mxxx" in cause
        assert len(cause) < 900


class TestNotModelled:
    """Causes that nobody looked at are named where they could be meant."""

    @pytest.mark.parametrize("host", ["localhost:8000", "192.168.1.5", "[fd00::1]", "printer.local"])
    def test_local(self, host: str) -> None:
        """A server on this machine or in its network."""
        url = f"https://{host}/items"
        explanation = explained(get(url), {url: Response.network_error()})
        assert "local-network-access" in kinds(explanation, "not_modelled")

    def test_public(self) -> None:
        """Not one anywhere else."""
        explanation = explained(get(), {API: Response.network_error()})
        assert kinds(explanation, "not_modelled") == [
            "content-security-policy",
            "extension",
            "service-worker",
        ]
        assert kinds(explanation) == ["not-cors"]

    @pytest.mark.parametrize(
        ("content_type", "said"),
        [({}, True), ({"Content-Type": "text/plain"}, True), ({"Content-Type": "text/javascript"}, False)],
    )
    def test_module(self, content_type: dict[str, str], said: bool) -> None:
        """The type of a module script."""
        request = get(destination="script", api="module")
        explanation = explained(request, {API: Response(200, {**ALLOWED, **content_type})})
        assert said == ("module-type" in kinds(explanation, "not_modelled"))

    def test_module_without_a_server(self) -> None:
        """A module that nobody is asked for has its type from its URL."""
        explanation = explained(get("data:text/javascript,1", api="module"), {})
        assert kinds(explanation, "not_modelled") == []

    def test_cookies(self) -> None:
        """Whether cookies of another site go along."""
        explanation = explained(get(CDN, credentials_mode="include"), {CDN: Response()})
        assert "third-party-cookies" in kinds(explanation, "not_modelled")
