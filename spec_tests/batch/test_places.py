"""Where URLs lead: what the patterns say of a URL is what the parser says."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_sim import parse_url
from cors_sim.batch.places import Places, are_serialized, places_of, serialized_origins
from cors_sim.urls import url_or_none
from spec_tests.batch.rows import RESTS, urls

PAGE = "https://app.example.com"
labels = st.text("abcxyz019-_", min_size=1, max_size=5) | st.sampled_from(
    ("xn--a", "localhost", "127", "0x1")
)


def places(*texts: str, page: str = PAGE) -> Places:
    """Where *texts* lead, seen from *page*."""
    return places_of(pa.array(texts, pa.string()), serialized_origins(pa.array([page] * len(texts))))


@given(st.lists(labels, min_size=1, max_size=3).map(".".join), st.sampled_from(RESTS))
def test_hosts(host: str, rest: str) -> None:
    """Of every host of letters, digits, hyphens and underscores: whether it is one, and which origin."""
    text = f"https://{host}{rest}"
    url = url_or_none(text)
    found = places(text)

    assert found.origin.to_pylist() in ([None], [url and str(url.origin)])
    assert (url is None) <= (found.place.to_pylist() == [None])


@given(urls())
def test_origin(text: str) -> None:
    """Where a URL leads without being parsed as a whole, it leads where the parser says."""
    found = places(text)
    if found.place.is_valid()[0].as_py():
        url = parse_url(text)

        assert found.origin.to_pylist() == [str(url.origin)]
        assert found.is_http.to_pylist() == [url.scheme == "http"]
        assert found.same_origin.to_pylist() == [str(url.origin) == PAGE]
        if found.start_is_serialized[0].as_py() and are_serialized(pa.array([text]))[0].as_py():
            assert text == url.href


class TestAlike:
    """URLs in one place are decided alike; those that are not, need not be."""

    @pytest.mark.parametrize(
        "others",
        [
            ("https://api.example.com/a", "https://other.example/b?c#d", "https://api.example.com"),
            (
                "https://api.example.com/",
                "https://API.example.com:8443/",
                "https://u:p@xn--bcher-kva.example/",
            ),
            ("http://localhost:8080/", "http://a.localhost"),
            ("https://127.0.0.2/", "https://127.1"),
            ("https://[::1]:6667/", "https://[0:0::1]:6667/"),
        ],
    )
    def test_equal(self, others: tuple[str, ...]) -> None:
        """The host does not count, and the port does only where no browser goes."""
        assert len(set(places(*others).place.to_pylist())) == 1

    def test_unequal(self) -> None:
        """Scheme, bad ports, this very machine, and addresses count."""
        found = places(
            *("https://a.example/", "http://a.example/", "https://a.example:6667/", "https://localhost/"),
            *("https://10.0.0.1/", "https://127.0.0.1/", "https://a.example:6666/"),
        ).place.to_pylist()

        assert len(set(found)) == len(found)

    @pytest.mark.parametrize(
        "text",
        ["HTTPS://a.example/", " https://a.example/", "https:/a.example", "data:,", "", "https://b\xfc"],
    )
    def test_whole(self, text: str) -> None:
        """What is not plainly a place, is for the parser."""
        assert places(text).place.to_pylist() == [None]

    def test_null(self) -> None:
        """No URL is no place."""
        found = places_of(pa.array([None], pa.string()), pa.array([None], pa.string()))

        assert [column.to_pylist() for column in found[:4]] == [[None], [False], [False], [None]]


def test_the_page() -> None:
    """An origin is read as the parser reads it; one that is none is the same as nothing."""
    urls = pa.array(["https://app.example.com/"] * 4)
    pages = pa.array(["HTTPS://App.example.com:443", "https://app.example.com/", "null", None])

    assert places_of(urls, serialized_origins(pages)).same_origin.to_pylist() == [True, False, False, False]
