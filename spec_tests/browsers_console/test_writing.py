"""`Outcome.console` is what the browsers were recorded to print, to the letter and in order."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from cors_sim import (
    CHROMIUM,
    FIREFOX,
    STANDARD,
    WEBKIT,
    Browser,
    HTTPRequest,
    Request,
    Response,
    decide,
    simulate,
)
from cors_sim.browsers.console import console_lines
from spec_tests.browsers.predict import predict

HERE: Final = Path(__file__).parent
EXPERIMENTS: Final = [
    json.loads(line) for line in (HERE / "experiments.jsonl").read_text(encoding="utf-8").splitlines()
]
APP: Final = "http://127.0.0.1:8801"
API: Final = "http://127.0.0.1:8802/a"


def console(request: Request, *answers: Response, browser: Browser) -> tuple[str, ...]:
    """The lines for *request*, answered by *answers* in turn."""
    remaining = iter(answers)

    def server(_: HTTPRequest) -> Response:
        return next(remaining)

    return simulate(request, server, browser=browser).console


@pytest.mark.parametrize(
    ("experiment", "browser"),
    [(experiment, browser) for experiment in EXPERIMENTS for browser in experiment["console"]],
    ids=lambda value: value if isinstance(value, str) else value["scenario"]["id"],
)
def test_what_was_recorded(experiment: dict[str, Any], browser: str) -> None:
    """Between them, the experiments have each rule of each browser print its line."""
    predicted = predict(experiment["scenario"], browser)["console"]

    # Firefox cuts lines at 1000 characters on their way to who reads them.
    assert experiment["console"][browser] == [line["text"][:1000] for line in predicted]


class TestWorkers:
    """Recorded as ``xwk-dup``."""

    REQUEST = Request(API, origin=APP, in_worker=True)
    ANSWER = Response(200, [("Access-Control-Allow-Origin", APP)] * 2)

    def test_chromium_says_it_twice(self) -> None:
        """Once for the worker, and once for the page that made it."""
        line = (
            f"Access to fetch at '{API}' from origin '{APP}' has been blocked by CORS policy: The "
            f"'Access-Control-Allow-Origin' header contains multiple values '{APP}, {APP}', but only one "
            "is allowed. Have the server send the header with a valid value."
        )
        assert (line, line) == console(self.REQUEST, self.ANSWER, browser=CHROMIUM)

    def test_webkit_says_the_reason_alone(self) -> None:
        """There is no line about what that means for script."""
        line = "Access-Control-Allow-Origin cannot contain more than one origin."
        assert (line,) == console(self.REQUEST, self.ANSWER, browser=WEBKIT)

    def test_firefox_says_it_as_for_a_page(self) -> None:
        """A worker makes no difference."""
        line = (
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
            f"{API}. (Reason: Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed)."
        )
        assert (line,) == console(self.REQUEST, self.ANSWER, browser=FIREFOX)


class TestRedirects:
    """To where nobody was asked."""

    def test_to_a_port_of_another_service(self) -> None:
        """WebKit names where it would have gone (recorded as ``redirloc-port-blocked``)."""
        answer = Response(302, {"Access-Control-Allow-Origin": "*", "Location": "http://127.0.0.1:22/"})
        line = "Not allowed to use restricted network port 22: http://127.0.0.1:22/"
        assert (line,) == console(Request(API, origin=APP), answer, browser=WEBKIT)

    def test_out_of_the_page_s_origin_in_mode_same_origin(self) -> None:
        """Likewise (recorded as a random experiment)."""
        request = Request(f"{APP}/a", origin=APP, mode="same-origin")
        lines = (
            f"Unsafe attempt to load URL {API} from origin {APP}. Domains, protocols and ports must match.",
            f"Fetch API cannot load {API} due to access control checks.",
        )
        assert lines == console(request, Response(302, {"Location": API}), browser=WEBKIT)


class TestRefusedHeaders:
    """Which of several headers is named, and how it is spelt."""

    HEADERS = (("x-Zed", "1"), ("CONTENT-TYPE", "text/html"), ("x-Abc", "1"))

    def refused(self, browser: Browser, allowed: str) -> str:
        """What is said first where the preflight's answer names only *allowed*."""
        answer = Response(
            200, {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": allowed}
        )
        return console(Request(API, origin=APP, headers=self.HEADERS), answer, browser=browser)[0]

    def test_webkit_names_those_that_it_knows_first(self) -> None:
        """In its own spelling; then others as script spelt them, in the order that it set them in."""
        template = "Request header field {} is not allowed by Access-Control-Allow-Headers."
        assert template.format("Content-Type") == self.refused(WEBKIT, "")
        assert template.format("x-Zed") == self.refused(WEBKIT, "content-type")
        assert template.format("x-Abc") == self.refused(WEBKIT, "content-type, x-zed")

    def test_firefox_names_the_first_in_the_alphabet(self) -> None:
        """In lower case."""
        assert "header ‘content-type’ is not" in self.refused(FIREFOX, "")
        assert "header ‘x-abc’ is not" in self.refused(FIREFOX, "content-type")

    def test_without_an_exchange_the_verdict_s_name_is_used(self) -> None:
        """As of `decide`, whose verdict comes without any."""
        request = Request(API, origin=APP, headers={"X-Abc": "1"})
        verdict = decide(
            request,
            Response(),
            preflight=Response(200, {"Access-Control-Allow-Origin": "*"}),
            browser=WEBKIT,
        )
        lines = console_lines(WEBKIT, request, verdict, ())
        assert lines[0] == "Request header field x-abc is not allowed by Access-Control-Allow-Headers."


class TestNothing:
    """Where there is nothing to print."""

    def test_the_standard(self) -> None:
        """No step of it prints anything."""
        assert console(Request(API, origin=APP), Response(), browser=STANDARD) == ()

    @pytest.mark.parametrize("browser", [CHROMIUM, FIREFOX, WEBKIT])
    def test_what_is_allowed(self, browser: Browser) -> None:
        """Nor is a fetch that goes well worth a line."""
        answer = Response(200, {"Access-Control-Allow-Origin": "*"})
        assert console(Request(API, origin=APP), answer, browser=browser) == ()

    @pytest.mark.parametrize("browser", [CHROMIUM, FIREFOX, WEBKIT])
    def test_what_is_opaque(self, browser: Browser) -> None:
        """Script asked for no more than that."""
        assert console(Request(API, origin=APP, mode="no-cors"), Response(), browser=browser) == ()

    def test_an_allowed_module_of_another_type(self) -> None:
        """Firefox alone counts it among requests that did not succeed (recorded as a random experiment)."""
        request = Request(API, origin=APP, api="import", destination="script")
        answer = Response(200, {"Access-Control-Allow-Origin": "*", "Content-Type": "text/xml"})
        line = (
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
            f"{API}. (Reason: CORS request did not succeed). Status code: (null)."
        )
        assert (line,) == console(request, answer, browser=FIREFOX)
        assert console(request, answer, browser=WEBKIT) == ()
