"""What notebooks show of values."""

from cors_sim.explain.explanation import explain
from cors_sim.explain.values import Explanation
from cors_sim.flows import Outcome
from cors_sim.show.html import fragment
from cors_sim.show.report import report_of_explanation
from cors_sim.show.secrets import masked


def html_of(value: Outcome | Explanation) -> str:
    """
    *value* as a part of a page, without secrets.

    Args:
        value: what a cell of a notebook comes to; an outcome is explained.
    """
    explanation = value if isinstance(value, Explanation) else explain(value)
    return fragment(masked(report_of_explanation(explanation)))
