"""What an audit found, and the report that it is in."""

from collections.abc import Iterable

import attrs

from cors_sim._value import Value
from cors_sim.audit.asking import Problem
from cors_sim.audit.kinds import Kind
from cors_sim.audit.matrix import Matrix
from cors_sim.audit.policy import Policy
from cors_sim.audit.severity import Severity
from cors_sim.explain.grant import Grant
from cors_sim.explain.snippets import Snippet, snippet
from cors_sim.flows import Outcome
from cors_sim.urls import URL


@attrs.frozen(kw_only=True, repr=False)
class Finding(Value):
    """
    Something to know about a server, with what shows it.

    Args:
        kind: what it is, with the remedy and references.
        severity: how bad it is here.
        text: who can do what, or what does not work: one sentence.
        demonstration: a fetch in which it happens. To see it again:
            ``simulate(demonstration.request, server, browser=demonstration.browser)``.
        before: fetches that have to come first, where it takes several.
        browsers: the names of those in which it happens.
        grant: what the server is to allow instead; None where that cannot be said as a list.
    """

    kind: Kind
    severity: Severity
    text: str
    demonstration: Outcome
    before: tuple[Outcome, ...] = ()
    browsers: tuple[str, ...] = ()
    grant: Grant | None = None

    @property
    def id(self) -> str:
        """The stable id of its kind."""
        return self.kind.id

    def snippets(self, servers: Iterable[str]) -> tuple[Snippet, ...]:
        """
        What to write on each of *servers* to mend it; none where ``grant`` is None.

        Raises:
            InvalidInput: there is no such server, or a name in the grant cannot be written there.
        """
        return () if self.grant is None else tuple(snippet(self.grant, server) for server in servers)


@attrs.frozen(kw_only=True, repr=False)
class Report(Value):
    """
    All that an audit found.

    Args:
        url: what was asked.
        policy: what it was held against; ``policy.inferred`` where nobody said.
        findings: the worst first, then in the order of the table of kinds.
        problems: requests that have no answer, and why.
        requests_sent: how many requests the server got.
        is_complete: False where it ended before all had been tried: interrupted, out of budget, or
            given up on a server that hangs.
        notes: what else there is to know, in sentences.
        matrix: who may read what; None where it was not asked for.
    """

    url: URL
    policy: Policy
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    requests_sent: int
    is_complete: bool
    notes: tuple[str, ...]
    matrix: Matrix | None = None

    @property
    def worst(self) -> Severity | None:
        """The greatest severity, or None where nothing was found."""
        return self.findings[0].severity if self.findings else None
