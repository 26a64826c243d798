"""Grants: what can be allowed, and what cannot be meant."""

import pickle
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cors_sim import InvalidInput, Request, Response, decide, preflight_needed
from cors_sim.explain.grant import PUBLIC, Grant
from spec_tests import strategies

APP, ADMIN = "https://app.example.com", "https://admin.example.com"


class TestArguments:
    """What a `Grant` takes, and what it refuses by name."""

    def test_defaults(self) -> None:
        """An origin alone is allowed a GET of the root, and no credentials."""
        grant = Grant(origins=[APP])
        assert grant == Grant(
            origins=(APP,),
            methods=("GET",),
            header_names=(),
            exposed_header_names=(),
            credentials=False,
            preflight=False,
            max_age=None,
            path="/",
        )
        assert hash(grant) == hash(pickle.loads(pickle.dumps(grant)))  # noqa: S301 - our own
        assert repr(grant) == f"Grant(origins=('{APP}',), preflight=False)"

    @pytest.mark.parametrize(
        ("argument", "value"),
        [
            ("origins", APP),
            ("origins", None),
            ("origins", ()),
            ("origins", ("null",)),
            ("origins", (APP, "*")),
            ("origins", (f"{APP}/",)),
            ("origins", ("https://APP.example.com",)),
            ("origins", ("https://app.example.com:443",)),
            ("origins", ("app.example.com",)),
            ("origins", (APP, APP)),
            ("origins", (b"https://app.example.com",)),
            ("methods", ()),
            ("methods", "PUT"),
            ("methods", ("PUT", "PUT")),
            ("methods", ("NO METHOD",)),
            ("methods", ("TRACE",)),
            ("methods", (1,)),
            ("header_names", "X-Token"),
            ("header_names", ("X-Token", "x-token")),
            ("header_names", ("X Token",)),
            ("header_names", ("",)),
            ("exposed_header_names", ("X-Total-Count", "X-TOTAL-COUNT")),
            ("exposed_header_names", ("a,b",)),
            ("max_age", -1),
            ("max_age", True),
            ("max_age", 0.5),
            ("max_age", "600"),
            ("path", ""),
            ("path", "items"),
            ("path", "/items?page=1"),
            ("path", "/items#top"),
            ("path", "/a b"),
            ("path", "/a/../b"),
            ("path", "/a\\b"),
            ("path", "/caf\xe9"),
            ("path", "/a\nb"),
            ("path", b"/"),
        ],
    )
    def test_impossible(self, argument: str, value: object) -> None:
        """An impossible argument is named."""
        arguments: dict[str, Any] = {"origins": (APP,), argument: value}
        with pytest.raises(InvalidInput) as caught:
            Grant(**arguments)
        assert caught.value.argument == argument

    def test_public_credentials(self) -> None:
        """What every page may read, none may read with credentials: browsers refuse that."""
        with pytest.raises(InvalidInput, match=r"^credentials must be False"):
            Grant(origins=PUBLIC, credentials=True)

    def test_public(self) -> None:
        """'*' stands for every page."""
        assert Grant(origins=["*"]).is_public
        assert not Grant(origins=(APP,)).is_public


class TestPreflight:
    """Whether browsers ask first."""

    @given(method=strategies.methods(), name=strategies.tokens())
    def test_follows(self, method: str, name: str) -> None:
        """A grant knows it from methods and headers, as the standard does."""
        assume(method.upper() not in {"CONNECT", "TRACE", "TRACK"})  # no script may use them
        request = Request("https://api.example.com/", origin=APP, method=method, headers={name: "x" * 200})
        grant = Grant(origins=(APP,), methods=(method,), header_names=(name,))
        bare = Request("https://api.example.com/", origin=APP, method=method)
        assert grant.preflight is bool(preflight_needed(request))
        assert Grant(origins=(APP,), methods=(method,)).preflight is bool(preflight_needed(bare))

    def test_asked(self) -> None:
        """It can be said where something else is the cause, as an upload listener is."""
        grant = Grant(origins=(APP,), methods=("POST",), preflight=True)
        assert grant.preflight_headers == (("Access-Control-Allow-Methods", "POST"),)

    def test_denied(self) -> None:
        """It cannot be denied where methods or headers are the cause."""
        with pytest.raises(InvalidInput, match=r"^preflight must be True"):
            Grant(origins=(APP,), methods=("PUT",), preflight=False)


class TestHeaders:
    """What an allowed origin is answered."""

    def test_all(self) -> None:
        """Everything that was asked for is said where it counts."""
        grant = Grant(
            origins=(APP, ADMIN),
            methods=("PUT", "POST"),
            header_names=("Content-Type", "Authorization"),
            exposed_header_names=("X-Total-Count",),
            credentials=True,
            max_age=0,
        )
        assert grant.fixed_origin is None
        assert grant.response_headers == (
            ("Access-Control-Allow-Credentials", "true"),
            ("Access-Control-Expose-Headers", "X-Total-Count"),
        )
        assert grant.preflight_headers == (
            ("Access-Control-Allow-Credentials", "true"),
            ("Access-Control-Allow-Methods", "PUT, POST"),
            ("Access-Control-Allow-Headers", "Content-Type, Authorization"),
            ("Access-Control-Max-Age", "0"),
        )

    def test_nothing(self) -> None:
        """What was not asked for is not said."""
        grant = Grant(origins=(APP,))
        assert grant.response_headers == ()
        assert grant.preflight_headers == ()
        assert grant.fixed_origin == APP
        assert Grant(origins=PUBLIC).fixed_origin == "*"

    @given(
        method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "patch", "DELETE", "QUERY"]),
        names=st.lists(strategies.tokens(), max_size=3, unique_by=lambda name: name.lower()),
        credentials=st.booleans(),
    )
    def test_enough(self, method: str, names: list[str], *, credentials: bool) -> None:
        """They let the request through for which they were asked."""
        request = Request(
            "https://api.example.com/",
            origin=APP,
            method=method,
            headers=dict.fromkeys(names, "x" * 200),
            credentials_mode="include" if credentials else "omit",
        )
        grant = Grant(origins=(APP,), methods=(method,), header_names=names, credentials=credentials)
        origin = ("Access-Control-Allow-Origin", APP)
        response = Response(200, (origin, *grant.response_headers))
        preflight = Response(204, (origin, *grant.preflight_headers)) if grant.preflight else None
        assert decide(request, response, preflight=preflight)
