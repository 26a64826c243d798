"""A conclusion on the terminal. What servers wrote is shown, never obeyed."""

import re
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cors_sim import _infra
from cors_sim.capture.evidence import Conclusion
from cors_sim.cli.conclusions import word_for
from cors_sim.exchanges import Exchange
from cors_sim.explain.reasons import MEANINGS
from cors_sim.requests import Request
from cors_sim.verdicts import Evidence, Verdict

_HEADLINES: Final = {
    "readable": ("Readable", "bold green"),
    "blocked": ("Blocked", "bold red"),
    "opaque": ("Opaque", "bold yellow"),
    "not-established": ("Not established", "bold yellow"),
}
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SHOWN_LIMIT: Final = 300
_LINES_LIMIT: Final = 20


def shown(text: str) -> str:
    """*text* with control characters spelt out, and cut where it is very long."""
    if len(text) > _SHOWN_LIMIT:
        text = f"{text[:_SHOWN_LIMIT]}… ({len(text)} characters)"
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def show(console: Console, request: Request, conclusion: Conclusion) -> None:
    """
    Print *conclusion*.

    Args:
        console: where to.
        request: what script asks for.
        conclusion: what follows from the evidence.
    """
    verdict = conclusion.verdict
    word, style = _HEADLINES[word_for(verdict)]
    headline = Text(word, style=style)
    if verdict is not None and verdict.reason is not None:
        headline.append(f"  {verdict.reason}", style="default not bold")
    console.print(headline)
    console.print(_indented(_sentence(request, verdict)))
    if verdict is not None and verdict.reason is not None:
        console.print(_indented(MEANINGS[verdict.reason]))
    facts = _facts(conclusion)
    if facts.row_count:
        console.print()
        console.print(Padding(facts, (0, 0, 0, 2)))
    if conclusion.outcome is not None and conclusion.outcome.exchanges:
        console.print("\nOn the wire", style="bold")
        console.print(Padding(_exchanges(conclusion.outcome.exchanges), (0, 0, 0, 2)))
    for missing in conclusion.missing:
        console.print("\nWhat is missing", style="bold")
        console.print(_indented(shown(missing.what)))
        how = "with --preflight" if missing.is_preflight else "as the capture"
        console.print(_indented(f"This command shows it; pass what it prints {how}:"))
        # In one piece, however long: it is to be copied.
        console.print(Text(f"    {missing.command}"), soft_wrap=True)
    if conclusion.trusted:
        console.print("\nTaken on trust", style="bold")
        for item in conclusion.trusted:
            console.print(_indented(f"- {shown(item)}"))


def _indented(text: str, by: int = 2) -> Padding:
    return Padding(Text(text), (0, 0, 0, by))


def _sentence(request: Request, verdict: Verdict | None) -> str:
    opaque = request.origin.serialized == "null"
    page = "page with an opaque origin" if opaque else f"page at {request.origin}"
    what = f"the response to {request.method} {shown(request.url.href)}"
    if verdict is None:
        return f"Whether a {page} can read {what} does not follow from this capture."
    return f"A {page} {'can' if verdict.allowed else 'cannot'} read {what}."


def _facts(conclusion: Conclusion) -> Table:
    table = Table.grid(padding=(0, 2))
    verdict = conclusion.verdict
    if verdict is not None and verdict.step is not None and verdict.evidence is not None:
        table.add_row("Failing step", f"{verdict.step.algorithm}, step {verdict.step.number}")
        table.add_row("", Text(verdict.step.url, style="cyan"))
        table.add_row("Seen", Text(_seen(verdict.evidence)))
        table.add_row("Would pass", Text(_expected(verdict.evidence)))
    elif conclusion.outcome is not None:
        names = conclusion.outcome.response.headers.sort_and_combine().names()
        table.add_row("Script can read", Text(shown(", ".join(names)) or "no header"))
    return table


def _seen(evidence: Evidence) -> str:
    if evidence.header is None:
        return shown(evidence.observed or "nothing")
    if evidence.observed is None:
        return f"no {evidence.header} header"
    return f"{evidence.header}: {shown(evidence.observed)}"


def _expected(evidence: Evidence) -> str:
    prefix = "" if evidence.header is None else f"{evidence.header}: "
    return f"{prefix}{shown(evidence.expected)}"


def _exchanges(exchanges: tuple[Exchange, ...]) -> Table:
    table = Table.grid(padding=(0, 2))
    for number, exchange in enumerate(exchanges, start=1):
        request, response = exchange.request, exchange.response
        kind = "preflight" if request.is_preflight else ""
        origin = request.headers.get("origin")
        status = "no answer" if response.is_network_error else str(response.status)
        line = Text(f"{request.method} {shown(request.url.href)}")
        table.add_row(str(number), line, f"→ {status}", kind)
        if origin is not None:
            table.add_row("", Text(f"Origin: {origin}", style="dim"), "", "")
        lines = [
            f"← {name}: {shown(value)}"
            for name, value in response.headers
            if _infra.ascii_lowercase(name).startswith("access-control-")
        ]
        if len(lines) > _LINES_LIMIT:
            lines[_LINES_LIMIT:] = [f"← … ({len(lines)} such lines)"]
        for text in lines:
            table.add_row("", Text(text, style="dim"), "", "")
    return table
