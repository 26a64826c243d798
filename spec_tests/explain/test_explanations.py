"""What an explanation says about one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from cors_sim import (
    CHROMIUM,
    STANDARD,
    WEBKIT,
    BodyWithoutSource,
    Browser,
    Explanation,
    HTTPRequest,
    InvalidInput,
    OpaqueOrigin,
    Outcome,
    Reason,
    Request,
    Response,
    explain,
    simulate,
)
from cors_sim.explain.answers import amended
from cors_sim.explain.differences import difference
from cors_sim.explain.grant import Grant
from cors_sim.explain.values import HeaderChange, Target

PAGE = "https://app.example.com"
API = "https://api.example.com/items"
CDN = "https://cdn.example.net/items"
ALLOWED = {"Access-Control-Allow-Origin": PAGE}

Answers = Mapping[Any, Response]
"""By URL, or by URL and whether it is a preflight."""


def server(answers: Answers) -> object:
    """What answers by URL; by URL and whether it is a preflight where the two differ."""

    def answer(asked: HTTPRequest) -> Response:
        url = asked.url.href
        return answers.get((url, asked.is_preflight)) or answers[url]

    return answer


def explained(request: Request, answers: Answers, *, browser: Browser = STANDARD) -> Explanation:
    """The explanation of what comes of *request*, without the server."""
    return explain(simulate(request, server(answers), browser=browser))  # type: ignore[arg-type]  # a test's server


def get(url: str = API, **fields: object) -> Request:
    """A request of the page."""
    return Request(url, origin=fields.pop("origin", PAGE), **fields)  # type: ignore[arg-type]  # of many types


def kinds(explanation: Explanation, what: str = "remarks") -> list[str]:
    """The kinds of the remarks that an explanation has of that sort."""
    return [remark.kind for remark in getattr(explanation, what)]


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


class TestAlternatives:
    """Other requests that script could make."""

    def test_content_type_without_body(self) -> None:
        """A Content-Type of nothing can go."""
        request = get(headers={"Content-Type": "application/json"})
        preflight = Response(204, ALLOWED)
        explanation = explained(request, {(API, True): preflight, (API, False): Response(200, ALLOWED)})
        assert explanation.fixes[0].headline == "Send no Content-Type with a GET"
        assert explanation.fixes[0].request == get()

    def test_no_credentials_in_webkit(self) -> None:
        """WebKit takes some redirects for credentialed; a request that never has any is not."""
        start = "https://app.example.com/items"
        answers = {
            start: Response(302, {"Location": API}),
            API: Response(302, {"Access-Control-Allow-Origin": "*", "Location": f"{API}/"}),
            f"{API}/": Response(200, {"Access-Control-Allow-Origin": "*"}),
        }
        explanation = explained(get(start), answers, browser=WEBKIT)
        assert explanation.reason is Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS
        assert "as if credentials had gone along" in explanation.cause
        assert "Ask with credentials: 'omit'" in [fix.headline for fix in explanation.fixes]
        # Allowing credentials would be too much: nobody asked for them.
        assert [fix for fix in explanation.fixes if fix.request is None] == []
        exact = {**answers, API: Response(302, {**ALLOWED, "Location": f"{API}/"})}
        assert "as if credentials had gone along" in explained(get(start), exact, browser=WEBKIT).cause

    def test_redirect_loop(self) -> None:
        """Nobody is sent into a loop once more."""
        loop = Response(302, {**ALLOWED, "Location": API})
        explanation = explained(get(), {API: loop})
        assert explanation.reason is Reason.REDIRECT_LIMIT
        assert explanation.fixes == ()
        assert "break-the-loop" in kinds(explanation, "advice")

    def test_element(self) -> None:
        """An element is given an attribute, not a mode."""
        request = get(mode="no-cors", api="img", destination="image", credentials_mode="include")
        explanation = explained(request, {API: Response()})
        assert explanation.fixes[0].headline == 'Give the element crossorigin="anonymous"'
        assert explanation.fixes[0].request is not None
        assert explanation.fixes[0].request.credentials_mode == "same-origin"


class TestFixes:
    """What fixes say of themselves."""

    def test_credentials_go(self) -> None:
        """Credentials that nobody asked for are not let in with the page."""
        answer = Response(200, {"Access-Control-Allow-Credentials": "true"})
        fix = explained(get(), {API: answer}).fixes[0]
        assert fix.changes[0].headers == (
            HeaderChange("Access-Control-Allow-Origin", None, PAGE),
            HeaderChange("Access-Control-Allow-Credentials", "true", None),
        )
        assert any("needs no credentials" in note for note in fix.notes)
        text = str(explained(get(), {API: answer}))
        assert "\n       - Access-Control-Allow-Credentials: true\n     Pages" in text

    def test_further_items(self) -> None:
        """What the server lists already, and the page could use then, is said."""
        lists = {
            "Access-Control-Allow-Methods": "GET, PUT, DELETE",
            "Access-Control-Allow-Headers": "X-A, X-B",
        }
        request = get(method="PUT", headers={"X-A": "1"})
        fix = explained(request, {API: Response(204, lists)}).fixes[0]
        assert any("already lists DELETE and x-b" in note for note in fix.notes)

    def test_list_that_cannot_be_read(self) -> None:
        """A list that nothing needs is taken off; one that is needed is written anew."""
        preflight = Response(204, {**ALLOWED, "Access-Control-Allow-Headers": "x a"})
        request = get(use_cors_preflight=True)
        fix = explained(request, {(API, True): preflight, (API, False): Response(200, ALLOWED)}).fixes[0]
        assert fix.headline == "Mend the list in Access-Control-Allow-Headers"
        request = get(headers={"X-A": "1"})
        fix = explained(request, {(API, True): preflight, (API, False): Response(200, ALLOWED)}).fixes[0]
        assert (
            fix.headline == "Mend the list in Access-Control-Allow-Headers and allow the request header x-a"
        )

    def test_another_browser_needs_more(self) -> None:
        """What only another browser will ask for is in the fix, and said."""
        # Chromium sends User-Agent without asking; the others ask.
        request = get(headers={"Save-Data": "on"})
        explanation = explained(request, {API: Response()}, browser=CHROMIUM)
        fix = explanation.fixes[0]
        assert [str(change.target) for change in fix.changes] == [f"GET {API}", f"preflight OPTIONS {API}"]
        assert any("standard, firefox and webkit will ask for it" in text for text in fix.assumes)
        assert all(showing.works for showing in fix.showings)

    def test_does_not_work_everywhere(self) -> None:
        """What one browser will not take is offered, and said not to work there."""
        start = "https://app.example.com/items"
        answers = {
            start: Response(302, {"Location": API}),
            API: Response(302, {**ALLOWED, "Location": f"{API}/"}),
            f"{API}/": Response(),
        }
        explanation = explained(get(start), answers)
        works = {showing.browser.name: showing.works for showing in explanation.fixes[0].showings}
        assert works == {"standard": True, "chromium": True, "firefox": True, "webkit": False}
        assert "Does not work in webkit." in str(explanation)

    def test_not_shown(self) -> None:
        """A browser that asks for what nobody has recorded is not said to work."""
        # WebKit reads the bytes of a Location as characters, and so asks for another URL.
        start, other = "https://app.example.com/start", "https://app.example.com/caf%E9"
        answers = {
            start: Response(302, {"Location": "/caf\xe9"}),
            other: Response(302, {"Location": API}),
            API: Response(),
        }
        explanation = explained(get(start), answers)
        shown = {showing.browser.name: showing.verdict for showing in explanation.fixes[0].showings}
        assert [name for name, verdict in shown.items() if verdict is None] == ["webkit"]
        text = " ".join(str(explanation).split())
        assert "Not shown in webkit, which asks for more than was recorded." in text
        differ = [remark.text for remark in explanation.remarks if remark.kind == "browsers-differ"]
        assert differ == ["Browsers do not agree here: webkit goes on and asks for what was not recorded."]

    def test_header_names(self) -> None:
        """Headers that are asked for by name are exposed together, and no others."""
        headers = {**ALLOWED, "X-Total": "1", "X-Page": "2", "Date": "now", "Set-Cookie": "a=b"}
        outcome = simulate(get(), lambda _: Response(200, headers))
        fixes = explain(outcome, header_names=["x-total", "DATE", "Set-Cookie"]).fixes
        values = [item.after for fix in fixes for change in fix.changes for item in change.headers]
        assert values == ["Date, X-Total"]
        assert explain(outcome, header_names=["Set-Cookie"]).fixes == ()
        each = [fix.headline for fix in explain(outcome).fixes]
        assert each == ["Let script see X-Page, if it needs to", "Let script see X-Total, if it needs to"]
        assert str(explain(outcome).fixes[0]) == each[0]

    def test_type(self) -> None:
        """A type is changed only if it is true."""
        request = get(mode="no-cors", destination="style", api="css")
        answer = Response(200, {"Content-Type": "text/plain", "X-Content-Type-Options": "nosniff"})
        fix = explained(request, {API: answer}).fixes[0]
        assert fix.changes[0].headers == (HeaderChange("Content-Type", "text/plain", "text/css"),)
        assert fix.effect.startswith("Nobody gains anything")
        assert any("Only if the response is what" in note for note in fix.notes)

    def test_varies_by_a_server_that_is_asked(self) -> None:
        """A server that names another origin to somebody else is changed for this page alone."""

        def repeats(asked: HTTPRequest) -> Response:
            return Response(200, {"Access-Control-Allow-Origin": asked.headers.get("Origin") or "*"})

        request = get(credentials_mode="include")
        fix = explain(simulate(request, repeats), repeats).fixes[0]
        assert fix.changes[0].for_origin == PAGE
        recorded = explain(simulate(request, repeats)).fixes[0]
        assert recorded.changes[0].for_origin is None

    def test_varies_by_what_a_record_says(self) -> None:
        """An answer that says that it varies by origin is changed for this page alone."""
        answer = Response(200, {"Vary": "Accept-Encoding, Origin"})
        change = explained(get(), {API: answer}).fixes[0].changes[0]
        assert change.for_origin == PAGE
        assert [item.name for item in change.headers] == ["Access-Control-Allow-Origin"]

    def test_no_answer_is_changed(self) -> None:
        """Where there is no answer there is none to change."""
        fix = explained(get(), {API: Response()}).fixes[0]
        asked = fix.outcome.exchanges[0].request
        assert amended(Response.network_error(), asked, fix.changes[0]).is_network_error


class TestGranted:
    """What servers are told to allow."""

    def test_redirect(self) -> None:
        """Each resource on the way has a grant of its own; behind a tainting redirect it is for all."""
        answers = {API: Response(302, {"Location": CDN}), CDN: Response()}
        server_fix = next(fix for fix in explained(get(), answers).fixes if fix.request is None)
        grants = {str(granted.url): granted.grant for granted in server_fix.grants}
        assert grants == {
            API: Grant(origins=(PAGE,), path="/items"),
            CDN: Grant(origins=("*",), path="/items"),
        }

    def test_all_that_is_asked(self) -> None:
        """A grant is for the whole request, what the server allows already included."""
        request = get(method="PUT", headers={"X-A": "1"}, credentials_mode="include")
        allowed = {
            **ALLOWED,
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Allow-Headers": "x-a",
            "Access-Control-Expose-Headers": "X-Total, *",
        }
        fix = explained(request, {(API, True): Response(204, allowed)}).fixes[0]
        assert [granted.grant for granted in fix.grants] == [
            Grant(
                origins=(PAGE,),
                methods=("PUT",),
                header_names=("x-a",),
                exposed_header_names=("X-Total",),
                credentials=True,
                path="/items",
            )
        ]

    def test_nobody_can_ask(self) -> None:
        """Nothing is told of what no script may ask."""
        fix = explained(get(method="TRACE"), {API: Response()}).fixes[0]
        assert fix.grants == ()


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


class TestOpaqueOrigin:
    """A page without an origin of its own."""

    def test_with_credentials(self) -> None:
        """No header that may be offered helps: credentials have to go, or the page needs an origin."""
        request = get(origin=OpaqueOrigin(), credentials_mode="include")
        explanation = explained(request, {API: Response()})
        assert [fix.headline for fix in explanation.fixes] == ["Send no credentials"]
        assert explanation.fixes[0].is_public
        assert "serve-over-http" in kinds(explanation, "advice")
        # What would be met behind it is found all the same, and nothing proposed for it.
        reasons = [condition.reason for condition in explanation.conditions]
        assert reasons[:2] == [Reason.ALLOW_ORIGIN_MISSING, Reason.ALLOW_CREDENTIALS_MISSING]
        assert explanation.conditions[0].change is None


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
