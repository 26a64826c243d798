"""Reports to show: one a verdict, and some whose servers write what no page and no terminal should obey."""

from itertools import pairwise
from typing import Final

import attrs

from cors_sim import (
    BROWSERS,
    CHROMIUM,
    Browser,
    OpaqueOrigin,
    Outcome,
    Request,
    Response,
    explain,
    simulate,
)
from cors_sim.capture.evidence import Conclusion
from cors_sim.capture.missing import all_missing
from cors_sim.explain.grant import Grant
from cors_sim.explain.snippets import snippet
from cors_sim.flows import Answerer
from cors_sim.show.report import Report, report_of_conclusion, report_of_explanation

PAGE: Final = "https://app.example.com"
API: Final = "https://api.example.com/items"
SECRET: Final = "s3cr3t-t0k3n"  # noqa: S105 - made up, so that a test can look for it

HOSTILE: Final = (
    '"><script>document.title = "obeyed"</script>',
    '<img src=x onerror=document.title="obeyed">',
    "\x1b[31mred\x1b]8;;https://evil.example\x07link\x9b2J",
    "`` ``` @everyone #1 [x](javascript:alert(1)) **b** | a",
    "{{7*7}} {% raw %} ${7*7}",
    '%%{init: {"theme": "dark"}}%%',
    "; participant evil",
    "end",
    "#59; &lt; &amp;",
    "[bold]x[/bold]",
    "\xe9\xff\x85",
    "x" * 3000,
)


def answers(response: Response, preflight: Response | None = None) -> Answerer:
    """A server that always answers so."""
    return lambda asked: preflight if asked.is_preflight and preflight is not None else response


def report_of(request: Request, server: Answerer, browser: Browser = CHROMIUM) -> Report:
    """The report of a fetch."""
    return report_of_explanation(explain(outcome_of(request, server, browser)))


def outcome_of(request: Request, server: Answerer, browser: Browser = CHROMIUM) -> Outcome:
    """What comes of a fetch."""
    return simulate(request, server, browser=browser, steps=True)


def blocked() -> Report:
    """A preflight that refuses, with much in the way."""
    request = Request(
        f"{API}?token={SECRET}",
        origin=PAGE,
        method="PUT",
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {SECRET}"},
        credentials_mode="include",
    )
    preflight = Response(204, {"Access-Control-Allow-Origin": "*", "Set-Cookie": f"id={SECRET}"})
    return report_of(request, answers(Response(200), preflight))


def readable() -> Report:
    """A response that script can read."""
    return report_of(
        Request(API, origin=PAGE), answers(Response(200, {"Access-Control-Allow-Origin": "*"}))
    )


def opaque() -> Report:
    """A response that is opaque."""
    return report_of(Request(API, origin=PAGE, mode="no-cors"), answers(Response(200)))


def not_sent() -> Report:
    """A request that no browser sends."""
    return report_of(Request("http://api.example.com/", origin=PAGE), answers(Response(200)))


def no_answer() -> Report:
    """A request that nobody answers."""
    return report_of(Request(API, origin=PAGE), answers(Response.network_error()), BROWSERS[0])


def redirected(servers: int) -> Report:
    """A chain of redirects over so many servers, the last of which does not share."""
    shared = {"Access-Control-Allow-Origin": "*"}
    hops = [f"https://server-{number}.example.com/" for number in range(servers)]
    following = dict(pairwise(hops))

    def server(asked: object) -> Response:
        url = str(asked.url)  # type: ignore[attr-defined]  # an HTTPRequest
        return Response(302, {**shared, "Location": following[url]}) if url in following else Response(200)

    return report_of(Request(hops[0], origin=PAGE), server)


def not_established() -> Report:
    """Nothing was recorded."""
    request = Request(API, origin=PAGE, method="PUT")
    missing = all_missing(request, "Nothing was recorded.")
    return report_of_conclusion(
        Conclusion(
            request=request,
            browser=CHROMIUM,
            verdict=None,
            outcome=None,
            missing=missing,
            trusted=("That.",),
        )
    )


def made_up() -> Report:
    """A fetch that was made up to fit a console."""
    outcome = blocked().outcome
    assert outcome is not None
    return report_of_conclusion(
        Conclusion(
            request=outcome.request,
            browser=outcome.browser,
            verdict=outcome.verdict,
            outcome=outcome,
            is_reconstructed=True,
        ),
        server="nginx",
    )


def status() -> Report:
    """A preflight that nobody answers well, and many headers."""
    headers = [("Access-Control-Allow-Origin", "*"), *[("Access-Control-Expose-Headers", "X-A")] * 30]
    return report_of(
        Request(API, origin=PAGE, method="PUT"), answers(Response(200, headers), Response(405, headers))
    )


def public() -> Report:
    """An origin that anybody can have, which only leave for everybody helps."""
    return report_of(Request(API, origin=OpaqueOrigin()), answers(Response(200)))


def in_few_browsers() -> Report:
    """A fix that is shown to work in some browsers, not to in one, and not shown in another."""
    report = public()
    assert report.explanation is not None
    fix, *_ = report.explanation.fixes
    first, second, *others = fix.showings
    showings = (
        attrs.evolve(first, works=False),
        attrs.evolve(second, verdict=None, works=False),
        *others,
    )
    fix = attrs.evolve(fix, showings=showings, notes=(), assumes=())
    # koa is a server with nothing to note.
    return attrs.evolve(
        report,
        explanation=attrs.evolve(report.explanation, fixes=(fix,)),
        snippets=(snippet(Grant(origins=(PAGE,)), "koa"),),
    )


def hostile(text: str) -> Report:
    """A server that writes *text* into its headers."""
    headers = {"Access-Control-Allow-Origin": text, "Location": text, "X-Other": text}
    return report_of(Request(API, origin=PAGE), answers(Response(200, headers)))


ALL: Final = (
    *(blocked, readable, opaque, not_sent, no_answer, not_established, made_up, status, public),
    in_few_browsers,
)
