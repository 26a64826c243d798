"""The record of what a browser decides where the standard leaves a choice, or departs from it."""

import math
import re
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from cors_sim._value import Value
from cors_sim.enums import CacheMode

if TYPE_CHECKING:  # Only who asks for these needs them loaded.
    from cors_sim.browsers.console.templates import Console
    from cors_sim.browsers.departure import Departure
    from cors_sim.browsers.header_lines import HeaderSyntax
    from cors_sim.browsers.script.interface import ScriptInterface


@attrs.frozen(kw_only=True, repr=False, eq=False, slots=False)
class Browser(Value):
    """
    A browser, as far as CORS can tell it from another. The defaults are the standard's.

    Args:
        name: as shown to people.
        version: the one that was observed; empty for the standard.
        departures: why the other fields have values that are not the standard's.

        sends_header_fields_combined: whether header fields of one name that script set are judged, and
            sent, as one (CORS-unsafe request-header names).
        also_safelisted_request_headers: further names in lower case, each with the values that need no
            leave.
        limits_safelisted_total: whether all safelisted values together need leave beyond 1024 bytes.
        non_ascii_bytes_are_safe: whether bytes from 0x80 in ``Accept`` and ``Content-Type`` need no leave.
        range_syntax: how a ``Range`` value is read, first and last position as groups; None for the
            standard's way.
        range_limit: the greatest position in a safelisted ``Range``.
        repeats_request_header_names: whether ``Access-Control-Request-Headers`` names a header that was
            set twice two times.
        preflights_for_upload_without_body: whether an upload listener asks for a preflight even where
            there is no body to upload.

        preflight_origin_is_never_tainted: whether a preflight is sent and judged with the page's origin,
            where the request behind it says ``null``; and, sent to that very origin, needs no CORS check.
        preflight_status_first: whether an answer to a preflight is refused for its status, or for being
            a redirect, before the CORS check.
        allow_methods_judged_first: whether the method is looked for before ``Allow-Headers`` is parsed.
        flag_allows_method: whether the use-CORS-preflight flag stands in for ``Allow-Methods``.
        authorization_covered_by_wildcard: whether ``*`` in ``Allow-Headers`` covers ``Authorization``.
        preflight_after_redirect: what of a request that redirects have changed is preflighted:
            ``as-sent``, what will be sent; ``as-first-set``, too, what script set at first; and
            ``less-what-is-dropped``, without what this very redirect drops.

        max_age_limit: the most seconds that a preflight's answer is kept for; None for no limit
            (CORS-preflight fetch, step 7.10).
        max_age_syntax: how ``Access-Control-Max-Age`` is read, the number as a group; None for the
            standard's way.
        unreadable_max_age: seconds for one that is not empty and cannot be read.
        cached_by: whether leave is kept ``permission`` by permission, or ``answer`` by answer, the last
            in place of all before.
        caches_refusals: whether an answer is kept even where it refuses what was asked.
        cached_wildcard: whether a kept ``*`` covers requests without credentials (``by-request``), those
            answers that were asked for without (``by-entry``), or only the name ``*`` (``never``).
        cached_wildcard_covers_authorization: whether a kept ``*`` covers ``Authorization``.
        cache_serves_fewer_credentials: whether leave for a request with credentials is leave without.
        cache_keeps_opaque_origins: whether anything is kept for an opaque origin.
        cache_keeps_tainted_origins: whether anything is kept for a request whose origin a redirect has
            tainted.
        cache_knows_untainted_origin: whether leave is kept for the page's origin, where the request says
            ``null``.
        cached_methods_without_leave: methods that need no kept leave.
        failure_clears_cache: whether leave is forgotten when the request it was for fails.
        cache_modes_past_preflight_cache: cache modes of requests that are always preflighted.
        cache_modes_that_keep_no_leave: cache modes of requests whose preflight is not kept.

        redirects_checked_again_with_credentials: whether, behind a first hop to the page's own origin, and
            for ``modulepreload``, redirects elsewhere are checked once more as if credentials were
            included, after the preflight that they lead to.
        headers_dropped_on_redirect: names of request headers that no redirect takes along.
        keeps_origin_on_redirect: whether a request that has said ``Origin`` goes on to say it where a
            redirect has made it ``GET``.
        empty_location: whether an empty ``Location`` leads to ``itself``, as a relative URL does, is
            as good as ``none``, or ``invalid``.
        repeated_location: whether several ``Location`` headers are ``invalid``, one ``if-equal``, or
            ``joined`` to one URL with commas in it.
        location_bytes: which bytes of ``Location`` are encoded before it is parsed: those from 0x80
            (``non-ascii``), control bytes too (``non-printable``), or none, which are ``characters``.
        refuses_redirect_url_credentials: whether no redirect may lead to a URL with a username or
            password.
        delete_becomes_get_across_origins: whether ``DELETE`` does what ``POST`` does, on any redirect from
            one origin to another.
        redirect_needs_location: whether a redirect that leads nowhere is no redirect to redirect mode
            ``error``.

        withholds_origin: whether the referrer policy turns ``Origin`` to ``null`` on requests that are not
            ``cors``.
        null_origin_behind_redirects: whether a request that is not ``cors`` says ``null`` once a redirect
            has led it to another origin.
        destinations_that_name_own_origin: destinations of ``cors`` requests by elements and modules that
            say ``Origin`` to the page's own origin too.
        null_origin_with_stored_cookies: whether a ``no-cors`` request with credentials from an opaque
            frame to the host of the page at the top says ``Origin: null``.
        loopback_is_trustworthy: whether plain http to this very machine is no mixed content.
        only_if_cached_asks: whether ``only-if-cached`` goes to the network where nothing is cached.
        streams_over_http_1: whether a body of unknown length can be sent in HTTP/1.1.
        data_url_has_length: whether a ``data:`` URL is answered with a ``Content-Length``.
        reads_proxy_challenge: whether a response of status 407 is one like any other.
        knows_credentialless: whether ``Cross-Origin-Embedder-Policy: credentialless`` means anything.
        any_resource_policy_satisfies_embedder: whether a ``Cross-Origin-Resource-Policy`` that means
            nothing is enough for a page that requires one.
        ip_addresses_have_no_site: whether two ports of one IP address are not the same site for
            ``Cross-Origin-Resource-Policy``.
        unreadable_expose_headers_exposes_wildcard: whether ``*`` counts in an ``Expose-Headers`` where
            only what follows is no token.

        header_syntax: how it reads header lines that are not in order (``cors_sim.browsers.header_lines``);
            None for the way of RFC 9112.
        console: what it prints of a fetch; None where that is nothing.
        script: what it tells script; None for what the standards say.
    """

    name: str
    version: str = ""
    departures: "tuple[Departure, ...]" = ()

    # Which requests need leave.
    sends_header_fields_combined: bool = False
    also_safelisted_request_headers: tuple[tuple[str, re.Pattern[str]], ...] = ()
    limits_safelisted_total: bool = True
    non_ascii_bytes_are_safe: bool = True
    range_syntax: re.Pattern[str] | None = None
    range_limit: float = math.inf
    repeats_request_header_names: bool = False
    preflights_for_upload_without_body: bool = True

    # What a preflight's answer gives leave for.
    preflight_origin_is_never_tainted: bool = False
    preflight_status_first: Literal["never", "redirect", "always"] = "never"
    allow_methods_judged_first: bool = False
    flag_allows_method: bool = True
    authorization_covered_by_wildcard: bool = False
    preflight_after_redirect: Literal["as-sent", "as-first-set", "less-what-is-dropped"] = "as-sent"

    # How long, and for what, leave is kept.
    max_age_limit: float | None = None
    max_age_syntax: re.Pattern[str] | None = None
    unreadable_max_age: float = 5
    cached_by: Literal["permission", "answer"] = "permission"
    caches_refusals: bool = False
    cached_wildcard: Literal["by-request", "by-entry", "never"] = "by-request"
    cached_wildcard_covers_authorization: bool = False
    cache_serves_fewer_credentials: bool = True
    cache_keeps_opaque_origins: bool = True
    cache_keeps_tainted_origins: bool = True
    cache_knows_untainted_origin: bool = False
    cached_methods_without_leave: frozenset[str] = frozenset({"GET", "HEAD", "POST"})
    failure_clears_cache: bool = True
    cache_modes_past_preflight_cache: frozenset[CacheMode] = frozenset()
    cache_modes_that_keep_no_leave: frozenset[CacheMode] = frozenset()

    # Redirects.
    redirects_checked_again_with_credentials: bool = False
    headers_dropped_on_redirect: frozenset[str] = frozenset()
    keeps_origin_on_redirect: bool = False
    empty_location: Literal["itself", "none", "invalid"] = "itself"
    repeated_location: Literal["invalid", "if-equal", "joined"] = "invalid"
    location_bytes: Literal["non-ascii", "non-printable", "characters"] = "non-ascii"
    refuses_redirect_url_credentials: bool = False
    delete_becomes_get_across_origins: bool = False
    redirect_needs_location: bool = False

    # What is sent, and what comes back.
    withholds_origin: bool = True
    null_origin_behind_redirects: bool = False
    destinations_that_name_own_origin: frozenset[str] = frozenset()
    null_origin_with_stored_cookies: bool = False
    loopback_is_trustworthy: bool = True
    only_if_cached_asks: bool = False
    streams_over_http_1: bool = True
    data_url_has_length: bool = False
    reads_proxy_challenge: bool = False
    knows_credentialless: bool = True
    any_resource_policy_satisfies_embedder: bool = False
    ip_addresses_have_no_site: bool = False
    unreadable_expose_headers_exposes_wildcard: bool = False

    header_syntax: "HeaderSyntax | None" = None
    console: "Console | None" = None
    _script: "ScriptInterface | None" = attrs.field(default=None, alias="script", repr=False)

    @property
    def script(self) -> "ScriptInterface":
        """What it tells script."""
        return _standard_script() if self._script is None else self._script

    # Written out: code made to compare fifty fields would cost each import more than it could ever save.
    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if isinstance(other, Browser) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.name, self.version))

    def __reduce__(self) -> tuple[Any, ...]:
        """One of ours is pickled by its name, and so is read as what a later version knows of it."""
        from cors_sim.browsers import BROWSERS  # noqa: PLC0415 - they are made of this class

        is_ours = any(self is known for known in BROWSERS)
        return (_browser_of_ours, (self.name,)) if is_ours else super().__reduce__()

    def __repr__(self) -> str:
        return f"Browser({' '.join(filter(None, (self.name, self.version)))!r})"


def _standard_script() -> "ScriptInterface":
    # Deciding asks nothing of it.
    from cors_sim.browsers.script.interface import STANDARD_SCRIPT  # noqa: PLC0415 - see above

    return STANDARD_SCRIPT


def _browser_of_ours(name: str) -> Browser:
    from cors_sim.browsers import BROWSERS  # noqa: PLC0415 - see `Browser.__reduce__`

    return {browser.name: browser for browser in BROWSERS}[name]


STANDARD: Final = Browser(name="standard")
"""The Fetch standard to the letter, with no limit of its own where the text leaves one open."""
