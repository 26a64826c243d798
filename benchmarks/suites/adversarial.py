"""What somebody could make a server say, each at its size against half of it. The limit is a test's."""

from collections.abc import Iterator

from benchmarks.measuring import Row
from benchmarks.samples import ADVERSARIAL, Conversation
from cors_sim import BROWSERS, Browser, simulate


def rows() -> Iterator[Row]:
    """What is measured."""
    for name, (make, size) in ADVERSARIAL.items():
        whole, half = make(size), make(size // 2)
        for browser in BROWSERS:
            yield Row(
                name=f"{name}, {browser.name}",
                subject=lambda browser=browser, whole=whole: _run(whole, browser),
                against="half as much",
                base=lambda browser=browser, half=half: _run(half, browser),
            )


def _run(conversation: Conversation, browser: Browser) -> object:
    return simulate(conversation.request, conversation.server, browser=browser)
