"""
Pastes as people make them, in forms found in public questions and reports, with made-up addresses.

Those of several lines are in ``pastes/``. What each message means is said by the browsers' sources and
documentation of its time.
"""

from pathlib import Path
from typing import Any, Final

import pytest

from cors_sim import ConsoleMessage, InvalidInput, Reason, read_console

ANY_MISMATCH: Final = (
    Reason.ALLOW_ORIGIN_MISSING,
    Reason.ALLOW_ORIGIN_MULTIPLE_VALUES,
    Reason.ALLOW_ORIGIN_MISMATCH,
    Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING,
    Reason.PREFLIGHT_ALLOW_ORIGIN_MULTIPLE_VALUES,
    Reason.PREFLIGHT_ALLOW_ORIGIN_MISMATCH,
)


def paste(name: str) -> str:
    """The text of that name in ``pastes/``."""
    return (Path(__file__).parent / "pastes" / f"{name}.txt").read_text(encoding="utf-8")


def facts(message: ConsoleMessage, *names: str) -> tuple[Any, ...]:
    """The facts of *message* of these names."""
    return tuple(getattr(message, name) for name in names)


class TestChromium:
    """Chrome, Edge and others, and the developer tools around their messages."""

    def test_developer_tools(self) -> None:
        """Files and lines, a button, an error of the network, a stack."""
        reading = read_console(paste("chromium-developer-tools"))

        blocked, network, promise = reading.messages
        assert facts(blocked, "browsers", "reasons", "versions", "initiator", "origin") == (
            ("chromium",),
            (Reason.ALLOW_ORIGIN_MISSING,),
            "69 to 132",
            "fetch",
            "http://localhost:3000",
        )
        assert blocked.header == "Access-Control-Allow-Origin"
        assert facts(network, "reasons", "url", "error") == (
            (),
            "https://api.example.com/items?page=2",
            "ERR_FAILED",
        )
        assert network.note == promise.note != ""
        assert promise.text == "TypeError: Failed to fetch"
        assert reading.unread == ()

    def test_with_the_quotation_marks_of_a_shell(self) -> None:
        """Each was ended, escaped and begun anew."""
        (message,) = read_console(
            r"127.0.0.1/:1 Access to fetch at '\''https://files.example.com/a.swf'\'' from origin "
            r"'\''http://127.0.0.1:38080'\'' has been blocked by CORS policy: The "
            r"'\''Access-Control-Allow-Origin'\'' header has a value '\''http://127.0.0.1:8081'\'' that is "
            r"not equal to the supplied origin."
        ).messages

        assert facts(message, "reasons", "url", "origin", "value") == (
            (Reason.ALLOW_ORIGIN_MISMATCH,),
            "https://files.example.com/a.swf",
            "http://127.0.0.1:38080",
            "http://127.0.0.1:8081",
        )

    def test_as_a_comment_in_a_script(self) -> None:
        """Over several lines, each behind a ``#``."""
        (message,) = read_console(paste("chromium-comment-in-a-script")).messages

        assert message.value == "http://192.0.2.8:56455, http://192.0.2.8:56455"
        assert message.reasons == (Reason.ALLOW_ORIGIN_MULTIPLE_VALUES, Reason.ALLOW_ORIGIN_MISMATCH)

    def test_a_value_wrapped_at_a_blank(self) -> None:
        """The end of the line stands for the blank."""
        (message,) = read_console(
            "Access to script at 'https://cdn.example.com/a.js' from origin 'https://app.example.com' has "
            "been blocked by CORS policy: The 'Access-Control-Allow-Origin' header contains the invalid "
            "value 'it's\n  ours'."
        ).messages

        assert message.value == "it's ours"

    def test_the_year_2014(self) -> None:
        """Chromium named the API first and the origin last."""
        (message,) = read_console(
            "XMLHttpRequest cannot load http://local.example.com:2440/. No 'Access-Control-Allow-Origin' "
            "header is present on the requested resource. Origin 'null' is therefore not allowed access. "
            "The response had HTTP status code 401."
        ).messages

        assert facts(message, "browsers", "initiator", "url", "origin", "status") == (
            ("chromium",),
            "xhr",
            "http://local.example.com:2440/",
            "null",
            401,
        )

    def test_the_year_2017(self) -> None:
        """It then named the URL alone."""
        (message,) = read_console(
            "Failed to load http://127.0.0.1:9002/graphql: The 'Access-Control-Allow-Origin' header "
            "contains multiple values '*, *', but only one is allowed. Origin 'http://localhost:9000' is "
            "therefore not allowed access. Have the server send the header with a valid value, or, if an "
            "opaque response serves your needs, set the request's mode to 'no-cors' to fetch the "
            "resource with CORS disabled."
        ).messages

        assert facts(message, "versions", "url", "value") == (
            "62 to 68",
            "http://127.0.0.1:9002/graphql",
            "*, *",
        )

    def test_a_font_in_2015(self) -> None:
        """Wrapped by whoever wrote about it."""
        (message,) = read_console(paste("chromium-font-2015")).messages

        assert facts(message, "initiator", "origin", "reasons") == (
            "font",
            "http://www.example.com",
            (Reason.ALLOW_ORIGIN_MISSING,),
        )

    def test_a_local_network(self) -> None:
        """Which is not CORS, whatever the message says."""
        (message,) = read_console(
            "Access to resource at 'http://192.0.2.1:8080/events' from origin 'null' has been blocked by "
            "CORS policy: The request client is not a secure context and the resource is in more-private "
            "address space `local`."
        ).messages

        assert facts(message, "reasons", "address_space") == ((), "local")
        assert "not modelled" in message.note

    def test_a_policy_in_words_of_tomorrow(self) -> None:
        """What is known of the message is told, and that the rest is not."""
        (message,) = read_console(
            "Access to fetch at 'https://api.example.com/' from origin 'https://app.example.com' has "
            "been blocked by CORS policy: Mars is in retrograde."
        ).messages

        assert facts(message, "reasons", "url", "origin") == (
            (),
            "https://api.example.com/",
            "https://app.example.com",
        )
        assert "not known" in message.note

    def test_mixed_content(self) -> None:
        """It has a reason, which is not CORS."""
        (message,) = read_console(
            "Mixed Content: The page at 'https://app.example.com/' was loaded over HTTPS, but requested "
            "an insecure XMLHttpRequest endpoint 'http://api.example.com/'. This request has been "
            "blocked; the content must be served over HTTPS."
        ).messages

        assert facts(message, "reasons", "url") == ((Reason.MIXED_CONTENT,), "http://api.example.com/")

    @pytest.mark.parametrize(
        ("error", "reasons"),
        [
            ("ERR_CONNECTION_REFUSED", (Reason.NETWORK_ERROR,)),
            ("ERR_UNSAFE_PORT", (Reason.BAD_PORT,)),
            ("ERR_BLOCKED_BY_CLIENT", ()),
            ("ERR_BLOCKED_BY_RESPONSE.NotSameSite", (Reason.RESOURCE_POLICY, Reason.EMBEDDER_POLICY)),
        ],
    )
    def test_errors_of_the_network(self, error: str, reasons: tuple[Reason, ...]) -> None:
        """Some mean a reason; most, that nobody answered."""
        (message,) = read_console(f"Failed to load resource: net::{error}").messages

        assert facts(message, "error", "reasons") == (error, reasons)


class TestFirefox:
    """Its messages have a link behind them."""

    def test_with_its_link(self) -> None:
        """And a time before them, as its console can show."""
        reading = read_console(paste("firefox-with-links"))

        missing, failed, promise = reading.messages
        assert facts(missing, "reasons", "url", "status", "versions") == (
            (Reason.ALLOW_ORIGIN_MISSING, Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING),
            "https://api.example.com/v1",
            404,
            "",
        )
        assert Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING in failed.reasons
        assert promise.browsers == ("firefox",)
        assert reading.unread == ()

    def test_with_straight_quotation_marks(self) -> None:
        """As it had them once, and as many who write about it type them."""
        (message,) = read_console(
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
            "https://api.example.com/. (Reason: missing token 'content-type' in CORS header "
            "'Access-Control-Allow-Headers' from CORS preflight channel)."
        ).messages

        assert facts(message, "header_name", "header", "versions") == (
            "content-type",
            "Access-Control-Allow-Headers",
            "35 to 75",
        )

    def test_quoted_in_a_mail(self) -> None:
        """Wrapped at 80 columns, in the middle of the address too."""
        (message,) = read_console(paste("firefox-quoted-in-a-mail")).messages

        assert (
            message.url
            == "http://data.example.com/download/?bitstream=206209&offset=0&name=Volume.mrb&authToken=z1Fox3"
        )
        assert message.versions == "23 to 34"


class TestWebKit:
    """Safari says everything up to three times."""

    def test_safari(self) -> None:
        """The inspector shows how bad each is, and where it was."""
        reading = read_console(paste("safari"))

        reason, consequence, resource, promise = reading.messages
        assert facts(reason, "reasons", "origin", "status") == (ANY_MISMATCH, "http://localhost:3000", 413)
        assert facts(consequence, "initiator", "url") == ("xhr", "http://localhost:5001/upload")
        assert set(ANY_MISMATCH) < set(consequence.reasons)
        assert facts(resource, "reasons", "versions") == (ANY_MISMATCH, "up to 15")
        assert promise.browsers == ("webkit",)
        assert reading.unread == ()

    def test_a_wrapped_consequence(self) -> None:
        """As an embedded view logs it."""
        (_, message) = read_console(paste("webkit-embedded")).messages

        assert message.url == "ipc://localhost/token"

    def test_a_redirect_in_words_of_tomorrow(self) -> None:
        """Where it led to is told all the same."""
        (message,) = read_console(
            "Cross-origin redirection to https://b.example/ denied by Cross-Origin Resource Sharing "
            "policy: why not"
        ).messages

        assert facts(message, "next_url", "reasons") == ("https://b.example/", ())


class TestSeveral:
    """Messages of several browsers in one paste, and text that is none."""

    def test_a_report(self) -> None:
        """What is prose stays unread, line by line."""
        reading = read_console(paste("report"))

        assert [message.browsers for message in reading.messages] == [("chromium",), ("webkit",)]
        assert [message.method for message in reading.messages] == ["PUT", "PUT"]
        assert [line.text for line in reading.unread] == [
            "## Upload fails",
            "In Chrome I get:",
            "What should I do?",
        ]

    @pytest.mark.parametrize("text", ["", " \n\t\n", "app.js:1\n12:00:00\n[Learn More]\n"])
    def test_nothing(self, text: str) -> None:
        """Decoration alone is nothing."""
        reading = read_console(text)

        assert (reading.messages, reading.unread) == ((), ())

    def test_what_is_no_text(self) -> None:
        """Is refused by name."""
        with pytest.raises(InvalidInput) as raised:
            read_console(b"Access to fetch")  # type: ignore[arg-type]  # that is the point

        assert raised.value.argument == "text"
