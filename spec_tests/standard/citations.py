"""
What the package says about the Fetch standard, and where that is wrong or silent.

A function that is an algorithm of the standard has a line "Spec: " with the algorithm's address in
its docstring, and cites the algorithm's steps in comments that start with their numbers: "# 4.",
"# 7.5. why", "# 1-3.", "# 2, 5.". Functions with the same address share the algorithm. What
no function does is listed, with the reason, in ``not_modelled.json``.
"""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

from spec_tests.standard.extract import STANDARD, StepsFile

NOT_MODELLED_FILE = Path(__file__).with_name("not_modelled.json")

# By anchor, and by step, range of steps or "*" for the whole algorithm: why it is left out.
NotModelled = Mapping[str, Mapping[str, str]]

_ADDRESS = re.compile(rf"{re.escape(STANDARD)}#([\w?-]+)")
_SPEC = re.compile(r"(?<!\()\bSpec: (https://\S+)")
_NUMBER = r"\d+(?:\.(?:\d+|[a-z]))*"
_ITEM = rf"{_NUMBER}(?:-{_NUMBER})?"
_STEPS_AFTER_ADDRESS = re.compile(rf"{_ADDRESS.pattern}, steps? ({_ITEM}(?:, {_ITEM})*)")
_COMMENT = re.compile(rf"#\s*({_ITEM}(?:, {_ITEM})*)\.(?=\s|$)")


class CitationError(Exception):
    """A number or range of steps that cannot be understood."""


@dataclass(frozen=True)
class Mention:
    """An anchor of the standard named somewhere in the package."""

    place: str
    anchor: str


@dataclass(frozen=True)
class Citation:
    """Steps, as "2, 5" or "1-3", that something cites."""

    place: str
    steps: str


@dataclass(frozen=True)
class Function:
    """A function whose docstring says which algorithms it is, and the steps it cites in order."""

    place: str
    anchors: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class StepCall:
    """A call of ``step`` on a constant that is an algorithm; None when it is not clear which."""

    place: str
    anchor: str | None
    step: str


@dataclass(frozen=True)
class Package:
    """All that the modules of the package say about the standard."""

    addresses: tuple[Mention, ...]
    remarks: tuple[tuple[Mention, Citation], ...]
    specs: tuple[Mention, ...]
    functions: tuple[Function, ...]
    step_calls: tuple[StepCall, ...]


# Reading the package.


def read_package(directory: Path) -> Package:
    """Return what the modules in ``directory`` and the folders in it say about the standard."""
    modules = [
        _Module(path, path.relative_to(directory.parent).as_posix())
        for path in sorted(directory.rglob("*.py"))
    ]
    constants: dict[str, set[str | None]] = {}
    for module in modules:
        for name, anchor in module.constants.items():
            constants.setdefault(name, set()).add(anchor)
    # An imported constant is known by its name, unless two of that name are different algorithms.
    shared = {name: found.pop() if len(found) == 1 else None for name, found in constants.items()}
    return Package(
        tuple(mention for module in modules for mention in module.addresses()),
        tuple(remark for module in modules for remark in module.remarks()),
        tuple(mention for module in modules for mention in module.specs()),
        tuple(function for module in modules for function in module.functions()),
        tuple(call for module in modules for call in module.step_calls(shared)),
    )


class _Module:
    """A module of the package; ``name`` stands for it in messages."""

    def __init__(self, path: Path, name: str) -> None:
        source = path.read_text(encoding="utf-8")
        self._name = name
        self._lines = source.splitlines()
        self._tree = ast.parse(source)
        self._comments = [
            (token.start[0], token.string)
            for token in tokenize.generate_tokens(io.StringIO(source).readline)
            if token.type == tokenize.COMMENT
        ]
        self.constants = dict(self._algorithm_constants())

    def _place(self, line: int, function: str = "") -> str:
        return f"{self._name}:{line} {function}".rstrip()

    def addresses(self) -> Iterator[Mention]:
        """Yield every address in the standard that a string or a comment has."""
        for line, text in self._texts():
            for match in _ADDRESS.finditer(text):
                yield Mention(self._place(line), match[1])

    def remarks(self) -> Iterator[tuple[Mention, Citation]]:
        """Yield the steps named in passing, after an address: "https://…#anchor, step 7.10"."""
        for line, text in self._texts():
            for match in _STEPS_AFTER_ADDRESS.finditer(text):
                place = self._place(line)
                yield Mention(place, match[1]), Citation(place, match[2])

    def _texts(self) -> list[tuple[int, str]]:
        """Return the strings and comments of the module, each with its line."""
        strings = [
            (node.lineno, node.value)
            for node in ast.walk(self._tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        return [*strings, *self._comments]

    def specs(self) -> Iterator[Mention]:
        """Yield the anchors that the "Spec:" lines of docstrings of all kinds have."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                for anchor in _fetch_anchors(_spec_addresses(node.value.value)):
                    yield Mention(self._place(node.lineno), anchor)

    def functions(self) -> Iterator[Function]:
        """Yield the functions whose docstring has a "Spec:" line for the standard."""
        algorithms = [
            (node, addresses)
            for node in ast.walk(self._tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            if (addresses := _spec_addresses(ast.get_docstring(node)))
        ]
        cited: dict[int, list[Citation]] = {node.lineno: [] for node, _ in algorithms}
        for line, comment in self._comments:
            match = _COMMENT.match(comment)
            around = [node for node, _ in algorithms if node.lineno <= line <= self._end(node)]
            if match is not None and around:
                innermost = max(around, key=lambda node: node.lineno)
                place = self._place(line, innermost.name)
                cited[innermost.lineno].append(Citation(place, match[1]))
        for node, addresses in algorithms:
            # The steps a function cites of another standard are none of ours.
            anchors = _fetch_anchors(addresses)
            if anchors:
                place = self._place(node.lineno, node.name)
                yield Function(place, anchors, tuple(cited[node.lineno]))

    def _end(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
        """Return the last line of a function, with comments after its last statement."""
        end = line = node.end_lineno or node.lineno
        while line < len(self._lines):
            text = self._lines[line]
            line += 1
            if text.strip():
                indented = len(text) - len(text.lstrip()) > node.col_offset
                if not (indented and text.lstrip().startswith("#")):
                    break
                end = line
        return end

    def _algorithm_constants(self) -> Iterator[tuple[str, str | None]]:
        """Yield the name and anchor of each ``NAME = Algorithm("name", "address")``."""
        for node in self._tree.body:
            if isinstance(node, ast.Assign):
                targets, value = node.targets, node.value
            elif isinstance(node, ast.AnnAssign) and node.value is not None:
                targets, value = [node.target], node.value
            else:
                continue
            if not (isinstance(value, ast.Call) and _last_name(value.func) == "Algorithm"):
                continue
            arguments = [*value.args, *(keyword.value for keyword in value.keywords)]
            texts = [str(node.value) for node in arguments if isinstance(node, ast.Constant)]
            address = next((text for text in texts if text.startswith("https://")), "")
            match = _ADDRESS.fullmatch(address)
            if address and not address.startswith(STANDARD):
                continue  # another standard's
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, match[1] if match else None

    def step_calls(self, shared: Mapping[str, str | None]) -> Iterator[StepCall]:
        """Yield the calls ``NAME.step("7.5")`` on this module's or on imported constants."""
        originals = {
            alias.asname or alias.name: alias.name
            for node in ast.walk(self._tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        for node in ast.walk(self._tree):
            if not (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "step"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                continue
            name = _last_name(node.func.value)
            original = originals.get(name, name)
            known = self.constants if name in self.constants else shared
            if original in known:
                step = str(node.args[0].value)
                yield StepCall(self._place(node.lineno, name), known[original], step)


def _last_name(node: ast.expr) -> str:
    """Return NAME for ``NAME`` and ``module.NAME``, and "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _spec_addresses(docstring: object) -> list[str]:
    return _SPEC.findall(docstring) if isinstance(docstring, str) else []


def _fetch_anchors(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(match[1] for address in addresses if (match := _ADDRESS.match(address)))


# Numbers of steps.


def numbers(expression: str) -> list[str]:
    """
    Return the numbers that "7.5", "7.8-7.10" or "1-3, 5" stands for.

    Raises:
        CitationError: it is none of these, or a range from one list of steps to another.
    """
    found: list[str] = []
    for item in expression.split(", "):
        if not re.fullmatch(_ITEM, item):
            raise CitationError(f"{item!r} is no number or range of steps")
        first, _, last = item.partition("-")
        parent, dot, start = first.rpartition(".")
        last_parent, _, end = (last or first).rpartition(".")
        if parent != last_parent or start.isdigit() != end.isdigit():
            raise CitationError(f"{item!r} is no range within one list of steps")
        positions = (
            [str(number) for number in range(int(start), int(end) + 1)]
            if start.isdigit()
            else [letter for letter in ascii_lowercase if start <= letter <= end]
        )
        if not positions:
            raise CitationError(f"{item!r} goes backwards")
        found += [f"{parent}{dot}{position}" for position in positions]
    return found


def _in_order(step: str) -> tuple[tuple[int, str], ...]:
    """Return what sorts steps and branches in the order of their algorithm."""
    parts = step.split(".")
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in parts)


def _within(step: str, other: str) -> bool:
    """Whether ``step`` is ``other`` or nested in it."""
    return step == other or step.startswith(f"{other}.")


def load_not_modelled() -> dict[str, dict[str, str]]:
    """Return what not_modelled.json holds."""
    loaded: dict[str, dict[str, str]] = json.loads(NOT_MODELLED_FILE.read_text(encoding="utf-8"))
    return loaded


# The rules. Each returns one line for each problem.


class Rules:
    """
    The rules that hold between the package, the standard's steps and what is not modelled.

    Args:
        package: what the package says.
        standard: the algorithms and anchors of the standard.
        not_modelled: what the package leaves out.
    """

    def __init__(self, package: Package, standard: StepsFile, not_modelled: NotModelled) -> None:
        self._package = package
        self._not_modelled = not_modelled
        self._anchors = frozenset(standard["anchors"])
        algorithms = standard["algorithms"]
        self._steps = {anchor: list(found["steps"]) for anchor, found in algorithms.items()}
        # What can be cited and listed. A branch is part of the step that switches: it is known by
        # its own number, but nobody has to cite it.
        self._known = {
            anchor: {*found["steps"], *found.get("branches", [])} for anchor, found in algorithms.items()
        }

    def unknown_anchors(self) -> list[str]:
        """Addresses that the standard does not have."""
        return [
            f"{mention.place}: the standard has no #{mention.anchor}"
            for mention in self._package.addresses
            if mention.anchor not in self._anchors
        ]

    def ambiguous_functions(self) -> list[str]:
        """Functions that name several algorithms one of which has numbered steps."""
        return [
            f"{function.place}: names several algorithms, and #{anchor} has numbered steps"
            for function in self._package.functions
            if len(function.anchors) > 1
            for anchor in function.anchors
            if self._steps.get(anchor, [""]) != [""]
        ]

    def unknown_citations(self) -> list[str]:
        """Cited steps that the algorithm does not have."""
        citations = [
            (function.anchors[0], citation)
            for function in self._package.functions
            for citation in function.citations
        ]
        citations += [(mention.anchor, citation) for mention, citation in self._package.remarks]
        problems: list[str] = []
        for anchor, citation in citations:
            try:
                cited = numbers(citation.steps)
            except CitationError as error:
                problems.append(f"{citation.place}: {error}")
                continue
            problems += [
                f"{citation.place}: #{anchor} has no step {number}"
                for number in cited
                if number not in self._known.get(anchor, set())
            ]
        return problems

    def backward_citations(self) -> list[str]:
        """Steps cited in a function after one that comes later in the algorithm."""
        problems: list[str] = []
        for function in self._package.functions:
            known = self._known.get(function.anchors[0], set())
            latest = ""
            for place, step in _cited(function):
                if step not in known:
                    continue  # a problem of its own
                if latest and _in_order(step) < _in_order(latest):
                    problems.append(f"{place}: step {step} is cited after step {latest}")
                else:
                    latest = step
        return problems

    def missing_steps(self) -> list[str]:
        """Steps that are neither cited nor listed as not modelled, a line for each algorithm."""
        problems: list[str] = []
        for anchor, steps in self._steps.items():
            cited = self._cited_steps(anchor)
            listed = self._listed_steps(anchor)
            missing = [
                step
                for step in steps
                if not any(_within(other, step) for other in cited)
                and not any(_within(step, other) for other in listed)
            ]
            if missing:
                problems.append(f"#{anchor}: neither cited nor listed: {_shown(missing)}")
        return problems

    def listing_problems(self) -> list[str]:
        """Listings that make no sense: of what does not exist or is cited, or without a reason."""
        problems: list[str] = []
        for anchor, listing in self._not_modelled.items():
            if anchor not in self._steps:
                problems.append(f"#{anchor}: listed, but no algorithm of the standard")
                continue
            for expression, reason in listing.items():
                if not reason.strip():
                    problems.append(f"#{anchor}: {expression} is listed without a reason")
                try:
                    listed = self._expand(anchor, expression)
                except CitationError as error:
                    problems.append(f"#{anchor}: {error}")
                    continue
                problems += [
                    f"#{anchor}: step {step} is listed, and there is none"
                    for step in listed
                    if step not in self._known[anchor]
                ]
            listed = self._listed_steps(anchor)
            both = [
                step for step in self._cited_steps(anchor) if any(_within(step, other) for other in listed)
            ]
            if both:
                problems.append(f"#{anchor}: both cited and listed: {_shown(both)}")
        return problems

    def unknown_step_calls(self) -> list[str]:
        """Calls of ``step`` with a step the algorithm does not have."""
        problems: list[str] = []
        for call in self._package.step_calls:
            if call.anchor is None:
                problems.append(f"{call.place}: it is not clear which algorithm this is")
            elif call.step not in self._known.get(call.anchor, set()):
                problems.append(f"{call.place}: #{call.anchor} has no step {call.step}")
        return problems

    def _cited_steps(self, anchor: str) -> set[str]:
        """Return the steps and branches of the algorithm that the package cites."""
        cited = {
            step
            for function in self._package.functions
            if function.anchors[0] == anchor
            for _, step in _cited(function)
        }
        if any(mention.anchor == anchor for mention in self._package.specs):
            cited.add("")
        return cited & self._known[anchor]

    def _listed_steps(self, anchor: str) -> list[str]:
        """Return the steps listed as not modelled, without those nested in them."""
        listed: list[str] = []
        for expression in self._not_modelled.get(anchor, {}):
            try:
                listed += self._expand(anchor, expression)
            except CitationError:
                continue
        return listed

    def _expand(self, anchor: str, expression: str) -> list[str]:
        return self._steps[anchor] if expression == "*" else numbers(expression)


def _shown(steps: Collection[str]) -> str:
    if "" in steps:
        return "the whole"
    return ", ".join(sorted(steps, key=_in_order))


def _cited(function: Function) -> Iterator[tuple[str, str]]:
    """Yield the place and number of each step a function cites, in order."""
    for citation in function.citations:
        try:
            cited = numbers(citation.steps)
        except CitationError:
            continue
        for step in cited:
            yield citation.place, step
