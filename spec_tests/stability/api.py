"""
The public interface as text: what `api.txt` has, and every change of which is meant.

``python -m spec_tests.stability.api --update`` writes it anew.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import griffe

SNAPSHOT: Final = Path(__file__).parent / "api.txt"
PACKAGE: Final = "cors_sim"

# Methods of Python's own protocols that callers meet by using a value.
_SPECIAL: Final = frozenset(
    {
        "__init__",
        "__bool__",
        "__call__",
        "__contains__",
        "__enter__",
        "__exit__",
        "__getitem__",
        "__iter__",
        "__len__",
        "__str__",
    }
)


def interface() -> str:
    """Each public name, in lines: what it is, how it is called, what it has; in the order of names."""
    package = griffe.load(PACKAGE)
    assert isinstance(package, griffe.Module)
    doors = [module for module in _modules(package) if module.exports is not None]
    return "\n\n".join("\n".join(_door(door)) for door in sorted(doors, key=lambda door: door.path)) + "\n"


def _modules(module: griffe.Module) -> Iterator[griffe.Module]:
    yield module
    for inner in module.modules.values():
        if not inner.is_alias:
            yield from _modules(inner)


def _door(door: griffe.Module) -> Iterator[str]:
    yield f"# {door.path}"
    for name in sorted(map(str, door.exports or ())):
        yield from _member(name, door[name])


def _member(name: str, member: griffe.Object | griffe.Alias) -> Iterator[str]:
    found = member.final_target if isinstance(member, griffe.Alias) else member
    if isinstance(found, griffe.Function):
        yield f"{name}{_signature(found)}"
    elif isinstance(found, griffe.Class):
        bases = ", ".join(str(base) for base in found.bases)
        yield f"class {name}({bases})"
        # Fields in their order, which is that of arguments; then the rest.
        names = [inner for inner in found.members if not inner.startswith("_") or inner in _SPECIAL]
        for inner in sorted(
            names, key=lambda inner: (found.members[inner].is_function, _rank(found, inner))
        ):
            yield from (f"    {line}" for line in _member(inner, found.members[inner]))
    elif isinstance(found, griffe.Attribute):
        kind = "" if found.annotation is None else f": {found.annotation}"
        value = "" if found.value is None else f" = {_short(str(found.value))}"
        yield f"{name}{kind}{value}"
    else:
        yield f"{name} (module)"


def _rank(found: griffe.Class, name: str) -> tuple[int, str]:
    is_field = "property" not in found.members[name].labels and found.members[name].is_attribute
    return (list(found.members).index(name), "") if is_field else (len(found.members), name)


def _short(text: str) -> str:
    """A value, where it is a default or a word, and not a table."""
    return text if len(text) <= 100 else "..."


def _signature(function: griffe.Function) -> str:
    before: list[str] = []
    seen_star = False
    for parameter in function.parameters:
        kind = parameter.kind
        prefix = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}.get(
            kind, ""
        )
        if kind is griffe.ParameterKind.keyword_only and not seen_star:
            before.append("*")
        seen_star = seen_star or kind in {
            griffe.ParameterKind.keyword_only,
            griffe.ParameterKind.var_positional,
        }
        text = f"{prefix}{parameter.name}"
        if parameter.annotation is not None:
            text += f": {parameter.annotation}"
        if parameter.default is not None and not prefix:
            text += f" = {parameter.default}"
        before.append(text)
    decorators = "".join(f"@{each.value} " for each in function.decorators if "property" in str(each.value))
    return f"({', '.join(before)}) -> {function.returns}{' ' + decorators.strip() if decorators else ''}"


def main() -> int:
    """Print the interface, or write it."""
    if sys.argv[1:] == ["--update"]:
        SNAPSHOT.write_text(interface(), encoding="utf-8")
    else:
        sys.stdout.write(interface())
    return 0


if __name__ == "__main__":
    sys.exit(main())
