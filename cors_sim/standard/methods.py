"""
Methods: which need no permission, which script may not use, which are written in capitals for it.

Spec: https://fetch.spec.whatwg.org/#methods
"""

from cors_sim._infra import ascii_uppercase
from cors_sim.standard import tables


def is_cors_safelisted_method(method: str) -> bool:
    """
    Whether *method* needs no preflight: ``GET``, ``HEAD`` or ``POST``, in capitals.

    Spec: https://fetch.spec.whatwg.org/#cors-safelisted-method
    """
    return method in tables.CORS_SAFELISTED_METHODS


def is_forbidden_method(method: str) -> bool:
    """
    Whether script may not use *method* at all, in any case.

    Spec: https://fetch.spec.whatwg.org/#forbidden-method
    """
    return ascii_uppercase(method) in tables.FORBIDDEN_METHODS


def normalize_method(method: str) -> str:
    """
    *method* in capitals if it is one of six old ones; ``patch`` is not, and stays as it is.

    Spec: https://fetch.spec.whatwg.org/#concept-method-normalize
    """
    capitals = ascii_uppercase(method)
    return capitals if capitals in tables.NORMALIZED_METHODS else method
