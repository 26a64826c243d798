"""The closed sets of words: members are equal to the standard's strings, which are taken for them."""

# ruff: noqa: SIM300 - expected == actual

from enum import StrEnum

import pytest

from cors_sim import InvalidInput
from cors_sim.enums import (
    DESTINATIONS,
    INITIATOR_TYPES,
    CacheMode,
    CredentialsMode,
    EmbedderPolicy,
    Mode,
    RedirectMode,
    ReferrerPolicy,
    ResponseTainting,
    ResponseType,
    one_of,
    word,
)
from spec_tests.values import pickled

KINDS = [
    Mode,
    CredentialsMode,
    RedirectMode,
    CacheMode,
    ResponseTainting,
    ReferrerPolicy,
    EmbedderPolicy,
    ResponseType,
]
MEMBERS = [member for kind in KINDS for member in kind]


class TestMembers:
    """What tables.json does not hold, for the standard has no list of it or is not the Fetch standard."""

    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            # https://fetch.spec.whatwg.org/#concept-request-response-tainting
            (ResponseTainting, ["basic", "cors", "opaque"]),
            # https://fetch.spec.whatwg.org/#concept-response-type
            (ResponseType, ["basic", "cors", "default", "error", "opaque", "opaqueredirect"]),
            # https://html.spec.whatwg.org/multipage/browsers.html#embedder-policy-value
            (EmbedderPolicy, ["unsafe-none", "require-corp", "credentialless"]),
            # https://w3c.github.io/webappsec-referrer-policy/#referrer-policies
            (
                ReferrerPolicy,
                [
                    "",
                    "no-referrer",
                    "no-referrer-when-downgrade",
                    "same-origin",
                    "origin",
                    "strict-origin",
                    "origin-when-cross-origin",
                    "strict-origin-when-cross-origin",
                    "unsafe-url",
                ],
            ),
        ],
    )
    def test_they_are_the_words_of_the_standard(self, kind: type[StrEnum], words: list[str]) -> None:
        """All of them, and no other."""
        assert words == [member.value for member in kind]

    @pytest.mark.parametrize("member", MEMBERS)
    def test_they_are_text(self, member: StrEnum) -> None:
        """A member is equal to its word, prints as it, and is hashed as it."""
        text = str(member)

        assert str is type(text)
        assert text == member
        assert hash(text) == hash(member)
        assert member is pickled(member)


class TestWord:
    """From what a caller passes to a member."""

    @pytest.mark.parametrize("member", MEMBERS)
    def test_a_member_or_its_word(self, member: StrEnum) -> None:
        """Both give the member."""
        assert member is word(type(member), member, "argument")
        assert member is word(type(member), str(member), "argument")

    def test_a_member_of_another_set_with_the_same_word(self) -> None:
        """Counts as its word."""
        assert Mode.SAME_ORIGIN is word(Mode, CredentialsMode.SAME_ORIGIN, "mode")

    @pytest.mark.parametrize("member", [member for member in MEMBERS if member])
    @pytest.mark.parametrize("change", [str.upper, " {}".format, "{}\n".format, "{}s".format])
    def test_a_word_that_is_none(self, member: StrEnum, change: type[str]) -> None:
        """In another case, or with a character more."""
        with pytest.raises(InvalidInput) as raised:
            word(type(member), change(str(member)), "argument")

        assert ("argument", change(str(member))) == (raised.value.argument, raised.value.value)

    def test_the_rule_lists_the_words(self) -> None:
        """In the standard's order."""
        with pytest.raises(InvalidInput) as raised:
            word(RedirectMode, None, "redirect_mode")

        assert ("redirect_mode", None, "must be one of 'follow', 'error', 'manual'") == raised.value.args


class TestOneOf:
    """The longer sets are plain text."""

    @pytest.mark.parametrize("text", sorted(DESTINATIONS))
    def test_a_word_is_itself(self, text: str) -> None:
        """The empty one too."""
        assert text == one_of(DESTINATIONS, text, "destination")

    @pytest.mark.parametrize("value", ["fetch ", "FETCH", None, 1, b"fetch", ["fetch"]])
    def test_anything_else_is_refused(self, value: object) -> None:
        """The rule lists the words, in the order of the alphabet."""
        with pytest.raises(InvalidInput) as raised:
            one_of(INITIATOR_TYPES, value, "initiator_type")

        assert ("initiator_type", value) == (raised.value.argument, raised.value.value)
        assert raised.value.rule.startswith("must be one of 'audio', 'beacon', 'body', 'css', ")
        assert raised.value.rule.endswith(", 'video', 'xmlhttprequest'")
