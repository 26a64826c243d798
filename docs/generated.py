"""
The parts of the reference that are made from the package and from what it is tested with.

A page says where such a part goes with a line ``<!-- generated: NAME -->``; `PARTS` has the names.
"""

import ast
import inspect
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import attrs

import cors_sim
from cors_sim import BROWSERS, Browser, Departure, Reason, Request, Response, Step, decide
from cors_sim.audit import KINDS
from cors_sim.batch.columns import ADDED, PREFLIGHT, REQUEST, RESPONSE, Column
from cors_sim.browsers.console import beside, codes, older_chromium, older_firefox, older_webkit
from cors_sim.browsers.console.reading import CONSOLES
from cors_sim.browsers.console.templates import FIELD
from cors_sim.browsers.script.interface import ScriptInterface
from cors_sim.explain.grant import Grant
from cors_sim.explain.reasons import MEANINGS
from cors_sim.explain.snippets import SERVERS, snippet
from docs import coverage, data, exercise_pages, message_pages, schemas
from docs.markdown import listed
from docs.markdown import text as _text
from docs.messages import NAMES, messages
from spec_tests.cases import runner

PLACE: Final = re.compile(r"^<!-- generated: ([a-z-]+) -->$", re.MULTILINE)


def filled(page: str) -> str:
    """*page* with each part in its place."""
    return PLACE.sub(lambda match: PARTS[match[1]](), page)


# Reasons.


def reasons() -> str:
    """A section for each `Reason`: what it means, where it arises, who prints what, and questions."""
    steps, questions = _steps_by_reason(), _questions_by_reason()
    lines: list[str] = []
    for group, members in _groups():
        lines += [f"## {_text(group)}", ""]
        for reason in members:
            where = ", ".join(f"[{_text(str(step))}]({step.url})" for step in steps[reason])
            lines += [f"({reason})=", f"### `{reason}`", "", _text(MEANINGS[reason]), ""]
            lines += [f"Arises in: {where}.", "", *_printed(reason)]
            if questions[reason]:
                lines += ["People ask:", ""]
            lines += [f"- *{_text(question)}*\n  {_text(answer)}" for question, answer in questions[reason]]
            lines.append("")
    return "\n".join(lines)


def _printed(reason: Reason) -> Iterator[str]:
    """The messages that say so, with their pages."""
    saying = [message for message in messages() if reason in message.reasons and not message.is_companion]
    if saying:
        yield from ("Consoles say:", "")
    yield from listed(
        f"{NAMES[message.engine]}: [{_text(message.title)}](../how-to/errors/{message.slug}.md)"
        for message in saying
    )


def _groups() -> Iterator[tuple[str, list[Reason]]]:
    """The comments in the source of `Reason`, each with the members behind it."""
    heading, members = "", list[Reason]()
    for line in inspect.getsource(Reason).splitlines():
        comment = re.fullmatch(r" +# (.+)\.", line)
        member = re.fullmatch(r' +[A-Z_]+ = "(.+)"', line)
        if comment is not None:
            if members:
                yield heading, members
            heading, members = comment[1], []
        elif member is not None:
            members.append(Reason(member[1]))
    yield heading, members


def _steps_by_reason() -> Mapping[Reason, list[Step]]:
    """The steps at which the cases come to each reason."""
    found: dict[Reason, dict[Step, None]] = {reason: {} for reason in Reason}
    verdicts = [runner.run(case)[1].verdict for case in runner.load_cases()]
    # The one reason that no whole fetch has.
    hop = Response(302, {"Location": "/next", "Access-Control-Allow-Origin": "*"})
    verdicts.append(decide(Request("https://api.example.com/", origin="https://app.example.com"), hop))
    for verdict in verdicts:
        if verdict.reason is not None and verdict.step is not None:
            found[verdict.reason][verdict.step] = None
    return {reason: list(steps) for reason, steps in found.items()}


def _questions_by_reason() -> Mapping[Reason, list[tuple[str, str]]]:
    found: dict[Reason, list[tuple[str, str]]] = {reason: [] for reason in Reason}
    for case in runner.load_cases(runner.HERE / "questions.json"):
        reason = runner.run(case)[1].verdict.reason
        if reason is not None:
            found[reason].append((case["question"], case["explanation"]))
    return found


# Browsers.


def browsers() -> str:
    """The browsers of the package, their versions, and how many departures each has."""
    lines = ["| Name | Version observed | Departures |", "|---|---|---:|"]
    for browser in BROWSERS:
        departures_of = len(browser.departures) + len(browser.script.departures) or ""
        lines.append(f"| `{browser.name}` | {_text(browser.version)} | {departures_of} |")
    return "\n".join(lines)


def departures() -> str:
    """A section for each field of `Browser` that some browser has another value of than the standard."""
    return _departures(Browser, lambda browser: browser.departures)


def script_departures() -> str:
    """The same for what browsers tell script."""
    return _departures(ScriptInterface, lambda browser: browser.script.departures)


def _departures(kind: type, departures_of: Callable[[Browser], tuple[Departure, ...]]) -> str:
    lines: list[str] = []
    for field in attrs.fields(kind):
        rows = [
            f"| {browser.name} | {_text(departure.changes)} | {_evidence(departure)} |"
            for browser in BROWSERS
            for departure in departures_of(browser)
            if departure.field == field.name
        ]
        if rows:
            lines += [f"### `{field.name}`", "", "| Browser | Departure | Shown by |", "|---|---|---|"]
            lines += [*rows, ""]
    return "\n".join(lines)


def _evidence(departure: Departure) -> str:
    shown = ", ".join(f"`{scenario}`" for scenario in departure.evidence)
    return shown or _text(departure.source)


# Consoles.


def console() -> str:
    """A section for each browser: its templates in order, each with its page, and what each can mean."""
    pages = {
        (message.engine, template): f"../how-to/errors/{message.slug}.md"
        for message in messages()
        for template in message.templates
    }
    lines: list[str] = []
    for engine, templates in CONSOLES:
        lines += [f"## {NAMES[engine]}", ""]
        for name, pieces in templates.pieces:
            texts = dict.fromkeys(f"`{piece.text.strip()}`" for piece in pieces)
            lines.append(f"- *\\[{_text(name)}\\]*: {', '.join(texts)}")
        found: dict[str, set[Reason]] = {}
        for rule in itertools.chain(*templates.places, templates.after_each_exchange):
            if rule.template is not None:
                found.setdefault(rule.template, set()).update(rule.reasons or ())
        lines += ["", "| Message | Can mean |", "|---|---|"]
        lines += [
            f"| [{_message(template)}]({pages[engine, template]}) | {_can_mean(found[template])} |"
            for template in found
        ]
        lines.append("")
    return "\n".join(lines)


def _message(template: str) -> str:
    """*template* as Markdown, with pieces in square brackets."""
    shown = FIELD.sub(lambda field: f"[{field[1]}]" if field[2] else f"{{{field[1]}}}", template)
    return _text(shown.strip())


def _can_mean(reasons_of: Iterable[Reason]) -> str:
    given = set(reasons_of)
    if not given:
        return "No reason."
    if len(given) > 8:
        return "What the message before it means. Where there is none, the reason is not told."
    return ", ".join(f"[`{reason}`](reasons.md#{reason})" for reason in Reason if reason in given) + "."


def console_older() -> str:
    """What is read and not written, by where it is from."""
    lines = ["### Chromium", "", "| Began with | Versions |", "|---|---|"]
    lines += [f"| {_message(text)} | {versions} |" for text, versions, _ in older_chromium.BEGINNINGS]
    lines += ["", "| Went on with | Can mean |", "|---|---|"]
    lines += [
        f"| {_message(text)} | {_can_mean(can_mean)} |"
        for text, can_mean in (*older_chromium.CHECKS, *older_chromium.OTHERS)
    ]
    lines += ["", "| Of a local network, which is not modelled | Versions |", "|---|---|"]
    lines += [f"| {_message(text)} | {versions} |" for text, versions in older_chromium.LOCAL_NETWORK]
    for title, wordings in (
        ("Firefox", older_firefox.WORDINGS),
        ("Safari", older_webkit.WORDINGS),
        ("Beside messages of CORS", beside.WORDINGS),
    ):
        lines += ["", f"### {title}", "", "| Message | Versions | Can mean |", "|---|---|---|"]
        lines += [
            f"| {_message(wording.template)} | {wording.versions} "
            f"| {_can_mean(wording.reasons) if wording.reasons else _text(wording.note)} |"
            for wording in wordings
        ]
    return "\n".join(lines)


def console_codes() -> str:
    """A table of the names that browsers' tools have for failures."""
    lines = ["| Browser | Name | Can mean |", "|---|---|---|"]
    for browser, names in (("Chromium", codes.CHROMIUM), ("Firefox", codes.FIREFOX)):
        lines += [f"| {browser} | `{name}` | {_can_mean(names[name])} |" for name in sorted(names)]
    return "\n".join(lines)


# Findings.


def findings() -> str:
    """A table of what an audit can find, in the order in which a report has what is equally bad."""
    lines = ["| Finding | What it is, and what to do | Severity | CWE |", "|---|---|---|---|"]
    for kind in KINDS.values():
        severity = f"{kind.severity}"
        if kind.severity_if_inferred != kind.severity:
            severity += f"; {kind.severity_if_inferred} if the policy was inferred"
        weakness = (
            f"[{kind.cwe}](https://cwe.mitre.org/data/definitions/{kind.cwe}.html)" if kind.cwe else ""
        )
        lines.append(
            f"| `{kind.id}` | {_text(kind.heading)}. {_text(kind.remedy)} | {severity} | {weakness} |"
        )
    return "\n".join(lines)


# Modules.


def modules() -> str:
    """A table of the modules of the package, each with the first sentence of its docstring."""
    directory = Path(cors_sim.__file__).parent
    lines = ["| Module | What it says of itself |", "|---|---|"]
    for path in sorted(directory.rglob("*.py")):
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        first, _, _ = docstring.partition("\n\n")
        name = path.relative_to(directory).as_posix().replace("/__init__.py", "/")
        lines.append(f"| `{name}` | {_prose(first)} |")
    return "\n".join(lines)


def _prose(docstring: str) -> str:
    """The Markdown for a paragraph of a docstring, which is reStructuredText."""
    pieces = re.split(r"(``.+?``|`.+?`)", docstring.replace("\n", " "))
    return "".join(
        f"`{piece.strip('`')}`" if index % 2 else _text(piece) for index, piece in enumerate(pieces)
    )


# Snippets.


GRANT: Final = Grant(
    origins=("https://app.example.com",),
    methods=("PUT",),
    header_names=("Content-Type",),
    exposed_header_names=("X-Total-Count",),
    credentials=True,
    max_age=600,
    path="/items",
)


def snippets() -> str:
    """What each server is told for `GRANT`, a section each, behind a table of all."""
    told = [snippet(GRANT, server) for server in SERVERS]
    lines = ["| Server | Name | Run here with |", "|---|---|---|"]
    for one in told:
        run_with = _text(one.run_with) or "not run here"
        lines.append(f"| [{_text(one.title)}](#snippet-{one.server}) | `{one.server}` | {run_with} |")
    for one in told:
        lines += ["", f"(snippet-{one.server})=", "", f"### {_text(one.title)}", ""]
        lines.append(f"Run here with {_text(one.run_with)}." if one.executed else "Not run here.")
        for part in one.parts:
            lines += ["", f"{_text(part.place)}:", "", f"```{_highlighter(one.language)}"]
            lines += [part.text, "```"]
        lines += ["", *(f"- {_text(note)}" for note in one.notes)]
    return "\n".join(lines)


def _highlighter(language: str) -> str:
    """The name of a highlighter for *language*; there is none for Caddy's."""
    return "text" if language == "caddyfile" else language


# Tables.


def batch_columns() -> str:
    """The columns that a table of requests and responses has, or may have."""
    parts = []
    for heading, columns in (
        ("The request", REQUEST),
        ("The response", RESPONSE),
        ("The answer to the preflight", PREFLIGHT),
    ):
        parts += [f"## {heading}", "", *_columns(columns), ""]
    return "\n".join(parts)


def batch_added() -> str:
    """The columns that are added."""
    return "\n".join(_columns(ADDED))


def _columns(columns: Iterable[Column]) -> list[str]:
    rows = ["| Column | Holds | Says |", "|---|---|---|"]
    for column in columns:
        # What each says is Markdown: its codes are marked.
        name = f"`{column.name}`" + (", needed" if column.required else "")
        rows.append(f"| {name} | {_text(column.kind.words)} | {column.meaning} |")
    return rows


PARTS: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "reasons": reasons,
        "coverage": coverage.coverage,
        "data": data.data,
        "schemas": schemas.schemas,
        "browsers": browsers,
        "departures": departures,
        "script-departures": script_departures,
        "console": console,
        "console-older": console_older,
        "console-codes": console_codes,
        "findings": findings,
        "batch-columns": batch_columns,
        "batch-added": batch_added,
        "modules": modules,
        "snippets": snippets,
        "messages": message_pages.index,
        "exercises": exercise_pages.exercises,
    }
)
