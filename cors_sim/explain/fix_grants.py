"""What a fix grants, in the words in which servers are told: a `Grant` for each resource that changes."""

from collections.abc import Iterable, Iterator

from cors_sim import _infra
from cors_sim.enums import CredentialsMode
from cors_sim.explain.grant import PUBLIC, Grant
from cors_sim.explain.values import Fix
from cors_sim.headers import HeaderList
from cors_sim.standard.methods import is_forbidden_method
from cors_sim.standard.safelists import cors_unsafe_request_header_names
from cors_sim.urls import URL

_ALLOW_ORIGIN = "access-control-allow-origin"


def grants_of(fix: Fix) -> tuple[tuple[URL, Grant], ...]:
    """
    What *fix* grants, by the resources that grant it, in the order in which they are asked.

    None where the fix changes no server, or gives no leave to read; and none to the origin ``null``, which
    anybody can have.

    Args:
        fix: as `explain` offers it.
    """
    return tuple(_grants(fix))


def _grants(fix: Fix) -> Iterator[tuple[URL, Grant]]:
    outcome = fix.outcome
    request = outcome.request
    changed = dict.fromkeys(change.target.url for change in fix.changes)
    for url in changed:
        exchanges = [exchange for exchange in outcome.exchanges if exchange.request.url == url]
        if not exchanges:
            continue
        last = exchanges[-1]
        leave = last.response.headers.get(_ALLOW_ORIGIN)
        if leave is None or leave == "null":
            continue
        preflights = [exchange.response.headers for exchange in exchanges if exchange.request.is_preflight]
        allowed = preflights[-1] if preflights else HeaderList()
        # What was allowed already stays so.
        methods = (last.request.method, *_listed(allowed, "Access-Control-Allow-Methods"))
        names = (
            *cors_unsafe_request_header_names(request.headers),
            *_listed(allowed, "Access-Control-Allow-Headers"),
        )
        yield (
            url,
            Grant(
                origins=PUBLIC if leave == "*" else (leave,),
                methods=_distinct(method for method in methods if not is_forbidden_method(method)),
                header_names=_distinct(names),
                exposed_header_names=_distinct(
                    _listed(last.response.headers, "Access-Control-Expose-Headers")
                ),
                credentials=request.credentials_mode is CredentialsMode.INCLUDE,
                preflight=bool(preflights),
                path=url.path,
            ),
        )


def _listed(headers: HeaderList, name: str) -> list[str]:
    """The names in a list, of which ``*`` is none."""
    listed = headers.extract_values(name)
    return [] if listed is None or listed == "failure" else [item for item in listed if item != "*"]


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """*names* without those that differ from earlier ones in case alone."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(_infra.ascii_lowercase(name), name)
    return tuple(found.values())
