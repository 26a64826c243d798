"""
Filtered responses.

Spec: https://fetch.spec.whatwg.org/#concept-filtered-response
"""

import pytest
from hypothesis import given

from cors_sim import HeaderList, Request, Response, parse_url
from cors_sim.enums import ResponseTainting, ResponseType
from cors_sim.standard.filtering import (
    basic_filtered_response,
    cors_exposed_header_names,
    cors_filtered_response,
    filtered_response,
    opaque_filtered_response,
    opaque_redirect_filtered_response,
)
from cors_sim.standard.safelists import is_cors_safelisted_response_header_name
from spec_tests.strategies import requests, responses

APP = "https://app.example.com"
API = "https://api.example.com"
EXPOSE = "Access-Control-Expose-Headers"
SAFELISTED = HeaderList(
    [
        ("Cache-Control", "1"),
        ("content-language", "2"),
        ("Content-Length", "3"),
        ("CONTENT-TYPE", "4"),
        ("Expires", "5"),
        ("Last-Modified", "6"),
        ("Pragma", "7"),
    ]
)
COOKIES = [("Set-Cookie", "a=b"), ("set-cookie", "c=d"), ("Set-Cookie2", "e=f")]
FULL = Response(
    404,
    [*SAFELISTED, ("X-Token", "8"), *COOKIES],
    body=b"body",
    status_message="Not Found",
    url_list=[parse_url(API)],
)


def exposed(values: list[str], credentials_mode: str = "same-origin") -> frozenset[str]:
    """What a response with these headers, and one more, exposes."""
    headers = [*((EXPOSE, value) for value in values), ("X-Token", "1"), ("Set-Cookie", "a=b")]
    request = Request(API, origin=APP, credentials_mode=credentials_mode)
    return cors_exposed_header_names(request, Response(200, headers))


class TestExposedHeaderNames:
    """
    Main fetch, step 14.1: the CORS-exposed header-name list, in lower case here.

    Spec: https://fetch.spec.whatwg.org/#concept-response-cors-exposed-header-name-list
    """

    @pytest.mark.parametrize(
        ("values", "names"),
        [
            ([], set()),
            ([""], set()),
            (["X-Token"], {"x-token"}),
            (["x-token , ETag,,"], {"x-token", "etag"}),
            (["X-Token", "ETAG"], {"x-token", "etag"}),
        ],
    )
    @pytest.mark.parametrize("credentials_mode", ["omit", "include"])
    def test_14_1_3_the_names_listed(
        self, values: list[str], names: set[str], credentials_mode: str
    ) -> None:
        """With credentials and without; null is the empty list that it was."""
        assert names == exposed(values, credentials_mode)

    @pytest.mark.parametrize("credentials_mode", ["omit", "same-origin"])
    @pytest.mark.parametrize("values", [["*"], ["ETag, *"], ["ETag", "*"]])
    def test_14_1_2_the_wildcard(self, values: list[str], credentials_mode: str) -> None:
        """Is every name of the response."""
        expected = {"access-control-expose-headers", "x-token", "set-cookie"}

        assert expected == exposed(values, credentials_mode)

    def test_14_1_3_the_wildcard_with_credentials(self) -> None:
        """Is the name of a header and no more."""
        assert {"*", "etag"} == exposed(["*, ETag"], "include")

    @pytest.mark.parametrize("values", [["x token"], ["@"], ["X-Token", "@"], ["*, @"]])
    def test_a_list_that_does_not_parse(self, values: list[str]) -> None:
        """Shares nothing; by the text failure would be the list, an oversight."""
        assert frozenset() == exposed(values)


class TestBasic:
    """
    The header list without forbidden response-header names.

    Spec: https://fetch.spec.whatwg.org/#concept-filtered-response-basic
    """

    def test_cookies_are_hidden(self) -> None:
        """And nothing else."""
        expected = FULL.with_fields(
            type=ResponseType.BASIC, headers=HeaderList([*SAFELISTED, ("X-Token", "8")])
        )

        assert expected == basic_filtered_response(FULL)


class TestCORS:
    """
    The header list without names that are not CORS-safelisted response-header names.

    Spec: https://fetch.spec.whatwg.org/#concept-filtered-response-cors
    """

    def test_the_safelisted(self) -> None:
        """Are shown without being named."""
        expected = FULL.with_fields(type=ResponseType.CORS, headers=SAFELISTED)

        assert expected == cors_filtered_response(FULL, frozenset())

    def test_the_exposed(self) -> None:
        """Are shown too, in the order and spelling of the response."""
        exposed_names = frozenset({"x-token", "set-cookie", "set-cookie2", "absent"})
        headers = HeaderList([*SAFELISTED, ("X-Token", "8")])

        assert headers == cors_filtered_response(FULL, exposed_names).headers

    def test_repeated_headers(self) -> None:
        """All or none."""
        response = Response(200, [("X-Token", "1"), ("x-token", "2"), ("X-Other", "3")])
        shown = cors_filtered_response(response, frozenset({"x-token"}))

        assert HeaderList([("X-Token", "1"), ("x-token", "2")]) == shown.headers


class TestOpaque:
    """
    Nothing of a response.

    Spec: https://fetch.spec.whatwg.org/#concept-filtered-response-opaque
    """

    def test_it_is_empty(self) -> None:
        """No URL, status 0, no message, no headers, no body."""
        assert Response(0, type="opaque") == opaque_filtered_response(FULL)


class TestOpaqueRedirect:
    """
    Nothing but the URL.

    Spec: https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect
    """

    def test_it_is_empty_but_for_the_url(self) -> None:
        """Exposing it is harmless, since no redirects are followed."""
        expected = Response(0, type="opaqueredirect", url_list=FULL.url_list)

        assert expected == opaque_redirect_filtered_response(FULL)


class TestFilteredResponse:
    """
    Main fetch, step 14.2: by the response tainting of the request.

    Spec: https://fetch.spec.whatwg.org/#concept-main-fetch
    """

    def test_by_response_tainting(self) -> None:
        """Basic, CORS or opaque."""
        request = Request(API, origin=APP)

        assert basic_filtered_response(FULL) == filtered_response(request, FULL)
        cors = request.with_fields(response_tainting=ResponseTainting.CORS)
        assert cors_filtered_response(FULL, frozenset()) == filtered_response(cors, FULL)
        opaque = request.with_fields(response_tainting=ResponseTainting.OPAQUE)
        assert opaque_filtered_response(FULL) == filtered_response(opaque, FULL)

    @given(requests(), responses())
    def test_what_is_shown_was_there(self, request: Request, response: Response) -> None:
        """A view adds nothing, and no view has cookies."""
        view = filtered_response(request, response)

        assert set(view.headers) <= set(response.headers)
        assert not {"set-cookie", "set-cookie2"} & {name.lower() for name in view.headers.names()}
        assert view.body in {None, response.body}

    @given(requests(), responses())
    def test_what_cors_shows(self, request: Request, response: Response) -> None:
        """Exactly the names that are safelisted or exposed."""
        names = cors_exposed_header_names(request, response)
        view = filtered_response(request.with_fields(response_tainting=ResponseTainting.CORS), response)

        shown = [
            pair for pair in response.headers if is_cors_safelisted_response_header_name(pair[0], names)
        ]
        assert shown == list(view.headers)
