"""Is this server's policy safe, and does it work? What a browser would let whom do, and how to see it."""

from cors_sim.audit.asking import Problem, Trouble
from cors_sim.audit.auditing import audit
from cors_sim.audit.demonstration import demonstration_page
from cors_sim.audit.finding import Finding, Report
from cors_sim.audit.kinds import KINDS, Kind
from cors_sim.audit.matrix import Access, Cell, Matrix
from cors_sim.audit.policy import Policy
from cors_sim.audit.severity import Severity

__all__ = [
    "KINDS",
    "Access",
    "Cell",
    "Finding",
    "Kind",
    "Matrix",
    "Policy",
    "Problem",
    "Report",
    "Severity",
    "Trouble",
    "audit",
    "demonstration_page",
]
