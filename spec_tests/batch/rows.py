"""Hypothesis strategies for rows: ordinary, hostile, impossible, and many that are alike."""

from typing import Any, Final

import pyarrow as pa
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from spec_tests.batch.by_row import HEADERS, Row

PAGES: Final = (
    *("https://app.example.com", "http://app.example.com", "https://app.example.com:8443", "null"),
    *(
        "http://localhost:8080",
        "HTTPS://APP.example.com:443",
        "https://[::1]",
        "https://xn--bcher-kva.example",
    ),
    *("https://127.0.0.1", "https://example.co.uk"),
)
NO_PAGES: Final = ("https://app.example.com/", "app.example.com", "", "ftp://app.example.com/x", None)
SCHEMES: Final = (
    *("https://",) * 12,
    *("http://",) * 8,
    *(
        "HTTPS://",
        "https:/",
        "https:///",
        "https:\\\\",
        "ws://",
        "//",
        "blob:https://",
        "data:,",
        "about:blank",
        "",
    ),
)
USERS: Final = ("",) * 16 + ("user@", "user:pass@", "@", "a@b@", "%40@", "us er@", "u[@")
HOSTS: Final = (
    *("app.example.com", "api.example.com", "api.example.com", "other.example") * 6,
    *("app.example.com", "api.example.com", "other.example", "example.co.uk", "other.co.uk", "localhost"),
    *(
        "App.example.com",
        "a.localhost",
        "localhost.",
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "1.2",
        "a.1",
        "a.0x1",
    ),
    *("[::1]", "[::2]", "xn--bcher-kva.example", "xn--a", "a.xn--", "b\xfccher.example", "ex%61mple.com"),
    *(
        "a b",
        "a\tpp.example.com",
        "app.example.com.",
        "app..example",
        "-",
        "a-",
        "_a.b_",
        "a--b.c--d",
        "",
        "a^b",
    ),
)
PORTS: Final = ("",) * 16 + (":443", ":80", ":8443", ":6667", ":0", ":065535", ":65536", ":", ":x")
RESTS: Final = (
    *("/", "/a", "/items/1?q=2", "/a#f", "", "?q", "#f", "/a/../b", "/./", "/%2e/a", "/.a", "/a.b", "/%41"),
    *(
        "\\x",
        "/a b",
        "/a\tb",
        "/\xe9",
        "/a?b'c",
        "/a#b`c",
        " ",
        "/ ",
        "\n/x",
        "//b",
        "/a//",
        "/a;b=c,d",
        "/^",
    ),
)
WORDS: Final = {
    "method": ("GET", "POST", "PUT", "put"),
    "mode": ("cors", "no-cors", "same-origin", "navigate"),
    "credentials_mode": ("omit", "same-origin", "include"),
    "redirect_mode": ("follow", "error", "manual"),
    "destination": ("", "image", "video", "script", "style", "worker"),
    "embedder_policy": ("unsafe-none", "require-corp", "credentialless"),
}
STATUSES: Final = (200, 200, 200, 204, 301, 302, 303, 307, 308, 304, 404, 407, 0, 999)
PREFLIGHT_STATUSES: Final = (200, 204, 204, 204, 301, 407, 0, 500, 1000)
IMPOSSIBLE: Final = ("a b", "NO-CORS", "Image", "x", "")
PAIRS: Final = (
    *(("Content-Type", "application/json"), ("content-type", "text/plain"), ("Authorization", "x")),
    ("X-Token", "a"),
)
ODD_PAIRS: Final = (
    *(("a b", "c"), ("Accept", "a\nb"), ("X-\u20ac", "x"), ("Range", None), (None, "x"), None),
)
ODD: Final = (" a ", "a\nb", "\n", "\xe9", "\u20ac", "a\0", "")
VALUES: Final = {
    "access_control_allow_origin": ("*", "null", *PAGES[:5], "*, *"),
    "access_control_allow_credentials": ("true", "True"),
    "access_control_allow_methods": ("PUT", "*", "put, PUT", "@"),
    "access_control_allow_headers": ("*", "content-type, x-token", "Authorization", "a b"),
    "location": (
        *(
            "/next",
            "next",
            "https://other.example/",
            "https:next",
            "//other.example",
            "http://[",
            "#f",
            "data:,",
        ),
        *("https://user@other.example/", "HTTPS://other.example", "http://other.example/#f"),
    ),
    "content_type": ("text/javascript", "text/css", "image/png", "text/csv", "x"),
    "x_content_type_options": ("nosniff", "NoSniff, x"),
    "cross_origin_resource_policy": ("same-origin", "same-site", "cross-origin", "x"),
}
ABOUT: Final[tuple[dict[str, tuple[Any, ...] | None], ...]] = (
    {
        "access_control_allow_origin": None,
        "access_control_allow_credentials": None,
        "credentials_mode": None,
    },
    {"status": (301, 302, 303, 307, 308), "location": None, "access_control_allow_origin": ("*",)},
    {"mode": ("no-cors",), "cross_origin_resource_policy": None, "embedder_policy": None},
    {
        "destination": None,
        "content_type": None,
        "x_content_type_options": None,
        "mode": ("no-cors", "cors"),
    },
    {"destination": ("image", "audio"), "access_control_allow_origin": ("*",)},
    {
        "method": ("PUT", "POST"),
        "request_headers": None,
        "access_control_allow_origin": ("*",),
        "preflight_status": None,
        "preflight_access_control_allow_origin": ("*", None),
        "preflight_access_control_allow_methods": None,
        "preflight_access_control_allow_headers": None,
    },
)
"""What rows are about: columns that they have, with the values to choose from, or any."""


def urls() -> SearchStrategy[str]:
    """URLs, most of which the parser takes, and some that it takes for something else than they seem."""
    pieces = (SCHEMES, USERS, HOSTS, PORTS, RESTS)
    put_together = st.tuples(*map(st.sampled_from, pieces)).map("".join)
    text = st.text(st.sampled_from("https:/\\@[]?#.%\t a1-\xe9"), max_size=20)
    return _seldom(put_together, text.map("https://{}".format))


def _seldom(usual: SearchStrategy[Any], odd: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.sampled_from((*(usual,) * 15, odd)).flatmap(lambda chosen: chosen)


def _header(name: str) -> SearchStrategy[Any]:
    value = _seldom(st.sampled_from(VALUES[name.removeprefix("preflight_")]), st.sampled_from(ODD))
    listed = st.lists(_seldom(value, st.none()), max_size=3).map(tuple)
    return st.one_of(value, value, listed)


def _fields() -> dict[str, SearchStrategy[Any]]:
    words = {
        name: _seldom(st.sampled_from(some), st.sampled_from(IMPOSSIBLE)) for name, some in WORDS.items()
    }
    pair = _seldom(st.sampled_from(PAIRS), st.sampled_from(ODD_PAIRS))
    return {
        **words,
        **{name: _header(name) for name in HEADERS},
        "secure_context": st.booleans(),
        "use_cors_preflight": st.booleans(),
        "preflight_status": st.sampled_from(PREFLIGHT_STATUSES),
        "request_headers": st.lists(pair, max_size=3).map(tuple),
    }


def rows() -> SearchStrategy[Row]:
    """Rows, each about something, and with some more columns."""
    fields = _fields()
    needed = st.fixed_dictionaries(
        {
            "url": _seldom(urls(), st.none()),
            "origin": _seldom(st.sampled_from(PAGES), st.sampled_from(NO_PAGES)),
            "status": _seldom(st.sampled_from(STATUSES), st.sampled_from((1000, -1, None))),
        }
    )
    more = st.lists(st.sampled_from(sorted(fields)), max_size=3, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: fields[name] for name in names})
    )
    about = st.sampled_from(ABOUT).flatmap(
        lambda some: st.fixed_dictionaries(
            {
                name: fields[name] if values is None else st.sampled_from(values)
                for name, values in some.items()
            }
        )
    )
    return st.builds(lambda row, *others: row | others[0] | others[1], needed, more, about)


def alike() -> SearchStrategy[list[Row]]:
    """Several rows, of which some differ in nothing but the URL, and some in nothing."""
    return st.lists(rows(), min_size=1, max_size=4).flatmap(
        lambda some: st.lists(
            st.builds(
                lambda row, url: row if url is None else row | {"url": url},
                st.sampled_from(some),
                st.none() | urls(),
            ),
            min_size=1,
            max_size=10,
        )
    )


def column(name: str, values: list[Any], choice: int) -> pa.Array:
    """*values* in an array of one of the types that will do, by *choice*."""
    if name in HEADERS and (choice % 2 or any(isinstance(value, tuple) for value in values)):
        lists = [value if isinstance(value, tuple | None) else (value,) for value in values]
        return pa.array(lists, (pa.list_(pa.string()), pa.large_list(pa.large_string()))[choice % 4 == 3])
    if name == "request_headers":
        return _pairs(values, choice)
    if name in {"status", "preflight_status"}:
        return pa.array(values, (pa.int16(), pa.int64(), pa.int32())[choice % 3])
    if name in {"secure_context", "use_cors_preflight"}:
        return pa.array(values, pa.bool_())
    array = pa.array(values, (pa.string(), pa.large_string(), pa.string_view())[choice % 3])
    return array.dictionary_encode() if choice == 3 else array


def _pairs(values: list[Any], choice: int) -> pa.Array:
    names = [pair and pair[0] for value in values for pair in value or ()]
    if choice % 2 and None not in names:
        return pa.array(values, pa.map_(pa.string(), pa.string()))
    kind = pa.list_(pa.struct([("name", pa.string()), ("value", pa.string())]))
    structs = [
        value and [pair and {"name": pair[0], "value": pair[1]} for pair in value] for value in values
    ]
    return pa.array(structs, kind)


def choices() -> SearchStrategy[list[int]]:
    """Which types the columns of a table are of."""
    return st.lists(st.integers(0, 3), min_size=1, max_size=5)


def table_of(rows: list[Row], choices: list[int]) -> pa.Table:
    """The table of *rows*."""
    names = sorted({name for row in rows for name in row})
    return pa.table(
        {
            name: column(name, [row.get(name) for row in rows], choices[number % len(choices)])
            for number, name in enumerate(names)
        }
    )
