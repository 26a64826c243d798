"""
Elements and modules, up to the request.

Spec: https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request
"""

# ruff: noqa: SIM300 - expected == actual

import pytest

from cors_sim import CHROMIUM, FIREFOX, WEBKIT, Browser, InvalidInput, OpaqueOrigin
from cors_sim.client import ClientError, Page, Refusal, element, module_import

API = "https://api.example.com/a"
APP = "https://app.example.com"
KINDS = ("audio", "img", "preload", "script", "stylesheet", "video")
"""Those whose ``crossorigin`` attribute decides the mode."""


class TestCrossOrigin:
    """Spec: https://html.spec.whatwg.org/multipage/urls-and-fetching.html#cors-settings-attribute"""

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize(
        ("crossorigin", "mode", "credentials"),
        [
            (None, "no-cors", "include"),
            ("", "cors", "same-origin"),
            ("anonymous", "cors", "same-origin"),
            ("junk", "cors", "same-origin"),
            ("use-credentials", "cors", "include"),
            ("Use-CREDENTIALS", "cors", "include"),
        ],
    )
    def test_decides(self, kind: str, crossorigin: str | None, mode: str, credentials: str) -> None:
        """Without it there is no CORS; with it there is, and case is of no matter."""
        destination = "image" if kind == "preload" else None
        request = element(kind, API, origin=APP, crossorigin=crossorigin, destination=destination)  # type: ignore[arg-type]  # one of KINDS
        assert (mode, credentials) == (request.mode, request.credentials_mode)
        assert not request.unsafe_request

    @pytest.mark.parametrize("kind", ["module", "modulepreload"])
    @pytest.mark.parametrize(
        ("crossorigin", "credentials"),
        [(None, "same-origin"), ("anonymous", "same-origin"), ("use-credentials", "include")],
    )
    def test_modules(self, kind: str, crossorigin: str | None, credentials: str) -> None:
        """Modules are always CORS requests."""
        request = element(kind, API, origin=APP, crossorigin=crossorigin)  # type: ignore[arg-type]  # one of two
        assert ("cors", credentials, "script") == (
            request.mode,
            request.credentials_mode,
            request.destination,
        )

    def test_import(self) -> None:
        """So are those that are imported, with credentials for their own origin."""
        request = module_import(API, origin=APP)
        assert ("cors", "same-origin", "script", "import") == (
            request.mode,
            request.credentials_mode,
            request.destination,
            request.api,
        )

    def test_fonts(self) -> None:
        """And fonts, but in WebKit (``ce-font-blocked``)."""
        assert "cors" == element("font", API, origin=APP).mode
        assert "no-cors" == element("font", API, origin=APP, browser=WEBKIT).mode
        assert "same-origin" == element("font", API, origin=APP, browser=WEBKIT).credentials_mode


class TestDestination:
    """Spec: https://fetch.spec.whatwg.org/#concept-request-destination"""

    @pytest.mark.parametrize(
        ("kind", "destination", "initiator_type"),
        [
            ("audio", "audio", "audio"),
            ("font", "font", "css"),
            ("img", "image", "img"),
            ("module", "script", "script"),
            ("modulepreload", "script", "link"),
            ("script", "script", "script"),
            ("stylesheet", "style", "link"),
            ("video", "video", "video"),
        ],
    )
    def test_of_kinds(self, kind: str, destination: str, initiator_type: str) -> None:
        """Each kind has its own."""
        request = element(kind, API, origin=APP)  # type: ignore[arg-type]  # one of them
        assert (destination, initiator_type, kind) == (
            request.destination,
            request.initiator_type,
            request.api,
        )

    @pytest.mark.parametrize(
        ("value", "destination"),
        [
            ("fetch", ""),
            ("font", "font"),
            ("IMAGE", "image"),
            ("script", "script"),
            ("style", "style"),
            ("track", "track"),
        ],
    )
    def test_preload(self, value: str, destination: str) -> None:
        """Six things are preloaded."""
        assert destination == element("preload", API, origin=APP, destination=value).destination

    @pytest.mark.parametrize("value", [None, "", "document", "video", "junk"])
    def test_no_preload(self, value: str | None) -> None:
        """With anything else, or nothing, the link does nothing."""
        with pytest.raises(ClientError) as raised:
            element("preload", API, origin=APP, destination=value)
        assert (Refusal.NOT_A_PRELOAD_DESTINATION, None) == (raised.value.refusal, raised.value.event)

    @pytest.mark.parametrize(
        ("value", "event"), [("video", "load"), ("track", "error"), ("document", None)]
    )
    def test_no_preload_in_firefox(self, value: str, event: str | None) -> None:
        """There something is fired all the same (``ce-preload-audio-s200``, ``ce-preload-track-s200``)."""
        with pytest.raises(ClientError) as raised:
            element("preload", API, origin=APP, destination=value, browser=FIREFOX)
        assert event == raised.value.event

    def test_preload_of_a_font_in_firefox(self) -> None:
        """It is a CORS request, whatever the attribute says (``ce-preload-font-no``)."""
        assert "no-cors" == element("preload", API, origin=APP, destination="font").mode
        request = element("preload", API, origin=APP, destination="font", browser=FIREFOX)
        assert ("cors", "same-origin") == (request.mode, request.credentials_mode)

    def test_impossible(self) -> None:
        """Only a preload is ``as`` something, and there are no other kinds."""
        with pytest.raises(InvalidInput, match="destination must be None"):
            element("img", API, origin=APP, destination="image")
        with pytest.raises(InvalidInput, match="kind must be one of"):
            element("iframe", API, origin=APP)  # type: ignore[arg-type]  # the point


class TestURL:
    """What is not there, or does not parse."""

    @pytest.mark.parametrize("url", ["", "http://["])
    @pytest.mark.parametrize(
        ("kind", "event"),
        [
            ("img", "error"),
            ("script", "error"),
            ("module", "error"),
            ("audio", "error"),
            ("stylesheet", None),
        ],
    )
    def test_elements(self, url: str, kind: str, event: str | None) -> None:
        """Most elements fire ``error``; links are left alone."""
        with pytest.raises(ClientError) as raised:
            element(kind, url, origin=APP)  # type: ignore[arg-type]  # one of them
        assert ("element", event) == (raised.value.call, raised.value.event)

    @pytest.mark.parametrize("url", ["", "a.js", "http://["])
    def test_import(self, url: str) -> None:
        """A module specifier that is neither a URL nor begins with ``/``, ``./`` or ``../`` is bare."""
        with pytest.raises(ClientError) as raised:
            module_import(url, origin=APP)
        assert (Refusal.URL_INVALID, "reject") == (raised.value.refusal, raised.value.event)

    @pytest.mark.parametrize("url", ["/a.js", "./a.js", "../a.js"])
    def test_relative_import(self, url: str) -> None:
        """The others are relative to the page."""
        assert "https://app.example.com/a.js" == module_import(url, origin=APP).url.href

    def test_no_base(self) -> None:
        """An opaque page without a base has nothing to be relative to."""
        with pytest.raises(ClientError):
            element("img", "a.png", origin=OpaqueOrigin())
        page = Page(OpaqueOrigin(), base="https://app.example.com/x/")
        assert "https://app.example.com/x/a.png" == element("img", "a.png", origin=page).url.href

    @pytest.mark.parametrize(("browser", "refused"), [(CHROMIUM, True), (FIREFOX, False), (WEBKIT, False)])
    def test_password(self, browser: Browser, refused: bool) -> None:
        """Chromium refuses one in mode no-cors, and none in mode cors (``ce-img-userinfo``)."""
        url = "https://u:p@api.example.com/"
        assert element("img", url, origin=APP, crossorigin="", browser=browser).url.includes_credentials
        if refused:
            with pytest.raises(ClientError) as raised:
                element("img", url, origin=APP, browser=browser)
            assert (Refusal.URL_INCLUDES_CREDENTIALS, "error") == (raised.value.refusal, raised.value.event)
        else:
            assert element("img", url, origin=APP, browser=browser).url.includes_credentials


class TestReferrerPolicy:
    """Spec: https://html.spec.whatwg.org/multipage/urls-and-fetching.html#referrer-policy-attribute"""

    @pytest.mark.parametrize(
        ("value", "policy"), [("", ""), ("No-Referrer", "no-referrer"), ("junk", ""), ("origin", "origin")]
    )
    def test_attribute(self, value: str, policy: str) -> None:
        """A word that is none is none at all; case is of no matter."""
        assert policy == element("img", API, origin=APP, referrer_policy=value).referrer_policy

    def test_of_page(self) -> None:
        """Without one, the page's counts."""
        page = Page(APP, referrer_policy="origin")
        assert "origin" == element("img", API, origin=page, referrer_policy="junk").referrer_policy
