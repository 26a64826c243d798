"""
Every regular expression that the package compiles, and what of its form can cost more than linear time.

``python -m spec_tests.fuzz.patterns`` prints them, each as a line of JSON: they are heard of where Python
compiles them, so that none that is put together from pieces or made late is missed.
"""

import importlib
import importlib.util
import json
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

_PARSER: Any = importlib.import_module("re._parser")
_ALPHABET: Final = frozenset(range(0x180)) | {0x2018, 0x2019, 0x2502}
_CATEGORIES: Final[dict[str, Callable[[str], bool]]] = {
    "CATEGORY_DIGIT": str.isdecimal,
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_WORD": lambda character: character.isalnum() or character == "_",
}
_REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_SEARCHES: Final = r"\.(?:search|sub|subn|finditer|findall|split)\b"


@attrs.frozen
class Found:
    """
    A regular expression of the package.

    Args:
        pattern: its text, of bytes as one character a byte.
        flags: that it was compiled with.
        is_bytes: whether it is one of bytes.
        is_searched: whether it is looked for anywhere in a text, and not only at one place.
    """

    pattern: str
    flags: int
    is_bytes: bool
    is_searched: bool

    def compiled(self) -> "re.Pattern[Any]":
        """The same, compiled."""
        text: Any = self.pattern.encode("latin-1") if self.is_bytes else self.pattern
        return re.compile(text, self.flags & ~re.UNICODE if not self.is_bytes else self.flags)


def heard_of() -> Iterator[Found]:
    """All that are compiled while every module is imported and every target has been fed."""
    heard: dict[tuple[str, int, bool], str] = {}
    # Not by importing it, for then the first would have been compiled unheard.
    (package,) = _locations()
    compiler: Any = re
    compile_one = compiler._compile

    def listening(pattern: Any, flags: Any) -> Any:  # noqa: ANN401 - as Python's own
        where = sys._getframe(2).f_code.co_filename
        if where.startswith(package) and isinstance(pattern, str | bytes):
            is_bytes = isinstance(pattern, bytes)
            text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
            heard.setdefault((text, int(flags), is_bytes), where)
        return compile_one(pattern, flags)

    compiler._compile = listening
    _use_everything()
    searched = dict(_named())
    for (pattern, flags, is_bytes), where in heard.items():
        # What has no name of its own is used as the patterns of its module are.
        anywhere = re.search(_SEARCHES, Path(where).read_text(encoding="utf-8")) is not None
        yield Found(pattern, flags, is_bytes, searched.get((pattern, is_bytes), anywhere))


def _locations() -> list[str]:
    """The folder of the package."""
    spec = importlib.util.find_spec("cors_sim")
    return [] if spec is None else list(spec.submodule_search_locations or ())


def _use_everything() -> None:
    for module in pkgutil.walk_packages(_locations(), "cors_sim."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from spec_tests.fuzz.targets import TARGETS, attempt

    for target in TARGETS.values():
        for seed in list(target.seeds())[:3]:
            attempt(target, seed)


def _named() -> Iterator[tuple[tuple[str, bool], bool]]:
    """Those that a module has a name for, and whether the module searches with them."""
    for name, module in list(sys.modules.items()):
        if not name.startswith("cors_sim.") or module.__file__ is None:
            continue
        source = Path(module.__file__).read_text(encoding="utf-8")
        for known, value in vars(module).items():
            if isinstance(value, re.Pattern):
                text = value.pattern
                key = (text.decode("latin-1"), True) if isinstance(text, bytes) else (text, False)
                yield key, re.search(rf"\b{known}{_SEARCHES}", source) is not None


Parsed = Sequence[tuple[Any, Any]]


def nested(found: Found) -> list[str]:
    """
    What of *found* can be matched in more ways than one by a repeat without limit, in a line each.

    A repeat within such a repeat has to end where the next round begins by another character, and what it
    chooses from has to be told by its first character.
    """
    text: Any = found.pattern.encode("latin-1") if found.is_bytes else found.pattern
    return list(_nested(_PARSER.parse(text, found.flags), within=False))


def _nested(parsed: Parsed, *, within: bool) -> Iterator[str]:
    for op, argument in parsed:
        name = str(op)
        if name in _REPEATS:
            _, most, body = argument
            unlimited = most == _PARSER.MAXREPEAT
            if unlimited and _is_nullable(body):
                yield f"a repeat of what may be nothing: {body}"
            if unlimited and _first(body) & _tails(body):
                yield f"a repeat of what can go on as it begins: {body}"
            yield from _nested(body, within=within or unlimited)
        elif name == "BRANCH":
            seen: set[int] = set()
            for branch in argument[1]:
                first = _first(branch)
                if within and seen & first:
                    yield f"a choice between what begins alike: {branch}"
                seen |= first
                yield from _nested(branch, within=within)
        else:
            for body in _bodies(name, argument):
                yield from _nested(body, within=within)


def _bodies(name: str, argument: Any) -> Iterator[Parsed]:  # noqa: ANN401 - of each kind another
    if name == "SUBPATTERN":
        yield argument[3]
    elif name == "ATOMIC_GROUP":
        yield argument
    elif name in {"ASSERT", "ASSERT_NOT"}:
        yield argument[1]


def _own(name: str, argument: Any) -> frozenset[int] | None:  # noqa: ANN401 - of each kind another
    """The characters that an item of one character can be; None for any other item."""
    if name == "LITERAL":
        return frozenset({argument})
    if name == "NOT_LITERAL":
        return _ALPHABET - {argument}
    if name == "ANY":
        return _ALPHABET
    if name == "IN":
        negated = bool(argument) and str(argument[0][0]) == "NEGATE"
        chosen = frozenset().union(*(_of_class(str(op), value) for op, value in argument))
        return _ALPHABET - chosen if negated else chosen
    return None


def _of_class(name: str, value: Any) -> frozenset[int]:  # noqa: ANN401 - of each kind another
    if name == "NEGATE":
        return frozenset()
    if name == "LITERAL":
        return frozenset({value})
    if name == "RANGE":
        return frozenset(range(value[0], value[1] + 1))
    test = _CATEGORIES[str(value)]
    return frozenset(code for code in _ALPHABET if test(chr(code)))


def _is_nullable(parsed: Parsed) -> bool:
    return all(_item_is_nullable(str(op), argument) for op, argument in parsed)


def _item_is_nullable(name: str, argument: Any) -> bool:  # noqa: ANN401 - of each kind another
    if name in _REPEATS:
        return argument[0] == 0 or _is_nullable(argument[2])
    if name == "BRANCH":
        return any(map(_is_nullable, argument[1]))
    if name in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return all(map(_is_nullable, _bodies(name, argument)))
    return name in {"ASSERT", "ASSERT_NOT", "AT"}


def _first(parsed: Parsed) -> frozenset[int]:
    """The characters that *parsed* can begin with."""
    found: frozenset[int] = frozenset()
    for op, argument in parsed:
        found |= _firsts_of(str(op), argument)
        if not _item_is_nullable(str(op), argument):
            break
    return found


def _firsts_of(name: str, argument: Any) -> frozenset[int]:  # noqa: ANN401 - of each kind another
    own = _own(name, argument)
    if own is not None:
        return own
    return frozenset().union(*map(_first, _consuming(name, argument)))


def _consuming(name: str, argument: Any) -> Iterable[Parsed]:  # noqa: ANN401 - of each kind another
    """The parts of an item that consume text."""
    if name in _REPEATS:
        return [argument[2]]
    if name == "BRANCH":
        return list(argument[1])
    return list(_bodies(name, argument)) if name in {"SUBPATTERN", "ATOMIC_GROUP"} else []


def _tails(parsed: Parsed) -> frozenset[int]:
    """The characters that a repeat without limit, at the end of *parsed*, can go on with."""
    found: frozenset[int] = frozenset()
    for op, argument in reversed(list(parsed)):
        name = str(op)
        for body in _consuming(name, argument):
            if name in _REPEATS and argument[1] == _PARSER.MAXREPEAT:
                found |= _first(body)
            found |= _tails(body)
        if not _item_is_nullable(name, argument):
            break
    return found


def literals(found: Found) -> list[str]:
    """What *found* is made of: its longest fixed pieces, and a character or two of each of its classes."""
    text: Any = found.pattern.encode("latin-1") if found.is_bytes else found.pattern
    pieces: dict[str, None] = {}
    _collect(_PARSER.parse(text, found.flags), pieces)
    return list(pieces)


def _collect(parsed: Parsed, pieces: dict[str, None]) -> None:
    run = ""
    for op, argument in [*parsed, (None, None)]:
        name = str(op)
        if name == "LITERAL":
            run += chr(argument)
            continue
        if run:
            pieces[run] = None
            run = ""
        own = _own(name, argument)
        if own is not None:
            printable = sorted(code for code in own if chr(code).isprintable()) or sorted(own)
            pieces.update(dict.fromkeys(map(chr, printable[:1] + printable[len(printable) // 2 :][:1])))
        for body in [*_consuming(name, argument), *_bodies(name, argument)]:
            _collect(body, pieces)


def main() -> None:
    """Print them."""
    for found in heard_of():
        print(json.dumps(attrs.asdict(found)))


if __name__ == "__main__":
    main()
