"""No secret is shown, wherever it is and in whatever form the report is."""

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from cors_sim import HeaderList, Request
from cors_sim.exchanges import Exchange, HTTPRequest
from cors_sim.responses import Response
from cors_sim.show.html import fragment, page
from cors_sim.show.markdown import markdown
from cors_sim.show.mermaid import mermaid
from cors_sim.show.report import Report
from cors_sim.show.secrets import MASK, is_secret_name, masked
from cors_sim.show.terminal import print_report
from cors_sim.urls import parse_url
from cors_sim.verdicts import Evidence
from spec_tests.show import samples
from spec_tests.show.samples import SECRET


def printed(report: Report, width: int = 100) -> str:
    """*report* on a terminal."""
    console = Console(width=width, file=io.StringIO(), highlight=False)
    print_report(console, report)
    text = console.file.getvalue()  # type: ignore[attr-defined]  # a StringIO
    assert isinstance(text, str)
    return text


FORMS: dict[str, Callable[[Report], str]] = {
    "text": printed,
    "html": lambda report: page([report]),
    "fragment": fragment,
    "markdown": lambda report: markdown([report]),
    "mermaid": mermaid,
    "repr": repr,
}


class TestForms:
    """Each way of showing."""

    @pytest.mark.parametrize("form", FORMS)
    def test_none_is_shown(self, form: str) -> None:
        """Neither of headers nor of a URL, in diagrams, sentences, diffs and consoles."""
        show, report = FORMS[form], samples.blocked()

        assert SECRET in show(report)
        assert SECRET not in show(masked(report))
        assert MASK in show(masked(report))


class TestText:
    """What is masked in text."""

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("https://user:pass@a.test/", "https://***@a.test/"),
            (
                "https://a.test/?access_token=abc&x=1#id_token=d",
                "https://a.test/?access_token=***&x=1#id_token=***",
            ),
            ("GET /cb?code=1&state=2 HTTP/1.1", "GET /cb?code=***&state=*** HTTP/1.1"),
            ("see https://a.test/?sig=1.", "see https://a.test/?sig=***."),
            (
                "?to=https%3A%2F%2Fb%2F%3Fkey%3D1%26x%3D2&y=3",
                "?to=https%3A%2F%2Fb%2F%3Fkey%3D***%26x%3D2&y=3",
            ),
            ("?%74oken=1", "?%74oken=***"),
            (
                "-H 'Authorization: Basic YTpi' -H 'X-Api-Key: 1'",
                "-H 'Authorization: ***' -H 'X-Api-Key: ***'",
            ),
            ("Cookie: a=b; c=d", "Cookie: ***"),
            ("it says Bearer abcdefgh1", "it says Bearer ***"),
            ("it is eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "it is ***"),
            ("X-Token: (not shown)", "X-Token: (not shown)"),
            ("Basic information: the key: value", "Basic information: the key: value"),
            ("https://a.test/?page=2&q=token", "https://a.test/?page=2&q=token"),
            ("Access-Control-Allow-Credentials: true", "Access-Control-Allow-Credentials: true"),
        ],
    )
    def test_masked(self, text: str, shown: str) -> None:
        """By what it is called or looks like, and nothing else."""
        assert masked(text) == shown

    @pytest.mark.parametrize(
        "name",
        [
            *("Authorization", "Cookie", "Set-Cookie", "Proxy-Authorization", "X-Api-Key", "X-CSRF-Token"),
            *("token", "accessToken", "access_token", "api_key", "APIKey", "key", "sig", "X-Amz-Signature"),
            *("code", "session", "JSESSIONID", "sid", "client_secret", "pwd"),
        ],
    )
    def test_secret_names(self, name: str) -> None:
        """Of headers and parameters."""
        assert is_secret_name(name)

    @pytest.mark.parametrize(
        "name",
        [
            *("Access-Control-Allow-Credentials", "Access-Control-Request-Headers", "Sec-WebSocket-Key"),
            *("keyboard", "monkey", "author", "status", "error_code", "q", "Origin", ""),
        ],
    )
    def test_other_names(self, name: str) -> None:
        """Names that only look similar, and those of CORS."""
        assert not is_secret_name(name)


class TestValues:
    """What is masked in values."""

    def test_what_is_secret_in_one_place_is_secret_in_all(self) -> None:
        """A server's echo, and a path."""
        request = HTTPRequest(
            method="GET",
            url=parse_url(f"https://a.test/{SECRET}"),
            headers=HeaderList({"Cookie": f"a=b; id={SECRET}"}),
            body=None,
            include_credentials=True,
            is_preflight=False,
        )
        exchange = masked(Exchange(request, Response(200, {"X-Echo": f"you said {SECRET}"})))

        assert exchange.request.url.href == "https://a.test/***"
        assert exchange.response.headers.get("x-echo") == "you said ***"

    def test_plain_words_are_not(self) -> None:
        """A cookie whose value is a word leaves that word alone."""
        request = Request("https://a.test/light", origin="https://b.test", headers={"X-Token": "light"})

        assert masked(request).url.href == "https://a.test/light"
        assert masked(request).headers.get("x-token") == MASK

    def test_evidence_of_a_secret_header(self) -> None:
        """Its values have no name of their own."""
        evidence = masked(Evidence("Authorization", "abc", "def"))

        assert evidence == Evidence("Authorization", MASK, MASK)

    def test_nothing_changes_where_there_is_none(self) -> None:
        """All is as it was."""
        report = samples.readable()

        assert masked(report) == report

    def test_urls_stay_urls(self) -> None:
        """Whatever is masked in them."""
        url = parse_url("https://[::1]:8443/")
        headers = HeaderList({"Cookie": "a=::1]:844"})

        hidden, _ = masked((url, headers))

        assert hidden.href.startswith("https://")

    def test_mappings(self) -> None:
        """Their values are looked at."""
        assert masked({"a": "?token=1"}) == {"a": "?token=***"}
