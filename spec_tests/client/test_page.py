"""The page or worker that script runs in."""

# ruff: noqa: SIM300 - expected == actual

import pytest

from cors_sim import InvalidInput, OpaqueOrigin, TupleOrigin
from cors_sim.client import Page, embedder_policy
from cors_sim.client.page import page_of
from spec_tests.values import pickled

APP = "https://app.example.com"


class TestEmbedderPolicy:
    """Spec: https://html.spec.whatwg.org/multipage/browsers.html#obtain-an-embedder-policy"""

    @pytest.mark.parametrize(
        ("value", "policy"),
        [
            ("require-corp", "require-corp"),
            ("credentialless", "credentialless"),
            (" require-corp ", "require-corp"),
            ('require-corp; report-to="default"', "require-corp"),
            ("require-corp;a;b=1;c=?0;d=:YQ==:;e=1.5;f=tok/en;*=@1", "require-corp"),
            ("unsafe-none", "unsafe-none"),
            ("REQUIRE-CORP", "unsafe-none"),
            ('"require-corp"', "unsafe-none"),
            ("require-corp, require-corp", "unsafe-none"),
            ("require-corp;", "unsafe-none"),
            ("require-corp ;a", "unsafe-none"),
            ("require-corp;A=1", "unsafe-none"),
            ("", "unsafe-none"),
        ],
    )
    def test_token(self, value: str, policy: str) -> None:
        """The header is a structured field, an item that is a token; case counts, a list is none."""
        assert policy == embedder_policy({"Cross-Origin-Embedder-Policy": value})

    def test_absent(self) -> None:
        """Without the header, and with two, there is none."""
        assert "unsafe-none" == embedder_policy({})
        twice = [("Cross-Origin-Embedder-Policy", "require-corp")] * 2
        assert "unsafe-none" == embedder_policy(twice)


class TestPage:
    """A page as a value."""

    def test_base(self) -> None:
        """The root of its origin, unless said otherwise; an opaque one has none."""
        assert f"{APP}/" == str(Page(APP).base_url)
        assert f"{APP}/x" == str(Page(APP, base=f"{APP}/x").base_url)
        assert Page(OpaqueOrigin()).base_url is None

    def test_of_origin(self) -> None:
        """An origin stands for a page of it, and a page for itself."""
        assert Page(TupleOrigin("https", "app.example.com")) == page_of(APP)
        page = Page(OpaqueOrigin("a"))
        assert page is page_of(page)

    def test_value(self) -> None:
        """It can be shown, pickled and hashed."""
        page = Page(
            APP, embedder_policy="require-corp", top_level_origin="https://top.example", in_worker=True
        )
        assert page == pickled(page)
        assert hash(page) == hash(pickled(page))
        assert "in_worker=True" in repr(page)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("embedder_policy", "junk"),
            ("referrer_policy", "junk"),
            ("base", "x"),
            ("top_level_origin", "null"),
        ],
    )
    def test_impossible(self, field: str, value: str) -> None:
        """What no page can have is named."""
        with pytest.raises(InvalidInput, match=field):
            Page(APP, **{field: value})  # type: ignore[arg-type]  # the point
