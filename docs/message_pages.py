"""
A page for each message of each console: its cause, what helps, and the experiment that shows it.

`conf.py` writes them to `how-to/errors/` when the documentation is built; nothing of them is kept.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from cors_sim import BROWSERS, Fix, Reason, Response
from cors_sim.browsers.console.reading import CONSOLES
from cors_sim.browsers.console.templates import FIELD
from cors_sim.explain.reasons import MEANINGS
from cors_sim.show import words
from docs.markdown import code, listed, text
from docs.messages import NAMES, Message, Shown, messages, shown

DIRECTORY: Final = Path(__file__).parent / "how-to" / "errors"

FACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "url": "the address that was asked for",
        "next_url": "the address that a redirect leads to",
        "redirected_from": "the address that was asked for at first",
        "origin": "the origin that asks; `null` for a page without one, or behind some redirects",
        "value": "what the header says",
        "status": "the status of the answer",
        "method": "the method that was refused",
        "header_name": "the request header that was refused",
        "scheme": "the part of the address before the colon",
        "port": "the port in the address",
    }
)
"""What stands in braces."""

_VERSIONS: Final = {browser.name: browser.version for browser in BROWSERS}


def pages() -> dict[str, str]:
    """The pages, by their names in `how-to/errors/`."""
    return {message.slug: "\n".join(_page(message)) + "\n" for message in messages()}


def write() -> None:
    """Write them, those alone that have changed, and take away what is none of them."""
    DIRECTORY.mkdir(exist_ok=True)
    made = {DIRECTORY / f"{slug}.md": page for slug, page in pages().items()}
    for path in DIRECTORY.glob("*.md"):
        if path not in made:
            path.unlink()
    for path, page in made.items():
        if not path.exists() or path.read_text(encoding="utf-8") != page:
            path.write_text(page, encoding="utf-8")


def index() -> str:
    """All messages, a section each browser, as links to their pages."""
    lines: list[str] = []
    for engine, name in NAMES.items():
        lines += [f"## {name}", ""]
        lines += [
            f"- [{text(message.title)}](errors/{message.slug}.md)"
            for message in messages()
            if message.engine == engine
        ]
        lines.append("")
    return "\n".join(lines)


def _page(message: Message) -> Iterator[str]:
    name = NAMES[message.engine]
    # In no table of contents: the index has them all.
    yield from ("---", "orphan: true", "---", "", f"# {text(message.title)} ({name})", "")
    yield from (f"{name} prints this on its console:", "", *_quoted([_template(message.text)]))
    yield from listed(_placeholders(message))
    forms = [_template(form) for form in message.forms]
    if forms:
        yield from ("It is also said behind other words:", "")
        yield from listed(code(form) for form in forms)
    found = shown()[message]
    if message.is_companion:
        yield from _companion(found)
        found = dict([min(found.items(), key=_telling)])
    else:
        yield from _meaning(message)
    for reason, one in found.items():
        yield from _shown(message, reason, one, alone=len(found) == 1)
    yield from (
        "## More",
        "",
        "- [Explain what a console says](../explain-a-console-paste.md) does this with your own paste.",
        "- [Allow it on your server](../allow-it-on-your-server.md) has the lines for twenty servers.",
        "- [Fix by error message](../fix-by-error-message.md) has the other messages.",
        f"- This is the message of {text(name)} as recorded of version {text(_VERSIONS[message.engine])}; "
        "[console messages](../../reference/console.md) has older wordings.",
    )


def _quoted(lines: Iterable[str]) -> Iterator[str]:
    """*lines* as a quotation, which breaks them where there is no room."""
    for line in lines:
        yield from (f"> {text(_visible(line))}", ">")
    yield ""


def _template(template: str) -> str:
    shown_as = FIELD.sub(lambda field: f"[{field[1]}]" if field[2] else f"{{{field[1]}}}", template)
    return shown_as.replace("_", " ").strip()


def _placeholders(message: Message) -> Iterator[str]:
    pieces = dict(dict(CONSOLES)[message.engine].pieces)
    for name, is_piece in dict.fromkeys(FIELD.findall(message.text)):
        shown_as = name.replace("_", " ")
        if is_piece:
            texts = ", ".join(dict.fromkeys(code(_template(piece.text)) for piece in pieces[name]))
            sometimes = ", or nothing" if pieces[name][-1].when or pieces[name][-1].reasons else ""
            yield f"`[{shown_as}]`: {texts}{sometimes}"
        else:
            yield f"`{{{shown_as}}}`: {FACTS[name]}"


def _meaning(message: Message) -> Iterator[str]:
    yield from ("## What it means", "")
    if message.reasons:
        yield from listed(_reason(reason) for reason in Reason if reason in message.reasons)
    else:
        yield from ("Nothing has failed: it is a warning about a fetch that goes through.", "")


def _reason(reason: Reason) -> str:
    return f"[`{reason}`](../../reference/reasons.md#{reason}): {text(MEANINGS[reason])}"


def _companion(found: Mapping[Reason | None, Shown]) -> Iterator[str]:
    yield from ("## What it means", "")
    yield from ("A fetch has failed. Why is in another message beside this one: find the page of that.", "")
    alone = [reason for reason, one in found.items() if reason is not None and _is_alone(one)]
    if alone:
        yield from ("Where there is none, it is one of these:", "")
        yield from listed(map(_reason, alone))


def _is_alone(one: Shown) -> bool:
    return set(one.outcome.console) == {one.line}


def _telling(item: tuple[Reason | None, Shown]) -> tuple[object, ...]:
    """The less, the more an example of a companion tells: the usual first, and where it stands alone."""
    reason, one = item
    usual = reason in {Reason.NETWORK_ERROR, Reason.ALLOW_ORIGIN_MISSING}
    return not usual, not _is_alone(one), one.plainness


def _shown(message: Message, reason: Reason | None, one: Shown, *, alone: bool) -> Iterator[str]:
    yield from ("## An example" if alone or reason is None else f"## If it is `{reason}`", "")
    yield (
        f"In the experiment `{one.scenario['id']}`, "
        f"a page at {code(one.scenario['page']['origin'])} did this; for its addresses, read your own:"
    )
    yield from ("", "```text", _done(one.action), "```", "")
    if one.outcome.exchanges:
        yield from ("This went over the wire:", "", "```text", *_wire(one), "```", "")
    else:
        yield from ("Nothing went over the wire.", "")
    yield from (f"And {NAMES[message.engine]} printed:", "", *_quoted(one.console))
    if reason is None:
        return
    explanation = one.explanation
    yield from ("### Cause", "", text(explanation.cause), "")
    yield from ("### Fix", "")
    if len(explanation.fixes) > 1:
        yield from ("Any of these alone.", "")
    for fix in explanation.fixes:
        yield from _fix(fix)
    if not explanation.fixes:
        yield from ("No header of the response helps.", "")
        yield from listed(text(remark.text) for remark in explanation.advice)


def _done(action: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in action.items() if name not in {"kind", "url"}}
    options = json.dumps(rest, ensure_ascii=False) if rest else ""
    if action["kind"] == "fetch":
        return f'fetch("{action["url"]}"{", " if options else ""}{options})'
    return f"{action['kind']} {action['url']} {options}".strip()


_SENT: Final = frozenset({"origin", "access-control-request-method", "access-control-request-headers"})


def _wire(one: Shown) -> Iterator[str]:
    for exchange in one.outcome.exchanges:
        yield f"{exchange.request.method} {exchange.request.url}"
        yield from (
            f"  {name}: {value}" for name, value in exchange.request.headers if name.lower() in _SENT
        )
        yield from _answer(exchange.response)


def _answer(response: Response) -> Iterator[str]:
    if response.is_network_error:
        yield "no answer"
        return
    yield f"→ {response.status}"
    for name, value in response.headers:
        if name.lower() != "content-length":
            yield f"  {name}: {_visible(value)}"


def _visible(value: str) -> str:
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in value)


def _fix(fix: Fix) -> Iterator[str]:
    public = " For every page there is." if fix.is_public else ""
    yield from (f"**{text(fix.headline)}.**{public}", "")
    if fix.request is not None and not fix.changes:
        yield from ("This is for the page, and the server may stay as it is.", "")
    for change in fix.changes:
        yield from (f"{text(words.place(change))}:", "", "```diff")
        yield from (f"{line.sign} {_visible(line.text)}" for line in words.diff(change))
        yield from ("```", "")
    yield from (text(fix.effect), "", text(words.shown_to_work(fix)), "")
    yield from listed(text(note) for note in (*fix.assumes, *fix.notes))
