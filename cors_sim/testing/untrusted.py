"""Origins that a server must not take for those that it trusts."""

from collections.abc import Iterable, Iterator
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cors_sim.errors import InvalidInput
from cors_sim.origins import Origin, TupleOrigin
from cors_sim.testing.strategies import opaque_origins, origins
from cors_sim.urls import parse_origin, url_or_none

_LABELS: Final = st.text("abcxyz019-_", min_size=1, max_size=8)
# The URL parser lets these into a host, and some patterns take them for its end.
_ODD: Final = st.sampled_from(
    ("_", "!", "$", "&", "'", "(", ")", "*", "+", ",", ";", "=", "~", "`", "{", "}")
)
_PORTS: Final = st.integers(1, 65_535)


def untrusted_origins(trusted: Iterable[str | TupleOrigin]) -> SearchStrategy[Origin]:
    """
    Origins other than those *trusted*, as a browser can have them: close ones, opaque ones and any.

    Args:
        trusted: origins that are meant to be let in.

    Raises:
        InvalidInput: none is given, or one is no origin.
    """
    parsed = [parse_origin(origin, argument="trusted") for origin in trusted]
    known = [origin for origin in parsed if isinstance(origin, TupleOrigin)]
    if not known or len(known) < len(parsed):
        raise InvalidInput("trusted", parsed, "must be one or more origins with a host")
    close = st.sampled_from(known).flatmap(_close_to)
    return st.one_of(close, opaque_origins(), origins()).filter(lambda origin: origin not in known)


def _close_to(origin: TupleOrigin) -> SearchStrategy[TupleOrigin]:
    texts = st.one_of(
        *(
            st.builds(shape.format, label=_LABELS, odd=_ODD, port=_PORTS)
            for shape in _shapes(
                origin.scheme, origin.host, "" if origin.port is None else f":{origin.port}"
            )
        )
    )
    return texts.map(_origin_or_none).filter(bool)  # type: ignore[return-value]  # filter() narrows no type


def _origin_or_none(text: str) -> TupleOrigin | None:
    url = url_or_none(text)
    return url.origin if url is not None and isinstance(url.origin, TupleOrigin) else None


def _shapes(scheme: str, host: str, port: str) -> Iterator[str]:
    """Patterns of URLs whose origin is nearly the one given."""
    first, _, rest = host.partition(".")
    other_scheme = "https" if scheme == "http" else "http"
    yield f"{scheme}://{host}.{{label}}.test{port}"
    yield f"{scheme}://{host}{{label}}.test{port}"
    yield f"{scheme}://{{label}}{host}{port}"
    yield f"{scheme}://{{label}}.{host}{port}"
    yield f"{scheme}://{host}{{odd}}.{{label}}.test{port}"
    yield f"{scheme}://{host}.{port}"
    yield f"{scheme}://{host}:{{port}}"
    yield f"{other_scheme}://{host}{port}"
    if rest:
        yield f"{scheme}://{{label}}.{rest}{port}"
        yield f"{scheme}://{first}x{rest}{port}"
        yield f"{scheme}://{rest}{port}"
        yield f"{scheme}://{host[:-1]}{port}"
