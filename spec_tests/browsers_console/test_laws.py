"""Relations between writing and reading that hold for every message and every text."""

import itertools
import re
import time
from typing import Any, Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cors_sim import CHROMIUM, FIREFOX, WEBKIT, Blocked, Browser, Request, read_console, simulate
from cors_sim.browsers.console.fields import FIELDS
from cors_sim.browsers.console.reading import known_wordings, options_of_pieces
from cors_sim.browsers.console.templates import FIELD
from cors_sim.browsers.console.wordings import Wording, variants
from spec_tests.strategies import Answers, fetches

OPTIONS: Final = options_of_pieces()
VARIANTS: Final = [variant for wording in known_wordings() for variant in variants(wording, OPTIONS)]

# What nobody can tell from the end of a value: what stands behind values in messages.
ENDS_OF_VALUES: Final = (
    "'.",
    "’).",
    "' is",
    "', but",
    "' which",
    "' that",
    "', not",
    "'. It",
    "’ in",
    '")',
    "”)",
)

URLS: Final = st.builds(
    "{}://{}/{}".format,
    st.sampled_from(["http", "https", "ws", "foo"]),
    st.sampled_from(["api.example.com", "localhost:8080", "[::1]", "xn--bcher-kva.example", "127.0.0.1"]),
    st.text("abc/?#=&%'\"()[];:@!$*+,-._~`|{}é☃", max_size=30),
)
ORIGINS: Final = st.sampled_from(
    ["null", "https://app.example.com", "http://localhost:3000", "http://[::1]"]
)
NAMES: Final = st.text("abcXYZ019!#$%&'*+-.^_`|~", min_size=1, max_size=20)
VALUES: Final = st.text(
    st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cf")), max_size=40
).map(str.strip)
FACTS: Final[dict[str, st.SearchStrategy[str]]] = {
    "url": URLS,
    "redirected_from": URLS,
    "next_url": URLS,
    "origin": ORIGINS,
    "initiator": st.sampled_from(["fetch", "XMLHttpRequest", "CSS stylesheet", "link element resource"]),
    "value": VALUES,
    "other": st.sampled_from(["script", "https://app.example.com/page", "connect-src"]),
    "method": NAMES,
    "header_name": NAMES,
    "status": st.integers(100, 999).map(str),
    "port": st.integers(1, 65535).map(str),
    "scheme": st.sampled_from(["foo", "mailto", "ws"]),
    "address_space": st.sampled_from(["local", "loopback", "private", "public", "unknown"]),
    "error": st.sampled_from(["ERR_FAILED", "ERR_CONNECTION_REFUSED", "ERR_CERT_DATE_INVALID"]),
}


@st.composite
def messages(draw: st.DrawFn) -> tuple[Wording, str, dict[str, str]]:
    """A wording, a message in these words, and the facts in it."""
    wording = draw(st.sampled_from(VARIANTS))
    facts: dict[str, str] = {}
    text = ""
    position = 0
    for field in FIELD.finditer(wording.template):
        fact = FIELDS[field[1]].fact if field[1] in FIELDS else field[1]
        if fact not in facts:
            facts[fact] = draw(FACTS[fact])
        text += wording.template[position : field.start()] + facts[fact]
        position = field.end()
    # No browser says that nothing is invalid.
    assume(facts.get("value") != "" or not wording.template.endswith("}"))
    return wording, (text + wording.template[position:]).strip(), facts


@given(messages())
def test_every_message_is_read_as_what_it_is(message: tuple[Wording, str, dict[str, str]]) -> None:
    """Its browser, its reasons and the facts in it come back."""
    wording, text, facts = message
    assume(not any(end in facts.get("value", "") for end in ENDS_OF_VALUES))

    reading = read_console(text)

    assert [text] == [found.text for found in reading.messages]
    (found,) = reading.messages
    assert set(wording.browsers) <= set(found.browsers)
    assert wording.reasons <= set(found.reasons) or wording.template.endswith("{error}")
    assert reading.unread == ()
    told = {name: value for name, value in facts.items() if name not in {"other", "initiator"}}
    assert told == {name: str(getattr(found, name)) for name in told}


@pytest.mark.parametrize("browser", [CHROMIUM, FIREFOX, WEBKIT])
@given(fetches())
def test_what_is_written_is_read(browser: Browser, fetch: tuple[Request, Answers]) -> None:
    """Whatever comes of a fetch, its lines are that browser's, and one of them can mean the reason."""
    request, server = fetch
    outcome = simulate(request, server, browser=browser)

    for line in outcome.console:
        (message,) = read_console(line).messages
        assert line.strip() == message.text
        assert browser.name in message.browsers
    if isinstance(outcome.verdict, Blocked) and outcome.console:
        reasons = {
            reason
            for message in read_console("\n".join(outcome.console)).messages
            for reason in message.reasons
        }
        assert outcome.verdict.reason in reasons


@given(messages(), st.lists(st.integers(0, 300), max_size=5), st.sampled_from(["\n", "\r\n  ", "\n> "]))
def test_lines_may_be_wrapped_anywhere(
    message: tuple[Wording, str, dict[str, str]], places: list[int], end: str
) -> None:
    """Also within a word. (What ends a message, and what has blanks of its own, ends with its line.)"""
    wording, text, facts = message
    assume(not facts.get("value") and "other" not in facts)
    assume(re.search(r"\}[^ {}]{0,3}$", wording.template) is None)
    (whole,) = read_console(text).messages
    wrapped = text
    for place in sorted(set(places), reverse=True):
        if 0 < place < len(text) - 4 and text[place] not in ">|│#":
            wrapped = wrapped[:place] + end + wrapped[place:]

    (found,) = read_console(wrapped).messages

    for fact in (
        "url",
        "redirected_from",
        "next_url",
        "origin",
        "method",
        "header_name",
        "status",
        "reasons",
    ):
        assert getattr(whole, fact) == getattr(found, fact)


DECORATIONS: Final = st.sampled_from(
    [
        "app.js:12 ",
        "[Error] ",
        "12:30:01.123 ",
        "Uncaught (in promise) ",
        "    ",
        "> ",
        "\x1b[31m",
        "(index):7 ",
    ]
)


@given(st.lists(messages(), min_size=1, max_size=4), st.lists(DECORATIONS, min_size=4, max_size=4))
def test_messages_are_read_one_by_one(
    several: list[tuple[Wording, str, dict[str, str]]], decorations: list[str]
) -> None:
    """Whatever developer tools put before each."""
    for _, _, facts in several:
        assume(not facts.get("value"))
    alone = [read_console(text).messages[0] for _, text, _ in several]
    # A message that is cut off goes on with whatever stands behind it.
    assume(all(not message.note.endswith("known here.") for message in alone))
    paste = "\n".join(
        decoration + text for decoration, (_, text, _) in zip(decorations, several, strict=False)
    )

    found = read_console(paste).messages

    assert [message.text for message in alone] == [message.text for message in found]
    assert [message.reasons for message in alone] == [message.reasons for message in found]


PIECES: Final = st.sampled_from(
    [
        *{piece for variant in VARIANTS[::40] for piece in FIELD.split(variant.template)},
        *(
            "'",
            "’",
            "\n",
            " ",
            "http://x/",
            "Origin ",
            "net::",
            "GET ",
            "\\'",
            "'\\''",
            "\x1b[0m",
            "> ",
            ". ",
        ),
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join)))
def test_no_text_is_too_odd(text: str) -> None:
    """Every part of it is told once at most, and where it stands."""
    reading = read_console(text)

    parts: list[Any] = sorted((*reading.messages, *reading.unread), key=lambda part: (part.start, part.end))
    for part in parts:
        assert text[part.start : part.end] == part.text
    for earlier, later in itertools.pairwise(parts):
        assert earlier.end <= later.start


@pytest.mark.parametrize(
    "again",
    [
        "Access to a at 'b",
        "XMLHttpRequest cannot load\n",
        "Origin\n",
        "GET u ",
        "Failed to load x: Redirect from 'a' to 'b",
        "Access to a at 'b' from origin 'c' has been blocked by CORS policy: The "
        "'Access-Control-Allow-Origin' header has a value '",
        "'",
        " ",
        "\n> ",
        "@ a",
        "\x1b[1;",
    ],
)
def test_reading_takes_time_in_proportion(again: str) -> None:
    """Four times the text takes about four times as long, and not sixteen times."""
    read_console("")
    seconds = []
    for length in (50_000, 200_000):
        text = (again * (length // len(again) + 1))[:length]
        attempts = []
        for _ in range(3):
            start = time.process_time()
            read_console(text)
            attempts.append(time.process_time() - start)
        seconds.append(min(attempts))

    assert seconds[1] < 9 * seconds[0] + 0.05
