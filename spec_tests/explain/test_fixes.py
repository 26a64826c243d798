"""What a fix offers, to whom, and what else would help."""

from __future__ import annotations

from cors_sim import (
    CHROMIUM,
    WEBKIT,
    HTTPRequest,
    OpaqueOrigin,
    Reason,
    Response,
    explain,
    simulate,
)
from cors_sim.explain.answers import amended
from cors_sim.explain.grant import Grant
from cors_sim.explain.values import HeaderChange
from spec_tests.explain.explaining import ALLOWED, API, CDN, PAGE, explained, get, kinds


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
