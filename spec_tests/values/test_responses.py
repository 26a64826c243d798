"""
Responses: what a server answered.

Spec: https://fetch.spec.whatwg.org/#responses
"""

# ruff: noqa: SIM300 - expected == actual

from typing import Any

import attrs
import pytest
from hypothesis import given

from cors_sim import HeaderList, InvalidInput, Response, parse_url
from cors_sim.enums import ResponseType
from spec_tests.strategies import responses
from spec_tests.values import evaluated, pickled

EVERY_FIELD: dict[str, Any] = {
    "status": 404,
    "headers": HeaderList({"A": "1"}),
    "body": b"",
    "status_message": "Not Found",
    "type": "cors",
    "url_list": (parse_url("https://a.test"),),
    "timing_allow_passed": True,
}


class TestDefaults:
    """What the standard says "unless stated otherwise"."""

    def test_each_field(self) -> None:
        """A response of type default and status 200, with nothing in it."""
        response = Response()

        assert 200 == response.status
        assert HeaderList() == response.headers
        assert response.body is None
        assert "" == response.status_message
        assert ResponseType.DEFAULT is response.type
        assert () == response.url_list
        assert response.url is None
        assert not response.timing_allow_passed


class TestConstruction:
    """What each argument takes."""

    def test_every_field_is_kept(self) -> None:
        """As it was given, words as members."""
        response = Response(**EVERY_FIELD)

        assert {name: getattr(response, name) for name in EVERY_FIELD} == EVERY_FIELD
        assert ResponseType.CORS is response.type

    def test_status_and_headers_need_no_name(self) -> None:
        """The two that everybody gives, headers in any form."""
        assert Response(status=404, headers=HeaderList([("A", "1")])) == Response(404, {"A": b"1"})

    @pytest.mark.parametrize("status", [0, 1, 99, 100, 600, 999])
    def test_any_status(self, status: int) -> None:
        """Spec: https://fetch.spec.whatwg.org/#concept-status"""
        assert status == Response(status).status

    def test_a_status_message_is_isomorphic_text(self) -> None:
        """Bytes are one character each."""
        assert "caf\xe9" == Response(status_message=b"caf\xe9").status_message

    def test_its_url_is_the_last_of_its_list(self) -> None:
        """Spec: https://fetch.spec.whatwg.org/#concept-response-url"""
        urls = [parse_url("https://a.test"), parse_url("https://b.test")]

        assert urls[1] == Response(url_list=urls).url
        assert tuple(urls) == Response(url_list=urls).url_list


class TestInvalidInput:
    """Each impossible argument is named, with its value and the rule that it breaks."""

    @pytest.mark.parametrize(
        ("argument", "value", "rule"),
        [
            ("status", -1, "must be a whole number from 0 to 999"),
            ("status", 1000, "must be a whole number from 0 to 999"),
            ("status", True, "must be a whole number from 0 to 999"),
            ("status", "200", "must be a whole number from 0 to 999"),
            ("status", 200.0, "must be a whole number from 0 to 999"),
            ("status", None, "must be a whole number from 0 to 999"),
            ("body", "text", "must be bytes or None"),
            ("body", 5, "must be bytes or None"),
            ("status_message", None, "must be str or bytes"),
            ("status_message", "\u2713", "must have no code point above U+00FF"),
            (
                "type",
                "Basic",
                "must be one of 'basic', 'cors', 'default', 'error', 'opaque', 'opaqueredirect'",
            ),
        ],
    )
    def test_a_value(self, argument: str, value: object, rule: str) -> None:
        """Numbers, bytes, text and words."""
        arguments: dict[str, Any] = {argument: value}
        with pytest.raises(InvalidInput) as raised:
            Response(**arguments)

        assert (argument, value, rule) == raised.value.args

    @pytest.mark.parametrize(
        ("headers", "argument"), [({"a b": "1"}, "header name"), ([("a", "1\n2")], "header value")]
    )
    def test_headers(self, headers: Any, argument: str) -> None:  # noqa: ANN401 - of several types
        """By the rules of header lists."""
        with pytest.raises(InvalidInput) as raised:
            Response(200, headers)

        assert argument == raised.value.argument

    @pytest.mark.parametrize("urls", [None, 5, "https://a.test", ["https://a.test"]])
    def test_a_list_of_urls_that_is_none(self, urls: Any) -> None:  # noqa: ANN401 - of any wrong type
        """Text is not parsed here."""
        with pytest.raises(InvalidInput) as raised:
            Response(url_list=urls)

        assert ("url_list", urls) == (raised.value.argument, raised.value.value)


class TestNetworkError:
    """Spec: https://fetch.spec.whatwg.org/#concept-network-error"""

    def test_what_it_is(self) -> None:
        """Type error, status 0, and nothing else."""
        assert Response(0, type=ResponseType.ERROR) == Response.network_error()
        assert Response.network_error().is_network_error
        assert not Response.network_error().has_ok_status

    def test_there_is_one(self) -> None:
        """And others that are equal to it."""
        assert Response.network_error() is Response.network_error()
        assert pickled(Response.network_error()).is_network_error

    def test_a_status_of_0_makes_none(self) -> None:
        """The type decides."""
        assert not Response(0).is_network_error


class TestOkStatus:
    """Spec: https://fetch.spec.whatwg.org/#ok-status"""

    def test_200_to_299(self) -> None:
        """Inclusive."""
        ok = [status for status in range(1000) if Response(status).has_ok_status]

        assert list(range(200, 300)) == ok


class TestWithFields:
    """Changing a response as the algorithms do."""

    @given(responses(), responses())
    def test_any_fields(self, response: Response, other: Response) -> None:
        """All fields of another response make that response."""
        fields = {field.name: getattr(other, field.name) for field in attrs.fields(Response)}
        before = pickled(response)

        assert other == response.with_fields(**fields)
        assert before == response

    def test_the_rest_stays(self) -> None:
        """What is not named is as it was."""
        assert Response(404, body=b"a") == Response(500, body=b"a").with_fields(status=404)


class TestValue:
    """A response is a value."""

    @given(responses())
    def test_it_can_be_pickled(self, response: Response) -> None:
        """All fields, and it is hashed by them."""
        assert response == pickled(response)
        assert hash(response) == hash(pickled(response))

    @pytest.mark.parametrize("name", sorted(EVERY_FIELD))
    def test_it_differs_by_each_field(self, name: str) -> None:
        """No field is left out of equality."""
        fields = {name: EVERY_FIELD[name]}

        assert Response() != Response(**fields)

    @given(responses())
    def test_it_reads_as_the_call_that_makes_it(self, response: Response) -> None:
        """What a server answered, network errors too."""
        assert response == evaluated(response)

    @pytest.mark.parametrize(
        ("response", "expected"),
        [
            (Response(), "Response()"),
            (Response(404, {"A": "1"}), "Response(status=404, headers=HeaderList([('A', '1')]))"),
            (Response.network_error(), "Response(status=0, type='error')"),
        ],
    )
    def test_its_repr(self, response: Response, expected: str) -> None:
        """What differs from the defaults."""
        assert expected == repr(response)

    @pytest.mark.parametrize("name", ["status", "anything"])
    def test_it_is_frozen(self, name: str) -> None:
        """No attribute can be set."""
        response = Response()
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(response, name, 404)

    def test_it_has_no_subclasses(self) -> None:
        """Compose values instead."""
        with pytest.raises(TypeError, match="Response is a value of cors_sim and cannot be subclassed"):
            type("Special", (Response,), {})
