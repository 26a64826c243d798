"""
The CORS-preflight cache: what servers said that they allow, kept for as long as they said.

A cache is a value. Each method that changes it returns another. It holds no clock: the caller passes
``now``, in seconds on any scale that does not run backwards.

Spec: https://fetch.spec.whatwg.org/#cors-preflight-cache
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import Final, NamedTuple

import attrs

from cors_sim._infra import ascii_lowercase
from cors_sim._value import Value
from cors_sim.browsers import STANDARD, Browser
from cors_sim.enums import CredentialsMode
from cors_sim.errors import InvalidInput
from cors_sim.origins import OpaqueOrigin
from cors_sim.requests import Request
from cors_sim.standard.safelists import is_cors_non_wildcard_request_header_name
from cors_sim.urls import URL


@attrs.frozen(kw_only=True, repr=False)
class CacheEntry(Value):
    """
    One method or one header name that a server allowed, or, for browsers, that it answered at all.

    Args:
        key: the network partition key.
        origin: the serialized origin of the request.
        url: of the request.
        max_age: seconds that the entry lives for.
        credentials: whether the request's credentials mode was ``include``.
        method: a method or ``*``; None in an entry for a header name.
        header_name: a header name, in lower case, or ``*``; None in an entry for a method. With both
            None the entry says that there was an answer, which some browsers ask for.
        stored_at: when, on the caller's clock.

    Spec: https://fetch.spec.whatwg.org/#concept-cache
    """

    key: Hashable
    origin: str
    url: URL
    max_age: float
    credentials: bool
    method: str | None = None
    header_name: str | None = None
    stored_at: float

    def is_live(self, now: float) -> bool:
        """Whether fewer than ``max_age`` seconds have passed since it was stored."""
        return now - self.stored_at < self.max_age

    def with_max_age(self, max_age: float) -> "CacheEntry":
        """The entry with other seconds to live; by the text they, too, count from when it was stored."""
        return attrs.evolve(self, max_age=max_age)

    def is_for(self, request: Request, browser: Browser = STANDARD) -> bool:
        """Whether key, origin and URL are those of *request*."""
        return (
            self.url == request.current_url
            and self.origin == _origin_of(request, browser)
            and self.key == request.network_partition_key
        )

    def matches(self, request: Request, browser: Browser = STANDARD) -> bool:
        """
        Whether the entry may serve *request*.

        Spec: https://fetch.spec.whatwg.org/#concept-cache-match
        """
        if not self.is_for(request, browser):
            return False
        if not browser.cache_serves_fewer_credentials:
            return self.credentials == _with_credentials(request)
        return self.credentials or not _with_credentials(request)

    def allows_method(self, method: str, request: Request, browser: Browser = STANDARD) -> bool:
        """
        Whether the entry, which matches *request*, is for *method*.

        By the text alone, a ``*`` that a server sent to a credentialed request, where it allows
        nothing, would from the cache allow everything. We read it as the preflight does: for a request
        with credentials ``*`` is a name like any other.
        """
        return self.method == method or (self.method == "*" and self._is_wildcard(request, browser))

    def allows_header_name(self, name: str, request: Request, browser: Browser = STANDARD) -> bool:
        """Whether the entry, which matches *request*, is for *name* (``*`` as for methods)."""
        return self.header_name == ascii_lowercase(name) or (
            self.header_name == "*"
            and self._is_wildcard(request, browser)
            and (
                browser.cached_wildcard_covers_authorization
                or not is_cors_non_wildcard_request_header_name(name)
            )
        )

    def _is_wildcard(self, request: Request, browser: Browser) -> bool:
        """Whether the entry's ``*`` is more than a name."""
        if browser.cached_wildcard == "by-entry":
            return not self.credentials
        return browser.cached_wildcard == "by-request" and not _with_credentials(request)


class _Kind(NamedTuple):
    """
    What entries can be for: methods, or header names.

    Args:
        field: of an entry, that has the method or the name.
        allows: whether an entry allows one.
    """

    field: str
    allows: Callable[[CacheEntry, str, Request, Browser], bool]

    def is_said(self, entry: CacheEntry, said: Collection[str], request: Request, browser: Browser) -> bool:
        """Whether *entry*, which matches *request*, allows any of what was *said*."""
        word = getattr(entry, self.field)
        return word in said or (
            word == "*" and any(self.allows(entry, each, request, browser) for each in said)
        )


_METHODS: Final = _Kind("method", CacheEntry.allows_method)
_HEADER_NAMES: Final = _Kind("header_name", CacheEntry.allows_header_name)


class _Allowed:
    """The methods, or the header names, that entries that match *request* allow it."""

    __slots__ = ("_browser", "_kind", "_request", "_wildcards", "_words")

    def __init__(self, kind: _Kind, request: Request, browser: Browser) -> None:
        self._kind, self._request, self._browser = kind, request, browser
        self._words: set[str] = set()
        self._wildcards: list[CacheEntry] = []

    def add(self, entry: CacheEntry) -> None:
        word = getattr(entry, self._kind.field)
        self._words.add(word)
        if word == "*":
            self._wildcards.append(entry)

    def __contains__(self, word: str) -> bool:
        return word in self._words or any(
            self._kind.allows(entry, word, self._request, self._browser) for entry in self._wildcards
        )


def _max_entries(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise InvalidInput("max_entries", value, "must be a whole number, zero or more")


def _entries(value: Iterable[CacheEntry]) -> tuple[CacheEntry, ...]:
    return tuple(value)


@attrs.frozen(repr=False)
class PreflightCache(Value):
    """
    A list of cache entries, none of which is kept for ever.

    Args:
        entries: oldest first.
        max_entries: the most that are kept; beyond it the oldest go, as the standard permits.
    """

    entries: tuple[CacheEntry, ...] = attrs.field(default=(), converter=_entries)
    max_entries: int = attrs.field(default=1000, converter=_max_entries, kw_only=True)

    def method_match(self, method: str, request: Request, now: float, browser: Browser = STANDARD) -> bool:
        """
        Whether a live entry lets *request* use *method*.

        Spec: https://fetch.spec.whatwg.org/#concept-cache-match-method
        """
        return any(
            entry.is_live(now)
            and entry.allows_method(method, request, browser)
            and entry.matches(request, browser)
            for entry in self.entries
        )

    def header_name_match(
        self, name: str, request: Request, now: float, browser: Browser = STANDARD
    ) -> bool:
        """
        Whether a live entry lets *request* send a header of that name.

        Spec: https://fetch.spec.whatwg.org/#concept-cache-match-header
        """
        return self.header_names_match((name,), request, now, browser)

    def header_names_match(
        self, names: Iterable[str], request: Request, now: float, browser: Browser = STANDARD
    ) -> bool:
        """Whether there is a header-name cache entry match for each of *names*."""
        allowed = _Allowed(_HEADER_NAMES, request, browser)
        for entry in self.entries:
            if entry.is_live(now) and entry.matches(request, browser):
                allowed.add(entry)
        return all(ascii_lowercase(name) in allowed for name in names)

    def has_answer(self, request: Request, now: float, browser: Browser) -> bool:
        """Whether an answer that may serve *request* is kept, whatever it allows."""
        return any(
            entry.method is None
            and entry.header_name is None
            and entry.is_live(now)
            and entry.matches(request, browser)
            for entry in self.entries
        )

    def store(
        self,
        request: Request,
        browser: Browser = STANDARD,
        *,
        methods: Sequence[str],
        header_names: Sequence[str],
        max_age: float,
        now: float,
    ) -> "PreflightCache":
        """
        The cache with what a preflight allowed: steps 7.12 to 7.15 of the CORS-preflight fetch.

        Args:
            request: that was preflighted.
            browser: whose choices count.
            methods: of ``Access-Control-Allow-Methods``.
            header_names: of ``Access-Control-Allow-Headers``.
            max_age: seconds.
            now: when the answer came, in seconds on the caller's clock.
        """
        if not _is_kept_for(request, browser):
            return self
        kept = self.clear(request, browser) if browser.cached_by == "answer" else self
        entries = [entry for entry in kept.entries if entry.is_live(now)]
        mine = [index for index, entry in enumerate(entries) if entry.matches(request, browser)]
        if not browser.flag_allows_method:
            entries.append(_entry(request, browser, max_age, now))
        for kind, words in (
            (_METHODS, methods),
            (_HEADER_NAMES, list(map(ascii_lowercase, header_names))),
        ):
            # A list longer than the cache would only push itself out.
            said = dict.fromkeys(words[: self.max_entries])
            allowed = _Allowed(kind, request, browser)
            for index in mine:
                if kind.is_said(entries[index], said, request, browser):
                    entries[index] = entries[index].with_max_age(max_age)
                if entries[index].is_live(now):
                    allowed.add(entries[index])
            for word in said:
                if word not in allowed:
                    entries.append(_entry(request, browser, max_age, now, **{kind.field: word}))
                    allowed.add(entries[-1])
        live = [entry for entry in entries if entry.is_live(now)]
        return attrs.evolve(self, entries=live[max(0, len(live) - self.max_entries) :])

    def clear(self, request: Request, browser: Browser = STANDARD) -> "PreflightCache":
        """
        The cache without what was stored for the origin and current URL of *request*.

        Spec: https://fetch.spec.whatwg.org/#concept-cache-clear
        """
        kept = tuple(entry for entry in self.entries if not entry.is_for(request, browser))
        return self if len(kept) == len(self.entries) else attrs.evolve(self, entries=kept)


def _entry(
    request: Request,
    browser: Browser,
    max_age: float,
    now: float,
    *,
    method: str | None = None,
    header_name: str | None = None,
) -> CacheEntry:
    """
    A new cache entry.

    Spec: https://fetch.spec.whatwg.org/#concept-cache-create-entry
    """
    # 1-2.
    return CacheEntry(
        key=request.network_partition_key,
        origin=_origin_of(request, browser),
        url=request.current_url,
        max_age=max_age,
        credentials=_with_credentials(request),
        method=method,
        header_name=header_name,
        stored_at=now,
    )


def _is_kept_for(request: Request, browser: Browser) -> bool:
    """Whether *browser* keeps leave for such a request at all."""
    if request.cache_mode in browser.cache_modes_that_keep_no_leave:
        return False
    if isinstance(request.origin, OpaqueOrigin):
        return browser.cache_keeps_opaque_origins
    return browser.cache_keeps_tainted_origins or request.redirect_taint == "same-origin"


def _origin_of(request: Request, browser: Browser) -> str:
    """The origin that leave is kept for."""
    return request.origin.serialized if browser.cache_knows_untainted_origin else request.serialized_origin


def _with_credentials(request: Request) -> bool:
    return request.credentials_mode is CredentialsMode.INCLUDE
