"""
What blocks a fetch that is not CORS: bad ports, mixed content, MIME types and nosniff.

Spec: https://fetch.spec.whatwg.org/#port-blocking
"""

from typing import Any

import pytest

from cors_sim import Blocked, Evidence, HeaderList, OpaqueOrigin, Reason, Request, Response, Step, parse_url
from cors_sim.enums import DESTINATIONS
from cors_sim.origins import Origin
from cors_sim.standard.blocking import (
    blocked_as_mixed_content,
    blocked_due_to_a_bad_port,
    is_potentially_trustworthy,
    with_mixed_content_upgraded,
)
from cors_sim.standard.type_checks import (
    blocked_due_to_its_mime_type,
    blocked_due_to_nosniff,
    determine_nosniff,
)

APP = "https://app.example.com"
SCRIPT_LIKE = ["audioworklet", "paintworklet", "script", "serviceworker", "sharedworker", "worker"]
MIME_TYPE_STEP = Step(
    "should response to request be blocked due to its MIME type",
    "4",
    "https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?",
)
NOSNIFF_URL = "https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?"


def request_for(url: str = "https://api.example.com", origin: str | Origin = APP, **fields: Any) -> Request:  # noqa: ANN401 - fields of many types
    """A request of the page."""
    return Request(url, origin=origin, **fields)


def response_of(content_type: str | None, options: str | None = None) -> Response:
    """A response with a content type."""
    headers = {"Content-Type": content_type, "X-Content-Type-Options": options}
    return Response(200, {name: value for name, value in headers.items() if value is not None})


class TestBadPort:
    """
    An HTTP(S) scheme and a port that another service is known by.

    Spec: https://fetch.spec.whatwg.org/#block-bad-port
    """

    @pytest.mark.parametrize("scheme", ["http", "https"])
    def test_step_2(self, scheme: str) -> None:
        """Blocked. All ports are in `test_tables`."""
        step = Step(
            "should request be blocked due to a bad port",
            "2",
            "https://fetch.spec.whatwg.org/#block-bad-port",
        )
        evidence = Evidence(None, "port 25", "a port that no other service is known by")

        expected = Blocked(Reason.BAD_PORT, step, evidence)
        assert expected == blocked_due_to_a_bad_port(request_for(f"{scheme}://api.example.com:25/"))

    @pytest.mark.parametrize(
        "url", ["ftp://a.test:25/", "ws://a.test:25/", "foo://a.test:25/", "ftp://a.test"]
    )
    def test_step_2_other_schemes(self, url: str) -> None:
        """Are not looked at here."""
        assert blocked_due_to_a_bad_port(request_for(url)) is None

    @pytest.mark.parametrize(
        "url", ["https://a.test", "http://a.test", "https://a.test:8443", "http://a.test:443"]
    )
    def test_step_3(self, url: str) -> None:
        """Allowed: null is no bad port."""
        assert blocked_due_to_a_bad_port(request_for(url)) is None

    def test_the_current_url_counts(self) -> None:
        """Not the one that was asked for first."""
        urls = [parse_url("https://a.test:25"), parse_url("https://a.test")]

        assert blocked_due_to_a_bad_port(Request(urls, origin=APP)) is None
        assert blocked_due_to_a_bad_port(Request(urls[::-1], origin=APP)) is not None


class TestPotentiallyTrustworthy:
    """
    What nobody can have changed on the way.

    Spec: https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy
    """

    @pytest.mark.parametrize(
        "url",
        [
            "https://a.test",
            "wss://a.test",
            "data:,x",
            "about:blank",
            "file:///etc/hosts",
            "http://localhost",
            "http://localhost.:8080",
            "http://a.localhost",
            "http://127.0.0.1",
            "http://127.1.2.3",
            "http://[::1]",
            "ws://localhost",
        ],
    )
    def test_trustworthy(self, url: str) -> None:
        """Encrypted, local, or this very machine."""
        assert is_potentially_trustworthy(parse_url(url))

    @pytest.mark.parametrize(
        "url",
        [
            "http://a.test",
            "ws://a.test",
            "http://localhost.test",
            "http://128.0.0.1",
            "http://[::2]",
            "foo:bar",
        ],
    )
    def test_not_trustworthy(self, url: str) -> None:
        """All else."""
        assert not is_potentially_trustworthy(parse_url(url))


class TestUpgrade:
    """
    Pictures, sounds and films are asked of https where the page is secure.

    Spec: https://w3c.github.io/webappsec-mixed-content/#upgrade-algorithm
    """

    @pytest.mark.parametrize("destination", ["image", "audio", "video"])
    @pytest.mark.parametrize(
        ("url", "upgraded"),
        [
            ("http://a.test/b?c#d", "https://a.test/b?c#d"),
            ("http://u:p@a.test:8080/", "https://u:p@a.test:8080/"),
        ],
    )
    def test_step_2(self, destination: str, url: str, upgraded: str) -> None:
        """The scheme is set to https, and nothing else."""
        request = request_for(url, destination=destination)

        assert parse_url(upgraded) == with_mixed_content_upgraded(request).current_url

    @pytest.mark.parametrize(
        ("url", "origin", "fields"),
        [
            # 1.1: potentially trustworthy.
            ("http://localhost/", APP, {}),
            ("https://a.test/", APP, {}),
            # 1.2: an IP address.
            ("http://192.0.2.1/", APP, {}),
            ("http://[2001:db8::1]/", APP, {}),
            # 1.3: the page does not restrict mixed content.
            ("http://a.test/", "http://app.example.com", {}),
            ("http://a.test/", APP, {"secure_context": False}),
            ("http://a.test/", OpaqueOrigin(), {}),
            # 1.4: another destination.
            ("http://a.test/", APP, {"destination": ""}),
            ("http://a.test/", APP, {"destination": "script"}),
            ("http://a.test/", APP, {"destination": "track"}),
            # 2: another scheme.
            ("ftp://a.test/", APP, {}),
            ("ws://a.test/", APP, {}),
        ],
    )
    def test_step_1(self, url: str, origin: str | Origin, fields: dict[str, Any]) -> None:
        """Or the URL stays."""
        request = request_for(url, origin, **{"destination": "image", **fields})

        assert request is with_mixed_content_upgraded(request)


class TestMixedContent:
    """
    A secure page does not load plain http.

    Spec: https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
    """

    @pytest.mark.parametrize(
        ("url", "origin", "secure_context"),
        [
            ("http://a.test/", APP, None),
            ("ftp://a.test/", APP, None),
            ("http://a.test/", "http://app.example.com", True),
            ("http://a.test/", OpaqueOrigin(), True),
        ],
    )
    def test_step_2(self, url: str, origin: str | Origin, secure_context: bool | None) -> None:
        """Blocked."""
        step = Step(
            "should fetching request be blocked as mixed content",
            "2",
            "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch",
        )
        evidence = Evidence(None, url, "an https URL, because the page is secure")

        expected = Blocked(Reason.MIXED_CONTENT, step, evidence)
        assert expected == blocked_as_mixed_content(request_for(url, origin, secure_context=secure_context))

    @pytest.mark.parametrize(
        ("url", "origin", "secure_context"),
        [
            # 1.1: the page does not restrict mixed content.
            ("http://a.test/", "http://app.example.com", None),
            ("http://a.test/", APP, False),
            ("http://a.test/", OpaqueOrigin(), None),
            # 1.2: potentially trustworthy.
            ("https://a.test/", APP, None),
            ("http://localhost/", APP, None),
            ("http://127.0.0.1:8080/", APP, None),
            ("data:,x", APP, None),
        ],
    )
    def test_step_1(self, url: str, origin: str | Origin, secure_context: bool | None) -> None:
        """Allowed."""
        assert blocked_as_mixed_content(request_for(url, origin, secure_context=secure_context)) is None


class TestMIMEType:
    """
    A picture, a sound, a film and a table are no scripts.

    Spec: https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?
    """

    @pytest.mark.parametrize("destination", SCRIPT_LIKE)
    @pytest.mark.parametrize(
        "content_type",
        ["audio/x", "image/png", "VIDEO/mp4;a=b", "text/csv", "text/html, image/png", "text/csv;a"],
    )
    def test_step_4(self, destination: str, content_type: str) -> None:
        """Blocked for a script-like destination, by the essence of the MIME type extracted."""
        request = request_for(destination=destination)
        evidence = Evidence("Content-Type", content_type, "a script's type")

        expected = Blocked(Reason.MIME_TYPE, MIME_TYPE_STEP, evidence)
        assert expected == blocked_due_to_its_mime_type(request, response_of(content_type))

    @pytest.mark.parametrize(
        "content_type",
        [
            None,
            "",
            "image",
            "text/plain",
            "text/csvs",
            "imagex/png",
            "application/image",
            "image/png, text/html",
        ],
    )
    def test_steps_2_and_5(self, content_type: str | None) -> None:
        """Allowed: failure, and any other essence."""
        request = request_for(destination="script")

        assert blocked_due_to_its_mime_type(request, response_of(content_type)) is None

    @pytest.mark.parametrize("destination", sorted(DESTINATIONS - set(SCRIPT_LIKE)))
    def test_step_5_other_destinations(self, destination: str) -> None:
        """Allowed, for what is not script-like."""
        request = request_for(destination=destination)

        assert blocked_due_to_its_mime_type(request, response_of("image/png")) is None


class TestDetermineNosniff:
    """
    Spec: https://fetch.spec.whatwg.org/#determine-nosniff
    """

    @pytest.mark.parametrize(
        "values", [["nosniff"], ["NoSniff"], ["nosniff, x"], ["nosniff,"], ["nosniff", "x"]]
    )
    def test_step_3(self, values: list[str]) -> None:
        """The first value is an ASCII case-insensitive match."""
        assert determine_nosniff(HeaderList([("X-Content-Type-Options", value) for value in values]))

    @pytest.mark.parametrize(
        "values",
        [
            [],
            [""],
            ["x"],
            ["x, nosniff"],
            [",nosniff"],
            ["no-sniff"],
            ['"nosniff"'],
            ["nosniff;"],
            ["", "nosniff"],
        ],
    )
    def test_steps_2_and_4(self, values: list[str]) -> None:
        """False: no header, or another first value."""
        assert not determine_nosniff(HeaderList([("X-Content-Type-Options", value) for value in values]))

    def test_only_ascii(self) -> None:
        """U+017F, the long s, cannot even be written."""
        assert not determine_nosniff(HeaderList({"X-Content-Type-Options": "no\xdfniff"}))


class TestNosniff:
    """
    A response that is taken at the word of its content type.

    Spec: https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?
    """

    @pytest.mark.parametrize("destination", SCRIPT_LIKE)
    @pytest.mark.parametrize(
        "content_type", [None, "", "text/plain", "text/css", "text/javascript, text/html"]
    )
    def test_step_4(self, destination: str, content_type: str | None) -> None:
        """A script-like destination, and failure or no JavaScript MIME type: blocked."""
        step = Step("should response to request be blocked due to nosniff", "4", NOSNIFF_URL)
        evidence = Evidence("Content-Type", content_type, "text/javascript")

        expected = Blocked(Reason.NOSNIFF, step, evidence)
        response = response_of(content_type, "nosniff")
        assert expected == blocked_due_to_nosniff(request_for(destination=destination), response)

    @pytest.mark.parametrize(
        "content_type", ["text/javascript", "APPLICATION/JavaScript;charset=utf-8", "text/jscript"]
    )
    def test_step_4_javascript(self, content_type: str) -> None:
        """Allowed. All of them are in `test_tables`."""
        response = response_of(content_type, "nosniff")

        assert blocked_due_to_nosniff(request_for(destination="script"), response) is None

    @pytest.mark.parametrize("content_type", [None, "", "text/plain", "text/javascript", "text/css, x/y"])
    def test_step_5(self, content_type: str | None) -> None:
        """Destination "style", and failure or no `text/css`: blocked."""
        step = Step("should response to request be blocked due to nosniff", "5", NOSNIFF_URL)
        evidence = Evidence("Content-Type", content_type, "text/css")

        expected = Blocked(Reason.NOSNIFF, step, evidence)
        response = response_of(content_type, "nosniff")
        assert expected == blocked_due_to_nosniff(request_for(destination="style"), response)

    def test_step_5_css(self) -> None:
        """Allowed."""
        response = response_of("TEXT/CSS ; charset=utf-8", "nosniff")

        assert blocked_due_to_nosniff(request_for(destination="style"), response) is None

    @pytest.mark.parametrize("destination", sorted(DESTINATIONS - {*SCRIPT_LIKE, "style"}))
    def test_step_6(self, destination: str) -> None:
        """Allowed: considering "image" was not compatible with deployed content."""
        response = response_of("text/html", "nosniff")

        assert blocked_due_to_nosniff(request_for(destination=destination), response) is None

    @pytest.mark.parametrize("destination", ["script", "style"])
    def test_step_1(self, destination: str) -> None:
        """Allowed, where nobody asked."""
        assert (
            blocked_due_to_nosniff(request_for(destination=destination), response_of("text/html")) is None
        )
