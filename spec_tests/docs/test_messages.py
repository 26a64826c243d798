"""Each console message has a page, with an experiment in which a browser was recorded to print it."""

from __future__ import annotations

import itertools
from typing import Final

import pytest

from cors_sim import Reason, read_console
from cors_sim.browsers.console.messages import ConsoleMessage
from cors_sim.browsers.console.reading import CONSOLES
from docs import generated, message_pages
from docs.messages import Message, Shown, messages, shown
from spec_tests.browsers import corpora

MESSAGES: Final = messages()

each_message = pytest.mark.parametrize("message", MESSAGES, ids=[message.slug for message in MESSAGES])


def experiments(message: Message) -> list[tuple[Reason | None, Shown]]:
    """Those that show *message*, by reason."""
    return list(shown()[message].items())


class TestMessages:
    """What counts as a message."""

    def test_all(self) -> None:
        """Every template of every console is one message, or a form of one."""
        for engine, console in CONSOLES:
            rules = itertools.chain(*console.places, console.after_each_exchange)
            templates = [
                template
                for message in MESSAGES
                if message.engine == engine
                for template in message.templates
            ]
            assert sorted(templates) == sorted({rule.template for rule in rules if rule.template})

    def test_addresses(self) -> None:
        """Each has an address of its own."""
        assert len({message.slug for message in MESSAGES}) == len(MESSAGES)

    @each_message
    def test_title(self, message: Message) -> None:
        """The title has words of the message, and no placeholder."""
        assert len(message.title) > 10
        assert not {"{", "}"} & set(message.title)


class TestExperiments:
    """What the pages show was recorded."""

    @each_message
    def test_there_is_one(self, message: Message) -> None:
        """For each message there is an experiment."""
        assert experiments(message)

    @each_message
    def test_printed(self, message: Message) -> None:
        """The browser was recorded to print the line, to the letter, in that experiment."""
        for _, one in experiments(message):
            name = one.scenario["id"]
            corpus = next(corpus for corpus in corpora.CORPORA if name in corpora.scenarios(corpus))
            observation = corpora.observations(corpus)[message.engine, name]
            recorded = [line["text"].strip() for line in observation["console"]]
            assert one.line[:1000] in recorded
            assert list(one.console) == recorded

    @each_message
    def test_read_back(self, message: Message) -> None:
        """Who pastes the line is told the same reasons; more where two messages begin alike."""
        for reason, one in experiments(message):
            if reason is None or message.is_companion or len(one.line) > 1000:
                continue
            found: list[ConsoleMessage] = list(read_console(one.line).messages)
            assert reason in {told for item in found for told in item.reasons}


class TestPages:
    """The pages themselves."""

    @each_message
    def test_fixes(self, message: Message) -> None:
        """Every fix was run, and works in the browser that printed the message."""
        for _, one in experiments(message):
            for fix in one.explanation.fixes:
                assert any(
                    showing.works for showing in fix.showings if showing.browser == one.outcome.browser
                )

    @each_message
    def test_helps(self, message: Message) -> None:
        """A page has the experiment, its cause, and a fix or what helps where no header does."""
        page = message_pages.pages()[message.slug]
        assert "In the experiment `" in page
        if message.reasons:
            assert "### Cause\n\n" in page
            _, _, help_ = page.partition("### Fix\n\n")
            assert "\n+ " in help_ or "\n- " in help_ or "This is for the page" in help_

    @each_message
    def test_placeholders(self, message: Message) -> None:
        """Every placeholder is named and explained."""
        page = message_pages.pages()[message.slug]
        _, _, rest = page.partition("prints this on its console:\n\n")
        quoted, _, explained = rest.partition("\n\n")
        for name in {name for name in message_pages.FACTS if f"{{{name.replace('_', ' ')}}}" in quoted}:
            assert f"`{{{name.replace('_', ' ')}}}`: {message_pages.FACTS[name]}" in explained

    def test_index(self) -> None:
        """The index has each, below its browser."""
        index = generated.PARTS["messages"]()
        assert all(f"(errors/{message.slug}.md)" in index for message in MESSAGES)
        assert index.count("\n- [") == len(MESSAGES)
