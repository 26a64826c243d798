"""What an API refuses before there is a request: an exception in script, not a verdict."""

from typing import Literal

from cors_sim.browsers import STANDARD, Browser
from cors_sim.browsers.script.interface import Call, Refusal, ScriptError


class ClientError(Exception):
    """
    What script gets thrown, or its promise rejected with, by the API itself.

    Attributes:
        refusal: why.
        value: what was refused.
        name: of the exception in script, as ``TypeError``.
        call: what script called; ``element`` where an element was given what it cannot use.
        member: of the dictionary, or the number of the argument, that was refused; empty for none.
        context: the header whose value was refused, or the origin that it was refused; empty for none.
        event: what comes of it: a promise is rejected (``reject``), a call throws (``throw``) or returns
            all the same (``return``), ``error`` or ``load`` is fired, or there is nothing (None).
        in_worker: whether script runs in a worker.
    """

    def __init__(
        self,
        refusal: Refusal,
        value: str,
        name: str = "TypeError",
        *,
        call: Call = "fetch",
        member: str = "",
        context: str = "",
        event: Literal["reject", "throw", "return", "error", "load"] | None = "throw",
    ) -> None:
        super().__init__(refusal, value, name)
        self.refusal = refusal
        self.value = value
        self.name = name
        self.call = call
        self.member = member
        self.context = context
        self.event = "reject" if call in {"fetch", "import"} else event
        self.in_worker = False

    def in_browser(self, browser: Browser = STANDARD) -> ScriptError:
        """
        What script reads of it in *browser*.

        Returns:
            The exception; its message is empty where no standard says any, or none was observed.
        """
        message = browser.script.message(
            self.call,
            self.refusal,
            in_worker=self.in_worker,
            value=self.value,
            member=self.member,
            context=self.context,
        )
        return ScriptError(self.name, message)

    def __str__(self) -> str:
        return f"{self.name}: {self.refusal}, got {self.value!r}"
