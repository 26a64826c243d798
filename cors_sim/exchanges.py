"""One request on the wire and its answer: what a fetch leaves behind, and what a console line is about."""

import attrs

from cors_sim._value import Value
from cors_sim.requests import HTTPRequest
from cors_sim.responses import Response


@attrs.frozen(repr=False)
class Exchange(Value):
    """One request on the wire and its answer."""

    request: HTTPRequest
    response: Response
