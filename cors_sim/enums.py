"""
The closed sets of words that fields of requests and responses take.

Members compare equal to the standard's strings, which every constructor accepts in their place.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Literal, TypeVar, get_args

from cors_sim.errors import InvalidInput


class Mode(StrEnum):
    """Spec: https://fetch.spec.whatwg.org/#concept-request-mode"""

    SAME_ORIGIN = "same-origin"
    CORS = "cors"
    NO_CORS = "no-cors"
    NAVIGATE = "navigate"
    WEBSOCKET = "websocket"
    WEBTRANSPORT = "webtransport"


class CredentialsMode(StrEnum):
    """Spec: https://fetch.spec.whatwg.org/#concept-request-credentials-mode"""

    OMIT = "omit"
    SAME_ORIGIN = "same-origin"
    INCLUDE = "include"


class RedirectMode(StrEnum):
    """Spec: https://fetch.spec.whatwg.org/#concept-request-redirect-mode"""

    FOLLOW = "follow"
    ERROR = "error"
    MANUAL = "manual"


class CacheMode(StrEnum):
    """Spec: https://fetch.spec.whatwg.org/#concept-request-cache-mode"""

    DEFAULT = "default"
    NO_STORE = "no-store"
    RELOAD = "reload"
    NO_CACHE = "no-cache"
    FORCE_CACHE = "force-cache"
    ONLY_IF_CACHED = "only-if-cached"


class ResponseTainting(StrEnum):
    """Spec: https://fetch.spec.whatwg.org/#concept-request-response-tainting"""

    BASIC = "basic"
    CORS = "cors"
    OPAQUE = "opaque"


class ReferrerPolicy(StrEnum):
    """Spec: https://w3c.github.io/webappsec-referrer-policy/#referrer-policies"""

    DEFAULT = ""
    NO_REFERRER = "no-referrer"
    NO_REFERRER_WHEN_DOWNGRADE = "no-referrer-when-downgrade"
    SAME_ORIGIN = "same-origin"
    ORIGIN = "origin"
    STRICT_ORIGIN = "strict-origin"
    ORIGIN_WHEN_CROSS_ORIGIN = "origin-when-cross-origin"
    STRICT_ORIGIN_WHEN_CROSS_ORIGIN = "strict-origin-when-cross-origin"
    UNSAFE_URL = "unsafe-url"


class EmbedderPolicy(StrEnum):
    """Spec: https://html.spec.whatwg.org/multipage/browsers.html#embedder-policy-value"""

    UNSAFE_NONE = "unsafe-none"
    REQUIRE_CORP = "require-corp"
    CREDENTIALLESS = "credentialless"


Destination = Literal[
    "",
    "audio",
    "audioworklet",
    "document",
    "embed",
    "font",
    "frame",
    "iframe",
    "image",
    "json",
    "manifest",
    "object",
    "paintworklet",
    "report",
    "script",
    "serviceworker",
    "sharedworker",
    "style",
    "text",
    "track",
    "video",
    "webidentity",
    "worker",
    "xslt",
]
"""Spec: https://fetch.spec.whatwg.org/#destination-type"""

InitiatorType = Literal[
    "audio",
    "beacon",
    "body",
    "css",
    "early-hints",
    "embed",
    "fetch",
    "font",
    "frame",
    "iframe",
    "image",
    "img",
    "input",
    "link",
    "object",
    "ping",
    "script",
    "track",
    "video",
    "xmlhttprequest",
    "other",
]
"""Spec: https://fetch.spec.whatwg.org/#request-initiator-type"""


class ResponseType(StrEnum):
    """Spec: https://fetch.spec.whatwg.org/#concept-response-type"""

    BASIC = "basic"
    CORS = "cors"
    DEFAULT = "default"
    ERROR = "error"
    OPAQUE = "opaque"
    OPAQUEREDIRECT = "opaqueredirect"


DESTINATIONS: Final = frozenset(get_args(Destination))
INITIATOR_TYPES: Final = frozenset(get_args(InitiatorType))

_Word = TypeVar("_Word", bound=StrEnum)


def word(kind: type[_Word], value: object, argument: str) -> _Word:
    """
    *value* as a member of *kind*.

    Raises:
        InvalidInput: it is none; the message lists them.
    """
    if isinstance(value, kind):
        return value
    try:
        return kind(str(value))
    except ValueError:
        raise InvalidInput(argument, value, f"must be one of {_listed(kind)}") from None


def one_of(words: frozenset[str], value: object, argument: str) -> str:
    """
    *value*, which must be one of *words*.

    Raises:
        InvalidInput: it is not; the message lists them.
    """
    if isinstance(value, str) and value in words:
        return value
    raise InvalidInput(argument, value, f"must be one of {_listed(sorted(words))}")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(repr(str(item)) for item in words)
