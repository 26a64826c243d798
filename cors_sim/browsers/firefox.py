"""Firefox, as observed."""

from typing import Final

from cors_sim.browsers.browser import Browser
from cors_sim.browsers.console.firefox import CONSOLE
from cors_sim.browsers.departure import Departure
from cors_sim.browsers.header_lines import HeaderSyntax
from cors_sim.browsers.script.firefox import SCRIPT
from cors_sim.enums import CacheMode

FIREFOX: Final = Browser(
    name="firefox",
    version="153 ESR",
    limits_safelisted_total=False,
    non_ascii_bytes_are_safe=False,
    range_limit=2**64 - 1,
    repeats_request_header_names=True,
    preflight_origin_is_never_tainted=True,
    allow_methods_judged_first=True,
    flag_allows_method=False,
    authorization_covered_by_wildcard=True,
    preflight_after_redirect="less-what-is-dropped",
    max_age_limit=86400,
    unreadable_max_age=0,
    cached_wildcard="never",
    cache_serves_fewer_credentials=False,
    cached_methods_without_leave=frozenset({"GET", "POST"}),
    cache_knows_untainted_origin=True,
    cache_modes_past_preflight_cache=frozenset({CacheMode.NO_STORE, CacheMode.RELOAD}),
    location_bytes="non-printable",
    repeated_location="if-equal",
    data_url_has_length=True,
    reads_proxy_challenge=True,
    any_resource_policy_satisfies_embedder=True,
    unreadable_expose_headers_exposes_wildcard=True,
    header_syntax=HeaderSyntax(
        bare_cr="kept", fold="as-is", nul_in_name_is_fatal=False, drops_empty_repetition=True
    ),
    console=CONSOLE,
    script=SCRIPT,
    departures=(
        Departure(
            "limits_safelisted_total",
            "Safelisted values may have any size together.",
            ("safe-total-1025", "safe-total-1152"),
        ),
        Departure(
            "non_ascii_bytes_are_safe",
            "Bytes from 0x80 in Accept and Content-Type need leave.",
            ("safe-accept-x80", "safe-ct-plain-ff"),
        ),
        Departure(
            "range_limit", "A position in Range that 64 bits do not hold needs leave.", ("safe-range-huge",)
        ),
        Departure(
            "repeats_request_header_names",
            "Access-Control-Request-Headers names a header twice that was set twice.",
            ("dep-dup-acrh", "dep-dup-ct"),
        ),
        Departure(
            "preflight_origin_is_never_tainted",
            "Behind a tainting redirect the preflight still says the page's origin, and is judged by it.",
            ("xredirpf-307-a-b-put-null", "xredirpf-307-a-b-put-exact"),
        ),
        Departure(
            "allow_methods_judged_first",
            "The method is looked for before Access-Control-Allow-Headers is parsed.",
            ("dep-order-m-hbad",),
        ),
        Departure(
            "flag_allows_method",
            "An upload listener does not stand in for Access-Control-Allow-Methods.",
            ("dep-flag-put-b-noam",),
        ),
        Departure(
            "authorization_covered_by_wildcard",
            '"*" in Access-Control-Allow-Headers covers Authorization, with a warning.',
            ("authz-xhr-star",),
        ),
        Departure(
            "preflight_after_redirect",
            "What script set at first is preflighted behind a redirect too, less what that redirect drops.",
            ("redirct-301", "rediraz-a-b"),
        ),
        Departure(
            "max_age_limit",
            "A preflight's answer is kept for a day at most.",
            source="netwerk/protocol/http/nsCORSListenerProxy.cpp in Firefox; no experiment waits so long",
        ),
        Departure(
            "unreadable_max_age",
            "An Access-Control-Max-Age that is no number means that nothing is kept.",
            ("maxage-word-trail", "maxage-neg-large"),
        ),
        Departure(
            "cached_wildcard",
            'A kept "*" is the name "*" and nothing more.',
            ("pfc-method-star", "pfc-header-star"),
        ),
        Departure(
            "cache_serves_fewer_credentials",
            "What is kept for requests with credentials does not serve those without.",
            ("pfc-include-then-omit",),
        ),
        Departure(
            "cache_knows_untainted_origin",
            "Leave is kept for the page's origin, also behind a tainting redirect.",
            ("dep-ctaint-direct", "dep-cdirect-taint"),
        ),
        Departure(
            "cached_methods_without_leave",
            "HEAD needs leave of its own where a kept answer is to serve it.",
            ("dep-chead",),
        ),
        Departure(
            "cache_modes_past_preflight_cache",
            "With cache mode no-store or reload a request is always preflighted.",
            ("pfc-reload-bypass", "dep-cmode-no-store"),
        ),
        Departure(
            "location_bytes",
            "Control bytes in Location are encoded, and not passed over.",
            ("hl-l-vt", "hl-l-esc"),
        ),
        Departure(
            "repeated_location",
            "Several Location headers are one if they are equal.",
            ("redirloc-dup-same",),
        ),
        Departure(
            "data_url_has_length",
            "A data: URL is answered with a Content-Length.",
            ("scheme-data-so", "opq-csp-sandbox-data"),
        ),
        Departure(
            "reads_proxy_challenge",
            "A response of status 407 is one like any other.",
            ("statusno-407", "pfstatus-407"),
        ),
        Departure(
            "any_resource_policy_satisfies_embedder",
            "A Cross-Origin-Resource-Policy that means nothing is enough for a page that requires one.",
            ("dep-coep-requ-top-bad-fetch",),
        ),
        Departure(
            "unreadable_expose_headers_exposes_wildcard",
            '"*" counts in an Access-Control-Expose-Headers where only what follows is no token.',
            ("dep-expose-0",),
        ),
        Departure(
            "header_syntax",
            "A return stays in a value, a folded line is taken as it is, empty repetitions are dropped.",
            ("acac-dup-empty", "hl-e-lead-tab", "hl-o-cr-end"),
        ),
    ),
)
"""What was observed of Firefox."""
