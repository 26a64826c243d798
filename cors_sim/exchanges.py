"""
What goes on the wire: a request (`HTTPRequest`), and with its answer an `Exchange`.

Exchanges are what a fetch leaves behind, and what a console line is about.
"""

import attrs

from cors_sim._value import Value
from cors_sim.headers import HeaderList
from cors_sim.requests import Body
from cors_sim.responses import Response
from cors_sim.urls import URL


@attrs.frozen(kw_only=True, repr=False)
class HTTPRequest(Value):
    """
    One request on the wire, as a server gets it.

    Args:
        method: the method.
        url: without a fragment.
        headers: script's headers and those the CORS protocol adds (``Origin``,
            ``Access-Control-Request-*``, and ``Accept`` on a preflight); not those of HTTP itself.
        body: what is sent.
        include_credentials: whether cookies and stored authentication go along.
        is_preflight: whether this is a CORS-preflight request.
    """

    method: str
    url: URL
    headers: HeaderList
    body: Body
    include_credentials: bool
    is_preflight: bool


@attrs.frozen(repr=False)
class Exchange(Value):
    """One request on the wire and its answer."""

    request: HTTPRequest
    response: Response
