"""
Filtered responses: what of a response script gets to see.

Spec: https://fetch.spec.whatwg.org/#concept-filtered-response
"""

import itertools

from cors_sim import _infra
from cors_sim.browsers import STANDARD, Browser
from cors_sim.enums import CredentialsMode, ResponseTainting, ResponseType
from cors_sim.headers import NO_HEADERS
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.standard import tables
from cors_sim.standard.safelists import is_cors_safelisted_response_header_name


def cors_exposed_header_names(
    request: Request, response: Response, browser: Browser = STANDARD
) -> frozenset[str]:
    """
    The names, in lower case, that ``Access-Control-Expose-Headers`` shares with script.

    A list that does not parse shares nothing. (By the text it would *be* the list: an oversight.)

    Spec: https://fetch.spec.whatwg.org/#concept-main-fetch
    """
    # 14.1.1.
    header_names = response.headers.extract_values("access-control-expose-headers")
    if header_names == "failure" and browser.unreadable_expose_headers_exposes_wildcard:
        items = _infra.split_on_commas(response.headers.get("access-control-expose-headers") or "")
        readable = itertools.takewhile(_infra.is_token, filter(None, items))
        header_names = ["*"] if "*" in readable else []
    if header_names is None or header_names == "failure":
        return frozenset()
    # 14.1.2.
    if request.credentials_mode is not CredentialsMode.INCLUDE and "*" in header_names:
        header_names = response.headers.names()
    # 14.1.3. With credentials, "*" is the name of a header and no more.
    return frozenset(map(_infra.ascii_lowercase, header_names))


def filtered_response(request: Request, response: Response, browser: Browser = STANDARD) -> Response:
    """
    The view of *response* that the response tainting of *request* leaves.

    Spec: https://fetch.spec.whatwg.org/#concept-main-fetch
    """
    # 14.2.
    if request.response_tainting is ResponseTainting.BASIC:
        return basic_filtered_response(response)
    if request.response_tainting is ResponseTainting.CORS:
        return cors_filtered_response(response, cors_exposed_header_names(request, response, browser))
    return opaque_filtered_response(response)


def basic_filtered_response(response: Response) -> Response:
    """
    *response* without ``Set-Cookie``.

    Spec: https://fetch.spec.whatwg.org/#concept-filtered-response-basic
    """
    headers = response.headers.delete(*tables.FORBIDDEN_RESPONSE_HEADER_NAMES)
    return response.with_fields(type=ResponseType.BASIC, headers=headers)


def cors_filtered_response(response: Response, exposed: frozenset[str]) -> Response:
    """
    *response* with the safelisted headers and the *exposed* ones.

    Spec: https://fetch.spec.whatwg.org/#concept-filtered-response-cors
    """
    headers = response.headers.only(lambda name: is_cors_safelisted_response_header_name(name, exposed))
    return response.with_fields(type=ResponseType.CORS, headers=headers)


def opaque_filtered_response(response: Response) -> Response:
    """
    Nothing of *response*: no status, headers, body or URL.

    Spec: https://fetch.spec.whatwg.org/#concept-filtered-response-opaque
    """
    return opaque_redirect_filtered_response(response).with_fields(type=ResponseType.OPAQUE, url_list=())


def opaque_redirect_filtered_response(response: Response) -> Response:
    """
    Nothing of *response* but the URL that was asked for.

    Spec: https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect
    """
    return response.with_fields(
        type=ResponseType.OPAQUEREDIRECT,
        status=0,
        status_message="",
        headers=NO_HEADERS,
        body=None,
    )
