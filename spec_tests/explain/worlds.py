"""
A small world to look for fixes in: a page, two servers, and answers that are right, wrong or missing.

Small enough to be searched through, and to have what goes wrong in practice: several headers amiss at once,
redirects, a preflight that is refused, credentials.
"""

from collections.abc import Callable, Mapping
from typing import Final

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cors_sim import HTTPRequest, OpaqueOrigin, Request, Response

PAGE: Final = "https://app.example.com"
API: Final = "https://api.example.com/items"
CDN: Final = "https://cdn.example.net/items"
OTHER: Final = "https://other.example"
EVIL: Final = "https://evil.example"

Key = tuple[str, bool]
"""Of an answer: the URL, and whether it is to a preflight."""

Answerer = Callable[[HTTPRequest], Response]


@attrs.frozen
class World:
    """A server that answers by URL and kind of request, and may repeat the origin that asks."""

    answers: Mapping[Key, Response]

    def __call__(self, asked: HTTPRequest) -> Response:
        """What it answers; status 404 at a URL that it does not know."""
        response = self.answers.get((asked.url.href, asked.is_preflight), Response(404))
        headers = response.headers
        if headers.get("access-control-allow-origin") == "ECHO":
            headers = headers.set("Access-Control-Allow-Origin", asked.headers.get("origin") or "null")
        return response.with_fields(headers=headers)


_ALLOW_ORIGINS: Final = [None, None, "*", PAGE, PAGE, f"{PAGE}/", OTHER, "null", f"{PAGE}, {OTHER}", "ECHO"]
_ALLOW_CREDENTIALS: Final = [None, None, "true", "True", "true, true"]
_ALLOW_METHODS: Final = [None, None, "*", "PUT", "GET, POST", "put", "PUT; GET", ""]
_ALLOW_HEADERS: Final = [None, None, "*", "content-type, x-a", "authorization", "X-A", "x a", ""]
_POLICIES: Final = [None, None, None, "same-origin", "same-site"]
_VARY: Final = [None, None, "Origin", "Accept-Encoding", "*"]
_LOCATIONS: Final = [API, f"{API}/", CDN, f"{PAGE}/items", "https://user:secret@api.example.com/items"]


def _headers(preflight: bool) -> SearchStrategy[list[tuple[str, str]]]:
    names: dict[str, list[str | None]] = {
        "Access-Control-Allow-Origin": list(_ALLOW_ORIGINS),
        "Access-Control-Allow-Credentials": list(_ALLOW_CREDENTIALS),
        "Vary": list(_VARY),
    }
    if preflight:
        names["Access-Control-Allow-Methods"] = list(_ALLOW_METHODS)
        names["Access-Control-Allow-Headers"] = list(_ALLOW_HEADERS)
    else:
        names["Cross-Origin-Resource-Policy"] = list(_POLICIES)
        names["X-Total"] = [None, "42"]
        names["Access-Control-Expose-Headers"] = [None, "*", "x y"]
    choices = {name: st.sampled_from(values) for name, values in names.items()}
    return st.fixed_dictionaries(choices).map(
        lambda chosen: [(name, value) for name, value in chosen.items() if value is not None]
    )


def _preflight_answers() -> SearchStrategy[Response]:
    statuses = st.sampled_from([200, 204, 204, 401, 404, 405, 307, 500])
    return st.builds(Response, statuses, _headers(preflight=True))


@st.composite
def _answers(draw: st.DrawFn) -> Response:
    status = draw(st.sampled_from([200, 200, 200, 404, 500, 302, 307, 308]))
    headers = draw(_headers(preflight=False))
    if status in {302, 307, 308}:
        headers.append(("Location", draw(st.sampled_from(_LOCATIONS))))
    return Response(status, headers)


def worlds() -> SearchStrategy[World]:
    """Servers, all of whose answers are drawn."""
    urls = [API, f"{API}/", CDN, f"{PAGE}/items"]
    answers = {(url, False): _answers() for url in urls} | {
        (url, True): _preflight_answers() for url in urls
    }
    return st.fixed_dictionaries(answers).map(World)


def requests() -> SearchStrategy[Request]:
    """Requests of a page to one of the servers, most of them in mode ``cors``."""
    header = st.sampled_from(
        [("X-A", "1"), ("Content-Type", "application/json"), ("Authorization", "Bearer 1")]
    )
    return st.builds(
        Request,
        st.sampled_from([API, API, CDN]),
        origin=st.sampled_from([PAGE, PAGE, PAGE, OpaqueOrigin()]),
        method=st.sampled_from(["GET", "GET", "POST", "PUT", "patch"]),
        headers=st.lists(header, unique=True, max_size=2),
        mode=st.sampled_from(["cors", "cors", "cors", "cors", "no-cors"]),
        credentials_mode=st.sampled_from(["same-origin", "same-origin", "include", "omit"]),
        redirect_mode=st.sampled_from(["follow", "follow", "follow", "manual"]),
        use_cors_preflight=st.sampled_from([False, False, False, True]),
    )
