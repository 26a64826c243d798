"""
The messages of each browser's console, and for each the recorded experiments in which it was printed.

A message is a template as a person sees it: templates that differ only in how a field is filled are one,
and so are those that quote another behind words of their own, as WebKit's of beacons.
"""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs

from cors_sim import Browser, Explanation, HTTPRequest, Outcome, Reason, Response, explain
from cors_sim.browsers.console.fields import FIELDS
from cors_sim.browsers.console.incident import Incident
from cors_sim.browsers.console.reading import CONSOLES
from cors_sim.browsers.console.templates import FIELD, Console, printed
from cors_sim.client import ClientError
from spec_tests.browsers import corpora
from spec_tests.browsers.predict import PROFILES, outcomes_of
from spec_tests.browsers.scenario_server import ScenarioServer
from spec_tests.browsers.scenarios import Observation, Scenario

NAMES: Final = {"chromium": "Chromium", "firefox": "Firefox", "webkit": "WebKit"}
_FEW: Final = 8
_BEGINNING: Final = re.compile(r".*policy: (?=.)", re.DOTALL)
_REASON: Final = re.compile(r"\(Reason: (.*?)\)\.")
_LONGEST_SLUG: Final = 100
_CUT: Final = 1000  # where Firefox cuts lines on their way to who reads them


@attrs.frozen
class Message:
    """
    A message of one console.

    Args:
        engine: whose.
        text: with fields and pieces, as the template has them.
        forms: what it is with other words around it, likewise.
        templates: that are this message, or a form of it.
        reasons: why a fetch can have failed of which it is printed; empty for a warning.
    """

    engine: str
    text: str
    forms: tuple[str, ...]
    templates: tuple[str, ...]
    reasons: frozenset[Reason]

    @property
    def is_companion(self) -> bool:
        """Whether it says that something failed, and nothing of why: it can mean too much."""
        return len(self.reasons) > _FEW

    @property
    def title(self) -> str:
        """What tells it from other messages: without what many begin with, and without fields."""
        bare = FIELD.sub(lambda field: "" if field[2] else "…", self.text)
        reason = _REASON.search(bare)
        return _BEGINNING.sub("", bare).strip().removesuffix(".") if reason is None else reason[1]

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        words = re.findall(r"[a-z0-9]+", self.title.replace("’", "").lower())
        slug = self.engine
        for word in words:
            if len(slug) + len(word) > _LONGEST_SLUG:
                break
            slug += f"-{word}"
        return slug


@attrs.frozen(slots=False)
class Shown:
    """
    A recorded experiment in which a message was printed.

    Args:
        scenario: of the experiment.
        action: of the scenario, which made the fetch.
        console: the lines that the browser printed, as recorded.
        line: the one that is the message.
        outcome: what the package says came of it in that browser.
    """

    scenario: Scenario
    action: dict[str, Any]
    console: tuple[str, ...]
    line: str
    outcome: Outcome

    @property
    def plainness(self) -> tuple[bool | int | str, ...]:
        """The less, the plainer."""
        return (
            len(self.scenario["actions"]) > 1,
            self.scenario["id"].startswith("random-"),
            self.action["kind"] != "fetch",
            self.scenario["page"]["kind"] != "top",
            not self.scenario["page"]["origin"].startswith("http:"),
            sum(
                _is_odd(value)
                for exchange in self.outcome.exchanges
                for _, value in exchange.response.headers
            ),
            len(str(self.scenario)),
            self.scenario["id"],
        )

    @functools.cached_property
    def explanation(self) -> Explanation:
        """Why, and what helps; with the server at hand, unless it had been asked before."""
        is_first = self.scenario["actions"][0] is self.action
        return explain(self.outcome, _Server(self.scenario, self.outcome.browser) if is_first else None)


def _is_odd(value: str) -> bool:
    """Whether a header's value is one that no server sends but by mistake."""
    return not value or value.startswith("data:") or not (value.isascii() and value.isprintable())


@attrs.frozen
class _Server:
    """The server of *scenario*, afresh for each run."""

    scenario: Scenario
    browser: Browser

    def session(self) -> Any:  # noqa: ANN401 - what answers, as `cors_sim` calls it
        server = ScenarioServer(self.scenario, self.browser)

        def answer(asked: HTTPRequest) -> Response:
            return server.answer(asked)

        return answer


@functools.cache
def messages() -> tuple[Message, ...]:
    """All messages, browser by browser, in the order of their templates."""
    return tuple(itertools.chain.from_iterable(_messages(engine, console) for engine, console in CONSOLES))


def _messages(engine: str, console: Console) -> Iterator[Message]:
    by_text: dict[str, dict[str, None]] = {}
    reasons: dict[str, set[Reason]] = {}
    for rule in itertools.chain(*console.places, console.after_each_exchange):
        if rule.template is not None:
            text = FIELD.sub(_as_fact, rule.template)
            by_text.setdefault(text, {})[rule.template] = None
            reasons.setdefault(text, set()).update(rule.reasons or ())
    form_of = {text: _form_of(text, by_text, console) for text in by_text}
    for text in by_text:
        if form_of[text] is None:
            forms = [text, *(other for other in by_text if form_of[other] == text)]
            yield Message(
                engine,
                text,
                tuple(form for form in forms if form.endswith(f" {text}")),
                tuple(itertools.chain.from_iterable(by_text[form] for form in forms)),
                frozenset(itertools.chain.from_iterable(reasons[form] for form in forms)),
            )


def _as_fact(field: re.Match[str]) -> str:
    name, mark = field.groups()
    return f"{{{name}{mark}}}" if mark else f"{{{FIELDS[name].fact}}}"


def _form_of(text: str, texts: Iterable[str], console: Console) -> str | None:
    """The message that *text* quotes behind words of its own, or is with some piece in its place."""
    others = [other for other in texts if other != text]
    for other, (name, pieces) in itertools.product(others, console.pieces):
        if text in {other.replace(f"{{{name}?}}", FIELD.sub(_as_fact, piece.text)) for piece in pieces}:
            return other
    return max((other for other in others if text.endswith(f" {other}")), key=len, default=None)


@functools.cache
def shown() -> dict[Message, dict[Reason | None, Shown]]:
    """For each message and each reason that it is printed for, the plainest experiment that shows it."""
    by_template = {
        (message.engine, template): message for message in messages() for template in message.templates
    }
    found: dict[Message, dict[Reason | None, Shown]] = {message: {} for message in messages()}
    for corpus in ("chosen", "random"):
        for (engine, name), seen in corpora.observations(corpus).items():
            scenario = corpora.scenarios(corpus)[name]
            if seen.get("console") and not scenario.get("parallel"):
                for template, one in _printed(scenario, seen, engine):
                    places = found[by_template[engine, template]]
                    reason = one.outcome.verdict.reason
                    if reason not in places or one.plainness < places[reason].plainness:
                        places[reason] = one
    return {
        message: dict(sorted(places.items(), key=lambda item: _ORDER[item[0]]))
        for message, places in found.items()
    }


_ORDER: Final[dict[Reason | None, int]] = {reason: number for number, reason in enumerate((None, *Reason))}


def _printed(scenario: Scenario, seen: Observation, engine: str) -> Iterator[tuple[str, Shown]]:
    """The templates whose lines the browser was recorded to print, to the letter."""
    recorded = tuple(line["text"].strip() for line in seen["console"])
    browser = PROFILES[engine]
    actions = [action for action in scenario["actions"] if action["kind"] != "eval"]
    outcomes = outcomes_of(scenario, ScenarioServer(scenario, browser), browser)
    for action, outcome in zip(actions, outcomes, strict=True):
        if isinstance(outcome, ClientError):
            continue
        incident = Incident.of(outcome.request, outcome.verdict, outcome.exchanges)
        for rule, line in printed(dict(CONSOLES)[engine], incident):
            if rule.template is not None and line[:_CUT] in recorded:
                yield rule.template, Shown(scenario, action, recorded, line, outcome)
