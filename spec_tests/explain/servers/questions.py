"""What is asked of a server that grants something, and whether a page may read the answer."""

from collections.abc import Iterator
from typing import Final

import attrs

from cors_sim import OpaqueOrigin, Request, parse_origin
from cors_sim.explain.grant import PUBLIC, Grant

NULL: Final = "null"
FAILURES: Final = ("404", "500", "crash")
"""What ``?answer=`` makes of a service: two error responses of its own, and a failure of itself."""


@attrs.frozen
class Question:
    """
    Something that a page asks for.

    Args:
        about: what it is, for people.
        origin: the page's; ``null`` for an opaque one.
        target: path and query.
        readable: whether the page may read the answer.
        in_browser: whether a browser can be made to ask it.
    """

    about: str
    origin: str
    target: str
    readable: bool
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    credentials: bool = False
    in_browser: bool = True

    def request(self, port: int) -> Request:
        """The request, to a server on *port*."""
        return Request(
            f"http://127.0.0.1:{port}{self.target}",
            origin=OpaqueOrigin() if self.origin == NULL else parse_origin(self.origin),
            method=self.method,
            headers=self.headers,
            credentials_mode="include" if self.credentials else "omit",
        )


def grants(port: int) -> dict[str, Grant]:
    """What servers are told in turn; *port* is that of the pages."""
    app, admin = f"http://app.localhost:{port}", f"http://admin.localhost:{port}"
    return {
        "simple": Grant(origins=(app,), path="/items"),
        "preflighted": Grant(
            origins=(app,),
            methods=("PUT", "POST"),
            header_names=("Content-Type", "X-Token"),
            exposed_header_names=("X-Total-Count",),
            max_age=600,
            path="/items",
        ),
        "credentials": Grant(
            origins=(app, admin),
            methods=("GET", "DELETE"),
            header_names=("Authorization",),
            exposed_header_names=("X-Total-Count",),
            credentials=True,
            path="/items",
        ),
        "public": Grant(origins=PUBLIC, methods=("PUT",), header_names=("Content-Type",), path="/items"),
        "odd": Grant(
            origins=(app, f"http://[::1]:{port}"), methods=("PUT",), path="/a%20b/caf%C3%A9;(1)*$x"
        ),
    }


_VALUES: Final = {"Content-Type": "application/json"}


def questions(grant: Grant, port: int, lost: frozenset[str], paths: tuple[str, ...]) -> Iterator[Question]:
    """
    Everything that is asked.

    Args:
        grant: what the server was told.
        port: of the pages.
        lost: which of `FAILURES` come without the headers, by the snippet's own words.
        paths: the resources that the grant is for.
    """
    friends = grant.origins if not grant.is_public else (f"http://app.localhost:{port}",)
    for friend in friends:
        for path in paths:
            for asked in _asked(grant, friend, path):
                yield asked
                for failure in FAILURES:
                    yield attrs.evolve(
                        asked,
                        about=f"{asked.about}, answered {failure}",
                        target=f"{path}?answer={failure}",
                        readable=failure not in lost,
                    )
    friend, path = friends[0], paths[0]
    closed = Question("what was not asked for", friend, path, readable=False)
    yield from (
        attrs.evolve(closed, about=f"the method {method}", method=method)
        for method in ("PUT", "PATCH", "DELETE")
        if method not in grant.methods
    )
    yield attrs.evolve(closed, about="a header", headers=(("X-Other", "1"),))
    yield attrs.evolve(closed, about="another resource", target="/other")
    if not grant.credentials:
        yield attrs.evolve(closed, about="credentials", credentials=True)
    for stranger, in_browser in _strangers(friend, port, public=grant.is_public):
        for asked in _asked(grant, stranger, path):
            readable = grant.is_public
            yield attrs.evolve(
                asked, about=f"{asked.about} from {stranger}", readable=readable, in_browser=in_browser
            )


def _asked(grant: Grant, origin: str, path: str) -> Iterator[Question]:
    """What the grant is for: each method with all headers, and a plain GET."""
    headers = tuple((name, _VALUES.get(name, "1")) for name in grant.header_names)
    in_browser = "[" not in origin  # the pages are served by IPv4 alone
    plain = Question("GET", origin, path, True, credentials=grant.credentials, in_browser=in_browser)
    yield plain
    for method in grant.methods if headers else [name for name in grant.methods if name != "GET"]:
        about = f"{method} with {len(headers)} headers"
        yield attrs.evolve(plain, about=about, method=method, headers=headers)


def _strangers(friend: str, port: int, *, public: bool) -> Iterator[tuple[str, bool]]:
    """Origins that look more or less like *friend*, and whether a browser can have them here."""
    yield f"http://other.localhost:{port}", True
    yield NULL, True
    yield f"http://evil-app.localhost:{port}", True  # ends alike
    yield f"http://app.localhost.evil.localhost:{port}", True  # its host begins alike
    yield f"http://localhost:{port}", True
    yield friend[:-1], False  # a digit of its port short
    yield friend.rpartition(":")[0], False  # the default port
    if not public:  # WebKit lets a page on https load nothing over http, not even from loopback
        yield friend.replace("http:", "https:"), False
