"""Chromium, as observed."""

import re
from typing import Final

from cors_sim.browsers.browser import Browser
from cors_sim.browsers.console.chromium import CONSOLE
from cors_sim.enums import CacheMode

_ANYTHING: Final = re.compile(r".*", re.DOTALL)
_WHOLE_NUMBER: Final = re.compile(r"[0-9]+")
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")

CHROMIUM: Final = Browser(
    name="chromium",
    version="156",
    sends_header_fields_combined=True,
    also_safelisted_request_headers=(
        ("device-memory", _NUMBER),
        ("downlink", _NUMBER),
        ("dpr", _NUMBER),
        ("ect", re.compile(r"slow-2g|2g|3g|4g")),
        ("intervention", _ANYTHING),
        ("rtt", _WHOLE_NUMBER),
        ("save-data", re.compile(r"on")),
        ("user-agent", _ANYTHING),
        ("viewport-width", _WHOLE_NUMBER),
        ("width", _WHOLE_NUMBER),
    ),
    range_limit=2**63 - 1,
    preflights_for_upload_without_body=False,
    preflight_status_first="redirect",
    flag_allows_method=False,
    authorization_covered_by_wildcard=True,
    max_age_limit=7200,
    max_age_syntax="signed",
    cached_by="answer",
    cached_wildcard="by-entry",
    cache_keeps_opaque_origins=False,
    cache_knows_untainted_origin=True,
    failure_clears_cache=False,
    cache_modes_past_preflight_cache=frozenset({CacheMode.NO_STORE, CacheMode.RELOAD, CacheMode.NO_CACHE}),
    empty_location="none",
    repeated_location="if-equal",
    refuses_redirect_url_credentials=True,
    withholds_origin=False,
    elements_name_own_origin=True,
    null_origin_with_stored_cookies=True,
    streams_over_http_1=False,
    same_site_needs_domain=True,
    console=CONSOLE,
)
"""What was observed of Chromium."""
