r"""
Header text is isomorphic: one character a byte. Python's notions of letters, digits and blanks are wider.

``"\u00c0".lower()``, ``"\xa0".strip()``, ``"\xb2".isdigit()`` and ``int("\u0661")`` all do what no
browser does. So `cors_sim._infra` alone may ask Python such things. What only compares characters with
characters (``startswith``, ``partition``, ``split`` with a separator) means the same everywhere.
"""

import ast
from collections.abc import Iterator

import pytest

from spec_tests.architecture.source import Module, modules

CASE = {"capitalize", "casefold", "lower", "swapcase", "title", "upper"}
BLANKS = {"expandtabs", "lstrip", "rstrip", "splitlines", "strip"}
CLASSES = {
    *("isalnum", "isalpha", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric"),
    *("isprintable", "isspace", "istitle", "isupper"),
}
NUMBERS = {"complex", "float", "int"}
WIDE_CLASSES = (r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", r"\b", r"\B")


def wide_notions(source: str) -> list[str]:
    """Where *source* asks Python for letters, digits or blanks, as ``line: what``."""
    return [f"{line}: {what}" for line, what in sorted(_wide_notions(ast.parse(source)))]


def _wide_notions(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in (CASE | BLANKS | CLASSES) - {"title"}:
            yield node.lineno, node.attr
        if isinstance(node, ast.Call):
            yield from _wide_calls(node)


def _wide_calls(call: ast.Call) -> Iterator[tuple[int, str]]:
    function = call.func
    if isinstance(function, ast.Name) and function.id in NUMBERS:
        yield call.lineno, function.id
    if not isinstance(function, ast.Attribute):
        return
    if function.attr == "title":  # Values have titles, which are not called.
        yield call.lineno, function.attr
    if function.attr in {"split", "rsplit"} and not _has_a_separator(call):
        yield call.lineno, function.attr
    if isinstance(function.value, ast.Name) and function.value.id == "re":
        pattern = ast.unparse(call.args[0])
        flags = {node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute)}
        wide = "IGNORECASE" in flags or any(name in pattern for name in WIDE_CLASSES)
        if wide and "ASCII" not in flags:
            yield call.lineno, f"re.{function.attr}"


def _has_a_separator(call: ast.Call) -> bool:
    given = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "sep")]
    return any(not (isinstance(value, ast.Constant) and value.value is None) for value in given)


@pytest.mark.parametrize(
    "module",
    [module for module in modules() if module.name != "cors_sim._infra"],
    ids=lambda module: module.name,
)
def test_only_infra_asks_python_for_letters_digits_and_blanks(module: Module) -> None:
    """Everything else says what it means by the functions of `cors_sim._infra`."""
    assert wide_notions(module.text) == []


class TestTheRule:
    """The rule finds what it is meant to find."""

    @pytest.mark.parametrize(
        ("source", "found"),
        [
            ("text.lower()", "lower"),
            ("map(str.lower, names)", "lower"),
            ("sorted(names, key=str.casefold)", "casefold"),
            ("text.title()", "title"),
            ("text.strip('\\t ')", "strip"),
            ("text.split()", "split"),
            ("text.split(None, 1)", "split"),
            ("text.rsplit(maxsplit=1)", "rsplit"),
            ("text.splitlines()", "splitlines"),
            ("all(c.isdigit() for c in text)", "isdigit"),
            ("int(text)", "int"),
            (r"re.compile(r'\d+')", "re.compile"),
            (r"re.compile(r'[\w-]+')", "re.compile"),
            ("re.fullmatch('a', text, re.IGNORECASE)", "re.fullmatch"),
        ],
    )
    def test_wide(self, source: str, found: str) -> None:
        """Python decides by Unicode, or by its own list of blanks."""
        assert wide_notions(source) == [f"1: {found}"]

    @pytest.mark.parametrize(
        "source",
        [
            "text.split(',')",
            "text.split(sep=',', maxsplit=1)",
            "text.partition(':')",
            "text.startswith('a') and text.isascii()",
            "_infra.ascii_lowercase(text)",
            "re.compile(r'[0-9]+')",
            r"re.compile(r'\d+', re.IGNORECASE | re.ASCII)",
        ],
    )
    def test_exact(self, source: str) -> None:
        """Characters are compared with characters."""
        assert wide_notions(source) == []
