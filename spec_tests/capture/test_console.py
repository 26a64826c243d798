"""Console pastes: what failed, why, and what was made up to explain it."""

import pytest

from cors_sim import (
    CHROMIUM,
    FIREFOX,
    STANDARD,
    WEBKIT,
    InvalidInput,
    Reason,
    Request,
    Response,
    read_console,
)
from cors_sim.browsers import Browser
from cors_sim.capture.asked import Said
from cors_sim.capture.console import conclude_console, incidents_of
from cors_sim.capture.evidence import Conclusion, conclude
from cors_sim.capture.heads import CapturedExchange, Transcript
from cors_sim.capture.joined import compared, incident_for, said_with
from cors_sim.capture.reconstruction import Facts, reconstruct
from cors_sim.headers import HeaderList
from cors_sim.urls import parse_url
from cors_sim.verdicts import Blocked

API = "https://api.example.com/data"
PAGE = "https://app.example.com"
FACTS = Facts(url=API, origin=PAGE)
BLOCKED = f"Access to fetch at '{API}' from origin '{PAGE}' has been blocked by CORS policy: "
MISSING = "No 'Access-Control-Allow-Origin' header is present on the requested resource."

# What no console says, or no request that these facts tell of meets.
NO_RECONSTRUCTION = {
    *("bad-port", "mixed-content", "no-cors-redirect-mode", "scheme-not-http", "data-url-invalid"),
    *(
        "keepalive-body-too-large",
        "only-if-cached",
        "redirect-body-without-source",
        "redirect-not-followed",
    ),
    *("mime-type", "nosniff", "opaque-response", "opaque-redirect"),
}


def told(paste: str, said: Said | None = None) -> list[Conclusion]:
    """What follows from a paste."""
    return [conclude_console(incident, said) for incident in incidents_of(read_console(paste))]


@pytest.mark.parametrize("reason", sorted(set(Reason) - NO_RECONSTRUCTION))
@pytest.mark.parametrize("browser", [STANDARD, CHROMIUM, FIREFOX, WEBKIT], ids=lambda browser: browser.name)
class TestEveryReason:
    """Whatever a browser refuses a fetch for, its own console leads back to it."""

    def test_round_trip(self, reason: Reason, browser: Browser) -> None:
        """The fetch is refused for the reason; what the console says of it can mean that reason."""
        made = reconstruct(reason, FACTS, Said(), browser)
        if made is None:
            # In Chromium "*" covers Authorization; nothing refuses it.
            assert reason is Reason.AUTHORIZATION_NOT_LISTED
            return
        assert made.outcome.verdict.reason is reason

        for conclusion in told("\n".join(made.outcome.console)):
            if conclusion.verdict is not None:
                assert reason in {conclusion.verdict.reason, *conclusion.other_reasons}
            else:
                assert conclusion.missing


class TestIncidents:
    """Which messages are about one fetch."""

    def test_consequences_belong_to_it(self) -> None:
        """What says only that something failed adds nothing of its own."""
        paste = (
            f"Access to fetch at '{API}' from origin '{PAGE}' has been blocked by CORS policy: "
            "No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
            f"GET {API} net::ERR_FAILED\nUncaught (in promise) TypeError: Failed to fetch\n"
        )
        (incident,) = incidents_of(read_console(paste * 3))

        assert incident.reasons == (Reason.ALLOW_ORIGIN_MISSING,)
        assert incident.facts.url == API

    def test_two_fetches(self) -> None:
        """Another address or another reason is another fetch."""
        line = f"{BLOCKED}{MISSING}\n"
        other = (
            f"Access to fetch at '{API}' from origin '{PAGE}' has been blocked by CORS policy: "
            "Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.\n"
        )
        found = incidents_of(read_console(line + line.replace(API, f"{API}/b") + other))

        assert [incident.facts.url for incident in found] == [API, f"{API}/b", API]

    def test_nothing_of_cors(self) -> None:
        """A message that has no reason is about nothing that failed for one."""
        assert incidents_of(read_console("Uncaught (in promise) TypeError: Failed to fetch")) == ()


class TestConclusions:
    """What follows from single messages."""

    def test_what_is_not_said_is_told(self) -> None:
        """Firefox names no origin and no method."""
        (conclusion,) = told(
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
            f"{API}. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200."
        )

        assert conclusion.is_reconstructed
        assert conclusion.verdict is not None
        assert conclusion.verdict.reason == "allow-origin-missing"
        assert conclusion.other_reasons == (Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING,)
        assert "https://page.example stands for it" in conclusion.trusted[0]

    def test_a_request_that_is_preflighted_fails_there(self) -> None:
        """Of what the words can mean, what comes first is the likelier."""
        paste = (
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
            f"{API}. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200."
        )
        (conclusion,) = told(paste, Said(origin=PAGE, method="PUT"))

        assert conclusion.verdict is not None
        assert conclusion.verdict.reason == "preflight-allow-origin-missing"

    @pytest.mark.parametrize(
        ("network", "header", "made_up"),
        [
            ("", None, "a POST whose upload is watched stands for it"),
            (f"GET {API} net::ERR_FAILED", None, "X-Header stands for it"),
            (f"PUT {API} net::ERR_FAILED", None, "That script sets no header that needs permission"),
            (f"PUT {API} net::ERR_FAILED", "X-A", None),
        ],
    )
    def test_what_needs_a_preflight(self, network: str, header: str | None, made_up: str | None) -> None:
        """Chromium's line on the network has the method; what else there was, nobody says."""
        said = Said(headers=None if header is None else HeaderList({header: "1"}))
        told_first = f"{BLOCKED}Response to preflight request doesn't pass access control check: {MISSING}"
        paste = f"{told_first}\n{network}"
        (conclusion,) = told(paste, said)

        assert conclusion.verdict is not None
        assert conclusion.verdict.reason == "preflight-allow-origin-missing"
        assert conclusion.request.method == (network.partition(" ")[0] or "POST")
        assert [made_up in item for item in conclusion.trusted if made_up is not None] == [True] * bool(
            made_up
        )

    def test_a_status_tells(self) -> None:
        """One that is no redirect means no redirect."""
        (conclusion,) = told(
            f"Preflight response is not successful. Status code: 404\n"
            f"Fetch API cannot load {API} due to access control checks."
        )

        assert conclusion.verdict is not None
        assert conclusion.verdict.reason == "preflight-status-not-ok"
        assert conclusion.other_reasons == ()

    def test_a_value_tells(self) -> None:
        """A header that has one is not missing."""
        (conclusion,) = told(
            f"{BLOCKED}The value of the 'Access-Control-Allow-Credentials' header in the response is "
            "'false' which must be 'true' when the request's credentials mode is 'include'."
        )

        assert conclusion.verdict is not None
        assert conclusion.verdict.reason == "allow-credentials-not-true"
        assert conclusion.other_reasons == ()
        assert conclusion.request.credentials_mode == "include"

    def test_a_redirect(self) -> None:
        """The fetch began elsewhere."""
        (conclusion,) = told(
            f"Access to fetch at 'https://other.example.com/' (redirected from '{API}') from origin "
            f"'{PAGE}' has been blocked by CORS policy: {MISSING}"
        )

        assert conclusion.request.url.href == API
        assert conclusion.outcome is not None
        assert [exchange.response.status for exchange in conclusion.outcome.exchanges] == [302, 200]

    def test_words_that_mean_anything(self) -> None:
        """Nothing is concluded, and the commands that tell are there."""
        (conclusion,) = told(
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
            f"{API}. (Reason: CORS request did not succeed). Status code: (null).",
            Said(method="PUT"),
        )

        assert conclusion.verdict is None
        assert [missing.is_preflight for missing in conclusion.missing] == [True, False]

    def test_no_address(self) -> None:
        """Safari's first line names none, and somebody has to."""
        line = (
            "Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200"
        )

        with pytest.raises(InvalidInput, match="url must be given"):
            told(line)
        (conclusion,) = told(line, Said(url=API))
        assert conclusion.verdict is not None
        assert conclusion.verdict.reason == "allow-origin-missing"

    def test_opaque_origin_and_credentials(self) -> None:
        """From origin 'null', and with what somebody says."""
        (conclusion,) = told(
            f"Access to fetch at '{API}' from origin 'null' has been blocked by CORS policy: "
            "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            Said(credentials_mode="include", headers=HeaderList({"Accept": "a"})),
        )

        assert conclusion.request.origin.serialized == "null"
        assert conclusion.request.credentials_mode == "include"
        assert conclusion.request.headers.get("accept") == "a"

    def test_names_that_are_not_said(self) -> None:
        """A header or method that was refused and is not named has a stand-in."""
        for reason, name in ((Reason.HEADER_NOT_ALLOWED, "X-Header"), (Reason.METHOD_NOT_ALLOWED, "PUT")):
            made = reconstruct(reason, FACTS, Said(), CHROMIUM)
            assert made is not None
            assert f"{name} stands for it" in made.made_up[0]

    def test_names_that_are_said(self) -> None:
        """Then they are these."""
        facts = Facts(
            url=API, origin=PAGE, header_name="x-trace", method="PATCH", status=500, next_url="/b"
        )
        header = reconstruct(Reason.HEADER_NOT_ALLOWED, facts, Said(), CHROMIUM)
        status = reconstruct(Reason.PREFLIGHT_STATUS_NOT_OK, facts, Said(), CHROMIUM)
        moved = reconstruct(Reason.REDIRECT_MODE_ERROR, facts, Said(), CHROMIUM)
        page = reconstruct(Reason.MIXED_CONTENT, Facts(url="ftp://a.test/"), Said(), CHROMIUM)

        assert header is not None
        assert header.outcome.request.headers.names() == ["x-trace"]
        assert status is not None
        assert status.outcome.exchanges[0].response.status == 500
        assert moved is not None
        assert moved.made_up == ()
        assert page is not None


class TestJoined:
    """A console and a capture of the same fetch."""

    PASTE = (
        f"{BLOCKED}Request header field "
        "x-trace is not allowed by Access-Control-Allow-Headers in preflight response.\n"
        "Access to fetch at 'https://b.test/' from origin 'null' has been blocked by CORS policy: "
        "No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
    )

    def test_by_address(self) -> None:
        """Which incident is whose."""
        first, second = incidents_of(read_console(self.PASTE))

        assert incident_for(parse_url(f"{API}#x"), [first, second]) is first
        assert incident_for(parse_url("https://b.test/"), [first, second]) is second
        assert incident_for(parse_url("https://c.test/"), [first, second]) is None
        assert incident_for(None, [first, second]) is first

    def test_each_says_what_the_other_does_not(self) -> None:
        """The console names page and header, unless the capture shows more of the request."""
        first, second = incidents_of(read_console(self.PASTE))
        known = said_with(Said(), first, request_is_shown=False)
        less = said_with(Said(method="PUT"), first, request_is_shown=True)
        opaque = said_with(Said(headers=HeaderList()), second, request_is_shown=False)

        assert (known.url, known.origin) == (API, PAGE)
        assert known.headers is not None
        assert known.headers.names() == ["x-trace"]
        assert (less.url, less.origin, less.method, less.headers) == (API, PAGE, "PUT", None)
        assert opaque.origin is not None
        assert str(opaque.origin) != PAGE
        assert opaque.headers == HeaderList()

    def test_agreement(self) -> None:
        """Where they say different things, that is told."""
        first, second = incidents_of(read_console(self.PASTE))
        request = Request(API, origin=PAGE)
        bare = conclude(request, Transcript((CapturedExchange(Response(200)),), None, 1))
        unknown = conclude(
            Request(API, origin=PAGE, method="PUT"),
            Transcript((CapturedExchange(Response(200, {"Access-Control-Allow-Origin": "*"})),), None, 1),
        )

        assert isinstance(bare.verdict, Blocked)
        assert compared(bare, second) == bare
        assert "console says otherwise" in compared(bare, first).trusted[-1]
        assert compared(unknown, first) == unknown
