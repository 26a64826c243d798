"""Chromium, as observed."""

import re
from typing import Final

from cors_sim.browsers.browser import Browser
from cors_sim.browsers.console.chromium import CONSOLE
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
    max_age_syntax="signed",
    cached_by="answer",
    cached_wildcard="by-entry",
    cache_keeps_opaque_origins=False,
    cache_keeps_tainted_origins=False,
    failure_clears_cache=False,
    cache_modes_past_preflight_cache=frozenset({CacheMode.NO_STORE, CacheMode.RELOAD, CacheMode.NO_CACHE}),
    cache_modes_that_keep_no_leave=frozenset({CacheMode.NO_STORE}),
    empty_location="none",
    repeated_location="if-equal",
    redirect_needs_location=True,
    refuses_redirect_url_credentials=True,
    withholds_origin=False,
    elements_name_own_origin=True,
    null_origin_with_stored_cookies=True,
    streams_over_http_1=False,
    ip_addresses_have_no_site=True,
    console=CONSOLE,
)
"""What was observed of Chromium."""
