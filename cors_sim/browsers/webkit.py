"""WebKit, as observed in WebKitGTK."""

import re
from typing import Final

from cors_sim.browsers.browser import Browser
from cors_sim.browsers.console.webkit import CONSOLE

WEBKIT: Final = Browser(
    name="webkit",
    version="2.50 (GTK)",
    sends_header_fields_combined=True,
    range_syntax=re.compile(r"[Bb][Yy][Tt][Ee][Ss]=\+?([0-9]{1,20})-(?:\+?([0-9]{1,20}))?"),
    range_limit=2**64 - 1,
    preflight_status_first="always",
    flag_allows_method=False,
    authorization_covered_by_wildcard=True,
    names_refused_header_as_set=True,
    preflight_after_redirect="as-first-set",
    max_age_limit=600,
    max_age_syntax="signed",
    cached_by="answer",
    caches_refusals=True,
    cached_wildcard_covers_authorization=True,
    cache_keeps_tainted_origins=False,
    failure_clears_cache=False,
    redirect_checked_with_credentials=True,
    empty_location="invalid",
    repeated_location="joined",
    redirect_needs_location=True,
    reads_location_as_latin_1=True,
    elements_name_own_origin=True,
    loopback_is_trustworthy=False,
    only_if_cached_asks=True,
    reads_proxy_challenge=True,
    knows_credentialless=False,
    console=CONSOLE,
)
"""What was observed of WebKit."""
