"""Every line that was recorded of the consoles is read for what it is."""

import json
from pathlib import Path
from typing import Final

import pytest

from cors_sim import Reason, read_console
from cors_sim.browsers.console import codes

HERE: Final = Path(__file__).parent
RECORDED: Final = [
    json.loads(line) for line in (HERE / "recorded.jsonl").read_text(encoding="utf-8").split("\n") if line
]
CODES: Final = {"chromium": codes.CHROMIUM, "firefox": codes.FIREFOX}
# A code that can mean any failure, and one of a warning about a fetch that goes well.
WITHOUT_REASON: Final = {"CORSDidNotSucceed2", "CORSAllowHeaderFromPreflightDeprecation"}
# A line that Firefox cut at 1000 characters.
(CUT,) = [
    line
    for line in RECORDED
    if line.get("code") and "q" * 100 in line["line"] and line["browser"] == "firefox"
]


@pytest.mark.parametrize("browser", ["chromium", "firefox", "webkit"])
def test_lines_of_cors_are_read_whole(browser: str) -> None:
    """As one message of that browser, in the version that is modelled, from end to end."""
    lines = [line["line"] for line in RECORDED if line["browser"] == browser and line["is_cors"]]
    assert len(lines) > 100
    for line in lines:
        reading = read_console(line)

        assert [line.strip()] == [message.text for message in reading.messages]
        assert browser in reading.messages[0].browsers
        assert reading.messages[0].versions == ""
        assert reading.unread == ()


def test_lines_mean_what_their_codes_mean() -> None:
    """Or part of it, where the words say more than the code."""
    coded = [line for line in RECORDED if "code" in line and line != CUT]
    assert {"chromium", "firefox"} == {line["browser"] for line in coded}
    for line in coded:
        if line["code"] not in WITHOUT_REASON:
            (message,) = read_console(line["line"]).messages
            assert message.reasons
            assert CODES[line["browser"]][line["code"]] >= set(message.reasons)


def test_a_line_that_was_cut_has_its_url() -> None:
    """The rest is not guessed."""
    (message,) = read_console(CUT["line"]).messages

    assert message.reasons == ()
    assert message.url is not None
    assert CUT["line"].endswith(message.url)
    assert "cut off" in message.note


def test_other_lines_are_no_messages_of_cors() -> None:
    """None of them is taken for a reason of the CORS protocol."""
    others = [line["line"] for line in RECORDED if not line["is_cors"]]
    assert len(others) > 10
    for line in others:
        for message in read_console(line).messages:
            assert not any(reason.startswith(("allow-", "preflight-")) for reason in message.reasons)


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_codes_are_of_reasons_that_can_be_read(browser: str) -> None:
    """Each code means something."""
    assert all(reasons and reasons <= set(Reason) for reasons in CODES[browser].values())
