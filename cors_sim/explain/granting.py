"""What a fix makes servers allow, resource by resource, in the form that snippets are made from."""

from collections.abc import Iterator

from cors_sim import _infra
from cors_sim.enums import CredentialsMode
from cors_sim.errors import InvalidInput
from cors_sim.exchanges import HTTPRequest
from cors_sim.explain.answers import Patch
from cors_sim.explain.effects import LEAVE
from cors_sim.explain.grant import PUBLIC, Grant
from cors_sim.explain.mending import Runs
from cors_sim.explain.values import Granted
from cors_sim.urls import URL


def grants(runs: Runs, patch: Patch) -> Iterator[Granted]:
    """
    What each resource allows that *patch* changes.

    Args:
        runs: the fetch in all browsers, with *patch*.
        patch: the changes.
    """
    changed = [
        target.url
        for target, change in patch.items()
        if change.status is not None or any(item.name in LEAVE for item in change.headers)
    ]
    for url in dict.fromkeys(changed):
        asked = [
            exchange.request
            for outcome, _ in runs
            for exchange in outcome.exchanges
            if exchange.request.url == url
        ]
        grant = _grant(url, asked, runs)
        if grant is not None:
            yield Granted(url, grant)


def _grant(url: URL, asked: list[HTTPRequest], runs: Runs) -> Grant | None:
    """What *asked*, all that browsers ask of *url*, needs; None where no server can be told to allow it."""
    methods = list(dict.fromkeys(request.method for request in asked if not request.is_preflight))
    names = [
        _infra.ascii_lowercase(name)
        for request in asked
        for name in _infra.split_on_commas(request.headers.get("access-control-request-headers") or "")
        if name
    ]
    origin = runs[0][0].request.origin.serialized
    is_null = origin == "null" or any(request.headers.get("origin") == "null" for request in asked)
    request = runs[0][0].request
    try:
        return Grant(
            origins=PUBLIC if is_null else (origin,),
            methods=methods,
            header_names=sorted(set(names)),
            exposed_header_names=_exposed(url, runs),
            credentials=request.credentials_mode is CredentialsMode.INCLUDE,
            preflight=any(request.is_preflight for request in asked),
            path=url.path,
        )
    except InvalidInput:
        # A method that script may not use, an origin that is no page's: a request that nobody can make.
        return None


def _exposed(url: URL, runs: Runs) -> list[str]:
    """Names that the answers of *url* expose."""
    names: dict[str, str] = {}
    for outcome, _ in runs:
        for exchange in outcome.exchanges:
            listed = exchange.response.headers.extract_values("access-control-expose-headers")
            if exchange.request.url == url and listed is not None and listed != "failure":
                names |= {_infra.ascii_lowercase(name): name for name in listed if name != "*"}
    return list(names.values())
