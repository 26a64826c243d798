"""
What `explain` gives: frozen values that hold all that a terminal, a page or JSON has to show.

Values only: how they are found is in the other modules of this room, and nothing here is computed.
"""

import attrs

from cors_sim import _notebook
from cors_sim._value import Value
from cors_sim.browsers import Browser
from cors_sim.exchanges import HTTPRequest
from cors_sim.explain.grant import Grant
from cors_sim.flows import Outcome
from cors_sim.requests import Request
from cors_sim.urls import URL
from cors_sim.verdicts import Evidence, Reason, Step, Verdict


@attrs.frozen(repr=False)
class Target(Value):
    """
    Which of the requests that a browser sends: a change to a server is a change to the answer to one.

    Args:
        method: on the wire; ``OPTIONS`` where it is a preflight.
        url: without a fragment.
        is_preflight: whether it is a preflight.
    """

    method: str
    url: URL
    is_preflight: bool

    @classmethod
    def of(cls, request: HTTPRequest) -> "Target":
        """The target that *request*, on the wire, is."""
        return cls(request.method, request.url, request.is_preflight)

    def __str__(self) -> str:
        kind = "preflight " if self.is_preflight else ""
        return f"{kind}{self.method} {self.url}"


@attrs.frozen(repr=False)
class HeaderChange(Value):
    """
    A header of a response, before and after.

    Args:
        name: of the header.
        before: its value, repeated ones joined; None where it was not there, or nobody knows.
        after: the one value to send; None where the header has to go.
    """

    name: str
    before: str | None
    after: str | None


@attrs.frozen(repr=False, kw_only=True)
class Change(Value):
    """
    A change to one of the server's answers.

    Args:
        target: to which request.
        headers: what becomes of which header, each named once.
        status: the status to answer with instead; None where it stays.
        status_before: the status that was; None where the answer was not seen.
        for_origin: the origin whose requests alone get the change, because what others get now is not
            to be taken from them; None where all get the same.
    """

    target: Target
    headers: tuple[HeaderChange, ...] = ()
    status: int | None = None
    status_before: int | None = None
    for_origin: str | None = None

    @property
    def was_seen(self) -> bool:
        """Whether the answer, as it is before the change, is known."""
        return self.status_before is not None


@attrs.frozen(repr=False)
class Condition(Value):
    """
    One thing that stands in the way.

    Args:
        reason: what it is.
        step: where in the standard.
        evidence: what was compared with what.
        text: the same in a sentence or two, with what was found.
        target: to the answer to which request; None where nothing was sent.
        change: what mends it on the server; None where nothing there does.
        is_assumed: whether it was not seen: nobody recorded the answer, and it is taken to have none of
            the headers that it needs.
    """

    reason: Reason
    step: Step
    evidence: Evidence
    text: str
    target: Target | None
    change: Change | None
    is_assumed: bool = False


@attrs.frozen(repr=False)
class Showing(Value):
    """
    What a fix comes to in one browser.

    Args:
        browser: in which.
        verdict: of the fetch with the fix; None where it hangs on an answer that nobody has.
        works: whether script has what it asked for: it can read the response, with the headers that it
            wants to see, or, where it asked in mode ``no-cors``, the fetch goes through.
    """

    browser: Browser
    verdict: Verdict | None
    works: bool


@attrs.frozen(repr=False)
class Granted(Value):
    """
    What a server is to allow, once a fix is made, at one URL.

    Args:
        url: of the resource; which server it is on is in here alone.
        grant: what `cors_sim.explain.snippets` says to a server of whichever kind.
    """

    url: URL
    grant: Grant


@attrs.frozen(repr=False, kw_only=True)
class Fix(Value):
    """
    Changes after which the fetch was shown to work, by running it again.

    Args:
        headline: what to do, in a line.
        changes: to the server's answers, in the order in which the browser meets them.
        request: what script has to ask for instead; None where it may stay as it is.
        effect: what this newly lets whom do, in a sentence.
        grants: what the servers then allow, a resource each; empty where nothing of CORS is changed.
        is_public: whether it grants that to every page there is.
        showings: what came of it, a browser each.
        outcome: what came of it in the browser that was asked about.
        assumes: what was taken to be so without having been seen, in a sentence each.
        notes: what else to know before making the changes, in a sentence each.
    """

    headline: str
    changes: tuple[Change, ...]
    request: Request | None
    effect: str
    is_public: bool
    showings: tuple[Showing, ...]
    outcome: Outcome = attrs.field(repr=False)
    grants: tuple[Granted, ...] = ()
    assumes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.headline


@attrs.frozen(repr=False)
class Remark(Value):
    """
    Something to know about a fetch that is no condition and no fix.

    Args:
        kind: a stable word in kebab case, as ``two-layers``.
        text: in a sentence or two.
    """

    kind: str
    text: str


@attrs.frozen(repr=False)
class Narration(Value):
    """
    One step that the browser took, told.

    Args:
        text: what it did and what it found, in a sentence or two.
        step: where in the standard.
        evidence: what was compared with what; None where nothing was.
        passed: whether the fetch went on from here.
    """

    text: str
    step: Step
    evidence: Evidence | None
    passed: bool


@attrs.frozen(repr=False, kw_only=True)
class Explanation(Value):
    """
    Why a fetch came out as it did, and what to do about it.

    Args:
        outcome: what is explained.
        headline: the conclusion, in a line.
        cause: what the browser did, what it looked for and what it found: a short paragraph.
        conditions: all that stands in the way, in the order in which it would be met; found by mending
            one after the other and running the fetch again.
        fixes: what was shown to help, best first; empty where nothing stands in the way or nothing that
            could be shown helps.
        advice: what helps besides, or where no header does.
        remarks: what it looks like (an error page, a login, two layers), and what it is not.
        not_the_problem: what was checked and is in order, in a sentence each.
        not_modelled: what could also have been the cause and was not looked at.
        narration: the steps that the browser took, in order.
    """

    outcome: Outcome = attrs.field(repr=False)
    headline: str
    cause: str
    conditions: tuple[Condition, ...] = ()
    fixes: tuple[Fix, ...] = ()
    advice: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()
    not_the_problem: tuple[str, ...] = ()
    not_modelled: tuple[Remark, ...] = ()
    narration: tuple[Narration, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The verdict that is explained."""
        return self.outcome.verdict

    @property
    def reason(self) -> Reason | None:
        """Of the verdict; None where script can read the response."""
        return self.outcome.verdict.reason

    @property
    def step(self) -> Step | None:
        """Where the fetch ended, with its anchor in the standard; None where script can read."""
        return self.outcome.verdict.step

    @property
    def evidence(self) -> Evidence | None:
        """What was compared with what there; None where script can read."""
        return self.outcome.verdict.evidence

    def _repr_html_(self) -> str | None:
        """What a notebook shows; None for text, where the extra ``show`` is not installed."""
        return _notebook.html_of(self)

    def __str__(self) -> str:
        # The text imports these values.
        from cors_sim.explain.text import text  # noqa: PLC0415 - see above

        return text(self)
