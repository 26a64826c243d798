"""
Reading a console: from a paste to the messages in it.
"""

import functools
import itertools
import re
from collections.abc import Iterator
from typing import Final

from cors_sim import _infra
from cors_sim.browsers.console import (
    beside,
    chromium,
    firefox,
    older_chromium,
    older_firefox,
    older_webkit,
    webkit,
)
from cors_sim.browsers.console.beside import COMPANION, NETWORK_ERRORS
from cors_sim.browsers.console.conditions import (
    By,
)
from cors_sim.browsers.console.folding import Folded
from cors_sim.browsers.console.messages import ConsoleMessage, ConsoleReading, UnreadLine
from cors_sim.browsers.console.tree import NUMBERS, WITH_BLANKS, Match, Tree
from cors_sim.browsers.console.wordings import Option, Wording
from cors_sim.errors import InvalidInput
from cors_sim.verdicts import Reason

CONSOLES: Final = (
    ("chromium", chromium.CONSOLE),
    ("firefox", firefox.CONSOLE),
    ("webkit", webkit.CONSOLE),
)
"""By the names of their browsers, the consoles that are written."""

_READ_ONLY: Final = (older_chromium, older_firefox, older_webkit, beside)
_FORBIDDEN: Final = "Script may not set this request header, which was left out."
_INITIATORS: Final = {
    "XMLHttpRequest": "xhr",
    "EventSource": "eventsource",
    "image": "img",
    "Image": "img",
    "CSS stylesheet": "stylesheet",
    "CSS Stylesheet": "stylesheet",
    "Font": "font",
    "Script": "script",
    "link element resource": "preload",
}
_LINE: Final = re.compile(r"[^\n]+")
_DECORATION: Final = re.compile(
    r"""
    Understand[ ]this[ ](?:error|warning)   # a button of DevTools
    | \[?Learn[ ]More\]?                    # a link of Firefox
    | [^ ]+:[0-9]+(?::[0-9]+)?              # file and line
    | [^@]{0,200}@[ ][^ ]+                  # a frame of a stack
    | at[ ].{0,300}                         # another
    | [0-9:.,/ -]+(?:[AP]M)?                # a time, or how often
    | \[?(?:Error|Warning|Log|Info)\]?      # how bad
    """,
    re.VERBOSE,
)


def read_console(text: str) -> ConsoleReading:
    """
    What a paste from a browser's console says.

    It may hold several messages, of several browsers and versions; what developer tools put around them
    (files and lines, times, links); wrapped lines, quotation marks of any kind, and colours. Anything
    else is left unread: the reading is never a guess.

    Args:
        text: the paste, of whatever length: reading takes time in proportion.

    Raises:
        InvalidInput: *text* is no str.
    """
    if not isinstance(text, str):
        raise InvalidInput("text", text, "must be a str")
    messages = tuple(_messages(text))
    return ConsoleReading(messages=messages, unread=tuple(_unread(text, messages)))


def _messages(paste: str) -> Iterator[ConsoleMessage]:
    text = Folded(paste)
    for start, match in _tree().matches(text):
        yield _message(text, start, match)


def _message(text: Folded, start: int, match: Match) -> ConsoleMessage:
    facts: dict[str, str | int] = {}
    for fact, begin, end in match.captures:
        if fact in NUMBERS:
            facts[fact] = _infra.whole_number(text.word(begin, end))
        elif fact in WITH_BLANKS:
            facts[fact] = text.value(begin, end)
        else:
            facts[fact] = text.word(begin, end)
    facts.pop("other", None)
    wording = match.wording
    reasons, note = NETWORK_ERRORS.get(str(facts.get("error")), (wording.reasons, wording.note))
    initiator = facts.pop("initiator", wording.initiator)
    begin, end = text.span(start, match.end)
    return ConsoleMessage(
        browsers=wording.browsers,
        reasons=tuple(reason for reason in Reason if reason in reasons),
        text=text.paste[begin:end],
        start=begin,
        end=end,
        versions=wording.versions,
        note=note,
        initiator=None if initiator is None else _INITIATORS.get(str(initiator), str(initiator)),
        header=wording.header,
        **facts,  # type: ignore[arg-type]  # by the names of the facts, of which two are numbers
    )


def _unread(paste: str, messages: tuple[ConsoleMessage, ...]) -> Iterator[UnreadLine]:
    read = iter(messages)
    message = next(read, None)
    for line in _LINE.finditer(paste):
        while message is not None and message.end <= line.start():
            message = next(read, None)
        if message is not None and message.start < line.end():
            continue
        words = _infra.strip_http_whitespace(line[0])
        if words and not _DECORATION.fullmatch(words):
            start = line.start() + line[0].index(words)
            yield UnreadLine(text=words, start=start, end=start + len(words))


@functools.cache
def _tree() -> Tree:
    """The tree of all messages, made when the first paste is read."""
    return Tree(known_wordings(), options_of_pieces())


def known_wordings() -> Iterator[Wording]:
    """All messages that are read, those that are written first."""
    for name, console in CONSOLES:
        for rule in itertools.chain(*console.places, console.after_each_exchange):
            if rule.template is not None:
                apis = [when.apis for when in rule.when if isinstance(when, By)]
                of_any_failure = rule.reasons == frozenset(Reason)
                yield Wording(
                    rule.template,
                    (name,),
                    frozenset() if of_any_failure or rule.reasons is None else rule.reasons,
                    note=COMPANION if of_any_failure else "",
                    initiator=next(iter(apis[0])) if len(apis) == 1 and len(apis[0]) == 1 else None,
                )
        yield Wording(console.forbidden_request_header, (name,), note=_FORBIDDEN)
        if console.tainted_canvas is not None:
            yield Wording(console.tainted_canvas, (name,), frozenset({Reason.OPAQUE_RESPONSE}))
    for module in _READ_ONLY:
        yield from module.WORDINGS


def options_of_pieces() -> dict[str, tuple[Option, ...]]:
    """What pieces can be: what they are when they are written, nothing, and what else there is."""
    options: dict[str, tuple[Option, ...]] = {}
    for _, console in CONSOLES:
        for name, pieces in console.pieces:
            covered = [piece.reasons for piece in pieces if piece.reasons is not None and not piece.when]
            otherwise = frozenset(Reason).difference(*covered) if covered else None
            written = (Option(piece.text, piece.reasons) for piece in pieces)
            options[name] = (*written, Option("", otherwise))
    for module in (older_chromium, older_webkit, beside):
        for name, more in module.OPTIONS:
            options[name] = more if name == "kind" else (*options.get(name, ()), *more)
    return options
