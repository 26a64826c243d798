"""Snippets, as far as they can be judged without a server; `servers` runs them."""

import json
import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_sim import InvalidInput
from cors_sim.explain.grant import PUBLIC, Grant
from cors_sim.explain.snippets import SERVERS, Snippet, snippet
from cors_sim.urls import parse_url

APP, ADMIN = "https://app.example.com", "https://admin.example.com"
NAMES = ("Content-Type", "Authorization", "X-Token", "X-Total-Count", "X-Request-Id")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

each_server = pytest.mark.parametrize("server", SERVERS)


def _some(values: tuple[str, ...], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=least, unique=True).map(tuple)


@st.composite
def grants(draw: st.DrawFn) -> Grant:
    """Grants of every kind, to a path of any characters."""
    origins = draw(st.sampled_from([PUBLIC, (APP,), (APP, ADMIN), ("http://[::1]:8080",)]))
    path = draw(st.text("ab/.-_~%2e é€😀'$;*()[]|\\\"{}^&+=:@,!", max_size=8))
    return Grant(
        origins=origins,
        methods=draw(_some(METHODS, 1)),
        header_names=draw(_some(NAMES)),
        exposed_header_names=draw(_some(NAMES)),
        credentials=origins != PUBLIC and draw(st.booleans()),
        max_age=draw(st.none() | st.integers(0, 86400)),
        path=parse_url(f"https://api.example.com/{path}").path,
    )


def every_snippet(grant: Grant) -> list[Snippet]:
    """*grant* as each server is told it."""
    return [snippet(grant, server) for server in SERVERS]


class TestServer:
    """Which servers there are."""

    def test_names(self) -> None:
        """Eleven that are run, and nine that are not."""
        executed = [name for name in SERVERS if snippet(Grant(origins=(APP,)), name).executed]
        assert executed == [
            *("nginx", "apache", "caddy", "nginx-gateway", "caddy-gateway", "express"),
            *("flask", "fastapi", "django", "asgi", "wsgi"),
        ]
        assert set(SERVERS) - set(executed) == {
            *("fastify", "koa", "spring", "aspnetcore", "go", "go-rs-cors", "workers"),
            *("s3", "api-gateway"),
        }

    def test_unknown(self) -> None:
        """Another name is no argument."""
        with pytest.raises(InvalidInput, match=r"^server must be one of nginx, apache, "):
            snippet(Grant(origins=(APP,)), "iis")

    @each_server
    def test_says_who_it_is(self, server: str) -> None:
        """A snippet has its server's name, and a title for people that no other has."""
        told = snippet(Grant(origins=(APP,)), server)
        titles = [snippet(Grant(origins=(APP,)), name).title for name in SERVERS]
        assert told.server == server
        assert titles.count(told.title) == 1


class TestRefused:
    """What some configuration would read as more than itself."""

    @each_server
    @pytest.mark.parametrize(
        ("argument", "grant"),
        [
            ("origins", Grant(origins=("https://a$host.example",))),
            ("origins", Grant(origins=('https://a".example',))),
            ("origins", Grant(origins=("https://a;b.example",))),
            ("origins", Grant(origins=("https://{a}.example",))),
            ("origins", Grant(origins=("https://*.example",))),
            ("methods", Grant(origins=(APP,), methods=("PUT$",))),
            ("methods", Grant(origins=(APP,), methods=("*",))),
            ("header_names", Grant(origins=(APP,), header_names=("*",))),
            ("header_names", Grant(origins=(APP,), header_names=("a'b",))),
            ("exposed_header_names", Grant(origins=(APP,), exposed_header_names=("`id`",))),
        ],
    )
    def test_character(self, argument: str, grant: Grant, server: str) -> None:
        """It is refused for every server, with the name of the argument."""
        with pytest.raises(InvalidInput) as caught:
            snippet(grant, server)
        assert caught.value.argument == argument


class TestText:
    """What the lines say, whatever the server."""

    @given(grant=grants())
    def test_said(self, grant: Grant) -> None:
        """All that was asked for is there to the letter."""
        for told in every_snippet(grant):
            text = told.text.replace("\\", "")  # of regular expressions
            if not (grant.is_public and told.server in {"aspnetcore", "django"}):
                assert all(origin in text for origin in grant.origins)
            if grant.preflight:
                assert all(name in text for name in (*grant.methods, *grant.header_names))
            assert all(name in text for name in grant.exposed_header_names)

    @given(grant=grants())
    def test_credentials(self, grant: Grant) -> None:
        """Credentials are spoken of where they were asked for, and nowhere else."""
        for told in every_snippet(grant):
            # A gateway drops the header of others. S3 has no word for it.
            lines = [line for line in told.text.splitlines() if not re.search("hide_header|_down", line)]
            spoken = "credentials" in "\n".join(lines).lower()
            assert spoken is (grant.credentials and told.server != "s3")

    @given(grant=grants())
    def test_nobody_else(self, grant: Grant) -> None:
        """No origin is named that was not asked for."""
        for told in every_snippet(grant):
            named = set(re.findall(r"https?://[a-z.\[\]:0-9]+", told.text.replace("\\", "")))
            assert named <= set(grant.origins)

    @given(grant=grants())
    def test_laid_out(self, grant: Grant) -> None:
        """Each part says where it goes, no line has blanks at its end, and notes are sentences."""
        for told in every_snippet(grant):
            for part in told.parts:
                assert part.text
                assert part.text in told.text
                assert part.place in told.text or told.language == "json"
            assert [line for line in told.text.splitlines() if line != line.rstrip()] == []
            assert [note for note in told.notes if not re.fullmatch(r"[@A-Za-z].+\.", note)] == []


class TestLanguage:
    """What can be read by a parser at hand is read."""

    @given(grant=grants())
    def test_python(self, grant: Grant) -> None:
        """Python lines compile."""
        for told in every_snippet(grant):
            if told.language == "python":
                for part in told.parts:
                    compile(part.text, told.server, "exec", dont_inherit=True)

    @given(grant=grants(), other=grants())
    def test_path(self, grant: Grant, other: Grant) -> None:
        """The regular expression for a path matches it, decoded, and no other."""
        path, another = unquote(grant.path), unquote(other.path)
        for server in ("flask", "django"):
            found = re.search(r'r"(\^.*?\$)"', snippet(grant, server).text)
            assert found is not None
            assert re.match(found[1], path)
            assert (path == another) is bool(re.match(found[1], another))

    @pytest.mark.parametrize(
        ("server", "expected"),
        [
            (
                "s3",
                {
                    "CORSRules": [
                        {
                            "AllowedOrigins": [APP],
                            "AllowedMethods": ["PUT"],
                            "AllowedHeaders": ["X-Token"],
                            "MaxAgeSeconds": 0,
                        }
                    ]
                },
            ),
            (
                "api-gateway",
                {
                    "AllowOrigins": [APP],
                    "AllowMethods": ["PUT"],
                    "AllowHeaders": ["X-Token"],
                    "AllowCredentials": True,
                    "MaxAge": 0,
                },
            ),
        ],
    )
    def test_json(self, server: str, expected: object) -> None:
        """JSON has the members that its readers know."""
        grant = Grant(
            origins=(APP,), methods=("PUT",), header_names=("X-Token",), credentials=True, max_age=0
        )
        assert json.loads(snippet(grant, server).text) == expected


class TestVariants:
    """Where the lines depend on what is granted."""

    def test_one_origin(self) -> None:
        """One origin is right for all: nginx needs no map, and nothing varies."""
        told = snippet(Grant(origins=(APP,), path="/items"), "nginx")
        assert told.text == (
            "# In the location that answers for /items:\n"
            f'add_header Access-Control-Allow-Origin "{APP}" always;'
        )

    def test_s3_methods(self) -> None:
        """S3 has words for five methods, and a note says so of others."""
        grant = Grant(origins=(APP,), methods=("PUT", "PATCH"))
        assert snippet(grant, "s3").notes[-1] == "S3 has no word for the method PATCH."

    @pytest.mark.parametrize(("path", "pattern"), [("/items/", "/items/{$}"), ("/items", "/items")])
    def test_go_pattern(self, path: str, pattern: str) -> None:
        """In Go a pattern that ends in a slash would stand for all paths below it."""
        told = snippet(Grant(origins=(APP,), path=path), "go")
        assert told.parts[-1].text == f'mux.Handle("{pattern}", granted(handler))'

    @pytest.mark.parametrize("server", ["koa", "go-rs-cors"])
    def test_empty_list(self, server: str) -> None:
        """Where an empty list would allow more, a header stands in that needs no permission."""
        assert '"Accept"' in snippet(Grant(origins=(APP,), methods=("PUT",)), server).text
