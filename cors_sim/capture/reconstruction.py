"""
The simplest fetch that a browser would refuse for a given reason, with what its console says of it.

A console says why, and little of what was sent and answered. What it does not say is made up, so that the
fetch can be run and explained; each thing made up is told.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeVar

import attrs

from cors_sim._infra import isomorphic_encoded
from cors_sim._value import Value
from cors_sim.browsers import Browser
from cors_sim.capture.asked import Said
from cors_sim.capture.missing import NOT_SHOWN, leave
from cors_sim.enums import CredentialsMode, EmbedderPolicy, Mode, RedirectMode
from cors_sim.errors import InvalidInput
from cors_sim.exchanges import HTTPRequest
from cors_sim.flows import Outcome, simulate
from cors_sim.headers import HeaderList
from cors_sim.origins import OpaqueOrigin, Origin
from cors_sim.requests import Request
from cors_sim.responses import REDIRECT_STATUSES, Response
from cors_sim.standard.methods import is_cors_safelisted_method
from cors_sim.standard.safelists import cors_unsafe_request_header_names
from cors_sim.urls import parse_origin, parse_url, url_or_none
from cors_sim.verdicts import Reason

_T = TypeVar("_T", int, str)
ALLOW_ORIGIN: Final = "Access-Control-Allow-Origin"
ALLOW_CREDENTIALS: Final = "Access-Control-Allow-Credentials"
_WITH_CREDENTIALS: Final = frozenset(
    {
        Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS,
        Reason.ALLOW_CREDENTIALS_MISSING,
        Reason.ALLOW_CREDENTIALS_NOT_TRUE,
        Reason.PREFLIGHT_ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS,
        Reason.PREFLIGHT_ALLOW_CREDENTIALS_MISSING,
        Reason.PREFLIGHT_ALLOW_CREDENTIALS_NOT_TRUE,
    }
)
OF_A_PREFLIGHT: Final = frozenset(
    {
        *(reason for reason in Reason if reason.startswith("preflight-")),
        Reason.ALLOW_METHODS_INVALID,
        Reason.ALLOW_HEADERS_INVALID,
        Reason.METHOD_NOT_ALLOWED,
        Reason.AUTHORIZATION_NOT_LISTED,
        Reason.HEADER_NOT_ALLOWED,
    }
)


@attrs.frozen(repr=False, kw_only=True)
class Facts(Value):
    """
    What a console says of one fetch. None is for what it does not say.

    Args:
        url: that the message is about.
        redirected_from: that was asked for at first.
        next_url: that a redirect led to.
        origin: of the page.
        value: of the header in question.
        method: that was refused.
        header_name: of the request header that was refused.
        status: of the response in question.
        initiator: what made the request.
    """

    url: str | None = None
    redirected_from: str | None = None
    next_url: str | None = None
    origin: str | None = None
    value: str | None = None
    method: str | None = None
    header_name: str | None = None
    status: int | None = None
    initiator: str | None = None


@attrs.frozen(repr=False, kw_only=True)
class Reconstruction(Value):
    """
    A fetch that fits what a console says.

    Args:
        reason: why it is refused.
        outcome: what comes of it.
        made_up: what the console does not say, in a sentence each.
    """

    reason: Reason
    outcome: Outcome
    made_up: tuple[str, ...]


def request_of(facts: Facts, said: Said) -> Request:
    """
    What script asked for, as far as a console says it.

    Args:
        facts: what the console says.
        said: what somebody says besides.

    Raises:
        InvalidInput: the URL is not known, or what is said is impossible.
    """
    return _Draft(None, facts, said).request


def reconstruct(reason: Reason, facts: Facts, said: Said, browser: Browser) -> Reconstruction | None:
    """
    The simplest fetch that is refused for *reason*; None where there is none with such a request.

    Args:
        reason: why it is to be refused.
        facts: what the console says.
        said: what somebody says besides.
        browser: whose choices count.

    Raises:
        InvalidInput: the URL is not known, or what is said is impossible.
    """
    if not _is_possible(reason, facts):
        return None
    draft = _Draft(reason, facts, said)
    outcome = simulate(draft.request, draft.answer, browser=browser, steps=True)
    if outcome.verdict.reason is not reason:
        return None
    return Reconstruction(reason=reason, outcome=outcome, made_up=tuple(dict.fromkeys(draft.made_up)))


def _is_possible(reason: Reason, facts: Facts) -> bool:
    """Whether what the console says of the answer leaves room for *reason*."""
    if reason.endswith("-missing") and facts.value:
        return False
    redirects = facts.status is None or facts.status in REDIRECT_STATUSES
    return redirects or reason is not Reason.PREFLIGHT_REDIRECT


class _Draft:
    """A request, and a server that says yes but for one answer."""

    def __init__(self, reason: Reason | None, facts: Facts, said: Said) -> None:
        self._reason = reason
        self._facts = facts
        self._said = said
        self.made_up: list[str] = []
        known = said.url or facts.redirected_from or facts.url
        if known is None:
            raise InvalidInput("url", None, "must be given, for the console does not name it")
        self._url = parse_url(known)
        self.request = self._request()

    def _request(self) -> Request:
        fields: dict[str, Any] = {
            "origin": self._origin(),
            "method": self._said.method or self._method(),
            "headers": self._headers() if self._said.headers is None else self._said.headers,
        }
        if self._reason is not None:
            fields |= _FIELDS.get(self._reason, {})
        if self._said.credentials_mode is not None:
            fields["credentials_mode"] = self._said.credentials_mode
        elif self._reason in _WITH_CREDENTIALS:
            fields["credentials_mode"] = CredentialsMode.INCLUDE
        if self._facts.initiator is not None:
            fields["api"] = self._facts.initiator
        request = Request(self._url, **fields)
        if self._reason not in OF_A_PREFLIGHT or self._said.headers is not None:
            return request
        return self._preflighted(request) if _is_simple(request) else self._without_more(request)

    def _preflighted(self, request: Request) -> Request:
        """*request* with what needs a preflight, as the console does not say what does."""
        if self._said.method is not None or self._facts.method is not None:
            self.made_up.append(
                "The header that needs permission, which the console does not name: X-Header stands for "
                "it. --header says which."
            )
            return attrs.evolve(request, headers={"X-Header": NOT_SHOWN})
        self.made_up.append(
            "What made the browser ask with a preflight, which the console does not say: a POST whose "
            "upload is watched stands for it. With --method and --header, more is found."
        )
        return attrs.evolve(request, method="POST", body=b"", use_cors_preflight=True)

    def _without_more(self, request: Request) -> Request:
        if self._facts.header_name is None and not request.headers:
            self.made_up.append(
                "That script sets no header that needs permission: the console does not say. --header does."
            )
        return request

    def _origin(self) -> Origin:
        known = self._said.origin or self._facts.origin
        if known is not None:
            return OpaqueOrigin() if known == "null" else parse_origin(known)
        scheme = self._url.scheme if self._url.has_http_scheme else "https"
        origin = f"{scheme}://page.example"
        self.made_up.append(f"The page's origin, which the console does not name: {origin} stands for it.")
        return parse_origin(origin)

    def _method(self) -> str:
        if self._facts.method is not None:
            return self._facts.method
        if self._reason is Reason.METHOD_NOT_ALLOWED:
            self.made_up.append("The method, which the console does not name: PUT stands for it.")
            return "PUT"
        return "GET"

    def _headers(self) -> HeaderList:
        if self._reason is Reason.AUTHORIZATION_NOT_LISTED:
            return HeaderList({"Authorization": NOT_SHOWN})
        if self._reason is not Reason.HEADER_NOT_ALLOWED:
            return HeaderList()
        name = self._facts.header_name
        if name is None:
            self.made_up.append("The header, which the console does not name: X-Header stands for it.")
        return HeaderList({name or "X-Header": NOT_SHOWN})

    def answer(self, asked: HTTPRequest) -> Response:
        """The answer to *asked*."""
        target = None if self._facts.redirected_from is None else url_or_none(self._facts.url or "")
        is_first = asked.url == self._url.without_fragment and not asked.is_preflight
        if target is not None and is_first and target.without_fragment != asked.url:
            return redirect_to(target.href, asked)
        spoil = _ANSWERS.get(self._reason) if self._reason is not None else None
        if spoil is None or asked.is_preflight is not (self._reason in OF_A_PREFLIGHT):
            return leave(asked)
        return spoil(self, asked)

    def status(self, instead: int) -> int:
        """The status that the console says, or what stands for it."""
        if self._facts.status is not None:
            return self._facts.status
        return self._stands_for("status", instead)

    def value(self, instead: str) -> str:
        """The value of the header that the console says, or what stands for it."""
        if self._facts.value is not None:
            return isomorphic_encoded(self._facts.value)
        return self._stands_for("header's value", instead)

    def next_url(self, instead: str) -> str:
        """Where a redirect led, or what stands for it."""
        if self._facts.next_url is not None:
            return self._facts.next_url
        return self._stands_for("address behind the redirect", instead)

    def _stands_for(self, what: str, instead: _T) -> _T:
        self.made_up.append(f"The {what}, which the console does not say: {instead} stands for it.")
        return instead


_Spoil = Callable[[_Draft, HTTPRequest], Response]
"""Makes the answer that is refused."""


def redirect_to(location: str, asked: HTTPRequest) -> Response:
    """A yes to *asked* that redirects."""
    answer = leave(asked)
    return answer.with_fields(status=302, headers=answer.headers.set("Location", location))


def _is_simple(request: Request) -> bool:
    return is_cors_safelisted_method(request.method) and not cors_unsafe_request_header_names(
        request.headers
    )


def _without(*names: str) -> _Spoil:
    """A yes without some of its headers."""

    def spoil(_: _Draft, asked: HTTPRequest) -> Response:
        answer = leave(asked)
        return answer.with_fields(headers=answer.headers.delete(*names))

    return spoil


def _bare(made: _Draft, asked: HTTPRequest) -> Response:
    """No word about sharing, and so nothing but a status."""
    return Response(204 if asked.is_preflight else made.status(200))


def _with(name: str, value: Callable[[_Draft, HTTPRequest], str]) -> _Spoil:
    """A yes with another value of a header."""

    def spoil(made: _Draft, asked: HTTPRequest) -> Response:
        answer = leave(asked)
        return answer.with_fields(headers=answer.headers.set(name, value(made, asked)))

    return spoil


def _redirect(location: Callable[[_Draft, HTTPRequest], str]) -> _Spoil:
    """A yes that redirects."""

    def spoil(made: _Draft, asked: HTTPRequest) -> Response:
        return redirect_to(location(made, asked), asked)

    return spoil


def _status(made: _Draft, asked: HTTPRequest) -> Response:
    return leave(asked).with_fields(status=made.status(404))


def _network_error(_: _Draft, __: HTTPRequest) -> Response:
    return Response.network_error()


_STAR: Final = _with(ALLOW_ORIGIN, lambda _, __: "*")
_SEVERAL: Final = _with(ALLOW_ORIGIN, lambda made, asked: made.value(f"{asked.headers.get('Origin')}, *"))
_OTHER: Final = _with(ALLOW_ORIGIN, lambda made, _: made.value("https://another-page.example"))
_NO_CREDENTIALS: Final = _without(ALLOW_CREDENTIALS)
_FALSE_CREDENTIALS: Final = _with(ALLOW_CREDENTIALS, lambda made, _: made.value("false"))

_ANSWERS: Final[Mapping[Reason, _Spoil]] = MappingProxyType(
    {
        Reason.ALLOW_ORIGIN_MISSING: _bare,
        Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS: _STAR,
        Reason.ALLOW_ORIGIN_MULTIPLE_VALUES: _SEVERAL,
        Reason.ALLOW_ORIGIN_MISMATCH: _OTHER,
        Reason.ALLOW_CREDENTIALS_MISSING: _NO_CREDENTIALS,
        Reason.ALLOW_CREDENTIALS_NOT_TRUE: _FALSE_CREDENTIALS,
        Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING: _bare,
        Reason.PREFLIGHT_ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS: _STAR,
        Reason.PREFLIGHT_ALLOW_ORIGIN_MULTIPLE_VALUES: _SEVERAL,
        Reason.PREFLIGHT_ALLOW_ORIGIN_MISMATCH: _OTHER,
        Reason.PREFLIGHT_ALLOW_CREDENTIALS_MISSING: _NO_CREDENTIALS,
        Reason.PREFLIGHT_ALLOW_CREDENTIALS_NOT_TRUE: _FALSE_CREDENTIALS,
        Reason.PREFLIGHT_REDIRECT: _redirect(lambda made, asked: made.next_url(f"{asked.url}/")),
        Reason.PREFLIGHT_STATUS_NOT_OK: _status,
        Reason.PREFLIGHT_NETWORK_ERROR: _network_error,
        Reason.ALLOW_METHODS_INVALID: _with(
            "Access-Control-Allow-Methods", lambda made, _: made.value("GET POST")
        ),
        Reason.ALLOW_HEADERS_INVALID: _with(
            "Access-Control-Allow-Headers", lambda made, _: made.value("X-A X-B")
        ),
        Reason.METHOD_NOT_ALLOWED: _without("Access-Control-Allow-Methods"),
        Reason.AUTHORIZATION_NOT_LISTED: _with("Access-Control-Allow-Headers", lambda _, __: "*"),
        Reason.HEADER_NOT_ALLOWED: _without("Access-Control-Allow-Headers"),
        Reason.REDIRECT_MODE_ERROR: _redirect(lambda made, _: made.next_url("/")),
        Reason.REDIRECT_LOCATION_INVALID: _redirect(lambda made, _: made.next_url("http://")),
        Reason.REDIRECT_SCHEME_NOT_HTTP: _redirect(lambda made, _: made.next_url("data:,")),
        Reason.REDIRECT_LIMIT: _redirect(lambda _, asked: asked.url.href),
        Reason.REDIRECT_URL_INCLUDES_CREDENTIALS: _redirect(
            lambda made, _: made.next_url("https://user@another-server.example/")
        ),
        Reason.NETWORK_ERROR: _network_error,
        Reason.RESOURCE_POLICY: _with("Cross-Origin-Resource-Policy", lambda _, __: "same-origin"),
        Reason.EMBEDDER_POLICY: _without("Cross-Origin-Resource-Policy"),
    }
)
_NO_CORS: Final = MappingProxyType({"mode": Mode.NO_CORS, "credentials_mode": CredentialsMode.INCLUDE})
_FIELDS: Final[Mapping[Reason, Mapping[str, Any]]] = MappingProxyType(
    {
        Reason.SAME_ORIGIN_MODE: {"mode": Mode.SAME_ORIGIN},
        Reason.REDIRECT_MODE_ERROR: {"redirect_mode": RedirectMode.ERROR},
        Reason.RESOURCE_POLICY: _NO_CORS,
        Reason.EMBEDDER_POLICY: {**_NO_CORS, "embedder_policy": EmbedderPolicy.REQUIRE_CORP},
    }
)
