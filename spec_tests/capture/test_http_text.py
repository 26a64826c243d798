"""HTTP as text, and what a transcript shows: what it is, of which request, and whether it is whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_sim import InvalidInput, OpaqueOrigin
from cors_sim.capture.asked import Said, request_of
from cors_sim.capture.curl import read_curl
from cors_sim.capture.detect import Kind, detect
from cors_sim.capture.evidence import Conclusion, conclude
from cors_sim.capture.heads import Transcript
from cors_sim.capture.http_text import read_http
from cors_sim.capture.missing import all_missing
from cors_sim.capture.transcripts import request_of_transcript
from spec_tests.capture.har import recordings
from spec_tests.capture.test_recorded import INDEX, RECORDED

PUT = """\
PUT /v1/items?n=1 HTTP/1.1
Host: api.example.com
Origin: https://app.example.com
Content-Type: application/json
Content-Length: 2

{}
HTTP/1.1 200 OK
Access-Control-Allow-Origin: https://app.example.com

{"a": 1}
"""
PREFLIGHT = """\
OPTIONS /v1/items?n=1 HTTP/1.1
Host: api.example.com
Origin: https://app.example.com
Access-Control-Request-Method: PUT
Access-Control-Request-Headers: content-type

HTTP/1.1 204 No Content
Access-Control-Allow-Origin: https://app.example.com
Access-Control-Allow-Methods: PUT
Access-Control-Allow-Headers: content-type

"""


def read(text: str) -> Transcript:
    """*text* as HTTP."""
    return read_http(line.encode("latin-1") for line in text.splitlines(keepends=True))


def concluded(text: str, **said: str) -> Conclusion:
    """What follows from *text*."""
    transcript = read(text)
    request, _ = request_of_transcript(transcript, Said(**said))  # type: ignore[arg-type]  # words
    return conclude(request, transcript)


class TestReading:
    """Requests and responses, in order."""

    def test_both(self) -> None:
        """A request, its body, its response and that one's body."""
        (exchange,) = read(PUT).exchanges

        assert (exchange.method, exchange.target) == ("PUT", "/v1/items?n=1")
        assert exchange.response is not None
        assert exchange.response.status == 200

    def test_line_ends(self) -> None:
        """Either end of a line will do, and a terminal's colours are none of the text."""
        crlf = PUT.replace("\n", "\r\n").replace("200 OK", "\x1b[32m200\x1b[0m OK")

        assert read(crlf) == read(PUT)

    def test_a_response_without_a_request(self) -> None:
        """Of the request nothing shows."""
        (exchange,) = read(PUT.partition("{}\n")[2]).exchanges

        assert exchange.method is None
        assert exchange.response is not None

    def test_interim_responses(self) -> None:
        """They are no answers; where no other follows, there is none."""
        interim = "HTTP/1.1 103 Early Hints\nLink: </a>\n\n"
        head, body, answer = PUT.partition("{}\n")
        (whole,) = read(f"{head}{body}{interim}{answer}").exchanges
        (unanswered,) = read(f"{head}{body}{interim}").exchanges

        assert whole.response is not None
        assert whole.response.status == 200
        assert unanswered.response is None

    def test_lines_that_are_no_headers(self) -> None:
        """They are kept apart."""
        (exchange,) = read("HTTP/1.1 200 OK\nno header\n\n").exchanges

        assert exchange.ignored_lines == ("no header",)

    @pytest.mark.parametrize(("length", "is_cut"), [(len(PUT), False), (170, True), (60, True)])
    def test_cut(self, length: int, is_cut: bool) -> None:
        """Cut is what ends within a head; a body may end anywhere."""
        assert read(PUT[:length]).is_cut is is_cut

    @pytest.mark.parametrize(
        ("name", "length", "is_cut"),
        [
            ("star", None, False),
            ("star", 60, True),
            ("star-verbose", None, False),
            ("star-verbose", 330, True),
        ],
    )
    def test_cut_curl(self, name: str, length: int | None, is_cut: bool) -> None:
        """The same of what curl printed; before the answer, there is none."""
        data = (RECORDED / f"{name}.txt").read_bytes()[:length]

        assert read_curl(data.splitlines(keepends=True)).is_cut is is_cut

    def test_giving_up_is_no_cut(self) -> None:
        """Where curl says why there is no more, that is why."""
        for name in INDEX:
            transcript = read_curl((RECORDED / f"{name}.txt").read_bytes().splitlines(keepends=True))
            assert not transcript.is_cut

    @given(
        st.lists(
            st.sampled_from([*PUT.encode().splitlines(keepends=True), b"HTTP/1.1 100 Continue\n"])
            | st.binary(max_size=30),
            max_size=25,
        )
    )
    def test_nothing_is_an_error(self, lines: list[bytes]) -> None:
        """Any lines are read, and concluded from where they show a request."""
        transcript = read_http(lines)
        said = Said(origin="https://app.example.com", url="https://api.example.com/")
        request, _ = request_of_transcript(transcript, said)
        if transcript.exchanges:
            conclude(request, transcript)


class TestConclusions:
    """What follows."""

    def test_readable(self) -> None:
        """All that was asked and answered is there, in one text."""
        conclusion = concluded(PREFLIGHT + PUT)

        assert conclusion.verdict is not None
        assert conclusion.verdict.allowed
        assert conclusion.request.headers.get("content-type") == "application/json"

    def test_a_preflight_alone(self) -> None:
        """Enough where it refuses, and else the rest is missing."""
        refused = concluded(PREFLIGHT.replace("-Methods: PUT", "-Methods: GET"))
        passed = concluded(PREFLIGHT)

        assert refused.verdict is not None
        assert refused.verdict.reason == "method-not-allowed"
        assert passed.verdict is None
        assert "-X PUT" in passed.missing[0].command

    def test_a_request_alone(self) -> None:
        """Nothing follows from what was asked."""
        conclusion = concluded(PUT.partition("HTTP/1.1 200")[0])

        assert conclusion.verdict is None
        assert len(conclusion.missing) == 2

    def test_cut(self) -> None:
        """That nothing is missing is taken on trust."""
        conclusion = concluded(
            "GET / HTTP/1.1\nHost: a.test\nOrigin: https://b.test\n\nHTTP/1.1 200 OK\nA: b"
        )

        assert conclusion.verdict is not None
        assert "within which the capture ends" in conclusion.trusted[-1]


class TestRequest:
    """What script would ask, by what was sent."""

    @pytest.mark.parametrize(
        ("lines", "url", "is_guessed"),
        [
            ("GET /a HTTP/1.1\nHost: api.example.com", "https://api.example.com/a", True),
            ("GET /a HTTP/1.1\nHost: localhost:8000", "http://localhost:8000/a", True),
            ("GET http://api.example.com/a HTTP/1.1\nHost: x", "http://api.example.com/a", False),
        ],
    )
    def test_url(self, lines: str, url: str, is_guessed: bool) -> None:
        """By target and Host; a scheme that does not show is a guess, which is told."""
        transcript = read(f"{lines}\nOrigin: https://app.example.com\n\n")
        request, trusted = request_of_transcript(transcript, Said())

        assert str(request.url) == url
        assert bool(trusted) is is_guessed

    def test_scheme_of_curl(self) -> None:
        """With -v curl tells of TLS."""
        for name in ("star-verbose", "tls-http1-verbose"):
            data = (RECORDED / f"{name}.txt").read_bytes()
            said = Said(origin="http://localhost:8960")
            request, trusted = request_of_transcript(read_curl(data.splitlines(keepends=True)), said)

            assert request.url.href == INDEX[name]["url"]
            assert trusted == ()

    def test_no_host(self) -> None:
        """Then where it went does not show, and has to be said."""
        transcript = read("GET /a HTTP/1.1\nOrigin: https://app.example.com\n\n")

        with pytest.raises(InvalidInput, match="url must be given"):
            request_of_transcript(transcript, Said())

    def test_nothing_shown(self) -> None:
        """Then all has to be said."""
        with pytest.raises(InvalidInput, match="url must be given"):
            request_of(None)
        with pytest.raises(InvalidInput, match="origin must be given"):
            request_of(None, None, Said(url="https://a.test/"))

    def test_cookies(self) -> None:
        """Sent to another origin they tell that credentials are included."""
        conclusion = concluded(PUT.replace("Origin:", "Cookie: a=b\nOrigin:"))

        assert conclusion.request.credentials_mode == "include"

    def test_an_opaque_origin(self) -> None:
        """Origin: null is one."""
        request, _ = request_of_transcript(read(PUT.replace("https://app.example.com", "null")), Said())

        assert isinstance(request.origin, OpaqueOrigin)

    def test_a_preflight_that_nothing_needs(self) -> None:
        """Something else asked for it: an upload listener, or a stream."""
        text = PREFLIGHT.replace("-Method: PUT", "-Method: POST").replace(
            "-Headers: content-type", "-Headers: ,"
        )
        request, _ = request_of_transcript(read(text), Said())

        assert request.use_cors_preflight
        assert request.headers.names() == []

    def test_a_preflight_that_asks_for_nothing(self) -> None:
        """A method that is none is GET."""
        text = PREFLIGHT.replace("-Method: PUT", "-Method: a b")
        request, _ = request_of_transcript(read(text), Said())

        assert request.method == "GET"

    def test_authorization_is_of_the_browser_unless_asked_for(self) -> None:
        """Of a login, it goes along with credentials; of script, the preflight asks for it."""
        of_browser, _ = request_of_transcript(
            read(PREFLIGHT + PUT.replace("Origin:", "Authorization: Basic YTpi\nOrigin:")), Said()
        )
        of_script, _ = request_of_transcript(
            read(PUT.replace("Origin:", "Authorization: Basic YTpi\nOrigin:")), Said()
        )

        assert "authorization" not in of_browser.headers
        assert "authorization" in of_script.headers


class TestDetecting:
    """What a piece of evidence is."""

    @pytest.mark.parametrize("name", sorted(INDEX))
    def test_curl(self, name: str) -> None:
        """Every recorded capture is one of curl's, but for what was written in another encoding."""
        data = (RECORDED / f"{name}.txt").read_bytes()
        text = data.decode("utf-16" if name.endswith("utf16") else "utf-8", "replace")

        assert detect(text[: 1 << 16]) is Kind.CURL

    @pytest.mark.parametrize("name", recordings.NAMES)
    def test_har(self, name: str) -> None:
        """Every recorded HAR is one."""
        assert detect(recordings.har(name)[:1000].decode()) is Kind.HAR

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            (PUT, Kind.HTTP),
            ("\ufeff \n{", Kind.HAR),
            ("[1]", Kind.HAR),
            ("curl: (7) Failed to connect", Kind.CURL),
            ("* using HTTP/2\n> GET / HTTP/2\n", Kind.CURL),
            ("> fetch('https://a.test/')\nUncaught (in promise) TypeError: Failed to fetch", Kind.CONSOLE),
            ("Quellübergreifende (Cross-Origin) Anfrage blockiert", Kind.CONSOLE),
            ("hello", None),
            ("", None),
        ],
    )
    def test_others(self, text: str, kind: Kind | None) -> None:
        """By how it begins."""
        assert detect(text) is kind


class TestCommands:
    """The commands that show what is missing."""

    def test_all_that_a_browser_asks(self) -> None:
        """The preflight and the request, each with what a browser sends."""
        request = request_of(None, None, Said(url="https://a.test/", origin="https://b.test", method="PUT"))
        preflight, put = all_missing(request, "Nothing was recorded.")

        assert "-X OPTIONS" in preflight.command
        assert "-X PUT" in put.command

    def test_no_terminal_obeys_a_command(self) -> None:
        """Control characters in a header are written as the shell reads them, quotes too."""
        said = Said(
            url="https://a.test/?[a]'$(x)",
            origin="https://b.test",
            headers=request_of(
                None, None, Said(url="https://a.test/", origin="https://b.test")
            ).headers.append("X-A", "it's \x1b[31m \\ red"),
        )
        (missing,) = [
            item for item in all_missing(request_of(None, None, said), "") if not item.is_preflight
        ]

        assert "\x1b" not in missing.command
        assert r"$'X-A: it\'s \x1b[31m \\ red'" in missing.command
        assert "--globoff" in missing.command
