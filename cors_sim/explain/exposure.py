"""What of a readable response script does not see, and how a server lets it."""

from collections.abc import Iterator, Sequence
from typing import Final

from cors_sim import _infra
from cors_sim.enums import ResponseType
from cors_sim.explain.answers import Patch
from cors_sim.explain.mending import Fetch
from cors_sim.explain.repairs import EXPOSE_HEADERS, Draft
from cors_sim.explain.values import Change
from cors_sim.flows import Outcome
from cors_sim.headers import sorted_lowercase_set
from cors_sim.standard.safelists import is_forbidden_response_header_name

# For browsers, proxies and caches: script has no use for them.
_NOT_FOR_SCRIPT: Final = frozenset(
    {
        "accept-ranges",
        "alt-svc",
        "cf-cache-status",
        "cf-ray",
        "connection",
        "content-encoding",
        "content-security-policy",
        "cross-origin-embedder-policy",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "date",
        "keep-alive",
        "nel",
        "origin-agent-cluster",
        "permissions-policy",
        "referrer-policy",
        "report-to",
        "reporting-endpoints",
        "server",
        "server-timing",
        "strict-transport-security",
        "timing-allow-origin",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "vary",
        "via",
        "x-content-type-options",
        "x-dns-prefetch-control",
        "x-download-options",
        "x-frame-options",
        "x-permitted-cross-domain-policies",
        "x-powered-by",
        "x-xss-protection",
    }
)

# Each costs a fetch in every browser, and nobody reads on; which are hidden besides, a remark says.
_MOST_BY_THEMSELVES: Final = 20


def hidden_header_names(outcome: Outcome) -> list[str]:
    """Names, in lower case and sorted, of headers that script might look for and does not see."""
    return [
        name
        for name in _unseen_header_names(outcome)
        if name not in _NOT_FOR_SCRIPT and not name.startswith("access-control-")
    ]


def _unseen_header_names(outcome: Outcome) -> list[str]:
    """Names, in lower case and sorted, of headers that a server could expose and does not."""
    if outcome.response.type is not ResponseType.CORS:
        return []
    return [
        name
        for name in sorted_lowercase_set(outcome.exchanges[-1].response.headers.names())
        if name not in outcome.response.headers and not is_forbidden_response_header_name(name)
    ]


def expose(fetch: Fetch, header_names: Sequence[str]) -> Iterator[tuple[Sequence[str], Patch]]:
    """
    What lets script see hidden headers: those of *header_names* together, or, for none, each by itself.

    Of very many, only the first are each by itself.
    """
    if header_names:
        wanted = sorted_lowercase_set(header_names)
        groups = [[name for name in _unseen_header_names(fetch.outcome) if name in wanted]]
    else:
        groups = [[name] for name in hidden_header_names(fetch.outcome)[:_MOST_BY_THEMSELVES]]
    for names in filter(None, groups):
        spelt = [_as_spelt(fetch.outcome, name) for name in names]
        change = _change(fetch, spelt)
        yield spelt, {change.target: change}


def _change(fetch: Fetch, names: Sequence[str]) -> Change:
    """The change that exposes the headers of these *names*."""
    outcome, session = fetch.run(fetch.outcome.browser, {})
    draft = Draft(outcome.exchanges[-1], session, None)
    for name in names:
        draft.add(EXPOSE_HEADERS, name)
    return draft.change()


def _as_spelt(outcome: Outcome, name: str) -> str:
    """The name of a header in lower case, as the server spells it."""
    names = outcome.exchanges[-1].response.headers.names()
    return next(spelt for spelt in names if _infra.ascii_lowercase(spelt) == name)
