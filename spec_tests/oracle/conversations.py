"""
Conversations for the differential tests: requests and what servers say to them.

Values mix a pool that the standard tells apart with arbitrary ones, so that a few hundred examples reach
every step, and a few thousand reach their combinations.
"""

from hypothesis import strategies as st

from cors_sim import BodyWithoutSource, OpaqueOrigin, Request, Response
from cors_sim.enums import (
    CredentialsMode,
    EmbedderPolicy,
    Mode,
    RedirectMode,
    ReferrerPolicy,
)

PAGE = "https://app.example.com"
SERVERS = (
    PAGE,
    "https://api.example.com",
    "https://other.test",
    "http://api.example.com",
    "http://localhost:8080",
    "https://user:word@api.example.com",
    "https://app.example.com:6667",
)
PATHS = ("/a", "/b?c", "/a#fragment")

isomorphic_values = st.text(
    st.characters(min_codepoint=1, max_codepoint=0xFF, exclude_characters="\r\n"), max_size=12
)


def header(name: str, *pool: str) -> st.SearchStrategy[list[tuple[str, str]]]:
    """No header of that *name*, or one or two with values from *pool* or anywhere."""
    values = st.sampled_from(pool) | isomorphic_values
    names = st.sampled_from([name, name.lower()])
    return st.lists(st.tuples(names, values), max_size=2)


request_headers = st.tuples(
    header("Content-Type", "application/json", "text/plain", "text/plain;a=b", "text/plain, x/x"),
    header("Accept", "*/*", "(", "a" * 128, "a" * 129),
    header("Accept-Language", "en", "a" * 128, "en_GB"),
    header("Content-Language", "en", "a" * 128),
    header("Range", "bytes=0-1", "bytes=1-0", "bytes=-1", "bytes= 0-1", "bytes=0-"),
    header("Authorization", "Basic eDp5"),
    header("X-A", "1"),
).map(lambda groups: [pair for group in groups for pair in group])

response_headers = st.tuples(
    header("Access-Control-Allow-Origin", "*", PAGE, "null", f"{PAGE}/", f"{PAGE}, *"),
    header("Access-Control-Allow-Credentials", "true", "True", "true, true"),
    header("Access-Control-Allow-Methods", "*", "PUT", "put, PATCH", ",PUT,,", "a b", "PUT\t"),
    header("Access-Control-Allow-Headers", "*", "content-type,x-a", "Authorization, *", "x-a", "@"),
    header("Access-Control-Max-Age", "0", "2", "600", "-1", "1.5", "9" * 400),
    header("Access-Control-Expose-Headers", "*", "x-b", "X-B, Set-Cookie", "@"),
    header("Cross-Origin-Resource-Policy", "same-origin", "same-site", "cross-origin", "Same-Site"),
    header("Timing-Allow-Origin", "*", PAGE, "null", f'"*", {PAGE}'),
    header("Location", "/c", f"{PAGE}/d", "https://other.test/e", "https://u:p@app.example.com/", "data:,"),
    header("Content-Type", "text/javascript", "text/css", "image/png", "text/csv", "text/html, */*"),
    header("X-Content-Type-Options", "nosniff", "NoSniff, x", "x, nosniff"),
    header("Referrer-Policy", "no-referrer", "same-origin, no-such-policy", "Origin"),
    header("Set-Cookie", "a=b"),
    header("X-B", "2"),
).map(lambda groups: [pair for group in groups for pair in group])

responses = st.builds(
    Response,
    st.sampled_from([200, 200, 200, 204, 299, 301, 302, 303, 307, 308, 304, 404, 500]),
    response_headers,
) | st.just(Response.network_error())

urls = st.builds(str.__add__, st.sampled_from(SERVERS), st.sampled_from(PATHS))

requests = st.builds(
    Request,
    urls,
    origin=st.sampled_from([PAGE, PAGE, "http://localhost:8080", OpaqueOrigin("a"), OpaqueOrigin("b")]),
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "patch", "OPTIONS", "get"]),
    headers=request_headers,
    body=st.sampled_from(
        [None, b"", b"body", b"a" * 65536, b"a" * 65537, BodyWithoutSource(), BodyWithoutSource(7)]
    ),
    mode=st.sampled_from([Mode.CORS, Mode.CORS, *Mode]),
    credentials_mode=st.sampled_from(CredentialsMode),
    redirect_mode=st.sampled_from([RedirectMode.FOLLOW, *RedirectMode]),
    referrer_policy=st.sampled_from(ReferrerPolicy),
    destination=st.sampled_from(["", "", "script", "style", "image", "video", "worker", "font"]),
    use_cors_preflight=st.booleans(),
    unsafe_request=st.booleans(),
    keepalive=st.booleans(),
    timing_allow_failed=st.booleans(),
    embedder_policy=st.sampled_from(EmbedderPolicy),
    secure_context=st.sampled_from([None, True, False]),
    network_partition_key=st.sampled_from([None, "key"]),
)
"""Requests in every mode, to a handful of servers, so that caches are hit."""

timed_requests = st.lists(
    st.tuples(requests, st.sampled_from([0.0, 0.0, 1.0, 2.0, 5.0])), min_size=1, max_size=4
)
"""Requests made one after the other, each so many seconds after the last."""
