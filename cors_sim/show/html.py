"""A report as a page: one file, which needs no script and loads nothing."""

import functools
from collections.abc import Iterable
from importlib import resources
from typing import Any, Final

import attrs
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cors_sim._value import Value
from cors_sim.show import words
from cors_sim.show.diagram import deciding_header_names, diagram_of
from cors_sim.show.inert import inert
from cors_sim.show.picture import Picture, picture_of
from cors_sim.show.report import Report

_WIDE: Final = 760
_NARROW: Final = 360


@attrs.frozen(repr=False, kw_only=True)
class _View(Value):
    """What a template shows of a report and cannot work out."""

    wide: Picture | None = None
    narrow: Picture | None = None
    deciding: frozenset[str] = frozenset()
    readable: tuple[str, ...] = ()


def page(reports: Iterable[Report]) -> str:
    """
    A whole page.

    Args:
        reports: one a fetch, without secrets.
    """
    shown = [inert(report) for report in reports]
    titles = [f"{words.HEADLINES[report.word]}: {report.request.url}" for report in shown]
    title = titles[0] if len(titles) == 1 else f"{len(titles)} fetches"
    template = _environment().get_template("page.html.j2")
    return template.render(shown=[(report, _view(report)) for report in shown], title=title)


def fragment(report: Report, *, width: int = _WIDE) -> str:
    """
    The same as a part of a page, as notebooks show it.

    Args:
        report: without secrets.
        width: of the picture where it need not be narrow, in pixels.
    """
    shown = [(inert(report), _view(inert(report), width))]
    module: Any = _environment().get_template("report.html.j2").module
    return str(module.fragment(shown))


def _view(report: Report, width: int = _WIDE) -> _View:
    outcome = report.outcome
    if outcome is None:
        return _View()
    diagram = diagram_of(outcome)
    return _View(
        wide=picture_of(diagram, width),
        narrow=picture_of(diagram, _NARROW),
        deciding=deciding_header_names(outcome.verdict),
        readable=tuple(outcome.response.headers.sort_and_combine().names()),
    )


@functools.cache
def _environment() -> Environment:
    """Whatever a template is given is escaped, but for our own style sheet."""
    environment = Environment(
        loader=PackageLoader("cors_sim.show"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = resources.files("cors_sim.show").joinpath("templates", "style.css").read_text("utf-8")
    environment.globals |= {
        "diff": words.diff,
        "headlines": words.HEADLINES,
        "place": words.place,
        "seen": words.seen,
        "sentence": words.sentence,
        "shown_to_work": words.shown_to_work,
        "snippet_note": words.SNIPPET_NOTE,
        "style": Markup(style),  # noqa: S704 - ours
        "would_pass": words.would_pass,
    }
    return environment
