"""WebKit, as observed in WebKitGTK."""

import re
from typing import Final

from cors_sim.browsers.browser import Browser
from cors_sim.browsers.console.webkit import CONSOLE
from cors_sim.browsers.departure import Departure
from cors_sim.browsers.header_lines import HeaderSyntax
from cors_sim.browsers.script.webkit import SCRIPT

WEBKIT: Final = Browser(
    name="webkit",
    version="2.50 (GTK)",
    sends_header_fields_combined=True,
    range_syntax=re.compile(r"[Bb][Yy][Tt][Ee][Ss]=\+?([0-9]{1,20})-(?:\+?([0-9]{1,20}))?"),
    range_limit=2**64 - 1,
    preflight_status_first="always",
    flag_allows_method=False,
    authorization_covered_by_wildcard=True,
    preflight_after_redirect="as-first-set",
    max_age_limit=600,
    max_age_syntax=re.compile(r"[\t-\r ]*([+\-]?[0-9]+)[\t-\r ]*"),
    cached_by="answer",
    caches_refusals=True,
    cached_wildcard_covers_authorization=True,
    cache_keeps_tainted_origins=False,
    failure_clears_cache=False,
    redirects_checked_again_with_credentials=True,
    keeps_origin_on_redirect=True,
    empty_location="invalid",
    repeated_location="joined",
    delete_becomes_get_across_origins=True,
    redirect_needs_location=True,
    location_bytes="characters",
    destinations_that_name_own_origin=frozenset(
        {"", "audio", "font", "image", "script", "style", "track", "video"}
    ),
    loopback_is_trustworthy=False,
    only_if_cached_asks=True,
    reads_proxy_challenge=True,
    knows_credentialless=False,
    header_syntax=HeaderSyntax(fold="one-space", replaces_what_is_not_utf_8=True),
    console=CONSOLE,
    script=SCRIPT,
    departures=(
        Departure(
            "sends_header_fields_combined",
            "Header fields of one name that script sets are one field, which is judged as a whole.",
            ("safe-two-accept-70", "safe-ct-dup-plain"),
        ),
        Departure(
            "range_syntax",
            "Range may be spelt in any case, and its positions may have a plus sign.",
            ("safe-range-plus", "dep-range-5"),
        ),
        Departure(
            "range_limit", "A position in Range that 64 bits do not hold needs leave.", ("safe-range-huge",)
        ),
        Departure(
            "preflight_status_first",
            "An answer to a preflight of a status beyond 200 to 299 is refused for that alone.",
            ("pf404-nocors", "pf-all-bad"),
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
            "preflight_after_redirect",
            "What script set at first is preflighted behind a redirect too, also where it is not sent now.",
            ("redirct-301", "rediraz-a-b"),
        ),
        Departure(
            "max_age_limit",
            "A preflight's answer is kept for ten minutes at most.",
            source="CrossOriginPreflightResultCache.cpp in WebKit's source; no experiment waits so long",
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
            "caches_refusals",
            "An answer is kept although it refuses the request that it was asked for.",
            ("dep-crefuse", "dep-crefuse-h"),
        ),
        Departure(
            "cached_wildcard_covers_authorization",
            'A kept "*" covers Authorization.',
            ("pfc-header-star-authz",),
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
            "redirects_checked_again_with_credentials",
            "Behind a first hop to the page's own origin, a redirect elsewhere is checked once more as if "
            "it included credentials.",
            ("redir-p-a-b-star", "wkc-fetch-top-1-b", "random-b-2054"),
        ),
        Departure(
            "keeps_origin_on_redirect",
            "A POST that is not cors and that a redirect makes GET goes on to say Origin.",
            ("random-b-836", "nr-page-page-same-origin-302"),
        ),
        Departure(
            "empty_location",
            "An empty Location fails the request.",
            ("redirloc-empty", "dep-emptyloc-follow-302"),
        ),
        Departure(
            "repeated_location",
            "Several Location headers are one URL, with commas in it.",
            ("redirloc-dup-diff", "redirloc-dup-same"),
        ),
        Departure(
            "location_bytes",
            "Bytes from 0x80 in Location are characters, and are encoded as such.",
            ("redirloc-utf8",),
        ),
        Departure(
            "delete_becomes_get_across_origins",
            "DELETE becomes GET on any redirect from one origin to another.",
            ("random-b-206", "random-b-370"),
        ),
        Departure(
            "redirect_needs_location",
            "A redirect without Location is none, for redirect mode error too.",
            ("dep-noloc-error-302",),
        ),
        Departure(
            "destinations_that_name_own_origin",
            "Elements with a crossorigin attribute, and modules, name the page's own origin to it.",
            ("el-script-same",),
        ),
        Departure(
            "loopback_is_trustworthy",
            "Plain http to this very machine is mixed content.",
            ("tls-page-to-http",),
        ),
        Departure(
            "only_if_cached_asks",
            "Cache mode only-if-cached goes to the network where nothing is cached.",
            ("cache-oic-so",),
        ),
        Departure(
            "reads_proxy_challenge",
            "A response of status 407 is one like any other.",
            ("statusno-407", "pfstatus-407"),
        ),
        Departure(
            "knows_credentialless",
            "Cross-Origin-Embedder-Policy: credentialless means nothing, and cookies are sent.",
            source="shows in the Cookie header alone",
        ),
        Departure(
            "header_syntax",
            "Folded lines are joined by one space, and bytes that are no UTF-8 become U+FFFD.",
            ("hl-m-fold-empty-two", "hl-l-latin"),
        ),
    ),
)
"""What was observed of WebKit."""
