"""The public interface is what it was, or somebody has meant to change it."""

import difflib

from spec_tests.stability.api import SNAPSHOT, interface


def test_the_interface() -> None:
    """
    It is what `api.txt` says.

    Where the change is meant: ``python -m spec_tests.stability.api --update``, and a line in CHANGELOG.md.
    """
    kept, now = SNAPSHOT.read_text(encoding="utf-8"), interface()
    assert "\n".join(difflib.unified_diff(kept.splitlines(), now.splitlines(), lineterm="")) == ""


def test_it_sees_calls_fields_and_words() -> None:
    """Signatures with their defaults, fields in their order, members of enumerations, all doors."""
    lines = SNAPSHOT.read_text(encoding="utf-8").splitlines()

    assert "# cors_sim.client" in lines
    assert "    ALLOW_ORIGIN_MISSING = 'allow-origin-missing'" in lines
    assert "    status: int = attrs.field(default=200, converter=_status)" in lines
    assert any(
        line.startswith("decide(request: Request, response: Response, *, preflight:") for line in lines
    )
