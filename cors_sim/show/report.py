"""What is shown of one fetch, whatever it is shown as."""

import attrs

from cors_sim._value import Value
from cors_sim.browsers import Browser
from cors_sim.capture.evidence import Conclusion
from cors_sim.capture.missing import Missing
from cors_sim.explain.explanation import explain
from cors_sim.explain.snippets import Snippet, snippet
from cors_sim.explain.values import Explanation
from cors_sim.flows import Outcome
from cors_sim.requests import Request
from cors_sim.verdicts import Allowed, Opaque, Reason, Verdict


@attrs.frozen(repr=False, kw_only=True)
class Report(Value):
    """
    What is shown of one fetch.

    Args:
        request: what script asks for.
        browser: whose choices counted.
        verdict: None where it is not established.
        explanation: of the outcome; None where there is none.
        missing: what would have to be known.
        trusted: what was taken on trust.
        other_reasons: what else the evidence can mean.
        is_reconstructed: whether the exchanges were made up to fit what a console says.
        snippets: what to write on a server, for a fix.
    """

    request: Request
    browser: Browser
    verdict: Verdict | None
    explanation: Explanation | None
    missing: tuple[Missing, ...] = ()
    trusted: tuple[str, ...] = ()
    other_reasons: tuple[Reason, ...] = ()
    is_reconstructed: bool = False
    snippets: tuple[Snippet, ...] = ()

    @property
    def outcome(self) -> Outcome | None:
        """What came of the fetch; None where that is not established."""
        return None if self.explanation is None else self.explanation.outcome

    @property
    def word(self) -> str:
        """The conclusion in a word: ``readable``, ``blocked``, ``opaque`` or ``not-established``."""
        return word_for(self.verdict)


def word_for(verdict: Verdict | None) -> str:
    """The conclusion that *verdict* is; None is a verdict that is not established."""
    if verdict is None:
        return "not-established"
    if isinstance(verdict, Allowed):
        return "readable"
    return "opaque" if isinstance(verdict, Opaque) else "blocked"


def report_of_conclusion(conclusion: Conclusion, server: str | None = None) -> Report:
    """
    The report of what follows from evidence.

    Args:
        conclusion: what follows.
        server: the server to write snippets for, one of `cors_sim.explain.snippets.SERVERS`; or None.
    """
    outcome = conclusion.outcome
    explanation = None if outcome is None else explain(outcome, recorded=conclusion.beyond)
    if explanation is not None and conclusion.is_reconstructed:
        # Of what was made up, nothing is known to be in order.
        explanation = attrs.evolve(explanation, not_the_problem=())
    return Report(
        request=conclusion.request,
        browser=conclusion.browser,
        verdict=conclusion.verdict,
        explanation=explanation,
        missing=conclusion.missing,
        trusted=conclusion.trusted,
        other_reasons=conclusion.other_reasons,
        is_reconstructed=conclusion.is_reconstructed,
        snippets=() if explanation is None or server is None else _snippets(explanation, server),
    )


def _snippets(explanation: Explanation, server: str) -> tuple[Snippet, ...]:
    """What to write on *server* for the best fix that a server can make."""
    grants = next((fix.grants for fix in explanation.fixes if fix.grants), ())
    return tuple(snippet(granted.grant, server) for granted in grants)


def report_of_explanation(explanation: Explanation) -> Report:
    """The report of an explanation."""
    outcome = explanation.outcome
    return Report(
        request=outcome.request,
        browser=outcome.browser,
        verdict=outcome.verdict,
        explanation=explanation,
    )
