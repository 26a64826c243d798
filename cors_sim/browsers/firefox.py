"""Firefox, as observed."""

from typing import Final

from cors_sim.browsers.browser import Browser
from cors_sim.browsers.console.firefox import CONSOLE
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
    repeated_location="if-equal",
    redirect_without_location_fails=True,
    data_url_has_length=True,
    reads_proxy_challenge=True,
    any_resource_policy_satisfies_embedder=True,
    unreadable_expose_headers_exposes_wildcard=True,
    console=CONSOLE,
)
"""What was observed of Firefox."""
