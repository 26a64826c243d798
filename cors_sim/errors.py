"""
The one way this library raises: an argument that no caller can mean.

What a *server* does, however odd, is never an exception: it is a verdict.
"""


class InvalidInput(ValueError):  # noqa: N818 - the name says who is at fault, which "Error" does not
    """
    An argument that no caller can mean: a programming error, never something a server did.

    Attributes:
        argument: the name of the argument at fault.
        value: what was passed.
        rule: what would have been accepted, as a phrase that follows the argument's name.
    """

    def __init__(self, argument: str, value: object, rule: str) -> None:
        super().__init__(argument, value, rule)
        self.argument = argument
        self.value = value
        self.rule = rule

    def __str__(self) -> str:
        shown = repr(self.value)
        if len(shown) > 80:
            shown = f"{shown[:77]}..."
        return f"{self.argument} {self.rule}, got {shown}"


class PreflightNeeded(InvalidInput):
    """The browser would ask with a preflight first, and no answer to it was given."""


def must_be(kind: type, value: object, argument: str) -> None:
    """
    Do nothing if *value* is a *kind*.

    Raises:
        InvalidInput: it is not.
    """
    if not isinstance(value, kind):
        raise InvalidInput(argument, value, f"must be a {kind.__name__}")
