"""What is installed with the package may be used by whoever uses it."""

from spec_tests.stability.licences import EXTRAS, PERMISSIVE, dependencies


def test_all_are_known() -> None:
    """None is of a licence that has to be looked at."""
    found = dependencies("cors-sim", EXTRAS)

    assert {"attrs", "ada-url", "publicsuffixlist", "click", "httpx"} <= found.keys()
    assert {name: licence for name, licence in found.items() if not PERMISSIVE.search(licence)} == {}


def test_the_core_needs_little() -> None:
    """Three packages, and what they need."""
    needed = {"attrs", "ada-url", "publicsuffixlist"}
    assert dependencies("cors-sim", ()).keys() - needed <= {"cffi", "pycparser", "typing-extensions"}
