"""
The TAO check: may script see detailed timing of this response?

Spec: https://fetch.spec.whatwg.org/#tao-check
"""

from cors_sim.enums import Mode, ResponseTainting
from cors_sim.origins import same_origin
from cors_sim.requests import Request
from cors_sim.responses import Response


def tao_check(request: Request, response: Response) -> bool:
    """
    Decide whether ``Timing-Allow-Origin`` of *response* lets the origin of *request* see its timing.

    Spec: https://fetch.spec.whatwg.org/#concept-tao-check
    """
    # 1-2.
    if request.timing_allow_failed:
        return False
    # 3.
    values = response.headers.get_decode_and_split("timing-allow-origin") or []
    # 4-5.
    if "*" in values or request.serialized_origin in values:
        return True
    # 6.
    if request.mode is Mode.NAVIGATE and not same_origin(request.current_url.origin, request.origin):
        return False
    # 7-8.
    return request.response_tainting is ResponseTainting.BASIC
