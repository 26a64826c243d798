"""Chromium, as observed."""

import re
from typing import Final

from cors_sim.browsers.browser import Browser
from cors_sim.browsers.console.chromium import CONSOLE
from cors_sim.browsers.departure import Departure
from cors_sim.browsers.header_lines import HeaderSyntax
from cors_sim.browsers.script.chromium import SCRIPT
from cors_sim.enums import CacheMode

_ANYTHING: Final = re.compile(r".*", re.DOTALL)
_WHOLE_NUMBER: Final = re.compile(r"[0-9]{1,128}")
_NUMBER: Final = re.compile(r"(?=.{1,128}\Z)[0-9]+(?:\.[0-9]+)?")

CHROMIUM: Final = Browser(
    name="chromium",
    version="156",
    sends_header_fields_combined=True,
    also_safelisted_request_headers=(
        ("device-memory", _NUMBER),
        ("downlink", _NUMBER),
        ("dpr", _NUMBER),
        ("ect", re.compile(r"slow-2g|2g|3g|4g")),
        ("intervention", re.compile(r".{0,128}", re.DOTALL)),
        ("rtt", _WHOLE_NUMBER),
        ("save-data", re.compile(r"[Oo][Nn]")),
        ("user-agent", _ANYTHING),
        ("viewport-width", _WHOLE_NUMBER),
        ("width", _WHOLE_NUMBER),
    ),
    range_limit=2**63 - 2,
    preflights_for_upload_without_body=False,
    preflight_status_first="redirect",
    flag_allows_method=False,
    authorization_covered_by_wildcard=True,
    max_age_limit=7200,
    max_age_syntax=re.compile(r"([+\-]?[0-9]+)"),
    cached_by="answer",
    cached_wildcard="by-entry",
    cache_keeps_opaque_origins=False,
    cache_keeps_tainted_origins=False,
    failure_clears_cache=False,
    cache_modes_past_preflight_cache=frozenset({CacheMode.NO_STORE, CacheMode.RELOAD, CacheMode.NO_CACHE}),
    cache_modes_that_keep_no_leave=frozenset({CacheMode.NO_STORE}),
    headers_dropped_on_redirect=frozenset(
        {"device-memory", "downlink", "dpr", "ect", "rtt", "viewport-width", "width"}
    ),
    empty_location="none",
    repeated_location="if-equal",
    redirect_needs_location=True,
    refuses_redirect_url_credentials=True,
    withholds_origin=False,
    null_origin_behind_redirects=True,
    destinations_that_name_own_origin=frozenset({"", "font", "image", "script", "style", "track"}),
    null_origin_with_stored_cookies=True,
    streams_over_http_1=False,
    ip_addresses_have_no_site=True,
    header_syntax=HeaderSyntax(space_before_colon=True, bare_cr="line-end"),
    console=CONSOLE,
    script=SCRIPT,
    departures=(
        Departure(
            "sends_header_fields_combined",
            "Header fields of one name that script sets are one field, which is judged as a whole.",
            ("safe-two-accept-70", "safe-ct-dup-plain"),
        ),
        Departure(
            "also_safelisted_request_headers",
            "Client hints with values of their kind, Intervention and User-Agent need no leave.",
            ("xhint-dpr-float", "xhint-intervention-any", "dep-hint-save-data-14"),
        ),
        Departure(
            "range_limit",
            "A position in Range that 63 bits do not hold needs leave.",
            ("safe-range-huge", "dep-range-0"),
        ),
        Departure(
            "preflights_for_upload_without_body",
            "An upload listener asks for no preflight where there is no body.",
            ("xhrup-get", "xhrup-post-nobody"),
        ),
        Departure(
            "preflight_status_first",
            "A redirect of the preflight is refused as such, whatever its headers say.",
            ("dep-pf-redir-302-noao",),
        ),
        Departure(
            "flag_allows_method",
            "An upload listener does not stand in for Access-Control-Allow-Methods.",
            ("dep-flag-put-b-noam",),
        ),
        Departure(
            "authorization_covered_by_wildcard",
            '"*" in Access-Control-Allow-Headers covers Authorization.',
            ("authz-xhr-star",),
        ),
        Departure(
            "max_age_limit",
            "A preflight's answer is kept for two hours at most.",
            source="services/network/cors/preflight_result.cc in Chromium; no experiment waits so long",
        ),
        Departure(
            "max_age_syntax",
            "Access-Control-Max-Age may have a sign; less than nothing is nothing.",
            ("maxage-neg-large", "ma-1"),
        ),
        Departure(
            "cached_by",
            "The answers of one URL are kept whole, and the last takes the place of those before.",
            ("pfc-method-merge", "pfc-header-merge"),
        ),
        Departure(
            "cached_wildcard",
            'A kept "*" covers what is asked for by requests like the first, made without credentials.',
            ("dep-cstar-m-io-other",),
        ),
        Departure(
            "cache_keeps_opaque_origins",
            "Nothing is kept for an opaque origin.",
            ("dep-cpage-csp-sandbox", "dep-cpage-sandbox-iframe"),
        ),
        Departure(
            "cache_keeps_tainted_origins",
            "Nothing is kept for a request whose origin a redirect has tainted.",
            ("dep-ctaint-twice",),
        ),
        Departure(
            "failure_clears_cache",
            "A request that fails behind its preflight leaves what was kept.",
            ("pfc-actual-fails-clears", "dep-cfail-net"),
        ),
        Departure(
            "cache_modes_past_preflight_cache",
            "With cache mode no-store, reload or no-cache a request is always preflighted.",
            ("pfc-reload-bypass", "dep-cmode-no-cache"),
        ),
        Departure(
            "cache_modes_that_keep_no_leave",
            "With cache mode no-store the answer to the preflight is not kept.",
            ("dep-cmode-first-no-store",),
        ),
        Departure(
            "headers_dropped_on_redirect",
            "Client hints that script set are not taken along by redirects.",
            ("random-b-370", "random-b-590"),
        ),
        Departure(
            "empty_location", "An empty Location is none.", ("redirloc-empty", "dep-emptyloc-follow-302")
        ),
        Departure(
            "repeated_location",
            "Several Location headers are one if they are equal.",
            ("redirloc-dup-same",),
        ),
        Departure(
            "redirect_needs_location",
            "A redirect without Location is none, for redirect mode error too.",
            ("dep-noloc-error-302",),
        ),
        Departure(
            "refuses_redirect_url_credentials",
            "No redirect may lead to a URL with a username or password.",
            ("redircred-p-p", "redircred-nocors"),
        ),
        Departure(
            "withholds_origin",
            "The referrer policy does not turn Origin to null.",
            ("mode-nocors-post-noref", "tls-post-downgrade"),
        ),
        Departure(
            "null_origin_behind_redirects",
            "A request that is not cors says Origin: null behind a redirect to another origin.",
            ("nr-page-cross-no-cors-307",),
        ),
        Departure(
            "destinations_that_name_own_origin",
            "Elements with a crossorigin attribute (not media) and modules name the own origin to it.",
            ("el-script-same",),
        ),
        Departure(
            "null_origin_with_stored_cookies",
            "A no-cors request with credentials says Origin: null, from an opaque frame to the host of "
            "the page at the top.",
            ("dep-og-sandbox-iframe-cross-incl-get",),
        ),
        Departure(
            "streams_over_http_1",
            "A body of unknown length cannot be sent in HTTP/1.1.",
            ("body-stream", "redir-stream-307"),
        ),
        Departure(
            "ip_addresses_have_no_site",
            "Two ports of one IP address are not the same site for Cross-Origin-Resource-Policy.",
            ("coep-ss", "dep-corp-page-cross-same-site"),
        ),
        Departure(
            "header_syntax",
            "A name may be followed by blanks, and a return ends a line.",
            ("hl-x-sp-colon", "hl-x-cr-mid"),
        ),
    ),
)
"""What was observed of Chromium."""
