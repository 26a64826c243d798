"""The one way that the library raises."""

# ruff: noqa: SIM300 - expected == actual

import pytest

from cors_sim import InvalidInput, PreflightNeeded
from spec_tests.values import pickled


class TestInvalidInput:
    """An argument that no caller can mean."""

    def test_it_says_all_it_knows(self) -> None:
        """Argument, rule and value, in a sentence and as fields."""
        error = InvalidInput("status", 1000, "must be a whole number from 0 to 999")

        assert "status must be a whole number from 0 to 999, got 1000" == str(error)
        assert "status" == error.argument
        assert 1000 == error.value
        assert "must be a whole number from 0 to 999" == error.rule

    @pytest.mark.parametrize(
        ("value", "shown"),
        [("a" * 78, f"'{'a' * 78}'"), ("a" * 79, f"'{'a' * 76}..."), ("a" * 10_000, f"'{'a' * 76}...")],
    )
    def test_a_long_value_is_cut(self, value: str, shown: str) -> None:
        """A message is one line of at most 80 characters of the value; the field has all of it."""
        error = InvalidInput("body", value, "must be bytes")

        assert f"body must be bytes, got {shown}" == str(error)
        assert value == error.value

    def test_it_is_a_value_error(self) -> None:
        """Who catches that catches this."""
        assert isinstance(InvalidInput("status", 1000, "is wrong"), ValueError)

    @pytest.mark.parametrize("kind", [InvalidInput, PreflightNeeded])
    def test_it_can_be_pickled(self, kind: type[InvalidInput]) -> None:
        """As errors of worker processes are."""
        error = pickled(kind("status", 1000, "is wrong"))

        assert type(error) is kind
        assert ("status", 1000, "is wrong") == (error.argument, error.value, error.rule)


class TestPreflightNeeded:
    """The browser would ask first, and nobody said what the answer is."""

    def test_it_is_an_invalid_input(self) -> None:
        """Of the argument that is missing."""
        error = PreflightNeeded("preflight", None, "must be given, because of the method PUT")

        assert isinstance(error, InvalidInput)
        assert "preflight must be given, because of the method PUT, got None" == str(error)
