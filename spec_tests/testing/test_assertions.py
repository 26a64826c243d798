"""Assertions that explain themselves."""

import pytest

from cors_sim import CHROMIUM, HTTPRequest, Outcome, Request, Response, simulate
from cors_sim.testing import assert_not_readable, assert_readable

APP = "https://app.example.com"
PUBLIC = {"Access-Control-Allow-Origin": "*", "Vary": "Origin", "X-Total": "7"}


def outcome_of(response: Response, **fields: str) -> Outcome:
    """What comes of a request to a server that answers so."""
    request = Request("https://api.example.com/", origin=APP, **fields)  # type: ignore[arg-type]  # fields of text
    return simulate(request, lambda _: response, browser=CHROMIUM)


class TestReadable:
    """`assert_readable`."""

    def test_is(self) -> None:
        """Passes without a word."""
        assert_readable(outcome_of(Response(200, PUBLIC)))
        exposing = {**PUBLIC, "Access-Control-Expose-Headers": "X-Total"}
        assert_readable(outcome_of(Response(200, exposing)), header_names=["x-total"])

    def test_blocked(self) -> None:
        """Fails with what went over the wire, why it is blocked and what helps."""

        def server(_: HTTPRequest) -> Response:
            return Response(200, {"Access-Control-Allow-Origin": "https://other.test"})

        outcome = simulate(Request("https://api.example.com/", origin=APP), server)
        with pytest.raises(AssertionError) as caught:
            assert_readable(outcome, server=server)
        text = str(caught.value)

        assert text.startswith("script cannot read the response\n\nThe page at https://app.example.com")
        assert "\n  GET https://api.example.com/\n    Origin: https://app.example.com\n  -> 200\n" in text
        assert "\n    Access-Control-Allow-Origin: https://other.test\n" in text
        assert "\nWhy\n" in text
        assert f"+ Access-Control-Allow-Origin: {APP}" in text

    def test_opaque(self) -> None:
        """Script can read nothing of an opaque response."""
        with pytest.raises(AssertionError, match="script cannot read"):
            assert_readable(outcome_of(Response(), mode="no-cors"))

    def test_hidden_header(self) -> None:
        """Fails where script can read the response and not that header."""
        with pytest.raises(AssertionError) as caught:
            assert_readable(outcome_of(Response(200, PUBLIC)), header_names=["X-Total"])
        assert str(caught.value).startswith("script cannot see X-Total\n\n")
        assert "Access-Control-Expose-Headers" in str(caught.value)


class TestNotReadable:
    """`assert_not_readable`."""

    def test_is_not(self) -> None:
        """Passes without a word, blocked or opaque."""
        assert_not_readable(outcome_of(Response(200)))
        assert_not_readable(outcome_of(Response.network_error()))
        assert_not_readable(outcome_of(Response(), mode="no-cors"))

    def test_is(self) -> None:
        """Fails with what script read and how it came to that."""
        outcome = outcome_of(Response(200, PUBLIC, body=b"secret"), method="POST")
        with pytest.raises(AssertionError) as caught:
            assert_not_readable(outcome)
        text = str(caught.value)

        assert text.startswith("script can read the response\n\n")
        assert ", in the browser chromium:\n" in text
        assert "\n    Vary: Origin\n" in text
        assert "X-Total: 7" not in text
        assert "\nScript reads b'secret'\n" in text

    def test_no_answer(self) -> None:
        """Is said to be none."""
        with pytest.raises(AssertionError, match="-> no answer"):
            assert_readable(outcome_of(Response.network_error()))

    def test_credentials(self) -> None:
        """Are told of."""
        headers = {"Access-Control-Allow-Origin": APP, "Access-Control-Allow-Credentials": "true"}
        with pytest.raises(AssertionError, match=r"GET https://api\.example\.com/, with credentials"):
            assert_not_readable(outcome_of(Response(200, headers), credentials_mode="include"))
