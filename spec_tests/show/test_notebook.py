"""In a notebook an outcome and an explanation look as they do on a page."""

import subprocess
import sys

import pytest

import cors_sim
from cors_sim import _notebook
from spec_tests.show import samples
from spec_tests.show.samples import SECRET


def test_both_are_shown_alike() -> None:
    """Without secrets."""
    explanation = samples.blocked().explanation
    assert explanation is not None
    shown = explanation._repr_html_()

    assert shown is not None
    assert shown == explanation.outcome._repr_html_()
    assert SECRET not in shown


def test_nothing_is_loaded_before_that() -> None:
    """Deciding and explaining load no room that shows."""
    program = """
import sys
import cors_sim
outcome = cors_sim.simulate(
    cors_sim.Request("https://a.test/", origin="https://b.test"), lambda _: cors_sim.Response(200))
cors_sim.explain(outcome)
assert not {name for name in sys.modules if name.startswith(("cors_sim.show", "jinja2", "rich"))}
assert "<style>" in outcome._repr_html_()
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then a notebook shows text."""
    for name in [name for name in sys.modules if name.startswith("cors_sim.show")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    outcome = cors_sim.simulate(
        cors_sim.Request("https://a.test/", origin="https://b.test"), lambda _: cors_sim.Response(200)
    )

    assert outcome._repr_html_() is None


def test_what_is_missing_of_ours_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not passed over in silence."""
    monkeypatch.setattr(_notebook, "_ROOM", "cors_sim.no_such_room")

    with pytest.raises(ModuleNotFoundError, match="no_such_room"):
        _notebook.html_of(None)
