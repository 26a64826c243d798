"""
Methods.

Spec: https://fetch.spec.whatwg.org/#methods
"""

import pytest
from hypothesis import given

from cors_sim.standard.methods import is_cors_safelisted_method, is_forbidden_method, normalize_method
from spec_tests.strategies import methods


class TestCORSSafelistedMethod:
    """
    A CORS-safelisted method is a method that is `GET`, `HEAD`, or `POST`.

    Spec: https://fetch.spec.whatwg.org/#cors-safelisted-method
    """

    @pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
    def test_three(self, method: str) -> None:
        """As they are written."""
        assert is_cors_safelisted_method(method)

    @pytest.mark.parametrize("method", ["get", "Head", "POST ", "PUT", "OPTIONS", "PATCH", "*", "GETT"])
    def test_no_other(self, method: str) -> None:
        """Methods are case-sensitive."""
        assert not is_cors_safelisted_method(method)


class TestForbiddenMethod:
    """
    A forbidden method is a byte-case-insensitive match for `CONNECT`, `TRACE`, or `TRACK`.

    Spec: https://fetch.spec.whatwg.org/#forbidden-method
    """

    @pytest.mark.parametrize("method", ["CONNECT", "connect", "TraCe", "TRACK", "track"])
    def test_in_any_case(self, method: str) -> None:
        """However it is written."""
        assert is_forbidden_method(method)

    @pytest.mark.parametrize("method", ["GET", "CONNECTED", "TRAC", "TRAC\u212a", " TRACE", ""])
    def test_no_other(self, method: str) -> None:
        """Not even with the Kelvin sign, whose lower case is a k."""
        assert not is_forbidden_method(method)


class TestNormalize:
    """
    DELETE, GET, HEAD, OPTIONS, POST and PUT in any case are byte-uppercased.

    Spec: https://fetch.spec.whatwg.org/#concept-method-normalize
    """

    @pytest.mark.parametrize("method", ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"])
    def test_six_methods(self, method: str) -> None:
        """In lower, upper and mixed case."""
        assert [method] * 3 == [
            normalize_method(method.lower()),
            normalize_method(method),
            normalize_method(method.title()),
        ]

    @pytest.mark.parametrize("method", ["patch", "Patch", "CHICKEN", "Egg", "eGg", "connect", "po\u017ft"])
    def test_others_stay_as_they_are(self, method: str) -> None:
        """`patch` is highly likely to result in a 405: the standard's own example."""
        assert method == normalize_method(method)

    @given(methods())
    def test_once_is_enough(self, method: str) -> None:
        """Normalizing again changes nothing."""
        normalized = normalize_method(method)

        assert normalized == normalize_method(normalized)
        assert method.upper() == normalized.upper()
