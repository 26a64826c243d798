"""What an API throws."""

# ruff: noqa: SIM300 - expected == actual

import pytest

from cors_sim import CHROMIUM, FIREFOX, STANDARD, WEBKIT, Browser, ScriptError
from cors_sim.client import ClientError, Page, Refusal, fetch
from spec_tests.values import pickled

APP = "https://app.example.com"


@pytest.fixture
def error() -> ClientError:
    """The error of a method that is forbidden, in a worker."""
    with pytest.raises(ClientError) as raised:
        fetch("/", {"method": "CONNECT"}, origin=Page(APP, in_worker=True))
    return raised.value


@pytest.mark.parametrize(
    ("browser", "message"),
    [
        (STANDARD, ""),
        (
            CHROMIUM,
            "Failed to execute 'fetch' on 'WorkerGlobalScope': 'CONNECT' HTTP method is unsupported.",
        ),
        (FIREFOX, "WorkerGlobalScope.fetch: Invalid request method CONNECT."),
        (WEBKIT, "Method is forbidden."),
    ],
)
def test_in_browser(error: ClientError, browser: Browser, message: str) -> None:
    """Each browser has its own words; no standard has any."""
    assert ScriptError("TypeError", message) == error.in_browser(browser)
    assert ScriptError("TypeError", "") == error.in_browser()


def test_shown(error: ClientError) -> None:
    """In Python it says what was refused, and why."""
    assert "TypeError: method-forbidden, got 'CONNECT'" == str(error)


def test_pickled(error: ClientError) -> None:
    """It survives pickling whole."""
    copy = pickled(error)
    assert error.in_browser(CHROMIUM) == copy.in_browser(CHROMIUM)
    assert Refusal.METHOD_FORBIDDEN is copy.refusal


def test_braces() -> None:
    """What script wrote is no template."""
    with pytest.raises(ClientError) as raised:
        fetch("/", {"method": "{value}{0}"}, origin=APP)
    assert raised.value.in_browser(CHROMIUM).message.endswith("'{value}{0}' is not a valid HTTP method.")
