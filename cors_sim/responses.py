"""
Responses: what a server answered, and what of it script gets to see.

Spec: https://fetch.spec.whatwg.org/#responses
"""

from collections.abc import Iterable
from typing import Any, Final

import attrs

from cors_sim import _infra
from cors_sim._value import Value
from cors_sim.enums import ResponseType, word
from cors_sim.errors import InvalidInput
from cors_sim.headers import NO_HEADERS, HeaderList, header_list
from cors_sim.urls import URL, list_of_urls

NULL_BODY_STATUSES: Final = frozenset({101, 103, 204, 205, 304})
"""Spec: https://fetch.spec.whatwg.org/#null-body-status"""

RANGE_STATUSES: Final = frozenset({206, 416})
"""Spec: https://fetch.spec.whatwg.org/#range-status"""

REDIRECT_STATUSES: Final = frozenset({301, 302, 303, 307, 308})
"""Spec: https://fetch.spec.whatwg.org/#redirect-status"""


def _status(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 999:
        return value
    raise InvalidInput("status", value, "must be a whole number from 0 to 999")


def _status_message(value: str | bytes) -> str:
    return _infra.isomorphic_text(value, "status_message")


def _body(value: object) -> bytes | None:
    if value is None or isinstance(value, bytes):
        return value
    raise InvalidInput("body", value, "must be bytes or None")


def _type(value: str) -> ResponseType:
    return word(ResponseType, value, "type")


def _urls(value: Iterable[URL]) -> tuple[URL, ...]:
    urls = list_of_urls(value)
    if urls is None:
        raise InvalidInput("url_list", value, "must be a list of URLs")
    return urls


@attrs.frozen(slots=False, repr=False)
class Response(Value):
    """
    A server's answer, or the view of it that script gets.

    Args:
        status: 0 to 999.
        headers: a mapping, or pairs where a name may be repeated.
        body: passed through untouched.
        status_message: isomorphic text; often empty.
        type: ``default`` for what a server sent; the others are the browser's.
        url_list: the URLs it came by; filled in by the fetch.
        timing_allow_passed: whether script may see detailed timing of it; filled in by the fetch.

    Raises:
        InvalidInput: an argument is impossible; the error names it and the rule it breaks.

    Spec: https://fetch.spec.whatwg.org/#concept-response
    """

    status: int = attrs.field(default=200, converter=_status)
    headers: HeaderList = attrs.field(default=NO_HEADERS, converter=header_list)
    body: bytes | None = attrs.field(default=None, converter=_body, kw_only=True)
    status_message: str = attrs.field(default="", converter=_status_message, kw_only=True)
    type: ResponseType = attrs.field(default=ResponseType.DEFAULT, converter=_type, kw_only=True)
    url_list: tuple[URL, ...] = attrs.field(default=(), converter=_urls, kw_only=True)
    timing_allow_passed: bool = attrs.field(default=False, kw_only=True)

    @classmethod
    def network_error(cls) -> "Response":
        """
        No answer: the connection failed, or the browser keeps what came of it to itself.

        Spec: https://fetch.spec.whatwg.org/#concept-network-error
        """
        return _NETWORK_ERROR

    @property
    def url(self) -> URL | None:
        """
        The URL that answered.

        Spec: https://fetch.spec.whatwg.org/#concept-response-url
        """
        return self.url_list[-1] if self.url_list else None

    @property
    def is_network_error(self) -> bool:
        """Whether there was no answer."""
        return self.type is ResponseType.ERROR

    @property
    def has_ok_status(self) -> bool:
        """
        Whether the status is one of 200 to 299.

        Spec: https://fetch.spec.whatwg.org/#ok-status
        """
        return 200 <= self.status <= 299

    def with_fields(self, **fields: Any) -> "Response":  # noqa: ANN401 - fields of many types
        """The response with some fields changed, taken as they are: see `Request.with_fields`."""
        new = object.__new__(Response)
        object.__setattr__(new, "__dict__", self.__dict__ | fields)
        return new


_NETWORK_ERROR: Final = Response(0, type=ResponseType.ERROR)
